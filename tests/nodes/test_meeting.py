"""What two nodes know of the same thing is brought together at the city, and what does not go together is kept."""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction

from onetrip.advice.models import Slip
from onetrip.catalogue.models import Finding
from onetrip.ledger.models import Event
from onetrip.lobby.models import Visit
from onetrip.nodes import actions, capture, inbox
from onetrip.nodes.models import Alias, Conflict, Outgoing, Withheld
from onetrip.nodes.outbox import Message
from onetrip.people.actions import give_consent, know
from onetrip.people.crypto import keyed_hash
from onetrip.people.models import Consent, Resident
from onetrip.ratings.models import Invitation, Rating
from onetrip.staff.actions import close_account
from tests.factories import NOW, TODAY, make_account, synthetic_identity
from tests.nodes.messages import FIRST, Speaker, a_city, a_slip, a_visit, changed, message_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_node_afterwards")]
CARD = synthetic_identity()


@pytest.fixture
def lf() -> Speaker:
    return a_city("LF")[0]


def a_resident(number: str = CARD.number, **more: object) -> Resident:
    return Resident(id=uuid.uuid4(), number_hash=keyed_hash("id-number", number), number=number, first_seen=NOW, **more)


def test_a_resident_known_at_both_is_one_at_the_city_and_every_reference_leads_there(lf: Speaker) -> None:
    ours = know(identity=CARD, now=NOW + timedelta(days=1))
    theirs = a_resident(name="李测")
    visit = a_visit(resident=theirs)
    Resident.objects.filter(pk=ours.pk).delete()
    messages = [message_of(theirs, 5)]
    theirs.save(force_insert=True)
    messages.append(message_of(visit, 7))
    Resident.objects.filter(pk=theirs.pk).delete()
    ours.save(force_insert=True)
    assert lf.say(*messages, changed("people_resident", theirs.pk, 9, telephone=None))[0] == 200
    (one,) = Resident.objects.all()
    assert (one.pk, one.name, one.first_seen) == (ours.pk, "李测", NOW)
    assert Visit.objects.get(pk=visit.pk).resident_id == ours.pk
    assert (Alias.objects.get().theirs, Alias.objects.get().ours) == (str(theirs.pk), str(ours.pk))


def test_a_consent_withdrawn_at_either_side_is_withdrawn(lf: Speaker) -> None:
    resident = know(identity=CARD, now=NOW)
    theirs = Consent(
        id=FIRST + 1,
        resident=resident,
        purpose="reuse_answers",
        given_at=NOW,
        given_by="resident",
        channel="desk",
        centre="LF",
    )
    given = message_of(theirs, 5)
    give_consent(
        resident_id=resident.pk, purpose=Consent.Purpose.REUSE_ANSWERS, channel="desk", by="x", centre="ZZ", now=NOW
    )
    assert lf.say(given)[0] == 200
    assert Consent.objects.count() == 1
    withdrawn = changed("people_consent", theirs.pk, 7, withdrawn_at=NOW.isoformat(), withdrawn_by="resident")
    assert lf.say(withdrawn)[0] == 200
    assert Consent.objects.get().withdrawn_at == NOW


def a_finding(times: int, centre: str) -> Finding:
    return Finding(
        id=uuid.uuid4(),
        kind="unanswered",
        said="老人卡",
        same="老人卡",
        centre=centre,
        times=times,
        first_at=NOW,
        last_at=NOW,
    )


def test_words_that_nobody_could_answer_at_two_nodes_are_counted_together_and_once(lf: Speaker) -> None:
    theirs = a_finding(2, "LF")
    told = message_of(theirs, 5)
    ours = a_finding(3, "ZZ")
    ours.save(force_insert=True)
    more = changed("catalogue_finding", theirs.pk, 7, times=4)
    for _ in range(2):
        assert lf.say(told, more)[0] == 200
    assert list(Finding.objects.values_list("pk", "times")) == [(ours.pk, 7)]
    Finding.objects.update(settled_at=NOW, settled_by="staff:editor", note="写进去了")
    assert lf.say(changed("catalogue_finding", theirs.pk, 9, times=5))[0] == 200
    assert list(Finding.objects.filter(settled_at=None).values_list("times", flat=True)) == [1]


def test_a_row_that_cannot_stand_beside_another_is_kept_aside_with_all_that_leans_on_it(lf: Speaker) -> None:
    from onetrip.lobby.models import Ticket

    def ticket(visit: Visit) -> Ticket:
        return Ticket(
            id=uuid.uuid4(),
            centre_id="LF",
            visit=visit,
            day=visit.day,
            prefix="A",
            serial=1,
            drawn_at=NOW,
            queue_at=NOW,
            waits_since=NOW,
        )

    first, second = a_visit(), a_visit()
    known = [message_of(first, 5), message_of(second, 6)]
    assert lf.say(*known)[0] == 200
    one, other = message_of(ticket(first), 7), message_of(ticket(second), 8)
    later = changed("lobby_ticket", other.key, 9, state="left")
    status, told = lf.say(one, other, later, message_of(a_visit(), 11))
    assert (status, told["heard"]) == (200, 11)
    assert [str(pk) for pk in Ticket.objects.values_list("pk", flat=True)] == [one.key]
    conflict = Conflict.objects.get()
    assert conflict.kind == Conflict.Kind.NOT_BOTH
    assert (conflict.left["zh"], conflict.right["zh"]) == (f"{TODAY} 的 A001 号", f"{TODAY} 的 A001 号")
    assert [(kept.key, kept.deed) for kept in Withheld.objects.order_by("id")] == [(other.key, "I"), (other.key, "U")]
    assert Withheld.objects.first().row == other.row, "kept whole"


