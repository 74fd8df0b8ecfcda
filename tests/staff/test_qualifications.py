"""What the table of qualifications keeps by itself, and what it says on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.ledger.models import Event
from onetrip.staff.models import Account, Qualification
from onetrip.staff.qualifying import qualify
from onetrip.staff.queries import qualified_on
from tests import browsing
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Account:
    return browsing.account("clerk")


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("qualification_once", {}),
        ("qualification_of_known", {"of": "colour"}),
        ("qualification_ends_after", {"name": "work", "until_day": TODAY - timedelta(days=1)}),
        ("qualification_has_source", {"name": "work", "source": ""}),
    ],
)
def test_the_table_keeps_its_rules(clerk: Account, constraint: str, wrong: dict[str, object]) -> None:
    row = {"account": clerk, "of": "category", "name": "ageing", "from_day": TODAY, "source": "业务考试"}
    Qualification.objects.create(**row)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Qualification.objects.create(**(row | wrong))


def test_an_account_without_a_row_is_not_in_the_list_and_one_whose_rows_ran_out_is(clerk: Account) -> None:
    other = browsing.account("clerk")
    given = {"of": "category", "name": "ageing", "source": "x", "now": NOW, "by": "x"}
    qualify(account_id=clerk.pk, from_day=date(2026, 1, 1), until_day=TODAY, **given)
    assert other.pk not in qualified_on(TODAY)
    assert qualified_on(TODAY)[clerk.pk].categories == {"ageing"}
    assert qualified_on(TODAY + timedelta(days=1))[clerk.pk].categories == frozenset()


def test_the_same_day_again_changes_the_end_and_both_are_on_record(clerk: Account) -> None:
    given = {"of": "matter", "name": "elder-card", "from_day": TODAY, "source": "x", "now": NOW, "by": "staff:director"}
    qualify(account_id=clerk.pk, **given)
    qualify(account_id=clerk.pk, until_day=TODAY + timedelta(days=30), **given)
    assert Qualification.objects.get().until_day == TODAY + timedelta(days=30)
    events = Event.objects.filter(verb="qualify").order_by("pk")
    assert [event.data["until"] for event in events] == [None, "2026-12-24"]
    assert {event.thing_id for event in events} == {clerk.username}
