"""The visitors of `drawing`, the same to the last bit, in machine code (`drawing_code`).

tests/simulation/hall/test_drawing.py holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from onetrip.simulation import chance
from onetrip.simulation.hall import drawing
from onetrip.simulation.hall.drawing_code import Drawn, Figures, draw, room
from onetrip.simulation.hall.model import HallModel, Length
from onetrip.simulation.hall.visitors import Visitors


def drawn(model: HallModel, seed: int, days: int, first_day: int = 0, threads: int = 1) -> Visitors:
    """As `drawing.drawn`; `threads` change how long it takes and nothing else."""
    figures, share = _figures(model), -(-days // max(threads, 1))
    spans = [(first, min(share, days - first)) for first in range(0, days, share)] if days else [(0, 0)]
    if len(spans) == 1:
        return _span(figures, seed, first_day, days)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda span: _span(figures, seed, first_day + span[0], span[1]), spans))
    return joined(parts)


def batches(
    model: HallModel, seed: int, days: int, *, first_day: int = 0, at_once: int = 50, threads: int = 1
) -> Iterator[Visitors]:
    """The days of `drawn`, `at_once` at a time. A batch is written over the one before it, so that whoever wants to keep
    it copies it: fresh memory from the system costs as much as drawing people into it."""
    figures, into = _figures(model), _columns(0)
    for first in range(first_day, first_day + days, at_once):
        count = min(at_once, first_day + days - first)
        if threads > 1:
            yield drawn(model, seed, count, first, threads)
            continue
        most = room(figures, seed, first, count)
        if most > len(into.arrives):
            into = _columns(most + most // 8)
        yield _written(figures, into, seed, first, count)


def joined(parts: list[Visitors]) -> Visitors:
    """Days behind days."""
    begins, so_far = [np.zeros(1, np.int64)], 0
    for part in parts:
        begins.append(part.begins[1:] + so_far)
        so_far += len(part)
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Drawn._fields}
    return Visitors(np.concatenate(begins), **columns)


def _span(figures: Figures, seed: int, first_day: int, days: int) -> Visitors:
    return _written(figures, _columns(room(figures, seed, first_day, days)), seed, first_day, days)


def _columns(most: int) -> Drawn:
    return Drawn(*(np.empty(most, _TYPES.get(name, np.float64)) for name in Drawn._fields))


def _written(figures: Figures, into: Drawn, seed: int, first_day: int, days: int) -> Visitors:
    begins = np.zeros(days + 1, np.int64)
    draw(figures, into, begins, seed, first_day)
    return Visitors(begins, **{name: column[: begins[-1]] for name, column in into._asdict().items()})


_TYPES = {"group": np.int64, "to_kiosk": np.bool_, "kiosk_fails": np.bool_}


def _figures(model: HallModel) -> Figures:
    shares = np.cumsum([group.share for group in model.groups])
    return Figures(
        np.array(model.rates, np.float64),
        drawing.booked_rates(model),
        model.backlog,
        1.0 - model.booked_share,
        _terms(Length(1.0, model.day_cv)),
        shares / shares[-1],
        np.array([_terms(Length(group.minutes_mean, group.minutes_cv)) for group in model.groups]),
        np.cumsum([credit.share for credit in model.priority], dtype=np.float64),
        np.array([*(credit.minutes for credit in model.priority), 0.0]),
        model.to_kiosk,
        _terms(model.kiosk_minutes),
        model.kiosk_fails,
        _terms(model.gate),
        _terms(model.desk),
        model.patience_mean,
        model.shows_up,
        model.punctual,
    )


def _terms(length: Length | tuple[float, float]) -> tuple[float, float, float]:
    mean, cv = length
    return (
        (float(mean), *chance.lognormal_terms(mean, cv)) if mean > 0 and cv > 0 else (float(max(mean, 0.0)), 0.0, 0.0)
    )
