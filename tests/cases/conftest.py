from __future__ import annotations

import pytest

from tests.cases.counter import Counter, open_counter


@pytest.fixture
def counter(db: None) -> Counter:
    """Two windows with clerks on duty, and the small catalogue in force."""
    return open_counter()
