"""What is added to a condition decides more, and changes nothing for anybody who is known through and through."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from onetrip.rules import Known, Origin, Verdict, completed, derive, evaluate, explain, unparse
from onetrip.rules.classes import depends_on_day
from onetrip.rules.expressions import leaves
from onetrip.rules.tables import table_of
from tests.rules.examples import DAY, VOCABULARY, condition
from tests.rules.strategies import days, residents, sources, thorough


@thorough
@given(sources, days, residents, st.data())
def test_it_says_of_everybody_what_the_condition_says_or_decides_more(
    source: str, day: date, resident: dict[str, object], data: st.DataObject
) -> None:
    expr = condition(source)
    seen = data.draw(st.sets(st.sampled_from(sorted(resident))))
    known = derive({name: Known(resident[name], Origin.SAID) for name in seen}, day)  # type: ignore[arg-type]
    before = evaluate(expr, known, day, VOCABULARY)
    after = evaluate(completed(expr, VOCABULARY), known, day, VOCABULARY)
    assert before in (after, Verdict.UNKNOWN)


@thorough
@given(sources, st.data())
def test_it_decides_all_that_follows_from_facts_whose_classes_do_not_move(source: str, data: st.DataObject) -> None:
    expr = condition(source)
    moving = [atom for atom in leaves(expr) if depends_on_day([atom])]
    assume(not moving and "age" not in source and "birth" not in source)
    made = table_of(expr, DAY, VOCABULARY)
    assert made is not None
    state = data.draw(st.tuples(*(st.integers(0, axis.groups) for axis in made.axes)))
    known = {
        axis.fact: Known(axis.examples()[place - 1], Origin.SAID)
        for axis, place in zip(made.axes, state, strict=True)
        if place
    }
    assert evaluate(completed(expr, VOCABULARY), known, DAY, VOCABULARY) == made.verdicts[state]


def test_who_is_old_enough_either_way_is_told_so_by_the_age_alone() -> None:
    expr = condition("holds_permit and age >= 53 or not holds_permit and age >= 45")
    found = completed(expr, VOCABULARY)
    known = {"age": Known(60, Origin.SAID)}
    assert evaluate(expr, known, DAY, VOCABULARY) is Verdict.UNKNOWN
    assert unparse(found).endswith("or age >= 53")
    explained = explain(found, known, DAY, VOCABULARY)
    assert (explained.verdict, explained.because) == (Verdict.YES, ("age",))


def test_a_condition_that_lacks_nothing_stays_as_it_is() -> None:
    expr = condition("holds_permit and age >= 60")
    assert completed(expr, VOCABULARY) is expr
