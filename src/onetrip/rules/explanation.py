"""Why a condition holds, does not hold, or cannot be decided yet, in words a clerk can read aloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onetrip.rules.evaluation import deciding, facts_to_ask
from onetrip.rules.evidence import UNKNOWN, Evidence, Verdict
from onetrip.rules.expressions import Atom, Expr
from onetrip.rules.facts import AGE, Fact, Vocabulary
from onetrip.rules.known import KnownFacts
from onetrip.rules.phrases import clause, state
from onetrip.rules.sentences import ALWAYS_HOLDS, NEVER_HOLDS
from onetrip.rules.text import Text
from onetrip.rules.wording import as_sentence_end, enumerated, joined


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict with its reasons.

    `because`: the known facts that decide; they alone decide the same, and without any of them nothing is decided.
    `needs`: the facts still to be asked while the verdict is unknown, those asked first in front.
    `missing_amounts`: the amounts without a figure on the day that leave it open as well.
    """

    verdict: Verdict
    because: tuple[str, ...]
    needs: tuple[str, ...]
    missing_amounts: tuple[str, ...]
    _atoms: tuple[Atom, ...] = field(repr=False)
    _evidence: Evidence = field(repr=False, compare=False)

    @property
    def sentence(self) -> Text:
        """The explanation as a sentence in both languages; put together when it is read."""
        match self.verdict:
            case Verdict.YES:
                return _sentence_of_yes(self._atoms, self._evidence)
            case Verdict.NO:
                return _sentence_of_no(self._atoms, self._evidence)
            case Verdict.UNKNOWN:
                return _sentence_of_unknown(self.needs, self.missing_amounts, self._evidence.vocabulary)


class Explainer:
    """Explains conditions for one resident on one day; what is known is looked at once for all of them."""

    def __init__(self, known: KnownFacts, day: date, vocabulary: Vocabulary) -> None:
        self._evidence = Evidence(known, day, vocabulary)

    def explain(self, expr: Expr) -> Explanation:
        """The verdict of a condition with its reasons. ValueError: a known value is not of its fact's type."""
        evidence = self._evidence
        verdict, atoms = deciding(expr, evidence)
        if verdict != UNKNOWN:
            because = tuple(dict.fromkeys(map(evidence.basis, atoms)))
            return Explanation(Verdict(verdict), because, (), (), atoms, evidence)
        needs = sorted(facts_to_ask(atoms, evidence), key=lambda fact: (_order(fact, evidence.vocabulary), fact))
        missing = dict.fromkeys(amount for atom in atoms if (amount := evidence.missing_amount(atom)) is not None)
        return Explanation(Verdict.UNKNOWN, (), tuple(needs), tuple(missing), atoms, evidence)


def explain(expr: Expr, known: KnownFacts, day: date, vocabulary: Vocabulary) -> Explanation:
    """Why `expr` holds or not for one resident on `day`, or what is missing to say so."""
    return Explainer(known, day, vocabulary).explain(expr)


def _order(fact: str, vocabulary: Vocabulary) -> int:
    found = vocabulary.fact(fact)
    return found.order if found else 0


def _sentence_of_yes(atoms: tuple[Atom, ...], evidence: Evidence) -> Text:
    if not atoms:
        return as_sentence_end(ALWAYS_HOLDS)
    met = joined(_clauses(atoms, evidence), "并且", "and")
    return as_sentence_end(Text(zh=f"符合条件：{met.zh}", en=f"the condition is met: {met.en}"))


def _sentence_of_no(atoms: tuple[Atom, ...], evidence: Evidence) -> Text:
    if not atoms:
        return as_sentence_end(NEVER_HOLDS)
    asked = joined(_clauses(atoms, evidence), "或者", "or")
    now = joined(_states(atoms, evidence), "", "and")
    return as_sentence_end(
        Text(
            zh=f"不符合条件：要求{asked.zh}；现在{now.zh}",
            en=f"the condition is not met. It asks: {asked.en}. Now: {now.en}",
        )
    )


def _sentence_of_unknown(needs: tuple[str, ...], amounts: tuple[str, ...], vocabulary: Vocabulary) -> Text:
    zh, en = "还不能确定", "this cannot be said yet"
    if needs:
        facts = enumerated([_label(fact, vocabulary) for fact in needs])
        zh, en = f"{zh}，还要问您：{facts.zh}", f"{en}; we still need to know: {facts.en}"
    if amounts:
        figures = enumerated([vocabulary.amounts[amount].label for amount in amounts])
        zh, en = f"{zh}；这一天的{figures.zh}还没有公布", f"{en}; there is no figure for that day yet: {figures.en}"
    return as_sentence_end(Text(zh=zh, en=en))


def _label(fact: str, vocabulary: Vocabulary) -> Text:
    found = vocabulary.fact(fact)
    assert isinstance(found, Fact)  # noqa: S101 - only facts of the vocabulary are asked for; for the type checker
    return found.label


def _clauses(atoms: tuple[Atom, ...], evidence: Evidence) -> list[Text]:
    return list(dict.fromkeys(clause(atom, evidence.vocabulary, evidence.day) for atom in atoms))


def _states(atoms: tuple[Atom, ...], evidence: Evidence) -> list[Text]:
    """What is known of the facts the atoms rest on; of the age where only the age is spoken of."""
    facts = dict.fromkeys(AGE if atom.subject == AGE else evidence.basis(atom) for atom in atoms)
    values = ((fact, evidence.value(fact)) for fact in facts)
    return [state(fact, value, evidence.vocabulary) for fact, value in values if value is not None]
