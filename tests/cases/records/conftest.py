"""Cases of a named resident, so that a test can look for what must not be shown."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.cases.models import Case
from onetrip.people.actions import know
from onetrip.people.models import Resident
from tests.cases.counter import REWARD, Counter
from tests.cases.records.given import CARD, WITHOUT_PHOTO, accept
from tests.cases.test_following import do
from tests.factories import NOW, synthetic_identity


@pytest.fixture
def resident(db: None) -> Resident:
    return know(identity=synthetic_identity(date(1955, 12, 18)), now=NOW, name="欧阳测")


@pytest.fixture
def card(counter: Counter, resident: Resident) -> Case:
    """A case accepted by the centre that took the papers."""
    return accept(counter, resident, CARD).cases.get()


@pytest.fixture
def received(counter: Counter, resident: Resident) -> Case:
    """A case that is to be accepted yet."""
    return accept(counter, resident, REWARD).cases.get()


@pytest.fixture
def with_a_gap(counter: Counter, resident: Resident) -> Case:
    """A case accepted with a minor paper to follow."""
    case = accept(counter, resident, WITHOUT_PHOTO).cases.get()
    return do("accept", case, counter.hall.tick())
