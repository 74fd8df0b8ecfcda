from __future__ import annotations

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
import time_machine

from onetrip.centres.models import Duty
from onetrip.duty import actions
from onetrip.duty.attending import days_of
from onetrip.duty.models import Attendance, Leave, Overtime
from onetrip.duty.queries import on_duty_between, rostered
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.staff.models import Account, Session
from tests import browsing
from tests.duty.conftest import BY, MONDAY, NOW, Place, key
from tests.factories import TODAY, make_centre

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=20)


def at(place: Place, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=place.centre.zone)


def works(place: Place, account: Account, began: datetime, ended: datetime | None, window: int = 0) -> None:
    Duty.objects.create(
        window=place.centre.windows.order_by("number")[window], account=account, began=began, ended=ended
    )


def serves(place: Place, account: Account, day: date, drawn: datetime, began: datetime, ended: datetime) -> Ticket:
    visit = Visit.objects.create(centre=place.centre, day=day, arrived_at=drawn, finished_at=ended, outcome="all")
    return Ticket.objects.create(
        centre=place.centre,
        visit=visit,
        day=day,
        prefix="A",
        serial=Ticket.objects.count() + 1,
        state="done",
        drawn_at=drawn,
        waits_since=drawn,
        queue_at=drawn,
        served_by=account,
        first_called_at=began,
        called_at=began,
        started_at=began,
        finished_at=ended,
    )


@pytest.fixture
def worked(place: Place) -> Place:
    """Clerk 1 is on duty by roster on Monday from 8:30, with lunch from 11:30; guide 1 at the front desk."""
    made = place.propose()
    made.assignments.all().delete()
    place.change(made, place.clerks[0], MONDAY, "b1", "window")
    place.change(made, place.guides[0], MONDAY, "b1", "desk")
    place.publish(made)
    return place


def of(place: Place, account: Account, last: date = MONDAY):
    return on_duty_between("LF", MONDAY, last).get(account.pk)


def test_whoever_took_a_window_was_there_from_then_until_leaving_it_without_lunch(worked: Place) -> None:
    clerk = worked.clerks[0]
    works(worked, clerk, at(worked, MONDAY, 8, 30), at(worked, MONDAY, 17))
    found = of(worked, clerk)
    assert (found.days_on_duty, found.minutes_on_duty) == (1, 8 * 60)


def test_two_windows_on_a_day_are_one_day(worked: Place) -> None:
    clerk = worked.clerks[0]
    works(worked, clerk, at(worked, MONDAY, 8, 30), at(worked, MONDAY, 10))
    works(worked, clerk, at(worked, MONDAY, 10, 10), at(worked, MONDAY, 12), 1)
    assert (of(worked, clerk).days_on_duty, of(worked, clerk).minutes_on_duty) == (1, 180)


def test_a_window_forgotten_over_night_does_not_make_a_day_of_sixteen_hours(worked: Place) -> None:
    clerk = worked.clerks[0]
    works(worked, clerk, at(worked, MONDAY, 8, 30), at(worked, MONDAY, 23, 59))
    assert of(worked, clerk).minutes_on_duty == 8 * 60


def test_a_guide_is_seen_by_signing_in_and_only_within_the_shift(worked: Place) -> None:
    guide = worked.guides[0]
    began = at(worked, MONDAY, 7)
    Session.objects.create(account=guide, began_at=began, seen_at=at(worked, MONDAY, 22), proved_at=began)
    assert of(worked, guide).minutes_on_duty == 8 * 60


def test_a_look_at_the_page_on_a_day_off_is_no_work(worked: Place) -> None:
    clerk, began = worked.clerks[1], at(worked, MONDAY + timedelta(days=6), 20)
    Session.objects.create(account=clerk, began_at=began, seen_at=began + timedelta(hours=2), proved_at=began)
    assert of(worked, clerk, MONDAY + timedelta(days=6)) is None


def test_who_was_never_there_is_left_out_and_a_month_without_anything_is_empty(worked: Place) -> None:
    assert on_duty_between("LF", MONDAY, MONDAY) == {}
    assert on_duty_between("LF", date(2020, 1, 1), date(2020, 1, 31)) == {}


def test_rostered_and_not_seen_is_told_to_whoever_plans(worked: Place) -> None:
    found = [one for one in days_of("LF", MONDAY, MONDAY, now=LATER) if one.account_id == worked.clerks[0].pk]
    assert [(one.stay, one.source, one.minutes) for one in found] == [(None, "", 0)]


