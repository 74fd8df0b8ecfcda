from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from onetrip.appraisal import keeping, queries
from onetrip.appraisal.model import Month, Work, compute, read_rules
from onetrip.appraisal.model.inputs import as_json
from onetrip.appraisal.reading import read
from onetrip.cases.models import Stop
from onetrip.centres.models import Centre
from onetrip.duty.queries import DutyMonth
from onetrip.ledger import events
from onetrip.people import actions as people
from onetrip.people.models import Resident
from onetrip.ratings.models import Rating, Rectification
from onetrip.staff.models import Account
from tests import factories
from tests.appraisal.a_month import NOV_3, OCT_12, served

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
RULES = read_rules(queries.example())


def month(centre: Centre) -> Month:
    return read(centre, OCTOBER, RULES, now=NOV_3)


def works_of(centre: Centre, account: Account) -> list[Work]:
    return [work for work in month(centre).works if work.clerk == account.pk]


def resident() -> Resident:
    return people.know(identity=factories.synthetic_identity(), name="张测", now=OCT_12)


def test_the_time_of_a_visit_is_shared_over_its_cases(centre: Centre, clerks: list[Account]) -> None:
    served(centre, clerks[0], OCT_12, "card", "allowance", minutes=10)
    works = works_of(centre, clerks[0])
    assert [work.seconds for work in works] == [300, 300]
    assert {work.band for work in works} == {18}  # nine o'clock in Shanghai
    assert len({work.visit for work in works}) == 1


def test_who_served_before_has_a_share_and_who_accepted_the_most_of_it(centre: Centre, clerks: list[Account]) -> None:
    served(centre, clerks[0], OCT_12, "card", minutes=4, before=(clerks[1], 6))
    (own,), (helped,) = works_of(centre, clerks[0]), works_of(centre, clerks[1])
    assert (own.share, helped.share) == (700, 300)
    assert (own.seconds, helped.seconds) == (240, 360)


def test_calling_and_sending_away_at_once_is_no_share(centre: Centre, clerks: list[Account]) -> None:
    served(centre, clerks[0], OCT_12, "card", minutes=4, before=(clerks[1], 1))
    assert works_of(centre, clerks[1]) == []
    sent = next(one for one in month(centre).clerks if one.account == clerks[1].pk)
    assert (sent.called, sent.sent) == (1, 1)


def test_the_same_person_with_the_same_matter_within_days_is_one_piece_of_work(
    centre: Centre, clerks: list[Account]
) -> None:
    someone = resident()
    first = served(centre, clerks[0], OCT_12, "card", resident=someone)[0]
    served(centre, clerks[0], OCT_12 + timedelta(days=2), "card", resident=someone)
    served(centre, clerks[0], OCT_12 + timedelta(days=15), "card", resident=someone)
    assert [work.again_of for work in works_of(centre, clerks[0])].count(first.number) == 1
    assert sum(bool(work.again_of) for work in works_of(centre, clerks[0])) == 1


def test_what_is_withdrawn_and_filed_again_is_a_correction_and_counts_once(
    centre: Centre, clerks: list[Account]
) -> None:
    someone = resident()
    served(centre, clerks[0], OCT_12, "card", resident=someone, state="withdrawn")
    served(centre, clerks[0], OCT_12 + timedelta(hours=1), "card", resident=someone)
    found = {work.withdrawn: work for work in works_of(centre, clerks[0])}
    assert found[True].faults == ("corrected",)
    assert (found[False].faults, found[False].again_of) == ((), "")


def test_a_paper_wanted_afterwards_counts_as_returned(centre: Centre, clerks: list[Account]) -> None:
    case = served(centre, clerks[0], OCT_12, "card")[0]
    Stop.objects.create(case=case, procedure="supplement", reason="缺照片", began_at=OCT_12 + timedelta(days=1))
    assert works_of(centre, clerks[0])[0].faults == ("returned",)


def test_papers_that_lay_too_long_before_they_were_accepted_are_overdue(centre: Centre, clerks: list[Account]) -> None:
    case = served(centre, clerks[0], OCT_12, "card")[0]
    case.accepted_at = case.received_at + timedelta(days=RULES.accept_days, minutes=1)
    case.save()
    assert works_of(centre, clerks[0])[0].faults == ("overdue",)


