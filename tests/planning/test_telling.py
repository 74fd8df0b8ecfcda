"""The plan read aloud leaves out nothing that stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.planning import Book, Item, Plan, Standing, plan, words
from onetrip.planning.telling import sentences
from onetrip.planning.terms import Fee, Limit, Limits, OneOf, ProxyRule, Season, Situation
from onetrip.rules import KnownFacts, Text
from tests.advice.test_every_channel import somebody
from tests.factories import TODAY
from tests.planning.golden.catalogue import BOOK, resident
from tests.planning.golden.catalogue import DAY as GOLDEN_DAY
from tests.planning.golden.catalogue import RESIDENTS as GOLDEN_RESIDENTS
from tests.planning.making import DAY, asks, book, books, both, known_facts, matter, said

RESIDENTS = 1_000

UNTOLD = {
    "labels": "labels are told with what depends on them",
    "items[].seal": "the sign beside a name",
    "possible[].seal": "the sign beside a name",
    "items[].because": "the facts behind the reason, which is told",
    "items[].proxy_note": "told where the matter can be done, see below",
}
"""Texts that stand in a plan and are not read out, with the reason."""

_ONLY_WHERE_IT_CAN_BE_DONE = ("proxy_note", "slip", "result", "charges", "situations")
_COME_FOR = (Standing.NOW, Standing.UNDECIDED)
_COMING = {"now", "undecided", "later"}


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in the data of a plan, with its place."""
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            yield path, value
            return
        for name, inside in value.items():
            yield from texts(inside, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside, f"{path}[]")


def heard(made: Plan) -> Text:
    told = sentences(made)
    return Text("\n".join(each.zh for each in told), "\n".join(each.en for each in told))


def unheard(made: Plan) -> list[str]:
    """What stands in a plan and is not told."""
    spoken, data = heard(made), made.to_json()
    if len(made.schedule) < 2:
        data["schedule"] = []  # a single visit is what the opening tells of
    for visit in data["schedule"]:
        if visit["number"] is None:
            visit["where"] = None  # nobody comes anywhere
    told_items, others = [], {**data, "items": []}
    for item in data["items"]:
        kept = dict(item)
        if item["standing"] not in {*_COMING, "automatic"}:
            kept |= dict.fromkeys(_ONLY_WHERE_IT_CAN_BE_DONE)
        if item["standing"] not in _COMING:
            kept["proxy_note"] = None
        if item["standing"] not in ("not_entitled", "not_here"):
            kept["go_to"] = None  # for whoever cannot have it here
        kept["charges"] = [charge if charge["amount"] else {**charge, "unit": None} for charge in kept["charges"] or ()]
        told_items.append(kept)
    found = [*texts({"items": told_items}), *texts(others)]
    missing = [
        f"{path}: {text['zh']}"
        for path, text in found
        if path.split("[")[0] not in UNTOLD
        and path not in UNTOLD
        and not (_said(text["zh"], spoken.zh) and _said(text["en"], spoken.en))
    ]
    return [*missing, *_figures(made, spoken)]


def _said(text: str, spoken: str) -> bool:
    """Whether a text was said, as it is or as a part of a sentence: without its full stop, or without its capital."""
    return any(part.rstrip("。.") in spoken for part in (text, text[:1].lower() + text[1:]))


def _figures(made: Plan, spoken: Text) -> Iterator[str]:
    """Numbers and days that were not told."""
    facts = {fact for item in made.items if item.standing in _COME_FOR for fact in item.needs}
    labels = (*facts, *made.skipped, *(need for each in made.possible for need in each.needs))
    expected = [f"{made.day.year} 年 {made.day.month} 月 {made.day.day} 日"]
    expected += [label.zh for label in map(made.label, labels) if label is not None]
    expected += [f"去中心 {made.trips} 趟"] if made.order else []
    for item in made.items:
        if item.standing not in (Standing.NOT_ENTITLED, Standing.NOT_HERE):
            expected += _figures_of(item, made)
    yield from (figure for figure in expected if figure not in spoken.zh)
    for paper in (*made.bring, *made.perhaps, *(made.if_proxy.bring if made.if_proxy else ())):
        lines = [line for line in spoken.zh.splitlines() if f"{paper.name.zh}：" in line]
        if not any(f"原件 {paper.originals} 份" in line or not paper.originals for line in lines):
            yield f"{paper.name.zh}: {paper.originals} originals"
        if paper.copies and not any(f"复印件 {paper.copies} 份" in line for line in lines):
            yield f"{paper.name.zh}: {paper.copies} copies"


def _figures_of(item: Item, made: Plan) -> Iterator[str]:
    """The numbers and days of one matter that can be had."""
    yield from (words.on_day(day, made.day).zh for day in (item.from_day, item.until_day) if day is not None)
    yield from (str(charge.amount) for charge in item.charges if charge.amount)
    if item.minutes:
        yield f"{item.minutes} 分钟"
    if item.deadline and not item.on_the_spot:
        yield str(item.deadline.days)
    if item.minor_gap_days and item.standing != Standing.AUTOMATIC:
        yield f"{item.minor_gap_days} 天内补"


