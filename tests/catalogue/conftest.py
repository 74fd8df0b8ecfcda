"""Catalogues to test with: the real one, read once, and copies that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from tests.factories import CATALOGUE

# Several people's tests share a machine; how long one example takes says nothing about the catalogue.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def shanghai() -> Catalogue:
    """The catalogue of the checkout, as it is."""
    texts, problems = read_folder(CATALOGUE)
    assert not problems
    catalogue = read(texts).catalogue
    assert catalogue is not None
    return catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of it in which a test may change files."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "shanghai"))
