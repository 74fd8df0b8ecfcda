"""`onetrip retention` in a house of its own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests import house
from tests.cli.test_backups import onetrip


@pytest.fixture(scope="module")
def served() -> Iterator[house.House]:
    with house.folder() as place, house.running(place / "var") as a_house:
        yield a_house


def retention(served: house.House, *words: str) -> subprocess.CompletedProcess[str]:
    return onetrip(served.folder, "retention", *words)


def before_the_night() -> bool:
    """Whether the house waits for the night to come."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).hour < 2


def test_the_operator_sees_every_kind_with_its_ground_and_lets_go_what_is_over(served: house.House) -> None:
    until = time.monotonic() + 90  # the house does it by itself once, at its first look of the day
    while not before_the_night() and not served.ask(
        "SELECT 1 FROM ledger_event WHERE thing = 'retention' AND verb = 'run'"
    ):
        assert time.monotonic() < until
        time.sleep(0.5)
    served.ask(
        "INSERT INTO people_resident (id, number_hash, number, first_seen, language, notice_way)"
        " VALUES (gen_random_uuid(), '\\x01', '\\x02', now() - interval '20 years', 'zh', '')"
    )
    shown = retention(served, "show")
    assert shown.returncode == 0, shown.stderr
    assert "photographs" in shown.stdout
    assert "60 天" in shown.stdout
    assert "not by the clock" in shown.stdout
    would = retention(served, "run", "--dry-run")
    assert "residents      1" in would.stdout
    assert "nothing was touched" in would.stdout
    assert served.ask("SELECT count(*) FROM people_resident WHERE wiped_at IS NOT NULL") == [(0,)]
    done = retention(served, "run")
    assert done.returncode == 0, done.stderr
    assert "residents      1" in done.stdout
    assert served.ask("SELECT count(*) FROM people_resident WHERE wiped_at IS NOT NULL") == [(1,)]
    assert served.ask("SELECT actor FROM ledger_event WHERE thing = 'retention' AND verb = 'let-go'") != []
    assert "Last done" in retention(served, "show").stdout
