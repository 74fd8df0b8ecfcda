"""What the answers are: right side up, the same twice, honest about where they stop."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from onetrip.ledger.refusals import Malformed
from onetrip.rehearsal import answers, asking, trusting
from onetrip.rehearsal.answers import compared, on_end, quota, training
from onetrip.rehearsal.answers.setting import setting
from onetrip.rehearsal.answers.staffing import SEARCH_DAYS, _Search, fewest
from onetrip.rehearsal.asking import Asked
from onetrip.rehearsal.grounds import EXAMPLE_SURGE, Grounds, day_to_come, usual_windows
from onetrip.rehearsal.running import Limit, draw, mean_of
from onetrip.simulation.fitting import fitted
from onetrip.simulation.fitting.modelling import model_for
from onetrip.simulation.hall.plans import WindowShift
from tests.rehearsal.a_record import MONDAY, lived, place

QUICK = Limit(precision=0.5, seconds=5.0, days=400)


@pytest.fixture(scope="module")
def on() -> Grounds:
    record = lived()
    return Grounds(place(), MONDAY, record, fitted.fit(record), windows=9, kiosks=6)


@pytest.fixture(autouse=True)
def no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matters go by their ids here: what they are called is no business of these tests."""
    monkeypatch.setattr(training.catalogues, "current", lambda: SimpleNamespace(matters={}))


def test_more_windows_never_make_people_wait_longer_and_fewer_do(on: Grounds) -> None:
    more = answers.answer(on, Asked("one-more", MONDAY), QUICK)
    fewer = answers.answer(on, Asked("ill", MONDAY, number=2), QUICK)
    assert more.figure.high < 0 < fewer.figure.low
    assert "少等" in more.sentence.zh
    assert "longer" in fewer.sentence.en


def test_the_windows_proposed_keep_the_promise_on_days_the_search_never_saw(on: Grounds) -> None:
    found = answers.answer(on, Asked("windows", MONDAY, share=90), QUICK)
    in_time = mean_of(found.run.outcomes[0].in_time_share)
    assert in_time.high > 0.9
    assert in_time.value > 0.88
    assert sum(found.windows) < 9 * 16
    assert "Erlang's formula, each half hour for itself" in found.more[-1].en
    assert len(found.windows) == len(found.waits) == 16


def test_a_window_less_in_any_half_hour_breaks_the_promise_on_the_days_searched(on: Grounds) -> None:
    at = setting(on, Asked("windows", MONDAY))
    found = fewest(at.model, at.hall, 0.9, most=9, seed=86, seconds=60)
    search = _Search(draw(at.model, SEARCH_DAYS, 86), at.hall, 0.9, float("inf"))
    assert search.keeps(found.windows)
    for slot, count in enumerate(found.windows):
        fewer = [*found.windows[:slot], count - 1, *found.windows[slot + 1 :]]
        assert count == 1 or not search.keeps(fewer), slot


def test_a_day_that_no_windows_carry_is_given_out_by_appointment(on: Grounds) -> None:
    found = answers.answer(on, Asked("windows", MONDAY, times=4.0), QUICK)
    assert set(found.windows) == {9}
    assert 0 < sum(found.bookings) < 4 * 350
    assert found.bookings[-1] == 0
    assert "全部预约" in found.sentence.zh
    assert mean_of(found.run.outcomes[0].in_time_share).value > 0.87


def test_three_times_the_people_do_not_fit_and_the_sentence_says_so(on: Grounds) -> None:
    found = answers.answer(on, asking.usual("backlog", MONDAY), QUICK)
    assert "撑不住" in found.sentence.zh
    assert "do not hold" in found.sentence.en
    assert found.figure.low > 5


def test_bookings_spread_as_windows_are_open_and_add_up(on: Grounds) -> None:
    found = answers.answer(on, Asked("bookings", MONDAY, times=1.3), QUICK)
    assert len(found.bookings) == 16
    assert found.bookings[-1] == 0
    waits = [mean_of(each.mean_wait).value for each in found.run.outcomes]
    assert waits[0] > waits[-1]


def test_the_slowest_are_found_without_being_named(on: Grounds) -> None:
    found = training.candidates(on.fitted)
    assert all(0 < each.factor <= 1 for each in found)
    told = answers.answer(on, Asked("training", MONDAY), QUICK)
    assert told.figure.value < 0
    assert "位同事" in told.sentence.zh


def test_the_same_question_computed_again_gives_the_same_to_the_last_figure(on: Grounds) -> None:
    for code in asking.QUESTIONS:
        asked = asking.usual(code, MONDAY)
        assert answers.again(on, asked, 200).to_json() == answers.again(on, asked, 200).to_json(), code


