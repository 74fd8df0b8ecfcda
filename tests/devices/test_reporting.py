"""A bridge says how its devices are: what is kept, since when, who is told, and what silence means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.bridge.states import OFFLINE_AFTER, PartKind, PartState
from onetrip.centres.actions import add_device
from onetrip.devices import actions, queries
from onetrip.devices.models import Part, Station
from onetrip.devices.showing import page_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
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


def test_what_does_not_work_at_a_machine_is_known_and_nothing_does_while_its_bridge_is_silent(place: Place) -> None:
    kiosk = make_place(kind="kiosk", number=2)
    kiosk.beat(
        ready(PartState.LOW),
        actions.Heard("card", PartKind.CARD_READER, PartState.AWAY, 0),
        actions.Heard("spare", PartKind.CARD_READER, PartState.READY, 0),
        actions.Heard("page", PartKind.IPP, PartState.JAM, 0),
    )
    assert queries.not_working("LF", "kiosk", NOW) == {2: {PartKind.IPP}}, "one of two readers works"
    late = kiosk.later(OFFLINE_AFTER + 1)
    assert queries.not_working("LF", "kiosk", late) == {2: {PartKind.ESCPOS, PartKind.CARD_READER, PartKind.IPP}}


def test_a_camera_is_believed_while_its_page_is_heard_and_no_longer(place: Place) -> None:
    machine = add_device(centre=place.station.centre, kind="check-in", number=1, by="system", now=NOW)[0]
    actions.report_camera(station=place.station, state=PartState.READY, seconds=0, now=NOW)
    assert queries.not_working("LF", "check-in", NOW) == {1: {PartKind.CAMERA}}
    actions.screen_seen(account_id=machine.account_id, showing="hall", now=NOW)
    assert queries.not_working("LF", "check-in", NOW) == {1: frozenset()}
    later = place.later(60)
    place.beat()
    assert queries.not_working("LF", "check-in", later) == {1: {PartKind.CAMERA}}
    shown = {part.name.zh: part.state.zh for part in page_of(place.station.centre, later).places[0].parts}
    assert shown["摄像头"] == "不知道"


def test_a_printer_that_is_no_longer_spoken_of_is_looked_for_two_days_and_then_no_more(place: Place) -> None:
    other = actions.Heard("new", PartKind.ESCPOS, PartState.READY, 0)
    place.beat(other)
    assert [one.part.state.zh for one in page_of(place.station.centre, place.now).troubles] == ["连不上"]
    place.later(2 * 86_400 + 1)
    place.beat(other)
    assert page_of(place.station.centre, place.now).troubles == ()
    assert place.printer.trouble is None, "the other one prints"
    assert Event.objects.get(verb="retire").thing_id == "check-in-1/ticket"
    place.later(2)
    place.beat(other)
    assert Event.objects.filter(verb="retire").count() == 1
    place.beat(other, ready())
    assert len(queries.printers("LF", place.now)) == 2, "spoken of again, it is back"


def test_a_place_that_was_carried_away_is_looked_for_no_more_and_comes_back_with_a_new_key(place: Place) -> None:
    named = {"centre": "LF", "kind": "check-in", "number": 1, "now": NOW, "by": "system"}
    key = actions.give_key(**named)
    actions.retire(**named)
    assert queries.stations("LF") == []
    assert queries.printer_at("LF", "check-in", 1, NOW) is None
    assert queries.station_of_key(key) is None
    with pytest.raises(NotFound):
        actions.retire(**named)
    actions.add_station(**named)
    place.later(OFFLINE_AFTER + 1)
    place.beat()
    assert place.printer.trouble is None


def test_a_screen_that_was_carried_away_is_looked_for_no_more(place: Place) -> None:
    display = add_device(centre=place.station.centre, kind="display", number=3, by="system", now=NOW)[0]
    actions.screen_seen(account_id=display.account_id, showing="display", now=NOW)
    actions.retire(centre="LF", kind="display", number=3, now=NOW, by="system")
    assert queries.screens("LF") == []


def test_a_place_of_a_kind_that_does_not_exist_is_refused(db: None) -> None:
    make_centre()
    with pytest.raises(Refused) as refused:
        actions.add_station(centre="LF", kind="roof", number=1, now=NOW, by="system")
    assert refused.value.code == "station-kind"


def test_a_beat_costs_a_bounded_number_of_statements(place: Place, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(7):
        place.beat()
