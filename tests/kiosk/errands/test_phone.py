"""Pictures from the resident's own phone: one code, one phone, some minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.actions.photographing import HAND_OVER_LASTS
from onetrip.kiosk.models import HandOver, Picture
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.browsing import visitor, words
from tests.drawn import picture
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db


def handed(machine: Machine) -> str:
    machine.reissue(until="papers")
    return machine.do("hand_over", paper="bank-card")


def send(machine: Machine, token: str, *, phone: str = "one", seed: int = 1) -> HandOver:
    return actions.send_from_phone(token=token, phone=phone, raw=picture(seed), now=machine.tick())


def test_a_picture_sent_by_phone_stands_at_the_kiosk_and_screens_are_told(machine: Machine) -> None:
    send(machine, handed(machine))
    line = next(line for line in machine.run.lines if line.paper == "bank-card")
    assert (line.state, line.pictures[0].source) == ("pictured", Picture.Source.PHONE)
    told = Event.objects.filter(thing="errand", verb="photograph").get()
    assert told.public == {"tag": machine.errand.tag}


def test_a_second_phone_is_turned_away_and_the_first_goes_on(machine: Machine) -> None:
    token = handed(machine)
    send(machine, token)
    with pytest.raises(Refused, match="other-phone"):
        send(machine, token, phone="two", seed=2)
    send(machine, token, seed=3)
    assert Picture.objects.filter(paper="bank-card").count() == 2


def connect(machine: Machine, token: str, phone: str = "one") -> HandOver:
    return actions.connect_phone(token=token, phone=phone, now=machine.tick())


def test_the_phone_that_opened_the_code_first_is_the_only_one_before_any_picture(machine: Machine) -> None:
    token = handed(machine)
    connect(machine, token)
    connect(machine, token)
    for other in (lambda: connect(machine, token, "two"), lambda: send(machine, token, phone="two")):
        with pytest.raises(Refused, match="other-phone"):
            other()
    send(machine, token)
    told = Event.objects.get(thing="errand", verb="connect-phone")
    assert told.public == {"tag": machine.errand.tag}


def test_a_browser_that_remembers_nothing_is_told_so_and_binds_nothing(machine: Machine) -> None:
    token = handed(machine)
    for nameless in (lambda: connect(machine, token, ""), lambda: send(machine, token, phone="")):
        with pytest.raises(Refused, match="phone-unknown"):
            nameless()
    assert HandOver.objects.get(closed_at=None).phone_hash is None
    send(machine, token)


def test_the_same_picture_sent_twice_is_one_picture(machine: Machine) -> None:
    token = handed(machine)
    send(machine, token)
    send(machine, token)
    assert Picture.objects.count() == 1


def test_the_code_expires(machine: Machine) -> None:
    token = handed(machine)
    machine.now += HAND_OVER_LASTS + timedelta(seconds=1)
    with pytest.raises(NotFound, match="hand-over-over"):
        send(machine, token)


def test_a_new_code_ends_the_one_before(machine: Machine) -> None:
    first = handed(machine)
    second = machine.do("hand_over", paper="bank-card")
    with pytest.raises(NotFound):
        send(machine, first)
    send(machine, second)


def test_once_the_kiosk_was_left_the_code_is_over(machine: Machine) -> None:
    token = handed(machine)
    actions.leave(seat=machine.seat, why="idle", now=machine.tick(), by=BY)
    with pytest.raises(NotFound):
        send(machine, token)


def test_an_invented_code_opens_nothing(machine: Machine) -> None:
    handed(machine)
    for token in ("", "nothing", "x" * 500, "\0"):
        with pytest.raises(NotFound):
            send(machine, token)


def test_what_is_no_picture_is_said_on_the_phone_and_the_code_stays_open(machine: Machine) -> None:
    token = handed(machine)
    with pytest.raises(Malformed, match="picture-unreadable"):
        actions.send_from_phone(token=token, phone="one", raw=b"no picture", now=machine.tick())
    send(machine, token, phone="two")


def test_at_most_a_dozen_pictures_of_a_paper(machine: Machine) -> None:
    token = handed(machine)
    for seed in range(12):
        send(machine, token, seed=seed)
    with pytest.raises(Malformed, match="pictures-many"):
        send(machine, token, seed=99)


def test_the_token_is_not_in_the_database(machine: Machine) -> None:
    token = handed(machine)
    assert token.encode() not in bytes(HandOver.objects.get().token_hash)


def test_the_phones_page_says_nothing_of_the_person_and_binds_its_browser(machine: Machine) -> None:
    from django.utils import timezone

    machine.now = timezone.now()
    token = handed(machine)
    phone, other = visitor(), visitor()
    page = phone.get(f"/p/{token}")
    assert page.status_code == 200
    assert "银行卡" in words(page)
    assert "王" not in words(page)
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]
    other.get(f"/p/{token}")
    sent = phone.post(f"/p/{token}/picture", data=picture(), content_type="image/jpeg")
    assert sent.json() == {"kept": True}
    turned_away = other.post(f"/p/{token}/picture", data=picture(2), content_type="image/jpeg")
    assert (turned_away.status_code, turned_away.json()["code"]) == (409, "other-phone")
    assert other.get(f"/p/{token}").status_code == 409
    assert phone.get(f"/p/{token}").status_code == 200
    huge = phone.post(f"/p/{token}/picture", data=b"\xff" * (12 * 1024 * 1024 + 1), content_type="image/jpeg")
    assert (huge.status_code, huge.json()["code"]) == (422, "picture-large")
