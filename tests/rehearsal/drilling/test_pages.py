"""What the director sees of drills, and ticks off."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from playwright.sync_api import Browser

from onetrip.ledger.refusals import NotFound
from onetrip.rehearsal.drilling import actions, queries, reading
from onetrip.rehearsal.drilling.accounting import Books
from onetrip.rehearsal.drilling.drill import Drilled, opening_after
from onetrip.rehearsal.drilling.models import Drill, DrillTask
from onetrip.rehearsal.drilling.prediction import rough
from onetrip.rehearsal.drilling.record import Record
from onetrip.rehearsal.drilling.report import report_of
from tests import browsing
from tests.factories import NOW, make_centre
from tests.rehearsal.drilling.conftest import act, call, story, well
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.django_db
BY = "system:drill"


def kept(
    record: Record, books: Books, *, centre: str = "LF", at: datetime = NOW, key: uuid.UUID | None = None
) -> Drill:
    scenario = reading.find("hard-half-hour")
    drilled = Drilled(scenario, 60, NOW + timedelta(hours=23), record, books, at, at + timedelta(minutes=2))
    report = report_of(scenario, record, books, rough(scenario))
    return actions.keep(
        centre=centre, drilled=drilled, report=report, staffed=[2], now=at, by=BY, key=key or uuid.uuid4()
    )


@pytest.fixture
def lost() -> Drill:
    make_centre()
    record, books = well(story(1), story(2))
    record.calls[1] = call(record.stories[1], displays=())
    return kept(record, books)


@pytest.fixture
def director() -> Client:
    return browsing.visitor("director")


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", ["有环节没做到", "哪块大屏都没有显示", "演A002", "60 倍速", "2 号窗口由同事来演", "粗算"]),
        ("en", ["a link did not hold", "no display showed it", "演A002", "60 times the speed", "Not simulated"]),
    ],
)
def test_the_report_names_the_call_that_no_display_saw(lost: Drill, language: str, says: list[str]) -> None:
    page = browsing.visitor("director", language=language).get(f"/rehearsal/drills/{lost.pk}")
    words = browsing.words(page)
    assert [one for one in says if one not in words] == []


def test_who_found_a_kiosk_out_of_order_is_named_so_that_two_unequal_figures_explain_themselves(
    director: Client,
) -> None:
    make_centre()
    record, books = well(story(1, kind="kiosk"), story(2, kind="kiosk", end="self-service", called=None))
    record.acts.append(act("kiosk"))
    address = f"/rehearsal/drills/{kept(record, books).pk}"
    assert "自助机坏的时候，1 位改去了窗口" in browsing.words(director.get(address))
    in_english = browsing.words(browsing.visitor("director", language="en").get(address))
    assert "1 person went to a window instead while a kiosk was out of order" in in_english
    assert "went to a window" not in browsing.words(director.get(f"/rehearsal/drills/{kept(*well(story(1))).pk}"))


def test_the_list_has_every_drill_the_newest_first_and_says_how_to_begin_without_one(director: Client) -> None:
    make_centre()
    assert "onetrip drill reopening-morning" in browsing.words(director.get("/rehearsal/drills/"))
    older = kept(*well(story(1)))
    newer = kept(*well(story(1)), at=NOW + timedelta(days=1))
    text = director.get("/rehearsal/drills/").content.decode()
    assert text.index(str(newer.pk)) < text.index(str(older.pk))
    assert "每一环都做到了" in text


def test_a_task_is_given_to_somebody_and_ticked_off_and_opened_again(lost: Drill, director: Client) -> None:
    task = lost.tasks.get(position=1)
    address = f"/rehearsal/drills/tasks/{task.pk}"
    answer = director.post(address, {"idempotency_key": browsing.key(), "owner": "值班长", "done": "1"})
    assert answer["Location"] == f"/rehearsal/drills/{lost.pk}#task-1"
    task.refresh_from_db()
    assert task.owner == "值班长"
    assert task.done_at is not None
    assert "drill-done" in director.get(f"/rehearsal/drills/{lost.pk}").content.decode()
    director.post(address, {"idempotency_key": browsing.key(), "owner": "值班长"})
    task.refresh_from_db()
    assert (task.done_at, task.done_by, task.owner) == (None, "", "值班长")


def test_an_owner_too_long_to_be_a_name_is_refused_in_words(lost: Drill, director: Client) -> None:
    task = lost.tasks.get(position=1)
    answer = director.post(
        f"/rehearsal/drills/tasks/{task.pk}", {"idempotency_key": browsing.key(), "owner": "长" * 61}
    )
    assert answer.status_code == 422
    assert "最多 60" in browsing.words(answer)


@pytest.mark.parametrize("role", ["clerk", "guide", "device"])
def test_only_who_may_rehearse_sees_drills(lost: Drill, role: str) -> None:
    visitor = browsing.visitor(role)
    for path in ("/rehearsal/drills/", f"/rehearsal/drills/{lost.pk}", "/rehearsal/drills/cards/bus-of-forty.pdf"):
        assert visitor.get(path).status_code == 403


def test_another_centre_has_no_part_in_it(lost: Drill) -> None:
    make_centre("PX")
    other = browsing.visitor(browsing.account("director", centre="PX"))
    assert other.get(f"/rehearsal/drills/{lost.pk}").status_code == 404
    task = lost.tasks.get(position=1)
    with pytest.raises(NotFound):
        actions.set_task(centre="PX", task_id=task.pk, owner="", done=True, now=NOW, by=BY, key=uuid.uuid4())
    assert list(queries.drills("PX")) == []


def test_the_same_key_keeps_a_report_once() -> None:
    make_centre()
    key = uuid.uuid4()
    first, second = kept(*well(story(1)), key=key), kept(*well(story(1)), key=key)
    assert first.pk == second.pk
    assert Drill.objects.count() == 1


def test_the_drill_before_of_the_same_scenario_is_named(director: Client) -> None:
    make_centre()
    kept(*well(story(1)))
    again = kept(*well(story(1)), at=NOW + timedelta(days=1))
    assert "上一次同样的演练" in browsing.words(director.get(f"/rehearsal/drills/{again.pk}"))


def test_role_cards_come_as_a_pdf_and_those_of_no_scenario_do_not(director: Client) -> None:
    make_centre()
    answer = director.get("/rehearsal/drills/cards/hard-half-hour.pdf")
    assert answer.content.startswith(b"%PDF")
    assert director.get("/rehearsal/drills/cards/none.pdf").status_code == 404


def test_what_the_database_itself_refuses(lost: Drill) -> None:
    def refused(name: str, **change: object) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Drill.objects.filter(pk=lost.pk).update(**change)

    refused("drill_ends_after_it_begins", ended_at=NOW - timedelta(days=1))
    refused("drill_never_slower_than_life", speed=0.5)
    with pytest.raises(IntegrityError, match="drill_task_done_by_somebody"), transaction.atomic():
        DrillTask.objects.filter(drill=lost).update(done_at=NOW)
    with pytest.raises(IntegrityError, match="drill_task_position_once"), transaction.atomic():
        DrillTask.objects.create(drill=lost, position=1, link="gate", text_zh="又", text_en="again")


def test_the_day_that_is_acted_is_the_next_on_which_the_doors_open() -> None:
    centre = make_centre()
    opens = opening_after(centre, NOW)
    assert opens.isoformat() == "2026-11-25T08:30:00+08:00"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_needs_no_sideways_scrolling_and_axe_finds_nothing(
    lost: Drill, chromium: Browser, live_server: object
) -> None:
    address = live_server.url  # type: ignore[attr-defined]
    client = browsing.visitor(browsing.account("director"))
    cookies = [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("/rehearsal/drills/", f"/rehearsal/drills/{lost.pk}"):
        page.goto(address + path)
        assert page.locator(".card").count() >= 2, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert found_by_axe(page) == [], path
    context.close()
