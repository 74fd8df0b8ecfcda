"""A slip scanned at the beginning: its answers help its own person, with the card, and nobody else."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.advice import actions as advice
from onetrip.advice.models import Slip
from tests.factories import NOW, synthetic_number
from tests.kiosk.errands.machine import Machine

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
