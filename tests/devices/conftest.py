from __future__ import annotations

import pytest

from tests.lobby.hall import Hall, open_hall


@pytest.fixture
def hall(db: None) -> Hall:
    """Three windows, each with a clerk on duty."""
    return open_hall()
