"""The machines in the morning round: every printer is put to the proof, every screen asked for its picture."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from onetrip.bridge.states import Outcome, PartKind, PartState
from onetrip.centres.actions import add_device
from onetrip.centres.models import Device
from onetrip.centres.queries import settled
from onetrip.days import actions as rounds
from onetrip.days.checks import BY_CODE, Moment
from onetrip.days.judging import Found
from onetrip.devices import actions
from onetrip.devices.models import PrintJob
from tests.devices.places import make_place, ready
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db
BY = "staff:director"


@pytest.fixture
def at() -> Moment:
    make_centre()
    return Moment(settled("LF"), NOW, origin="https://hall.example")


def found(code: str, at: Moment) -> Found:
    seen = BY_CODE[code].run(at)
    assert seen is not None
    return seen


def strips(at: Moment, deed: Callable[[], object], *, seconds: float = 1) -> Found | None:
    """What is found of the printers so much later, when `deed` has happened in the hall since the strips were asked for."""
    assert BY_CODE["printers"].run(at) is None, "nobody waits for a strip inside a request"
    deed()
    return BY_CODE["printers"].run(replace(at, now=at.now + timedelta(seconds=seconds)))


def page(state: PartState = PartState.READY) -> actions.Heard:
    return actions.Heard("page", PartKind.IPP, state, 0)


def screen(at: Moment, kind: str, number: int = 1, *, showing: str = "", seconds_ago: float = 0) -> Device:
    """A machine whose page was heard so long ago."""
    device = add_device(centre=at.place.centre, kind=kind, number=number, by="system", now=NOW)[0]
    seen = at.now - timedelta(seconds=seconds_ago)
    actions.screen_seen(account_id=device.account_id, showing=showing or kind, now=seen)
    return device


def test_every_printer_that_would_print_puts_out_a_strip_whose_code_opens_the_house(at: Moment) -> None:
    place = make_place()
    seen = strips(at, place.prints)
    assert seen is not None
    assert (seen.state, [line.zh for line in seen.details]) == ("green", ["1 号取号机"])
    assert PrintJob.objects.get().origin == "https://hall.example"


@pytest.mark.usefixtures("at")
def test_a_round_that_is_loaded_again_while_the_strips_come_out_prints_none_twice() -> None:
    place = make_place()
    begun = rounds.begin_round(centre="LF", now=NOW, by=BY, key=uuid.uuid4())

    def tried(seconds: int) -> str:
        now = NOW + timedelta(seconds=seconds)
        made = rounds.make_check(centre="LF", round_id=begun.pk, code="printers", now=now, by=BY)
        return made.state if made else ""

    assert [tried(0), tried(1)] == ["", ""]
    assert PrintJob.objects.count() == 1
    place.prints()
    assert tried(2) == "green"
    assert PrintJob.objects.count() == 1
    assert tried(4) == ""
    place.prints()
    assert tried(5) == "green"
    assert PrintJob.objects.count() == 2, "who presses 'again' sees with their own eyes that it prints"


def test_a_strip_that_does_not_come_out_is_red_and_names_the_printer(at: Moment) -> None:
    place, silent = make_place(), make_place(kind="window", number=2)
    seen = strips(at, lambda: (place.prints(), silent.prints(Outcome.UNKNOWN)))
    assert seen is not None
    assert (seen.state, [line.zh for line in seen.details]) == ("red", ["2 号窗口"])


def test_a_page_printer_that_warms_up_is_to_mind_and_a_roll_that_takes_as_long_is_red(at: Moment) -> None:
    place = make_place(kind="desk")
    place.beat(page())
    place.beat(page(), ready(PartState.OUT))
    assert strips(at, lambda: place.sent(place.take()), seconds=8) is None  # type: ignore[arg-type]
    later = replace(at, now=at.now + timedelta(seconds=10))
    assert found("printers", later).state == "amber"
    again = replace(at, key=uuid.uuid4())
    place.beat(page(PartState.OUT), ready())
    seen = strips(again, lambda: place.sent(place.take()), seconds=10)  # type: ignore[arg-type]
    assert seen is not None
    assert seen.state == "red"


def test_a_printer_that_fails_over_its_own_strip_is_not_forgotten(at: Moment) -> None:
    place = make_place()

    def runs_out() -> None:
        place.prints(Outcome.FAILED)
        place.beat(ready(PartState.OUT))

    seen = strips(at, runs_out)
    assert seen is not None
    assert (seen.state, [line.zh for line in seen.details]) == ("red", ["1 号取号机"])


def test_where_nothing_could_be_tried_nothing_is_called_well(at: Moment) -> None:
    assert found("printers", at).state == "green", "there is no printer at all: browsers print"
    make_place().beat(ready(PartState.OUT))
    assert found("printers", at).state == "amber"
    assert not PrintJob.objects.exists()


def test_the_printers_are_found_by_a_bounded_number_of_statements(at: Moment, django_assert_max_num_queries) -> None:
    for number in range(1, 9):
        make_place(kind="window", number=number).beat(ready(PartState.OUT))
    with django_assert_max_num_queries(3):
        found("printers", at)


def test_what_is_wrong_with_a_machine_is_told_with_the_day_on_which_it_began(at: Moment) -> None:
    make_place().beat(ready(PartState.JAM, seconds=24 * 3600))
    seen = found("devices", at)
    assert seen.state == "red"
    assert "卡纸，昨天 9:30 起" in seen.details[0].zh
    assert "Jammed since yesterday 9:30" in seen.details[0].en


def test_screens_that_show_their_page_are_green(at: Moment) -> None:
    for kind, showing in (("display", "display"), ("check-in", "hall"), ("kiosk", "kiosk")):
        screen(at, kind, showing=showing)
    assert found("screens", at).state == "green"


def test_a_screen_that_fell_silent_is_red_with_the_moment(at: Moment) -> None:
    screen(at, "display", 2, seconds_ago=180)
    seen = found("screens", at)
    assert (seen.state, seen.details[0].zh) == ("red", "2 号大屏：没有画面，9:27 起")


def test_a_display_that_shows_something_else_is_red(at: Moment) -> None:
    screen(at, "display", showing="staff")
    seen = found("screens", at)
    assert (seen.state, seen.details[0].zh) == ("red", "1 号大屏：显示的不是大屏")


def test_a_screen_that_was_never_opened_and_a_hall_without_any_are_to_mind(at: Moment) -> None:
    assert found("screens", at).state == "amber"
    add_device(centre=at.place.centre, kind="kiosk", number=1, by="system", now=NOW)
    assert found("screens", at).state == "amber"
