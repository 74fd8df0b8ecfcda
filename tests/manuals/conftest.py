"""The town's catalogue with a point for the editor alone, and what is printed from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.schema import read
from onetrip.prints.chapters import Imprint
from tests.advice.town import TOWN
from tests.factories import TODAY

HIDDEN = "窗口说照片两张，没有核对。"
SHOWN = "照片要不要，没有核对到。"
ELDER_CARD = "matters/elder-card.yaml"
TOWN_WITH_HIDDEN = TOWN | {
    ELDER_CARD: TOWN[ELDER_CARD].replace(
        "open:\n", f"open:\n  - {{of: papers, shown: false, zh: {HIDDEN}, en: Two photographs are not verified.}}\n"
    )
}


@cache
def read_town() -> Catalogue:
    """The town with what is hidden from residents."""
    catalogue = read(TOWN_WITH_HIDDEN).catalogue
    assert catalogue is not None
    return catalogue


@pytest.fixture
def town() -> Catalogue:
    return read_town()


@pytest.fixture
def town_folder(tmp_path: Path) -> Path:
    """The town as files."""
    for name, text in TOWN_WITH_HIDDEN.items():
        path = tmp_path / "town" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "town"


def imprint_of(catalogue: Catalogue) -> Imprint:
    """A demonstration that nobody published."""
    return Imprint(version=0, published=None, day=TODAY, digest=catalogue.digest, demonstration=True)
