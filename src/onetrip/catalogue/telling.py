"""Conditions and matters of a catalogue in sentences, days and lengths of time in words: one wording for everything that tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Fee, Limit, MatterTerms, PaperAsk, Season, Situation
from onetrip.planning.words import obtained
from onetrip.rules import (
    Expr,
    OneOf,
    Outline,
    Text,
    Truth,
    Vocabulary,
    as_outline,
    as_sentence,
    can_hold,
    every,
    negate,
    some,
)

NOT_NEEDED = Text("不用带", "Not needed")
"""In place of the number of a paper from which everybody is exempt who could be asked for it."""
EVERYBODY = Text("谁都能办。", "Everybody may have it.")
UNCONDITIONAL = Text("没有另外写条件。", "No further condition is stated.")
"""Of a matter that names no condition: of a permit it would be wrong to say that everybody may have it."""
UNNAMED = Text("上海市（主管部门待核对）", "City of Shanghai (the department is to be verified)")
"""The authority of a matter whose department no source names."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who need not bring a paper that is asked for, among those who may have the matter.

    `always`: all of them. Otherwise those for whom `general` (everywhere) or `here` (in this matter) holds; None: nobody.
    """

    always: bool
    general: Expr | None
    here: Expr | None


def exemption(ask: PaperAsk, general: Expr | None, around: Iterable[Expr | None], vocabulary: Vocabulary) -> Exemption:
    """How far the exemptions of a paper reach: its own (`general`) and that of the matter, under the conditions `around`.

    What is certain is told: that they hold for everybody who is asked for it, or that one holds for nobody. Where that
    cannot be decided both stay as they are written.
    """
    asked = every(*(condition for condition in (*around, ask.when) if condition is not None))
    exempt = [condition for condition in (general, ask.exempt) if condition is not None]
    if not exempt or not can_hold(asked, vocabulary):
        return Exemption(always=False, general=general, here=ask.exempt)

    def for_all(condition: Expr | None) -> bool:
        return condition is not None and not can_hold(every(asked, negate(condition)), vocabulary)

    def for_some(condition: Expr | None) -> Expr | None:
        return condition if condition is not None and can_hold(every(asked, condition), vocabulary) else None

    if for_all(general):
        return Exemption(always=True, general=general, here=None)
    if for_all(ask.exempt):
        return Exemption(always=True, general=None, here=ask.exempt)
    return Exemption(always=for_all(some(*exempt)), general=for_some(general), here=for_some(ask.exempt))


def open_to_everybody(terms: MatterTerms) -> bool:
    """Whether it can be said aloud that everybody may have it: what is only looked up or printed, without a condition."""
    return terms.kind in ("query", "print") and terms.entitled_known and terms.entitled == Truth(value=True)


def figures_told(fees: Iterable[Fee], day: date) -> tuple[Fee, ...]:
    """The figures of `day` and later ones: none that a later one of the same thing has replaced by then."""
    known = tuple(fees)

    def replaced(fee: Fee) -> bool:
        same = (other for other in known if (other.pays, other.item, other.when) == (fee.pays, fee.item, fee.when))
        return any(
            other.since is not None and other.since <= day and (fee.since is None or fee.since < other.since)
            for other in same
        )

    return tuple(fee for fee in known if not replaced(fee))


def has_ended(fee: Fee, day: date) -> bool:
    """Whether a figure held until a day before `day`, and no longer."""
    return fee.until is not None and fee.until < day


class Telling:
    """Conditions and matters of a catalogue in sentences, as of a day, on which dated amounts are told."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self.catalogue = catalogue
        self.day = day

    def condition(self, expr: Expr | None) -> Text | None:
        """The condition as a sentence; None where it always holds."""
        if expr is None or expr == Truth(value=True):
            return None
        return as_sentence(expr, self.catalogue.book.vocabulary, self.day)

    def outline(self, expr: Expr | None) -> Outline | None:
        """The condition as a list where it is nested; None where it always holds."""
        if expr is None or expr == Truth(value=True):
            return None
        return as_outline(expr, self.catalogue.book.vocabulary, self.day)

    def entitled(self, matter: Matter) -> Text:
        """Who may have it."""
        if not matter.terms.entitled_known:
            return Text("谁能办，还没核对到。", "Who may have it is not verified.")
        unconditional = EVERYBODY if open_to_everybody(matter.terms) else UNCONDITIONAL
        return self.condition(matter.terms.entitled) or unconditional

    def is_its_name(self, situation: Situation) -> bool:
        """Whether the condition of a case says no more than its name does."""
        expr = situation.when
        if expr is None:
            return False
        said = [self.condition(expr)]
        if isinstance(expr, OneOf) and expr.inside and len(expr.values) == 1 and isinstance(expr.subject, str):
            fact = self.catalogue.facts.get(expr.subject)
            said.append(fact.choices.get(str(expr.values[0])) if fact is not None else None)
        return any(text is not None and bare(text) == bare(situation.name) for text in said)

    def obtained(self, paper: str) -> Text | None:
        """What it takes to get a paper that people do not usually have; None for the others, and where nobody knows."""
        terms = self.catalogue.book.papers[paper]
        return obtained(terms.obtain) if terms.obtain is not None and not terms.usual else None

    def exemption(self, ask: PaperAsk, around: Iterable[Expr | None]) -> Exemption:
        """How far the exemptions of a paper reach under the conditions `around`."""
        book = self.catalogue.book
        return exemption(ask, book.papers[ask.paper].exempt, around, book.vocabulary)

    def why_not_needed(self, ask: PaperAsk, found: Exemption) -> tuple[Text, ...]:
        """Why nobody brings a paper from which all are exempt: the reason that is written, else the condition."""
        why = self.catalogue.book.papers[ask.paper].exempt_why
        general = self.condition(found.general) if found.general is None or why is None else why
        reasons = (general, self.condition(found.here))
        return tuple(Text(f"理由：{reason.zh}", f"Reason: {reason.en}") for reason in reasons if reason is not None)

    def authority(self, matter: Matter) -> Text:
        """The department, or that nobody has verified which."""
        return self.catalogue.departments[matter.department].name if matter.department else UNNAMED

    def description(self, matter: Matter) -> Text:
        """A matter in a few sentences: where instead, who may have it, what a good colleague would add."""
        terms = matter.terms
        who = self.entitled(matter)
        said = [Text(f"谁能办：{who.zh}", f"Who may have it: {who.en}")]
        if terms.go_to is not None and terms.kind == "not_here":
            said.insert(0, Text(f"不在中心办：{terms.go_to.zh}", f"Not handled at a centre: {terms.go_to.en}"))
        elif terms.go_to is not None:
            said.append(
                Text(f"不符合的，可以去：{terms.go_to.zh}", f"Who may not have it here can go to: {terms.go_to.en}")
            )
        if terms.automatic:
            said.append(Text("不用申请，自己会来。", "It comes by itself; there is nothing to apply for."))
        if terms.slip is not None:
            said.append(terms.slip)
        return in_sentences(said)


