"""What every export says of a matter in words, and the addresses under which the house publishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Ask, Limit, OneOf, PaperAsk
from onetrip.rules import Expr, Text, Truth, as_sentence

CITY = Text("上海", "Shanghai")
NOTE = Text(
    "演示用的目录：事实来自公开资料，标着年份和把握，不是官方公布。办事前以窗口为准。",
    "A demonstration catalogue: facts from public sources, with their year and how well founded they are; not an official publication. The window decides.",
)
"""What is said of the data wherever they are published."""
UNNAMED = Text("上海市（主管部门待核对）", "City of Shanghai (the department is to be verified)")
"""The authority of a matter whose department no source names."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things of the catalogue are found: `base` is the public address of the house, without a stroke at the end."""

    base: str

    def matter(self, matter: str, language: str | None = None) -> str:
        """The public page of a matter; in a language where one is given."""
        return f"{self.base}/matters/{matter}" + (f"?lang={language}" if language else "")

    def thing(self, kind: str, name: str) -> str:
        """A thing that has no page of its own: a paper, a department, a category, a life event, a centre."""
        return f"{self.base}/open-data/#{kind}-{name}"

    def part(self, matter: str, kind: str, name: str | int) -> str:
        """A part of a matter: its rule, a paper asked for, a channel, a fee."""
        return f"{self.base}/matters/{matter}#{kind}-{name}"

    @property
    def dataset(self) -> str:
        """The catalogue as a whole."""
        return f"{self.base}/open-data/"


class Telling:
    """Conditions, papers and matters of a catalogue in sentences, as of a day, on which dated amounts are told."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self.catalogue = catalogue
        self.day = day

    def condition(self, expr: Expr | None) -> Text | None:
        """The condition as a sentence; None where it always holds."""
        if expr is None or expr == Truth(value=True):
            return None
        return as_sentence(expr, self.catalogue.book.vocabulary, self.day)

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
        return joined(said)

    def limit(self, limit: Limit) -> Text:
        """A length of time as the source counts it."""
        if limit.unit == "working_days":
            return Text(f"{limit.days} 个工作日", f"{limit.days} working days")
        return Text(f"{limit.days} 天", f"{limit.days} days")


@dataclass(frozen=True, slots=True)
class Asked:
    """One paper asked for, with everything around it that decides whether it is.

    `of` tells whose list it stands in: the matter's own, that of a situation (by its id), or that of who comes for the
    resident. `group` numbers papers of one matter of which any one will do; None: it is asked for by itself.
    """

    ask: PaperAsk
    of: str
    situation: Text | None
    around: Expr | None
    group: int | None


def papers_asked(matter: Matter) -> Iterator[Asked]:
    """Every paper a matter may ask for, in the order of its file; of alternatives each."""
    groups = 0
    lists: list[tuple[str, Text | None, Expr | None, tuple[Ask, ...]]] = [("matter", None, None, matter.terms.papers)]
    lists += [(one.id, one.name, one.when, one.papers) for one in matter.terms.situations]
    if matter.terms.proxy is not None:
        proxy = matter.terms.proxy
        lists.append(("proxy", Text("别人代办时", "When somebody comes for you"), proxy.when, proxy.papers))
    for of, situation, around, asks in lists:
        for ask in asks:
            if isinstance(ask, OneOf):
                groups += 1
                yield from (Asked(option, of, situation, around, groups) for option in ask.options)
            else:
                yield Asked(ask, of, situation, around, None)


def joined(texts: list[Text]) -> Text:
    """Sentences one after another, each with its full stop."""
    zh = "".join(text.zh if text.zh.endswith(("。", "！", "？")) else f"{text.zh}。" for text in texts)
    en = " ".join(text.en if text.en.endswith((".", "!", "?")) else f"{text.en}." for text in texts)
    return Text(zh, en)
