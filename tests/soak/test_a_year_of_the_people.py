"""A whole year of a centre with 26 people at its windows: their plans, tests, trials and follow-ups, and twelve settled months."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from benchmarks import appraisal as filling
from benchmarks.casework import year
from django.db import connection

from onetrip.appraisal import actions as appraisal
from onetrip.appraisal import keeping
from onetrip.appraisal.models import FrozenMonth
from onetrip.catalogue import queries as catalogues
from onetrip.staff.models import Account, Qualification
from onetrip.staff.queries import working_in
from onetrip.training import actions as training
from onetrip.training import queries
from onetrip.training.models import FollowUp, Path, Plan, Quiz
from onetrip.training.queries import TRAINED
from onetrip.web.demonstration import centre
from tests import browsing
from tests.factories import CATALOGUE
from tests.training.school import right_of, wrong_of

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

LAST = date(2026, 11, 30)
NOW = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
BEGUN = NOW - timedelta(days=120)
"""When those who are tested begin: long enough ago for a follow-up on real figures."""


@pytest.fixture
def worked(transactional_db: None) -> list[Account]:
    """The demonstration centre with 26 people at its windows and a year of 120,000 cases; the people, by name."""
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
    centre.load(catalogue_folder=CATALOGUE, now=BEGUN)
    with psycopg.connect(url, autocommit=True) as direct:
        filling.more_clerks(direct)
    given = {"catalogue": catalogues.newest_number(), "matters": year.matters(url, catalogues.current())}
    year.load(url, centre="LF", last=LAST, **given)
    year.settle(url)
    return working_in("LF", TRAINED)


def test_a_year_gives_plans_tests_qualifications_and_twelve_months_of_sheets(worked: list[Account]) -> None:
    head = browsing.account("director")
    training.tend(now=NOW, by="house")
    _plans(worked)
    _tests(worked, head)
    _follow_ups(head)
    _months(worked, head)


def _plans(worked: list[Account]) -> None:
    plans = list(Plan.objects.all())
    assert {one.account_id for one in plans} == {one.pk for one in worked}
    for one in plans:
        assert one.lines
        assert all(line["why"] for line in one.lines)
    print(f"plans: {len(plans)}, lines of each {Counter(len(one.lines) for one in plans)}")


def _tests(worked: list[Account], head: Account) -> None:
    """Everybody takes the test of a category, one after the other; each third one with half of it wrong."""
    categories = sorted(catalogues.current().categories)
    for place, account in enumerate(worked):
        training.enrol(account_id=account.pk, centre="LF", by=head, now=BEGUN, key=uuid.uuid4())
        category = categories[place % len(categories)]
        quiz = training.begin(account=account, centre="LF", category=category, matter="", now=BEGUN, key=uuid.uuid4())
        asked = 0
        while (item := queries.next_item(queries.items_of(quiz))) is not None:
            is_wrong = place % 3 == 2 and asked % 2 == 0
            chosen = wrong_of(item) if is_wrong else right_of(item)
            training.answer(
                quiz_id=quiz.pk, account=account, position=item.position, chosen=chosen, now=BEGUN, key=uuid.uuid4()
            )
            asked += 1
    over = Counter(Quiz.objects.values_list("state", flat=True))
    passed = sum(place % 3 != 2 for place in range(len(worked)))
    assert over == {"passed": passed, "failed": len(worked) - passed}
    assert Path.objects.filter(state="trial").count() == Qualification.objects.count() == passed
    print(f"tests: {dict(over)}; trials {passed}")


def _follow_ups(head: Account) -> None:
    training.tend(now=NOW, by="house")
    brought = list(FollowUp.objects.all())
    assert len(brought) == Quiz.objects.filter(state="passed").count()
    for one in brought:
        training.decide(
            follow_up_id=one.pk,
            centre="LF",
            decision=one.proposal,
            words="照建议办",
            by=head,
            now=NOW,
            key=uuid.uuid4(),
        )
        print(f"follow-up: {one.figures['all']['cases'] if 'all' in one.figures else one.figures}, {one.proposal}")
    print(f"after it: {Counter(Path.objects.values_list('state', flat=True))}")


def _months(worked: list[Account], head: Account) -> None:
    months = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))]
    for month in months:
        frozen = appraisal.freeze(
            centre="LF", month=month, account_id=head.pk, now=NOW, by=head.actor, key=uuid.uuid4()
        )
        sheets = keeping.sheets_of(frozen).sheets
        assert {one.clerk for one in sheets} >= {one.pk for one in worked if one.username.startswith("colleague")}
        totals = sorted(one.total for one in sheets if one.total is not None)
        print(f"{month:%Y-%m}: {len(sheets)} sheets, totals {totals[0]} to {totals[-1]}, {frozen.digest[:12]}")
    assert FrozenMonth.objects.count() == 12
    assert all(keeping.is_as_computed(one) for one in FrozenMonth.objects.all())