def test_another_seed_gives_other_people_and_nearly_the_same_answer(on: Grounds) -> None:
    one, two = (answers.again(on, Asked("ill", MONDAY, number=1, seed=seed), 300).figure for seed in (1, 2))
    assert one.value != two.value
    assert abs(one.value - two.value) < 3 * (one.high - one.low)


def test_an_answer_stops_at_its_limit_and_says_that_it_did(on: Grounds) -> None:
    short = answers.answer(on, Asked("ill", MONDAY), Limit(precision=0.001, seconds=60, days=200))
    assert not short.run.reached
    assert short.run.days == 200
    enough = answers.answer(on, Asked("ill", MONDAY), Limit(precision=2.0, seconds=60, days=4000))
    assert enough.run.reached
    assert enough.run.days < 4000


def test_a_pair_is_compared_on_the_very_same_people(on: Grounds) -> None:
    found = answers.answer(on, Asked("one-more", MONDAY), QUICK).run.outcomes
    assert np.array_equal(found[0].numbers, found[1].numbers)
    paired = np.var(found[1].mean_wait - found[0].mean_wait)
    assert paired < np.var(found[1].mean_wait) + np.var(found[0].mean_wait)


def test_a_reopening_nobody_lived_through_is_an_example_and_counts(on: Grounds) -> None:
    assert not on.knows_reopening
    usual = windows_of(on, reopening=False)
    again = windows_of(on, reopening=True)
    assert again == pytest.approx(usual * EXAMPLE_SURGE)


def windows_of(on: Grounds, *, reopening: bool) -> float:
    return setting(on, Asked("windows", MONDAY, reopening=reopening)).expected


def test_expected_people_are_those_who_draw_a_number_kiosks_and_their_failures_told_apart(on: Grounds) -> None:
    day = day_to_come(on, MONDAY, reopening=False)
    model = model_for(on.fitted, day)
    to_windows = sum(model.rates) * (1 - model.to_kiosk * (1 - model.kiosk_fails))
    assert to_windows == pytest.approx(on.fitted.arrivals.expected(day))


