"""Codes of an app: the vectors of RFC 6238, and a clock that is a little wrong."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from onetrip.signin import recovery, totp
from tests.factories import NOW

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_a_code_is_the_one_of_rfc_6238(second: int, code: str) -> None:
    assert totp.code_at(SECRET, datetime.fromtimestamp(second, UTC)) == code


def test_a_phone_whose_clock_is_half_a_minute_wrong_is_understood_and_not_more() -> None:
    step = int(NOW.timestamp()) // totp.STEP
    for off, found in ((0, step), (-30, step - 1), (30, step + 1), (-60, None), (60, None)):
        code = totp.code_at(SECRET, NOW + timedelta(seconds=off))
        assert totp.step_of(code, SECRET, NOW) == found, off


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "abcdef", "0" * 400])
def test_what_is_no_code_is_simply_wrong(code: str) -> None:
    assert totp.step_of(code, SECRET, NOW) is None


def test_recovery_codes_are_long_different_and_read_with_or_without_hyphens() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == recovery.HOW_MANY
    assert all(recovery.looks_like_one(code) for code in codes)
    assert recovery.hash_of(codes[0].lower().replace("-", " ")) == recovery.hash_of(codes[0])
    assert not recovery.looks_like_one("123456")
