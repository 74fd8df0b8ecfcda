"""Nobody in the synthetic city is what the catalogue says nobody can be."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Vocabulary
from onetrip.synthetic import city
from tests.factories import TODAY

PEOPLE = 100_000


def test_nobody_in_the_city_is_what_nobody_can_be(shanghai: Catalogue, vocabulary: Vocabulary) -> None:
    town = city(vocabulary, None, TODAY, PEOPLE)

    certain = [each for each in shanghai.book.constraints if each.certain]
    assert certain
    assert {each.id: int(town.holds(each.never).sum()) for each in certain if town.holds(each.never).any()} == {}


def test_what_follows_of_a_resident_is_what_is_so(shanghai: Catalogue, vocabulary: Vocabulary) -> None:
    """Of whom little is known, nothing is taken to follow that is otherwise."""
    few = ("birth_date", "sex", "hukou", "work", "marital_status", "disability_level")
    followed = 0
    for person in city(vocabulary, None, TODAY, 2_000).known():
        known = {name: person[name] for name in few[: 1 + followed % len(few)]}
        for name, item in shanghai.book.impossible.implied(known, TODAY).items():
            assert item.value == person[name].value, name
            followed += 1
    assert followed > 10_000
