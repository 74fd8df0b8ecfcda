"""Who gets in: the owner of a key that holds, once for each signature, with a clock that goes right; told in words otherwise."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from onetrip.departments import actions, signing
from onetrip.departments.actions.systems import OVERLAP
from onetrip.departments.models import Nonce, SystemKey
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from tests import browsing
from tests.departments.systems import API, AT, Calling, another_key


def told(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")  # type: ignore[attr-defined]


def test_a_right_signature_opens_what_the_system_may_do(calling: Calling) -> None:
    answer = calling.get("/me")
    assert answer.status_code == 200
    assert answer.json() == {
        "system": "minzheng-core",
        "department": "civil-affairs",
        "centres": ["*"],
        "may_see_identity": False,
        "now": "2026-11-24T02:30:00Z",
    }
    assert SystemKey.objects.get().used_at == AT


def test_without_a_signature_nobody_gets_in_whoever_is_signed_in(calling: Calling) -> None:
    assert Client().get(f"{API}/me").status_code == 401
    for role in ("reviewer", "director"):
        assert browsing.visitor(role).get(f"{API}/me").status_code == 403


def test_the_same_call_a_second_time_is_a_replay(calling: Calling) -> None:
    headers = calling.headers("GET", f"{API}/me")
    assert Client().get(f"{API}/me", headers=headers).status_code == 200
    assert told(Client().get(f"{API}/me", headers=headers)) == (401, "signature-replayed")


def test_another_key_may_use_the_same_nonce(calling: Calling) -> None:
    other = another_key(calling.system)
    assert calling.get("/me", nonce="x" * 20).status_code == 200
    assert other.get("/me", nonce="x" * 20).status_code == 200


@pytest.mark.parametrize(
    ("off", "word"), [(timedelta(minutes=-6), "慢 360 秒"), (timedelta(minutes=6), "ahead of ours")]
)
def test_a_clock_that_goes_wrong_is_told_by_how_much(calling: Calling, off: timedelta, word: str) -> None:
    answer = calling.get("/me", created=AT + off)
    assert told(answer) == (401, "clock-apart")
    assert word in answer.content.decode()
    assert calling.get("/me", created=AT + off * 0.8).status_code == 200


def test_a_signature_that_has_passed_its_own_end_is_refused(calling: Calling) -> None:
    call = signing.Call("GET", f"{API}/me", "?", "testserver", {}, b"")
    covered = ["@method", "@path", "@query"]
    created, expires = int(AT.timestamp()) - 60, int(AT.timestamp()) - 1
    parameters = (
        f'("@method" "@path" "@query");created={created};expires={expires};nonce="{"n" * 20}";keyid="{calling.key}"'
    )
    signature = base64.b64encode(calling.private.sign(signing.base(call, covered, parameters))).decode()
    headers = {"Signature-Input": f"sig1={parameters}", "Signature": f"sig1=:{signature}:"}
    assert told(Client().get(f"{API}/me", headers=headers)) == (401, "signature-expired")


def test_the_clock_is_told_to_nobody_but_the_owner_of_the_key(calling: Calling) -> None:
    stranger = Calling(calling.system, calling.key, Ed25519PrivateKey.generate())
    assert told(stranger.get("/me", created=AT - timedelta(days=1))) == (401, "signature-wrong")
    unknown = Calling(calling.system, "dk-unknown", calling.private)
    assert told(unknown.get("/me")) == (401, "signature-wrong")


def test_a_body_that_is_not_the_signed_one_is_refused(calling: Calling) -> None:
    headers = calling.headers("POST", f"{API}/cases/LF-1/decide", b"{}", given={"idempotency-key": str(uuid.uuid4())})
    answer = Client().post(f"{API}/cases/LF-1/decide", b'{"a":1}', content_type="application/json", headers=headers)
    assert told(answer) == (401, "digest-wrong")


def test_a_call_that_is_far_too_large_is_not_even_read(calling: Calling) -> None:
    assert told(calling.post("/cases/LF-1/decide", {"reason": "长" * 70_000})) == (413, "too-big")


def test_a_key_changes_over_with_both_holding_for_a_while(calling: Calling, today: time_machine.Traveller) -> None:
    newer = another_key(calling.system)
    assert calling.get("/me").status_code == newer.get("/me").status_code == 200
    with pytest.raises(Refused, match="keys-enough"):
        another_key(calling.system)
    today.shift(OVERLAP + timedelta(seconds=1))
    assert told(calling.get("/me")) == (401, "key-ended")
    assert newer.get("/me").status_code == 200
    another_key(calling.system)  # the one that has run out counts no more


def test_a_revoked_key_ends_at_once(calling: Calling) -> None:
    newer = another_key(calling.system)
    actions.revoke_key(code="minzheng-core", key_id=calling.key, now=AT, by="staff:director", key=uuid.uuid4())
    assert told(calling.get("/me")) == (401, "key-ended")
    assert newer.get("/me").status_code == 200


def test_a_closed_system_is_let_in_no_more(calling: Calling) -> None:
    actions.close(code="minzheng-core", now=AT, by="staff:director", key=uuid.uuid4())
    assert calling.get("/me").status_code == 401


def test_an_account_closed_elsewhere_closes_the_system(calling: Calling) -> None:
    calling.system.account.is_active = False
    calling.system.account.save()
    assert told(calling.get("/me")) == (403, "system-closed")


def test_only_the_public_half_is_kept_and_shown_once(calling: Calling) -> None:
    key = uuid.uuid4()
    given = {"code": "minzheng-core", "public": "", "now": AT, "by": "staff:director", "key": key}
    first, again = actions.give_key(**given), actions.give_key(**given)
    assert first.key == again.key
    assert first.private.startswith("-----BEGIN PRIVATE KEY-----")
    assert again.private == ""
    kept = [bytes(one) for one in SystemKey.objects.values_list("public", flat=True)]
    assert all(len(one) == 32 for one in kept)
    assert "PRIVATE" not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_public_key_belongs_to_one_system_for_ever(calling: Calling) -> None:
    pem = "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
    given = {"code": "minzheng-core", "now": AT, "by": "staff:director"}
    public = f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----"
    made = actions.give_key(public=public, key=uuid.uuid4(), **given)
    assert made.private == ""
    actions.revoke_key(code="minzheng-core", key_id=made.key.pk, now=AT, by="staff:director", key=uuid.uuid4())
    with pytest.raises(Malformed, match="key-known"):
        actions.give_key(public=public, key=uuid.uuid4(), **given)


def test_nonces_are_forgotten_only_when_the_clock_refuses_them(calling: Calling, today: time_machine.Traveller) -> None:
    headers = calling.headers("GET", f"{API}/me", created=AT + timedelta(minutes=5))  # as late as it may be
    assert Client().get(f"{API}/me", headers=headers).status_code == 200
    today.shift(timedelta(minutes=10))
    actions.tidy(now=AT + timedelta(minutes=10))
    assert told(Client().get(f"{API}/me", headers=headers)) == (401, "signature-replayed")
    today.shift(timedelta(seconds=1))
    actions.tidy(now=AT + timedelta(minutes=10, seconds=1))
    assert not Nonce.objects.exists()
    assert told(Client().get(f"{API}/me", headers=headers)) == (401, "clock-apart")


def test_nobody_signs_in_with_the_account_of_a_system(calling: Calling) -> None:
    account = calling.system.account
    assert not account.has_usable_password()
    assert account.departments() == {("civil-affairs", "*")}
