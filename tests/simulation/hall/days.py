"""Small days and plans by chance, with equal times on purpose: moments are multiples of a quarter of a minute."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from onetrip.simulation.hall.model import Credit, Group, HallModel, Length
from onetrip.simulation.hall.plans import Plan, Tidal, WindowShift
from onetrip.simulation.hall.visitors import FOREVER, Visitors

GROUPS = 3

HALL = HallModel(
    (Group("short", 0.5, 8.0, 0.6), Group("long", 0.4, 20.0, 0.9), Group("always the same", 0.1, 15.0, 0.0)),
    (6.0, 14.0, 16.0, 10.0),
    to_kiosk=0.3,
    kiosk_fails=0.1,
    priority=(Credit(20.0, 0.15), Credit(5.0, 0.1)),
    patience_mean=40.0,
    booked_share=0.3,
    shows_up=0.8,
    gate=Length(0.3, 0.5),
    desk=Length(1.5, 0.7),
    backlog=4.0,
    day_cv=0.3,
)
"""Every field of a model is used."""


def by_hand(
    arrives: list[float],
    window: list[float],
    *,
    credit: list[float] | None = None,
    patience: float = FOREVER,
    **more: object,
) -> Visitors:
    """One day of people who walk in to windows; `more`: other columns of `Visitors`."""
    count = len(arrives)
    columns: dict[str, object] = {
        "begins": np.array([0, count]),
        "arrives": np.array(arrives, np.float64),
        "group": np.zeros(count, np.int64),
        "credit": np.array(credit or [0.0] * count),
        "booked": np.full(count, np.nan),
        "gate": np.zeros(count),
        "desk": np.zeros(count),
        "to_kiosk": np.zeros(count, np.bool_),
        "kiosk": np.zeros(count),
        "kiosk_fails": np.zeros(count, np.bool_),
        "window": np.array(window, np.float64),
        "patience": np.full(count, patience),
    }
    return Visitors(**columns | {name: np.asarray(value) for name, value in more.items()})  # type: ignore[arg-type]


def quarters(least: int, most: int) -> st.SearchStrategy[float]:
    """Minutes in quarters."""
    return st.integers(least * 4, most * 4).map(lambda n: n / 4)


@st.composite
def visitors(draw: st.DrawFn, most: int = 14) -> Visitors:
    """One or two days of up to `most` people each."""
    counts = draw(st.lists(st.integers(0, most), min_size=1, max_size=2))
    count = sum(counts)

    def column(each: st.SearchStrategy[float], dtype: type = np.float64) -> np.ndarray:
        return np.array(draw(st.lists(each, min_size=count, max_size=count)), dtype)

    begins = np.cumsum([0, *counts])
    arrives = column(quarters(-5, 60))
    for a, b in pairwise(begins):
        arrives[a:b].sort()
    return Visitors(
        begins=begins,
        arrives=arrives,
        group=column(st.integers(0, GROUPS - 1), np.int64),
        credit=column(st.sampled_from([0.0, 0.0, 0.0, 5.0, 20.0])),
        booked=column(st.sampled_from([np.nan, np.nan, 0.0, 30.0])),
        gate=column(quarters(0, 1)),
        desk=column(quarters(0, 2)),
        to_kiosk=column(st.booleans(), np.bool_),
        kiosk=column(quarters(0, 8)),
        kiosk_fails=column(st.booleans(), np.bool_),
        window=column(quarters(0, 20)),
        patience=column(st.one_of(quarters(0, 30), st.just(FOREVER))),
    )


@st.composite
def plans(draw: st.DrawFn, *, alike: bool | None = None) -> Plan:
    """Up to five windows, with lunches, skills or alike, tidal or not. `alike` True: only clerks who are alike, no tide."""
    is_alike = draw(st.booleans()) if alike is None else alike
    lacks = st.just(frozenset()) if is_alike else st.frozensets(st.integers(0, GROUPS - 1))
    pace = st.just(1.0) if is_alike else st.sampled_from([0.5, 1.0, 1.25])
    shifts = []
    for window in range(draw(st.integers(0, 5))):
        edges = sorted(draw(st.lists(quarters(-5, 90), min_size=2, max_size=4)))
        edges = edges[: len(edges) // 2 * 2]
        shifts += [
            WindowShift(window, opens, closes, draw(lacks), draw(pace))
            for opens, closes in zip(edges[::2], edges[1::2], strict=True)
        ]
    tidal = () if alike else draw(st.sampled_from([(), (), (7,), (7, 9)]))
    return Plan(
        shifts,
        gates=draw(st.integers(0, 2)),
        desks=draw(st.integers(0, 2)),
        kiosks=draw(st.integers(0, 2)),
        tidal=Tidal(tidal, after=draw(quarters(8, 15)), until=draw(quarters(1, 8))),
        last_ticket=draw(quarters(20, 70)),
        first_free_closes=is_alike and draw(st.booleans()),
        serves_out=draw(st.booleans()),
    )
