"""A bridge says how its devices are: what is kept, since when, who is told, and what silence means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.bridge.states import OFFLINE_AFTER, PartKind, PartState
from onetrip.devices import actions, queries
from onetrip.devices.models import Part, Station
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from tests.devices.places import Place, make_place, ready
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Place:
    make_centre()
    return make_place()


def part() -> Part:
    return Part.objects.get(name="ticket")


def test_a_change_is_kept_with_the_moment_at_which_it_began_by_the_clock_of_the_house(place: Place) -> None:
    place.later(10)
    place.beat(ready(PartState.OUT, seconds=7))
    assert (part().state, part().since) == ("out", place.now - timedelta(seconds=7))
    event = Event.objects.filter(thing="device").latest("pk")
    assert (event.thing_id, event.from_state, event.to_state) == ("check-in-1/ticket", "ready", "out")
    assert event.public == {"changed": True}
    assert event.data["since"] == (place.now - timedelta(seconds=7)).isoformat(timespec="seconds")


def test_a_beat_without_news_writes_no_event_and_moves_no_moment(place: Place) -> None:
    place.beat(ready(PartState.OUT))
    since, events = part().since, Event.objects.count()
    for _ in range(5):
        place.later(2)
        place.beat(ready(PartState.OUT, seconds=0))
    assert part().since == since
    assert Event.objects.count() == events


@pytest.mark.parametrize("clock", [0.0, -(10.0**10), 4_102_444_800.0])
def test_a_bridge_whose_clock_is_wrong_reports_the_right_moment_and_is_told_of(place: Place, clock: float) -> None:
    place.later(3)
    place.beat(ready(PartState.JAM, seconds=2), clock=clock)
    assert part().since == place.now - timedelta(seconds=2)
    assert Station.objects.get().skew_seconds == pytest.approx(clock - place.now.timestamp())


@pytest.mark.parametrize("seconds", [-5.0, 10.0**9])
def test_an_impossible_age_is_bounded(place: Place, seconds: float) -> None:
    place.beat(ready(PartState.OUT, seconds=seconds))
    assert place.now - timedelta(days=2) <= part().since <= place.now


def test_a_second_bridge_with_the_same_key_is_turned_away_and_told_of_once_a_minute(place: Place) -> None:
    rival = Place(place.station, place.now)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            rival.beat(ready(PartState.OUT))
        assert refused.value.code == "bridge-twice"
    assert part().state == "ready"
    assert Event.objects.filter(verb="rival").count() == 1
    assert Station.objects.get().instance == place.instance
    with pytest.raises(Refused):
        rival.take()


def test_another_bridge_takes_over_when_the_first_has_been_silent(place: Place) -> None:
    other = Place(place.station, place.now)
    other.later(OFFLINE_AFTER + 1)
    other.beat()
    assert Station.objects.get().instance == other.instance
    place.now = other.now
    with pytest.raises(Refused):
        place.beat()


def test_silence_is_noticed_once_and_its_end_too(place: Place) -> None:
    seen = place.now
    assert actions.sweep(now=place.later(OFFLINE_AFTER)) == 0
    assert actions.sweep(now=place.later(1)) == 1
    assert actions.sweep(now=place.later(1)) == 0
    lost = Event.objects.get(verb="lost")
    assert lost.data["since"] == seen.isoformat(timespec="seconds")
    assert place.printer.trouble == "away"
    assert place.printer.since == seen
    place.beat()
    assert Event.objects.filter(verb="back").count() == 1
    assert place.printer.trouble is None


def test_a_device_that_was_taken_away_is_gone_but_a_printer_stays_because_its_papers_name_it(place: Place) -> None:
    scanner = actions.Heard("scan", PartKind.SCANNER, PartState.READY, 0)
    place.beat(ready(), scanner)
    place.beat(scanner)
    assert {(one.name, one.state) for one in Part.objects.all()} == {("scan", "ready"), ("ticket", "away")}
    place.beat(ready())
    assert {(one.name, one.state) for one in Part.objects.all()} == {("ticket", "ready")}


def test_what_a_page_says_of_its_camera_survives_the_beats_of_the_bridge(place: Place) -> None:
    actions.report_camera(station=place.station, state=PartState.BLACK, seconds=1, now=place.now)
    place.beat()
    assert Part.objects.get(name="camera").state == "black"


def test_a_new_key_voids_the_old_one_and_a_revoked_one_opens_nothing(place: Place) -> None:
    named = {"centre": "LF", "kind": "check-in", "number": 1, "now": NOW, "by": "system"}
    first = actions.give_key(**named)
    assert queries.station_of_key(first) == place.station
    second = actions.give_key(**named)
    assert queries.station_of_key(first) is None
    actions.revoke_key(**named)
    assert queries.station_of_key(second) is None
    assert not Event.objects.filter(data__icontains=second).exists()


def test_other_printers_are_those_that_would_print_the_desk_first_and_no_kiosk(place: Place) -> None:
    for kind, number in (("window", 3), ("kiosk", 1), ("desk", 1), ("window", 2)):
        make_place(kind=kind, number=number)
    out = make_place(kind="window", number=1)
    out.beat(ready(PartState.OUT))
    others = queries.other_printers("LF", place.printer.id, NOW)
    assert [(one.place, one.number) for one in others] == [("desk", 1), ("window", 2), ("window", 3)]


def test_a_machine_has_what_works_there_now_and_nothing_while_its_bridge_is_silent(place: Place) -> None:
    reader = actions.Heard("card", PartKind.CARD_READER, PartState.AWAY, 0)
    place.beat(ready(PartState.LOW), reader)
    actions.report_camera(station=place.station, state=PartState.READY, seconds=0, now=place.now)
    here = ("LF", "check-in", 1)
    assert queries.working(*here, place.now) == {PartKind.ESCPOS, PartKind.CAMERA}
    assert queries.working(*here, place.later(OFFLINE_AFTER + 1)) == {PartKind.CAMERA}
    assert queries.working("LF", "check-in", 2, place.now) == frozenset()


def test_a_place_of_a_kind_that_does_not_exist_is_refused(db: None) -> None:
    make_centre()
    with pytest.raises(Refused) as refused:
        actions.add_station(centre="LF", kind="roof", number=1, now=NOW, by="system")
    assert refused.value.code == "station-kind"


def test_a_beat_costs_a_bounded_number_of_statements(place: Place, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(7):
        place.beat()
