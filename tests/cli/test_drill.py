"""`onetrip drill` as an operator types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onetrip.cli import build_parser, main
from onetrip.cli.drill import windows


def test_the_scenarios_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "list"]) == 0
    said = capsys.readouterr().out
    assert "reopening-morning" in said
    assert "恢复开放的第一个上午" in said
    assert "The first morning after re-opening" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_role_cards_are_written_four_on_a_sheet(language: str, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    file = tmp_path / "cards.pdf"
    words = ["drill", "cards", "hard-half-hour", "-o", str(file), "--language", language, "--staff-windows", "1-2"]
    assert main(words) == 0
    pages = pypdf.PdfReader(file).pages
    assert len(pages) == 2  # six kinds of resident and two windows
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert "DRILL" in text
    assert "drill-w2" in text
    assert ("这不是演练" in text) == (language == "zh")


def test_cards_of_nothing_are_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "cards"]) == 2
    assert "onetrip drill cards SCENARIO -o FILE.pdf" in capsys.readouterr().err


def test_an_unknown_scenario_is_answered_with_the_nearest_and_opens_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data", str(tmp_path / "var"), "drill", "kiosk-failures"]) == 1
    assert "kiosk-failure" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_too_few_people_for_the_groups_of_a_scenario_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "reopening-morning", "--residents", "1"]) == 1
    assert "Too few people" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "numbers"), [("3-6", {3, 4, 5, 6}), ("2,5", {2, 5}), ("1", {1}), ("1-2,7", {1, 2, 7})]
)
def test_windows_are_written_as_one_says_them(text: str, numbers: set[int]) -> None:
    assert windows(text) == numbers


@pytest.mark.parametrize("wrong", ["", "a", "6-3", "1-", "-2", "1,,2"])
def test_windows_that_cannot_be_read_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        windows(wrong)


@pytest.mark.parametrize("speed", ["0", "0.5", "61", "fast"])
def test_no_drill_is_slower_than_life_or_faster_than_sixty_times(
    speed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["drill", "bus-of-forty", "--speed", speed])
    assert "from 1 to 60" in capsys.readouterr().err


def test_a_drill_whose_codes_would_lead_nowhere_is_not_begun(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["--data", str(tmp_path / "var"), "drill", "bus-of-forty", "--host", "0.0.0.0"]  # noqa: S104 -- refused
    assert main(words) == 1
    assert "192.168.1.20" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()
