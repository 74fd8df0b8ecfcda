from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from onetrip.ratings.actions.rectifying import open_for
from tests import browsing, factories
from tests.cases import matters
from tests.insight import past

pytestmark = pytest.mark.django_db
DAY = factories.TODAY


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def centre():
    centre = factories.make_centre()
    matters.publish()
    return centre


@pytest.fixture
def director(centre) -> Client:
    return browsing.visitor("director")


def test_an_empty_day_claims_nothing(director: Client) -> None:
    words = browsing.words(director.get("/director/"))
    for part in ("还没有人办完", "还没有带小贴士的人办完", "还没有收件", "现在没有等您的事", "没有没了结的失约和差评"):
        assert part in words
    assert "0%" not in words
    assert "100%" not in words


def test_few_visits_are_counted_and_many_get_a_percentage(centre, director: Client) -> None:
    for _ in range(3):
        past.a_visit(centre, DAY)
    past.a_visit(centre, DAY, outcome="part")
    assert "3 / 4 次" in browsing.words(director.get("/director/"))
    for _ in range(21):
        past.a_visit(centre, DAY)
    assert "96%" in browsing.words(director.get("/director/"))


def test_the_hall_is_shown_as_it_is(centre, director: Client) -> None:
    past.a_visit(centre, DAY, outcome="")
    words = browsing.words(director.get("/director/"))
    assert "1 人" in words
    assert "现在没有窗口在岗" in words


def test_a_broken_promise_appears_with_its_cause_and_waits_for_a_decision(centre, director: Client) -> None:
    visit = past.a_visit(centre, DAY, slip=past.a_slip(centre, DAY))
    promise = past.a_broken_promise(visit)
    promise.slip_said, promise.window_asked = (
        {"zh": "单子没写。", "en": "Not on it."},
        {"zh": "窗口要了。", "en": "Asked."},
    )
    promise.save()
    open_for(centre="LF", broken_promise=promise, now=factories.NOW, by="staff:test")
    words = browsing.words(director.get("/director/"))
    for part in ("1 张失约", "单子没写。窗口要了。", "没查清 1", "没人认领", "1 次失约没查清原因", "1 件整改没人认领"):
        assert part in words


def test_a_long_wait_proposes_the_tidal_window(centre, director: Client) -> None:
    from onetrip.centres.models import Window

    Window.objects.filter(number=3).update(is_tidal=True)
    clerk = browsing.account("clerk")
    factories.make_duty(Window.objects.get(number=1), clerk)
    for _ in range(4):
        past.a_visit(centre, DAY, outcome="")
    words = browsing.words(director.get("/director/"))
    assert "开 3 号潮汐窗口" in words
    assert "超过 15 分钟线（示例）" in words


def test_matters_are_counted_and_named_in_both_languages(centre, director: Client) -> None:
    clerk = browsing.account("clerk")
    for _ in range(2):
        past.a_case(past.a_visit(centre, DAY), "card", clerk)
    assert "老人卡 2 件" in browsing.words(director.get("/director/"))
    assert "Card 2" in browsing.words(browsing.visitor("director", language="en").get("/director/"))


def test_the_periods_are_real(centre, director: Client) -> None:
    past.a_visit(centre, date(2026, 11, 3))
    past.a_visit(centre, date(2026, 3, 3))
    for period, count in (("today", "—"), ("month", "1 / 1"), ("year", "2 / 2")):
        assert count in browsing.words(director.get(f"/director/?period={period}"))
    assert director.get("/director/?period=<b>").status_code == 200


def test_every_picture_has_its_figures_in_words(centre, director: Client) -> None:
    past.a_visit(centre, DAY, drew="9:00", waited=12)
    html = director.get("/director/").content.decode()
    assert html.count('role="img"') == html.count('role="img" aria-label')
    assert "9:00 12 分钟" in browsing.words(director.get("/director/"))


def test_the_refresh_is_the_same_page_without_its_frame(centre, director: Client) -> None:
    past.a_visit(centre, DAY)
    part = director.get("/director/figures?period=month").content.decode()
    assert "<html" not in part
    assert 'id="updated"' in part
    assert len(part.encode()) < 40_000


@pytest.mark.parametrize("role", ["clerk", "guide", "editor", "device"])
def test_figures_are_for_supervisors_and_directors(centre, role: str) -> None:
    assert browsing.visitor(role).get("/director/").status_code == 403
    assert browsing.visitor(role).get("/director/figures").status_code == 403


def test_no_name_of_a_clerk_stands_beside_a_rating(centre, director: Client) -> None:
    from onetrip.ratings.models import Invitation

    rating = past.a_rating(past.a_visit(centre, DAY), 1)
    Invitation.objects.update(served_by=browsing.account("clerk"), window=3)
    open_for(centre="LF", rating=rating, now=factories.NOW, by="resident")
    words = browsing.words(director.get("/director/"))
    assert "非常不满意" in words
    assert "李测" not in words