def test_the_usual_windows_are_those_of_most_days(on: Grounds) -> None:
    assert usual_windows(on, day_to_come(on, MONDAY, reopening=False)) == (7,) * 16


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2026-02-30"),
        ("day", "x"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("times", "0"),
        ("times", "1e9"),
        ("times", "-1"),
        ("times", "nan"),
        ("times", "１"),
        ("promised", "1.5"),
        ("share", "100"),
        ("number", "0"),
        ("number", "99"),
        ("seed", "99999999999"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused_in_words(on: Grounds, field: str, value: str) -> None:
    sent = {"day": MONDAY.isoformat()} | {field: value}
    with pytest.raises(Malformed) as refused:
        answers.answer(on, asking.read("ill", sent, MONDAY), QUICK)
    assert refused.value.field == field


def test_what_is_kept_is_read_back_as_it_was_asked() -> None:
    asked = Asked("bookings", MONDAY, reopening=True, times=2.5, promised=15, share=80, number=3, seed=5)
    assert Asked.from_json(asked.to_json()) == asked


def test_the_back_test_covers_nine_of_ten_days_that_another_queue_played(on: Grounds) -> None:
    found = trusting.back_test(on.lived, 6, seconds=60, runs=60)
    assert found.days_fitted == 36
    assert found.days_judged == found.days_left == 24
    assert found.mean.value >= 0.75
    assert found.mean.low < 0.9


def test_a_record_whose_later_days_are_far_busier_is_not_called_trustworthy(on: Grounds) -> None:
    """The later days get half the windows in the record, and the waits of all of them: nothing explains these waits."""
    record = on.lived
    many = tuple(
        replace(day, shifts=tuple(WindowShift(w, 0.0, 480.0) for w in range(12)), clerks=()) if place >= 36 else day
        for place, day in enumerate(record.days)
    )
    slow = replace(record, days=many, called=np.where(record.day >= 36, record.called + 30, record.called))
    found = trusting.back_test(slow, 6, seconds=60, runs=40)
    assert found.mean.value < 0.2
    assert "余地" in found.verdict.zh


def test_a_quota_table_gets_worse_with_more_people_and_better_with_more_bookings(on: Grounds) -> None:
    found = answers.answer(on, asking.usual("quota", MONDAY), QUICK)
    assert found.grid is not None
    shares = np.array([[float(cell.figure.split()[0]) for cell in row] for row in found.grid.cells])
    assert (
        np.diff(shares, axis=0) <= 0.5
    ).all()  # the same people, and more: never better but for the drawing of bookings
    assert (np.diff(shares, axis=1) >= -0.5).all()
    assert shares[0, -1] - shares[-1, 0] > 10


def test_the_cell_of_the_sentence_is_the_smallest_share_that_keeps_the_promise(on: Grounds) -> None:
    found = answers.answer(on, Asked("quota", MONDAY, number=0, times=1.25), QUICK)
    assert found.grid is not None
    row = found.grid.cells[quota.EXPECTED]
    chosen = [place for place, cell in enumerate(row) if cell.is_answer]
    kept = [place for place, cell in enumerate(row) if cell.standing == "kept"]
    assert chosen == kept[:1]
    assert all(cell.mark == "✓" for cell in row[chosen[0] :])
    assert str(sum(found.bookings)) in found.sentence.zh
    assert found.bookings[-1] == 0


def test_a_crowd_that_no_quota_carries_is_said_to_and_how_many_would_fit(on: Grounds) -> None:
    found = answers.answer(on, Asked("quota", MONDAY, number=0, times=1.6), QUICK)
    assert "到不了 90 %" in found.sentence.zh
    assert "倍以内才守得住" in found.sentence.zh
    hopeless = answers.answer(on, Asked("quota", MONDAY, number=0, times=3.0), Limit(days=100))
    assert "open more windows" in hopeless.sentence.en


def test_after_a_rush_of_one_day_it_takes_fewer_days_with_more_windows(on: Grounds) -> None:
    found = answers.answer(on, Asked("days-on-end", MONDAY, times=1.6, number=2), QUICK)
    assert 1 <= found.figure.value <= 10
    assert found.figure.low <= found.figure.value <= found.figure.high
    assert len(found.table.rows) == on_end.HORIZON
    again = [float(row[2]) for row in found.table.rows]  # type: ignore[arg-type]
    assert again[0] == 0  # nobody has been sent home before
    assert again[1] > 20
    assert min(again[5:]) < again[1] / 2


def test_a_rush_that_outlasts_the_horizon_is_said_to_and_no_day_is_computed_beyond(
    on: Grounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_end, "HORIZON", 6)
    found = answers.answer(on, Asked("days-on-end", MONDAY, reopening=True, times=5.0, number=1), Limit(days=100))
    assert found.figure.value == len(found.table.rows) == 6
    assert "也还没有恢复正常" in found.sentence.zh
    assert "not as usual within 6 days" in found.sentence.en


def test_without_a_rush_it_is_as_usual_from_the_first_day(on: Grounds) -> None:
    found = answers.answer(on, Asked("days-on-end", MONDAY, number=1), QUICK)
    assert found.figure.value == 0
    assert "从第一天起就是正常的" in found.sentence.zh


def test_where_all_clerks_are_as_fast_as_one_another_no_training_is_proposed(on: Grounds) -> None:
    alike = replace(on.fitted.service, paces={}, paces_by_matter=np.ones_like(on.fitted.service.paces_by_matter))
    even = replace(on, fitted=replace(on.fitted, service=alike))
    found = answers.answer(even, Asked("training", MONDAY), QUICK)
    assert "看不出缩短" in found.sentence.zh
    assert "No training" in found.sentence.en


def test_with_nobody_left_nobody_is_said_to_wait_no_time(on: Grounds) -> None:
    with pytest.raises(Malformed, match="none is left"):
        answers.answer(on, Asked("ill", MONDAY, number=30), QUICK)


def test_half_hours_that_are_left_without_a_window_are_named(on: Grounds) -> None:
    lean = replace(setting(on, Asked("ill", MONDAY, number=2)), usual=(2, *(7,) * 15))
    found = compared.ill(lean, QUICK)
    assert "8:30" in found.more[0].zh
    assert "9:00" not in found.more[0].zh


def test_more_windows_than_there_are_is_said_to_be_as_many_as_there_are(on: Grounds) -> None:
    assert "只有 9 个窗口" in answers.answer(on, Asked("one-more", MONDAY, number=30), QUICK).more[0].zh
    assert answers.answer(on, Asked("one-more", MONDAY, number=1), QUICK).more == ()


def test_erlangs_formula_bounds_the_size_of_the_plan(on: Grounds) -> None:
    at = setting(on, Asked("windows", MONDAY))
    found = fewest(at.model, at.hall, 0.9, most=12, seed=86, seconds=60)
    assert len(found.erlang) == len(found.windows)
    assert 0.6 * sum(found.erlang) < sum(found.windows) < 1.15 * sum(found.erlang)
