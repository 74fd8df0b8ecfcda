"""`onetrip screen` as an operator meets it: counts in words, lists for people, and what is wrong said in two languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from onetrip.cli import main
from tests.catalogue.small import SMALL

BASIS = ["--basis", "example: article 3", "--day", "2026-11-24", "--processes", "1", "--language", "en"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def people(folder: Path) -> Path:
    path = folder / "residents.parquet"
    pl.DataFrame(
        {
            "resident": ["a", "b", "c", "d", "e"],
            "hukou": ["shanghai", "shanghai", None, "elsewhere", "shanghai"],
            "age": [70, 66, 80, 90, 400],
        }
    ).write_parquet(path)
    return path


def screened(folder: Path, *more: str) -> int:
    return main(
        ["screen", str(folder / "residents.parquet"), "--output", str(folder / "run"), "--catalogue", str(folder / "small"), *BASIS, *more]
    )  # fmt: skip


def test_the_table_says_who_is_entitled_who_may_be_and_what_was_set_aside(
    folder: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screened(folder) == 0
    said = capsys.readouterr().out
    assert "5 rows, 4 residents judged" in said
    assert "Set aside, 1 rows: age is out of its bounds." in said
    assert "Elder card\t2\t1\thukou 1 (it alone 1)" in said


def test_who_has_applied_is_left_out_of_the_counts_and_of_the_list(
    folder: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    have = folder / "applied.parquet"
    pl.DataFrame({"resident": ["a", "zz"], "matter": ["elder-card", "elder-card"]}).write_parquet(have)
    assert screened(folder, "--applied", str(have)) == 0
    said = capsys.readouterr().out
    assert "1 rows name nobody here" in said
    assert "Elder card\t2\t1\t1\t" in said
    to = folder / "list.csv"
    assert screened(folder, "--applied", str(have), "--list", "elder-card", "--to", str(to)) == 0
    with to.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["resident"], row["verdict"], row["basis"]) == ("b", "yes", "example: article 3")
    assert "Shanghai" in row["reason_en"]
    assert to.stat().st_mode & 0o077 == 0
    assert "a list decides nothing" in capsys.readouterr().out


def test_the_possible_are_listed_with_what_is_to_be_asked(folder: Path, people: Path) -> None:
    to = folder / "list.csv"
    assert screened(folder, "--list", "elder-card", "--possible", "--to", str(to)) == 0
    with to.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["resident"], row["verdict"], row["to_ask"]) == ("c", "unknown", "hukou")


def test_another_age_is_tried_without_screening_again(
    folder: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screened(folder, "--what-if", "elder-card", 'hukou == "shanghai" and age >= 68') == 0
    assert "certainly 2 → 1, 0 more and 1 fewer; possibly 1." in capsys.readouterr().out


def test_groups_tell_who_is_not_found_and_why(folder: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screened(folder, "--by", "hukou") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [
        "Shanghai\t2\t1.00\t0.00\t",
        "elsewhere\t1\t0.00\t0.00\t",
        "not known\t1\t0.00\t1.00\thukou 100%",
    ]


def test_residents_who_changed_are_judged_alone_and_held_against_the_run_before(
    folder: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screened(folder) == 0
    changed = folder / "changed.parquet"
    pl.DataFrame(
        {
            "resident": ["b", "c", "d", "f"],
            "hukou": ["elsewhere", "shanghai", "elsewhere", "shanghai"],
            "age": [66, 80, 91, 70],
        }
    ).write_parquet(changed)
    capsys.readouterr()
    since = ["--since", str(people), str(folder / "run")]
    words = ["screen", str(changed), "--output", str(folder / "run2"), "--catalogue", str(folder / "small"), *BASIS]
    assert main([*words, *since]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 residents compared; 1 were not there before.",
        "matter\tentitled now\tno longer entitled",
        "Elder card\t1\t1",
    ]


def test_every_look_stays_on_record(folder: Path, people: Path) -> None:
    screened(folder)
    screened(folder, "--list", "elder-card", "--to", str(folder / "list.csv"))
    looks = [json.loads(line) for line in (folder / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [look["list"] for look in looks] == [None, "elder-card"]
    assert all(look["basis"] == "example: article 3" and look["judged"] == 4 and look["by"] for look in looks)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--list", "no-such"], "The catalogue has no matter no-such."),
        (["--list", "elder-card"], "Name the file of the list with --to."),
        (["--what-if", "elder-card", "agee >= 3"], "The condition is wrong"),
        (["--by", "age"], "age makes no groups"),
        (["--by", "colour"], "The catalogue has no fact colour."),
        (["--applied", "absent.parquet"], "absent.parquet cannot be read"),
        (["--basis", " "], "name the legal basis"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    folder: Path, people: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert screened(folder, *more) == 1
    assert words in capsys.readouterr().err


def test_a_list_is_not_written_over(folder: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = folder / "list.csv"
    to.write_text("kept", encoding="utf-8")
    assert screened(folder, "--list", "elder-card", "--to", str(to)) == 1
    assert to.read_text(encoding="utf-8") == "kept"
    assert "exists already" in capsys.readouterr().err


def test_a_synthetic_city_can_be_screened(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "residents.parquet"
    small = ["--catalogue", str(folder / "small")]
    assert main(["synth", "--people", "2000", "--day", "2026-11-24", "--output", str(path), *small]) == 0
    assert pl.read_parquet(path)["synthetic"].unique().to_list() == ["yes"]
    assert screened(folder) == 0
    assert "2,000 residents judged" in capsys.readouterr().out
