from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.effect_chart import WIDTH, chart
from onetrip.lobby.replaying import Effect, Waited

waits = st.tuples(st.floats(0, 400), st.floats(0, 400)).map(lambda pair: Waited(3, min(pair), max(pair)))
rows = st.lists(st.builds(Effect, st.sampled_from(["", "elder", "infant"]), waits, waits), max_size=7)


@given(rows)
def test_every_mark_lies_inside_the_picture_and_nine_in_ten_never_before_the_median(effects: list[Effect]) -> None:
    drawn = chart(effects)
    assert len(drawn.rows) == len(effects)
    for row in drawn.rows:
        for span in (row.before, row.after):
            assert drawn.left <= span.median <= span.ninety <= WIDTH
            assert 0 < span.y < drawn.floor < drawn.height


@given(rows)
def test_the_scale_begins_at_nothing_and_can_be_read(effects: list[Effect]) -> None:
    ticks = chart(effects).ticks
    assert ticks[0] == (0, chart(effects).left)
    assert 2 <= len(ticks) <= 10
    assert list(ticks) == sorted(ticks)


def test_twice_the_minutes_are_twice_the_length() -> None:
    drawn = chart([Effect("", Waited(1, 10, 20), Waited(1, 20, 40))])
    (row,) = drawn.rows
    assert row.before.ninety - drawn.left == 2 * (row.before.median - drawn.left)
    assert row.after.median == row.before.ninety
