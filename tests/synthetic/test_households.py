"""Who lives with whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.rules import parse
from onetrip.synthetic import City
from onetrip.synthetic.households import Households, People, form
from onetrip.synthetic.shapes import shapes

MEAN = 2.3171


@st.composite
def crowds(draw: st.DrawFn) -> People:
    """Any number of people of any kind: also a crowd of children, or of old women."""
    number = draw(st.integers(0, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shares = draw(st.tuples(*[st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])] * 5))
    male, registered, couple, local, grown = (random.random(number) < share for share in shares)
    age = np.where(grown, random.uniform(18, 105, number), random.uniform(0, 18, number))
    kind = random.integers(0, 4, number)
    old = age >= 60
    return People(
        age=age,
        male=male,
        registered=registered,
        elders=old & (kind == 0),
        family=(kind == 1) | ~old & (kind == 0),
        alone=kind == 2,
        couple=couple & (age >= 20),
        local_circle=local,
    )


def formed(people: People) -> Households:
    def uniforms(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.random.default_rng(list(name.encode())).random(len(people.age))

    return form(people, MEAN, uniforms)


@settings(max_examples=200, deadline=None)
@given(crowds())
def test_everybody_lives_somewhere_and_those_who_live_alone_do(people: People) -> None:
    found = formed(people)
    assert sorted(found.order) == list(range(len(people.age)))
    assert (np.diff(found.home) >= 0).all()
    assert np.array_equal(found.members, np.bincount(found.home, minlength=1)[found.home])
    assert (found.home[found.head] == found.home).all()
    by_themselves = ~(people.elders | people.family)[found.order]
    assert (found.members[by_themselves] == 1).all()


@settings(max_examples=200, deadline=None)
@given(crowds())
def test_partners_are_each_others_and_live_together(people: People) -> None:
    found = formed(people)
    own = np.arange(len(people.age))
    assert np.array_equal(found.partner[found.partner], own)
    assert np.array_equal(found.home[found.partner], found.home)
    paired = found.partner != own
    male, age = people.male[found.order], people.age[found.order]
    assert (male[paired] != male[found.partner[paired]]).all()
    assert (age[paired] >= 20).all()


@settings(max_examples=200, deadline=None)
@given(crowds())
def test_a_child_at_home_is_below_18_and_the_parents_grown_up(people: People) -> None:
    found = formed(people)
    parents = np.flatnonzero(found.child != np.arange(len(people.age)))
    age = people.age[found.order]
    assert (age[found.child[parents]] < 18).all()
    assert (age[parents] >= 18).all()
    assert np.array_equal(found.home[parents], found.home[found.child[parents]])


def test_households_facts_are_the_same_for_all_members(town: City) -> None:
    of_household = [name for name, shape in shapes().facts.items() if shape.of_household]
    assert {"income_per_person", "aid_status", "owns_car", "assets_per_person", "city_district"} <= set(of_household)
    for name in of_household:
        assert np.array_equal(town.columns[name], town.columns[name][town.household]), name


def test_the_size_of_a_household_is_that_of_its_members(town: City) -> None:
    counted = np.bincount(town.household, minlength=len(town))[town.household]
    here = town.holds(parse("lives_in_shanghai", town.vocabulary))
    # The last household of all may lack members who would come next.
    whole = here & (town.household != town.household[-1])
    assert np.array_equal(town.columns["household_size"][whole], counted[whole])


def test_mothers_are_20_to_45_years_older_than_their_children(town: City) -> None:
    mothers = town.holds(parse('city_child and sex == "female"', town.vocabulary))
    births = town.columns["birth_date"][mothers], town.columns["child_birth_date"][mothers]
    years = (births[1] - births[0]).astype(int) / 365.2425
    assert np.percentile(years, 1) >= 19.9
    assert np.percentile(years, 99) <= 45


def test_couples_are_of_about_the_same_age(town: City) -> None:
    """Read from the households of two who both have a spouse at home."""
    paired = town.holds(parse("city_partner and household_size == 2", town.vocabulary))
    first = np.flatnonzero(paired[:-1] & (town.household[:-1] == town.household[1:]))
    gap = np.abs(town.columns["age"][first] - town.columns["age"][first + 1])
    assert len(first) > 500
    assert np.median(gap) <= 3
    assert np.percentile(gap, 99) <= 12


def test_of_three_households_about_one_is_of_one_person(town: City) -> None:
    """About 30 % is a model; the figure of the whole city is not published."""
    private = town.holds(parse('city_living in ("alone", "elders", "family")', town.vocabulary))
    heads = private & (town.household == np.arange(len(town)))
    assert float(np.mean(town.columns["household_size"][heads] == 1)) == pytest.approx(0.30, abs=0.02)


def test_no_household_is_of_children_alone(town: City) -> None:
    grown = np.bincount(town.household, weights=town.columns["age"] >= 18, minlength=len(town))[town.household]
    family = town.holds(parse('city_living == "family"', town.vocabulary)) & (town.household != town.household[-1])
    assert (grown[family] > 0).all()
