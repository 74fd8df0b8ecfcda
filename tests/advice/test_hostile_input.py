"""Whatever is sent: a sentence, a 4xx, nothing changed, nothing about the inside."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from onetrip.advice.models import Consultation, Slip
from onetrip.ledger.models import Event
from tests.advice.conftest import Talk

HUGE = "卡" * 1_000_000
HOSTILE = [
    HUGE,
    "\0",
    "'; DROP TABLE advice_slip; --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "../../",
]
DESK_ACTS = ["say", "hear", "offer", "decline", "answer", "skip", "identity", "issue", "nothing"]
PHONE_ACTS = ["hear", "offer", "decline", "answer", "skip", "nothing", "issue", "identity"]


def fields(text: str) -> dict[str, str]:
    names = (
        "said",
        "matter",
        "fact",
        "answer",
        "id_number",
        "name",
        "last_four",
        "last",
        "idempotency_key",
        "consultation",
    )
    return dict.fromkeys(names, text)


def check(answer: object) -> None:
    status, body = answer.status_code, answer.content.decode()  # type: ignore[attr-defined]
    assert 400 <= status < 500 or status in (200, 302), body[:500]
    for inside in ("Traceback", "psycopg", "SELECT ", "site-packages", "SECRET_KEY = ", "<script>alert"):
        assert inside not in body


def changes() -> int:
    """What happened, but for the words without an answer that the catalogue's editor hears of."""
    return Event.objects.exclude(thing="finding").count()


@pytest.mark.parametrize("text", HOSTILE, ids=["1 MB", "NUL", "SQL", "HTML", "template", "path"])
def test_the_desk_takes_nothing_it_cannot_read(desk: Client, talk: Talk, text: str) -> None:
    before = changes()
    for act in DESK_ACTS:
        for address in (f"/desk/{talk.id}/{act}", f"/desk/begin/{act}"):
            answer = desk.post(address, fields(text), headers={"HX-Request": "true"})
            check(answer)
            assert answer.status_code >= 400, act
    row = talk.row
    assert (row.facts, row.wanted, row.asked, row.skipped, row.declined) == ({}, [], [], [], [])
    assert not Slip.objects.exists()
    assert changes() == before


@pytest.mark.parametrize("text", HOSTILE, ids=["1 MB", "NUL", "SQL", "HTML", "template", "path"])
def test_a_phone_takes_nothing_it_cannot_read(client: Client, centre: object, text: str) -> None:
    where = client.post("/ask/begin")["Location"]
    before = changes()
    for act in PHONE_ACTS:
        answer = client.post(f"{where}{act}", fields(text))
        check(answer)
        assert answer.status_code >= 400, act
    check(client.post(f"{where}slip", fields(text)))
    check(client.post("/ask/begin", fields(text)))
    check(client.get("/ask/", {"q": text[:3000]}))
    check(client.get("/matters/", {"q": text[:3000]}))
    row = Consultation.objects.order_by("started_at").first()
    assert row is not None
    assert (row.facts, row.wanted, row.asked, row.skipped, row.declined) == ({}, [], [], [], [])
    assert changes() == before
    assert Consultation.objects.count() == 1


def test_a_repeated_key_of_another_kind_and_a_missing_key_are_refused(desk: Client, talk: Talk) -> None:
    talk.hear("booklet")
    for key in ("", "not-a-key", "0"):
        answer = desk.post(f"/desk/{talk.id}/issue", {"idempotency_key": key}, headers={"HX-Request": "true"})
        assert answer.status_code == 422
    assert not Slip.objects.exists()


def test_presses_need_the_token_of_the_page(talk: Talk, guide: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(guide)  # type: ignore[arg-type]
    answer = strict.post(f"/desk/{talk.id}/hear", {"matter": "booklet"})
    assert answer.status_code == 403
    assert talk.row.wanted == []


def test_addresses_that_are_no_ids_lead_nowhere(client: Client, centre: object) -> None:
    for address in (
        "/ask/1/",
        "/ask/1234/plan",
        "/desk/1/",
        f"/ask/{uuid.uuid4()}/%00",
        "/matters/nothing",
        "/matters/../x",
    ):
        check(client.get(address))
