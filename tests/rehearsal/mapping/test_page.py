"""The page of the map: figures and picture of a week, in both languages, for those who may rehearse."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from tests import browsing
from tests.factories import NOW, make_centre
from tests.rehearsal.morning import Morning

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(morning: Morning) -> Client:
    return browsing.visitor("director")


def test_the_picture_and_the_table_tell_the_same_week(director: Client) -> None:
    page = director.get("/rehearsal/map?week=2026-11-26").content.decode()
    assert "11 月 23 日–11 月 29 日" in page
    assert page.count('class="place ') == 8
    assert page.count('class="figures"') == page.count('class="way"')
    assert '<td>等候</td><td>叫到</td><td class="number">4</td>' in page
    words = browsing.words(director.get("/rehearsal/map?week=2026-11-24"))
    assert "4 人次" in words
    assert "进门 → 等候 → 没办就走" in words


def test_the_page_is_in_english_too(morning: Morning) -> None:
    words = browsing.words(browsing.visitor("director", language="en").get("/rehearsal/map?week=2026-11-24"))
    assert "4 ways" in words
    assert "at a window" in words


def test_a_week_without_anybody_says_so(director: Client) -> None:
    assert "这一周没有人来过" in browsing.words(director.get("/rehearsal/map?week=2020-01-01"))


@pytest.mark.parametrize("asked", ["", "gestern", "2026-13-45", "0001-01-01", "9999-12-31"])
def test_an_address_that_names_no_week_leads_to_the_last_whole_one(director: Client, asked: str) -> None:
    with time_machine.travel(NOW, tick=False):
        page = director.get("/rehearsal/map", {"week": asked}).content.decode()
    assert 'value="2026-11-16"' in page


def test_no_week_of_the_future_is_offered(director: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        assert "后一周" in browsing.words(director.get("/rehearsal/map?week=2026-11-16"))
        assert "后一周" not in browsing.words(director.get("/rehearsal/map?week=2026-11-23"))


@pytest.mark.parametrize("role", ["clerk", "guide", "supervisor"])
def test_only_who_may_rehearse_sees_it(role: str, db: None) -> None:
    make_centre()
    assert browsing.visitor(role).get("/rehearsal/map").status_code == 403


def test_nobody_stands_on_the_map(director: Client, morning: Morning) -> None:
    page = director.get("/rehearsal/map?week=2026-11-24").content.decode()
    assert not any(str(ticket.pk) in page or ticket.number in page for ticket in morning.tickets)
