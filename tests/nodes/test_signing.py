"""A call is known by its signature, and a changed, repeated or old one is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.nodes import signing
from onetrip.nodes.signing import Key

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
KEY = Key("LF", 3, 1, signing.new_secret())
CALL: dict[str, Any] = {"method": "POST", "path": "/nodes/exchange", "call": 7, "at": NOW, "body": b"something"}


def test_a_key_is_read_back_from_the_line_that_an_operator_carries() -> None:
    assert signing.read_key(f"  {KEY}\n") == KEY
    assert KEY.secret not in repr(KEY)


@pytest.mark.parametrize(
    "text", ["", "LF", "LF.1.1.short", f"lf.1.1.{KEY.secret}", f"LF.x.1.{KEY.secret}", f"{KEY}x"], ids=range(6)
)
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="no node key"):
        signing.read_key(text)


@pytest.mark.parametrize(
    "other",
    [
        {"method": "GET"},
        {"path": "/nodes/slip"},
        {"call": 8},
        {"at": NOW + timedelta(microseconds=1)},
        {"body": b"something else"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_whoever_changes_anything_of_a_call_needs_another_signature(other: dict[str, Any]) -> None:
    assert signing.sign_call(KEY, **CALL) != signing.sign_call(KEY, **(CALL | other))


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_two_bodies_never_share_a_signature(left: bytes, right: bytes) -> None:
    signed = [signing.sign_call(KEY, **(CALL | {"body": body})) for body in (left, right)]
    assert signing.same(*signed) is (left == right)


def test_an_answer_fits_its_own_call_alone() -> None:
    answers = [signing.sign_answer(KEY, to=to, status=200, body=b"") for to in ("one", "two")]
    assert answers[0] != answers[1]
    assert answers[0] != signing.sign_answer(KEY, to="one", status=409, body=b"")


@pytest.mark.parametrize(("seconds", "far"), [(0, False), (599, False), (601, True), (-601, True)])
def test_clocks_may_differ_a_little(seconds: int, far: bool) -> None:
    assert signing.too_far(NOW + timedelta(seconds=seconds), NOW) is far


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-24T01:30:00"])
def test_a_moment_without_a_zone_is_none(text: str) -> None:
    assert signing.read_moment(text) is None
