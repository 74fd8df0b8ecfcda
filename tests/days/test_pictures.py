from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from onetrip.days.pictures import day_picture

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 24, 1, tzinfo=UTC)


def line(drawn: int, called: int | None, finished: int | None, state: str = "done") -> dict[str, object]:
    def stamp(minutes: int | None) -> str | None:
        return None if minutes is None else (NINE + timedelta(minutes=minutes)).isoformat()

    times = {"drawn_at": stamp(drawn), "called_at": stamp(called), "finished_at": stamp(finished)}
    return {"number": "A001", "state": state, "outcome": "all", **times}


LINES = st.lists(
    st.builds(
        line,
        st.integers(-30, 400),
        st.none() | st.integers(-30, 450),
        st.none() | st.integers(-30, 500),
        st.sampled_from(["done", "left"]),
    ),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_every_number_is_drawn_inside_the_picture_and_forwards(lines: list[dict]) -> None:
    picture = day_picture(lines, SHANGHAI)
    assert picture is not None
    assert len(picture.marks) == len(lines)
    for mark in picture.marks:
        assert 0 <= mark.x <= mark.called <= mark.end <= picture.width
        assert 0 < mark.y < picture.height


def test_the_hours_are_those_of_the_centre() -> None:
    picture = day_picture([line(5, 15, 30)], SHANGHAI)
    assert picture is not None
    assert picture.hours[0] == (0.0, "9:00")


def test_a_day_without_numbers_has_no_picture() -> None:
    assert day_picture([], SHANGHAI) is None
