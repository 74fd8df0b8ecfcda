"""A slip scanned at the beginning, or a plan just made here: the answers help their own person, with the card, and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from onetrip.advice import actions as advice
from onetrip.advice.models import Consultation, Slip
from onetrip.kiosk.errands.actions.taking_over import speaks_of_another
from onetrip.kiosk.models import Errand
from tests.browsing import key, visitor, words
from tests.devices import cards
from tests.factories import NOW, synthetic_number
from tests.kiosk.errands.machine import Machine, key_of_the_bridge

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)


def a_slip(number: str | None) -> Slip:
    """A slip for the reissue, its question answered; made with a card or without."""
    consultation = advice.begin(centre="LF", channel="desk", now=NOW, by="staff:desk")
    advice.hear(consultation_id=consultation.pk, said="补发", matter="reissue", now=NOW, by="staff:desk")
    if number is not None:
        advice.read_identity(consultation_id=consultation.pk, id_number=number, now=NOW, by="staff:desk")
    else:
        advice.answer(consultation_id=consultation.pk, fact="age", raw="64", now=NOW, by="staff:desk")
    advice.answer(consultation_id=consultation.pk, fact="hukou", raw="shanghai", now=NOW, by="staff:desk")
    return advice.issue(
        consultation_id=consultation.pk, last_four=None, language="zh", key=uuid.uuid4(), now=NOW, by="staff:desk"
    )


def test_ones_own_slip_with_the_card_answers_the_questions(machine: Machine) -> None:
    number = synthetic_number(OLD)
    machine.begin("reissue", slip=a_slip(number))
    machine.card(number)
    assert machine.step == "form"
    assert machine.errand.notes == ["slip-taken-over"]


def test_somebody_elses_slip_is_not_used_and_this_is_said(machine: Machine) -> None:
    machine.begin("reissue", slip=a_slip(synthetic_number(OLD)))
    machine.card(synthetic_number(date(1970, 5, 6)))
    assert machine.step == "questions"
    assert machine.errand.notes == ["slip-of-another"]
    assert machine.errand.slip is None
    assert "hukou" not in machine.errand.consultation.facts


def test_without_the_card_nobody_learns_what_was_answered(machine: Machine) -> None:
    number = synthetic_number(OLD)
    machine.begin("reissue", slip=a_slip(number))
    machine.card(number, card_read=False)
    assert machine.step == "questions"
    assert machine.errand.notes == ["slip-without-card"]


def test_a_slip_of_nobody_in_particular_answers_nothing(machine: Machine) -> None:
    machine.begin("reissue", slip=a_slip(None))
    machine.card(synthetic_number(OLD))
    assert machine.step == "questions"
    assert machine.errand.notes == ["slip-without-person"]


# --- as a resident comes to it, from page to page


@pytest.fixture
def screen(machine: Machine) -> Iterator[Client]:
    """The browser of the kiosk, in opening hours whatever the hour is: when the hall is shut, no number is typed."""
    with time_machine.travel(NOW, tick=True):
        machine.now = timezone.now()
        browser = visitor(machine.kiosk.account)
        browser.key = key_of_the_bridge(machine)
        yield browser


def at_card(screen: Client) -> None:
    screen.get("/kiosk/errands/reissue")
    begun = screen.post("/kiosk/errands/reissue/begin", {"whom": "self", "idempotency_key": key()})
    assert begun["Location"] == "/kiosk/errands/now"


def lay(screen: Client, number: str) -> str:
    """The card is laid down; what the next page says."""
    screen.post("/kiosk/errands/now/do/identify", cards.sent(screen.key, number))
    return words(screen.get("/kiosk/errands/now"))


def plan_made_here(screen: Client, **answers: str) -> None:
    where = screen.post("/kiosk/begin", {"matter": "reissue", "idempotency_key": key()})["Location"]
    for fact, answer in answers.items():
        assert screen.post(f"{where}answer", {"fact": fact, "answer": answer}).status_code == 302


def test_the_slip_that_lies_at_the_stay_goes_along_and_is_named_by_no_address(screen: Client) -> None:
    number = synthetic_number(OLD)
    slip = a_slip(number)
    screen.post("/kiosk/scan", {"scan": f"http://here/s/{slip.token}"})
    at_card(screen)
    assert "填一下" in lay(screen, number)
    assert Errand.objects.get().slip == slip, "so that its acceptance keeps the promise"


def test_what_was_answered_for_a_plan_at_this_machine_is_not_asked_again(screen: Client) -> None:
    plan_made_here(screen, age="64", hukou="shanghai")
    at_card(screen)
    assert "填一下" in lay(screen, synthetic_number(timezone.now().date() - timedelta(days=64 * 366)))
    errand = Errand.objects.get()
    assert errand.notes == ["answers-taken-over"]
    assert "age" not in errand.consultation.facts, "the card has said the day of birth"


def test_answers_that_speak_of_somebody_else_are_not_used_and_this_is_said(screen: Client) -> None:
    plan_made_here(screen, age="30", hukou="shanghai")
    at_card(screen)
    assert "对不上" in lay(screen, synthetic_number(OLD))
    assert "hukou" not in Errand.objects.get().consultation.facts


def test_a_typed_number_takes_over_nothing(screen: Client) -> None:
    plan_made_here(screen, age="64", hukou="shanghai")
    at_card(screen)
    typed = {"id_number": synthetic_number(OLD), "name": "王测试", "idempotency_key": key()}
    screen.post("/kiosk/errands/now/do/identify", typed)
    errand = Errand.objects.get()
    assert errand.resident is not None
    assert "hukou" not in errand.consultation.facts


def test_the_answers_of_a_stay_that_is_over_are_nobodys(screen: Client) -> None:
    plan_made_here(screen, age="64", hukou="shanghai")
    screen.post("/kiosk/done", {"how": "done"})
    at_card(screen)
    lay(screen, synthetic_number(OLD))
    assert "hukou" not in Errand.objects.get().consultation.facts
    assert Consultation.objects.count() == 2


@pytest.mark.parametrize(
    ("answered", "another"),
    [
        ({}, False),
        ({"hukou": {"value": "shanghai"}}, False),
        ({"birth_date": {"value": "1961-12-18"}}, False),
        ({"birth_date": {"value": "1990-01-01"}}, True),
        ({"sex": {"value": "male"}}, True),
        ({"age": {"value": 64}}, False),
        ({"age": {"value": 65}}, True),
    ],
)
def test_answers_are_of_another_where_the_card_says_otherwise(answered: dict, another: bool) -> None:
    card = {"birth_date": {"value": "1961-12-18"}, "sex": {"value": "female"}}
    assert speaks_of_another(answered, card, date(2026, 11, 24)) is another
