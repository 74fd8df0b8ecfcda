"""Copies of the real catalogue that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.factories import CATALOGUE

# Several people's tests share a machine; how long one example takes says nothing about the catalogue.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of it in which a test may change files."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "shanghai"))
