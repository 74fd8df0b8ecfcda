"""A matter that needs what does not work at a kiosk now is not begun there; it says which machine does it."""

from __future__ import annotations

import uuid

import pytest

from onetrip.bridge.states import PartKind, PartState
from onetrip.devices.actions import Heard
from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from onetrip.ledger.refusals import Refused
from tests.devices.places import Place, make_place, ready
from tests.factories import NOW, kiosk
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db

CARD = Heard("card", PartKind.CARD_READER, PartState.READY, 0)
PAGE = Heard("page", PartKind.IPP, PartState.READY, 0)
PAGE_JAMS = Heard("page", PartKind.IPP, PartState.JAM, 0)
CARD_AWAY = Heard("card", PartKind.CARD_READER, PartState.AWAY, 0)


@pytest.fixture
def place(machine: Machine) -> Place:
    return make_place(kind="kiosk", number=machine.kiosk.number)


def begin(machine: Machine, matter: str) -> Errand:
    return actions.begin(centre="LF", kiosk=machine.kiosk, matter=matter, now=NOW, by=BY, key=uuid.uuid4())


def test_where_everything_works_it_is_begun(machine: Machine, place: Place) -> None:
    place.beat(ready(), CARD, PAGE)
    assert begin(machine, "record-print").kind == "print"


def test_a_machine_whose_devices_nobody_reports_is_taken_at_the_directors_word(machine: Machine) -> None:
    assert begin(machine, "record-print").kind == "print"


def test_a_print_is_not_begun_while_the_page_printer_jams(machine: Machine, place: Place) -> None:
    place.beat(ready(), CARD, PAGE_JAMS)
    with pytest.raises(Refused, match="A4 printer") as refused:
        begin(machine, "record-print")
    assert "A4 打印机现在坏了" in refused.value.text.zh
    assert not Errand.objects.exists()


def test_another_machine_that_does_it_is_named(machine: Machine, place: Place) -> None:
    place.beat(ready(), CARD_AWAY, PAGE)
    kiosk(2)
    make_place(kind="kiosk", number=2).beat(ready(), CARD, PAGE)
    kiosk(3)
    make_place(kind="kiosk", number=3).beat(ready(), CARD_AWAY, PAGE)
    with pytest.raises(Refused) as refused:
        begin(machine, "record-print")
    assert "读卡器现在坏了" in refused.value.text.zh
    assert "可以用 2 号机" in refused.value.text.zh


def test_an_application_is_begun_without_a_printer(machine: Machine, place: Place) -> None:
    place.beat(ready(PartState.OUT), CARD_AWAY, PAGE_JAMS)
    assert begin(machine, "reissue").kind == "apply"
