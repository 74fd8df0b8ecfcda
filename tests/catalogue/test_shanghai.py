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
