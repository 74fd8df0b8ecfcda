"""Several at once: two presses, two reviewers, a phone while the kiosk is wiped. Once is once, and nothing is lost."""

from __future__ import annotations

import uuid

import pytest

from onetrip.cases.models import Case
from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.storage.collections import PICTURES
from tests.drawn import picture
from tests.factories import make_account
from tests.kiosk.errands.machine import BY, Machine
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_of_submit_give_one_number(machine: Machine) -> None:
    machine.reissue()
    seat, now = machine.seat, machine.tick()
    outcomes = together([lambda: actions.submit(seat=seat, now=now, by=BY, key=uuid.uuid4()) for _ in range(4)])
    assert sum(isinstance(one, Errand) for one in outcomes) == 1
    assert all(isinstance(one, Errand | Refused) for one in outcomes)
    assert Event.objects.filter(thing="errand", verb="submit").count() == 1


def test_two_reviewers_in_the_same_moment_make_one_case(machine: Machine) -> None:
    machine.reissue()
    errand = machine.submit()
    clerks, now = [make_account("clerk"), make_account("clerk")], machine.tick()

    def accept(clerk: object) -> Errand:
        return actions.accept_errand(
            errand_id=errand.pk, centre="LF", account_id=clerk.pk, now=now, by=clerk.actor, key=uuid.uuid4()
        )

    outcomes = together([lambda clerk=clerk: accept(clerk) for clerk in clerks])
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert Case.objects.count() == 1


def test_a_picture_sent_while_the_kiosk_is_wiped_is_kept_or_turned_away_and_never_half(machine: Machine) -> None:
    machine.reissue(until="papers")
    token = machine.do("hand_over", paper="bank-card")
    seat, now, pk = machine.seat, machine.tick(), machine.errand.pk
    together(
        [
            lambda: actions.send_from_phone(token=token, phone="one", raw=picture(), now=now),
            lambda: actions.leave(seat=seat, why="idle", now=now, by=BY),
        ]
    )
    errand = Errand.objects.get(pk=pk)
    assert (errand.state, errand.seat) == ("open", None)
    for kept in Picture.objects.all():
        assert PICTURES.get(kept.pk)


def test_the_same_picture_from_camera_and_phone_at_once_is_kept_once(machine: Machine) -> None:
    machine.reissue(until="papers")
    token = machine.do("hand_over", paper="bank-card")
    seat, now = machine.seat, machine.tick()
    together(
        [
            lambda: actions.send_from_phone(token=token, phone="one", raw=picture(), now=now),
            lambda: actions.photograph(seat=seat, paper="bank-card", raw=picture(), now=now, by=BY),
        ]
    )
    assert Picture.objects.filter(removed_at=None, paper="bank-card").count() == 1
