from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import house
from tests.nodes.town import Town, a_town


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One town for the tests of a module: starting two houses takes half a minute."""
    with house.folder() as folder, a_town(folder) as opened:
        yield opened


@pytest.fixture
def healed(town: Town) -> Iterator[Town]:
    """The town, whole before and after a test."""
    town.line.heal()
    yield town
    town.line.heal()
