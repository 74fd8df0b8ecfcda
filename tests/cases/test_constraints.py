"""Each rule that the database keeps, broken once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.models import Case, CaseCounter, MissingNotice, Receipt
from tests.cases.counter import PRINT, REWARD, Counter
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


def test_no_matter_twice_in_a_visit(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT, REWARD)
    breaks(
        "case_once_per_visit_and_matter", lambda: receipt.cases.filter(matter="reward").update(matter="booklet-print")
    )


def test_no_case_number_twice(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT, REWARD)
    breaks("cases_case_number", lambda: receipt.cases.update(number="LF-20261124-0009"))


def test_no_receipt_number_or_token_twice(counter: Counter) -> None:
    ticket = counter.serving()
    counter.accept(ticket, PRINT)
    counter.accept(ticket, REWARD)
    breaks("cases_receipt_number", lambda: Receipt.objects.update(number="x"))
    breaks("cases_receipt_token", lambda: Receipt.objects.update(token="x"))


def test_no_notice_number_twice(counter: Counter) -> None:
    visit = counter.serving().visit

    def notice() -> MissingNotice:
        return MissingNotice.objects.create(
            number="n", token=str(MissingNotice.objects.count()), centre_id="LF", visit=visit, items=[], told_at=NOW
        )

    notice()
    breaks("cases_missingnotice_number", notice)


def test_no_two_counters_for_one_kind(counter: Counter) -> None:
    counter.accept(counter.serving(), PRINT)
    breaks("case_counter_once", lambda: CaseCounter.objects.create(centre_id="LF", day=TODAY, kind="case", last=9))


def test_no_state_that_does_not_exist(counter: Counter) -> None:
    counter.accept(counter.serving(), PRINT)
    breaks("case_state_known", lambda: Case.objects.update(state="lost"))


def test_no_completion_before_acceptance(counter: Counter) -> None:
    counter.accept(counter.serving(), PRINT)
    breaks("case_completed_after_accepted", lambda: Case.objects.update(completed_at=NOW - timedelta(days=1)))