@given(books, known_facts, st.data())
def test_nothing_in_a_plan_is_missing_from_its_sentences(anybook: Book, known: KnownFacts, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from([terms.id for terms in anybook.matters]), unique=True), label="wanted")
    skipped = data.draw(st.frozensets(st.sampled_from(sorted(anybook.vocabulary.facts))), label="skipped")
    assert not unheard(plan(anybook, known, DAY, wanted, skipped))


def test_nothing_is_missing_for_a_thousand_residents_of_the_real_catalogue(shanghai: Catalogue) -> None:
    for number, (wanted, known) in enumerate(somebody(shanghai, RESIDENTS)):
        assert not unheard(plan(shanghai.book, known, TODAY, wanted)), f"resident {number}, who asks for {wanted}"


def test_nothing_is_missing_where_plans_have_everything_a_plan_can_have() -> None:
    for number in range(GOLDEN_RESIDENTS):
        known, wanted, skipped, declined = resident(number)
        assert not unheard(plan(BOOK, known, GOLDEN_DAY, wanted, skipped, declined)), number


def test_every_sentence_stands_in_both_languages_and_ends() -> None:
    for number in range(GOLDEN_RESIDENTS):
        known, wanted, skipped, declined = resident(number)
        for sentence in sentences(plan(BOOK, known, GOLDEN_DAY, wanted, skipped, declined)):
            assert sentence.zh.endswith("。"), sentence.zh
            assert sentence.en[-1] in ".”", sentence.en
            assert "。。" not in sentence.zh
            assert ".." not in sentence.en
            assert "None" not in sentence.zh + sentence.en


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (plan(book(matter("m")), said(married=True), DAY, ["m"]), "m：能办。", "m: It can be done."),
        (plan(book(matter("m")), said(married=False), DAY, ["m"]), "m：现在不能办。", "m: It is not possible now."),
        (plan(book(matter("m")), {}, DAY, ["m"]), "能不能办，还定不下来。", "not decided yet"),
        (plan(book(matter("m", fees=(Fee(pays=True, item=both("fee"), amount=0),))), said(married=True), DAY, ["m"]), "fee不收费。", "There is no charge for fee."),
        (plan(book(matter("m", fees=(Fee(pays=False, item=both("aid"), amount=75, unit=both("元/月")),))), said(married=True), DAY, ["m"]), "能领：aid 75 元/月。", "You receive: aid 75 元/月."),
        (plan(book(matter("m", limits=Limits(decide=Limit(30, "working_days")))), said(married=True), DAY, ["m"]), "30 个工作日内办好。", "Done within 30 working days."),
        (plan(book(matter("m", season=Season((6, 1), (6, 30)))), said(married=True), DAY, ["m"]), "2027 年 6 月 1 日起可以办。", "Possible from 1 June 2027."),
        (plan(book(matter("m", channels=("kiosk", "window"), kind="print")), said(married=True), DAY, ["m"]), "在自助机上就能办，不用取号。窗口也行。", "At a kiosk, without a ticket. Also at a window."),
        (plan(book(matter("m", "married", asks("p", originals=None))), said(married=True), DAY, ["m"]), "原件几份，没有写明，先按一份。", "How many originals is not stated"),
        (plan(book(matter("m", "married", OneOf((asks("a"), asks("b"))))), said(married=True), DAY, ["m"]), "b也行。", "Or bring b."),
        (plan(book(matter("m", proxy=ProxyRule("nobody"))), said(married=True, by_proxy=True), DAY, ["m"]), "能办，要您本人来。", "you have to come yourself"),
        (plan(book(matter("m", papers_known=False)), said(married=True), DAY, ["m"]), "要带什么，还没核对到。", "Which papers it takes is not verified."),
        (plan(book(matter("m", situations=(Situation("s", both("moved house"), None, (), papers_complete=False),))), said(married=True), DAY, ["m"]), "属于“moved house”的情形。", "It is the case “moved house”."),
        (plan(book(matter("m")), said(married=True), DAY, ["m"]), "什么都不用带，人来就行。", "Nothing to bring but yourself."),
        (plan(book(matter("m", "married", asks("p"))), said(married=True), DAY, ["m"]), "照这个带齐，任何窗口都收。", "Bring what was said, and any window takes it."),
    ],
)  # fmt: skip
def test_a_clerk_would_say_it_so(made: Plan, zh: str, en: str) -> None:
    spoken = heard(made)
    assert zh in spoken.zh
    assert en in spoken.en


def test_nobody_is_promised_a_window_without_a_trip() -> None:
    told = heard(plan(book(matter("m", kind="not_here", go_to=both("there."))), {}, DAY, ["m"]))
    assert "不在中心办。" in told.zh
    assert "窗口都收" not in told.zh
