"""The page on which a supervisor lends a role and takes it back."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.staff.models import Account, Grant
from tests.factories import NOW, make_account, make_centre, published_catalogue


@pytest.fixture
def supervisor(db: None) -> Account:
    make_centre()
    return make_account("supervisor")


@pytest.fixture
def page(supervisor: Account) -> Client:
    client = Client()
    client.force_login(supervisor)
    return client


def form(clerk: Account, **changed: str) -> dict[str, str]:
    given = {"to": clerk.username, "role": "supervisor", "from": "2026-11-24", "until": "2026-11-26", "reason": "年休"}
    return given | {"idempotency_key": str(uuid.uuid4())} | changed


@time_machine.travel(NOW, tick=False)
def test_days_are_whole_days_of_the_centre_and_the_last_one_counts(page: Client) -> None:
    clerk = make_account("clerk")
    assert page.post("/staff/rights/lend", form(clerk)).status_code == 302
    grant = Grant.objects.get(account=clerk, role="supervisor")
    assert grant.from_at == NOW
    assert grant.until_at == datetime(2026, 11, 26, 16, tzinfo=UTC)  # midnight in Shanghai
    shown = page.get("/staff/rights/").content.decode()
    assert "借着" in shown
    assert "年休" in shown
    assert page.post(f"/staff/rights/{grant.pk}/take-back", {"idempotency_key": str(uuid.uuid4())}).status_code == 302
    assert "已收回" in page.get("/staff/rights/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_what_cannot_be_lent_is_said_and_the_form_keeps_what_was_typed(page: Client) -> None:
    clerk = make_account("clerk")
    for changed, code in (({"until": "2026-11-20"}, 422), ({"from": "gestern"}, 422), ({"role": "director"}, 403)):
        answer = page.post("/staff/rights/lend", form(clerk, **changed))
        assert answer.status_code == code
        assert 'value="年休"' in answer.content.decode()
    assert not Grant.objects.exclude(until_at=None).exists()


@time_machine.travel(NOW, tick=False)
def test_a_loan_limited_to_kinds_of_matters_says_which(page: Client) -> None:
    published_catalogue()
    clerk = make_account("clerk")
    page.post("/staff/rights/lend", form(clerk) | {"category": "ageing", "withheld": "see-identity"})
    grant = Grant.objects.get(account=clerk, role="supervisor")
    assert (grant.categories, grant.withheld) == ("ageing", "see-identity")
    shown = page.get("/staff/rights/").content.decode()
    assert "只限" in shown
    assert "看不到" in shown


def test_who_borrowed_it_sees_the_page_and_can_lend_nothing(page: Client, supervisor: Account) -> None:
    clerk = make_account("clerk")
    Grant.objects.create(
        account=clerk,
        role="supervisor",
        centre="LF",
        from_at=NOW - timedelta(days=1),
        until_at=NOW + timedelta(days=1),
        given_by="x",
        reason="x",
    )
    borrower = Client()
    with time_machine.travel(NOW, tick=False):
        borrower.force_login(clerk)
        assert "借来的角色不能再借" in borrower.get("/staff/rights/").content.decode()
        assert borrower.post("/staff/rights/lend", form(supervisor, role="guide")).status_code == 403


def test_a_loan_is_over_thirty_one_days_after_its_end_and_leaves_the_page(page: Client) -> None:
    clerk = make_account("clerk")
    with time_machine.travel(NOW, tick=False):
        page.post("/staff/rights/lend", form(clerk, reason="独一无二的理由"))
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        page.force_login(Account.objects.get(grants__role="supervisor", grants__until_at=None))
        assert "已到期" in page.get("/staff/rights/").content.decode()
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        page.force_login(Account.objects.get(grants__role="supervisor", grants__until_at=None))
        assert "独一无二的理由" not in page.get("/staff/rights/").content.decode()
