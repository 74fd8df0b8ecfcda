"""`onetrip catalogue book` as an operator meets it: no database, a whole file or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from onetrip.cli import main
from tests.advice.town import TOWN
from tests.prints.reading import opened, text_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TOWN.items():
        path = tmp_path / "town" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "town"


@pytest.mark.parametrize(("language", "heading"), [("zh", "业务手册"), ("en", "Workmanuals")])
def test_the_book_is_written_in_either_language(folder: Path, tmp_path: Path, language: str, heading: str) -> None:
    output = tmp_path / "book.pdf"
    assert main(["catalogue", "book", "--language", language, "--output", str(output), str(folder)]) == 0
    assert heading in text_of(output.read_bytes())
    assert len(opened(output.read_bytes()).outline) > 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.pdf", "town"]


@pytest.mark.parametrize(("extra", "heading"), [([], "业务手册"), (["--guide"], "办事指南")])
def test_one_matter_is_written_as_manual_or_guide(folder: Path, tmp_path: Path, extra: list[str], heading: str) -> None:
    output = tmp_path / "one.pdf"
    words = ["catalogue", "book", "--output", str(output), "--matter", "elder-card", *extra, str(folder)]
    assert main(words) == 0
    assert heading in text_of(output.read_bytes())


@pytest.mark.parametrize(
    ("extra", "told"),
    [(["--matter", "flying"], "没有这件事：flying"), (["--guide"], "--matter")],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], told: str
) -> None:
    output = tmp_path / "one.pdf"
    assert main(["catalogue", "book", "--output", str(output), *extra, str(folder)]) == 1
    assert told in capsys.readouterr().err
    assert not output.exists()


def test_a_catalogue_with_errors_is_not_set_and_the_earlier_book_stays(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "book.pdf"
    output.write_bytes(b"earlier")
    (folder / "matters/aid.yaml").write_text("id: aid\n", encoding="utf-8")
    assert main(["catalogue", "book", "--output", str(output), str(folder)]) == 1
    assert "matters/aid.yaml" in capsys.readouterr().err
    assert output.read_bytes() == b"earlier"


def test_a_place_that_cannot_be_written_is_told_in_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "missing" / "book.pdf"
    assert main(["catalogue", "book", "--output", str(output), "--matter", "aid", str(folder)]) == 1
    assert "写不了" in capsys.readouterr().err
