"""What comes over the wire is read with suspicion: nothing gets through but this person's licences of this kind."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.licences.base import Enquiry, Held, NoAnswer, Trouble
from onetrip.licences.contrib.http import wire
from onetrip.licences.contrib.simulated.records import licence
from tests.factories import synthetic_identity

DAY = date(2026, 11, 24)
HOLDER = synthetic_identity()
CODE = "310105127000101"
ENQUIRY = Enquiry(CODE, HOLDER, DAY, "窗口受理：奖励金", "request", "reference-1")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
    max_leaves=12,
)


def body(*held: dict[str, Any], request: str = "reference-1") -> bytes:
    return json.dumps({"request": request, "licences": list(held)}).encode()


def test_a_question_holds_what_for_and_on_which_basis() -> None:
    asked = json.loads(wire.question(ENQUIRY))
    assert (asked["purpose"], asked["basis"], asked["day"]) == ("窗口受理：奖励金", "request", "2026-11-24")
    assert asked["holder"] == {"id_number": HOLDER.number}


def test_the_persons_licence_is_read() -> None:
    held = wire.read(body(licence(HOLDER.number, CODE, DAY)), ENQUIRY)
    assert [one.status for one in held] == ["valid"]
    assert held[0].valid_until == date(2034, 2, 28)
    assert wire.read(body(), ENQUIRY) == ()


@given(st.binary(max_size=300) | anything.map(lambda value: json.dumps(value).encode()))
def test_whatever_else_comes_is_no_answer(raw: bytes) -> None:
    with pytest.raises(NoAnswer):
        wire.read(raw, ENQUIRY)


@given(st.sampled_from(sorted(licence(HOLDER.number, CODE, DAY))), anything)
def test_a_licence_with_one_field_wrong_is_no_answer_or_says_what_it_says(field: str, value: Any) -> None:
    held: tuple[Held, ...] = ()
    with contextlib.suppress(NoAnswer):
        held = wire.read(body({**licence(HOLDER.number, CODE, DAY), field: value}), ENQUIRY)
    # Only what nobody can check may be anything that has its form.
    assert not held or field in ("number", "issuer", "valid_until", "issued_on")


def test_one_licence_of_somebody_else_spoils_the_whole_answer() -> None:
    other = synthetic_identity(date(1950, 1, 1))
    mixed = body(licence(HOLDER.number, CODE, DAY), licence(other.number, CODE, DAY))
    with pytest.raises(NoAnswer) as refused:
        wire.read(mixed, ENQUIRY)
    assert refused.value.trouble is Trouble.OTHER_PERSON


@pytest.mark.parametrize(
    "raw",
    [
        body(licence(HOLDER.number, CODE, DAY), request="another"),
        body(licence(HOLDER.number, "310105105000100", DAY)),
        body(*[licence(HOLDER.number, CODE, DAY)] * 51),
        b"[" * 100_000,
        b" " * (wire.MOST_BYTES + 1),
    ],
    ids=["another question", "another kind", "too many", "too deep", "too long"],
)
def test_an_answer_to_something_else_is_malformed(raw: bytes) -> None:
    with pytest.raises(NoAnswer) as refused:
        wire.read(raw, ENQUIRY)
    assert refused.value.trouble is Trouble.MALFORMED


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None),
        ("30", 30),
        (" 5 ", 5),
        ("999999", 3600),
        ("-1", None),
        ("soon", None),
        ("Tue, 24 Nov 2026 01:31:00 GMT", 60),
        ("Tue, 24 Nov 2026 01:29:00 GMT", 0),
        ("³", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_by_the_stores_own_clock(said: str | None, seconds: float | None) -> None:
    assert wire.retry_after(said, "Tue, 24 Nov 2026 01:30:00 GMT") == seconds


def test_a_date_without_the_stores_own_clock_says_nothing() -> None:
    assert wire.retry_after("Tue, 24 Nov 2026 01:31:00 GMT", None) is None
