"""`onetrip reading`: drawing a set and counting on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onetrip.cli import main
from onetrip.cli.reading import as_table
from onetrip.reading.evaluating import Count, Report


def test_a_drawn_set_can_be_evaluated_and_its_figures_stand_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, figures = tmp_path / "set", tmp_path / "figures.json"
    assert main(["reading", "draw", str(folder), "--distortion", "small"]) == 0
    truths = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert len(truths) == 10
    assert all((folder / truth["file"]).is_file() for truth in truths)
    assert (
        main(
            [
                "reading",
                "evaluate",
                str(folder),
                "--limit",
                "1",
                "--json",
                str(figures),
                "--day",
                "2026-11-30",
                "--mistakes",
            ]
        )
        == 0
    )
    said = capsys.readouterr().out
    assert "1/1" in said
    told = json.loads(figures.read_text(encoding="utf-8"))
    assert told["all"]["pictures"] == 1
    assert told["all"]["kind_accuracy"] == 1
    assert told["all"]["field_accuracy"] > 0.8
    assert told["by_kind"].keys() == {"id-card/front"}


def test_a_folder_that_is_not_empty_is_not_drawn_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("")
    assert main(["reading", "draw", str(tmp_path)]) == 1
    assert "不是空的" in capsys.readouterr().err


def test_a_folder_without_truth_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "evaluate", str(tmp_path)]) == 1
    assert "truth.json" in capsys.readouterr().err


def test_what_was_left_out_of_the_truth_is_said_and_no_fields_are_no_full_marks() -> None:
    table = as_table(Report(all=Count(pictures=2, kinds_right=2), left_out={"field id-card: shoe_size": 3}))
    assert "left out" in table
    assert "3  field id-card: shoe_size" in table
    assert "100.0%" not in table
