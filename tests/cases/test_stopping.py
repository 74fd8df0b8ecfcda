"""What stops the clock of a case, and what it says of each stop."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases import actions
from onetrip.cases.models import Case, Stop
from onetrip.cases.procedures import name_of, procedures
from onetrip.centres.models import CalendarYear
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from tests.cases.counter import Counter
from tests.cases.test_following import case_in, do

pytestmark = pytest.mark.django_db


def test_a_special_procedure_keeps_its_type_start_end_reason_and_result(counter: Counter) -> None:
    case, now = case_in(counter, "accepted"), counter.hall.now
    do("begin-procedure", case, now, expected_on=date(2026, 12, 1))
    do("end-procedure", case, now + timedelta(days=4))
    stop = Stop.objects.get()
    assert (stop.procedure, stop.reason, stop.result) == ("visit", "要上门看一次", "看过了，属实")
    assert (stop.began_at, stop.ended_at, stop.expected_on) == (now, now + timedelta(days=4), date(2026, 12, 1))
    began, ended = Event.objects.filter(thing="case", verb__endswith="procedure").order_by("pk")
    assert began.data["procedure"] == ended.data["procedure"] == "visit"
    assert (began.data["expected"], ended.data["note"]) == ("2026-12-01", "看过了，属实")


def test_its_time_is_given_back_and_that_of_a_supplement_after_it_too(counter: Counter) -> None:
    case, now = case_in(counter, "accepted"), counter.hall.now
    assert case.due_on == date(2026, 12, 14)  # twenty calendar days
    do("begin-procedure", case, now)
    do("end-procedure", case, now + timedelta(days=2))
    do("ask-supplement", case, now + timedelta(days=3))
    after = do("supplement", case, now + timedelta(days=4))
    assert (after.due_on, after.clock_stopped_at) == (date(2026, 12, 17), None)


def test_a_stop_shifts_the_days_counted_and_not_the_day_off_they_ended_on(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    Case.objects.update(limit={"days": 18, "unit": "calendar_days"}, due_on=date(2026, 12, 14))  # Saturday, so Monday
    do("ask-supplement", case, counter.hall.now)
    assert do("supplement", case, counter.hall.now + timedelta(days=3)).due_on == date(2026, 12, 15)


def test_what_was_late_when_it_stopped_stays_late(counter: Counter) -> None:
    case, late = case_in(counter, "accepted"), counter.hall.now + timedelta(days=25)
    do("ask-supplement", case, late)
    assert do("supplement", case, late + timedelta(days=5)).due_on == date(2026, 12, 14)


def test_the_legal_limit_moves_with_the_promised_one(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    Case.objects.update(legal_limit={"days": 30, "unit": "calendar_days"}, legal_due_on=date(2026, 12, 24))
    do("ask-supplement", case, counter.hall.now)
    after = do("supplement", case, counter.hall.now + timedelta(days=4))
    assert (after.due_on, after.legal_due_on) == (date(2026, 12, 18), date(2026, 12, 28))


def test_a_case_whose_limit_nobody_knows_stops_and_goes_on_without_a_day(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    Case.objects.update(limit=None, due_on=None)
    do("ask-supplement", case, counter.hall.now)
    assert do("supplement", case, counter.hall.now + timedelta(days=3)).due_on is None


def test_a_clock_that_was_set_back_ends_no_stop_before_it_began(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    do("ask-supplement", case, counter.hall.now)
    assert do("supplement", case, counter.hall.now - timedelta(days=2)).due_on == date(2026, 12, 14)
    stop = Stop.objects.get()
    assert stop.ended_at == stop.began_at


def test_a_case_that_is_withdrawn_while_it_stands_still_ends_its_stop(counter: Counter) -> None:
    case = case_in(counter, "procedure")
    do("withdraw", case, counter.hall.tick())
    stop = Stop.objects.get()
    assert (stop.ended_at, stop.result) == (counter.hall.now, "居民撤回")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"procedure": "exorcism"}, "procedure"),
        ({"procedure": "supplement"}, "procedure"),
        ({"reason": "  "}, "reason"),
        ({"expected_on": date(2026, 11, 1)}, "expected_on"),
    ],
    ids=["of no known type", "a supplement is none", "without a reason", "over before it begins"],
)
def test_a_procedure_that_cannot_be_is_refused_and_nothing_stops(
    counter: Counter, given: dict[str, object], field: str
) -> None:
    case = case_in(counter, "accepted")
    with pytest.raises(Malformed) as malformed:
        do("begin-procedure", case, counter.hall.tick(), **given)
    assert malformed.value.field == field
    case.refresh_from_db()
    assert (case.state, Stop.objects.count()) == ("accepted", 0)


def test_the_end_of_a_procedure_needs_its_result(counter: Counter) -> None:
    with pytest.raises(Malformed):
        do("end-procedure", case_in(counter, "procedure"), counter.hall.tick(), result=" ")


def test_one_press_sent_twice_is_one_stop(counter: Counter) -> None:
    case, key = case_in(counter, "accepted"), uuid.uuid4()
    for _ in range(2):
        do("begin-procedure", case, counter.hall.tick(), key=key)
    assert Stop.objects.count() == 1


def test_the_database_allows_one_stop_at_a_time_and_none_that_ends_first(counter: Counter) -> None:
    case, now = case_in(counter, "procedure"), counter.hall.now
    for wrong in ({"ended_at": None}, {"ended_at": now - timedelta(days=1)}, {"ended_at": now, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stop.objects.create(**{"case": case, "procedure": "test", "reason": "x", "began_at": now, **wrong})


def test_every_procedure_has_a_name_in_both_languages_and_an_unlisted_one_its_id() -> None:
    assert all(name.zh and name.en for name in procedures().values())
    assert name_of("of-last-year").zh == "of-last-year"


def test_a_day_that_was_an_estimate_is_counted_anew_once_the_holidays_are_announced(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    Case.objects.update(limit={"days": 60, "unit": "working_days"}, due_on=date(2027, 2, 16), due_certain=False)
    assert actions.count_uncertain_anew(now=counter.hall.tick(), by="system:clock") == 0
    notice = CalendarYear.objects.create(year=2027, version=1, source="made", announced=date(2026, 11, 30))
    notice.days.create(day=date(2027, 1, 1), kind="holiday", name_zh="元旦", name_en="New Year")
    from onetrip.centres import queries

    queries.forget()
    assert actions.count_uncertain_anew(now=counter.hall.tick(), by="system:clock") == 1
    case.refresh_from_db()
    assert case.due_certain
    event = Event.objects.get(verb="count-anew")
    assert (event.data["before"], event.data["due"]) == ("2027-02-16", case.due_on.isoformat())
    assert actions.count_uncertain_anew(now=counter.hall.tick(), by="system:clock") == 0
