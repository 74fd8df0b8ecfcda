from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onetrip.days.judging import Answered, State, hinders, worst

STATES = st.sampled_from(list(State))


@given(st.lists(STATES))
def test_a_walk_is_as_bad_as_its_worst_finding(states: list[State]) -> None:
    found = worst(states)
    assert (found is State.RED) == (State.RED in states)
    assert (found is State.GREEN) == (not {State.RED, State.AMBER} & set(states))


@given(st.dictionaries(st.sampled_from("abcdef"), st.builds(Answered, STATES, st.booleans())))
def test_only_what_was_not_tried_or_is_red_and_unanswered_keeps_the_doors_shut(findings: dict[str, Answered]) -> None:
    left = hinders(findings, "abcdef")
    assert left == sorted(left)
    for code in "abcdef":
        found = findings.get(code)
        fit = found is not None and (found.state is not State.RED or found.has_answer)
        assert (code in left) == (not fit)
