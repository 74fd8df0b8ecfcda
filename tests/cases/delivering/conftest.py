from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from onetrip.cases.delivering import telling
from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier, open_office
from tests.cases.counter import Counter
from tests.cases.delivering.room import Room, open_room


@pytest.fixture
def room(counter: Counter) -> Room:
    return open_room(counter)


@pytest.fixture
def office(settings: Settings) -> Iterator[SimulatedCarrier]:
    """A carrier with an office on this machine, and the house connected to it."""
    secret = "a secret of at least thirty-two characters"
    with open_office(secret) as opened:
        settings.CARRIER, settings.CARRIER_ADDRESS, settings.CARRIER_SECRET = "simulated_post", opened.address, secret
        yield opened


@pytest.fixture(autouse=True)
def nobody_tells() -> Iterator[None]:
    yield
    telling.told_by(None)
