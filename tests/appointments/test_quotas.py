"""How many may be booked for a half hour, and which half hours there are."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.appointments.effects import effect
from onetrip.appointments.expected import NOTHING, expected_by_weekday
from onetrip.appointments.quotas import Mode, Offer, computed, offer_for, quotas_of, spread
from onetrip.appointments.slots import slots_of
from onetrip.centres.opening import Hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
ANYTHING = Offer("anything", "anything", "", 50, 10.0)


def test_quota_is_share_times_windows_times_half_an_hour_by_minutes() -> None:
    assert computed(50, 6, 10) == 9
    assert computed(30, 7, 12) == 5  # 5.25: no quarter of a person
    assert computed(0, 6, 10) == 0


@pytest.mark.parametrize("wrong", [(-1, 6, 10), (101, 6, 10), (50, -1, 10), (50, 6, 0)])
def test_a_quota_of_nothing_that_can_be_is_an_error(wrong: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="quota"):
        computed(*wrong)


@given(st.integers(0, 100), st.integers(0, 40), st.floats(1, 240))
def test_the_quota_never_takes_more_than_its_share_of_the_windows(share: int, windows: int, minutes: float) -> None:
    assert computed(share, windows, minutes) * minutes <= share / 100 * windows * 30 + 1e-6


@given(st.integers(0, 2000), st.integers(1, 48))
def test_a_days_number_is_spread_whole_and_even(number: int, slots: int) -> None:
    found = spread(number, slots)
    assert sum(found) == number
    assert max(found) - min(found) <= 1
    assert found == sorted(found, reverse=True)


def test_a_number_that_somebody_said_counts_instead_of_the_formula() -> None:
    starts = [time(9), time(9, 30)]
    found = quotas_of(ANYTHING, starts, mode=Mode.MIXED, windows=4, day_number=0, said={time(9): 1})
    assert [(each.number, each.is_said) for each in found] == [(1, True), (6, False)]


def test_on_an_open_day_nothing_is_booked_whatever_was_said() -> None:
    found = quotas_of(ANYTHING, [time(9)], mode=Mode.OPEN, windows=4, day_number=60, said={time(9): 5})
    assert [each.number for each in found] == [0]


def test_a_matter_of_its_own_goes_before_its_category_and_that_before_anything() -> None:
    offers = [
        ANYTHING,
        Offer("category:ageing", "category", "ageing", 10, 10),
        Offer("matter:card", "matter", "card", 5, 5),
    ]
    kinds = {"card": "ageing", "allowance": "ageing", "permit": "residence"}
    assert offer_for(offers, ["card"], kinds).code == "matter:card"
    assert offer_for(offers, ["card", "allowance"], kinds).code == "category:ageing"
    assert offer_for(offers, ["card", "permit"], kinds).code == "anything"
    assert offer_for(offers, [], kinds).code == "anything"
    assert offer_for(offers, ["nobody-knows"], kinds).code == "anything"


def test_the_half_hours_of_a_usual_day() -> None:
    found = slots_of([Hours(True, time(8, 30), time(16, 30))], date(2026, 11, 25), SHANGHAI)
    assert (found[0], found[-1], len(found)) == (time(8, 30), time(16), 16)


def test_half_hours_lie_whole_within_the_opening() -> None:
    morning, noon = Hours(True, time(8, 40), time(11, 20)), Hours(True, time(13, 0), time(13, 20))
    found = slots_of([morning, noon], date(2026, 11, 25), SHANGHAI)
    assert found == [time(9), time(9, 30), time(10), time(10, 30)]


def test_where_the_clock_is_put_forward_the_hour_that_is_not_there_cannot_be_booked() -> None:
    night = [Hours(False, time(1), time(4))]
    assert slots_of(night, date(2027, 3, 28), BERLIN) == [time(1), time(1, 30), time(3), time(3, 30)]
    assert len(slots_of(night, date(2027, 3, 27), BERLIN)) == 6


@given(st.times(), st.times())
def test_no_half_hour_reaches_out_of_its_stretch(opens: time, closes: time) -> None:
    if opens >= closes:
        return
    for starts in slots_of([Hours(True, opens, closes)], date(2026, 11, 25), SHANGHAI):
        assert starts >= opens
        assert starts.hour * 60 + starts.minute + 30 <= closes.hour * 60 + closes.minute


def test_too_few_days_are_no_expectation() -> None:
    days = {date(2026, 11, day): True for day in (3, 10)}
    assert expected_by_weekday([(day, time(9), 12) for day in days], days) == {}


def test_what_to_expect_is_the_median_of_ordinary_days_and_quiet_is_clearly_less() -> None:
    tuesdays = [date(2026, 11, day) for day in (3, 10, 17)]
    ordinary = dict.fromkeys(tuesdays, True) | {date(2026, 10, 6): False}
    drawn = [(day, time(9), number) for day, number in zip(tuesdays, (10, 12, 40), strict=True)]
    drawn += [(day, time(9, 30), 11) for day in tuesdays] + [(day, time(14), 5) for day in tuesdays]
    drawn += [(date(2026, 10, 6), time(9), 500)]  # in the National Day week
    found = expected_by_weekday(drawn, ordinary)[1]
    assert found.by_slot == {time(9): 12, time(9, 30): 11, time(14): 5}
    assert found.quiet == {time(14)}
    assert NOTHING.quiet == frozenset()


def test_an_effect_counts_who_is_booked_beyond_the_new_quota() -> None:
    starts = [time(9), time(9, 30)]
    found = effect(
        starts,
        {time(9): 6, time(9, 30): 6},
        {time(9): 2, time(9, 30): 2},
        booked={time(9): 5},
        expected={time(9): 8, time(9, 30): 1},
        windows=2,
        minutes=10,
    )
    assert (found.now, found.then, found.over_booked) == (12, 4, 3)
    assert [slot.starts for slot in found.too_full] == [time(9)]
