"""What was signed is what is submitted: a change afterwards takes the signature away, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onetrip.kiosk.models import Picture
from tests.drawn import picture, signature
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db
FORM = {"recipient": "王测试", "address": "临汾路 1 号"}

CHANGES: dict[str, Callable[[Machine], object]] = {
    "an answer": lambda machine: machine.do("answer", fact="hukou", raw="shanghai"),
    "an answer taken back": lambda machine: machine.do("take_back", fact="hukou"),
    "the form": lambda machine: machine.do("fill", sent={**FORM, "address": "别的地方 2 号"}),
    "another paper": lambda machine: machine.do("choose_paper", paper="divorce-certificate"),
    "a paper that follows after all": lambda machine: machine.do("bring_later", paper="photo", later=False),
    "one more page": lambda machine: machine.do("photograph", paper="bank-card", raw=picture(7)),
    "a page less": lambda machine: machine.do("drop_picture", picture_id=Picture.objects.get(paper="bank-card").pk),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_after_signing_it_is_signed_again(machine: Machine, change: str) -> None:
    machine.reissue()
    assert machine.run.signature is not None
    CHANGES[change](machine)
    assert machine.run.signature is None
    assert machine.step != "check"


def test_signed_again_it_is_as_before(machine: Machine) -> None:
    machine.reissue()
    machine.do("fill", sent={**FORM, "address": "别的地方 2 号"})
    assert machine.step == "sign"
    machine.do("sign", raw=signature())
    assert machine.step == "check"


def test_looked_at_and_left_as_it_was_the_signature_stays(machine: Machine) -> None:
    machine.reissue()
    machine.do("fill", sent=machine.errand.form)
    machine.do("confirm_papers")
    assert (machine.step, machine.run.signature is not None) == ("check", True)


def test_what_is_added_for_the_review_desk_leaves_the_signature_under_what_was_signed(machine: Machine) -> None:
    import uuid

    from onetrip.kiosk.errands import actions
    from onetrip.kiosk.errands.actions.photographing import send_by_receipt
    from tests.kiosk.errands.machine import reviewer

    machine.reissue()
    errand, desk = machine.submit(), reviewer()
    asked = {"papers": ["bank-card"], "words": "卡号反光，请再拍一张。", "key": uuid.uuid4()}
    given = {"errand_id": errand.pk, "centre": "LF", "account_id": desk.pk, "by": desk.actor}
    actions.ask_again(**given, **asked, now=machine.tick())
    send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(9), now=machine.tick())
    assert Picture.objects.filter(paper="", removed_at=None).count() == 1
