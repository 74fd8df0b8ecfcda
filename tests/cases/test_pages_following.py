from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from onetrip.cases.models import Case
from tests import browsing
from tests.cases.counter import REWARD, Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(counter: Counter) -> Client:
    return browsing.visitor("clerk")


def accepted(counter: Counter) -> Case:
    counter.accept(counter.serving(), REWARD)
    return Case.objects.get()


def move(client: Client, case: Case, verb: str, **fields: str):
    return client.post(f"/cases/{case.number}/{verb}", {"idempotency_key": browsing.key(), **fields})


def test_a_case_is_found_by_its_number_as_people_type_it(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    answer = clerk.get("/cases/", {"number": f" {case.number.lower()} "})
    assert answer["Location"] == f"/cases/{case.number}"
    assert "奖励金" in browsing.words(clerk.get(answer["Location"]))


def test_a_number_that_does_not_exist_is_said_beside_the_field(counter: Counter, clerk: Client) -> None:
    answer = clerk.get("/cases/", {"number": "LF-1"})
    assert answer.status_code == 404
    assert "没有这个办件号" in browsing.words(answer)


def test_what_is_late_stands_apart_from_what_runs_out_soon(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    Case.objects.update(due_on=date(2020, 1, 6))
    words = browsing.words(clerk.get("/cases/"))
    assert "过了期限的 1" in words
    assert case.number in words


def test_a_case_goes_its_way_and_every_step_is_on_record(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    for verb, note in (
        ("ask-supplement", "还差照片"),
        ("supplement", ""),
        ("grant", ""),
        ("complete", ""),
        ("deliver", ""),
    ):
        assert move(clerk, case, verb, note=note).status_code == 302
    case.refresh_from_db()
    assert case.state == "delivered"
    words = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "还差照片" in words
    assert "这件走完了" in words


def test_a_refusal_needs_its_reason(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    answer = move(clerk, case, "refuse", note=" ")
    assert answer.status_code == 422
    assert "请写一句原因" in browsing.words(answer)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_step_that_the_table_does_not_list_is_refused(counter: Counter, clerk: Client) -> None:
    answer = move(clerk, accepted(counter), "deliver")
    assert answer.status_code == 409


@pytest.mark.parametrize("verb", ["burn", "decide"])
def test_a_step_that_does_not_exist_is_not_found(counter: Counter, clerk: Client, verb: str) -> None:
    assert move(clerk, accepted(counter), verb).status_code == 404


def test_the_page_shows_no_person(counter: Counter, clerk: Client) -> None:
    from onetrip.people.actions import know
    from tests.factories import NOW, synthetic_identity

    identity = synthetic_identity()
    resident = know(identity=identity, name="王秀英", now=NOW)
    case = accepted(counter)
    Case.objects.update(resident=resident)
    page = clerk.get(f"/cases/{case.number}").content.decode()
    assert identity.number not in page
    assert "王秀英" not in page


@pytest.mark.parametrize("role", ["guide", "director", "editor", "device"])
def test_only_clerks_and_supervisors_move_cases(counter: Counter, role: str) -> None:
    case = accepted(counter)
    client = browsing.visitor(role)
    assert client.get("/cases/").status_code == 403
    assert move(client, case, "grant").status_code == 403