def test_a_change_that_cannot_stand_waits_whole_and_so_does_all_that_is_said_of_the_row_afterwards(lf: Speaker) -> None:
    slip, first, second = a_slip(1), a_visit(), a_visit()
    assert lf.say(message_of(first, 5), message_of(second, 6))[0] == 200
    one = changed("lobby_visit", first.pk, 7, slip_id=str(slip.pk))
    other = changed("lobby_visit", second.pk, 8, slip_id=str(slip.pk))
    later = changed("lobby_visit", second.pk, 9, wanted=["elder-card"])
    assert lf.say(one, other, later, after=6)[0] == 200
    assert list(Visit.objects.filter(slip=slip).values_list("pk", flat=True)) == [first.pk]
    assert Visit.objects.get(pk=second.pk).wanted == []
    assert Conflict.objects.get().kind == Conflict.Kind.NOT_BOTH
    assert list(Withheld.objects.order_by("id").values_list("row", flat=True)) == [other.row, later.row]


def test_a_slip_brought_late_that_is_in_use_elsewhere_is_taken_and_both_visits_are_shown_to_a_person(
    lf: Speaker,
) -> None:
    slip = a_slip(1)
    a_visit("ZZ", slip=slip).save(force_insert=True)
    visit = a_visit(arrived_at=NOW + timedelta(minutes=5))
    told = [message_of(visit, 5), changed("lobby_visit", visit.pk, 6, slip_id=str(slip.pk), wanted=["elder-card"])]
    assert lf.say(*told)[0] == 200
    here = Visit.objects.get(pk=visit.pk)
    assert (here.slip_id, here.wanted) == (slip.pk, ["elder-card"])
    assert not Withheld.objects.exists()
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.other, conflict.centre) == (Conflict.Kind.SLIP_TWICE, "ZZ", "LF")
    assert [side["centre"] for side in (conflict.left, conflict.right)] == ["ZZ", "LF"]
    assert all(slip.number in side["zh"] and side["until"] is None for side in (conflict.left, conflict.right))
    over = (NOW + timedelta(minutes=20)).isoformat()
    assert lf.say(changed("lobby_visit", visit.pk, 7, finished_at=over, outcome="none"), after=6)[0] == 200
    conflict = Conflict.objects.get()
    assert (conflict.left["until"], conflict.right["until"]) == (None, over), "found once, and completed"


def test_a_slip_in_use_at_three_centres_is_a_conflict_of_each_two_and_each_is_told_of_its_own_from_the_first() -> None:
    lf, px = a_city("LF", "PX")
    slip = a_slip(1)
    a_visit("ZZ", slip=slip).save(force_insert=True)
    for minutes, speaker in ((5, lf), (9, px)):
        came = a_visit(speaker.key.centre, slip=slip, arrived_at=NOW + timedelta(minutes=minutes))
        assert speaker.say(message_of(came, 5))[0] == 200
    assert set(Conflict.objects.values_list("centre", "other")) == {("LF", "ZZ"), ("PX", "ZZ"), ("PX", "LF")}
    told = Outgoing.objects.filter(table="nodes_conflict").order_by("id").values_list("to", "deed")
    assert sorted(told) == [("LF", "I"), ("LF", "I"), ("PX", "I"), ("PX", "I")]


@pytest.mark.parametrize("minutes", [30, 90], ids=["while the first visit lasted", "when it was over"])
def test_visits_with_one_slip_that_are_over_are_shown_when_they_overlapped(lf: Speaker, minutes: int) -> None:
    slip = a_slip(1)
    first = a_visit("ZZ", slip=slip, finished_at=NOW + timedelta(hours=1), outcome="none")
    first.save(force_insert=True)
    came = NOW + timedelta(minutes=minutes)
    second = a_visit(slip=slip, arrived_at=came, finished_at=came + timedelta(minutes=5), outcome="none")
    assert lf.say(message_of(second, 5))[0] == 200
    assert Visit.objects.filter(slip=slip).count() == 2
    assert Conflict.objects.filter(kind=Conflict.Kind.SLIP_TWICE).exists() == (minutes < 60)


