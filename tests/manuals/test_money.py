"""Money in guide and manual: who pays whom, and which figures are in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.guide import guide_page
from onetrip.catalogue.telling import figures_told
from onetrip.manuals.book import book_sheet, figures_since
from onetrip.manuals.guide import guide_chapter
from onetrip.manuals.manual import manual_chapter
from onetrip.planning import Fee
from onetrip.prints.chapters import Chapter, Notes, Part, Rows
from onetrip.rules import Text, parse
from tests.factories import TODAY
from tests.manuals.conftest import imprint_of
from tests.manuals.reading import notes_of

YUAN = Text("元/月", "yuan a month")
PENSION = Fee(pays=False, item=Text("养老金", "pension"), amount=1300, unit=YUAN, since=date(2020, 1, 1))
DAY_BEFORE = TODAY - timedelta(days=1)


def with_fees(catalogue: Catalogue, *fees: Fee) -> Catalogue:
    """The town, in which temporary aid has these figures."""
    aid = catalogue.matters["aid"]
    return replace(catalogue, matters={**catalogue.matters, "aid": replace(aid, terms=replace(aid.terms, fees=fees))})


def manual(catalogue: Catalogue, matter: str = "aid") -> Chapter:
    return manual_chapter(catalogue, catalogue.matters[matter], "1.01", TODAY)


def guide(catalogue: Catalogue, matter: str = "aid") -> Chapter:
    return guide_chapter(catalogue, catalogue.matters[matter], "1.01", TODAY)


def under(chapter: Chapter, name: str) -> str:
    """Everything said under a heading or a term."""
    parts = [part for part in chapter.parts if part.name.zh == name]
    rows = [
        row
        for part in chapter.parts
        for block in part.blocks
        if isinstance(block, Rows)
        for row in block.rows
        if row.term.zh == name
    ]
    return repr((parts, rows))


def part_of(chapter: Chapter, name: str) -> Part:
    (found,) = [part for part in chapter.parts if part.id == name]
    return found


def sentences(chapter: Chapter) -> list[str]:
    return [note.text.zh for note in notes_of(chapter)]


def test_what_is_paid_to_the_resident_never_stands_under_the_fee(shanghai: Catalogue) -> None:
    received = 0
    for matter in shanghai.matters.values():
        chapter = manual(shanghai, matter.id)
        for fee in figures_told(matter.terms.fees, TODAY):
            here, not_here = ("收费", "发给居民的") if fee.pays else ("发给居民的", "收费")
            assert fee.item.zh in under(chapter, here), (matter.id, fee.item.zh)
            assert repr(fee.item.zh + "：") not in under(chapter, not_here), (matter.id, fee.item.zh)
            received += not fee.pays
    assert received > 20


def test_many_figures_are_a_table_in_which_each_has_its_name(town: Catalogue) -> None:
    bands = [replace(PENSION, item=Text(f"第 {band} 档", f"band {band}"), amount=band) for band in (1, 2, 3)]
    (rows,) = part_of(manual(with_fees(town, *bands)), "received").blocks
    assert isinstance(rows, Rows)
    assert [(row.term.en, row.notes[0].text.zh) for row in rows.rows] == [
        (f"Band {band}", f"{band} 元/月，从 2020 年 1 月 1 日起。") for band in (1, 2, 3)
    ]


def test_what_is_said_of_all_figures_stands_once_below_them(town: Catalogue) -> None:
    of_2023, own = Text("2023 年的数。", "The figure of 2023."), Text("分两次发。", "In two parts.")
    bands = [replace(PENSION, item=Text(f"第 {band} 档", f"band {band}"), note=of_2023) for band in (1, 2, 3)]

    below = part_of(manual(with_fees(town, *bands)), "received").blocks[-1]
    assert isinstance(below, Notes)
    assert [note.text for note in below.notes] == [of_2023]
    assert sentences(manual(with_fees(town, *bands))).count(of_2023.zh) == 1

    differing = manual(with_fees(town, *bands, replace(PENSION, note=own)))
    assert sentences(differing).count("没有另外写的：2023 年的数。") == 1
    assert of_2023.zh not in sentences(differing)
    assert own.zh in sentences(differing)

    without = manual(with_fees(town, *bands, replace(PENSION, note=None)))
    assert sentences(without).count(of_2023.zh) == 3, "it would be read as said of the one without a note"


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_a_figure_that_another_has_replaced_is_not_told_and_a_later_one_is(made, town: Catalogue) -> None:
    raised = replace(PENSION, amount=1400, since=TODAY)
    to_come = replace(PENSION, amount=1500, since=TODAY + timedelta(days=30))
    told = "".join(sentences(made(with_fees(town, PENSION, raised, to_come))))
    assert "1,300" not in told
    assert "1,400" in told
    assert "1,500" in told
    assert "1,300" in "".join(sentences(made(with_fees(town, PENSION, to_come))))


def test_figures_of_other_people_or_other_things_do_not_replace_each_other(town: Catalogue) -> None:
    vocabulary = town.book.vocabulary
    old = replace(PENSION, when=parse("age >= 70", vocabulary))
    young = replace(PENSION, when=parse("age < 70", vocabulary), since=date(2024, 1, 1))
    other = replace(PENSION, item=Text("补贴", "subsidy"), since=date(2024, 1, 1))
    assert figures_told((old, young, other, replace(other, pays=True)), TODAY) == (
        old,
        young,
        other,
        replace(other, pays=True),
    )


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_a_figure_that_has_ended_says_so(made, town: Catalogue) -> None:
    ended = "已经到期，现在还有没有、多少，还没有核对到。"
    assert ended in sentences(made(with_fees(town, replace(PENSION, until=DAY_BEFORE))))
    assert ended not in sentences(made(with_fees(town, replace(PENSION, until=TODAY))))


def test_the_page_of_the_guide_tells_the_figures_in_force_and_what_has_ended(town: Catalogue) -> None:
    raised = replace(PENSION, amount=1400, since=date(2021, 1, 1), until=DAY_BEFORE, note=Text("每月。", "Monthly."))
    catalogue = with_fees(town, PENSION, raised)
    (shown,) = guide_page(catalogue, catalogue.matters["aid"], TODAY).fees
    assert shown.fee.amount == 1400
    assert shown.fee.note == Text(
        "已经到期，现在还有没有、多少，还没有核对到。每月。",
        "It has ended; whether it goes on, and how much, is not yet known. Monthly.",
    )


def test_the_conditions_name_the_figure_in_force_and_later_ones_only(shanghai: Catalogue) -> None:
    schedule = shanghai.amounts["minimum_living_standard"]
    (*_, (before, replaced), (since, value)) = schedule.values
    matter = shanghai.matters["minimum-living-allowance"]
    (told,) = [
        note.text.zh
        for note in notes_of(manual_chapter(shanghai, matter, "1.01", since))
        if note.text.zh.startswith(f"{schedule.label.zh}：")
    ]
    assert f"{value:,}" in told
    assert f"{replaced:,}" not in told
    on_the_day_before = repr(manual_chapter(shanghai, matter, "1.01", before))
    assert f"{replaced:,}" in on_the_day_before
    assert f"{value:,} 元" in on_the_day_before


def test_the_colophon_says_that_each_figure_has_its_own_date_and_does_not_date_them_itself(town: Catalogue) -> None:
    for note in book_sheet(town, imprint_of(town)).colophon:
        assert "会变的数字按" not in note.text.zh
        assert "Figures that change are those of" not in note.text.en
    assert any("旁边写着从哪一天起" in note.text.zh for note in book_sheet(town, imprint_of(town)).colophon)


def test_a_book_is_made_anew_when_a_figure_begins_or_has_ended(town: Catalogue) -> None:
    without = with_fees(town)
    assert figures_since(with_fees(without, replace(PENSION, since=DAY_BEFORE)), TODAY) == DAY_BEFORE
    assert figures_since(with_fees(without, replace(PENSION, until=DAY_BEFORE)), TODAY) == TODAY
    assert figures_since(with_fees(without, replace(PENSION, since=TODAY + timedelta(days=1))), TODAY) == date(
        2020, 1, 1
    )
