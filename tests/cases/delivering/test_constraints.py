"""Each rule that the database keeps about delivery, broken once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.delivering.models import Cabinet, Compartment, Delivery, Parcel, StoredResult, Track
from tests.cases.delivering.room import Room, row_of

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("delivery_way_known", {"way": "pigeon"}),
        ("delivery_state_known", {"state": "somewhere"}),
        ("delivery_posted_by_post", {"state": "posted"}),
        ("delivery_stored_in_cabinet", {"state": "stored"}),
        ("delivery_post_has_address", {"way": "post", "address": None}),
        ("delivery_done_has_its_moment", {"state": "done"}),
        ("delivery_ready_since", {"ready_at": None}),
        ("delivery_proxy_is_known", {"taken_by": "proxy"}),
    ],
)
def test_of_a_delivery(room: Room, constraint: str, values: dict[str, Any]) -> None:
    row = row_of(room.done())
    breaks(constraint, lambda: Delivery.objects.filter(pk=row.pk).update(**values))


def test_a_delivery_that_is_done_keeps_no_address(room: Room) -> None:
    row = row_of(room.done())
    kept = {"way": "post", "address": {"name": "x"}, "state": "done", "ended_at": room.now}
    breaks("delivery_address_wiped_at_the_end", lambda: Delivery.objects.filter(pk=row.pk).update(**kept))


def test_a_case_has_one_delivery(room: Room) -> None:
    case = room.done()
    breaks("cases_delivery_case_id", lambda: Delivery.objects.create(case=case))


def test_of_cabinets(room: Room) -> None:
    cabinet = room.cabinet()
    breaks("cabinet_number_once", lambda: Cabinet.objects.create(centre_id="LF", number=1))
    breaks("cabinet_number_of_two_digits", lambda: Cabinet.objects.create(centre_id="LF", number=100))
    breaks("compartment_number_once", lambda: Compartment.objects.create(cabinet=cabinet, number=1))
    breaks("compartment_number_of_two_digits", lambda: Compartment.objects.create(cabinet=cabinet, number=0))


def test_of_what_lies_in_a_compartment(room: Room) -> None:
    room.cabinet()
    stored = room.put_in(room.done("cabinet"))
    other = row_of(room.done("cabinet"))
    like = {"put_in_at": stored.put_in_at, "put_in_by": "x", "expires_at": stored.expires_at}
    second = Compartment.objects.get(number=2)

    def put(delivery: Delivery, compartment: Compartment, **more: Any) -> StoredResult:
        return StoredResult.objects.create(delivery=delivery, compartment=compartment, **{**like, **more})

    breaks("stored_one_per_compartment", lambda: put(other, stored.compartment))
    breaks("stored_in_one_place", lambda: put(stored.delivery, second))
    breaks("stored_expires_later", lambda: put(other, second, expires_at=stored.put_in_at))
    ended = {"opened_at": room.now, "taken_out_at": room.now}
    breaks("stored_opened_or_taken_out", lambda: StoredResult.objects.update(**ended))


def test_of_parcels(room: Room, office: SimulatedCarrier) -> None:
    _, parcel = room.posted()
    other = row_of(room.done("post"))
    like = {
        "centre_id": "LF",
        "carrier": parcel.carrier,
        "ordered_at": room.now,
        "ordered_by": "x",
        "heard_at": room.now,
    }

    def post(delivery: Delivery, **more: Any) -> Parcel:
        return Parcel.objects.create(delivery=delivery, **{**like, **more})

    breaks("parcel_waybill_once", lambda: post(other, waybill=parcel.waybill, state="taken"))
    breaks("parcel_one_under_way", lambda: post(parcel.delivery))
    breaks("parcel_state_known", lambda: post(other, state="flying", waybill="x"))
    breaks("parcel_under_way_until_it_ends", lambda: post(other, state="signed", waybill="x"))
    breaks("parcel_has_a_waybill", lambda: post(other, state="taken"))
    Track.objects.create(parcel=parcel, event="1", what="", at=room.now, heard_at=room.now)
    breaks(
        "track_once", lambda: Track.objects.create(parcel=parcel, event="1", what="", at=room.now, heard_at=room.now)
    )
