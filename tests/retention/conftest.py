from __future__ import annotations

import pytest

from tests.retention.life import Life, lived
from tests.storage.conftest import nothing_left_behind as nothing_left_behind


@pytest.fixture
def life(db: None) -> Life:
    """Somebody who asked, booked, came, and whose case has ended."""
    return lived()
