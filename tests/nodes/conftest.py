from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import house
from tests.nodes.town import Town, a_town, hang_up, heal


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One town for the tests of a module: starting two houses takes half a minute."""
    with house.folder() as folder, a_town(folder) as opened:
        yield opened


@pytest.fixture
def no_node_afterwards(transactional_db: None) -> Iterator[None]:
    """For tests that commit: the test database is no node any more when they are over."""
    yield
    from onetrip.nodes import capture

    capture.detach()


@pytest.fixture
def healed(town: Town) -> Iterator[Town]:
    """The town, whole before and after a test, and nobody in its halls at the beginning."""
    heal(town)
    town.empty_the_halls()
    yield town
    town.line.heal()
    hang_up()
