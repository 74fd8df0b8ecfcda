"""What is listed as done here is begun here; a matter that needs what a machine lacks is not offered, and says where instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.centres.models import Device
from onetrip.kiosk.errands.offered import is_personal, kind_of, needed, refuse_if_not_offered
from onetrip.kiosk.offers import begun_here, offer_of
from onetrip.ledger.refusals import Refused
from onetrip.planning.capabilities import CAPABILITIES, lacking

DAY = date(2026, 11, 24)
WORDS = st.sets(st.sampled_from(sorted(CAPABILITIES)))


def a_machine(has: set[str], number: int = 1) -> Device:
    return Device(kind="kiosk", number=number, capabilities=sorted(has))


def a_matter(catalogue: Catalogue, needs: set[str], channels: tuple[str, ...] = ("window", "kiosk")):
    matter = catalogue.matters["elder-card"]
    return replace(matter, terms=replace(matter.terms, channels=channels), needs_device=tuple(sorted(needs)))


@given(has=WORDS, needs=WORDS)
def test_it_is_offered_exactly_where_nothing_is_lacking(shanghai: Catalogue, has: set[str], needs: set[str]) -> None:
    matter = a_matter(shanghai, needs)
    offer = offer_of(matter, a_machine(has), DAY)
    assert offer.here is (needed(matter) <= has)
    assert needs <= needed(matter)
    assert bool(offer.lacks) is not offer.here
    assert set(lacking(has, needs)) == needs - has


@given(has=WORDS, other=WORDS, needs=WORDS)
def test_a_machine_is_named_only_if_it_can_do_it(
    shanghai: Catalogue, has: set[str], other: set[str], needs: set[str]
) -> None:
    matter = a_matter(shanghai, needs)
    offer = offer_of(matter, a_machine(has), DAY, [a_machine(other, 7)])
    assert (7 in offer.other_machines) is (not needed(matter) <= has and needed(matter) <= other)


def test_what_is_done_at_windows_only_is_not_offered_at_any_machine(shanghai: Catalogue) -> None:
    offer = offer_of(a_matter(shanghai, set(), ("window", "online")), a_machine(set(CAPABILITIES)), DAY)
    assert not offer.here
    assert not offer.lacks
    assert [way.zh for way in offer.elsewhere] == ["窗口", "网上"]


def test_a_word_nobody_knows_counts_as_lacking() -> None:
    assert lacking(["printer"], ["printer", "teleporter"]) == ("teleporter",)


def test_the_screen_of_the_staff_lacks_nothing(shanghai: Catalogue) -> None:
    assert offer_of(a_matter(shanghai, {"camera"}), None, DAY).here


@pytest.mark.parametrize("word", sorted(CAPABILITIES))
def test_every_capability_has_a_name_in_both_languages(word: str) -> None:
    assert CAPABILITIES[word].zh
    assert CAPABILITIES[word].en


# --- the catalogue of the city, as it stands


def is_begun(matter, kiosk: Device | None, day: date) -> bool:
    try:
        refuse_if_not_offered(matter, kiosk, day)
    except Refused:
        return False
    return True


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(has=WORDS, month=st.integers(1, 12), connected=st.booleans(), at=st.booleans())
def test_what_is_called_done_right_here_is_begun_and_everything_else_says_why_not(
    shanghai: Catalogue, has: set[str], month: int, connected: bool, at: bool
) -> None:
    kiosk, day = a_machine(has) if at else None, date(2027, month, 15)
    with override_settings(DEMONSTRATION=connected):
        here = begun_here(shanghai.matters.values(), kiosk, day)
        for matter in shanghai.matters.values():
            offer = offer_of(matter, kiosk, day)
            assert offer.here is is_begun(matter, kiosk, day) is (matter.id in here)
            assert (offer.reason is None) is offer.here


def test_some_matter_of_every_kind_is_done_at_a_whole_machine(shanghai: Catalogue) -> None:
    here = begun_here(shanghai.matters.values(), a_machine(set(CAPABILITIES)), DAY)
    assert {shanghai.matters[matter].terms.kind for matter in here} >= {"apply", "print", "query"}


def test_no_print_is_offered_where_there_is_no_page_printer(shanghai: Catalogue) -> None:
    here = begun_here(shanghai.matters.values(), a_machine(set(CAPABILITIES) - {"a4_printer"}), DAY)
    assert here
    assert "print" not in {kind_of(shanghai.matters[matter]) for matter in here}


def test_nothing_about_a_person_is_offered_where_no_card_can_be_read(shanghai: Catalogue) -> None:
    here = begun_here(shanghai.matters.values(), a_machine(set(CAPABILITIES) - {"id_reader"}), DAY)
    assert not any(is_personal(shanghai.matters[matter]) for matter in here)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_refusal_names_a_device_by_its_word_in_the_files(shanghai: Catalogue, language: str) -> None:
    for matter in shanghai.matters.values():
        reason = offer_of(matter, a_machine(set()), DAY).reason
        if reason is not None:
            assert not any(word in reason.in_language(language) for word in CAPABILITIES if "_" in word)
