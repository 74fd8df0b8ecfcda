"""When a line counts as down, and how long one waits to try again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.nodes import exchanging
from onetrip.nodes.calling import may_be_city
from onetrip.nodes.exchanging import GRACE, LONGEST_PAUSE, pause_after
from onetrip.nodes.models import Here, Line
from tests.factories import NOW, make_centre


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_are_bounded_and_never_nothing(failures: int, chance: float) -> None:
    assert 0 < pause_after(failures, chance) <= 1.5 * LONGEST_PAUSE


@given(st.integers(1, 30))
def test_pauses_grow_with_failures_and_differ_between_centres(failures: int) -> None:
    assert pause_after(failures, 0.5) <= pause_after(failures + 1, 0.5)
    assert pause_after(failures, 0) < pause_after(failures, 1)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://city.example", True),
        ("https://city.example:8443/onetrip", True),
        ("http://127.0.0.1:8000", True),
        ("http://city.example", False),
        ("city.example", False),
        ("ftp://city.example", False),
        ("https://", False),
        ("https://x:notaport", False),
        ("", False),
    ],
)
def test_only_https_leads_to_the_city(address: str, may: bool) -> None:
    assert may_be_city(address) is may


@pytest.fixture
def line(db: None) -> Line:
    make_centre()
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    return Line.objects.create(city="https://city.example", since=NOW, is_up=True)


def events() -> list[str]:
    return list(Event.objects.filter(thing="line").order_by("id").values_list("verb", flat=True))


def test_a_hiccup_is_not_worth_a_word(line: Line) -> None:
    exchanging.note_failure(now=NOW, first_failed=NOW)
    line.refresh_from_db()
    assert line.is_up
    assert events() == []


def test_a_line_is_down_since_the_first_failure_and_is_said_to_be_so_once(line: Line) -> None:
    for seconds in (0, 5, 10):
        exchanging.note_failure(now=NOW + GRACE + timedelta(seconds=seconds), first_failed=NOW)
    line.refresh_from_db()
    assert (line.is_up, line.since) == (False, NOW)
    exchanging.note_up(now=NOW + timedelta(minutes=5))
    exchanging.note_up(now=NOW + timedelta(minutes=6))
    line.refresh_from_db()
    assert (line.is_up, line.since) == (True, NOW + timedelta(minutes=5))
    assert events() == ["down", "up"]


def test_trouble_stays_until_the_city_takes_something_again(line: Line) -> None:
    exchanging.note_up(now=NOW, trouble=Refused("x", "不行", "no"))
    line.refresh_from_db()
    assert line.trouble == {"code": "x", "zh": "不行", "en": "no"}
    exchanging.note_up(now=NOW)
    line.refresh_from_db()
    assert line.trouble is None
