"""`onetrip eta evaluate` as somebody meets it who has a file of another city: no database, tables or data, or words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.queues.file import as_csv
from benchmarks.queues.hall import simulate
from benchmarks.queues.worlds import KEPT_APART

from onetrip.cli import main

WORLD = next(world for world in KEPT_APART if world.name == "ten days and no more")


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("city") / "queues.csv"
    path.write_bytes(as_csv(WORLD, simulate(WORLD, 3), seed=3))
    return path


def test_error_bias_and_coverage_stand_beside_what_others_tell(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eta", "evaluate", str(snapshots)]) == 0
    told = capsys.readouterr().out
    for part in ("onetrip", "displayed average", "queue ÷ recent rate", "queue × median wait per waiter", "coverage"):
        assert part in told
    assert "6 days" in told
    assert "nobody was waiting" in told


def test_the_same_in_chinese_and_as_data(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eta", "evaluate", str(snapshots), "--language", "zh"]) == 0
    assert "没有人在等" in capsys.readouterr().out
    assert main(["eta", "evaluate", str(snapshots), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["total"]["cases"] == data["measured_on"]["cases"] > 0
    assert data["rows"] == data["fitted_on"]["cases"] + data["measured_on"]["cases"] + sum(data["left_out"].values())


def test_columns_may_be_named_by_hand(snapshots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = snapshots.read_text(encoding="utf-8").splitlines()
    renamed = tmp_path / "renamed.csv"
    renamed.write_text("\n".join(["a;b;c;d;e", *(line.replace(",", ";") for line in lines[1:])]), encoding="utf-8")
    assert main(["eta", "evaluate", str(renamed)]) == 2
    assert "--columns" in capsys.readouterr().err
    named = "time=a,queue=b,windows=c,waiting=d,called=e"
    assert main(["eta", "evaluate", str(renamed), "--columns", named]) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("time,waiting,called\n2026-03-02 09:00,5,1\n", "People were waiting on 0 days"),
        ("time,waiting\n2026-03-02 09:00,5\n", "line 1: The header has no column for: called"),
        ("time,waiting,called\nsoon,5,1\nlater,5,1\n", "line 2: Only 0 of 2 rows could be read"),
    ],
)
def test_a_file_that_makes_no_sense_ends_with_2_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    path = tmp_path / "queues.csv"
    path.write_text(content, encoding="utf-8")
    assert main(["eta", "evaluate", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_zone_that_is_none_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eta", "evaluate", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main(["eta", "evaluate", str(tmp_path / "none.csv"), "--zone", "Middle/Earth"]) == 2
    assert "no time zone Middle/Earth" in capsys.readouterr().err
