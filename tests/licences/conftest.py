from __future__ import annotations

from collections.abc import Iterator

import pytest

from onetrip.licences import registry
from onetrip.licences.contrib.http import store as http_store
from onetrip.licences.contrib.simulated.server import SimulatedStore


@pytest.fixture
def store() -> Iterator[SimulatedStore]:
    """The simulated store on a port of this machine, asked by whoever asks in this test."""
    running = SimulatedStore("key-of-the-test").start()
    registry.use(http_store(running.address, running.key))
    yield running
    registry.use(None)
    running.stop()
