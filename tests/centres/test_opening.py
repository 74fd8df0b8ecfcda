"""A day that is not as its week says, halls, branches: what everybody sees, and what cannot be."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres import queries
from onetrip.centres.branch_actions import attach_branch
from onetrip.centres.hall_actions import HallWords, add_hall, change_hall, furnish_hall
from onetrip.centres.models import Centre, ChangedDay, ChangedStretch, Hall, Window
from onetrip.centres.opening import (
    Hours,
    Opening,
    SpecialDay,
    different_days,
    fault_of,
    hours_on,
    is_open,
    next_opening,
)
from onetrip.centres.opening_actions import change_day, restore_day
from onetrip.centres.working_days import Calendar, DayKind
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import actions as lobby
from onetrip.rules import Text
from tests.factories import NOW, TODAY, make_centre

WEEK = (Hours(True, time(8, 30), time(16, 30)), Hours(False, time(8, 30), time(11, 30)))
WEDNESDAY = date(2026, 11, 25)
CALENDAR = Calendar(
    {date(2026, 10, 1): DayKind.HOLIDAY, date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}, frozenset({2026})
)
WHY = Text("下午学习", "Training in the afternoon")


def with_day(day: date, *stretches: tuple[time, time]) -> Opening:
    return Opening(WEEK, {day: SpecialDay(day, stretches, WHY)})


def test_half_a_day_closes_at_noon_and_the_next_day_is_as_usual() -> None:
    hours = with_day(WEDNESDAY, (time(8, 30), time(11, 30)))
    assert is_open(hours, CALENDAR, datetime(2026, 11, 25, 11, 29))  # noqa: DTZ001
    assert not is_open(hours, CALENDAR, datetime(2026, 11, 25, 11, 30))  # noqa: DTZ001
    assert is_open(hours, CALENDAR, datetime(2026, 11, 26, 14, 0))  # noqa: DTZ001


def test_a_closed_day_is_left_out_of_the_next_opening() -> None:
    hours = with_day(WEDNESDAY)
    found = next_opening(hours, CALENDAR, datetime(2026, 11, 24, 17, 0))  # noqa: DTZ001
    assert found == datetime(2026, 11, 26, 8, 30)  # noqa: DTZ001


def test_an_opening_of_its_own_counts_on_a_holiday() -> None:
    hours = with_day(date(2026, 10, 1), (time(13), time(15)))
    assert [(each.opens, each.closes) for each in hours_on(hours, CALENDAR, date(2026, 10, 1))] == [
        (time(13), time(15))
    ]


def test_the_week_is_read_like_a_list_by_whoever_asks_for_the_week() -> None:
    hours = with_day(WEDNESDAY)
    assert tuple(hours) == WEEK
    assert len(hours) == 2
    assert hours[0] == WEEK[0]


def test_different_are_the_days_a_resident_would_get_wrong() -> None:
    hours = with_day(date(2026, 10, 14))
    found = [each.day for each in different_days(hours, CALENDAR, date(2026, 9, 28), 20)]
    assert found == [date(2026, 10, 1), date(2026, 10, 10), date(2026, 10, 14)]


@given(st.lists(st.tuples(st.times(), st.times()), max_size=4))
def test_stretches_without_fault_never_overlap_and_each_has_a_length(stretches: list[tuple[time, time]]) -> None:
    if fault_of(stretches) is None:
        ordered = sorted(stretches)
        assert all(opens < closes for opens, closes in ordered)
        assert all(first[1] <= second[0] for first, second in pairwise(ordered))


def change(day: date = WEDNESDAY, *stretches: tuple[time, time], reason: Text = WHY) -> ChangedDay:
    return change_day(centre="LF", day=day, stretches=stretches, reason=reason, now=NOW, by="staff:d", key=uuid.uuid4())


@pytest.mark.django_db
def test_no_number_is_drawn_on_a_day_that_was_closed_and_the_next_day_is_named() -> None:
    make_centre()
    change(TODAY)
    with pytest.raises(Refused, match="closed") as refused:
        lobby.arrive(centre="LF", now=NOW, by="device:1", key=uuid.uuid4())
    assert "11 月 25 日 08:30" in refused.value.text.zh


@pytest.mark.django_db
def test_numbers_are_drawn_on_a_sunday_afternoon_that_was_opened() -> None:
    make_centre()
    sunday = date(2026, 11, 29)
    change(sunday, (time(13), time(16)))
    at = datetime(2026, 11, 29, 14, tzinfo=Centre.objects.get().zone)
    assert lobby.arrive(centre="LF", now=at, by="device:1", key=uuid.uuid4()).number == "A001"


@pytest.mark.django_db
def test_the_newest_word_about_a_day_counts_and_it_can_be_taken_back() -> None:
    make_centre()
    change(WEDNESDAY)
    change(WEDNESDAY, (time(8, 30), time(11, 30)))
    assert [each.closes for each in ChangedStretch.objects.all()] == [time(11, 30)]
    assert len(queries.settled("LF").hours.special) == 1
    given = {"centre": "LF", "day": WEDNESDAY, "now": NOW, "by": "staff:d"}
    assert restore_day(key=uuid.uuid4(), **given)
    assert not restore_day(key=uuid.uuid4(), **given)
    assert not queries.settled("LF").hours.special
    verbs = list(Event.objects.filter(thing="opening-day").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["change", "change", "restore"]


@pytest.mark.django_db
def test_a_double_click_changes_a_day_once() -> None:
    make_centre()
    key = uuid.uuid4()
    for _ in range(2):
        change_day(centre="LF", day=WEDNESDAY, stretches=[], reason=WHY, now=NOW, by="staff:d", key=key)
    assert Event.objects.filter(thing="opening-day").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"day": TODAY - timedelta(days=1)}, "day-over"),
        ({"day": TODAY + timedelta(days=500)}, "day-too-far"),
        ({"stretches": [(time(9), time(9))]}, "stretches-senseless"),
        ({"stretches": [(time(9), time(12)), (time(11), time(14))]}, "stretches-senseless"),
        ({"stretches": [(time(hour), time(hour, 30)) for hour in range(9, 14)]}, "too-many-stretches"),
        ({"reason": Text("学习", " ")}, "reason-missing"),
        ({"reason": Text("", "Training")}, "reason-missing"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(given: dict[str, object], code: str) -> None:
    make_centre()
    usual = {"centre": "LF", "day": WEDNESDAY, "stretches": [], "reason": WHY, "now": NOW, "by": "staff:d"}
    with pytest.raises(Refused, match=code):
        change_day(**{**usual, **given}, key=uuid.uuid4())
    assert not ChangedDay.objects.exists()


WORDS = HallWords("自助厅", "Self-service hall", is_always_open=True)


@pytest.mark.django_db
def test_a_window_stands_in_one_hall_and_moves_when_it_is_put_into_another() -> None:
    make_centre()
    given = {"centre": "LF", "now": NOW, "by": "staff:d"}
    for words in (HallWords("大厅", "Main hall"), WORDS):
        add_hall(words=words, key=uuid.uuid4(), **given)
    furnish_hall(number=1, windows=[1, 2, 3], devices=[], key=uuid.uuid4(), **given)
    furnish_hall(number=2, windows=[3], devices=[], key=uuid.uuid4(), **given)
    found = {window.number: window.hall.number for window in Window.objects.select_related("hall")}
    assert found == {1: 1, 2: 1, 3: 2}
    furnish_hall(number=1, windows=[1], devices=[], key=uuid.uuid4(), **given)
    assert Window.objects.get(number=2).hall is None


@pytest.mark.django_db
def test_a_hall_is_named_in_both_languages_and_holds_only_what_the_centre_has() -> None:
    make_centre()
    make_centre("PX")
    given = {"centre": "LF", "now": NOW, "by": "staff:d"}
    with pytest.raises(Malformed, match="hall-name-missing"):
        add_hall(words=HallWords("大厅", " "), key=uuid.uuid4(), **given)
    hall = add_hall(words=WORDS, key=uuid.uuid4(), **given)
    with pytest.raises(NotFound, match="not-of-centre"):
        furnish_hall(number=hall.number, windows=[99], devices=[], key=uuid.uuid4(), **given)
    with pytest.raises(NotFound, match="hall-unknown"):
        change_hall(centre="PX", number=1, words=WORDS, now=NOW, by="staff:d", key=uuid.uuid4())


@pytest.mark.django_db
def test_residents_of_a_centre_may_go_to_its_branches_and_back() -> None:
    for code in ("LF", "PX", "BD"):
        make_centre(code)
    for code in ("PX", "BD"):
        attach_branch(centre=code, of="LF", now=NOW, by="system")
    assert [each.code for each in queries.branches_of("LF")] == ["BD", "PX"]
    assert [each.code for each in queries.branches_of("PX")] == ["BD", "LF"]
    for centre, of in (("LF", "PX"), ("PX", "BD"), ("LF", "LF")):
        with pytest.raises(Refused, match="branch-of-a-branch"):
            attach_branch(centre=centre, of=of, now=NOW, by="system")


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


@pytest.mark.django_db
def test_the_tables_keep_what_a_day_a_hall_and_a_branch_have_to_be() -> None:
    centre = make_centre()
    day = change(WEDNESDAY, (time(9), time(12)))
    said = {"centre": centre, "reason_zh": "x", "reason_en": "x", "said_by": "x", "said_at": NOW}
    breaks("changed_day_once", lambda: ChangedDay.objects.create(day=WEDNESDAY, **said))
    breaks("changed_day_says_why", lambda: ChangedDay.objects.create(day=TODAY, **{**said, "reason_en": ""}))
    stretch = ChangedStretch.objects.create
    breaks("changed_stretch_closes_after_opening", lambda: stretch(changed=day, opens=time(9), closes=time(9)))
    breaks("changed_stretch_once", lambda: stretch(changed=day, opens=time(9), closes=time(10)))
    Hall.objects.create(centre=centre, number=1, name_zh="一", name_en="One")
    breaks("hall_number_once", lambda: Hall.objects.create(centre=centre, number=1, name_zh="二", name_en="Two"))
    breaks("centre_not_its_own_branch", lambda: Centre.objects.filter(pk="LF").update(belongs_to="LF"))
