"""A centre with the town's catalogue and a machine of its 24-hour hall; a served house for the tests in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from onetrip.centres.models import Centre, Device
from onetrip.kiosk import offers
from tests.advice.town import TOWN_WITH_A_CHOICE, published_town
from tests.browsing import visitor
from tests.factories import NOW, kiosk, make_centre
from tests.visit.conftest import Screens as Screens
from tests.visit.conftest import screens as screens
from tests.visit.conftest import served as served


@pytest.fixture(autouse=True)
def nothing_counted_before() -> Iterator[None]:
    """What is asked for most is kept for a minute; not from one test into the next."""
    offers.forget()
    yield
    offers.forget()


@pytest.fixture
def centre(db: None) -> Iterator[Centre]:
    with time_machine.travel(NOW, tick=True):
        made = make_centre()
        published_town(TOWN_WITH_A_CHOICE)
        yield made


@pytest.fixture
def machine(centre: Centre) -> Device:
    """Machine 1, with everything but a card slot."""
    return kiosk(1)


@pytest.fixture
def screen(machine: Device) -> Client:
    """The browser of machine 1."""
    return visitor(machine.account)


@pytest.fixture
def screen_of(centre: Centre) -> Callable[..., Client]:
    """The browser of another machine."""
    return lambda number, **more: visitor(kiosk(number, **more).account)
