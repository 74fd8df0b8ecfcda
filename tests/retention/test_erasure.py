"""A resident asks that what is known of them goes: what may goes at once, what stays is said with the reason."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from onetrip.advice.models import Consultation
from onetrip.cases.models import Case
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.models import Consent, Resident
from onetrip.people.queries import ways_to
from onetrip.retention import actions
from onetrip.retention.models import Erasure
from tests.factories import NOW, make_centre, synthetic_identity
from tests.retention.life import BY, NAME, TELEPHONE, Life, lived

pytestmark = pytest.mark.django_db

OTHER = "staff:supervisor1"


def ask(life: Life) -> Erasure:
    return actions.ask_erasure(
        resident_id=life.resident.pk, proof=Erasure.Proof.CARD, centre="LF", now=life.end, by=BY, key=uuid.uuid4()
    )


def erase(life: Life, one: Erasure | None = None) -> Erasure:
    from datetime import timedelta

    return actions.erase(erasure_id=(one or ask(life)).pk, centre="LF", now=life.end + timedelta(days=3), by=OTHER)


def test_what_may_go_goes_and_what_stays_is_said_with_the_reason(life: Life) -> None:
    done = erase(life)
    went = {one["kind"]: one["number"] for one in done.went}
    assert went == {"photographs": 1, "licences": 1, "consultations": 1, "bookings": 1, "contacts": 2}
    stays = {one["kind"]: one["why"]["zh"] for one in done.stays}
    assert {"cases", "residents", "slips", "views", "complaints", "visits"} <= stays.keys()
    assert "photographs" not in stays
    assert all(why for why in stays.values())
    resident = Resident.objects.get(pk=life.resident.pk)
    assert (resident.telephone, resident.email, resident.name) == (None, None, NAME)
    assert ways_to(resident) == ()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert Photograph.objects.get().removed_why == "erasure"
    assert Case.objects.get().resident_id == resident.pk


def test_whoever_has_no_case_is_nobody_afterwards(db: None) -> None:
    from onetrip.people.actions import know

    make_centre()
    identity = synthetic_identity()
    resident = know(identity=identity, now=NOW, name=NAME, telephone=TELEPHONE)
    one = actions.ask_erasure(
        resident_id=resident.pk, proof=Erasure.Proof.CARD, centre="LF", now=NOW, by=BY, key=uuid.uuid4()
    )
    done = actions.erase(erasure_id=one.pk, centre="LF", now=NOW, by=OTHER)
    assert {"kind": "residents", "number": 1} in done.went
    resident.refresh_from_db()
    assert (resident.number, resident.name, resident.telephone) == ("", None, None)
    assert know(identity=identity, now=NOW).pk != resident.pk


def test_what_is_still_in_use_stays_and_that_is_the_reason(db: None) -> None:
    life = lived(ended=False)
    done = erase(life)
    assert "photographs" not in {one["kind"] for one in done.went}
    assert "还在办" in {one["kind"]: one["why"]["zh"] for one in done.stays}["photographs"]
    assert Photograph.objects.get().removed_at is None


def test_a_consultation_of_this_hour_is_not_taken_from_under_its_person(life: Life) -> None:
    Consultation.objects.update(started_at=life.end)
    actions.erase(erasure_id=ask(life).pk, centre="LF", now=life.end, by=OTHER)
    assert Consultation.objects.get().resident_id == life.resident.pk


def test_nothing_of_anybody_else_goes(life: Life) -> None:
    from onetrip.people.actions import know

    other = know(identity=synthetic_identity(), now=NOW, name="别人", telephone="13900000000")
    Consultation.objects.create(
        centre_id="LF",
        channel="desk",
        catalogue=life.slip.catalogue,
        resident=other,
        started_at=NOW,
        started_by=BY,
        facts={"age": {"value": 3, "origin": "said"}},
    )
    erase(life)
    other.refresh_from_db()
    assert (other.name, other.telephone) == ("别人", "13900000000")
    assert Consultation.objects.get(resident=other).facts


def test_two_people_do_it_and_it_is_done_once(life: Life) -> None:
    one = ask(life)
    assert ask(life).pk == one.pk
    with pytest.raises(Refused, match="erasure-four-eyes"):
        actions.erase(erasure_id=one.pk, centre="LF", now=life.end, by=BY)
    erase(life, one)
    with pytest.raises(Refused, match="erasure-ended"):
        erase(life, one)
    with pytest.raises(NotFound):
        actions.erase(erasure_id=one.pk, centre="PX", now=life.end, by=OTHER)


def test_of_whom_a_case_is_held_nothing_is_erased(life: Life) -> None:
    actions.hold(number=life.case.number, reason="行政诉讼", centre="LF", now=NOW, by=BY, key=uuid.uuid4())
    with pytest.raises(Refused, match="erasure-held"):
        erase(life)
    assert Resident.objects.get(pk=life.resident.pk).telephone == TELEPHONE
    assert Photograph.objects.get().removed_at is None


def test_it_may_be_refused_with_a_reason_alone(life: Life) -> None:
    one = ask(life)
    with pytest.raises(Malformed, match="reason-missing"):
        actions.refuse_erasure(erasure_id=one.pk, reason=" ", centre="LF", now=life.end, by=OTHER)
    done = actions.refuse_erasure(erasure_id=one.pk, reason="本人撤回了", centre="LF", now=life.end, by=OTHER)
    assert (done.state, done.reason) == ("refused", "本人撤回了")
    assert ask(life).pk != one.pk


def test_no_event_of_it_says_who_it_was(life: Life) -> None:
    erase(life)
    told = str(list(Event.objects.filter(thing="erasure").values_list("data", "thing_id", "public")))
    assert all(text not in told for text in (*life.texts(), str(life.resident.pk)))


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("erasure_one_open", {}),
        ("erasure_state_known", {"state": "half", "ended_at": NOW, "ended_by": OTHER}),
        ("erasure_proof_known", {"proof": "said so"}),
        ("erasure_ended_by_somebody", {"state": "done"}),
        ("erasure_four_eyes", {"state": "done", "ended_at": NOW, "ended_by": BY}),
        ("erasure_refused_says_why", {"state": "refused", "ended_at": NOW, "ended_by": OTHER}),
    ],
)
def test_the_table_holds_what_a_request_is(life: Life, constraint: str, wrong: dict[str, object]) -> None:
    good = {
        "resident": life.resident,
        "centre_id": "LF",
        "proof": "card",
        "asked_at": NOW,
        "asked_by": BY,
        "answer_by": NOW.date(),
    }
    if constraint == "erasure_one_open":
        Erasure.objects.create(**good)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Erasure.objects.create(**{**good, **wrong})
