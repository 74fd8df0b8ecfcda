from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from onetrip.kiosk.errands import looking
from onetrip.licences import registry
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine, open_machine
from tests.licences.conftest import store as store


@pytest.fixture
def machine(db: None) -> Machine:
    """A kiosk, with the town's matters in force."""
    opened = open_machine()
    town.publish()
    return opened


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Pictures of one test, and what one connected, are not there in the next."""
    yield
    shutil.rmtree(settings.PICTURES_ROOT, ignore_errors=True)
    registry.use(None)
    looking.use(None)
