"""A whole condition as one sentence, with its "and" and "or" grouped so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onetrip.rules.expressions import And, Atom, Expr, Or, fold
from onetrip.rules.facts import Vocabulary
from onetrip.rules.phrases import Manner, clause
from onetrip.rules.text import Text
from onetrip.rules.wording import as_sentence_end, bracketed, joined

ALWAYS_HOLDS = Text(zh="没有条件，人人符合", en="there is no condition; it holds for everybody")
NEVER_HOLDS = Text(zh="这一条不适用于任何人", en="this applies to nobody")


def as_sentence(expr: Expr, vocabulary: Vocabulary, day: date | None = None) -> Text:
    """The condition as a sentence in both languages. With a `day`, amounts are followed by their figure on it."""
    if isinstance(expr, Atom):
        return as_sentence_end(clause(expr, vocabulary, day, manner=Manner.LINE))
    algebra = _Sentence(vocabulary, day)
    if isinstance(expr, Or) and any(isinstance(part, And) for part in expr.parts):
        cases = [fold(part, algebra).text for part in expr.parts]
        zh = "；".join(f"（{number}）{case.zh}" for number, case in enumerate(cases, 1))
        en = "; ".join(f"({number}) {case.en}" for number, case in enumerate(cases, 1))
        return as_sentence_end(Text(zh=f"有下面任何一种情形就行：{zh}", en=f"any one of these is enough: {en}"))
    return as_sentence_end(fold(expr, algebra).text)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece of the sentence; `compound` when it needs brackets inside a larger one."""

    text: Text
    compound: bool = False

    @property
    def closed(self) -> Text:
        return bracketed(self.text) if self.compound else self.text


class _Sentence:
    """Clauses as an algebra."""

    def __init__(self, vocabulary: Vocabulary, day: date | None) -> None:
        self._vocabulary = vocabulary
        self._day = day

    def truth(self, value: bool, /) -> _Clause:  # noqa: FBT001
        return _Clause(ALWAYS_HOLDS if value else NEVER_HOLDS)

    def atom(self, atom: Atom, /) -> _Clause:
        return _Clause(clause(atom, self._vocabulary, self._day, manner=Manner.PART))

    def every(self, parts: Iterable[_Clause], /) -> _Clause:
        return _Clause(joined([part.closed for part in parts], "并且", "and"), compound=True)

    def some(self, parts: Iterable[_Clause], /) -> _Clause:
        return _Clause(joined([part.closed for part in parts], "或者", "or"), compound=True)