@pytest.mark.parametrize(
    ("cause", "excluded"), [("rule", "rule"), ("training", ""), ("unknown", "unknown"), (None, "unknown")]
)
def test_a_bad_rating_counts_once_it_was_found_to_be_the_persons(
    centre: Centre, clerks: list[Account], cause: str | None, excluded: str
) -> None:
    served(centre, clerks[0], OCT_12, "card", level=1)
    if cause is not None:
        Rectification.objects.create(
            centre=centre,
            rating=Rating.objects.get(),
            cause=cause,
            opened_at=OCT_12,
            answer_by=OCTOBER,
            handle_by=OCTOBER,
            finish_by=OCTOBER,
        )
    (clerk,) = [one for one in month(centre).clerks if one.account == clerks[0].pk]
    assert [one.excluded for one in clerk.ratings] == [excluded]


def test_overtime_is_spread_over_the_cases_of_its_number(centre: Centre, clerks: list[Account]) -> None:
    case = served(centre, clerks[0], OCT_12, "card", "allowance")[0]
    events.record(
        now=OCT_12 + timedelta(hours=8),
        centre=centre.code,
        actor=clerks[0].actor,
        thing="overtime",
        thing_id=case.visit.ticket.pk,
        verb="serve",
        data={"minutes": 10},
    )
    assert [work.overtime for work in works_of(centre, clerks[0])] == [300, 300]


def test_only_the_month_and_only_the_centre_are_read(centre: Centre, clerks: list[Account]) -> None:
    """A clerk who moves in mid-month has each centre's part there, and its days."""
    other = factories.make_centre("QP", windows=0)
    served(centre, clerks[0], OCT_12, "card")
    served(other, clerks[0], OCT_12 + timedelta(days=1), "card")
    served(centre, clerks[0], OCT_12 - timedelta(days=20), "card")
    assert len(works_of(centre, clerks[0])) == 1
    assert len(works_of(other, clerks[0])) == 1
    days = {one.account: one.days for one in month(centre).clerks}
    assert days[clerks[0].pk] == 10


def test_the_last_evening_of_a_month_belongs_to_it_by_the_centres_clock(centre: Centre, clerks: list[Account]) -> None:
    last = OCT_12.replace(day=31, hour=15, minute=30)  # half past eleven at night in Shanghai
    served(centre, clerks[0], last, "card", minutes=2)
    served(centre, clerks[0], last + timedelta(minutes=40), "card", minutes=2)
    assert len(works_of(centre, clerks[0])) == 1


def test_recorded_duty_goes_before_the_days_somebody_was_seen(
    centre: Centre, clerks: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    served(centre, clerks[0], OCT_12, "card")
    recorded = {clerks[0].pk: DutyMonth(18.5, 8880, 2, 0), clerks[1].pk: DutyMonth(3, 1440, 0, 0)}
    monkeypatch.setattr("onetrip.appraisal.reading.months.on_duty_between", lambda *_: recorded)
    monkeypatch.setattr("onetrip.appraisal.reading.months.answered_between", lambda *_: {clerks[1].pk: 4})
    monkeypatch.setattr("onetrip.appraisal.reading.months.taught_between", lambda *_: {clerks[1].pk: 90})
    found = {one.account: one for one in month(centre).clerks}
    assert (found[clerks[0].pk].days, found[clerks[0].pk].leave) == (185, 20)
    assert [(one.kind, one.count, one.minutes) for one in found[clerks[1].pk].help] == [
        ("answer", 4, 0),
        ("teach", 1, 90),
    ]


def test_everybody_who_works_in_the_hall_has_a_sheet_also_without_a_case(centre: Centre, clerks: list[Account]) -> None:
    guide = factories.make_account("guide")
    served(centre, clerks[0], OCT_12, "card")
    assert {one.account for one in month(centre).clerks} == {guide.pk, *(one.pk for one in clerks)}


def test_an_account_that_was_closed_keeps_its_month(centre: Centre, clerks: list[Account]) -> None:
    served(centre, clerks[0], OCT_12, "card")
    clerks[0].is_active = False
    clerks[0].save()
    assert clerks[0].pk in {one.account for one in month(centre).clerks}
    assert "已停用" in queries.names([clerks[0].pk])[clerks[0].pk].zh


def test_nothing_of_a_resident_is_in_what_is_kept(centre: Centre, clerks: list[Account]) -> None:
    someone = resident()
    case = served(centre, clerks[0], OCT_12, "card", resident=someone, level=2)[0]
    kept = json.dumps(as_json(month(centre)), ensure_ascii=False)
    for secret in ("张测", "310000", str(someone.pk), str(case.visit_id), str(case.visit.ticket.pk)):
        assert secret not in kept


def test_reading_twice_gives_the_same_bytes(october_worked: Centre) -> None:
    first, second = month(october_worked), month(october_worked)
    kept = keeping.keep(first, compute(first, RULES))
    assert kept == keeping.keep(second, compute(second, RULES))


def test_it_takes_few_statements_however_many_cases(
    october_worked: Centre, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(35):  # type: ignore[operator]
        month(october_worked)
