"""What a signature covers, judged by the example of the standard itself, and what is refused."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onetrip.departments import signing
from onetrip.departments.keys import read_public
from onetrip.departments.signing import Call, Unreadable
from onetrip.ledger.refusals import Malformed

RFC_PUBLIC = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----"""
RFC_SIGNATURE = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
CREATED = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
CALL = Call(
    method="POST",
    path="/api/v1/departments/cases/LF-20261124-0001/decide",
    query="?",
    authority="onetrip.example",
    headers={"idempotency-key": "5b0c1b6e-7d7e-4a53-8a52-0b8a4f1d5a11"},
    body=b'{"granted":true}',
)


@pytest.fixture(scope="module")
def private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def signed(call: Call, private: Ed25519PrivateKey) -> Call:
    headers = signing.sign(call, private, key="dk-1", created=CREATED, nonce="n" * 22)
    return replace(call, headers=headers)


def is_right(call: Call, private: Ed25519PrivateKey) -> bool:
    public = private.public_key().public_bytes_raw()
    return signing.is_right(signing.read(call), public) and signing.has_digest(call)


def test_the_example_of_the_standard_is_right() -> None:
    """RFC 9421, appendix B.2.6: a request signed with Ed25519 by somebody else."""
    call = Call(
        method="POST",
        path="/foo",
        query="?",
        authority="example.com",
        headers={
            "date": "Tue, 20 Apr 2021 02:07:55 GMT",
            "content-type": "application/json",
            "content-length": "18",
        },
        body=b"",
    )
    covered = ["date", "@method", "@path", "@authority", "content-type", "content-length"]
    names = " ".join(f'"{name}"' for name in covered)
    said = signing.base(call, covered, f'({names});created=1618884473;keyid="test-key-ed25519"')
    example = signing.Signed("test-key-ed25519", CREATED, "", said, base64.b64decode(RFC_SIGNATURE))
    assert signing.is_right(example, read_public(RFC_PUBLIC))
    assert not signing.is_right(replace(example, base=said + b" "), read_public(RFC_PUBLIC))


def test_the_digest_is_that_of_the_standard() -> None:
    """RFC 9530, appendix D: the digest of {"hello": "world"}."""
    assert signing.digest(b'{"hello": "world"}') == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"


def test_what_was_signed_is_read_again(private: Ed25519PrivateKey) -> None:
    call = signed(CALL, private)
    read = signing.read(call)
    assert (read.key, read.created, read.nonce) == ("dk-1", CREATED, "n" * 22)
    assert is_right(call, private)


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "GET"},
        {"path": "/api/v1/departments/cases/LF-20261124-0002/decide"},
        {"query": "?x=1"},
        {"body": b'{"granted":false}'},
        {"headers": {"idempotency-key": "another"}},
        {"headers": {"content-digest": signing.digest(b"other")}},
    ],
    ids=["method", "path", "query", "body", "key", "digest"],
)
def test_nothing_that_matters_can_be_changed_on_the_way(private: Ed25519PrivateKey, changed: dict[str, object]) -> None:
    call = signed(CALL, private)
    headers = {**call.headers, **changed.pop("headers", {})}  # type: ignore[dict-item]
    assert not is_right(replace(call, headers=headers, **changed), private)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("was", "is_now", "named"),
    [
        ('"content-digest" ', "", "content-digest"),
        (' "idempotency-key"', "", "idempotency-key"),
        ('"@query" ', "", "@query"),
        ('"@query"', '"@query" "@query"', "covered"),
        ('"@query"', '"@query" "x-forwarded-for"', "covered"),
        ("ed25519", "hmac-sha256", "alg"),
        (";nonce=", ";other=", "nonce"),
        (";created=", ";expires=", "created"),
        ("sig1=(", "sig1=(((", "signature-input"),
        ("sig1=", "sig1=(),sig2=", "signature-input"),
    ],
)
def test_a_signature_that_covers_too_little_is_named(
    private: Ed25519PrivateKey, was: str, is_now: str, named: str
) -> None:
    call = signed(CALL, private)
    headers = {**call.headers, "signature-input": call.headers["signature-input"].replace(was, is_now)}
    with pytest.raises(Unreadable, match=named):
        signing.read(replace(call, headers=headers))


def test_an_end_that_the_caller_set_is_read_and_one_that_is_none_is_refused(private: Ed25519PrivateKey) -> None:
    call = signed(CALL, private)
    was = call.headers["signature-input"]
    ends = replace(call, headers={**call.headers, "signature-input": f"{was};expires=1795487400"})
    assert signing.read(ends).expires == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    for bad in ('"soon"', "999999999999999"):
        with pytest.raises(Unreadable, match="expires"):
            signing.read(replace(call, headers={**call.headers, "signature-input": f"{was};expires={bad}"}))


@pytest.mark.parametrize("value", ["", "sig1=:!:", "sig2=:QUJD:", "sig1=:QUJ:", "x" * 5000])
def test_a_signature_that_is_none_is_refused(private: Ed25519PrivateKey, value: str) -> None:
    call = signed(CALL, private)
    with pytest.raises(Unreadable):
        signing.read(replace(call, headers={**call.headers, "signature": value}))


def test_a_private_key_or_one_of_another_kind_is_not_taken() -> None:
    with pytest.raises(Malformed, match="private"):
        read_public(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmi\n-----END PRIVATE KEY-----"
        )
    for text in ("", "ssh-ed25519 AAAA", "AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"):
        with pytest.raises(Malformed):
            read_public(text)
