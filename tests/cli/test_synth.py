"""`onetrip synth` as an operator meets it: no database, a whole file or none, and a table of figures."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from onetrip.cli import main, synth
from onetrip.cli.synth import Progress
from onetrip.people.identity import read_number
from tests.catalogue.small import SMALL

DAY = ["--day", "2026-11-24"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


def drawn(output: Path, *extra: str) -> int:
    return main(["synth", "--people", "300", *DAY, "--output", str(output), *extra])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_has_a_row_for_each_resident_and_says_on_each_that_nobody_is_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "new" / "city.csv"
    assert drawn(output) == 0
    assert output.read_bytes().startswith(b"\xef\xbb\xbfsynthetic,resident,household,district,birth_date,age,")
    found = rows(output)
    assert len(found) == 300
    assert {row["synthetic"] for row in found} == {"yes"}
    assert [row["resident"] for row in found] == [str(number) for number in range(1, 301)]
    assert all(int(row["household"]) <= int(row["resident"]) for row in found)
    assert {row["owns_car"] for row in found} == {"yes", "no"}
    assert all(row["income_per_person"].isdigit() for row in found)
    assert "id_number" not in found[0]
    assert [path.name for path in output.parent.iterdir()] == ["city.csv"]
    assert "300" in capsys.readouterr().out


def test_the_same_words_write_the_same_file_and_another_seed_another(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for path, seed in zip(paths, ("1", "1", "2"), strict=True):
        assert drawn(path, "--seed", seed) == 0
    assert paths[0].read_bytes() == paths[1].read_bytes() != paths[2].read_bytes()


def test_id_numbers_come_when_asked_for_and_fit_the_row(tmp_path: Path) -> None:
    output = tmp_path / "city.csv"
    assert drawn(output, "--id-numbers") == 0
    for row in rows(output):
        identity = read_number(row["id_number"], day=date(2026, 11, 24))
        assert row["id_number"].startswith("310000")
        assert (identity.birth_date.isoformat(), identity.sex) == (row["birth_date"], row["sex"])


def test_an_npz_has_an_array_for_each_fact_and_tells_what_the_numbers_mean(tmp_path: Path) -> None:
    output, written = tmp_path / "city.npz", tmp_path / "city.csv"
    assert drawn(output, "--id-numbers") == drawn(written, "--id-numbers") == 0
    with np.load(output, allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
        assert (about["synthetic"], about["residents"], about["day"]) == (True, 300, "2026-11-24")
        work = [about["choices"]["work"][code] for code in arrays["work"]]
        ids = [number.decode() for number in arrays["id_number"]]
        assert arrays["birth_date"].dtype == np.dtype("datetime64[D]")
    assert work == [row["work"] for row in rows(written)]
    assert ids == [row["id_number"] for row in rows(written)]


def test_a_file_is_written_over_only_by_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "city.csv"
    output.write_text("mine", encoding="utf-8")
    assert drawn(output) == 1
    assert output.read_text(encoding="utf-8") == "mine"
    assert "--force" in capsys.readouterr().err
    assert drawn(output, "--force") == 0
    assert len(rows(output)) == 300


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--output"),
        (["--output", "city.xlsx"], ".npz"),
        (["--compare", "--id-numbers"], "--id-numbers needs --output"),
        (["--output", "folder.csv"], "is a folder"),
        (["--output", "city.csv", "--catalogue", "broken"], "The catalogue has errors"),
        (["--output", "city.csv", "--day", "1999-01-01"], "the day has to lie"),
        (["--output", "folder.csv/under.npz/city.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.csv" / "under.npz").write_text("a file, no folder", encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "facts.yaml").write_text("age: [", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert main(["synth", "--people", "50", *words]) == 1
    assert says in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("words", [["--people", "0"], ["--people", "many"], ["--seed", "-1"], ["--day", "tomorrow"]])
def test_words_that_mean_nothing_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["synth", *words])
    assert words[1] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", ["公布", "年份", "外省市户籍", "不往后推", "没有抽的"]),
        ("en", ["published", "year", "Pudong", "not projected", "not drawn"]),
    ],
)
def test_the_comparison_shows_published_and_drawn_with_year_and_difference(
    capsys: pytest.CaptureFixture[str], language: str, says: list[str]
) -> None:
    assert main(["synth", "--compare", "--people", "20000", *DAY, "--language", language]) == 0
    told = capsys.readouterr().out
    assert all(each in told for each in says)
    men = next(line for line in told.splitlines() if line.startswith(("men ", "男 ")))
    assert "51.77 %" in men
    assert "2020" in men


def test_a_small_catalogue_is_drawn_with_its_own_facts_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "city.csv"
    assert drawn(output, "--catalogue", str(folder), "--compare") == 0
    assert list(rows(output)[0]) == ["synthetic", "resident", "household", "district", "birth_date", "age", "hukou"]
    assert {row["hukou"] for row in rows(output)} <= {"shanghai", "elsewhere"}
    assert "the catalogue does not ask for it" in capsys.readouterr().out


def test_facts_drawn_by_default_are_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = folder / "facts.yaml"
    dog = "owns_dog:\n  type: bool\n  label: {zh: 狗, en: dog}\n  question: {zh: 有狗吗？, en: Have you a dog?}\n"
    facts.write_text(facts.read_text(encoding="utf-8") + dog, encoding="utf-8")
    assert drawn(tmp_path / "city.csv", "--catalogue", str(folder)) == 0
    assert "owns_dog" in capsys.readouterr().err


def test_progress_is_told_every_five_seconds_and_not_sooner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 1.0, 5.0, 9.0, 10.0])
    monkeypatch.setattr(synth.time, "monotonic", lambda: next(clock))
    progress = Progress("drawn", 4_000)
    for done in (1_000, 2_000, 3_000, 4_000):
        progress(done)
    assert capsys.readouterr().err.splitlines() == ["drawn 2,000 / 4,000", "drawn 4,000 / 4,000"]
