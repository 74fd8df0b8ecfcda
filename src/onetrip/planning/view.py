"""One resident on one day, seen through a book: every condition judged once, and what is still to be known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onetrip.planning.book import Book, Prepared
from onetrip.planning.chooser import Ahead, Chooser
from onetrip.rules import (
    AGE,
    BIRTH_DATE,
    Explainer,
    Explanation,
    Known,
    KnownFacts,
    Origin,
    Text,
    Verdict,
    derive,
    evaluate,
    residual,
)

BY_PROXY = "by_proxy"


class View:
    """Verdicts and open facts for `known` on `day`: for what was `told`, and for what is `implied` because nothing else
    is possible.

    Nobody is asked who will come: until a proxy is spoken of, the resident comes in person. With a `chooser` of the book
    and the day, `ahead` is what asking is worth, and the open facts are read from its tables.
    """

    def __init__(self, book: Book, known: KnownFacts, day: date, chooser: Chooser | None = None) -> None:
        self.book = book
        self.day = day
        self.told = derive(known, day)
        self.implied = book.impossible.implied(self.told, day)
        self.known = {**self.told, **self.implied}
        if BY_PROXY in book.vocabulary.facts:
            self.known.setdefault(BY_PROXY, Known(value=False, origin=Origin.DERIVED))
        self.verdicts = book.program.verdicts(self.known, day)
        self._open: dict[str, frozenset[str]] = {}
        self._explainer: Explainer | None = None
        self.ahead: Ahead | None = chooser.ahead(self.known) if chooser is not None else None
        # An age that was said decides some comparisons with the birth date and not others: no table knows of that.
        self._by_table = self.ahead if AGE not in self.known or BIRTH_DATE in self.known else None

    @property
    def by_proxy(self) -> bool:
        """Whether somebody else comes."""
        return BY_PROXY in self.known and self.known[BY_PROXY].value is True

    @property
    def birth(self) -> date | None:
        """The birth date, if it is known."""
        known = self.known.get("birth_date")
        return known.value if known is not None and isinstance(known.value, date) else None

    @property
    def looking(self) -> Ahead:
        """What is ahead; only where a chooser looks on."""
        assert self.ahead is not None  # noqa: S101 - whoever asks for it has made the view with a chooser
        return self.ahead

    def verdict(self, name: str | None) -> Verdict:
        """The verdict of one condition; None stands for the one that always holds."""
        return Verdict.YES if name is None else self.verdicts[name]

    def every(self, names: Iterable[str]) -> Verdict:
        """The verdict that all of them hold."""
        return min((self.verdicts[name] for name in names), default=Verdict.YES)

    def some(self, names: Iterable[str]) -> Verdict:
        """The verdict that at least one of them holds."""
        return max((self.verdicts[name] for name in names), default=Verdict.NO)

    def open(self, names: Iterable[str]) -> frozenset[str]:
        """The facts that may still decide those of the conditions that are undecided."""
        return frozenset().union(*(self.open_of(name) for name in names))

    def open_of(self, name: str) -> frozenset[str]:
        """The facts that may still decide one condition; none when it is decided."""
        if self.verdicts[name] != Verdict.UNKNOWN:
            return frozenset()
        if name not in self._open:
            found = self._by_table.open_facts(name) if self._by_table is not None else None
            # What a table finds decided across comparisons, and the verdict does not, is asked about all the same.
            self._open[name] = found or residual(self.book.conditions[name], self.known, self.day, self.book.vocabulary)
        return self._open[name]

    def explanation(self, name: str) -> Explanation:
        """Why the verdict of a condition is what it is, in words."""
        if self._explainer is None:
            self._explainer = self.book.program.explainer(self.known, self.day)
        return self._explainer.explain(name)

    def grounds(self, fact: str) -> tuple[str, ...]:
        """What was told from which an implied fact follows; nothing for any other fact."""
        return self.book.impossible.grounds(fact, self.told, self.day) if fact in self.implied else ()

    def on(self, prepared: Prepared, day: date) -> Verdict:
        """Whether the resident will be entitled to the matter on another day, if all else stays as it is."""
        if prepared.entitled is None or day == self.day:
            return self.verdict(prepared.entitled)
        then = derive(self.known, day)
        return evaluate(self.book.conditions[prepared.entitled], then, day, self.book.vocabulary)

    def label(self, fact: str) -> Text:
        """The noun for a fact."""
        found = self.book.vocabulary.fact(fact)
        return found.label if found is not None else Text(zh=fact, en=fact)
