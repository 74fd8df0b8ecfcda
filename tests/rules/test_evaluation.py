"""Verdicts with unknowns, for single conditions and for all of a catalogue at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onetrip.rules import (
    ALWAYS,
    NEVER,
    Known,
    Origin,
    Verdict,
    compile_conditions,
    evaluate,
    every,
    fold,
    missing_amounts,
    negate,
    residual,
    some,
)
from onetrip.rules import lanes as lanes_module
from tests.rules.examples import DAY, VOCABULARY, WITHOUT_AGE, condition, known
from tests.rules.strategies import days, naive_age, naively, partly_known, residents, sources, thorough

NO, UNKNOWN, YES = Verdict.NO, Verdict.UNKNOWN, Verdict.YES


def verdict(source: str, day: date = DAY, **values: Any) -> Verdict:
    return evaluate(condition(source), known(**values), day, VOCABULARY)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (False, None, NO, UNKNOWN),
        (True, None, UNKNOWN, YES),
        (None, None, UNKNOWN, UNKNOWN),
        (False, False, NO, NO),
        (True, False, NO, YES),
        (True, True, YES, YES),
    ],
)
def test_an_unknown_matters_only_where_the_rest_does_not_decide(
    left: bool | None, right: bool | None, both: Verdict, either: Verdict
) -> None:
    said = {"holds_permit": left, "lives_alone": right}
    facts = known(**{fact: value for fact, value in said.items() if value is not None})
    for first, second in (("holds_permit", "lives_alone"), ("lives_alone", "holds_permit")):
        assert evaluate(condition(f"{first} and {second}"), facts, DAY, VOCABULARY) is both
        assert evaluate(condition(f"{first} or {second}"), facts, DAY, VOCABULARY) is either


def test_nothing_looks_across_comparisons() -> None:
    assert verdict("holds_permit or not holds_permit") is UNKNOWN


@pytest.mark.parametrize(("age", "expected"), [(60, NO), (63, NO), (64, UNKNOWN), (65, YES), (66, YES)])
def test_an_age_that_was_said_decides_the_months_as_far_as_it_goes(age: int, expected: Verdict) -> None:
    assert verdict("months_until(age=65) <= 1", age=age) is expected
    assert verdict("not months_until(age=65) <= 1", age=age) is Verdict(
        3 - expected if expected != UNKNOWN else expected
    )


@pytest.mark.parametrize(
    ("source", "age", "expected"),
    [
        ("birth_date <= date(1979, 12, 31)", 50, YES),
        ("birth_date <= date(1979, 12, 31)", 40, NO),
        ("birth_date <= date(1979, 12, 31)", 45, UNKNOWN),
        ("birth_date == date(1979, 12, 31)", 45, UNKNOWN),
        ("birth_date == date(1979, 12, 31)", 60, NO),
        ("birth_date != date(1979, 12, 31)", 60, YES),
        ("months_until(age=65) in (0, 1, 2)", 64, UNKNOWN),
        ("months_until(age=65) in (0, 1, 2)", 60, NO),
        ("months_until(age=65) not in (0, 1, 2)", 60, YES),
        ("months_until(age=65) in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)", 64, YES),
        ("months_until(age=65) not in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)", 64, NO),
        ("months_until(age=65) == 3", 64, UNKNOWN),
        ("months_until(age=65) != 3", 62, YES),
        ("age >= 65", 64, NO),
    ],
)
def test_an_age_that_was_said_stands_for_all_its_birth_dates(source: str, age: int, expected: Verdict) -> None:
    assert verdict(source, age=age) is expected


def test_the_birth_date_outweighs_an_age_that_was_said() -> None:
    assert verdict("age >= 65", birth_date=date(1990, 1, 1), age=70) is NO
    assert verdict("months_until(age=65) <= 1", birth_date=date(1960, 7, 1), age=30) is YES


def test_an_application_begins_one_month_before_the_birthday() -> None:
    for day, expected in ((date(2025, 11, 17), NO), (date(2025, 11, 18), YES), (date(2026, 5, 1), YES)):
        assert verdict("months_until(age=65) <= 1", day, birth_date=date(1960, 12, 18)) is expected


def test_an_amount_is_that_of_the_day_and_its_arithmetic_is_exact() -> None:
    assert verdict('income <= 1.3 * amount("minimum")', date(2024, 6, 30), income=1963) is YES
    assert verdict('income <= 1.3 * amount("minimum")', date(2024, 6, 30), income=1963.01) is NO
    assert verdict('income <= 1.3 * amount("minimum")', date(2024, 7, 1), income=2073.5) is YES
    assert verdict('income < 1.3 * amount("minimum")', date(2024, 7, 1), income=2073.5) is NO


def test_before_its_first_figure_an_amount_is_unknown_and_said_to_be_missing() -> None:
    early = date(2022, 6, 30)
    source = 'income < amount("minimum") and not lives_alone'
    assert verdict(source, early, income=0, lives_alone=False) is UNKNOWN
    assert verdict(source, early, income=0, lives_alone=True) is NO
    assert missing_amounts(condition(source), early, VOCABULARY) == {"minimum"}
    assert missing_amounts(condition(source), date(2022, 7, 1), VOCABULARY) == frozenset()
    program = compile_conditions({"a": condition(source), "b": condition("age > 3")}, VOCABULARY)
    assert program.missing_amounts(early) == {"minimum"}
    assert program.missing_amounts(DAY) == frozenset()


def test_constants_need_no_facts() -> None:
    assert evaluate(ALWAYS, {}, DAY, VOCABULARY) is YES
    assert evaluate(NEVER, {}, DAY, VOCABULARY) is NO
    assert evaluate(every(), {}, DAY, VOCABULARY) is YES
    assert evaluate(some(), {}, DAY, VOCABULARY) is NO
    assert evaluate(every(ALWAYS, condition("holds_permit")), {}, DAY, VOCABULARY) is UNKNOWN


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ('hukou == "shanghai"', {"hukou": "beijing"}),
        ('hukou == "shanghai"', {"hukou": 3}),
        ("children > 3", {"children": "many"}),
        ("children > 3", {"children": 2.5}),
        ("income > 3", {"income": "much"}),
        ('income > amount("minimum")', {"income": date(2025, 1, 1)}),
        ("married_on > date(2000, 1, 1)", {"married_on": 2001}),
        ("holds_permit", {"holds_permit": "yes"}),
        ("age > 3", {"birth_date": "1960"}),
        ("birth_date < date(1980, 1, 1)", {"age": "old"}),
        ("months_until(age=65) > 3", {"birth_date": 3}),
    ],
)
def test_a_known_value_of_the_wrong_kind_is_an_error_and_no_verdict(source: str, values: dict[str, Any]) -> None:
    expr = condition(source)
    with pytest.raises(ValueError, match="what is known of"):
        evaluate(expr, known(**values), DAY, VOCABULARY)
    with pytest.raises(ValueError, match="what is known of"):
        compile_conditions({"a": expr}, VOCABULARY).verdicts(known(**values), DAY)


@given(source=sources, resident=residents, day=days)
@thorough
def test_with_everything_known_the_verdict_is_what_python_says(
    source: str, resident: dict[str, Any], day: date
) -> None:
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    expected = YES if naively(source, resident, day) else NO
    assert evaluate(condition(source), known(**resident), day, VOCABULARY) is expected


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_what_is_decided_holds_for_everybody_it_may_be(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    some_known = data.draw(partly_known(resident, day))
    decided = evaluate(condition(source), some_known, day, VOCABULARY)
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    if decided is not UNKNOWN:
        other = data.draw(residents)
        fixed = {name for name in some_known if name != "age"}
        if "age" in some_known and "birth_date" not in fixed:
            assume(naive_age(other["birth_date"], day) == some_known["age"].value)
        completed = other | {name: resident[name] for name in fixed}
        assert naively(source, completed, day) is (decided is YES)
        assert naively(source, resident, day) is (decided is YES)


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_another_fact_never_turns_a_decided_verdict(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    expr = condition(source)
    now = data.draw(partly_known(resident, day))
    before = evaluate(expr, now, day, VOCABULARY)
    for fact in data.draw(st.permutations(sorted(resident))):
        now = {**now, fact: Known(resident[fact], Origin.REGISTER)}
        after = evaluate(expr, now, day, VOCABULARY)
        assert before is UNKNOWN or after is before
        before = after


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_the_opposite_condition_has_the_opposite_verdict(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    some_known = data.draw(partly_known(resident, day))
    expr = condition(source)
    found = evaluate(expr, some_known, day, VOCABULARY)
    opposite = evaluate(negate(expr), some_known, day, VOCABULARY)
    assert (found, opposite) in {(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)}


class _BitsOfMany:
    """Verdicts of several residents as one integer of two bits each: the algebra of a city."""

    def __init__(self, people: list[dict[str, Known]], day: date) -> None:
        self._people = people
        self._day = day

    def truth(self, value: bool, /) -> int:
        return (1 << 2 * len(self._people)) - 1 if value else 0

    def atom(self, atom: Any, /) -> int:
        return sum(evaluate(atom, one, self._day, VOCABULARY) << 2 * place for place, one in enumerate(self._people))

    def every(self, parts: Any, /) -> int:
        bits = self.truth(True)
        for part in parts:
            bits &= part
        return bits

    def some(self, parts: Any, /) -> int:
        bits = 0
        for part in parts:
            bits |= part
        return bits


@given(data=st.data(), source=sources, day=days)
@thorough
def test_one_walk_over_and_and_or_serves_many_residents(data: st.DataObject, source: str, day: date) -> None:
    people = [
        data.draw(partly_known(resident, day)) for resident in data.draw(st.lists(residents, min_size=1, max_size=4))
    ]
    bits = fold(condition(source), _BitsOfMany(people, day))
    for place, one in enumerate(people):
        assert bits >> 2 * place & 3 == evaluate(condition(source), one, day, VOCABULARY)


@given(data=st.data(), written=st.lists(sources, max_size=9), resident=residents)
@thorough
def test_all_at_once_is_the_same_as_one_by_one(
    data: st.DataObject, written: list[str], resident: dict[str, Any]
) -> None:
    conditions = {f"c{number}": condition(source) for number, source in enumerate(written)}
    conditions |= {"always": ALWAYS, "never": NEVER}
    program = compile_conditions(conditions, VOCABULARY)
    for day in data.draw(st.lists(days, min_size=1, max_size=3)):
        some_known = data.draw(partly_known(resident, day))
        for _ in range(2):
            found = program.verdicts(some_known, day)
            assert list(found) == list(conditions)
            for name, expr in conditions.items():
                assert found[name] is evaluate(expr, some_known, day, VOCABULARY)


def test_a_condition_too_tangled_for_alternatives_is_judged_all_the_same() -> None:
    pairs = (
        f"(children == {number} and age == {number} or income == {number} and lives_alone)" for number in range(1, 9)
    )
    several = " and ".join(
        f"(children != {number} or age != {number + 1} or income != {number})" for number in range(1, 9)
    )
    tangled = " and ".join([*pairs, several])
    program = compile_conditions({"tangled": condition(tangled), "plain": condition("holds_permit")}, VOCABULARY)
    assert program.verdicts({}, DAY) == {"tangled": UNKNOWN, "plain": UNKNOWN}
    assert program.verdicts(known(children=3, age=4, income=1, holds_permit=True), DAY) == {"tangled": NO, "plain": YES}


@pytest.mark.parametrize("join", [" and ", " or "])
def test_a_condition_may_speak_of_more_facts_than_a_lane_has_bits(join: str) -> None:
    parts = ['hukou == "abroad"', 'insured_by == "none"', "holds_permit", "lives_alone", "children > 1", "income > 1"]
    source = join.join([*parts, "married_on > date(2000, 1, 1)", "age > 1"])
    program = compile_conditions({"all": condition(source)}, VOCABULARY)
    everything = known(
        hukou="abroad", insured_by="none", holds_permit=True, lives_alone=True, children=2, income=2, age=30
    )
    assert program.verdicts(everything, DAY)["all"] is (UNKNOWN if join == " and " else YES)
    assert program.verdicts(everything | known(married_on=date(2001, 1, 1)), DAY)["all"] is YES
    assert program.verdicts(known(lives_alone=False), DAY)["all"] is (NO if join == " and " else UNKNOWN)


def test_an_empty_program_has_no_verdicts() -> None:
    assert compile_conditions({}, VOCABULARY).verdicts(known(age=3), DAY) == {}


def test_facts_that_no_condition_speaks_of_are_passed_over() -> None:
    program = compile_conditions({"a": condition("holds_permit")}, VOCABULARY)
    assert program.verdicts(known(hukou="shanghai", something_else=3, age=70), DAY) == {"a": UNKNOWN}


def test_a_program_forgets_what_it_need_not_remember(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("_MOST_VALUES", "_MOST_DAYS"):
        monkeypatch.setattr(lanes_module, limit, 2)
    expr = condition('income < amount("minimum") or age == 3 or children > 5')
    program = compile_conditions({"a": expr}, VOCABULARY)
    for year in (2023, 2024, 2025):
        day = date(year, 12, 31)
        for income in (0, 1510, 1594.99, 1595, 3000):
            for more in ({}, {"age": 3}, {"age": 4}, {"children": 6}, {"children": 1, "age": 9}):
                facts = known(income=income, **more)
                assert program.verdicts(facts, day)["a"] is evaluate(expr, facts, day, VOCABULARY)


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_what_the_residual_names_decides_and_nothing_else_matters(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    expr = condition(source)
    some_known = data.draw(partly_known(resident, day))
    open_facts = residual(expr, some_known, day, VOCABULARY)
    assert bool(open_facts) is (evaluate(expr, some_known, day, VOCABULARY) is UNKNOWN)
    assert open_facts.isdisjoint(some_known)
    truth = {**resident, "age": naive_age(resident["birth_date"], day)}
    answered = {**some_known, **{fact: Known(truth[fact], Origin.SAID) for fact in open_facts}}
    after = evaluate(expr, answered, day, VOCABULARY)
    further = residual(expr, answered, day, VOCABULARY)
    assert after is not UNKNOWN or further == {"birth_date"}, "only an age said without its date leaves something open"
    beside = {fact: Known(truth[fact], Origin.SAID) for fact in resident if fact not in open_facts}
    if "birth_date" not in open_facts and "age" not in open_facts:
        assert residual(expr, {**some_known, **beside}, day, VOCABULARY) == open_facts


@pytest.mark.parametrize(
    ("source", "values", "facts"),
    [
        ('hukou == "shanghai" and age >= 65', {}, {"hukou", "age"}),
        ('hukou == "shanghai" and age >= 65', {"hukou": "abroad"}, set()),
        ('hukou == "shanghai" and age >= 65', {"age": 70}, {"hukou"}),
        ('hukou == "shanghai" or (holds_permit and children > 1)', {"holds_permit": False}, {"hukou"}),
        ("months_until(age=65) <= 1", {}, {"birth_date"}),
        ("months_until(age=65) <= 1", {"age": 64}, {"birth_date"}),
        ("months_until(age=65) <= 1", {"age": 70}, set()),
        ('income < amount("minimum") and holds_permit', {}, {"income", "holds_permit"}),
    ],
)
def test_the_residual_is_what_still_matters(source: str, values: dict[str, Any], facts: set[str]) -> None:
    assert residual(condition(source), known(**values), DAY, VOCABULARY) == facts


def test_the_residual_asks_for_the_birth_date_where_the_age_is_no_question() -> None:
    assert residual(condition("age >= 65"), {}, DAY, WITHOUT_AGE) == {"birth_date"}
    assert residual(condition("age >= 65"), known(birth_date=date(1960, 1, 1)), DAY, WITHOUT_AGE) == frozenset()


def test_no_fact_is_asked_for_while_the_amount_itself_is_missing() -> None:
    assert residual(condition('income < amount("minimum")'), {}, date(2020, 1, 1), VOCABULARY) == frozenset()
