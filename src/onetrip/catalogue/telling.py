"""Conditions and matters of a catalogue in sentences, days and lengths of time in words: one wording for everything that tells them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Limit, Season
from onetrip.rules import Expr, Outline, Text, Truth, as_outline, as_sentence

UNNAMED = Text("上海市（主管部门待核对）", "City of Shanghai (the department is to be verified)")
"""The authority of a matter whose department no source names."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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
        return self.condition(matter.terms.entitled) or Text("谁都能办。", "Everybody may have it.")

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
