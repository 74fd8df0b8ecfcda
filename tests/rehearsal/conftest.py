"""A demonstration centre with eight weeks behind it: enough to rehearse on, and invented in a few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from onetrip.centres.queries import Settled, settled
from onetrip.rehearsal import grounds, trusting
from onetrip.web.demonstration import centre, year
from tests.factories import CATALOGUE, NOW

DAYS = 40


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    grounds.forget()
    trusting.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    grounds.forget()
    trusting.forget()


@pytest.fixture
def demonstration(db: None) -> Settled:
    """The demonstration centre, loaded, without a past."""
    centre.load(catalogue_folder=CATALOGUE, now=NOW)
    return settled("LF")


@pytest.fixture(scope="module")
def past(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration centre with its past, invented once for all tests of a file: each undoes what it changes, and the
    last one takes the past along."""
    with django_db_blocker.unblock(), transaction.atomic():
        centre.load(catalogue_folder=CATALOGUE, now=NOW)
        year.play(code="LF", now=NOW, days=DAYS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def with_a_past(past: None, db: None) -> Settled:
    """The centre with its past."""
    return settled("LF")
