"""A number typed without a card: it tells nothing that the house knows of its owner, and changes nothing of it."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.centres.models import Centre
from onetrip.centres.queries import forget
from onetrip.kiosk.models import Errand
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from tests.drawn import picture, signature
from tests.factories import NOW, TODAY, synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db
NEIGHBOUR = synthetic_number(date(1961, 12, 18))
TELEPHONE = "13000000000"


@pytest.fixture
def neighbour(machine: Machine) -> Resident:
    """Somebody whom the house knows."""
    return know(identity=read_number(NEIGHBOUR, day=TODAY), now=NOW, name="王测试", telephone=TELEPHONE)


def typed(machine: Machine, name: str = "王测试") -> None:
    machine.begin("photo-free")
    machine.card(NEIGHBOUR, name, card_read=False)


def test_an_invented_name_is_refused_and_the_stored_one_stays(machine: Machine, neighbour: Resident) -> None:
    with pytest.raises(Malformed, match="name-differs"):
        typed(machine, "李别人")
    neighbour.refresh_from_db()
    assert neighbour.name == "王测试"
    assert machine.errand.resident is None


@pytest.mark.parametrize("name", ["王测试", " 王 测试 ", "王·测试"])
def test_the_right_name_is_taken_however_it_is_spaced(machine: Machine, neighbour: Resident, name: str) -> None:
    typed(machine, name)
    assert machine.errand.resident == neighbour
    neighbour.refresh_from_db()
    assert neighbour.name == "王测试"


def test_the_form_does_not_show_the_telephone_but_with_the_card_it_does(machine: Machine, neighbour: Resident) -> None:
    typed(machine)
    assert machine.run.person.telephone == ""
    machine.do("give_up")
    machine.begin("photo-free")
    machine.card(NEIGHBOUR)
    assert machine.run.person.telephone == TELEPHONE


def test_a_telephone_typed_stands_in_the_application_and_not_with_the_resident(
    machine: Machine, neighbour: Resident
) -> None:
    typed(machine)
    submit(machine, telephone="13911111111")
    assert Errand.objects.get().form["contact-telephone"] == "13911111111"
    neighbour.refresh_from_db()
    assert neighbour.telephone == TELEPHONE


def test_whoever_laid_down_their_card_finds_their_new_telephone_filled_in_next_time(
    machine: Machine, neighbour: Resident
) -> None:
    machine.begin("photo-free")
    machine.card(NEIGHBOUR)
    submit(machine, telephone="13911111111")
    neighbour.refresh_from_db()
    assert neighbour.telephone == "13911111111"
    assert Event.objects.get(thing="resident", verb="correct").data == {"what": ["telephone"], "source": "card"}


def test_which_licences_they_hold_is_not_told(machine: Machine, neighbour: Resident, store: SimulatedStore) -> None:
    town.publish(**town.A_CERTIFICATE_TOO)
    typed(machine)
    machine.do("fetch_licences")
    assert not store.asked
    assert {line.state for line in machine.run.lines} == {"open"}


def test_a_proxy_with_a_card_of_their_own_learns_no_more_of_a_number_they_typed(
    machine: Machine, neighbour: Resident
) -> None:
    machine.begin("photo-free")
    machine.do("choose_whom", by_proxy=True)
    machine.card(synthetic_number(date(1980, 1, 2)), "李代办")
    with pytest.raises(Malformed, match="name-differs"):
        machine.card(NEIGHBOUR, "李别人", card_read=False)
    machine.card(NEIGHBOUR, "王测试", card_read=False)
    assert machine.run.person.telephone == ""


def test_the_name_on_the_card_is_the_name_from_then_on(machine: Machine, neighbour: Resident) -> None:
    machine.begin("photo-free")
    machine.card(NEIGHBOUR, "王改名")
    neighbour.refresh_from_db()
    assert neighbour.name == "王改名"


def test_a_demonstration_without_a_reader_shows_what_a_card_would(machine: Machine, neighbour: Resident) -> None:
    Centre.objects.update(numbers_at_any_hour=True)
    forget()
    typed(machine)
    assert machine.run.person.telephone == TELEPHONE


def test_a_licence_that_was_found_counts_as_a_paper_nobody_asked_for(machine: Machine, store: SimulatedStore) -> None:
    town.publish(**town.A_CERTIFICATE_TOO)
    machine.begin("photo-free")
    machine.card(NEIGHBOUR)
    submit(machine, telephone="13911111111")
    assert list(store.asked) == ["310105109000200"]
    assert Event.objects.get(thing="case", verb="accept").data["spared"] == {"licence": 1}


def submit(machine: Machine, *, telephone: str) -> None:
    machine.do("fill", sent={"contact-telephone": telephone})
    machine.do("fetch_licences")
    if any(line.state == "open" for line in machine.run.lines):
        machine.do("photograph", paper="id-card", raw=picture())
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    machine.submit()
