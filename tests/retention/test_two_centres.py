"""Whichever centre does it: what other centres keep of somebody is told, counts, and is not swept away."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from onetrip.cases.models import Photograph
from onetrip.cases.photographs import actions as photographs
from onetrip.ledger.refusals import Refused
from onetrip.people.models import Resident
from onetrip.retention import actions, telling
from onetrip.retention.models import Erasure, Hold
from onetrip.storage.collections import PHOTOGRAPHS
from onetrip.walls import scope
from tests.cases import matters
from tests.factories import NOW, make_centre
from tests.walls.city import Place, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def px() -> Place:
    """Somebody whose case is at PX, and a centre LF that knows nothing of them."""
    matters.publish()
    make_centre("LF")
    return place("PX")


def ask(resident: Resident, centre: str = "LF") -> Erasure:
    given: dict[str, Any] = {"proof": Erasure.Proof.CARD, "now": NOW, "by": "staff:clerk", "key": uuid.uuid4()}
    with scope.within(centre):
        return actions.ask_erasure(resident_id=resident.pk, centre=centre, **given)


def erase(one: Erasure) -> Erasure:
    with scope.within("LF"):
        return actions.erase(erasure_id=one.pk, centre="LF", now=NOW + timedelta(hours=1), by="staff:director")


def test_nobody_becomes_nobody_while_another_centre_keeps_their_case(px: Place) -> None:
    done = erase(ask(px.resident))
    px.resident.refresh_from_db()
    assert px.resident.wiped_at is None
    assert px.resident.number
    assert {"cases", "residents"} <= {one["kind"] for one in done.stays}


def test_what_another_centre_holds_is_held(px: Place) -> None:
    Hold.objects.create(case=px.case, reason="法院来函", placed_at=NOW, placed_by="staff:director-px")
    with pytest.raises(Refused, match="erasure-held"):
        erase(ask(px.resident))


def test_asked_for_at_two_centres_it_is_one_wish(px: Place) -> None:
    assert ask(px.resident, "LF") == ask(px.resident, "PX")


def test_somebody_is_told_what_every_centre_knows(px: Place) -> None:
    with scope.within("LF"):
        told = telling.everything(px.resident)
    cases = next(section for section in told if section.rule.kind == "cases")
    assert px.case.number in str(cases.things)


def test_a_sweep_that_sees_one_centre_takes_no_photograph_of_another(px: Place) -> None:
    lost = uuid.uuid4()
    kept = Photograph.objects.create(
        case=px.case, source="camera", digest="0" * 64, width=1, height=1, bytes=1, taken_at=NOW, taken_by="x"
    )
    for thing in (kept.pk, lost):
        PHOTOGRAPHS.put(thing, b"a picture")
    with scope.within("LF"):
        assert photographs.sweep(now=NOW + timedelta(days=4000)) == 1
    assert PHOTOGRAPHS.get(kept.pk) == b"a picture"
