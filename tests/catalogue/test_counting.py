"""The size of a catalogue and how well founded it is, in figures that add up."""

from __future__ import annotations

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.counting import counts
from onetrip.catalogue.schema import read
from onetrip.cli import main
from tests.catalogue.small import SMALL


def figures(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    return {table.by.en: {row.what.en: row.number for row in table.rows} for table in counts(catalogue)}


def test_every_matter_is_counted_once_by_category_kind_and_confidence(shanghai: Catalogue) -> None:
    found = figures(shanghai)
    for by in ("category", "kind", "told to", "confidence of the best source", "confidence of who may have it"):
        assert sum(found[by].values()) == len(shanghai.matters), by


def test_what_does_not_occur_is_listed_too() -> None:
    catalogue = read(SMALL).catalogue
    assert catalogue is not None
    assert figures(catalogue)["kind"] == {"apply": 1, "register": 0, "print": 0, "look up": 0, "not handled here": 0}
    assert figures(catalogue)["confidence of who may have it"]["high"] == 1


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str], shanghai: Catalogue) -> None:
    assert main(["catalogue", "count", "--language", "zh"]) == 0
    printed = capsys.readouterr().out
    assert f"{len(shanghai.matters):6}  事项" in printed
    assert "把握一般" in printed
