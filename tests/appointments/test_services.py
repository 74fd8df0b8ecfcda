"""Services with quotas of their own: which matters go where, with the catalogue as it is."""

from __future__ import annotations

import uuid

import pytest

from onetrip.appointments import actions
from onetrip.appointments.models import Appointment, Service
from onetrip.appointments.wording import SlotFull
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.appointments.diary import Diary, somebody
from tests.factories import published_catalogue

pytestmark = pytest.mark.django_db


def set_service(diary: Diary, kind: str, of: str, share: int = 10, minutes: float = 5) -> Service:
    return actions.set_service(
        centre="LF", kind=kind, of=of, share=share, minutes=minutes, now=diary.now, by="staff:d", key=uuid.uuid4()
    )


def test_a_category_with_a_share_of_its_own_fills_without_touching_the_rest(diary: Diary) -> None:
    published_catalogue()
    service = set_service(diary, "category", "ageing")  # 3 windows × 10 % × 30 ÷ 5 = 1
    first = diary.book(booker=somebody(1), matters=["elder-card"])
    assert first.service == service
    with pytest.raises(SlotFull):
        diary.book(booker=somebody(2), matters=["elder-card"])
    for serial in range(4):
        diary.book(booker=somebody(10 + serial), matters=["residence-permit"])
    assert Appointment.objects.filter(service__kind="anything").count() == 4


def test_a_service_is_of_something_the_catalogue_knows_and_of_sensible_figures(diary: Diary) -> None:
    published_catalogue()
    with pytest.raises(NotFound, match="service-of-nothing"):
        set_service(diary, "matter", "no-such-matter")
    for share, minutes in ((101, 5), (10, 0.5), (10, 500)):
        with pytest.raises(Refused, match="senseless"):
            set_service(diary, "category", "ageing", share, minutes)
    assert not Event.objects.filter(thing="booking-service").exists()


def test_the_first_booking_of_a_centre_that_set_nothing_up_makes_the_service_for_anything(diary: Diary) -> None:
    Service.objects.all().delete()
    assert diary.book(booker=somebody(1)).service.code == "anything"
    assert Service.objects.get().share == 50
