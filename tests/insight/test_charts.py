from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.insight.charts import Reading, bars, columns, line, proportions, shortened, step_for

values = st.one_of(st.none(), st.floats(0, 500, allow_nan=False))


@given(st.lists(values, max_size=30), st.one_of(st.none(), st.integers(1, 60)))
def test_columns_stand_on_the_floor_inside_the_picture(waits: list[float | None], threshold: int | None):
    chart = columns([Reading(str(n), wait) for n, wait in enumerate(waits)], threshold=threshold)
    for column in chart.columns:
        assert 0 <= column.y <= chart.floor
        assert column.y + column.height == pytest.approx(chart.floor, abs=0.11)
        assert chart.left <= column.x <= column.x + column.width <= chart.width + 0.2
        assert column.is_over == (threshold is not None and (column.reading.value or 0) > threshold)
    if chart.threshold_y is not None:
        assert 0 < chart.threshold_y < chart.floor


@given(st.lists(st.floats(0, 90, allow_nan=False), min_size=2, max_size=20))
def test_a_longer_wait_is_never_drawn_shorter(waits: list[float]):
    chart = columns([Reading("", wait) for wait in waits], threshold=15)
    drawn = sorted(chart.columns, key=lambda column: column.reading.value or 0)
    assert [column.height for column in drawn] == sorted(column.height for column in drawn)


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=12), st.one_of(st.none(), st.integers(1, 3000)))
def test_bars_keep_their_order_and_their_room(counts: list[int], mark: int | None):
    counts = sorted(counts, reverse=True)
    chart = bars([(str(count), count) for count in counts], mark=mark)
    lengths = [bar.length for bar in chart.bars]
    assert lengths == sorted(lengths, reverse=True)
    assert all(0 <= length <= chart.width - chart.left for length in lengths)
    assert all((bar.length > 0) == (bar.value > 0) for bar in chart.bars)
    assert all(chart.left < tick.at <= chart.width for tick in chart.ticks)
    if chart.mark_x is not None:
        assert chart.left < chart.mark_x <= chart.width


def test_counts_of_one_day_are_drawn_to_a_plain_scale():
    chart = bars([("a", 40), ("b", 10)])
    assert not chart.is_logarithmic
    assert chart.bars[0].length == pytest.approx(4 * chart.bars[1].length, rel=0.01)


def test_counts_that_spread_over_powers_of_ten_say_so_with_their_ticks():
    chart = bars([("a", 9840), ("b", 1240), ("c", 41)], mark=500)
    assert chart.is_logarithmic
    assert [tick.value for tick in chart.ticks] == [100, 1000]
    assert chart.mark_x is not None


@given(st.lists(st.floats(0, 100, allow_nan=False), max_size=15))
def test_a_line_runs_from_left_to_right_inside_its_picture(percents: list[float]):
    drawn = line(percents)
    xs = [x for x, _ in drawn.points]
    assert xs == sorted(xs)
    assert all(0 <= x <= 250 and 0 <= y <= 64 for x, y in drawn.points)
    assert (drawn.path == "") == (len(percents) < 2)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_segments_share_the_whole_width(counts: list[int]):
    segments = proportions(counts, width=900, gap=4)
    assert [width > 0 for _, width in segments] == [count > 0 for count in counts]
    if any(counts):
        last = max(x + width for (x, width), count in zip(segments, counts, strict=True) if count)
        assert last == pytest.approx(900, abs=1)


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (17, 5), (40, 10), (9840, 5000)])
def test_lines_of_a_scale_stand_at_round_figures(most: int, step: int):
    assert step_for(most) == step


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("敬老卡申领", "敬老卡申领"),
        ("退休职工住院补充医疗互助保障参保", "退休职工住院补充医…"),
        ("Medical record booklet", "Medical record bo…"),
        ("", ""),
    ],
)
def test_a_long_label_is_cut_to_its_place(label: str, drawn: str):
    assert shortened(label) == drawn