def test_by_hand_with_its_reason_counts_instead_and_earlier_words_stay(worked: Place) -> None:
    clerk = worked.clerks[0]
    works(worked, clerk, at(worked, MONDAY, 8, 30), at(worked, MONDAY, 17))
    given = {"centre": "LF", "account_id": clerk.pk, "day": MONDAY, "now": LATER, "by": BY}
    actions.put_down_attendance(
        **given, came=at(worked, MONDAY, 9), left=at(worked, MONDAY, 11), reason="停电", key=key()
    )
    assert of(worked, clerk).minutes_on_duty == 120
    actions.put_down_attendance(**given, came=None, left=None, reason="其实没来", key=key())
    assert of(worked, clerk) is None
    assert Attendance.objects.count() == 2


@pytest.mark.parametrize(
    ("came", "left", "reason", "offset"),
    [((9, 0), (8, 0), "x", 0), ((9, 0), None, "x", 0), ((9, 0), (10, 0), "  ", 0), ((9, 0), (10, 0), "x", 1)],
)
def test_attendance_that_cannot_be_is_refused(worked: Place, came, left, reason: str, offset: int) -> None:
    with pytest.raises(Malformed):
        actions.put_down_attendance(
            centre="LF",
            account_id=worked.clerks[0].pk,
            day=MONDAY + timedelta(days=offset),
            came=at(worked, MONDAY, *came) if came else None,
            left=at(worked, MONDAY, *left) if left else None,
            reason=reason,
            now=LATER,
            by=BY,
            key=key(),
        )


def test_somebody_of_another_centre_is_not_put_down(worked: Place) -> None:
    make_centre("DN")
    with pytest.raises(NotFound):
        actions.put_down_attendance(
            centre="DN",
            account_id=worked.clerks[0].pk,
            day=MONDAY,
            came=None,
            left=None,
            reason="x",
            now=LATER,
            by=BY,
            key=key(),
        )


def decide(place: Place, account: Account, *, confirmed: bool = True, words: str = "", now: datetime = LATER):
    return actions.decide_overtime(
        centre="LF",
        account_id=account.pk,
        day=MONDAY,
        confirmed=confirmed,
        words=words,
        now=now,
        by=BY,
        decider=place.supervisor.pk,
        key=key(),
    )


def test_overtime_is_earned_by_numbers_and_counts_once_a_person_confirms_it(worked: Place) -> None:
    clerk = worked.clerks[0]  # the shift ends at 17:00, the doors close at 16:30
    serves(worked, clerk, MONDAY, at(worked, MONDAY, 16, 25), at(worked, MONDAY, 16, 50), at(worked, MONDAY, 17, 25))
    found = [one for one in days_of("LF", MONDAY, MONDAY, now=LATER) if one.account_id == clerk.pk]
    assert (found[0].earned.minutes, found[0].earned.numbers) == (25, ("A001",))
    assert on_duty_between("LF", MONDAY, MONDAY).get(clerk.pk) is None
    decided = decide(worked, clerk)
    assert (decided.minutes, decided.tickets) == (25, 1)
    assert of(worked, clerk).overtime_minutes == 25
    decide(worked, clerk, confirmed=False, words="看过了，不是这样")
    assert of(worked, clerk) is None
    assert Overtime.objects.count() == 1
    assert Event.objects.filter(thing="overtime").count() == 2


def test_a_number_drawn_after_closing_or_a_clerk_who_idles_earns_nothing(worked: Place) -> None:
    clerk = worked.clerks[0]
    serves(worked, clerk, MONDAY, at(worked, MONDAY, 16, 31), at(worked, MONDAY, 17), at(worked, MONDAY, 18))
    works(worked, clerk, at(worked, MONDAY, 8, 30), at(worked, MONDAY, 20))
    with pytest.raises(Refused, match="no-overtime"):
        decide(worked, clerk)


def test_nobody_confirms_their_own_overtime_and_a_refusal_says_why(worked: Place) -> None:
    serves(
        worked, worked.supervisor, MONDAY, at(worked, MONDAY, 16), at(worked, MONDAY, 16, 50), at(worked, MONDAY, 18)
    )
    with pytest.raises(Refused, match="overtime-own"):
        decide(worked, worked.supervisor)
    with pytest.raises(Malformed):
        decide(worked, worked.clerks[0], confirmed=False)


def confirm_all(place: Place, *shown: tuple[Account, int], sent: uuid.UUID | None = None) -> int:
    return actions.confirm_overtime(
        centre="LF",
        shown=[(account.pk, MONDAY, minutes) for account, minutes in shown],
        now=LATER,
        by=BY,
        decider=place.supervisor.pk,
        key=sent or key(),
    )


