"""What residents meet on the city's pages of a centre that keeps its bookings and papers at a node of its own."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings as house_settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from onetrip.appointments.models import Appointment
from onetrip.kiosk.errands import actions as errands
from onetrip.kiosk.models import Errand
from onetrip.ledger.addresses import hall_address
from onetrip.ledger.refusals import Refused
from onetrip.nodes import actions
from onetrip.nodes.models import Here, Node
from tests.appointments.diary import open_diary
from tests.factories import NOW, published_catalogue
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import open_machine, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine(db: None) -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    shutil.rmtree(house_settings.PICTURES_ROOT, ignore_errors=True)


def give_a_node(centre: str = "LF") -> None:
    """From now on this database is the city's, and the centre has one of its own."""
    Here.objects.create(role="city", since=NOW)
    Node.objects.create(centre_id=centre, number=1, added_at=NOW)


def test_half_hours_that_could_not_be_taken_are_not_offered_and_the_telephone_is_told() -> None:
    published_catalogue()
    open_diary()
    assert Client().get("/book/?at=LF").status_code == 200
    give_a_node()
    for address in ("/book/?at=LF", "/book/2026-11-25?at=LF"):
        answer = Client().get(address)
        assert answer.status_code == 409
        assert "12345" in answer.content.decode()
        assert "节点" not in answer.content.decode(), "no word of the staff's"
    form = {"day": "2026-11-25", "starts": "09:00", "at": "LF", "idempotency_key": str(uuid.uuid4())}
    assert Client().post("/book/take", form).status_code == 409
    assert not Appointment.objects.exists()


def test_a_booking_shows_what_was_booked_and_how_it_is_changed_and_no_button_that_refuses() -> None:
    published_catalogue()
    booked = open_diary().book()
    page = Client().get(f"/b/{booked.token}").content.decode()
    assert "改时间</a>" in page
    give_a_node()
    page = Client().get(f"/b/{booked.token}").content.decode()
    assert booked.number in page
    assert "打 12345" in page
    assert f"/b/{booked.token}/cancel" not in page
    answer = Client().post(f"/b/{booked.token}/cancel", {"idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert "12345" in answer.content.decode()
    assert Appointment.objects.get().state == "booked"


def test_a_paper_that_is_asked_for_again_is_not_asked_of_a_page_that_cannot_take_it() -> None:
    machine = open_machine()
    town.publish()
    machine.reissue()
    errand = machine.submit()
    errands.ask_again(
        errand_id=errand.pk,
        centre="LF",
        account_id=reviewer().pk,
        papers=["bank-card"],
        words="银行卡看不清，请再拍一张。",
        now=machine.tick(),
        by="staff:x",
        key=uuid.uuid4(),
    )
    page = Client().get(f"/e/{errand.token}").content.decode()
    assert f"/e/{errand.token}/send" in page
    give_a_node()
    page = Client().get(f"/e/{errand.token}").content.decode()
    assert "打 12345" in page
    assert f"/e/{errand.token}/send" not in page
    assert Client().post(f"/e/{errand.token}/papers/bank-card", b"x", content_type="image/jpeg").status_code == 409
    assert Errand.objects.get().state == "asked"


def test_no_node_is_added_while_applications_wait_whose_pictures_would_stay_behind() -> None:
    machine = open_machine()
    town.publish()
    machine.reissue()
    machine.submit()
    with pytest.raises(Refused, match="errands-in-review"):
        actions.add_node(centre="LF", now=NOW, by="test")
    assert not Node.objects.exists()


def test_the_code_for_a_phone_in_the_hall_leads_to_the_house_that_holds_it(settings: Settings) -> None:
    request = RequestFactory().get("/kiosk/", headers={"host": "hall.example"})
    settings.ALLOWED_HOSTS = ["hall.example"]
    settings.PUBLIC_ADDRESS = "https://city.example"
    assert hall_address(request, "/p/x") == "https://city.example/p/x"
    settings.NODE = "centre"
    assert hall_address(request, "/p/x") == "http://hall.example/p/x"
    settings.HALL_ADDRESS = "https://linfen.example"
    assert hall_address(request, "/p/x") == "https://linfen.example/p/x"
