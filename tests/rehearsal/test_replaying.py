"""A simulated day on the page: the same address the same day, in words what the picture shows, and wrong ones said."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from onetrip.centres.queries import Settled
from onetrip.rehearsal.answers import windows
from onetrip.rehearsal.running import Limit
from onetrip.rehearsal.views import pages
from onetrip.staff.models import Account
from tests import browsing

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-30"
USUAL = f"/rehearsal/replay?day={MONDAY}"


@pytest.fixture
def director(with_a_past: Settled) -> Client:
    return browsing.visitor(Account.objects.get(username="director"))


def _day(page) -> dict:
    found = re.search(r'data-day="([^"]*)"', page.content.decode())
    assert found
    return json.loads(unescape(found[1]))


def test_the_same_address_shows_the_same_day_to_the_last_figure(director: Client) -> None:
    assert _day(director.get(USUAL)) == _day(director.get(USUAL))
    assert _day(director.get(USUAL)) != _day(director.get(f"{USUAL}&seed=87"))


def test_a_bad_day_waits_longer_than_a_middling_and_that_longer_than_a_good_one(director: Client) -> None:
    waits = []
    for pick in ("good", "middling", "bad"):
        told = re.search(r"平均等 ([\d.]+) 分钟", browsing.words(director.get(f"{USUAL}&pick={pick}")))
        assert told
        waits.append(float(told[1]))
    assert waits == sorted(waits)
    assert waits[0] < waits[2]


def test_the_half_hours_in_words_are_what_the_picture_counts(director: Client) -> None:
    page = director.get(USUAL)
    day = _day(page)
    rows = re.findall(r'<th scope="row">([\d:]+)</th>((?:<td class="number">[\d.]+</td>)+)', page.content.decode())
    assert len(rows) >= 16
    for clock, cells in rows:
        hour, minute = clock.split(":")
        now = int(hour) * 60 + int(minute) - day["opens"]
        came, waiting, *_ = map(int, re.findall(r">(\d+)<", cells))
        assert came == sum(one[0] <= now for one in day["people"])
        in_line = [
            one
            for one in day["people"]
            if one[3] is not None and one[3] <= now < one[5] and (one[4] is None or now < one[4])
        ]
        assert abs(waiting - len(in_line)) <= 1  # moments are rounded to the hundredth of a minute in the picture


def test_the_plan_of_an_answer_is_shown_and_one_who_is_asked_about_tells_why(
    director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LIMIT", Limit(precision=2.0, seconds=5.0, days=200))
    monkeypatch.setattr(windows, "SEARCH_SECONDS", 0.2)
    answer = director.get(f"/rehearsal/ask/windows?day={MONDAY}&reopening=1").content.decode()
    link = re.search(r'href="(/rehearsal/replay\?[^"]*)"', answer)
    assert link
    address = unescape(link[1])
    assert "windows=" in address
    page = director.get(f"{address}&visitor=40")
    words = browsing.words(page)
    assert "#40" in words
    assert "取号时前面" in words or "没有排窗口的队" in words
    director.cookies["onetrip_language"] = "en"
    assert "were ahead on arrival" in browsing.words(director.get(address))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("windows=3,3", "半小时一个"),
        ("windows=x", "半小时一个"),
        ("windows=" + ",".join(["99"] * 16), "最多只有"),
        ("pick=worst", "只有中等、不顺、顺"),
        ("visitor=99999", "位，请写 1 到"),
        ("visitor=-1", "位，请写 1 到"),
        ("times=1000", "请填 0.1 到 10 的数"),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(director: Client, more: str, said: str) -> None:
    page = director.get(f"{USUAL}&{more}")
    assert page.status_code in (400, 422)
    assert said in browsing.words(page)


def test_a_plan_without_a_window_is_a_day_on_which_everybody_goes_home_and_ends(director: Client) -> None:
    slots = len(_day(director.get(USUAL))["windows"]) and 16
    page = director.get(f"{USUAL}&windows={','.join(['0'] * slots)}")
    assert page.status_code == 200
    day = _day(page)
    assert day["windows"] == []
    assert all(one[4] is None for one in day["people"])