def two_who_stayed(place: Place) -> tuple[Account, Account]:
    """Two clerks who served a number drawn at 16:25 until 17:25 and 17:10."""
    first, second = place.clerks[:2]
    serves(place, first, MONDAY, at(place, MONDAY, 16, 25), at(place, MONDAY, 16, 50), at(place, MONDAY, 17, 25))
    serves(place, second, MONDAY, at(place, MONDAY, 16, 26), at(place, MONDAY, 16, 50), at(place, MONDAY, 17, 10))
    return first, second


def test_all_the_overtime_that_was_read_is_confirmed_by_one_press_and_a_second_press_adds_nothing(
    worked: Place,
) -> None:
    first, second = two_who_stayed(worked)
    press = key()
    assert confirm_all(worked, (first, 25), (second, 20), sent=press) == 45
    assert confirm_all(worked, (first, 25), (second, 20), sent=press) == 45
    assert (of(worked, first).overtime_minutes, of(worked, second).overtime_minutes) == (25, 20)
    assert Event.objects.filter(thing="overtime", verb="confirm").count() == 2


def test_the_page_sends_what_it_showed_and_then_shows_nothing_more(worked: Place) -> None:
    two_who_stayed(worked)
    with time_machine.travel(at(worked, MONDAY + timedelta(days=2), 9), tick=False):
        planner = browsing.visitor(worked.supervisor)
        page = planner.get("/duty/plan/").content.decode()
        assert "这 2 条都确认" in page
        shown = re.findall(r'name="shown" value="([^"]+)"', page)
        assert planner.post("/duty/plan/overtime/all", {"idempotency_key": key(), "shown": shown}).status_code == 302
        after = planner.get("/duty/plan/").content.decode()
        unread = planner.post("/duty/plan/overtime/all", {"idempotency_key": key(), "shown": ["1@x@2"]})
    assert "最近两周没有等着的" in after
    assert "都确认" not in after
    assert Overtime.objects.filter(is_confirmed=True).count() == 2
    assert unread.status_code == 422
    assert "这张单子读不出来" in browsing.words(unread)


def test_of_a_list_that_changed_while_it_was_read_nothing_is_confirmed(worked: Place) -> None:
    first, second = two_who_stayed(worked)
    with pytest.raises(Refused, match="overtime-changed"):
        confirm_all(worked, (first, 25), (second, 12))
    assert not Overtime.objects.exists()
    decide(worked, second, confirmed=False, words="人不在")
    with pytest.raises(Refused, match="overtime-changed"):
        confirm_all(worked, (first, 25), (second, 20))
    assert [(one.account_id, one.is_confirmed) for one in Overtime.objects.all()] == [(second.pk, False)]


def test_all_at_once_neither_takes_ones_own_nor_an_empty_list(worked: Place) -> None:
    first, _ = two_who_stayed(worked)
    with pytest.raises(Refused, match="overtime-own"):
        confirm_all(worked, (first, 25), (worked.supervisor, 10))
    with pytest.raises(Refused, match="no-overtime"):
        confirm_all(worked)
    assert not Overtime.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_out_of_this_world_are_refused(worked: Place, day: date) -> None:
    with pytest.raises(Refused, match="no-overtime"):
        actions.decide_overtime(
            centre="LF", account_id=1, day=day, confirmed=True, words="", now=LATER, by=BY, decider=2, key=key()
        )
    with pytest.raises(Malformed):
        actions.put_down_attendance(
            centre="LF", account_id=1, day=day, came=None, left=None, reason="x", now=LATER, by=BY, key=key()
        )


def test_overtime_of_a_day_that_is_not_over_waits(worked: Place) -> None:
    clerk = worked.clerks[0]
    serves(worked, clerk, MONDAY, at(worked, MONDAY, 16, 25), at(worked, MONDAY, 16, 50), at(worked, MONDAY, 17, 25))
    with pytest.raises(Refused, match="no-overtime"):
        decide(worked, clerk, now=at(worked, MONDAY, 18))


def test_leave_counts_on_working_days_and_only_while_on_this_roster(place: Place) -> None:
    clerk = place.clerks[0]
    place.leave(clerk, MONDAY, MONDAY + timedelta(days=9))  # with one weekend
    whole = on_duty_between("LF", MONDAY, MONDAY + timedelta(days=13))
    assert whole[clerk.pk].leave_days == 8
    actions.end_contract(centre="LF", account_id=clerk.pk, last=MONDAY + timedelta(days=2), now=NOW, by=BY, key=key())
    assert on_duty_between("LF", MONDAY, MONDAY + timedelta(days=13))[clerk.pk].leave_days == 3


