"""What every export says of the data, the addresses under which the house publishes, and every paper a matter may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onetrip.catalogue.book import Matter
from onetrip.planning import Ask, OneOf, PaperAsk
from onetrip.rules import Expr, Text

CITY = Text("上海", "Shanghai")
NOTE = Text(
    "演示用的目录：事实来自公开资料，标着年份和把握，不是官方公布。办事前以窗口为准。",
    "A demonstration catalogue: facts from public sources, with their year and how well founded they are; not an official publication. The window decides.",
)
"""What is said of the data wherever they are published."""


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
