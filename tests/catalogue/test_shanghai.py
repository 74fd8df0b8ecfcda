"""What the matters of catalogue/shanghai say together, seen as a resident meets them."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.planning import Plan, Standing, next_question, plan
from onetrip.rules import Known, Origin, Value

DAY = date(2026, 7, 15)


def said(**values: Value) -> dict[str, Known]:
    return {fact: Known(value, Origin.SAID) for fact, value in values.items()}


def care_subsidy(shanghai: Catalogue, **values: Value) -> Plan:
    return plan(shanghai.book, said(hukou="shanghai", **values), DAY, ["elder-care-service-subsidy"])


def test_what_aid_a_household_draws_is_one_question_for_all_that_depends_on_it(shanghai: Catalogue) -> None:
    wanted = ["elder-care-service-subsidy", "disability-living-subsidy", "medical-aid", "hardship-certificate"]
    known, asked = said(hukou="shanghai", age=70, care_level=3, disability_level="1"), []
    while (question := next_question(shanghai.book, known, DAY, wanted, asked, scope="wanted")) is not None:
        asked.append(question.fact)
        if question.fact == "aid_status":
            known |= said(aid_status="minimum_living")

    made = plan(shanghai.book, known, DAY, wanted, asked)

    assert asked.count("aid_status") == 1
    assert {made.item(matter).standing for matter in wanted} == {Standing.NOW}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("age", "level", "aid", "monthly"),
    [
        (70, 1, "minimum_living", {1110}),
        (70, 1, "low_income", {888}),
        (82, 1, "minimum_living", {1110}),
        (82, 1, "none", {555}),
        (82, 1, "spending_hardship", {555}),
        (70, 3, "minimum_living", {1036}),
        (70, 3, "low_income", {740}),
        (70, 6, "minimum_living", {740}),
        (70, 6, "low_income", {444}),
        (82, 3, "none", set()),  # the sources give no figure
    ],
)
def test_the_elder_care_subsidy_depends_on_care_level_and_aid(
    shanghai: Catalogue, age: int, level: int, aid: str, monthly: set[int]
) -> None:
    item = care_subsidy(shanghai, age=age, care_level=level, aid_status=aid).item("elder-care-service-subsidy")

    assert item is not None
    assert item.standing == Standing.NOW
    assert {charge.amount for charge in item.charges} == monthly


@pytest.mark.parametrize("aid", ["none", "destitute", "severely_disabled", "fixed_amount", "spending_hardship"])
def test_below_eighty_only_the_allowance_or_low_income_opens_the_elder_care_subsidy(
    shanghai: Catalogue, aid: str
) -> None:
    item = care_subsidy(shanghai, age=70, care_level=2, aid_status=aid).item("elder-care-service-subsidy")

    assert item is not None
    assert item.standing == Standing.NOT_ENTITLED


@pytest.mark.parametrize("wanted", ["elder-card", "medical-record-booklet", "marriage-registration"])
@pytest.mark.parametrize("birth_date", [date(1940, 5, 1), date(1960, 5, 1), date(1995, 5, 1)])
def test_benefits_decided_by_sensitive_facts_are_offered_without_a_question_about_something_else(
    shanghai: Catalogue, wanted: str, birth_date: date
) -> None:
    known, skipped = said(hukou="shanghai", birth_date=birth_date), list[str]()
    while (question := next_question(shanghai.book, known, DAY, [wanted], skipped)) is not None:
        skipped.append(question.fact)

    sensitive = {fact for fact in skipped if shanghai.book.vocabulary.facts[fact].sensitive}
    about_the_wanted = list[str]()
    while (
        question := next_question(shanghai.book, known, DAY, [wanted], about_the_wanted, scope="wanted")
    ) is not None:
        about_the_wanted.append(question.fact)

    assert sensitive <= set(about_the_wanted)


def test_who_says_everything_is_told_of_the_benefits_that_disability_age_and_aid_bring(shanghai: Catalogue) -> None:
    known = said(
        hukou="shanghai",
        birth_date=date(1964, 5, 1),
        disability_level="2",
        disability_kind="limb",
        aid_status="minimum_living",
        care_level=3,
    )

    told = {item.matter for item in plan(shanghai.book, known, DAY, ["medical-record-booklet"]).items}

    assert told >= {
        "disability-care-subsidy",
        "disability-living-subsidy",
        "disability-transport-subsidy",
        "elder-care-service-subsidy",
    }


def test_for_every_paper_that_others_can_replace_it_is_said_what_it_takes_to_have_it(shanghai: Catalogue) -> None:
    options = {
        option.paper.id: option.paper
        for prepared in shanghai.book.prepared.values()
        for slot in prepared.slots
        if len(slot.options) > 1
        for option in slot.options
    }
    silent = [name for name, paper in options.items() if paper.obtain is None and not paper.usual]

    assert silent == ["medical-insurance-card"], "nobody knows who still has one, see papers.yaml"
