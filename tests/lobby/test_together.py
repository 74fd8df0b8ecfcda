"""Which matters are asked for together: against a count by hand, and never of few people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.models import Visit
from onetrip.lobby.together import pairs_of
from onetrip.lobby.together_queries import baskets
from tests import factories

BASKETS = st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=60)


@given(BASKETS, st.integers(1, 5))
def test_support_and_lift_are_those_of_the_definition(visits: list[list[str]], least: int) -> None:
    told = pairs_of(visits, least_visits=least, least_lift=0)
    real = [set(each) for each in visits if each]
    for pair in told:
        both = sum({pair.one, pair.other} <= each for each in real)
        one, other = (sum(name in each for each in real) for name in (pair.one, pair.other))
        assert pair.visits == both >= least
        assert pair.support == pytest.approx(both / len(real))
        assert pair.lift == pytest.approx((both / len(real)) / ((one / len(real)) * (other / len(real))))


@given(BASKETS, st.integers(2, 12))
def test_what_few_people_asked_for_together_is_told_of_nobody(visits: list[list[str]], least: int) -> None:
    for pair in pairs_of(visits, least_visits=least, least_lift=0):
        assert sum({pair.one, pair.other} <= set(each) for each in visits) >= least


def test_what_comes_together_by_chance_alone_is_not_told() -> None:
    visits = [["a", "b"], ["a"], ["b"], []] * 20 + [["a", "b"]] * 20 + [["a"]] * 20 + [["b"]] * 20
    assert pairs_of(visits, least_visits=5, least_lift=1.5) == ()


def test_a_pair_is_told_from_both_sides() -> None:
    (pair,) = pairs_of([["x", "y"]] * 3 + [["z"]] * 9, least_visits=3, least_lift=2)
    assert (pair.beside("x"), pair.beside("y"), pair.beside("z")) == ("y", "x", None)


@pytest.mark.django_db
def test_only_visits_of_this_centre_and_of_these_days_count() -> None:
    here, there = factories.make_centre(), factories.make_centre("XX")
    for centre, day, wanted in (
        (here, factories.TODAY, ["a", "b"]),
        (here, factories.TODAY - timedelta(days=400), ["a", "c"]),
        (here, factories.TODAY, []),
        (there, factories.TODAY, ["a", "d"]),
    ):
        Visit.objects.create(centre=centre, day=day, wanted=wanted, arrived_at=factories.NOW)
    assert baskets("LF", factories.TODAY - timedelta(days=365), factories.TODAY) == [["a", "b"]]