def test_two_ratings_of_one_visit_are_shown_with_what_they_say_and_made_alike_by_a_decision(lf: Speaker) -> None:
    visit = a_visit()
    invitation = Invitation(id=uuid.uuid4(), token="t", centre_id="LF", visit=visit, made_at=NOW)
    told = [message_of(visit, 5)]
    with transaction.atomic(), capture.applying("LF"):
        visit.save(force_insert=True)
        told.append(message_of(invitation, 6))
        Visit.objects.filter(pk=visit.pk).delete()
    assert lf.say(*told)[0] == 200
    rating = {"invitation_id": invitation.pk, "centre_id": "LF", "at": NOW}
    theirs = Rating(id=FIRST + 1, level=5, words="很快", **rating)
    theirs_told = message_of(theirs, 7)
    ours = Rating.objects.create(level=1, words="等太久", **rating)
    assert lf.say(theirs_told)[0] == 200
    conflict = Conflict.objects.get()
    assert (conflict.left["centre"], conflict.right["centre"]) == ("", "LF")
    assert conflict.left["zh"] == "评价“非常不满意”，写了：“等太久”"
    assert conflict.right["zh"] == "评价“非常满意”，写了：“很快”"
    before = Outgoing.objects.filter(table="ratings_rating").count()
    actions.decide(
        conflict_id=conflict.pk,
        choice="keep-centre",
        note="打过电话了",
        centre="LF",
        now=NOW,
        by="staff:director",
        key=uuid.uuid4(),
    )
    ours.refresh_from_db()
    assert (ours.level, ours.words) == (5, "很快")
    assert Outgoing.objects.filter(table="ratings_rating").count() == before, "the centre has it so already"
    assert lf.say(changed("ratings_rating", theirs.pk, 8, words="更正"))[0] == 200, "what is said of it later is kept"
    assert Withheld.objects.count() == 2


def test_what_an_account_did_after_it_was_closed_is_shown_once(lf: Speaker) -> None:
    account = make_account("clerk", centre="LF", username="chen")
    close_account(username="chen", by="staff:director", now=NOW)

    def at_work(number: int, minutes: int) -> Event:
        return Event(
            id=FIRST + number,
            at=NOW + timedelta(minutes=minutes),
            centre="LF",
            actor=account.actor,
            thing="ticket",
            thing_id="x",
            verb="call",
        )

    assert lf.say(message_of(at_work(1, -5), 5))[0] == 200
    assert not Conflict.objects.exists()
    assert lf.say(message_of(at_work(2, 5), 7), message_of(at_work(3, 6), 8))[0] == 200
    assert lf.say(message_of(at_work(4, 9), 9))[0] == 200
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.centre, conflict.other) == ("account-closed", "LF", "")
    assert "chen" in conflict.left["en"]


def test_a_slip_that_two_centres_moved_ends_in_the_same_state_whoever_hears_first(lf: Speaker) -> None:
    states = ["issued", "replaced", "honoured", "broken"]
    number, serial = itertools.count(5), itertools.count(1)
    for ours, theirs in itertools.product(states, states):
        slip = a_slip(next(serial), state=ours)
        assert lf.say(changed("advice_slip", slip.pk, next(number), state=theirs))[0] == 200
        slip.refresh_from_db()
        assert slip.state == max(ours, theirs, key=states.index), (ours, theirs)
    assert lf.say(changed("advice_slip", slip.pk, next(number), language="en"))[1]["code"] == "not-yours"


def test_a_slip_that_is_copied_once_more_stays_as_far_on_as_it_is_here(lf: Speaker) -> None:
    slip = a_slip(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM advice_slip s")
        (copied,) = cursor.fetchone()
    Slip.objects.update(state="honoured")
    with transaction.atomic():
        inbox.take([Message(5, "advice_slip", "I", str(slip.pk), copied)], peer="city", now=NOW)
    slip.refresh_from_db()
    assert slip.state == "honoured"


def test_a_consent_withdrawn_on_both_sides_was_withdrawn_when_it_was_first(lf: Speaker) -> None:
    resident = know(identity=CARD, now=NOW)
    for number, (hours, stands) in enumerate([(1, 0), (-1, -1)]):
        consent = Consent.objects.create(
            resident=resident,
            purpose="reuse_answers",
            given_at=NOW,
            given_by="x",
            channel="desk",
            centre="",
            withdrawn_at=NOW,
            withdrawn_by="resident",
        )
        at = (NOW + timedelta(hours=hours)).isoformat()
        told = changed("people_consent", consent.pk, 5 + number, withdrawn_at=at, withdrawn_by="staff:x")
        assert lf.say(told)[0] == 200
        consent.refresh_from_db()
        assert consent.withdrawn_at == NOW + timedelta(hours=stands)


def test_events_of_a_node_are_not_sent_back_to_it_and_those_of_the_city_about_it_are(lf: Speaker) -> None:
    before = Outgoing.objects.filter(to="LF").count()
    assert lf.say(message_of(a_visit(), 5))[0] == 200
    assert Outgoing.objects.filter(to="LF").count() == before
    Event.objects.create(at=NOW, centre="LF", actor="resident", thing="rating", thing_id="1", verb="rate")
    assert Outgoing.objects.filter(to="LF").count() == before + 1