def test_leave_that_overlaps_is_refused_and_after_taking_it_back_is_not(place: Place) -> None:
    clerk = place.clerks[0]
    first = place.leave(clerk, MONDAY, MONDAY + timedelta(days=2), grant=False)
    with pytest.raises(Refused, match="leave-overlaps"):
        place.leave(clerk, MONDAY + timedelta(days=2), grant=False)
    with pytest.raises(NotFound):
        actions.take_back_leave(centre="LF", account_id=place.clerks[1].pk, leave_id=first.pk, now=NOW, by="staff:x")
    for _ in range(2):
        actions.take_back_leave(centre="LF", account_id=clerk.pk, leave_id=first.pk, now=NOW, by=clerk.actor)
    assert place.leave(clerk, MONDAY + timedelta(days=2), grant=False).state == "asked"


def test_a_refusal_of_leave_says_why_and_what_was_decided_is_not_decided_again(place: Place) -> None:
    asked = place.leave(place.clerks[0], MONDAY, grant=False)
    given = {"centre": "LF", "leave_id": asked.pk, "now": NOW, "by": BY}
    with pytest.raises(Malformed):
        actions.decide_leave(**given, granted=False, words=" ", key=key())
    actions.decide_leave(**given, granted=False, words="那天已有三人请假", key=key())
    with pytest.raises(Refused, match="leave-decided"):
        actions.decide_leave(**given, granted=True, words="", key=key())
    assert Leave.objects.get(pk=asked.pk).state == "refused"


def test_why_somebody_is_away_is_in_no_event(place: Place) -> None:
    place.leave(place.clerks[0], MONDAY, kind="family")
    assert "family" not in str(list(Event.objects.filter(thing="leave").values()))


@pytest.mark.parametrize(
    ("first", "last", "kind"), [(0, -1, "annual"), (0, 0, "holiday"), (-9, -8, "annual"), (0, 900, "sick")]
)
def test_leave_that_cannot_be_is_refused(place: Place, first: int, last: int, kind: str) -> None:
    with pytest.raises(Malformed):
        place.leave(
            place.clerks[0], TODAY + timedelta(days=first), TODAY + timedelta(days=last), kind=kind, grant=False
        )


def test_sick_leave_can_be_given_in_afterwards(place: Place) -> None:
    assert place.leave(place.clerks[0], TODAY - timedelta(days=2), kind="sick", grant=False).state == "asked"


def test_leave_that_has_begun_is_not_taken_back(place: Place) -> None:
    granted = place.leave(place.clerks[0], TODAY)
    with pytest.raises(Refused, match="leave-begun"):
        actions.take_back_leave(
            centre="LF", account_id=place.clerks[0].pk, leave_id=granted.pk, now=NOW, by="staff:clerk1"
        )


def test_a_break_begins_and_ends_once_and_a_window_has_its_own(place: Place) -> None:
    guide, clerk = place.guides[0], place.clerks[0]
    given = {"centre": "LF", "account_id": guide.pk, "reason": "break", "now": NOW, "by": guide.actor}
    actions.begin_break(**given, key=key())
    with pytest.raises(Refused, match="on-a-break"):
        actions.begin_break(**given, key=key())
    assert actions.end_break(centre="LF", account_id=guide.pk, now=NOW, by=guide.actor) is not None
    assert actions.end_break(centre="LF", account_id=guide.pk, now=NOW, by=guide.actor) is None
    works(place, clerk, NOW, None)
    with pytest.raises(Refused, match="break-at-window"):
        actions.begin_break(centre="LF", account_id=clerk.pk, reason="break", now=NOW, by=clerk.actor, key=uuid.uuid4())
    with pytest.raises(Malformed):
        actions.begin_break(centre="LF", account_id=guide.pk, reason="tired", now=NOW, by=guide.actor, key=uuid.uuid4())


def test_who_is_on_says_post_and_hours_and_nothing_of_another_centre(worked: Place) -> None:
    make_centre("DN")
    on = {one.account_id: one for one in rostered("LF", MONDAY)}
    assert (on[worked.guides[0].pk].post, on[worked.guides[0].pk].begins.hour) == ("desk", 8)
    assert rostered("DN", MONDAY) == []
    assert rostered("LF", MONDAY - timedelta(days=1)) == []
