from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.insight.rates import Share, minus

shares = st.integers(0, 10**7).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))


def test_nothing_is_claimed_of_nothing():
    share = Share(0, 0)
    assert share.percent is None
    assert not share.is_known


@given(shares)
def test_a_percentage_is_never_rounded_over_what_is_true(share: Share):
    percent = share.percent
    if percent is None:
        return
    assert 0 <= percent <= 100
    assert (percent == 100) == (share.part == share.whole)
    assert (percent == 0) == (share.part == 0)


@given(shares)
def test_a_percentage_is_within_one_step_of_the_share(share: Share):
    if share.percent is not None:
        step = Decimal("0.1") if share.whole >= 200 else Decimal(1)
        assert abs(share.percent - Decimal(share.part) * 100 / share.whole) <= step


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(7508, 8214, "91.4"), (3022, 3046, "99.2"), (99_999, 100_000, "99.9"), (1, 100_000, "0.1"), (11, 12, "92")],
)
def test_percentages_as_the_page_shows_them(part: int, whole: int, percent: str):
    assert str(Share(part, whole).percent) == percent


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, -1)])
def test_a_share_that_cannot_be_counted_is_refused(part: int, whole: int):
    with pytest.raises(ValueError, match="is not a share"):
        Share(part, whole)


def test_two_shares_are_compared_only_when_both_have_enough_behind_them():
    assert minus(Share(90, 100), Share(80, 100)) == 10
    assert minus(Share(90, 100), Share(8, 10)) is None
    assert minus(Share(0, 0), Share(80, 100)) is None
