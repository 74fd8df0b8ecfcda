from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.licences.base import Held
from onetrip.licences.judging import judge

DAY = date(2026, 11, 24)
VALID = Held("A1", "issuer", date(2020, 1, 1), date(2030, 1, 1), "valid")
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))
held = st.builds(
    Held,
    st.text("AB", min_size=1, max_size=2),
    st.just("issuer"),
    days,
    st.none() | days,
    st.sampled_from(["valid", "expired", "revoked", "lost"]),
)


def test_nothing_there_is_none() -> None:
    assert judge((), DAY).meaning == "none"


def test_one_that_runs_out_today_still_counts_and_not_tomorrow() -> None:
    last = replace(VALID, valid_until=DAY)
    assert judge([last], DAY).meaning == "found"
    assert judge([last], DAY + timedelta(days=1)).meaning == "unusable"


def test_one_that_is_issued_later_is_none_yet() -> None:
    assert judge([replace(VALID, issued_on=DAY + timedelta(days=1))], DAY).meaning == "none"


def test_what_was_replaced_and_what_is_repeated_do_not_hide_the_one_that_counts() -> None:
    old = replace(VALID, number="A0", issued_on=date(2010, 1, 1), status="revoked")
    assert judge([VALID, old, VALID], DAY).held == VALID


@given(st.lists(held, max_size=5), days)
def test_found_exactly_where_one_is_valid_whatever_the_order(several: list[Held], day: date) -> None:
    valid = [one for one in several if one.issued_on <= day and one.is_valid_on(day)]
    judged = judge(several, day)
    assert (judged.meaning == "found") == bool(valid)
    assert judged.meaning == judge(several[::-1], day).meaning
    if judged.meaning == "found":
        assert judged.held in valid
