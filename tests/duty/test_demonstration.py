"""The demonstration's rosters: 26 people, through the very actions of the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from onetrip.centres.models import Centre
from onetrip.duty.models import Leave, Roster, Swap
from onetrip.duty.problems import of_roster, places_of
from onetrip.simulation.roster import broken
from onetrip.staff.models import Account
from onetrip.web.demonstration import centre, duty
from tests.factories import CATALOGUE, NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_a_fortnight_that_is_out_and_one_to_decide_on() -> None:
    centre.load(catalogue_folder=CATALOGUE, now=NOW)
    assert duty.load(code="LF", now=NOW)
    assert not duty.load(code="LF", now=NOW)
    out, draft = Roster.objects.order_by("first")
    assert (out.state, draft.state) == ("published", "draft")
    assert out.first == TODAY - timedelta(days=TODAY.weekday())
    for each in (out, draft):
        assert each.told["status"] == "optimal"
        assert broken(of_roster(each, NOW).problem, places_of(each)) == []
    assert sorted(Leave.objects.values_list("state", flat=True)) == ["asked", "granted"]
    assert Swap.objects.get().state == "offered"
    assert Centre.objects.get().is_demonstration
    planner = Client()
    planner.force_login(Account.objects.get(username="supervisor"))
    assert len(planner.get(f"/duty/plan/{draft.pk}").content) < 100_000
