from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.simulation.erlang import erlang_b, erlang_c, people_needed, served_within


@pytest.mark.parametrize(
    ("people", "load", "blocked"),
    [(1, 1.0, 0.5), (2, 1.0, 0.2), (2, 2.0, 0.4), (5, 3.0, 0.110054), (10, 5.0, 0.018385)],
)
def test_erlang_b_is_as_in_the_tables(people: int, load: float, blocked: float) -> None:
    assert erlang_b(people, load) == pytest.approx(blocked, abs=1e-6)


def test_one_person_makes_whoever_comes_wait_as_often_as_they_are_busy() -> None:
    assert erlang_c(1, 0.7) == pytest.approx(0.7)


def test_two_people_by_the_closed_form() -> None:
    load = 1.2
    idle = 1 / (1 + load + load**2 / (2 * (1 - load / 2)))
    assert erlang_c(2, load) == pytest.approx(idle * load**2 / (2 * (1 - load / 2)))


@given(st.integers(1, 60), st.floats(0.01, 50))
def test_by_its_definition_as_a_sum(people: int, load: float) -> None:
    if people <= load * 1.001:
        return
    terms = [load**n / math.factorial(n) for n in range(people)]
    last = load**people / math.factorial(people) / (1 - load / people)
    assert erlang_c(people, load) == pytest.approx(last / (sum(terms) + last), rel=1e-6)


def test_where_nobody_comes_nobody_is_needed() -> None:
    assert people_needed(0, 6, share=0.9, within=15) == 0
    assert people_needed(10, 0, share=0.9, within=15) == 0


@given(st.integers(1, 200), st.floats(0.5, 40), st.floats(0.5, 0.99), st.floats(0, 60))
def test_as_few_people_as_keep_the_promise(arrivals: int, minutes: float, share: float, within: float) -> None:
    people = people_needed(arrivals, minutes, share=share, within=within)
    assert served_within(people, arrivals, minutes, within) >= share
    assert served_within(people - 1, arrivals, minutes, within) < share


@given(st.integers(1, 100), st.integers(0, 100), st.floats(0.5, 30))
def test_more_arrivals_never_need_fewer(arrivals: int, more: int, minutes: float) -> None:
    few = people_needed(arrivals, minutes, share=0.9, within=10)
    assert people_needed(arrivals + more, minutes, share=0.9, within=10) >= few


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.5])
def test_a_share_nobody_can_promise_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="cannot be promised"):
        people_needed(10, 6, share=share, within=10)
