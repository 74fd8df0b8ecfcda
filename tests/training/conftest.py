from __future__ import annotations

import pytest

from tests.factories import published_catalogue
from tests.lobby.hall import open_hall
from tests.training.school import School, open_school


@pytest.fixture
def school(db: None) -> School:
    """Three windows with clerks on duty, two who run training, and the catalogue of Shanghai."""
    hall = open_hall()
    published_catalogue()
    return open_school(hall)
