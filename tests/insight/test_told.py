"""The page that says how far what we tell people can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from onetrip.centres.models import Centre
from onetrip.lobby.models import Ticket
from tests import browsing, factories
from tests.cases import matters
from tests.lobby.test_learning_waits import past_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def centre() -> Centre:
    centre = factories.make_centre()
    matters.publish()
    return centre


def words(language: str = "zh") -> str:
    return browsing.words(browsing.visitor("director", language=language).get("/director/waits"))


def test_without_a_number_nothing_is_claimed(centre: Centre) -> None:
    page = words()
    assert "还没有可比的号" in page
    assert "0%" not in page
    assert "Nothing to compare yet" in words("en")


def test_told_and_true_stand_beside_what_others_would_have_told(centre: Centre) -> None:
    for back in range(1, 9):
        past_day(centre, factories.TODAY - timedelta(days=back), seed=back)
    page = words()
    for part in ("平均差多少", "说的范围里叫到", "显示当天平均", "人数 ÷ 近来速度", "人数 × 每人中位等候", "640 个号"):
        assert part in page
    assert "平均说少了" in page, "five minutes were told to everybody, and the line grows all day"


def test_a_range_that_holds_too_seldom_is_said_in_words(centre: Centre) -> None:
    past_day(centre, factories.TODAY - timedelta(days=1))
    assert "范围说窄了" in words()
    Ticket.objects.update(soonest_minutes=0, latest_minutes=500)
    from onetrip.insight import told

    told.forget()
    assert "范围说宽了" in words()


def test_numbers_without_a_range_make_no_percentage(centre: Centre) -> None:
    past_day(centre, factories.TODAY - timedelta(days=1))
    Ticket.objects.update(soonest_minutes=None, latest_minutes=None)
    assert "没有说范围" in words()


def test_today_is_not_shown_yet(centre: Centre) -> None:
    past_day(centre, factories.TODAY)
    assert "还没有可比的号" in words()


def test_a_clerk_does_not_see_it(centre: Centre) -> None:
    assert browsing.visitor("clerk").get("/director/waits").status_code == 403
