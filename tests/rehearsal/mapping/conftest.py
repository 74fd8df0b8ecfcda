from __future__ import annotations

import pytest

from tests.rehearsal.morning import Morning, played_morning


@pytest.fixture
def morning(db: None) -> Morning:
    return played_morning()
