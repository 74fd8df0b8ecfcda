"""What the supervisor is shown: idle windows while people wait, picks by hand, overtime, and the alert of a long wait."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres import actions as centres
from onetrip.centres.models import Centre, Duty, Window
from onetrip.centres.opening import Hours
from onetrip.centres.queries import duty_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import actions, queries, watching
from onetrip.lobby.idling import Happened, idle_windows
from onetrip.lobby.models import Ticket, TidalAlert
from onetrip.lobby.overtime import overtime_minutes
from onetrip.lobby.proposing import RESTED, Paused, Spare, propose
from onetrip.lobby.watching import asked_of, watch
from onetrip.rules import Text
from tests.factories import NOW, TODAY
from tests.lobby.hall import Hall

NAME = Text("李测", "Li Ce")


def at(minute: float) -> datetime:
    return NOW + timedelta(minutes=minute)


def ticket(minute: float, before: str, after: str, window: int | None = None) -> Happened:
    return Happened(at(minute), "ticket", "x", window, before, after)


def test_a_window_is_idle_only_while_it_is_open_free_and_somebody_waits() -> None:
    events = [
        Happened(at(0), "window", "take", 1),
        ticket(5, "", "waiting"),  # five minutes with nobody waiting are no idleness
        ticket(8, "waiting", "called", 1),
        ticket(9, "called", "serving", 1),
        ticket(10, "", "waiting"),
        ticket(20, "serving", "done", 1),
        Happened(at(24), "window", "pause", 1),
        Happened(at(30), "window", "resume", 1),
        ticket(31, "waiting", "called", 1),
    ]
    idle = idle_windows(events)[1]
    assert (idle.total, idle.stretches, idle.since) == (timedelta(minutes=3 + 4 + 1), 3, None)


def test_a_breath_between_two_residents_is_work() -> None:
    events = [ticket(0, "", "waiting"), ticket(0, "", "waiting"), ticket(1, "waiting", "called", 1)]
    events += [ticket(2, "called", "done", 1), ticket(2.4, "waiting", "called", 1)]
    assert 1 not in idle_windows(events, opened=[]) or not idle_windows(events)[1].total
    events.insert(0, Happened(at(0), "window", "take", 1))
    assert idle_windows(events)[1].total == timedelta(minutes=1)


def test_the_stretch_that_goes_on_counts_until_now() -> None:
    idle = idle_windows([ticket(0, "", "waiting")], opened=[3])[3]
    assert (idle.since, idle.until(at(7))) == (at(0), timedelta(minutes=7))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["draw", "call", "done", "take", "pause"]), st.integers(1, 3))
    )
)
def test_nobody_idles_longer_than_the_day_whatever_happens(rows) -> None:
    states = {"draw": ("", "waiting"), "call": ("waiting", "called"), "done": ("called", "done")}
    minute, events = 0, []
    for ahead, what, window in rows:
        minute += ahead
        if what in states:
            events.append(ticket(minute, *states[what], None if what == "draw" else window))
        else:
            events.append(Happened(at(minute), "window", what, window))
    for idle in idle_windows(events).values():
        assert timedelta(0) <= idle.until(at(minute)) <= timedelta(minutes=minute)


@given(st.lists(st.sampled_from([("waiting", "left"), ("waiting", "called"), ("", "waiting")]), max_size=12))
def test_no_window_is_idle_while_fewer_than_one_are_known_to_wait(steps) -> None:
    waiting, events = 0, [Happened(at(0), "window", "take", 1)]
    for minute, (before, after) in enumerate(steps, start=1):
        waiting += (after == "waiting") - (before == "waiting")
        events.append(ticket(minute, before, after))
    idle = idle_windows(events).get(1)
    assert (idle is not None and idle.since is not None) == (waiting > 0)


HOURS = [Hours(True, time(8, 30), time(11, 30)), Hours(True, time(13, 0), time(16, 30))]


def clock(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "ended", "minutes"),
    [
        (clock(10, 0), clock(11, 30), 0),
        (clock(11, 20), clock(11, 45), 15),  # into the lunch break
        (clock(11, 20), clock(13, 10), 90),  # through it
        (clock(16, 20), clock(17, 5), 35),
        (clock(17, 0), clock(17, 20), 20),
        (clock(8, 0), clock(9, 0), 0),  # before the doors open
        (clock(17, 0), clock(16, 0), 0),  # the clock was set back
    ],
)
def test_overtime_is_what_lies_after_a_closing(began: datetime, ended: datetime, minutes: int) -> None:
    assert overtime_minutes(HOURS, began, ended) == minutes


def test_a_day_without_hours_has_no_overtime() -> None:
    assert overtime_minutes([], clock(9, 0), clock(19, 0)) == 0


@pytest.mark.django_db
def test_whoever_took_a_number_is_served_after_closing_and_the_time_is_recorded(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.now = datetime(2026, 11, 24, 8, 24, tzinfo=UTC)  # 16:24 in Shanghai, the doors close at 16:30
    hall.call(1)
    hall.at_window("start", ticket, 1)
    hall.tick(20)
    hall.at_window("finish", ticket, 1)
    event = Event.objects.get(thing="overtime")
    assert (event.actor, event.data) == (hall.clerks[1].actor, {"number": "A001", "window": 2, "minutes": 17})
    (counted,) = watch(hall.centre, hall.now).overtime
    assert (counted.count, counted.windows) == (17, (2,))


@pytest.mark.django_db
def test_a_hall_open_at_any_hour_works_no_overtime(hall: Hall) -> None:
    Centre.objects.update(numbers_at_any_hour=True)
    hall.now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    hall.at_window("finish", hall.serving())
    assert not Event.objects.filter(thing="overtime").exists()


@pytest.mark.django_db
def test_picks_by_hand_are_counted_by_who_picked(hall: Hall) -> None:
    hall.arrive()
    later = hall.arrive()
    hall.call(0, ticket_id=later.pk)
    hall.call(1)
    (counted,) = watch(hall.centre, hall.now).picks
    assert counted.count == 1


@pytest.mark.django_db
def test_a_free_window_while_somebody_waits_is_shown_also_when_its_clerk_never_left_last_night(hall: Hall) -> None:
    Duty.objects.update(began=NOW - timedelta(days=1))
    hall.arrive()
    hall.tick(10)
    seen = watch(hall.centre, hall.now)
    assert {one.window: one.now_minutes for one in seen.idle_now} == {1: 10, 2: 10, 3: 10}


@pytest.mark.django_db
def test_numbers_let_go_of_in_the_night_make_nobody_idle_in_the_morning_and_hide_nobodys_idleness(hall: Hall) -> None:
    hall.arrive()
    hall.now += timedelta(hours=16)  # into the night
    actions.close_day(centre="LF", day=TODAY, now=hall.now, by="system:clock")
    hall.now = NOW + timedelta(days=1)
    assert watch(hall.centre, hall.now).idle == ()
    hall.arrive()
    watching.forget()
    hall.tick(10)
    assert {one.window for one in watch(hall.centre, hall.now).idle_now} == {1, 2, 3}


@pytest.mark.django_db
def test_the_page_takes_a_bounded_number_of_statements(hall: Hall, django_assert_max_num_queries) -> None:
    for _ in range(30):
        hall.arrive()
    watch(hall.centre, hall.now)
    with django_assert_max_num_queries(16):
        watch(hall.centre, hall.now)


# The alert ------------------------------------------------------------------------------------------------------------


def crowd(hall: Hall, people: int = 12) -> None:
    for _ in range(people):
        hall.arrive()


@pytest.mark.django_db
def test_a_wait_over_the_line_raises_one_alert(hall: Hall) -> None:
    crowd(hall, 8)
    assert not TidalAlert.objects.exists()
    crowd(hall)
    alert = TidalAlert.objects.get()
    assert alert.minutes > hall.centre.wait_threshold_minutes
    assert Event.objects.filter(thing="tidal", verb="raise").count() == 1


def look(hall: Hall, minutes: float = 0) -> None:
    """The clock looks at the hall so many minutes later."""
    queries.forget()
    actions.look_at_waits(now=hall.tick(minutes), by="system:clock")


@pytest.mark.django_db
def test_a_line_that_stands_because_no_window_calls_is_told_of_although_no_wait_can_be_predicted(hall: Hall) -> None:
    Duty.objects.update(ended=NOW)
    hall.arrive()
    look(hall, 4)
    assert not TidalAlert.objects.exists(), "somebody may just be sitting down"
    look(hall, 1)
    alert = TidalAlert.objects.get()
    assert (alert.minutes, alert.waiting) == (None, 1)
    assert watch(hall.centre, hall.now).alert.proposals, "who is at no window is proposed"
    look(hall, 1)
    assert TidalAlert.objects.get() == alert


@pytest.mark.django_db
def test_the_next_who_draws_a_number_in_such_a_hall_need_not_wait_for_the_clock(hall: Hall) -> None:
    Duty.objects.update(ended=NOW)
    hall.arrive()
    hall.tick(6)
    hall.arrive()
    assert TidalAlert.objects.get().waiting == 2


@pytest.mark.django_db
def test_windows_that_pause_while_a_line_stands_raise_the_alert_without_anybody_coming(hall: Hall) -> None:
    crowd(hall, 7)
    look(hall)
    assert not TidalAlert.objects.exists()
    for clerk in hall.clerks[1:]:
        centres.pause_window(duty=duty_of(clerk.pk), reason="break", now=hall.now, by="x")
    look(hall)
    assert TidalAlert.objects.get().minutes > hall.centre.wait_threshold_minutes


@pytest.mark.django_db
def test_an_alert_ends_when_everybody_has_gone_home_and_nobody_is_left_to_call(hall: Hall) -> None:
    Duty.objects.update(ended=NOW)
    waiting = hall.arrive()
    look(hall, 6)
    hall.in_hall("leave", waiting)
    look(hall)
    assert TidalAlert.objects.get().cleared_at == hall.now


@pytest.mark.django_db
def test_the_alert_is_seen_by_whom_and_when_and_the_first_counts(hall: Hall) -> None:
    crowd(hall)
    alert = TidalAlert.objects.get()
    for by in ("staff:guide", "staff:supervisor"):
        actions.see_alert(centre="LF", alert_id=alert.pk, now=hall.tick(), by=by, key=uuid.uuid4())
    alert.refresh_from_db()
    assert alert.seen_by == "staff:guide"
    assert Event.objects.filter(thing="tidal", verb="see").count() == 1


@pytest.mark.django_db
def test_somebody_is_asked_opens_the_window_and_the_alert_ends_when_the_wait_is_down(hall: Hall) -> None:
    centres.pause_window(duty=duty_of(hall.clerks[2].pk), reason="back-office", now=hall.now, by="x")
    queries.forget()
    crowd(hall, 9)
    alert = TidalAlert.objects.get()
    proposal = watch(hall.centre, hall.now).alert.proposals[0]
    assert (proposal.window, proposal.account, proposal.reason) == (3, hall.clerks[2].pk, "back-office")
    actions.ask_to_open(
        centre="LF",
        alert_id=alert.pk,
        window=3,
        account_id=hall.clerks[2].pk,
        now=hall.tick(),
        by="x",
        key=uuid.uuid4(),
    )
    assert asked_of(hall.clerks[2].pk, hall.centre, hall.now) is not None
    centres.pause_window(duty=duty_of(hall.clerks[2].pk), reason="", now=hall.tick(), by="x")
    queries.forget()
    hall.call(2)
    alert.refresh_from_db()
    assert alert.opened_at == hall.now
    assert asked_of(hall.clerks[2].pk, hall.centre, hall.now) is None
    for place in (0, 1):
        hall.call(place)
    alert.refresh_from_db()
    assert alert.cleared_at == hall.now
    assert [event.verb for event in Event.objects.filter(thing="tidal").order_by("pk")] == [
        "raise",
        "ask",
        "open",
        "clear",
    ]


@pytest.mark.django_db
def test_nobody_is_asked_who_does_not_serve_or_when_it_is_over(hall: Hall) -> None:
    crowd(hall)
    alert = TidalAlert.objects.get()
    given = {"centre": "LF", "alert_id": alert.pk, "window": 3, "now": hall.now, "by": "x"}
    with pytest.raises(NotFound):
        actions.ask_to_open(account_id=987654, key=uuid.uuid4(), **given)
    TidalAlert.objects.update(cleared_at=hall.now)
    with pytest.raises(Refused, match="alert-over"):
        actions.ask_to_open(account_id=hall.clerks[0].pk, key=uuid.uuid4(), **given)


@pytest.mark.django_db
def test_an_alert_of_yesterday_stands_no_more_and_is_in_the_way_of_none(hall: Hall) -> None:
    row = {"minutes": 20, "waiting": 9, "threshold_minutes": 15}
    old = TidalAlert.objects.create(centre=hall.centre, began_at=NOW - timedelta(days=1), **row)
    assert watch(hall.centre, hall.now).alert is None
    crowd(hall)
    old.refresh_from_db()
    assert old.cleared_at is not None
    assert watch(hall.centre, hall.now).alert.row.pk != old.pk


@pytest.mark.django_db
def test_a_number_forgotten_overnight_is_no_overtime(hall: Hall) -> None:
    ticket = hall.serving()
    actions.close_day(centre="LF", day=TODAY, now=hall.now + timedelta(days=1), by="system")
    ticket.refresh_from_db()
    assert ticket.state == "done"
    assert not Event.objects.filter(thing="overtime").exists()


@pytest.mark.django_db
def test_a_parked_number_of_yesterday_is_let_go_of(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.in_hall("hold", ticket, why="fetching")
    assert actions.close_day(centre="LF", day=TODAY, now=hall.now + timedelta(days=1), by="system") == [ticket.pk]
    ticket.refresh_from_db()
    assert ticket.state == "left"


@pytest.mark.django_db
def test_the_table_of_alerts_keeps_its_rules(hall: Hall) -> None:
    row = {"centre": hall.centre, "began_at": NOW, "minutes": 20, "waiting": 9, "threshold_minutes": 15}
    TidalAlert.objects.create(**row)
    for constraint, wrong in [
        ("tidal_one_open_per_centre", {}),
        ("tidal_seen_by_somebody", {"cleared_at": NOW, "seen_at": NOW}),
        ("tidal_asked_whole", {"cleared_at": NOW, "asked_at": NOW}),
    ]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            TidalAlert.objects.create(**row, **wrong)


def test_work_that_can_wait_is_asked_back_before_a_break_and_a_fresh_break_not_at_all() -> None:
    paused = [
        Paused(1, 11, NAME, "break", NOW - RESTED),
        Paused(2, 12, NAME, "break", NOW - timedelta(minutes=2)),
        Paused(3, 13, NAME, "help", None),
        Paused(4, 14, NAME, "back-office", NOW),
    ]
    spare = [Spare(21, NAME, was_here=False), Spare(22, NAME, was_here=True)]
    found = propose(paused, spare, [(5, False), (9, True)], NOW)
    assert [(one.window, one.account) for one in found] == [(4, 14), (3, 13), (9, 22), (1, 11)]


def test_without_a_free_window_and_without_people_nothing_is_proposed() -> None:
    assert propose([], [Spare(1, NAME, was_here=True)], [], NOW) == []
    assert propose([], [], [(1, True)], NOW) == []


@pytest.mark.django_db
def test_tickets_keep_their_rules(hall: Hall) -> None:
    one = hall.arrive()
    row = Ticket.objects.filter(pk=one.pk)
    window = Window.objects.first()
    for constraint, wrong in [
        ("ticket_never_set_back", {"queue_at": NOW + timedelta(hours=2)}),
        ("ticket_credit_never_absolute", {"credit_minutes": 61}),
        ("ticket_for_window_waits", {"state": "held", "for_window": window}),
    ]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.update(**wrong)
