"""Why a condition holds, does not hold, or cannot be decided yet, in words a clerk can read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from onetrip.rules.evaluation import deciding, facts_to_ask
from onetrip.rules.evidence import UNKNOWN, Evidence, Verdict
from onetrip.rules.expressions import Atom, Expr, amounts_of, atoms
from onetrip.rules.facts import AGE, Fact, Vocabulary
from onetrip.rules.known import KnownFacts
from onetrip.rules.lanes import Lanes
from onetrip.rules.phrases import clause, state
from onetrip.rules.sentences import ALWAYS_HOLDS, NEVER_HOLDS
from onetrip.rules.text import Text
from onetrip.rules.wording import as_sentence_end, enumerated, joined

_MOST_REASONS = 4096
"""Reasons remembered for one condition."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """A verdict with the atoms that decide it or leave it open, and the facts and amounts behind them."""

    verdict: Verdict
    atoms: tuple[Atom, ...]
    because: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    missing_amounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict with its reasons."""

    _reason: _Reason
    _evidence: Evidence = field(repr=False, compare=False)

    @property
    def verdict(self) -> Verdict:
        """Whether the condition holds."""
        return self._reason.verdict

    @property
    def because(self) -> tuple[str, ...]:
        """The known facts that decide: they alone decide the same, and without any of them nothing is decided."""
        return self._reason.because

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts still to be asked while the verdict is unknown, those asked first in front."""
        return self._reason.needs

    @property
    def missing_amounts(self) -> tuple[str, ...]:
        """The amounts without a figure on the day that leave the verdict open as well."""
        return self._reason.missing_amounts

    @property
    def sentence(self) -> Text:
        """The explanation as a sentence in both languages; put together when it is read."""
        match self.verdict:
            case Verdict.YES:
                return _sentence_of_yes(self._reason.atoms, self._evidence)
            case Verdict.NO:
                return _sentence_of_no(self._reason.atoms, self._evidence)
            case Verdict.UNKNOWN:
                return _sentence_of_unknown(self.needs, self.missing_amounts, self._evidence.vocabulary)


def explain(expr: Expr, known: KnownFacts, day: date, vocabulary: Vocabulary) -> Explanation:
    """Why `expr` holds or not for one resident on `day`, or what is missing to say so.

    For many conditions at once there is `Program.explainer`. ValueError: a known value is not of its fact's type.
    """
    evidence = Evidence(known, day, vocabulary)
    return Explanation(_reason(expr, evidence), evidence)


def _reason(expr: Expr, evidence: Evidence) -> _Reason:
    verdict, found = deciding(expr, evidence)
    if verdict != UNKNOWN:
        return _Reason(Verdict(verdict), found, because=tuple(dict.fromkeys(map(evidence.basis, found))))
    needs = sorted(facts_to_ask(found, evidence), key=lambda fact: (_fact(fact, evidence.vocabulary).order, fact))
    missing = dict.fromkeys(amount for atom in found if (amount := evidence.missing_amount(atom)) is not None)
    return _Reason(Verdict.UNKNOWN, found, needs=tuple(needs), missing_amounts=tuple(missing))


_Seen: TypeAlias = dict[tuple[bytes, str | None, date | None], _Reason]


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A condition, where its atoms have their lanes, and the reasons found so far.

    The reason depends only on the verdicts of the atoms, on whether the birth date or an age is known, and, where
    there is an amount in it, on the day.
    """

    expr: Expr
    lanes: slice
    dated: bool
    seen: _Seen = field(default_factory=dict, compare=False)


class Reasons:
    """The reasons of many conditions: all their atoms are judged together, and what follows is remembered."""

    def __init__(self, conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._conditions: dict[str, _Remembered] = {}
        lanes: list[tuple[Atom]] = []
        for name, expr in conditions.items():
            mine = atoms(expr)
            place = slice(len(lanes), len(lanes) + len(mine))
            self._conditions[name] = _Remembered(expr, place, bool(amounts_of(expr)))
            lanes += [(atom,) for atom in mine]
        self._lanes = Lanes(lanes, vocabulary)

    def explainer(self, known: KnownFacts, day: date) -> Explainer:
        """Explains the conditions for one resident. ValueError: a known value is not of its fact's type."""
        verdicts = self._lanes.judge(known, day)
        return Explainer(self._conditions, verdicts, Evidence(known, day, self._vocabulary))


class Explainer:
    """Explains conditions, by their names, for one resident on one day."""

    def __init__(self, conditions: Mapping[str, _Remembered], verdicts: bytes, evidence: Evidence) -> None:
        self._conditions = conditions
        self._verdicts = verdicts
        self._evidence = evidence

    def explain(self, name: str) -> Explanation:
        """The verdict of a condition with its reasons. KeyError: there is no such condition."""
        condition = self._conditions[name]
        evidence = self._evidence
        key = self._verdicts[condition.lanes], evidence.person, evidence.day if condition.dated else None
        reason = condition.seen.get(key)
        if reason is None:
            if len(condition.seen) >= _MOST_REASONS:
                condition.seen.clear()
            reason = condition.seen[key] = _reason(condition.expr, evidence)
        return Explanation(reason, evidence)


def _sentence_of_yes(found: tuple[Atom, ...], evidence: Evidence) -> Text:
    if not found:
        return as_sentence_end(ALWAYS_HOLDS)
    met = joined(_clauses(found, evidence), "并且", "and")
    return as_sentence_end(Text(zh=f"符合条件：{met.zh}", en=f"the condition is met: {met.en}"))


def _sentence_of_no(found: tuple[Atom, ...], evidence: Evidence) -> Text:
    if not found:
        return as_sentence_end(NEVER_HOLDS)
    asked = joined(_clauses(found, evidence), "或者", "or")
    now = joined(_states(found, evidence), "", "and")
    return as_sentence_end(
        Text(
            zh=f"不符合条件：要求{asked.zh}；现在{now.zh}",
            en=f"the condition is not met. It asks: {asked.en}. Now: {now.en}",
        )
    )


def _sentence_of_unknown(needs: tuple[str, ...], amounts: tuple[str, ...], vocabulary: Vocabulary) -> Text:
    zh, en = "还不能确定", "this cannot be said yet"
    if needs:
        facts = enumerated([_fact(fact, vocabulary).label for fact in needs])
        zh, en = f"{zh}，还要问您：{facts.zh}", f"{en}; we still need to know: {facts.en}"
    if amounts:
        figures = enumerated([vocabulary.amounts[amount].label for amount in amounts])
        zh, en = f"{zh}；这一天的{figures.zh}还没有公布", f"{en}; there is no figure for that day yet: {figures.en}"
    return as_sentence_end(Text(zh=zh, en=en))


def _fact(name: str, vocabulary: Vocabulary) -> Fact:
    """A fact to be asked for, which therefore is in the vocabulary."""
    found = vocabulary.fact(name)
    if found is None:
        raise KeyError(name)
    return found


def _clauses(found: tuple[Atom, ...], evidence: Evidence) -> list[Text]:
    return list(dict.fromkeys(clause(atom, evidence.vocabulary, evidence.day) for atom in found))


def _states(found: tuple[Atom, ...], evidence: Evidence) -> list[Text]:
    """What is known of the facts the atoms rest on; of the age where only the age is spoken of."""
    facts = dict.fromkeys(AGE if atom.subject == AGE else evidence.basis(atom) for atom in found)
    values = ((fact, evidence.value(fact)) for fact in facts)
    return [state(fact, value, evidence.vocabulary) for fact, value in values if value is not None]
