"""How fast a queue is called: also of a file with rare samples, and whatever stands in it of nights."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from onetrip.lobby.eta.baselines import learn_usual
from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.pace import UNKNOWN, busy_between, learn_paces, slot_of
from onetrip.lobby.eta.snapshots import Snapshot
from onetrip.lobby.eta.tracks import Track, tracks_of

EIGHT = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 -- the clock on the wall


def called(every: float, a_minute: float, hours: float = 8, *, late: float = 0.0, after: float = 0.0) -> Track:
    """A queue that is called `a_minute` from eight o'clock on while thirty wait; then `after` minutes with nobody."""
    moments = np.arange(0, hours * 60 + 1, every) + np.where(np.arange(0, hours * 60 + 1, every) % (2 * every), late, 0)
    rows = [Snapshot(EIGHT + timedelta(minutes=at), "A", 3, 30, "", 1 + int(at * a_minute)) for at in moments.tolist()]
    last = rows[-1]
    nobody = np.arange(every, after, every).tolist()
    rows += [Snapshot(last.at + timedelta(minutes=at), "A", 0, 0, "", last.number) for at in nobody]
    (track,) = tracks_of(rows)
    return track


@pytest.mark.parametrize(("every", "late"), [(30, 0.05), (54, 0.0), (60, 2.0)])
def test_rare_samples_teach_the_pace_as_well(every: float, late: float) -> None:
    track = called(every, 0.5, late=late)
    _, calls = busy_between(track)
    assert calls.sum() == track.called[-1] - track.called[0] > 0
    pace = learn_paces([track], [truth_of(track).minutes])["A"]
    at_ten = pace.rate[slot_of(np.array([600.0]))[0]]
    assert at_ten == pytest.approx(0.5, rel=0.1)
    assert abs(at_ten - UNKNOWN.rate[0]) > 0.2


def test_an_hour_between_samples_counts_for_each_of_its_quarters() -> None:
    slow, fast = called(60, 0.25, hours=3), called(60, 1.0, hours=3)
    slow, fast = (learn_paces([each], [truth_of(each).minutes])["A"].rate for each in (slow, fast))
    quarters = slot_of(np.array([490.0, 505.0, 520.0, 535.0]))
    assert np.ptp(fast[quarters]) < 0.01
    assert (fast[quarters] > 2 * slow[quarters]).all()


def test_nights_in_the_file_do_not_make_the_usual_rate_slow() -> None:
    by_day, round_the_clock = called(5, 0.5), called(5, 0.5, after=450)
    day, night = (learn_usual([each], [truth_of(each).minutes])["A"] for each in (by_day, round_the_clock))
    assert night.rate == pytest.approx(day.rate, rel=0.03)
    assert day.rate == pytest.approx(0.5, rel=0.05)
