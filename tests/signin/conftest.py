from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from tests.factories import NOW, make_centre
from tests.signin import city
from tests.signin.city import City


class Clock:
    """The time of a test: stands still until somebody moves it."""

    def __init__(self, traveller: time_machine.Coordinates) -> None:
        self._traveller = traveller

    def on(self, **by: float) -> None:
        """Later, by days, hours, minutes or seconds."""
        from datetime import timedelta

        self._traveller.shift(timedelta(**by))

    @property
    def now(self) -> datetime:
        """What time it is."""
        from django.utils import timezone

        return timezone.now()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The time stands still at NOW, and is moved by hand."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def centre(db: None) -> None:
    """The centre in which the people of a test work."""
    make_centre()


@pytest.fixture(scope="session")
def provider() -> Iterator[City]:
    """The city's identity provider: a real one, in a process of its own."""
    with city.running() as running:
        yield running


@pytest.fixture
def honest(provider: City) -> City:
    """The same, telling the truth."""
    provider.lies()
    return provider
