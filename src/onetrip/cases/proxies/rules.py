"""Whether this person may do this matter for that one, as the catalogue says it; what it does not say is told as open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onetrip.cases.papers import MatterPapers, Needed
from onetrip.catalogue.book import PaperText
from onetrip.lobby.models import Relation
from onetrip.planning import Item, MatterTerms, ProxyChance
from onetrip.rules import Text, Vocabulary, as_sentence

OF_AGE = 18
"""Completed years from which on somebody acts for themselves (Civil Code, article 17)."""

FAMILY = (Relation.GUARDIAN, Relation.RELATIVE)


@dataclass(frozen=True)
class Ruling:
    """`refused`: why it is not possible; None: it is. `confirm`: what the window has to look at, because nobody knows it here."""

    refused: Text | None = None
    confirm: tuple[Text, ...] = ()


NOTHING_TO_RULE = Ruling()
"""Where the person concerned came themselves."""


@dataclass(frozen=True)
class Pair:
    """The two persons as the rules see them: what the one who came is, and the completed years of both (None: not known)."""

    relation: str
    age: int | None = None
    age_of_proxy: int | None = None


def ruling(item: Item, terms: MatterTerms, pair: Pair, vocabulary: Vocabulary) -> Ruling:
    """Whether whoever came may do this matter. `item` was planned with what is known of the person concerned."""
    refused = _refused(item, terms, pair, vocabulary)
    if refused is not None:
        return Ruling(refused)
    return Ruling(None, (*_open(item, terms, pair, vocabulary), *_of_the_two(pair)))


def _refused(item: Item, terms: MatterTerms, pair: Pair, vocabulary: Vocabulary) -> Text | None:
    rule = terms.proxy
    if rule is None and item.proxy is not ProxyChance.NO:
        return None
    if item.proxy is ProxyChance.NO:
        if rule is not None and rule.who != "nobody" and rule.when is not None:
            when = as_sentence(rule.when, vocabulary)
            return _with_note(
                Text(
                    f"只有这样才能代办：{_bare(when.zh)}。这一位不符合，要本人来。",
                    f"Somebody else may come only on this condition: {_bare(when.en)}. That is not so here: the person "
                    "concerned has to come.",
                ),
                item.proxy_note,
            )
        return _with_note(
            Text("要本人来，不能代办。", "The person concerned has to come; nobody can do it for them."),
            item.proxy_note,
        )
    if rule is not None and rule.who == "family" and pair.relation == Relation.AGENT:
        return _with_note(
            Text(
                "只有监护人或近亲属能代办，受托人不行。", "Only a guardian or a close relative may come, not an agent."
            ),
            item.proxy_note,
        )
    return None


def _open(item: Item, terms: MatterTerms, pair: Pair, vocabulary: Vocabulary) -> list[Text]:
    rule = terms.proxy
    if rule is None:
        return [
            Text(
                "能不能代办、代办要什么，目录里没核对到：照主管部门的要求办。",
                "Whether somebody else may come, and with what, is not verified in the catalogue: go by the department.",
            )
        ]
    found = []
    if item.proxy is ProxyChance.UNKNOWN and rule.when is not None:
        when = as_sentence(rule.when, vocabulary)
        found.append(
            Text(
                f"先确认，只有这样才能代办：{_bare(when.zh)}。",
                f"To confirm first: somebody else may come only on this condition: {_bare(when.en)}.",
            )
        )
    if rule.who == "listed":
        found.append(
            _with_note(
                Text(
                    "只有规定的几种人能代办，是哪几种没核对到。", "Only certain people may come; which is not verified."
                ),
                item.proxy_note,
            )
        )
    if rule.who == "family" and pair.relation == Relation.REPRESENTATIVE:
        found.append(
            Text(
                "目录只说家人能代办；其他法定代理人行不行，没核对到。",
                "The catalogue speaks of relatives only; whether another representative may come is not verified.",
            )
        )
    return found


def _of_the_two(pair: Pair) -> list[Text]:
    found = []
    if pair.relation == Relation.GUARDIAN and pair.age is not None and pair.age >= OF_AGE:
        found.append(
            Text(
                "办件人已成年：监护人要有法院文书、公证书等证明。",
                "The person concerned is of age: a guardian needs a court paper, a notarial deed or the like.",
            )
        )
    if pair.age_of_proxy is not None and pair.age_of_proxy < OF_AGE:
        found.append(
            Text(
                "来的人未满 18 岁：能不能代办，先请示。", "Whoever came is not yet 18: ask first whether that will do."
            )
        )
    return found


def for_whoever_came(papers: MatterPapers, relation: str, texts: Mapping[str, PaperText]) -> MatterPapers:
    """The papers where `relation` came: a guardian acts by law and needs no letter of authority."""
    if relation not in (Relation.GUARDIAN, Relation.REPRESENTATIVE):
        return papers
    return replace(
        papers,
        needed=tuple(one for one in papers.needed if not is_letter(one, texts)),
        perhaps=tuple(one for one in papers.perhaps if not is_letter(one, texts)),
    )


def for_a_minor(papers: MatterPapers, texts: Mapping[str, PaperText]) -> MatterPapers:
    """The papers of a matter that somebody does for a child at a machine: nobody under age authorises anybody, so there is no
    letter, and the proof of guardianship is photographed, if the catalogue knows of one."""
    found = for_whoever_came(papers, Relation.GUARDIAN, texts)
    proofs = [text for text in texts.values() if text.proves == "guardianship"]
    if not proofs or any(text.id in one.any_of for one in found.needed for text in proofs):
        return found
    proof = proofs[0]
    line = Needed(proof.id, proof.name, 1, 0, gloss=proof.gloss, where=proof.where, by_proxy=True)
    return replace(found, needed=(*found.needed, line))


def is_letter(needed: Needed, texts: Mapping[str, PaperText]) -> bool:
    """Whether a line of the checklist is a letter of authority, whichever would do."""
    return needed.any_of <= letters(texts)


def letters(texts: Mapping[str, PaperText]) -> frozenset[str]:
    """The papers of a catalogue that are letters of authority, by their ids."""
    return frozenset(paper for paper, text in texts.items() if text.proves == "authority")


def asks_for_letter(papers: MatterPapers, texts: Mapping[str, PaperText]) -> bool:
    """Whether the matter cannot be done for somebody without their letter."""
    return any(is_letter(one, texts) for one in papers.needed)


def _with_note(text: Text, note: Text | None) -> Text:
    return text if note is None else Text(f"{text.zh}{note.zh}", f"{text.en} {note.en}")


def _bare(sentence: str) -> str:
    """A condition as part of a longer sentence."""
    return sentence.rstrip("。.")
