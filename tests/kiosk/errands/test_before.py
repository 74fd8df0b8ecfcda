"""The same matter a second time: what was handed in before is found with the card, and two are made only when somebody wants two."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.drawn import signature
from tests.factories import synthetic_number
from tests.kiosk.errands.machine import BY, Machine, reviewer

pytestmark = pytest.mark.django_db
NUMBER = synthetic_number(date(1961, 12, 18))


def handed_in(machine: Machine, matter: str = "reissue") -> Errand:
    """Handed in yesterday night, and gone home without the receipt."""
    if matter == "reissue":
        machine.reissue(NUMBER)
    else:
        begin(machine, matter)
        if matter == "archive-print":
            machine.do("fill", sent={"married-in": "1988"})
        if matter == "photo-free":
            machine.do("fill", sent={})
            machine.do("confirm_papers")
            machine.do("sign", raw=signature())
    errand = machine.submit()
    actions.leave(seat=machine.seat, why="idle", now=machine.tick(), by=BY)
    return errand


def begin(machine: Machine, matter: str = "reissue", **given: bool) -> None:
    machine.begin(matter)
    machine.card(NUMBER, **given)


def test_what_is_under_review_is_told_and_shown_instead_of_a_second_application(machine: Machine) -> None:
    errand = handed_in(machine)
    begin(machine)
    assert machine.step == "before"
    assert (machine.run.before.number, machine.run.before.errand) == (errand.number, errand.pk)
    assert machine.do("see_earlier").pk == errand.pk
    assert machine.errand.state == Errand.State.REVIEW
    assert machine.do("see_earlier").pk == errand.pk, "pressed again without an answer"


def test_a_print_that_is_ready_is_printed_from_there_also_without_its_receipt(machine: Machine) -> None:
    errand, desk = handed_in(machine, "archive-print"), reviewer()
    actions.approve_print(
        errand_id=errand.pk, centre="LF", account_id=desk.pk, now=machine.tick(), by=desk.actor, key=uuid.uuid4()
    )
    begin(machine, "archive-print")
    assert machine.run.before.is_ready
    machine.do("see_earlier")
    assert machine.do("print_out", key=uuid.uuid4()).number == errand.number


def test_a_case_that_was_accepted_is_told_with_its_number(machine: Machine) -> None:
    errand = handed_in(machine, "photo-free")
    begin(machine, "photo-free")
    assert machine.step == "before"
    assert (machine.run.before.number, machine.run.before.errand) == (errand.receipt.cases.get().number, None)
    with pytest.raises(NotFound):
        machine.do("see_earlier")


def test_whoever_wants_it_once_more_does_it_once_more_and_is_asked_once(machine: Machine) -> None:
    handed_in(machine)
    begin(machine)
    machine.do("do_once_more")
    assert machine.step == "questions"
    machine.do("answer", fact="hukou", raw="shanghai")
    assert machine.step == "form"
    machine.do("fill", sent={"recipient": "王测试", "address": "临汾路 1 号"})
    machine.give_papers()
    machine.do("sign", raw=signature())
    assert machine.submit().state == Errand.State.REVIEW
    assert Event.objects.filter(thing="errand", verb="once-more").count() == 1


def test_what_was_handed_in_elsewhere_meanwhile_is_said_and_the_second_is_not_submitted(machine: Machine) -> None:
    machine.reissue(NUMBER)
    waiting, errand = machine.seat, machine.errand
    Errand.objects.filter(pk=errand.pk).update(seat=None)
    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    machine.card(synthetic_number(date(1980, 1, 2)), "李代办")
    machine.card(NUMBER)
    machine.do("answer", fact="hukou", raw="shanghai")
    machine.do("fill", sent={"recipient": "王测试", "address": "临汾路 1 号"})
    machine.give_papers()
    machine.do("sign", raw=signature())
    machine.submit()
    Errand.objects.filter(pk=errand.pk).update(seat=waiting)
    machine.seat = waiting
    assert machine.step == "check"
    with pytest.raises(Refused, match="handed-in-meanwhile"):
        machine.submit()
    assert Errand.objects.filter(state="review").count() == 1


def test_nobody_who_merely_knows_the_number_learns_of_it(machine: Machine) -> None:
    handed_in(machine)
    with pytest.raises(Refused, match="card-needed-again") as refused:
        begin(machine, card_read=False)
    assert "交过" not in refused.value.text.zh


def test_what_was_refused_may_be_handed_in_again_without_a_question(machine: Machine) -> None:
    errand, desk = handed_in(machine), reviewer()
    given = {"errand_id": errand.pk, "centre": "LF", "account_id": desk.pk, "now": machine.tick(), "by": desk.actor}
    actions.refuse(**given, words="卡上不是您的名字。", key=uuid.uuid4())
    begin(machine)
    assert machine.step == "questions"


def test_a_print_that_was_fetched_and_a_look_up_are_asked_for_as_often_as_one_likes(machine: Machine) -> None:
    for _ in range(2):
        begin(machine, "record-print")
        assert machine.step == "check"
        machine.submit()
        machine.do("print_out", key=uuid.uuid4())
        actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)
        begin(machine, "pension-query")
        assert machine.step == "answer"
        machine.do("ask_source")
        actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)
