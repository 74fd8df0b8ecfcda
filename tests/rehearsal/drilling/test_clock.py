"""The clock of a drill stands until the day begins, and then runs as fast as it was told."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rehearsal.drilling.clock import DrillClock
from onetrip.rehearsal.drilling.isolation import environment_of_a_drill

BEGINS = datetime(2026, 11, 25, 0, 28, tzinfo=UTC)


def test_it_stands_until_it_is_started(tmp_path: Path) -> None:
    clock = DrillClock(BEGINS, 60, tmp_path / "clock")
    with time_machine.travel(1_000_000.0, tick=False):
        assert clock.now() == BEGINS
    with time_machine.travel(2_000_000.0, tick=False):
        assert clock.now() == BEGINS
        clock.start()
        assert clock.now() == BEGINS
    with time_machine.travel(2_000_010.0, tick=False):
        assert clock.now() == BEGINS + timedelta(minutes=10)


def test_every_process_of_the_house_tells_the_same_time(tmp_path: Path) -> None:
    started = tmp_path / "clock"
    first = DrillClock(BEGINS, 7.5, started)
    first.start()
    second = DrillClock(BEGINS, 7.5, started)
    assert first.at(float(started.read_text()) + 100) == second.at(float(started.read_text()) + 100)


@given(st.floats(1, 60), st.floats(0, 480))
def test_so_many_minutes_take_so_many_seconds(speed: float, minutes: float) -> None:
    clock = DrillClock(BEGINS, speed, Path("/nowhere"), 1000.0)
    told = clock.at(1000.0 + clock.seconds(minutes)) - BEGINS
    assert told.total_seconds() / 60 == pytest.approx(minutes, abs=1e-4)


def now_of_a_process(environment: dict[str, str]) -> str:
    keys = {"ONETRIP_SECRET_KEY": "k" * 40, "ONETRIP_IDENTITY_KEY": "k" * 40, "ONETRIP_LOG_FOLDER": ""}
    words = "import django; django.setup(); from django.utils import timezone; print(timezone.now().isoformat())"
    asked = subprocess.run(
        [sys.executable, "-c", words],
        env=environment | keys | {"DJANGO_SETTINGS_MODULE": "onetrip.web.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def test_a_house_of_a_drill_takes_it_over_and_a_real_one_never_does(tmp_path: Path) -> None:
    told = DrillClock(BEGINS, 60, tmp_path / "clock").as_environment()
    drilling = environment_of_a_drill(told)
    assert now_of_a_process(drilling) == BEGINS.isoformat()
    assert now_of_a_process({k: v for k, v in drilling.items() if k != "ONETRIP_DRILL"}) != BEGINS.isoformat()
