from __future__ import annotations

import pytest

from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from tests import factories
from tests.appraisal.a_month import october
from tests.cases import matters


@pytest.fixture
def centre(db: None) -> Centre:
    found = factories.make_centre()
    matters.publish()
    return found


@pytest.fixture
def clerks(centre: Centre) -> list[Account]:
    return [factories.make_account("clerk", username=f"clerk-{name}") for name in ("ann", "bo", "cy", "di")]


@pytest.fixture
def director(centre: Centre) -> Account:
    return factories.make_account("director", username="director-ru")


@pytest.fixture
def deputy(centre: Centre) -> Account:
    return factories.make_account("director", username="director-wu")


@pytest.fixture
def october_worked(centre: Centre, clerks: list[Account]) -> Centre:
    october(centre, clerks)
    return centre
