"""A centre without Onetrip brings its log, and is fitted like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onetrip.simulation.fitting import fitted
from onetrip.simulation.fitting.elsewhere import UNKNOWN, lived_of
from onetrip.simulation.fitting.lived import DayKind, Fate
from onetrip.simulation.logs.reading import visits
from tests.simulation.logs import offices
from tests.simulation.logs.offices import stays, written


def test_what_the_log_tells_is_what_was_lived(tmp_path: Path) -> None:
    lived = lived_of(visits(written(tmp_path, offices.chinese_hall())).table)
    assert len(lived) == len(stays())
    assert [int((lived.fate == fate).sum()) for fate in Fate] == [360, 0, 0, 40]  # gone, and nobody noted when
    assert lived.days[0].kind is DayKind.WORKING
    assert len(lived.days[0].shifts) == 3
    assert lived.arrived[0] == pytest.approx(0, abs=1)  # the doors opened at nine
    assert lived.matters[-1] == UNKNOWN
    assert np.isnan(lived.ended[lived.fate == Fate.OPEN]).all()


def test_who_is_known_to_have_left_when_is_told(tmp_path: Path) -> None:
    lived = lived_of(visits(written(tmp_path, offices.steps())).table)
    assert int((lived.fate == Fate.LEFT).sum()) == 40
    assert not np.isnan(lived.ended[lived.fate == Fate.LEFT]).any()


@pytest.mark.parametrize("kept", [offices.chinese_hall, offices.steps, offices.call_centre, offices.nameless])
def test_a_log_is_fitted(kept, tmp_path: Path) -> None:
    found = fitted.fit(lived_of(visits(written(tmp_path, kept())).table))
    assert (found.days, found.visits) == (10, 400)


def test_a_log_without_one_arrival_cannot_be_fitted(tmp_path: Path) -> None:
    table = visits(written(tmp_path, offices.chinese_hall())).table
    table.arrived[:] = np.nan
    with pytest.raises(ValueError, match="no arrival"):
        lived_of(table)
