from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.days import actions
from onetrip.days.models import DayAccount, Round
from tests import browsing, factories
from tests.cases import matters
from tests.lobby.hall import Hall, open_hall

pytestmark = pytest.mark.django_db
EVENING = factories.NOW.replace(hour=9)
"""Five in the afternoon in Shanghai, half an hour after the doors closed."""


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def hall() -> Hall:
    found = open_hall()
    matters.publish()
    return found


@pytest.fixture
def director(hall: Hall) -> Client:
    return browsing.visitor("director")


def begin(director: Client) -> str:
    return director.post("/morning/begin", {"idempotency_key": uuid.uuid4()})["Location"]


def test_before_the_first_round_the_page_says_how_to_begin(director: Client) -> None:
    words = browsing.words(director.get("/morning/"))
    assert "开始晨检" in words
    assert "还没有晨检" in words


def test_a_round_without_scripts_is_walked_check_by_check(director: Client) -> None:
    address = begin(director)
    assert "正在查：0" in browsing.words(director.get(address))
    answer = director.post(f"{address}/checks/hours", {"idempotency_key": uuid.uuid4()})
    assert answer["Location"] == address
    assert "今天 8:30–16:30" in browsing.words(director.get(address))


def test_a_check_answers_with_its_line_and_the_summary(director: Client) -> None:
    address = begin(director)
    answer = director.post(
        f"{address}/checks/database", {"idempotency_key": uuid.uuid4()}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert 'id="check-database"' in page
    assert 'hx-swap-oob="true"' in page


def test_a_browser_whose_clock_is_off_is_told_and_one_that_says_nonsense_is_ignored(director: Client) -> None:
    address = begin(director)
    fast = (factories.NOW + timedelta(minutes=5)).isoformat()
    director.post(f"{address}/checks/clock", {"idempotency_key": uuid.uuid4(), "browser": fast})
    assert "您面前的电脑：快 300 秒" in browsing.words(director.get(address))
    for nonsense in ("yesterday", "2026-99-99T00:00:00Z", "2026-11-24T09:30:00"):
        director.post(f"{address}/checks/clock", {"idempotency_key": uuid.uuid4(), "browser": nonsense})
        assert "您面前的电脑" not in browsing.words(director.get(address))


def test_ready_is_refused_in_words_before_everything_was_tried(director: Client) -> None:
    address = begin(director)
    answer = director.post(f"{address}/ready", {"idempotency_key": uuid.uuid4()})
    assert answer.status_code == 409
    assert "还不能宣布开门" in browsing.words(answer)
    assert Round.objects.get().opened_at is None


def test_an_old_round_is_shown_as_a_record_without_buttons(director: Client) -> None:
    address = begin(director)
    with time_machine.travel(factories.NOW + timedelta(days=1), tick=False):
        page = browsing.visitor("director").get(address).content.decode()
    assert "只作记录" in page
    assert "/checks/" not in page


@pytest.mark.parametrize("address", ["/morning/", "/evening/"])
def test_a_clerk_has_no_business_here(hall: Hall, address: str) -> None:
    assert browsing.visitor("clerk").get(address).status_code == 403


def test_the_account_of_a_day_shows_every_number(hall: Hall, director: Client) -> None:
    hall.at_window("finish", hall.serving())
    actions.close_day(centre="LF", day=factories.TODAY, now=EVENING, by="system:clock")
    assert "11 月 24 日" in browsing.words(director.get("/evening/"))
    page = director.get("/evening/2026-11-24")
    assert "A001" in browsing.words(page)
    assert "<svg" in page.content.decode()


def test_todays_account_is_not_closed_over_the_heads_of_people(hall: Hall, director: Client) -> None:
    hall.arrive()
    with time_machine.travel(EVENING, tick=False):
        answer = browsing.visitor("director").post("/evening/close", {"idempotency_key": uuid.uuid4()})
    assert answer.status_code == 409
    assert "1 位没办完" in browsing.words(answer)


def test_while_the_doors_are_open_the_page_says_when_today_can_be_closed(hall: Hall, director: Client) -> None:
    hall.at_window("finish", hall.serving())
    page = director.get("/evening/")
    assert "今天 16:30 关门以后才能结" in browsing.words(page)
    assert "/evening/close" not in page.content.decode()
    answer = director.post("/evening/close", {"idempotency_key": uuid.uuid4()})
    assert answer.status_code == 409
    assert "16:30 才关门" in browsing.words(answer)


def test_days_that_the_house_did_not_close_are_closed_by_a_press_and_their_numbers_let_go_of(hall: Hall) -> None:
    hall.arrive()
    with time_machine.travel(factories.NOW + timedelta(days=1), tick=False):
        director = browsing.visitor("director")
        page = director.get("/evening/")
        assert "这几天还没日结：" in browsing.words(page)
        assert "/evening/close-earlier" in page.content.decode()
        director.post("/evening/close-earlier", {"idempotency_key": uuid.uuid4()})
        assert "这几天还没日结" not in browsing.words(director.get("/evening/"))
    assert DayAccount.objects.get().left_open == 1


@pytest.mark.parametrize("day", ["2026-11-23", "2026-02-30"])
def test_a_day_without_account_is_told_or_leads_nowhere(director: Client, day: str) -> None:
    assert director.get(f"/evening/{day}").status_code == 404
