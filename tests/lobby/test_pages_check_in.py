from __future__ import annotations

import uuid

import pytest
import time_machine

from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import Resident
from tests import browsing
from tests.factories import NOW, make_centre, synthetic_number
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine():
    with time_machine.travel(NOW, tick=False):
        yield


def draw(client, **fields: str):
    return client.post("/hall/arrivals", {"idempotency_key": browsing.key(), **fields})


def test_the_machine_draws_a_number_for_somebody_with_nothing_in_hand(hall: Hall) -> None:
    machine = browsing.visitor("device")
    answer = draw(machine)
    ticket = Ticket.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/hall/tickets/{ticket.pk}"
    page = browsing.words(machine.get(answer["Location"]))
    assert "A001" in page
    assert "下一个就是您" in page
    assert "秒后清掉，回到开头" in page


def test_pressing_twice_draws_one_number(hall: Hall) -> None:
    machine, key = browsing.visitor("device"), browsing.key()
    places = {machine.post("/hall/arrivals", {"idempotency_key": key})["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Ticket.objects.count() == 1


def test_an_id_number_is_remembered_encrypted_and_shown_nowhere(hall: Hall) -> None:
    machine, number = browsing.visitor("device"), synthetic_number()
    answer = draw(machine, scan=number)
    page = machine.get(answer["Location"]).content.decode()
    assert number not in answer["Location"]
    assert number not in page
    assert Visit.objects.get().resident == Resident.objects.get()


def test_a_wrong_id_number_is_refused_in_words_without_repeating_it(hall: Hall) -> None:
    number = synthetic_number()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    answer = draw(browsing.visitor("device"), scan=wrong)
    assert answer.status_code == 422
    assert "校验位" in browsing.words(answer)
    assert wrong not in answer.content.decode()
    assert not Ticket.objects.exists()


def test_a_chosen_reason_is_noted_with_respect(hall: Hall) -> None:
    machine = browsing.visitor("device")
    page = browsing.words(machine.get(draw(machine, reason="disabled")["Location"]))
    assert Ticket.objects.get().reason == "disabled"
    assert "会早一点叫您" in page


def test_at_the_machine_a_slip_number_alone_opens_nothing(hall: Hall) -> None:
    answer = draw(browsing.visitor("device"), scan="LF11240001")
    assert answer.status_code == 422
    assert "身份证号的后四位" in browsing.words(answer)
    assert 'name="last_four"' in answer.content.decode()
    assert not Ticket.objects.exists()


def test_scanning_the_ticket_of_a_missed_call_brings_it_back(hall: Hall) -> None:
    hall.arrive()
    ticket = hall.call()
    hall.at_window("call_again", ticket)
    hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    with time_machine.travel(hall.tick(2)):
        draw(browsing.visitor("device"), scan=f"https://onetrip.example/t/{ticket.pk}")
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    assert Ticket.objects.count() == 1


def test_closed_doors_give_no_number_at_the_machine_and_say_when_they_open(hall: Hall) -> None:
    with time_machine.travel(NOW.replace(hour=14)):  # ten at night in Shanghai
        answer = draw(browsing.visitor("device"), after_hours="1")
    assert answer.status_code == 409
    assert "开门" in browsing.words(answer)
    assert not Ticket.objects.exists()


def test_a_guide_may_draw_a_number_after_hours(hall: Hall) -> None:
    with time_machine.travel(NOW.replace(hour=14)):
        guide = browsing.visitor("guide")
        refused = draw(guide)
        assert 'name="after_hours"' in refused.content.decode()
        assert draw(guide, after_hours="1").status_code == 302
    assert Ticket.objects.count() == 1


def test_a_guide_sees_the_number_beside_the_field_and_restores_missed_ones(hall: Hall) -> None:
    guide = browsing.visitor("guide")
    hall.arrive()
    ticket = hall.call()
    hall.at_window("call_again", ticket)
    hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    with time_machine.travel(hall.tick(1)):
        page = browsing.words(guide.get(draw(guide)["Location"]))
        assert "刚取的号A002" in page
        assert "过号的" in page
        answer = guide.post(f"/hall/tickets/{ticket.pk}/restore", {"idempotency_key": browsing.key()})
    assert answer.status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_the_missed_and_the_held_come_and_go_on_a_page_that_stands_open(hall: Hall) -> None:
    guide = browsing.visitor("guide")
    assert 'hx-get="/hall/aside"' in guide.get("/hall/").content.decode()
    hall.arrive()
    missed = hall.call()
    for _ in range(2):
        hall.at_window("call_again", missed)
    hall.at_window("miss", missed)
    held = hall.arrive()
    hall.in_hall("hold", held, why="away")
    with time_machine.travel(hall.now):
        aside = guide.get("/hall/aside").content.decode()
        assert f"/hall/tickets/{missed.pk}/restore" in aside
        assert f"/hall/tickets/{held.pk}/release" in aside
        hall.in_hall("restore", missed)
        hall.in_hall("release", held)
        assert "<form" not in guide.get("/hall/aside").content.decode()


def test_the_page_is_complete_in_english(hall: Hall) -> None:
    machine = browsing.visitor("device", language="en")
    page = browsing.words(machine.get("/hall/"))
    assert "No slip: draw a number" in page
    assert "Nobody is waiting now." in page


@pytest.mark.parametrize(
    "fields",
    [
        {"scan": "x" * 301},
        {"scan": "A\0B"},
        {"scan": "<script>alert(1)</script>"},
        {"scan": "https://onetrip.example/s/no-such-token-anywhere"},
        {"scan": f"https://onetrip.example/t/{uuid.UUID(int=7)}"},
        {"slip": "no-such-token"},
        {"reason": "impatient"},
        {"idempotency_key": "not-a-key"},
        {"idempotency_key": ""},
    ],
)
def test_hostile_input_is_answered_in_words_and_changes_nothing(hall: Hall, fields: dict[str, str]) -> None:
    before = Event.objects.count()
    answer = draw(browsing.visitor("device"), **fields)
    assert 400 <= answer.status_code < 500
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "Traceback" not in page
    assert Event.objects.filter(thing="ticket").count() == 0
    assert Event.objects.count() - before <= 1  # the account of the machine itself


@pytest.mark.parametrize("role", ["director", "editor"])
def test_only_who_works_at_the_door_draws_numbers(hall: Hall, role: str) -> None:
    assert browsing.visitor(role).get("/hall/").status_code == 403
    assert draw(browsing.visitor(role)).status_code == 403
    assert not Ticket.objects.exists()


def test_a_ticket_of_another_centre_is_not_shown(hall: Hall) -> None:
    other = make_centre("PP")
    ticket = hall.arrive()
    Ticket.objects.filter(pk=ticket.pk).update(centre=other)
    assert browsing.visitor("device").get(f"/hall/tickets/{ticket.pk}").status_code == 422
