"""Which way round people go is counted by what happened to them, and drawn the same each time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.rehearsal.mapping.drawing import Picture, picture_of
from onetrip.rehearsal.mapping.places import BY_KEY, PLACES
from onetrip.rehearsal.mapping.ways import Edge, Passed, Ways, ways_of

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def way(name: str, *steps: tuple[str, str, float], state: str = "") -> list[Passed]:
    """Somebody's way: thing, verb and minutes after nine."""
    return [Passed(name, NINE + timedelta(minutes=at), thing, verb, state) for thing, verb, at in steps]


SERVED = (("ticket", "draw", 0), ("ticket", "call", 8), ("ticket", "start", 9), ("case", "accept", 19), ("ticket", "finish", 20))  # fmt: skip


def edges(ways: Ways) -> dict[tuple[str, str], tuple[int, float | None]]:
    return {(edge.source, edge.target): (edge.count, edge.minutes) for edge in ways.edges}


def test_a_way_goes_from_the_door_to_where_it_ends() -> None:
    ways = ways_of(way("a", *SERVED))
    assert ways.people == 1
    assert ways.whole == ((("door", "waiting", "called", "serving", "accepted", "done"), 1),)
    assert edges(ways) == {
        ("door", "waiting"): (1, None),
        ("waiting", "called"): (1, 8),
        ("called", "serving"): (1, 1),
        ("serving", "accepted"): (1, 10),
        ("accepted", "done"): (1, 1),
    }


def test_half_of_those_who_go_a_way_need_no_more_than_its_minutes() -> None:
    passed = [one for n in (2, 4, 30) for one in way(f"{n}", ("ticket", "draw", 0), ("ticket", "call", n))]
    assert edges(ways_of(passed))["waiting", "called"] == (3, 4)


def test_several_matters_at_one_window_are_one_stop() -> None:
    ways = ways_of(
        way("a", ("ticket", "draw", 0), ("case", "accept", 3), ("case", "accept", 3), ("ticket", "finish", 4))
    )
    assert ("accepted", "accepted") not in edges(ways)
    assert ways.places["accepted"] == 1


def test_who_missed_their_call_and_came_back_is_seen_to_do_so() -> None:
    steps = (("ticket", "draw", 0), ("ticket", "call", 5), ("ticket", "miss", 8), ("ticket", "restore", 15), ("ticket", "call", 20))  # fmt: skip
    found = edges(ways_of(way("a", *steps)))
    assert found["missed", "waiting"] == (1, 7)
    assert found["waiting", "called"] == (2, 5)


def test_what_the_office_does_later_is_no_way_of_anybody() -> None:
    assert ways_of(way("a", ("case", "accept", 0), ("case", "complete", 60))).people == 0
    ways = ways_of([*way("a", *SERVED), *way("a", ("case", "accept", 24 * 60))])
    assert ways.people == 1


def test_a_stay_at_a_kiosk_ends_done_or_not() -> None:
    done = way("a", ("kiosk-stay", "begin", 0)) + way("a", ("kiosk-stay", "end", 5), state="done")
    idle = way("b", ("kiosk-stay", "begin", 0)) + way("b", ("kiosk-stay", "end", 2), state="idle")
    assert {key for key, _ in edges(ways_of([*done, *idle]))} | {key for _, key in edges(ways_of([*done, *idle]))} == {
        "door", "kiosk", "at-kiosk", "left",
    }  # fmt: skip


def test_nobody_is_no_picture_to_be_afraid_of() -> None:
    assert ways_of([]) == Ways(0, (), {}, ())
    assert picture_of(ways_of([])).boxes == ()


def drawn(*counted: tuple[str, str, int]) -> Picture:
    made = tuple(Edge(source, target, count, 5.0) for source, target, count in counted)
    places = {key: 1 for source, target, _ in counted for key in (source, target)}
    return picture_of(Ways(max(count for *_, count in counted), made, places, ()))


def test_the_more_go_a_way_the_thicker_it_is() -> None:
    picture = drawn(("door", "waiting", 1000), ("waiting", "called", 250), ("called", "missed", 10))
    thick = [arrow.thick for arrow in picture.arrows]
    assert thick == sorted(thick, reverse=True)
    assert thick[0] > 1.7 * thick[1]


def test_ways_too_rare_to_be_seen_are_counted_and_left_to_the_table() -> None:
    picture = drawn(("door", "waiting", 1000), ("called", "missed", 4))
    assert [arrow.edge.count for arrow in picture.arrows] == [1000]
    assert picture.hidden == 1


EDGES = st.lists(
    st.tuples(st.sampled_from(sorted(BY_KEY)), st.sampled_from(sorted(BY_KEY)), st.integers(1, 3000)),
    min_size=1, max_size=40, unique_by=lambda edge: edge[:2],
)  # fmt: skip


@given(EDGES)
def test_whatever_the_ways_the_picture_stays_within_its_frame_and_no_figures_cover_each_other(
    counted: list[tuple[str, str, int]],
) -> None:
    picture = drawn(*counted)
    assert picture == drawn(*counted)
    for arrow in picture.arrows:
        assert "nan" not in arrow.path
        ends = [float(one) for one in re.findall(r"-?[\d.]+", arrow.path)]
        assert all(-20 <= x <= picture.width + 20 for x in ends[::2])
    spots = [(arrow.x, arrow.y) for arrow in picture.arrows]
    assert all(abs(x - u) >= 96 or abs(y - v) >= 20 for n, (x, y) in enumerate(spots) for u, v in spots[:n])
    assert all(box.left >= 0 and box.left + 136 <= picture.width for box in picture.boxes)


def test_no_two_places_stand_on_each_other() -> None:
    assert len({(place.column, place.row) for place in PLACES}) == len(PLACES)
