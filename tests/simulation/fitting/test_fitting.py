"""What is put into an invented record comes out of the fitting again, and little data give wide intervals, not nonsense."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.simulation.fitting import fitted, service
from onetrip.simulation.fitting.estimates import share
from onetrip.simulation.fitting.lived import DayKind, Fate, Lived, LivedDay
from tests.simulation.fitting.invented import Truth, lived


@pytest.fixture(scope="module")
def found() -> fitted.Fitted:
    return fitted.fit(lived(Truth(), 200))


def test_minutes_and_scatter_of_each_matter_are_found_again(found: fitted.Fitted) -> None:
    for estimate, true in zip(found.service.minutes, Truth().minutes, strict=True):
        assert estimate.value == pytest.approx(true, rel=0.03)
        assert estimate.low < estimate.value < estimate.high
    assert found.service.cv == pytest.approx(Truth().cv, rel=0.06)


def test_the_pace_of_each_clerk_is_found_again(found: fitted.Fitted) -> None:
    paces = found.service.paces
    assert paces[2].value / paces[0].value == pytest.approx(1.25 / 0.8, rel=0.03)
    assert paces[0].n > 1000


def test_patience_is_found_although_most_were_served_and_some_left_unseen(found: fitted.Fitted) -> None:
    assert found.patience.mean.value == pytest.approx(40.0, rel=0.06)
    assert found.patience.curve[0][1] == pytest.approx(1.0, abs=0.01)
    shares = [share for _, share in found.patience.curve]
    assert shares == sorted(shares, reverse=True)


def test_weekdays_and_the_spread_of_days_are_found_again(found: fitted.Fitted) -> None:
    factors = found.arrivals.factors
    true = np.array(Truth().weekdays)
    seen = np.array([factors[f"weekday-{number}"].value for number in range(5)])
    assert seen / seen.mean() == pytest.approx(true / true.mean(), rel=0.06)
    assert found.arrivals.spread.low < 0.01 < found.arrivals.spread.high


def test_visits_cut_off_by_the_end_of_the_record_do_not_make_matters_shorter() -> None:
    """Everything above ten minutes is cut off there: the mean of what ended would be far too short."""
    cut = lived(Truth(open_until=10.0), 60)
    found = service.fit(cut)
    ended = cut.fate == Fate.SERVED
    naive = float((cut.ended - cut.called)[ended & (cut.matter == 2)].mean())
    assert naive < 9
    assert found.minutes[2].value == pytest.approx(14.0, rel=0.08)
    assert found.censored > 1000


def test_the_surge_of_a_reopening_is_found_with_its_decay() -> None:
    """One re-opening tells little, so six of them are asked: on average right, and within the interval nearly always."""
    founds = [fitted.fit(lived(Truth(reopened=30, surge=math.log(2), seed=seed), 160)).arrivals for seed in range(6)]
    surges = [found.factors["surge"] for found in founds]
    assert math.prod(surge.value for surge in surges) ** (1 / 6) == pytest.approx(2, rel=0.12)
    assert sum(surge.low < 2 < surge.high for surge in surges) >= 5
    assert sorted(found.decay for found in founds)[3] in (5.0, 8.0, 12.0)
    first = LivedDay(date(2025, 9, 1), DayKind.WORKING, 480.0, since_reopening=0)
    usual = replace(first, since_reopening=None)
    assert founds[0].expected(first) / founds[0].expected(usual) == pytest.approx(surges[0].value)


def test_a_matter_seen_once_lies_near_the_others_and_says_so() -> None:
    record = lived(Truth(), 20)
    record.matter[:1] = 3
    once = replace(record, matters=(*record.matters, "once"))
    minutes = service.fit(once).minutes[3]
    assert minutes.n <= 1
    assert minutes.high / minutes.low > 1.5
    assert 2 < minutes.value < 16


def test_one_day_is_enough_and_has_wider_intervals_than_a_year() -> None:
    one, many = fitted.fit(lived(Truth(), 1)), fitted.fit(lived(Truth(), 200))
    assert one.arrivals.factors["usual"].high / one.arrivals.factors["usual"].low > 1.1
    assert (
        one.service.minutes[0].high - one.service.minutes[0].low
        > many.service.minutes[0].high - many.service.minutes[0].low
    )
    never = one.arrivals.factors["weekday-4"]
    assert (never.value, never.n) == (pytest.approx(1.0), 0)


def test_where_nobody_came_nothing_is_fitted() -> None:
    with pytest.raises(ValueError, match="nobody"):
        fitted.fit(lived(replace(Truth(), people=0.0), 3))


def test_where_nobody_has_gone_patience_is_an_example_and_kiosks_none() -> None:
    found = fitted.fit(lived(replace(Truth(), patience=1e9), 2))
    assert found.patience.mean.is_example
    assert found.kiosk_minutes.is_example
    assert found.to_kiosk.value == 0


def test_rare_matters_go_together_and_the_shares_add_up() -> None:
    mix = (0.6, 0.3, *[0.1 / 40] * 40)
    many = Truth(minutes=(5.0,) * 42, cv=(0.6,) * 42, mix=mix)
    found = fitted.fit(lived(many, 5))
    assert len(found.groups) <= 13
    assert found.groups[-1].name == ""
    assert sum(group.share.value for group in found.groups) == pytest.approx(1.0)
    assert sorted(place for group in found.groups for place in group.matters) == sorted(
        {int(place) for place in found_matters(lived(many, 5))}
    )


def found_matters(record: Lived) -> set[int]:
    return set(record.matter.tolist())


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_a_share_lies_within_its_interval(hits: int, more: int) -> None:
    told = share(hits, hits + more, otherwise=0.5)
    assert 0 <= told.low <= told.value <= told.high <= 1


@settings(max_examples=25)
@given(
    people=st.sampled_from([0.3, 1.0, 5.0, 80.0]),
    days=st.integers(1, 12),
    seed=st.integers(0, 1000),
    open_until=st.sampled_from([0.5, 5.0, np.inf]),
)
def test_whatever_was_lived_gives_finite_numbers_or_says_why_not(
    people: float, days: int, seed: int, open_until: float
) -> None:
    record = lived(Truth(people=people, seed=seed, open_until=open_until), days)
    if not len(record):
        with pytest.raises(ValueError, match="nobody"):
            fitted.fit(record)
        return
    found = fitted.fit(record)
    for day in record.days:
        assert np.isfinite(found.arrivals.by_half_hour(day)).all()
    for estimate in (*found.service.minutes, found.patience.mean, found.arrivals.spread):
        assert 0 <= estimate.low <= estimate.value <= estimate.high < math.inf
    assert (found.service.cv > 0).all()


def test_the_order_of_the_visits_changes_nothing() -> None:
    record = lived(Truth(), 15)
    mixed = np.random.default_rng(1).permutation(len(record))
    names = ("day", "arrived", "called", "ended", "matter", "clerk", "fate", "credit", "booked", "seen")
    other = replace(record, **{name: getattr(record, name)[mixed] for name in names})
    one, two = fitted.fit(record), fitted.fit(other)
    assert one.patience.mean.value == pytest.approx(two.patience.mean.value)
    assert [each.value for each in one.service.minutes] == pytest.approx([each.value for each in two.service.minutes])
