from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from onetrip.cases.models import Case
from onetrip.people.actions import know
from tests.cases.counter import Counter, open_counter
from tests.cases.test_following import accepted
from tests.departments.receiver import Receiver, receiving
from tests.departments.systems import AT, Calling, a_system
from tests.factories import NOW, synthetic_identity


@pytest.fixture
def today(db: None) -> Iterator[time_machine.Traveller]:
    """The clock stands at AT; `shift` moves it."""
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def counter(today: time_machine.Traveller) -> Counter:
    """Two windows with clerks on duty, and the small catalogue in force."""
    return open_counter()


@pytest.fixture
def case(counter: Counter) -> Case:
    """A case of civil affairs, accepted in LF, of a resident who is known."""
    case = accepted(counter)
    case.resident = know(identity=synthetic_identity(), name="王秀英", now=NOW)
    case.save(update_fields=["resident"])
    return case


@pytest.fixture
def calling(counter: Counter) -> Calling:
    """A system of civil affairs at every centre."""
    return a_system()


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    """A department's own server, on this machine, which the operator has allowed."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]  # type: ignore[attr-defined]
    settings.WEBHOOK_PATIENCE = 2.0  # type: ignore[attr-defined]
    with receiving() as receiver:
        yield receiver
