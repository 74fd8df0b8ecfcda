"""A matter that needs what a machine lacks is not offered there; it says where instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.centres.models import Device
from onetrip.kiosk.offers import offer_of
from onetrip.planning.capabilities import CAPABILITIES, lacking

WORDS = st.sets(st.sampled_from(sorted(CAPABILITIES)))


def a_machine(has: set[str], number: int = 1) -> Device:
    return Device(kind="kiosk", number=number, capabilities=sorted(has))


def a_matter(catalogue: Catalogue, needs: set[str], channels: tuple[str, ...] = ("window", "kiosk")):
    matter = catalogue.matters["elder-card"]
    return replace(matter, terms=replace(matter.terms, channels=channels), needs_device=tuple(sorted(needs)))


@given(has=WORDS, needs=WORDS)
def test_it_is_offered_exactly_where_nothing_is_lacking(shanghai: Catalogue, has: set[str], needs: set[str]) -> None:
    offer = offer_of(a_matter(shanghai, needs), a_machine(has))
    assert offer.here is (needs <= has)
    assert bool(offer.lacks) is not offer.here
    assert set(lacking(has, needs)) == needs - has


@given(has=WORDS, other=WORDS, needs=WORDS)
def test_a_machine_is_named_only_if_it_can_do_it(
    shanghai: Catalogue, has: set[str], other: set[str], needs: set[str]
) -> None:
    offer = offer_of(a_matter(shanghai, needs), a_machine(has), [a_machine(other, 7)])
    assert (7 in offer.other_machines) is (not needs <= has and needs <= other)


def test_what_is_done_at_windows_only_is_not_offered_at_any_machine(shanghai: Catalogue) -> None:
    offer = offer_of(a_matter(shanghai, set(), ("window", "online")), a_machine(set(CAPABILITIES)))
    assert not offer.here
    assert not offer.lacks
    assert [way.zh for way in offer.elsewhere] == ["窗口", "网上"]


def test_a_word_nobody_knows_counts_as_lacking() -> None:
    assert lacking(["printer"], ["printer", "teleporter"]) == ("teleporter",)


def test_the_screen_of_the_staff_lacks_nothing(shanghai: Catalogue) -> None:
    assert offer_of(a_matter(shanghai, {"camera"}), None).here


@pytest.mark.parametrize("word", sorted(CAPABILITIES))
def test_every_capability_has_a_name_in_both_languages(word: str) -> None:
    assert CAPABILITIES[word].zh
    assert CAPABILITIES[word].en
