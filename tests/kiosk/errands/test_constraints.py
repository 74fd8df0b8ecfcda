"""What the database itself refuses, whatever the code does."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onetrip.kiosk.models import Errand, HandOver, Picture
from onetrip.lobby.models import Visit
from onetrip.people.actions import know
from tests.factories import NOW, synthetic_identity
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)


def refused(name: str, change: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()


@pytest.fixture
def errand(machine: Machine) -> Errand:
    machine.reissue(until="papers")
    return machine.errand


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("errand_state_known", {"state": "lost"}),
        ("errand_submitted_has_number", {"state": "review"}),
        ("errand_accepted_has_receipt", {"state": "accepted", "number": "LF-1", "token": "t", "submitted_at": NOW}),
    ],
)
def test_an_errand_is_never_in_a_state_that_it_cannot_be_in(errand: Errand, name: str, changed: dict[str, Any]) -> None:
    refused(name, lambda: Errand.objects.filter(pk=errand.pk).update(**changed))


def test_nobody_is_their_own_proxy(errand: Errand) -> None:
    refused("errand_two_persons", lambda: Errand.objects.filter(pk=errand.pk).update(proxy=errand.resident_id))


def test_a_person_has_one_open_run_of_a_matter_and_a_proxy_another(errand: Errand, machine: Machine) -> None:
    other = machine.begin("reissue")
    Errand.objects.filter(pk=other.pk).update(proxy=know(identity=synthetic_identity(), now=NOW))
    Errand.objects.filter(pk=other.pk).update(resident=errand.resident_id)
    refused("errand_one_open_per_person", lambda: Errand.objects.filter(pk=other.pk).update(proxy=None))


def test_a_sitting_has_one_run(errand: Errand, machine: Machine) -> None:
    other = machine.begin("record-print")
    refused("errand_one_per_seat", lambda: Errand.objects.filter(pk=other.pk).update(seat=errand.seat))


def a_picture(errand: Errand, **given: Any) -> Picture:
    fields = {"paper": "bank-card", "source": "camera", "digest": "d", "width": 9, "height": 9, "bytes": 9}
    return Picture.objects.create(errand=errand, taken_at=NOW, **{**fields, **given})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("picture_source_known", {"source": "fax"}),
        ("picture_looking_known", {"looking": "asleep"}),
        ("picture_has_size", {"width": 0}),
    ],
)
def test_a_picture_is_what_it_can_be(errand: Errand, name: str, given: dict[str, Any]) -> None:
    refused(name, lambda: a_picture(errand, **given))


def test_a_picture_is_kept_once_and_an_errand_has_one_signature(errand: Errand) -> None:
    a_picture(errand)
    refused("picture_kept_once", lambda: a_picture(errand))
    a_picture(errand, removed_at=NOW)
    a_picture(errand, paper="", digest="1")
    refused("picture_one_signature", lambda: a_picture(errand, paper="", digest="2"))


def test_a_hand_over_expires_after_it_was_made_and_is_open_once_a_paper(errand: Errand) -> None:
    def made(**given: Any) -> HandOver:
        fields = {"token_hash": uuid.uuid4().bytes, "made_at": NOW, "expires_at": NOW + timedelta(minutes=1)}
        return HandOver.objects.create(errand=errand, paper="bank-card", **{**fields, **given})

    refused("hand_over_expires_later", lambda: made(expires_at=NOW))
    made()
    refused("hand_over_one_open_per_paper", made)
    made(closed_at=NOW)


def test_a_visit_came_through_the_hall_or_a_kiosk(machine: Machine) -> None:
    refused(
        "visit_channel_known",
        lambda: Visit.objects.create(centre=machine.centre, day=OLD, arrived_at=NOW, channel="window"),
    )
