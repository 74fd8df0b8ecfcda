"""The demonstration before it has a past, and with one that holds a closure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from onetrip.centres.queries import Settled
from onetrip.ledger.refusals import Refused
from onetrip.rehearsal import grounds, reading
from onetrip.simulation.fitting import fitted
from onetrip.staff.models import Account
from onetrip.web.demonstration import centre, year
from tests import browsing
from tests.factories import CATALOGUE, NOW, TODAY

pytestmark = pytest.mark.django_db


def test_a_year_with_a_closure_has_its_surge(demonstration: Settled) -> None:
    year.play(code="LF", now=NOW, days=260, reopened=True)
    lived = reading.read(demonstration, TODAY - timedelta(days=365), TODAY - timedelta(days=1))
    reopened = next(place for place, day in enumerate(lived.days) if day.since_reopening == 0)
    assert (lived.days[reopened].day - lived.days[reopened - 1].day).days > 60
    found = fitted.fit(lived).arrivals.factors["surge"]
    assert found.low < 1.75 < found.high * 1.2
    assert found.low > 1.1


def test_a_centre_that_is_a_node_of_the_city_has_a_past_too(db: None) -> None:
    """Its rows are numbered from beyond thirty-two bits (`nodes.outbox.LEAP`)."""
    with connection.cursor() as cursor:
        for table in ("centres_window", "centres_device", "staff_account"):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s, nextval(pg_get_serial_sequence(%s, 'id'))))",
                [table, 1 << 32, table],
            )
    centre.load(catalogue_folder=CATALOGUE, now=NOW)
    assert year.play(code="LF", now=NOW, days=3).visits > 0


def test_too_short_a_record_is_refused_in_words(demonstration: Settled) -> None:
    with pytest.raises(Refused) as refused:
        grounds.grounds("LF", NOW)
    assert refused.value.code == "too-little-lived"
    assert "0 天" in refused.value.text.zh


def test_a_centre_without_a_past_is_told_to_come_back(demonstration: Settled) -> None:
    director = browsing.visitor(Account.objects.get(username="director"))
    assert "记录还太少" in browsing.words(director.get("/rehearsal/"))
    assert "记录还太少" in browsing.words(director.get("/rehearsal/ask/windows?day=2026-11-30"))
    assert "记录还太少" in browsing.words(director.get("/rehearsal/trust"))
    assert director.get("/rehearsal/print").status_code == 409
