from __future__ import annotations

import pytest

from tests.cases.counter import Counter
from tests.cases.proxies import matters
from tests.lobby.hall import open_hall


@pytest.fixture
def counter(db: None) -> Counter:
    """Two windows, and the catalogue in which each matter has its own rule about who may come."""
    hall = open_hall(2)
    matters.publish()
    return Counter(hall)
