"""What the review desk sees of a person: as much as it has to compare, and every look is on record."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onetrip.centres.models import Centre
from onetrip.centres.queries import forget
from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from onetrip.people.models import IdentityView
from onetrip.staff.models import Session
from tests.browsing import visitor, words
from tests.drawn import picture, signature
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands.machine import Machine
from tests.kiosk.errands.test_prints_and_answers import to_print

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)
PICTURES = re.compile(r'src="(/review/pictures/[^"]*)"')


@pytest.fixture
def clerk(machine: Machine) -> Client:
    machine.now = timezone.now()
    return visitor("clerk")


def typed(machine: Machine, number: str) -> Errand:
    """An application of somebody who typed their number in opening hours."""
    Centre.objects.update(numbers_at_any_hour=True)
    forget()
    machine.begin("photo-free")
    machine.card(number, card_read=False)
    machine.do("fill", sent={})
    if machine.step == "papers":
        machine.do("photograph", paper="id-card", raw=picture())
        machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    return machine.submit()


def test_a_typed_number_stands_there_in_full_to_be_compared_and_the_look_is_on_record(
    machine: Machine, clerk: Client
) -> None:
    number = synthetic_number(OLD)
    errand = typed(machine, number)
    assert errand.state == Errand.State.REVIEW
    assert not IdentityView.objects.exists()
    page = words(clerk.get(f"/review/{errand.pk}"))
    assert number in page
    assert "王测试" in page
    seen = IdentityView.objects.get()
    assert (seen.resident_id, seen.purpose) == (errand.resident_id, f"审核自助申请：{errand.number}")


def test_a_number_that_the_card_gave_stays_masked_and_its_pictures_are_a_look_on_record(
    machine: Machine, clerk: Client
) -> None:
    number = machine.reissue()
    errand = machine.submit()
    page = clerk.get(f"/review/{errand.pk}")
    assert number not in words(page)
    pictures = PICTURES.findall(page.content.decode())
    assert len(pictures) == 2
    assert IdentityView.objects.count() == 1
    shown = clerk.get(pictures[0])
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Disposition"].startswith("inline; filename=")
    assert "object-src 'none'" in shown["Content-Security-Policy"]


def test_decided_its_pictures_are_shown_for_a_purpose_alone(machine: Machine, clerk: Client) -> None:
    number = machine.reissue()
    errand, reviewer = machine.submit(), make_account("clerk")
    before = PICTURES.findall(clerk.get(f"/review/{errand.pk}").content.decode())[0]
    actions.accept_errand(
        errand_id=errand.pk,
        centre="LF",
        account_id=reviewer.pk,
        now=machine.tick(),
        by=reviewer.actor,
        key=uuid.uuid4(),
    )
    page = clerk.get(f"/review/{errand.pk}")
    assert not PICTURES.findall(page.content.decode())
    assert IdentityView.objects.count() == 1
    without = clerk.post(f"/review/{errand.pk}/look", {"purpose": " "})
    assert without.status_code == 422
    assert "请选一个查看的用途" in words(without)
    assert not PICTURES.findall(without.content.decode())
    told = clerk.post(f"/review/{errand.pk}/look", {"purpose": "contact", "words": "居民来问交了哪几页"})
    assert number in words(told)
    assert clerk.get(PICTURES.findall(told.content.decode())[0]).status_code == 200
    assert IdentityView.objects.order_by("at").last().purpose == "联系本人：居民来问交了哪几页"
    assert clerk.get(before.split("?")[0]).status_code == 403


def test_another_errand_is_not_opened_by_it(machine: Machine, clerk: Client) -> None:
    machine.reissue()
    first = machine.submit()
    machine.reissue()
    second = machine.submit()
    opened = PICTURES.findall(clerk.get(f"/review/{first.pk}").content.decode())[0].split("?")[1]
    other = PICTURES.findall(clerk.get(f"/review/{second.pk}").content.decode())[0].split("?")[0]
    assert clerk.get(f"{other}?{opened}").status_code == 403
    assert clerk.get(f"{other}?opened=nonsense").status_code == 403


def test_a_look_up_of_nobody_needs_no_record(machine: Machine, clerk: Client) -> None:
    errand = to_print(machine, "archive-print")
    page = clerk.get(f"/review/{errand.pk}")
    assert page.status_code == 200
    assert not IdentityView.objects.exists()


def test_who_opens_it_at_a_screen_left_open_proves_first_that_it_is_them(machine: Machine, clerk: Client) -> None:
    errand = typed(machine, synthetic_number(OLD))
    Session.objects.update(proved_at=timezone.now() - timedelta(minutes=31))
    answer = clerk.get(f"/review/{errand.pk}")
    assert answer.headers["Location"] == f"/staff/prove?next=%2Freview%2F{errand.pk}"
    assert not IdentityView.objects.exists()
