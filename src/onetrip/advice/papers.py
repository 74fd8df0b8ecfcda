"""How a paper to bring is put in words, and what the resident has said about papers: the same on phone and desk. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onetrip.catalogue.book import PaperText
from onetrip.planning import Alternative, Bring, Plan
from onetrip.planning.words import LACKING_BUT_NEEDED, joined, named
from onetrip.rules import Text

HELD, LACKING = Text("手里有", "at hand"), Text("带不了", "cannot be brought")


@dataclass(frozen=True)
class OtherShown:
    """A paper that would do instead: for which matters, where not for all, how many copies, what it takes to get."""

    other: Alternative
    words: Text


@dataclass(frozen=True)
class PaperShown:
    """A paper to bring with everything about it in sentences.

    `said` is what it is for and why this one; `instead` what else would do (`others` one by one); `more`, a line each, what
    it looks like, where to get it, what the window looks at. `brief` leaves out what somebody at the counter can say.
    """

    paper: Bring
    said: Text
    instead: Text | None
    others: tuple[OtherShown, ...]
    more: tuple[Text, ...]

    @property
    def brief(self) -> Text:
        """What it is for, why this one, and what else would do."""
        return joined([self.said, *([self.instead] if self.instead else [])])

    @property
    def told(self) -> Text:
        """Everything, one sentence after another."""
        return joined([self.brief, *self.more])


@dataclass(frozen=True)
class PaperSaid:
    """What the resident has said about a paper: that they have it, or cannot bring it."""

    paper: str
    name: Text
    words: Text


def paper_shown(paper: Bring, plan: Plan) -> PaperShown:
    """A paper of a plan in words."""
    giver = given_by(paper, plan)
    said = [
        paper.why,
        *([giver] if giver else []),
        *([LACKING_BUT_NEEDED] if paper.lacking else []),
        *([paper.choice] if paper.choice else []),
    ]
    others = tuple(OtherShown(other, _in_words(other, paper, plan)) for other in paper.instead)
    possible = [each.words for each in others if not each.other.lacking]
    instead = None
    if possible:
        zh, en = "、".join(words.zh for words in possible), " or ".join(words.en for words in possible)
        instead = Text(f"{zh}也行。", f"Or bring {en}.")
    return PaperShown(paper, joined(said), instead, others, tuple(_more(paper, plan)))


def given_by(paper: Bring, plan: Plan) -> Text | None:
    """Which matter of the plan gives this paper; None where it is needed before that, or not given at all."""
    firsts = [
        next((first.name for first in item.first if first.sure and first.paper == paper.paper), None)
        for matter in paper.for_matters
        if (item := plan.item(matter)) is not None
    ]
    giver = firsts[0] if firsts and all(firsts) else None
    if giver is None:
        return None
    return Text(f"先办“{giver.zh}”，办好就有了。", f"You get it by “{giver.en}”, which comes first.")


def name_of_alternative(other: Alternative, paper: Bring, plan: Plan) -> Text:
    """Its name, with the matters it would do for where it would not do for all that the paper is used for."""
    only = [matter for matter in other.for_matters if matter in paper.for_matters]
    if not only or len(only) == len(paper.for_matters):
        return other.name
    names = named([item.name for matter in only if (item := plan.item(matter)) is not None])
    return Text(f"{other.name.zh}（只办{names.zh}时）", f"{other.name.en} (only for {names.en})")


def said_of_papers(
    held: Collection[str], lacking: Collection[str], papers: Mapping[str, PaperText]
) -> tuple[PaperSaid, ...]:
    """What was said about papers, in the order of the catalogue."""
    return tuple(
        PaperSaid(name, text.name, HELD if name in held else LACKING)
        for name, text in papers.items()
        if name in held or name in lacking
    )


def _in_words(other: Alternative, paper: Bring, plan: Plan) -> Text:
    name = name_of_alternative(other, paper, plan)
    if not other.copies:
        return name
    copies = Text(f"（复印 {other.copies}）", f" (with {other.copies} {'copy' if other.copies == 1 else 'copies'})")
    return Text(name.zh + copies.zh, name.en + copies.en)


def _more(paper: Bring, plan: Plan) -> list[Text]:
    """What it looks like, where to get it and what that takes, what the window looks at, what each matter adds."""
    more = [paper.gloss] if paper.gloss is not None else []
    if where := [text for text in (paper.where, paper.obtain) if text is not None]:
        more.append(joined(where))
    checks = list(dict.fromkeys(check for use in paper.uses for check in use.checks))
    if checks:
        zh = "；".join(check.zh.rstrip("。") for check in checks)
        en = "; ".join(check.en.rstrip(".") for check in checks)
        more.append(Text(f"窗口看：{zh}。", f"The window looks at: {en}."))
    for use in paper.uses:
        item = plan.item(use.matter)
        if use.note is not None:
            of = Text(f"“{item.name.zh}”：", f"“{item.name.en}”: ") if item and len(paper.uses) > 1 else Text("", "")
            more.append(Text(of.zh + use.note.zh, of.en + use.note.en))
    return list(dict.fromkeys(more))