def bare(text: Text) -> Text:
    """The words alone, to see whether two texts say the same."""
    return Text(*("".join(filter(str.isalnum, words)).casefold() for words in (text.zh, text.en)))


def in_sentences(texts: Iterable[Text]) -> Text:
    """Sentences one after another, each with its full stop."""
    said = list(texts)
    zh = "".join(text.zh if text.zh.endswith(("。", "！", "？")) else f"{text.zh}。" for text in said)
    en = " ".join(text.en if text.en.endswith((".", "!", "?")) else f"{text.en}." for text in said)
    return Text(zh, en)


def day_in_words(on: date) -> Text:
    """2026 年 1 月 1 日; 1 January 2026."""
    return Text(f"{on.year} 年 {on.month} 月 {on.day} 日", f"{on.day} {_MONTHS[on.month - 1]} {on.year}")


def season_in_words(season: Season) -> Text:
    """The days of every year on which a matter is handled."""
    (first_month, first), (last_month, last) = season.first, season.last
    return Text(
        f"每年 {first_month} 月 {first} 日到 {last_month} 月 {last} 日",
        f"every year from {first} {_MONTHS[first_month - 1]} to {last} {_MONTHS[last_month - 1]}",
    )


def limit_in_words(limit: Limit) -> Text:
    """30 个工作日; 30 working days."""
    s = "" if limit.days == 1 else "s"
    if limit.unit == "working_days":
        return Text(f"{limit.days} 个工作日", f"{limit.days} working day{s}")
    return Text(f"{limit.days} 天", f"{limit.days} day{s}")
