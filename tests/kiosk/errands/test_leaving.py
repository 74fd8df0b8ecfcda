"""Somebody leaves in the middle, the power goes, the machine wipes: what is kept, for whom, and who sees it again."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from onetrip.kiosk.errands import actions, queries
from onetrip.kiosk.errands.actions.tidying import ORPHAN, WAITS_FOR
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PICTURES
from tests.drawn import picture, signature
from tests.factories import synthetic_number
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db(transaction=True)
OLD = date(1961, 12, 18)
STEPS = ["questions", "form", "papers", "sign", "check"]


def begun_again(machine: Machine, number: str, **given: object) -> None:
    """The same person comes back, at whichever machine."""
    machine.begin("reissue")
    machine.card(number, **given)


@pytest.mark.parametrize("step", STEPS)
def test_power_cut_at_any_step_the_person_finds_it_again_with_the_card(machine: Machine, step: str) -> None:
    number = machine.reissue(until=step)
    before = machine.errand
    # The browser is gone, and with it the word of the sitting; the row knows nothing of that.
    machine.now += timedelta(minutes=20)
    begun_again(machine, number)
    assert machine.errand.pk == before.pk
    assert machine.step == "return"
    machine.do("go_on")
    assert machine.step == step


@pytest.mark.parametrize("step", STEPS)
def test_wiped_by_the_machine_nobody_sees_it_and_its_person_finds_it(machine: Machine, step: str) -> None:
    number = machine.reissue(until=step)
    seat, before = machine.seat, machine.errand
    actions.leave(seat=seat, why="idle", now=machine.tick(), by=BY)
    with pytest.raises(NotFound):
        queries.at_seat(seat, machine.now)
    with pytest.raises(NotFound):
        machine.do("go_on")
    begun_again(machine, number)
    assert machine.errand.pk == before.pk


def test_thrown_away_everything_of_it_goes(machine: Machine) -> None:
    number = machine.reissue()
    kept = list(Picture.objects.values_list("pk", flat=True))
    assert len(kept) == 2
    begun_again(machine, number)
    errand = machine.errand
    machine.do("give_up")
    errand.refresh_from_db()
    assert (errand.state, errand.form, errand.papers, errand.seat) == ("abandoned", {}, {}, None)
    errand.consultation.refresh_from_db()
    assert (errand.consultation.facts, errand.consultation.resident) == ({}, None)
    for one in kept:
        with pytest.raises(Gone):
            PICTURES.get(one)
    begun_again(machine, number)
    assert machine.step == "questions"


def test_left_with_everything_deleted_nothing_of_it_waits(machine: Machine) -> None:
    number = machine.reissue()
    pk, kept = machine.errand.pk, list(Picture.objects.values_list("pk", flat=True))
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY, drop=True)
    errand = Errand.objects.get(pk=pk)
    assert (errand.state, errand.form, errand.papers) == ("abandoned", {}, {})
    for one in kept:
        with pytest.raises(Gone):
            PICTURES.get(one)
    begun_again(machine, number)
    assert machine.step == "questions"


def test_what_was_submitted_is_not_deleted_by_whoever_leaves(machine: Machine) -> None:
    machine.reissue()
    machine.submit()
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY, drop=True)
    assert Errand.objects.get().state == Errand.State.REVIEW


def test_somebody_else_finds_nothing_of_it(machine: Machine) -> None:
    machine.reissue(until="papers")
    begun_again(machine, synthetic_number(date(1970, 5, 6)))
    assert machine.step == "questions"
    assert machine.errand.form == {}


def test_a_typed_number_does_not_open_what_was_begun(machine: Machine) -> None:
    number = machine.reissue(until="papers")
    with pytest.raises(Refused, match="card-needed-to-go-on"):
        begun_again(machine, number, card_read=False)
    assert machine.errand.resident is None


def test_a_proxy_does_not_open_what_the_resident_began_alone(machine: Machine) -> None:
    number = machine.reissue(until="papers")
    own = machine.errand.pk
    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    machine.card(synthetic_number(date(1980, 1, 2)), "李代办")
    machine.card(number)
    assert machine.errand.pk != own
    assert machine.errand.form == {}


def test_taken_up_at_another_machine_the_first_one_is_over(machine: Machine) -> None:
    number = machine.reissue(until="papers")
    first = machine.seat
    begun_again(machine, number)
    with pytest.raises(NotFound):
        queries.at_seat(first, machine.now)
    with pytest.raises(NotFound):
        actions.photograph(seat=first, paper="bank-card", raw=picture(), now=machine.tick(), by=BY)


def test_left_before_anybody_was_known_it_simply_ends(machine: Machine) -> None:
    machine.begin("reissue")
    pk = machine.errand.pk
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)
    assert Errand.objects.get(pk=pk).state == Errand.State.ABANDONED
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)


def test_nothing_pressed_for_ten_minutes_the_sitting_is_over_by_itself(machine: Machine) -> None:
    machine.reissue(until="papers")
    machine.now += timedelta(minutes=11)
    with pytest.raises(NotFound):
        machine.do("fetch_licences")


def test_not_come_back_within_a_day_it_is_given_up_and_its_pictures_go(machine: Machine) -> None:
    machine.reissue()
    pk, kept = machine.errand.pk, list(Picture.objects.values_list("pk", flat=True))
    assert actions.tidy(now=machine.now + WAITS_FOR - timedelta(minutes=1), by="system:clock") == 0
    assert Errand.objects.get(pk=pk).state == Errand.State.OPEN
    actions.tidy(now=machine.now + WAITS_FOR + timedelta(minutes=1), by="system:clock")
    assert Errand.objects.get(pk=pk).state == Errand.State.ABANDONED
    assert not Picture.objects.filter(removed_at=None).exists()
    with pytest.raises(Gone):
        PICTURES.get(kept[0])
    assert Event.objects.filter(thing="errand", verb="give-up", data__why="not-come-back").count() == 1


def test_a_file_that_no_row_knows_is_deleted_after_an_hour_and_no_other(machine: Machine) -> None:
    import os

    from django.conf import settings

    machine.reissue()
    known, orphan = Picture.objects.first().pk, uuid.uuid4()
    PICTURES.put(orphan, b"cut off between the file and the row")
    old = machine.now.timestamp() - ORPHAN.total_seconds() - 60
    for one in (known, orphan):
        os.utime(settings.PICTURES_ROOT / one.hex[:2] / one.hex, (old, old))
    (orphan_small,) = settings.PICTURES_ROOT.glob(f"*/{known.hex}.small")
    os.utime(orphan_small, (old, old))
    assert actions.sweep(now=machine.now) == 1
    assert PICTURES.get_small(known)
    assert PICTURES.get(known)
    with pytest.raises(Gone):
        PICTURES.get(orphan)


def test_two_machines_meet_the_same_person_in_the_same_moment_and_one_run_stays(machine: Machine) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    number = synthetic_number(OLD)
    seats = [machine.begin("reissue").seat, machine.begin("reissue").seat]
    now = machine.tick()

    def card(seat: object) -> str:
        try:
            return actions.identify(
                seat=seat, id_number=number, name="王测试", card_read=True, now=now, by=BY, key=uuid.uuid4()
            ).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(card, seats)) == ["open", "open"]
    assert Errand.objects.filter(state="open", resident__isnull=False).count() == 1


def test_the_signature_is_drawn_anew_and_one_is_kept(machine: Machine) -> None:
    machine.reissue()
    machine.do("sign", raw=signature())
    machine.do("sign", raw=picture(3, size=(600, 300)))
    assert Picture.objects.filter(paper="", removed_at=None).count() == 1
