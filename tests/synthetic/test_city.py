"""Who is drawn: the same people for the same seed, each with values that can be and that fit together."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from onetrip.rules import Fact, FactType, Problem, Text, Vocabulary, age_on, check_value, parse
from onetrip.synthetic import City, city
from onetrip.synthetic.city import CHUNK, FIRST_DAY, LAST_DAY
from onetrip.synthetic.drawing import Chunk
from tests.factories import TODAY

FEW = ("work", "insured_by", "income_per_person", "aid_status")


def same(one: City, other: City, number: int) -> bool:
    """Whether the first `number` residents of both are the same, in every column."""
    return one.columns.keys() == other.columns.keys() and all(
        np.array_equal(column[:number], other.columns[name][:number]) for name, column in one.columns.items()
    )


def test_the_same_seed_gives_the_same_people_and_another_seed_others(vocabulary: Vocabulary, town: City) -> None:
    assert same(city(vocabulary, None, TODAY, len(town)), town, len(town))
    assert not same(city(vocabulary, None, TODAY, len(town), seed=7), town, len(town))


@pytest.mark.parametrize("number", [1, 300, CHUNK - 1, CHUNK, CHUNK + 1])
def test_the_first_of_a_larger_city_are_the_whole_of_a_smaller_one(
    vocabulary: Vocabulary, town: City, number: int
) -> None:
    small = city(vocabulary, None, TODAY, number)
    assert len(small) == number
    assert same(small, town, number)
    assert np.array_equal(small.household, town.household[:number])
    assert np.array_equal(small.id_numbers(), town.id_numbers()[:number])


def test_a_fact_more_changes_nothing_of_the_others(vocabulary: Vocabulary, town: City) -> None:
    few = city(vocabulary, FEW, TODAY, 2_000)
    assert all(np.array_equal(few.columns[name], town.columns[name][:2_000]) for name in few.columns)
    assert set(next(few.known())) == {*FEW, "birth_date", "age"}


def test_another_day_moves_the_birth_dates_and_keeps_the_ages(vocabulary: Vocabulary, town: City) -> None:
    later = city(vocabulary, ["sex"], date(2031, 2, 28), 2_000)
    assert np.array_equal(later.columns["age"], town.columns["age"][:2_000])
    for births, day in ((town.values("birth_date", 0, 2_000), TODAY), (later.values("birth_date"), later.day)):
        ages = [age_on(born, day) for born in births if isinstance(born, date)]
        assert ages == later.values("age")


def test_what_decides_a_draw_are_bits_that_numpy_keeps_in_every_version(vocabulary: Vocabulary) -> None:
    found = Chunk(20201101, 3, 4, TODAY, vocabulary, {}).uniforms("age")
    assert [round(float(number), 12) for number in found] == FIRST_UNIFORMS


FIRST_UNIFORMS = [0.886517227534, 0.033290429027, 0.471025716629, 0.574715651957]


def test_every_value_is_one_that_its_fact_can_have(vocabulary: Vocabulary, town: City) -> None:
    for name in town.facts:
        fact = vocabulary.fact(name)
        assert fact is not None
        for value in set(town.values(name)):
            assert fact.fits(value), (name, value)
            assert not isinstance(check_value(fact, value, day=TODAY), Problem), (name, value)


IMPOSSIBLE = [
    'age < 16 and work not in ("student", "none")',
    'age < 45 and work == "retired"',
    'age < 50 and work == "retired_elsewhere"',
    'age < 60 and work == "resident_pension"',
    'work == "retired" and insured_by != "employee_retired"',
    'work != "retired" and insured_by == "employee_retired"',
    'work == "retired" and pension_scheme != "employee"',
    'age < 16 and pension_scheme != "none"',
    'work != "unemployed" and unemployment_registration != "none"',
    'unemployment_registration == "none" and unemployment_registration_due',
    'work != "flexible" and (flexible_registered or sole_trader)',
    'difficulty == "none" and difficulty_recognised',
    "age < 18 and (years_of_unemployment_insurance >= 1 or years_driving >= 1)",
    'work == "unemployed" and left_job == "none" and years_of_unemployment_insurance >= 1',
    "paid_here_five_years and not paid_six_months",
    'work != "retired" and hospital_stay_covered',
    'disability_level != "none" and disability_kind == "none"',
    'disability_level == "none" and (disability_certificate_lost or guardian_changed)',
    'disability_level != "none" and assessment_pending',
    "age >= 18 and (sunshine_card or autism_diagnosed)",
    'injury_certificate == "soldier" and served != "veteran"',
    "age < 60 and care_level >= 1",
    'hukou != "elsewhere" and (residence_permit != "none" or residence_registration != "none")',
    'residence_permit not in ("valid", "due") and points_approved',
    "residence_points_120 and not points_approved",
    'hukou == "shanghai" and points_family_child',
    'hukou != "shanghai" and (urban_hukou_three_years or not lives_in_shanghai)',
    'hukou == "shanghai" and city_living == "away" and lives_in_shanghai',
    'age < 20 and marital_status != "single"',
    'city_partner and marital_status != "married"',
    'marital_status != "married" and spouse_of_local',
    'marital_status != "divorced" and divorced_three_years',
    'sex == "female" and wife_aged_49 and age < 49',
    'only_child_now == "died" and (child_under_16 or city_child)',
    'only_child_now not in ("disabled", "disabled_slightly") and only_child_accident',
    "married_without_child and city_child",
    'marital_status == "single" and only_child_certificate != "none"',
    'birth_place == "none" and maternity_insured',
    'sex == "male" and birth_place == "miscarriage"',
    'age >= 18 and (child_hardship != "none" or guardian_applies or child_and_parents_hold_permits)',
    'child_hardship == "orphan_in_institution" and city_living != "collective"',
    "child_under_16 and not city_child",
    "household_size == 1 and (city_partner or city_child or household_member_works)",
    'city_living == "elders" and age < 60',
    "owns_home_in_shanghai and homes_owned == 0",
    "homes_owned == 0 and bought_home_in_delta",
    'aid_status != "none" and (owns_car or owns_business_property)',
    'aid_status == "minimum_living" and income_per_person >= amount("minimum_living_standard")',
    'aid_status == "low_income" and income_per_person >= 2 * amount("minimum_living_standard")',
    'aid_status == "destitute" and not without_means_or_support',
    'deceased_status != "none" and not cremated_in_shanghai',
    'only_child_certificate == "none" and not married_without_child and family_reward_claimed',
    'bill_reason == "none" and (notes_mention_tests or bill_of_deceased)',
    'bill_reason != "none" and insured_by in ("elsewhere", "none")',
    'sent_out != "none" and age < 60',
]
"""What would be a contradiction in a life; each holds for nobody."""


@pytest.mark.parametrize("contradiction", IMPOSSIBLE)
def test_no_life_contradicts_itself(town: City, contradiction: str) -> None:
    found = np.flatnonzero(town.holds(parse(contradiction, town.vocabulary)))
    assert not len(found), dict(town.resident(int(found[0])))


def test_numbers_and_dates_of_a_life_fit_together(town: City) -> None:
    columns = town.columns
    assert (columns["floor_area_per_person"] >= columns["living_area_per_person"]).all()
    assert (columns["hukou_years_here"] <= columns["age"]).all()
    assert (columns["years_driving"] <= np.maximum(columns["age"] - 18, 0)).all()
    assert (columns["birth_date"] <= np.datetime64(TODAY)).all()
    assert (columns["child_birth_date"] <= np.datetime64(TODAY)).all()
    with_child = columns["child_in_shanghai_hukou"] | columns["city_child"]
    years = (columns["child_birth_date"] - columns["birth_date"]).astype(int)[with_child] / 365.2425
    assert years.min() >= 18


def test_every_choice_of_every_fact_happens_in_a_large_city(vocabulary: Vocabulary) -> None:
    # What is rarest is a few in a million; in this city the rarest choices are left out of the question.
    large = city(vocabulary, None, TODAY, 150_000)
    missing = {
        f"{name}: {choice}"
        for name in large.facts
        for code, choice in enumerate(large.vocabulary.facts[name].choices)
        if not (large.columns[name] == code).any()
    }
    assert missing <= {"child_hardship: hiv", "child_hardship: adopted_disabled_orphan"}


def test_one_resident_is_told_as_all_of_them_are(town: City) -> None:
    first, second = next(iter(town.known())), town.resident(0)
    assert first == second
    assert tuple(first) == town.facts


def test_an_unknown_fact_is_refused_by_its_name(vocabulary: Vocabulary) -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        city(vocabulary, ["work", "shoe_size"], TODAY, 10)


@pytest.mark.parametrize(
    ("number", "seed", "day"), [(-1, 1, TODAY), (1, -1, TODAY), (1, 1, date(2004, 12, 31)), (1, 1, date(2200, 1, 1))]
)
def test_a_city_that_cannot_be_is_refused(vocabulary: Vocabulary, number: int, seed: int, day: date) -> None:
    with pytest.raises(ValueError, match=r"negative|day"):
        city(vocabulary, [], day, number, seed)


@pytest.mark.parametrize("day", [FIRST_DAY, date(2024, 2, 29), LAST_DAY])
def test_any_day_of_two_centuries_has_its_city(vocabulary: Vocabulary, day: date) -> None:
    found = city(vocabulary, None, day, 500)
    assert date(1900, 1, 1) <= min(found.values("birth_date"))  # type: ignore[type-var]
    assert max(found.values("birth_date")) <= day  # type: ignore[type-var]


def test_an_empty_city_has_all_columns_and_nobody(vocabulary: Vocabulary) -> None:
    empty = city(vocabulary, FEW, TODAY, 0)
    assert len(empty) == len(list(empty.known())) == len(empty.id_numbers()) == 0
    assert set(FEW) <= set(empty.columns)


def test_it_is_told_how_many_there_are_already(vocabulary: Vocabulary) -> None:
    told: list[int] = []
    city(vocabulary, ["sex"], TODAY, CHUNK + 5, told=told.append)
    assert told == [CHUNK, CHUNK + 5]


def test_nobody_can_change_a_drawn_city(town: City) -> None:
    with pytest.raises(ValueError, match="read-only"):
        town.columns["age"][0] = 12


def test_facts_of_an_unknown_kind_are_drawn_by_default_within_their_bounds() -> None:
    facts = (
        Fact(id="owns_dog", type=FactType.BOOL, label=Text("狗", "dog")),
        Fact(id="dogs", type=FactType.INT, label=Text("狗", "dogs"), least=2, most=4),
        Fact(id="weight", type=FactType.NUMBER, label=Text("重", "weight"), least=-5, most=-1),
        Fact(id="bought_on", type=FactType.DATE, label=Text("日", "day")),
        Fact(id="breed", type=FactType.CHOICE, label=Text("种", "breed"), choices={"none": Text("", ""), "pug": Text("", "")}),
        Fact(id="colour", type=FactType.CHOICE, label=Text("色", "colour"), choices={"red": Text("", ""), "blue": Text("", "")}),
    )  # fmt: skip
    found = city(Vocabulary({fact.id: fact for fact in facts}), None, TODAY, 3_000)
    assert 0.15 < np.mean(found.columns["owns_dog"]) < 0.25
    assert set(found.values("dogs")) == {2, 3, 4}
    assert -5 <= found.columns["weight"].min() <= found.columns["weight"].max() <= -1
    assert found.columns["bought_on"].max() <= np.datetime64(TODAY)
    assert 0.5 < found.values("breed").count("none") / 3_000 < 0.7
    assert 0.45 < found.values("colour").count("red") / 3_000 < 0.55
