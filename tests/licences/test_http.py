"""The HTTP provider against the real server, in each of its moods: what is wrong is named, and nobody waits beyond their time."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from onetrip.licences import registry
from onetrip.licences.base import Enquiry, NoAnswer, Trouble
from onetrip.licences.contrib.http import HttpStore
from onetrip.licences.contrib.http import store as http_store
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.judging import judge
from onetrip.people.identity import read_number
from onetrip.web.serving import free_port
from tests.factories import synthetic_number

DAY = date(2026, 11, 24)
CODE = "310105127000101"
HOLDER = read_number(synthetic_number(serial=4), day=DAY)


def enquiry() -> Enquiry:
    return Enquiry(CODE, HOLDER, DAY, "窗口受理：奖励金", "request", "reference-1")


def way(store: SimulatedStore) -> HttpStore:
    return http_store(store.address, store.key)


def test_what_the_person_holds_comes_back(store: SimulatedStore) -> None:
    held = way(store).ask(enquiry(), 2)
    assert judge(held, DAY).meaning == "found"
    assert list(store.bases) == [("窗口受理：奖励金", "request")]


@pytest.mark.parametrize(
    ("mood", "trouble"),
    [
        (Mood.DOWN, Trouble.UNREACHABLE),
        (Mood.FAULTY, Trouble.FAULT),
        (Mood.DENYING, Trouble.DENIED),
        (Mood.LIMITED, Trouble.LIMITED),
        (Mood.MALFORMED, Trouble.MALFORMED),
        (Mood.CUT_SHORT, Trouble.MALFORMED),
        (Mood.ENDLESS, Trouble.MALFORMED),
        (Mood.OTHER_ANSWER, Trouble.MALFORMED),
        (Mood.OTHER_PERSON, Trouble.OTHER_PERSON),
    ],
)
def test_each_fault_is_named(store: SimulatedStore, mood: Mood, trouble: Trouble) -> None:
    store.mood = mood
    with pytest.raises(NoAnswer) as missed:
        way(store).ask(enquiry(), 2)
    assert missed.value.trouble is trouble


@pytest.mark.parametrize("mood", [Mood.HANGING, Mood.DRIPPING, Mood.SLOW])
def test_whoever_is_silent_drips_or_is_slow_is_cut_off_at_the_end_of_the_time(
    store: SimulatedStore, mood: Mood
) -> None:
    store.mood, store.slow_seconds = mood, 30
    with pytest.raises(NoAnswer) as missed:
        way(store).ask(enquiry(), 0.15)
    assert missed.value.trouble is Trouble.TIMEOUT


def test_a_rate_limit_says_for_how_long(store: SimulatedStore) -> None:
    store.mood, store.retry_after = Mood.LIMITED, "7"
    with pytest.raises(NoAnswer) as missed:
        way(store).ask(enquiry(), 2)
    assert missed.value.retry_after == 7


@pytest.mark.parametrize(
    ("mood", "meaning"), [(Mood.EXPIRED, "unusable"), (Mood.NOTHING, "none"), (Mood.DUPLICATES, "found")]
)
def test_what_is_expired_missing_or_told_three_times_means_what_it_should(
    store: SimulatedStore, mood: Mood, meaning: str
) -> None:
    store.mood = mood
    assert judge(way(store).ask(enquiry(), 2), DAY).meaning == meaning


def test_where_nobody_listens_it_cannot_be_reached() -> None:
    with pytest.raises(NoAnswer) as missed:
        http_store(f"http://127.0.0.1:{free_port()}", "key").ask(enquiry(), 2)
    assert missed.value.trouble is Trouble.UNREACHABLE


def test_another_key_is_denied(store: SimulatedStore) -> None:
    with pytest.raises(NoAnswer) as missed:
        http_store(store.address, "another").ask(enquiry(), 2)
    assert missed.value.trouble is Trouble.DENIED


@pytest.mark.parametrize("address", ["http://store.example.org", "ftp://127.0.0.1", "nonsense", "http://10.0.0.8:80"])
def test_an_address_that_would_send_id_numbers_in_the_clear_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        http_store(address, "key")


def test_the_settings_name_the_store(store: SimulatedStore, settings) -> None:
    registry.use(None)
    settings.LICENCE_STORE = {"provider": "", "address": "", "key": ""}
    assert registry.store() is None
    settings.LICENCE_STORE = {"provider": "http", "address": store.address, "key": store.key}
    there = registry.store()
    assert there is not None
    assert judge(there.ask(enquiry(), 2), DAY).meaning == "found"


def test_no_fault_writes_the_persons_number_anywhere(store: SimulatedStore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for mood in (Mood.DOWN, Mood.MALFORMED, Mood.OTHER_PERSON, Mood.DENYING):
        store.mood = mood
        with pytest.raises(NoAnswer) as missed:
            way(store).ask(enquiry(), 2)
        assert HOLDER.number not in repr(missed.value) + caplog.text
