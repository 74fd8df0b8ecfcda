"""Displays are set up as data: which windows, how many calls, what is said aloud."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres import actions as centres
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions
from onetrip.lobby.layouts import EVERY, Layout, layout_for, layouts_of, read_layout
from onetrip.lobby.models import DisplayLayout
from onetrip.lobby.views import display
from onetrip.rules import Text
from tests import browsing
from tests.factories import NOW
from tests.lobby.hall import Hall

SENT = {
    "windows": "1, 3", "calls": "4", "languages": "zh en", "volume": "60",
    "notice_zh": "二楼在右手边", "notice_en": "Second floor: on your right", "shows_waiting": "1", "colours": "high",
}  # fmt: skip
WINDOWS = frozenset({1, 2, 3})


def set_layout(layout: Layout, onto: int = 0, **given: object) -> None:
    given.setdefault("key", uuid.uuid4())
    actions.set_layout(centre="LF", layout=layout, onto=onto, now=NOW, by="staff:test", **given)


def screen(hall: Hall, address: str = "/display/", visitor: Client | None = None) -> str:
    display.forget()
    with time_machine.travel(hall.now, tick=False):
        return (visitor or browsing.visitor("supervisor")).get(address).content.decode()


def test_a_form_is_read_as_it_is_meant() -> None:
    assert read_layout(2, SENT, WINDOWS) == Layout(
        2, (1, 3), 4, "zh en", 60, Text("二楼在右手边", "Second floor: on your right"), True, "high"
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"windows": "1,9"}, "windows"),
        ({"windows": "one"}, "windows"),
        ({"calls": "0"}, "calls"),
        ({"calls": "7"}, "calls"),
        ({"volume": "101"}, "volume"),
        ({"volume": "-1"}, "volume"),
        ({"languages": "fr"}, "languages"),
        ({"colours": "pink"}, "colours"),
        ({"notice_zh": "长" * 27}, "notice_zh"),
        ({"notice_en": ""}, "notice_en"),
        ({"notice_zh": ""}, "notice_zh"),
    ],
)
def test_what_no_display_can_show_is_refused_with_its_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_layout(1, SENT | wrong, WINDOWS)
    assert refused.value.field == field


@given(st.dictionaries(st.sampled_from(sorted(SENT)), st.text(max_size=30)))
def test_whatever_is_sent_is_a_layout_that_can_be_shown_or_refused(sent: dict[str, str]) -> None:
    refused, layout = None, None
    try:
        layout = read_layout(1, SENT | sent, WINDOWS)
    except Malformed as error:
        refused = error
    assert (layout is None) != (refused is None)
    if layout is not None:
        assert set(layout.windows) <= WINDOWS
        assert 1 <= layout.calls <= 6
        assert 0 <= layout.volume <= 100


@pytest.mark.django_db
def test_a_display_without_a_layout_of_its_own_follows_that_of_all(hall: Hall) -> None:
    assert layout_for("LF", 2) == Layout(2)
    set_layout(Layout(EVERY, calls=3))
    assert layout_for("LF", 2).calls == 3
    set_layout(Layout(2, calls=5))
    assert layout_for("LF", 2).calls == 5
    assert layout_for("LF", 1).calls == 3
    actions.clear_layout(centre="LF", number=2, now=NOW, by="staff:test", key=uuid.uuid4())
    assert layout_for("LF", 2).calls == 3
    assert [each.number for each in layouts_of("LF")] == [EVERY]


@pytest.mark.django_db
def test_nobody_overwrites_what_somebody_else_has_just_changed(hall: Hall) -> None:
    set_layout(Layout(1, calls=3))
    with pytest.raises(Refused, match="layout-changed"):
        set_layout(Layout(1, calls=4), onto=0)
    assert layout_for("LF", 1).calls == 3


@pytest.mark.django_db
def test_a_repeat_with_the_same_key_changes_nothing_twice(hall: Hall) -> None:
    key = uuid.uuid4()
    set_layout(Layout(1), key=key)
    set_layout(Layout(1), key=key)
    assert layout_for("LF", 1).version == 1
    assert Event.objects.filter(thing="display-layout").count() == 1


@pytest.mark.django_db
def test_a_display_of_one_hall_shows_the_calls_of_its_windows_alone(hall: Hall) -> None:
    set_layout(Layout(1, windows=(1, 2)))
    for place in range(3):
        hall.arrive()
        hall.call(place)
    page = screen(hall, "/display/?number=1")
    assert "A001" in page
    assert "A002" in page
    assert "A003" not in page
    assert 'data-windows="1 2"' in page
    assert "A003" in screen(hall, "/display/?number=2")


@pytest.mark.django_db
def test_a_paired_display_shows_its_own_layout(hall: Hall) -> None:
    device, _ = centres.add_device(centre=hall.centre, kind="display", number=2, by="system", now=NOW)
    set_layout(Layout(2, windows=(3,), notice=Text("三号窗口在楼上", "Window 3 is upstairs"), volume=0))
    client = Client()
    client.force_login(device.account)
    page = screen(hall, visitor=client)
    assert 'data-windows="3"' in page
    assert "三号窗口在楼上" in page
    assert 'data-volume="0"' in page
    assert "三号窗口在楼上" not in screen(hall)


@pytest.mark.django_db
def test_the_figures_of_the_queue_can_be_left_out_and_colours_be_high(hall: Hall) -> None:
    hall.arrive()
    assert "等候<b>1</b>人" in screen(hall)
    set_layout(Layout(EVERY, shows_waiting=False, colours="high"))
    page = screen(hall)
    assert "等候<b>" not in page
    assert 'data-contrast="high"' in page


@pytest.mark.django_db
def test_the_page_sets_up_a_display_and_says_what_is_wrong(hall: Hall) -> None:
    centres.add_device(centre=hall.centre, kind="display", number=1, by="system", now=NOW)
    supervisor = browsing.visitor("supervisor")
    assert "1 号大屏" in browsing.words(supervisor.get("/display/layouts/1"))
    key = {"idempotency_key": str(uuid.uuid4()), "onto": "0"}
    wrong = supervisor.post("/display/layouts/1/set", SENT | key | {"windows": "7"})
    assert wrong.status_code == 422
    assert "没有 7 号窗口" in browsing.words(wrong)
    assert 'value="7"' in wrong.content.decode(), "what was typed is not lost"
    assert supervisor.post("/display/layouts/1/set", SENT | key).status_code == 302
    assert layout_for("LF", 1).windows == (1, 3)
    assert supervisor.get("/display/layouts/9").status_code == 404
    assert browsing.visitor("clerk").get("/display/layouts/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"calls": 0}, "display_layout_calls"),
        ({"calls": 7}, "display_layout_calls"),
        ({"volume": 101}, "display_layout_volume"),
        ({"languages": "fr"}, "display_layout_languages"),
        ({"colours": "pink"}, "display_layout_colours"),
    ],
)
def test_the_table_holds_nothing_that_no_display_can_show(hall: Hall, wrong: dict[str, object], name: str) -> None:
    columns = {"calls": 6, "languages": "zh", "volume": 100, "colours": "light", "version": 1, "number": 1}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DisplayLayout.objects.create(centre=hall.centre, **(columns | wrong))


@pytest.mark.django_db
def test_a_display_has_one_layout(hall: Hall) -> None:
    set_layout(Layout(1))
    with pytest.raises(IntegrityError, match="display_layout_once"), transaction.atomic():
        DisplayLayout.objects.create(
            centre=hall.centre, number=1, calls=6, languages="zh", volume=1, colours="light", version=1
        )


@pytest.mark.django_db
def test_three_hundred_screens_cost_one_answer(hall: Hall, django_assert_max_num_queries) -> None:
    hall.arrive()
    hall.call(0)
    visitor = browsing.visitor("device")
    first = visitor.get("/display/calls").content
    with django_assert_max_num_queries(60):  # session, account and layout of each; not the hall
        for _ in range(10):
            assert visitor.get("/display/calls").content == first
