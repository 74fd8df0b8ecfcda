from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onetrip.cases.models import Case, MissingNotice
from onetrip.lobby.models import Visit
from onetrip.ratings.models import BrokenPromise, Invitation
from tests.cases.window import HttpWindow, open_http_window
from tests.factories import NOW, make_account, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(db: None) -> Iterator[HttpWindow]:
    with time_machine.travel(NOW, tick=True):
        yield open_http_window()


def asked(*matters: str, papers: tuple[str, ...] = ("id-card",)) -> list[dict[str, object]]:
    return [{"matter": matter, "papers": list(papers)} for matter in matters]


def test_a_visit_is_accepted_over_http(window: HttpWindow) -> None:
    ticket = window.serving(slip=window.counter.slip("card", "booklet-print").token)
    answer = window.post("cases/accept", {"ticket": ticket["id"], "matters": asked("card", "booklet-print")})
    assert answer.status_code == 200
    receipt = answer.json()
    assert [line["case"] for line in receipt["lines"]] == ["LF-20261124-0001", "LF-20261124-0002"]
    window.post(f"lobby/tickets/{ticket['id']}/finish")
    assert Visit.objects.get().outcome == "all"
    case = window.client.get("/api/cases/LF-20261124-0001").json()
    assert (case["state"], case["due_on"], case["matter"]) == ("accepted", "2027-01-05", "card")


def test_missing_papers_are_told_as_data_and_in_words(window: HttpWindow) -> None:
    ticket = window.serving()
    answer = window.post("cases/accept", {"ticket": ticket["id"], "matters": asked("booklet-print", papers=())})
    assert answer.status_code == 409
    assert answer.json()["missing"] == [
        {"matter": "booklet-print", "paper": "id-card", "name": {"zh": "身份证", "en": "ID card"}}
    ]
    assert "身份证" in answer.json()["zh"]


def test_a_notice_over_http_records_the_broken_promise(window: HttpWindow) -> None:
    ticket = window.serving(slip=window.counter.slip("card").token)
    missing = [{"matter": "card", "paper": "bank-card", "reason": "没带", "cause": "training"}]
    answer = window.post("cases/missing", {"ticket": ticket["id"], "missing": missing})
    assert answer.json()["items"][0]["broken"] is True
    assert BrokenPromise.objects.get().cause == "training"


@pytest.mark.parametrize("path", ["cases/accept", "cases/missing"])
def test_a_changing_request_without_a_key_is_told_so(window: HttpWindow, path: str) -> None:
    answer = window.client.post(f"/api/{path}", data={}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "key-missing")


def test_a_case_says_nothing_about_whose_it_is_and_stays_in_its_centre(window: HttpWindow) -> None:
    ticket = window.serving(id_number=None)
    window.post("cases/accept", {"ticket": ticket["id"], "matters": asked("booklet-print")})
    told = window.client.get("/api/cases/LF-20261124-0001")
    assert set(told.json()) == {
        "number", "matter", "matter_name", "state", "received_at", "accepted_at", "due_on", "due_certain", "completed_at",
        "delivered_at", "granted",
    }  # fmt: skip
    make_centre("PX")
    window.client.force_login(make_account("clerk", centre="PX"))
    assert window.client.get("/api/cases/LF-20261124-0001").status_code == 404


@pytest.mark.parametrize(
    "matters",
    [
        [],
        "card",
        [{"matter": "card"}] * 30,
        [{"matter": "card\0", "papers": []}],
        [{"matter": "\ud800", "papers": []}],
        [{"matter": "card", "papers": ["\0"]}],
        [{"matter": "card", "papers": ["x" * 70]}],
        [{"matter": "card", "papers": [{"a": 1}]}],
        [{"matter": "<script>", "papers": []}],
        [{"matter": "card", "papers": ["id-card"], "extra": [{"paper": "booklet", "cause": "moon"}]}],
        [{"matter": "card", "papers": ["id-card"], "extra": [{"paper": "dragon"}]}],
        [{"matter": "moon-landing", "papers": []}],
    ],
)
def test_hostile_input_is_a_sentence_and_changes_nothing(window: HttpWindow, matters: object) -> None:
    ticket = window.serving()
    answer = window.client.post(
        "/api/cases/accept",
        data=json.dumps({"ticket": ticket["id"], "matters": matters}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert 400 <= answer.status_code < 500
    assert answer.json()["zh"]
    assert not Case.objects.exists()
    assert Visit.objects.get().accepted == []


@pytest.mark.parametrize("reason", ["\0", "<b>x</b>", "很长" * 150])
def test_a_clerks_words_are_kept_as_far_as_they_can_be(window: HttpWindow, reason: str) -> None:
    ticket = window.serving()
    missing = [{"matter": "card", "paper": "booklet", "reason": reason}]
    answer = window.client.post(
        "/api/cases/missing",
        data=json.dumps({"ticket": ticket["id"], "missing": missing}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.status_code == 200
    assert len(MissingNotice.objects.get().items[0]["reason"]) <= 200


def test_a_whole_visit_takes_no_more_than_25_statements(window: HttpWindow) -> None:
    """Five requests: draw, call, start, accept, finish; one statement each for the account, BEGIN and COMMIT apart."""
    warm = window.serving()["id"]  # what is kept in memory for seconds is there
    window.post("cases/accept", {"ticket": warm, "matters": asked("booklet-print")})
    window.post(f"lobby/tickets/{warm}/finish")
    with CaptureQueriesContext(connection) as seen:
        ticket = window.serving()["id"]
        accepted = window.post("cases/accept", {"ticket": ticket, "matters": asked("booklet-print")})
        finished = window.post(f"lobby/tickets/{ticket}/finish")
    assert (accepted.status_code, finished.json()["state"]) == (200, "done")
    around = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    statements = [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(around)]
    assert len(statements) <= 25, "\n".join(statements)


def test_the_invitation_of_a_receipt_is_rated_over_http_once(window: HttpWindow) -> None:
    ticket = window.serving()
    window.post("cases/accept", {"ticket": ticket["id"], "matters": asked("booklet-print")})
    token = Invitation.objects.get().token
    window.client.logout()
    told = window.post(f"ratings/{token}", {"level": 5, "reasons": ["kind"], "words": "好"}).json()
    assert (told["level"], told["reasons"], told["words"]) == (5, ["kind"], "好")
    for body, status in [({"level": 9}, 422), ({"level": "x"}, 422), ({"level": 3, "words": "长" * 2001}, 422)]:
        assert window.post(f"ratings/{token}", body).status_code == status
    assert window.post("ratings/nobody", {"level": 5}).status_code == 404
