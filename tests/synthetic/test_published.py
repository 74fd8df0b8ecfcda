"""The published figures: met, or listed with the reason why not."""

from __future__ import annotations

from collections import Counter

import pytest

from onetrip.rules import Vocabulary
from onetrip.synthetic import city
from onetrip.synthetic.published import Compared, Marginal, compare, published
from tests.catalogue.small import SMALL
from tests.factories import TODAY

PEOPLE = 200_000
SEEDS = (1, 2, 3)
EXPECTED = [marginal for marginal in published().marginals if marginal.not_met is None]


@pytest.fixture(scope="module")
def compared(vocabulary: Vocabulary) -> list[list[Compared]]:
    """The same figures beside three cities."""
    return [compare(city(vocabulary, None, TODAY, PEOPLE, seed)) for seed in SEEDS]


@pytest.mark.parametrize("marginal", EXPECTED, ids=lambda marginal: marginal.name.en)
def test_a_published_marginal_is_met_within_the_sampling_error(
    compared: list[list[Compared]], marginal: Marginal
) -> None:
    """Three standard errors, in two of three cities at least: of 69 marginals one in five cities misses one by chance."""
    found = [each for city in compared for each in city if each.marginal == marginal]
    assert len(found) == len(SEEDS)
    assert sum(each.met for each in found) >= 2, [(each.drawn, each.error) for each in found]


def test_what_is_not_met_says_why_and_is_really_not(compared: list[list[Compared]]) -> None:
    others = [marginal for marginal in published().marginals if marginal.not_met is not None]
    assert others
    for marginal in others:
        assert marginal.not_met is not None
        assert marginal.not_met.zh
        assert marginal.not_met.en
        if marginal.published > 0.001:  # of what is rarer, a city of this size can show nothing
            assert not any(each.met for city in compared for each in city if each.marginal == marginal)
    assert all(what.zh and what.en and why.zh and why.en for what, why in published().not_drawn)


def test_every_figure_has_its_source_and_its_own_name() -> None:
    names = Counter(marginal.name.zh for marginal in published().marginals)
    assert max(names.values()) == 1
    for marginal in published().marginals:
        assert 2006 <= int(marginal.source.year) <= 2025
        assert 0 < marginal.published < 3


def test_the_districts_add_up_to_the_city() -> None:
    districts = [marginal for marginal in EXPECTED if marginal.what and "city_district ==" in marginal.what]
    assert len(districts) == 16
    assert sum(marginal.published for marginal in districts) == pytest.approx(1)


def test_what_a_small_catalogue_does_not_ask_is_not_compared() -> None:
    from onetrip.catalogue.schema import read

    small = read(SMALL).catalogue
    assert small is not None
    found = compare(city(small.book.vocabulary, None, TODAY, 2_000))
    drawn = {each.marginal.name.en: each.drawn for each in found}
    assert drawn["registered aged 60 and older"] is not None
    assert drawn["surveyed unemployment rate"] is None
    assert not any(each.met for each in found if each.drawn is None)
