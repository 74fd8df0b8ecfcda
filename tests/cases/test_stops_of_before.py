"""The migration that makes rows of the stops which were only events."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps

from onetrip.cases.models import Stop
from tests.cases.counter import Counter
from tests.cases.test_following import case_in, do

pytestmark = pytest.mark.django_db

MIGRATION = importlib.import_module("onetrip.cases.migrations.0003_stops_of_before")


def rows() -> list[tuple[object, ...]]:
    columns = ("case_id", "procedure", "reason", "began_at", "ended_at", "result")
    return list(Stop.objects.order_by("began_at").values_list(*columns))


def test_stops_that_ended_those_that_go_on_and_those_ended_by_withdrawal_are_found_in_the_events(
    counter: Counter,
) -> None:
    case, now = case_in(counter, "accepted"), counter.hall.now
    do("ask-supplement", case, now, papers="还差照片")
    do("supplement", case, now + timedelta(days=2), note="照片到了")
    do("ask-supplement", case, now + timedelta(days=3), papers="还差户口簿")
    do("withdraw", case_in(counter, "supplement"), now + timedelta(days=4), reason="不办了")
    before = rows()
    assert len(before) == 3

    Stop.objects.all().delete()
    MIGRATION.keep(apps, None)
    assert rows() == before


def test_every_house_finds_the_same_rows(counter: Counter) -> None:
    case_in(counter, "supplement")
    found = []
    for _ in range(2):
        Stop.objects.all().delete()
        MIGRATION.keep(apps, None)
        found.append(list(Stop.objects.values()))
    assert found[0] == found[1]
