"""What the matters of a category share and where they differ: a table computed from their definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS, PROXIES, area_in_words
from onetrip.catalogue.telling import EVERYBODY, UNCONDITIONAL, limit_in_words, open_to_everybody, season_in_words
from onetrip.planning import OneOf
from onetrip.rules import Text, as_sentence, facts_of
from onetrip.training.items.decisions import options_of
from onetrip.training.items.drafts import neighbours, papers_named

NOT_KNOWN = Text("还没核对到", "Not verified")
NONE = Text("没有", "None")
_KINDS = {
    "apply": Text("申请", "An application"),
    "register": Text("登记", "A registration"),
    "print": Text("打印", "A printout"),
    "query": Text("查询", "A look-up"),
    "not_here": Text("不在中心办", "Not handled at the centre"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One matter: in each of the columns that differ, what its definition says."""

    matter: str
    name: Text
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A category: `shared` are what and value where all its matters say the same, `columns` the heads of the `rows`. What
    nobody has verified of any of them is not shared, and is left out.

    `papers` are those that more than one of them asks for, with how many do, the commonest first.
    """

    category: str
    name: Text
    shared: tuple[tuple[Text, Text], ...]
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    papers: tuple[tuple[Text, int], ...]


_Column = tuple[Text, Callable[[Matter], Text]]


def overview(catalogue: Catalogue, category: str, day: date | None = None) -> Overview:
    """The table of a category; with a `day` dated amounts have their figures. KeyError: there is no such category."""
    name = catalogue.categories[category].name
    matters = catalogue.in_category(category)
    told = {head: [_capital(value(matter)) for matter in matters] for head, value in _columns(catalogue, day)}
    differing = [head for head, values in told.items() if len(set(values)) > 1]
    same = {head: values for head, values in told.items() if values and head not in differing}
    return Overview(
        category=category,
        name=name,
        shared=tuple((head, value) for head, (value, *_) in same.items() if value != NOT_KNOWN),
        columns=tuple(differing),
        rows=tuple(
            Row(matter.id, matter.name, tuple(told[head][at] for head in differing))
            for at, matter in enumerate(matters)
        ),
        papers=_shared_papers(catalogue, matters),
    )


def nearest(catalogue: Catalogue, matter: str, most: int = 5) -> tuple[Matter, ...]:
    """The matters of the same category that are nearest to one, by the papers they share. KeyError: there is no such matter."""
    return tuple(neighbours(catalogue, catalogue.matters[matter])[:most])


def _columns(catalogue: Catalogue, day: date | None) -> list[_Column]:
    def entitled(matter: Matter) -> Text:
        terms = matter.terms
        if not terms.entitled_known:
            return NOT_KNOWN
        if not facts_of(terms.entitled):
            return EVERYBODY if open_to_everybody(terms) else UNCONDITIONAL
        return as_sentence(terms.entitled, catalogue.book.vocabulary, day)

    def department(matter: Matter) -> Text:
        return catalogue.departments[matter.department].name if matter.department else NOT_KNOWN

    return [
        (Text("种类", "What it is"), lambda matter: _KINDS[matter.terms.kind]),
        (Text("谁能办", "Who may have it"), entitled),
        (Text("主管", "Department"), department),
        (Text("在哪里办", "Where"), _channels),
        (Text("哪个中心", "Which centre"), lambda matter: area_in_words(matter) or NOT_KNOWN),
        (Text("材料", "Papers"), lambda matter: _papers(catalogue, matter)),
        (Text("代办", "Somebody else"), _proxy),
        (Text("多久有结果", "By when"), _limit),
        (Text("什么时候", "Season"), _season),
    ]


def _channels(matter: Matter) -> Text:
    return _row((CHANNELS[channel] for channel in matter.terms.channels), NOT_KNOWN)


def _proxy(matter: Matter) -> Text:
    rule = matter.terms.proxy
    return PROXIES[rule.who] if rule is not None else NOT_KNOWN


def _limit(matter: Matter) -> Text:
    limits = matter.terms.limits
    if limits.on_the_spot:
        return Text("当场", "On the spot")
    return limit_in_words(limits.decide) if limits.decide is not None else NOT_KNOWN


def _season(matter: Matter) -> Text:
    if matter.terms.season is not None:
        return season_in_words(matter.terms.season)
    return NOT_KNOWN if matter.open_points("season") else Text("全年", "All year")


def _papers(catalogue: Catalogue, matter: Matter) -> Text:
    """The papers that everybody brings, and in brackets how many more there are in some cases."""
    terms = matter.terms
    if not terms.papers_known:
        return NOT_KNOWN
    always = [ask for ask in terms.papers if isinstance(ask, OneOf) or ask.when is None]
    names = [
        catalogue.papers[option.paper].name
        for ask in always
        for option in options_of(ask)[:1]
        if not catalogue.papers[option.paper].provided
    ]
    more = len(papers_named(matter)) - len({option.paper for ask in always for option in options_of(ask)})
    said = _row(names, NONE)
    if more > 0:
        said = Text(f"{said.zh}；看情形另有 {more} 种", f"{said.en}; {more} more in some cases")
    if terms.papers_complete:
        return said
    return Text(f"{said.zh}；可能还要别的，没有核对到", f"{said.en}; perhaps others, not verified")


def _shared_papers(catalogue: Catalogue, matters: Iterable[Matter]) -> tuple[tuple[Text, int], ...]:
    count = Counter(paper for matter in matters for paper in papers_named(matter))
    shared = sorted(
        ((number, paper) for paper, number in count.items() if number > 1), key=lambda each: (-each[0], each[1])
    )
    return tuple((catalogue.papers[paper].name, number) for number, paper in shared)


def _capital(text: Text) -> Text:
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def _row(texts: Iterable[Text], otherwise: Text) -> Text:
    said = list(texts)
    if not said:
        return otherwise
    return Text("、".join(text.zh for text in said), ", ".join(text.en for text in said))
