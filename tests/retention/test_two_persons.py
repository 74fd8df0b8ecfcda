"""Somebody came for somebody else: each is told what is theirs and never the other's number, and each has their own time."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.models import Authority, Case, Delivery
from onetrip.cases.photographs import actions as photographs
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.people import actions as people
from onetrip.people.models import IdentityView, Resident
from onetrip.people.purposes import For, Purpose
from onetrip.ratings.models import Complaint, Invitation, Rating
from onetrip.retention import actions, telling
from onetrip.retention.models import Erasure
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.proxies import matters
from tests.drawn import picture
from tests.factories import NOW, synthetic_identity
from tests.lobby.hall import open_hall

pytestmark = pytest.mark.django_db

BY, OTHER = "staff:clerk1", "staff:supervisor1"
PENSION = AcceptedMatter("pension", ("id-card", "proxy-id-card", "authority-letter"), by_proxy=True)
LATER = timedelta(days=3)


@dataclass
class Two:
    """王本人, for whom 李代办 came with a letter for two matters and handed one in; the case has been handed over since."""

    counter: Counter
    ticket: Ticket
    case: Case
    authority: Authority

    @property
    def concerned(self) -> Resident:
        return self.case.resident

    @property
    def came(self) -> Resident:
        return self.case.proxy

    @property
    def day(self) -> Any:
        return self.counter.hall.now


@pytest.fixture
def two(db: None) -> Two:
    hall = open_hall(2)
    matters.publish()
    counter = Counter(hall)
    ticket = counter.serving()
    counter.came(ticket)
    authority = counter.authorise(ticket, "pension", "bus-card", until=hall.now.date() + timedelta(days=20))
    case = counter.accept(ticket, PENSION).cases.get()
    return Two(counter, ticket, case, authority)


def ended(two: Two) -> None:
    Case.objects.update(
        state=Case.State.DELIVERED, granted=True, completed_at=two.day, delivered_at=two.day, due_on=None
    )
    Event.objects.create(at=two.day, centre="LF", actor=BY, thing="case", thing_id=str(two.case.pk), verb="deliver")
    Ticket.objects.update(state=Ticket.State.DONE, window=None)
    Visit.objects.update(finished_at=two.day, outcome="all")


def told(resident: Resident) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """All that somebody is told, as text, and by kind."""
    said = telling.as_data(telling.everything(resident), made_at=NOW)
    return json.dumps(said, ensure_ascii=False), {one["kind"]: one["things"] for one in said["kinds"]}


def erase(resident: Resident, two: Two) -> Erasure:
    one = actions.ask_erasure(
        resident_id=resident.pk, proof=Erasure.Proof.CARD, centre="LF", now=two.day, by=BY, key=uuid.uuid4()
    )
    return actions.erase(erasure_id=one.pk, centre="LF", now=two.day + LATER, by=OTHER)


def run(two: Two, after: timedelta) -> dict[str, int]:
    return {one.rule.kind: one.number for one in actions.run(now=two.day + after, by="system") if one.number}


def test_each_is_told_of_the_case_the_visit_and_the_letter_and_of_the_other_a_masked_name(two: Two) -> None:
    for mine, other in ((two.concerned, two.came), (two.came, two.concerned)):
        text, kinds = told(mine)
        assert mine.number in text
        assert other.number not in text
        assert other.name not in text
        assert other.masked_number not in text
        assert other.masked_name in text
        assert [case["number"] for case in kinds["cases"]] == [two.case.number]
        assert len(kinds["visits"]) == 1
        (letter,) = kinds["authorities"]
        assert (letter["other"], letter["matters"]) == (other.masked_name, ["pension", "bus-card"])
    assert told(two.concerned)[1]["cases"][0]["came"] == two.came.masked_name
    assert "state" not in told(two.came)[1]["cases"][0], "what comes of it is the other person's"


def test_words_and_telephone_of_a_complaint_are_told_to_whoever_came_and_said_them(two: Two) -> None:
    Complaint.objects.create(
        code="ABCD1234",
        token="t",
        centre_id="LF",
        kind="complaint",
        visit=two.case.visit,
        words="等了太久",
        telephone="13900000000",
        channel="phone",
        made_at=NOW,
        made_by="resident",
    )
    invitation = Invitation.objects.get_or_create(
        visit=two.case.visit, defaults={"token": "i", "centre_id": "LF", "made_at": NOW}
    )[0]
    Rating.objects.create(invitation=invitation, centre_id="LF", level=2, words="不耐烦", at=NOW)
    for text in ("13900000000", "等了太久", "不耐烦"):
        assert text in told(two.came)[0]
        assert text not in told(two.concerned)[0]


def test_the_address_of_a_result_is_told_to_the_person_concerned_alone_and_goes(two: Two) -> None:
    address = {"name": "王本人", "telephone": "13900000000", "address": "测试路 1 号"}
    Delivery.objects.create(case=two.case, way="post", address=address)
    assert "测试路 1 号" in told(two.concerned)[0]
    assert "测试路 1 号" not in told(two.came)[0]
    Case.objects.update(state=Case.State.WITHDRAWN, granted=None)
    Event.objects.create(at=two.day, centre="LF", actor=BY, thing="case", thing_id=str(two.case.pk), verb="withdraw")
    assert "deliveries" not in run(two, timedelta(days=59, hours=23))
    assert run(two, timedelta(days=60, hours=1))["deliveries"] == 1
    assert "测试路 1 号" not in told(two.concerned)[0]


def window_of(two: Two) -> Client:
    return browsing.visitor(two.counter.hall.clerks[0])


def ask(two: Two, person: Resident, at: str = "tell") -> Any:
    fields = {
        "idempotency_key": browsing.key(),
        "ticket": str(two.ticket.pk),
        "person": str(person.pk),
        "proof": "card",
    }
    return window_of(two).post(f"/personal-data/owner/{at}", fields)


def test_at_the_window_whoever_came_gets_their_own_and_nothing_of_who_did_not(two: Two) -> None:
    page = browsing.words(window_of(two).get("/personal-data/owner"))
    assert "不是替办的那位的" in page
    for at in ("tell", "erase"):
        refused = ask(two, two.concerned, at)
        assert refused.status_code == 409
        assert two.concerned.number not in refused.content.decode()
    given = ask(two, two.came)
    assert two.came.number in given.content.decode()
    assert two.concerned.number not in given.content.decode()
    assert IdentityView.objects.latest("pk").resident_id == two.came.pk
    assert ask(two, two.came, "erase").status_code == 200
    assert Erasure.objects.get().resident_id == two.came.pk


def test_the_page_opened_for_one_is_of_no_use_once_the_persons_were_put_right(two: Two) -> None:
    other = two.counter.serving(place=1)
    two.counter.came(other, place=1)
    visit = Visit.objects.get(pk=other.visit_id)
    clerk = two.counter.hall.clerks[1]
    fields = {"ticket": str(other.pk), "person": str(visit.proxy_id), "proof": "card"}
    lobby.swap_persons(
        ticket_id=other.pk, account_id=clerk.pk, now=two.counter.hall.tick(), by=clerk.actor, key=uuid.uuid4()
    )
    answer = browsing.visitor(clerk).post("/personal-data/owner/tell", fields | {"idempotency_key": browsing.key()})
    assert answer.status_code == 409
    assert visit.proxy.number not in answer.content.decode()


def test_a_slip_for_somebody_else_warns_while_nobody_said_who_came(two: Two) -> None:
    ticket = two.counter.serving(two.counter.slip("pension", by_proxy="yes"), place=1)
    resident = people.know(identity=synthetic_identity(), now=NOW, name="王本人")
    Visit.objects.filter(pk=ticket.visit_id).update(resident=resident)
    page = browsing.words(browsing.visitor(two.counter.hall.clerks[1]).get("/personal-data/owner"))
    assert "先在窗口记下谁来的" in page


@pytest.mark.parametrize("who", ["concerned", "came"])
def test_whose_case_is_on_file_stays_known_and_the_letter_with_it(two: Two, who: str) -> None:
    ended(two)
    mine: Resident = getattr(two, who)
    done = erase(mine, two)
    mine.refresh_from_db()
    assert mine.wiped_at is None
    stays = {one["kind"] for one in done.stays}
    assert {"residents", "cases", "visits", "authorities"} <= stays
    assert Authority.objects.get().pk == two.authority.pk


def test_an_authority_that_served_for_nothing_goes_when_it_has_ended_and_its_agent_may_be_nobody(two: Two) -> None:
    Case.objects.update(proxy=None, relation="", authority=None, resident=None)
    ended(two)
    still = erase(two.came, two)
    assert "authorities" in {one["kind"] for one in still.stays}
    assert Resident.objects.get(pk=two.came.pk).wiped_at is None, "who may act for somebody has to be known"
    Authority.objects.update(ended_at=two.day, ended_by=BY, ending="revoked")
    done = erase(two.came, two)
    assert {"kind": "authorities", "number": 1} in done.went
    assert {"kind": "residents", "number": 1} in done.went
    assert not Authority.objects.exists()
    assert Resident.objects.get(pk=two.concerned.pk).name == "王本人"


def test_nobody_is_wiped_who_is_in_the_hall_whether_for_themselves_or_for_somebody(two: Two) -> None:
    Case.objects.update(proxy=None, relation="", authority=None, resident=None)
    Authority.objects.all().delete()
    for person in (two.concerned, two.came):
        done = erase(person, two)
        person.refresh_from_db()
        assert person.wiped_at is None
        assert "还在办" in {one["kind"]: one["why"]["zh"] for one in done.stays}["residents"]


def test_the_night_lets_go_of_letters_by_their_end_and_of_persons_by_what_they_did_last(two: Two) -> None:
    ended(two)
    unused = Authority.objects.get(pk=two.authority.pk)
    unused.pk = uuid.uuid4()
    unused.save(force_insert=True)
    last = timedelta(days=20)
    assert "authorities" not in run(two, last + timedelta(days=1095))
    assert run(two, last + timedelta(days=1097))["authorities"] == 1
    assert Authority.objects.get().pk == two.authority.pk
    # Ten years later 李代办 comes for somebody once more: known for ten more years, and 王本人 is not.
    again = Visit.objects.get()
    again.pk, again.resident, again.arrived_at = uuid.uuid4(), None, two.day + timedelta(days=3640)
    again.save(force_insert=True)
    assert run(two, timedelta(days=3700))["residents"] == 1
    assert Resident.objects.get(pk=two.came.pk).wiped_at is None
    assert Resident.objects.get(pk=two.concerned.pk).wiped_at is not None


def test_who_may_act_by_an_authority_in_force_is_known_however_long_ago_they_came(two: Two) -> None:
    ended(two)
    Authority.objects.update(until=two.day.date() + timedelta(days=9000))
    assert "residents" not in run(two, timedelta(days=5000))
    assert run(two, timedelta(days=9000 + 3652))["residents"] == 2


def test_a_held_case_keeps_everything_of_both(two: Two) -> None:
    ended(two)
    photographs_before = Photograph.objects.count()
    actions.hold(number=two.case.number, reason="行政诉讼", centre="LF", now=NOW, by=BY, key=uuid.uuid4())
    for person in (two.concerned, two.came):
        with pytest.raises(Refused, match="erasure-held"):
            erase(person, two)
    other = Authority.objects.get()
    other.pk = uuid.uuid4()
    other.save(force_insert=True)
    assert not {"authorities", "residents"} & run(two, timedelta(days=5000)).keys()
    assert Photograph.objects.filter(removed_at=None).count() == photographs_before


def test_an_authority_is_not_erased_for_one_while_the_other_is_held(two: Two) -> None:
    ended(two)
    third = people.know(identity=synthetic_identity(), now=NOW, name="第三人")
    letter = Authority.objects.get()
    letter.pk, letter.principal, letter.ended_at, letter.ended_by, letter.ending = (
        uuid.uuid4(),
        third,
        two.day,
        BY,
        "revoked",
    )
    letter.save(force_insert=True)
    actions.hold(number=two.case.number, reason="检查", centre="LF", now=NOW, by=BY, key=uuid.uuid4())
    done = erase(third, two)
    assert "authorities" not in {one["kind"] for one in done.went}
    assert Authority.objects.filter(pk=letter.pk).exists()


def test_a_look_at_a_photograph_is_on_record_with_both(two: Two) -> None:
    taken = photographs.take(
        case=two.case, paper="", raw=picture(), source=Photograph.Source.FILE, centre="LF", now=NOW, by=BY
    )
    photographs.look(photograph=taken, purpose=For(Purpose.COMPARE), centre="LF", now=NOW, by=BY)
    assert set(IdentityView.objects.values_list("resident_id", flat=True)) == {two.concerned.pk, two.came.pk}


def test_once_the_persons_are_wiped_nothing_tells_who_they_were_and_the_case_still_opens(two: Two) -> None:
    numbers = [two.concerned.number, two.came.number]
    ended(two)
    run(two, timedelta(days=4000))
    assert Resident.objects.filter(wiped_at=None).count() == 0
    page = browsing.visitor("clerk").get(f"/cases/{two.case.number}")
    assert page.status_code == 200
    assert not any(number in page.content.decode() for number in numbers)
    for resident in Resident.objects.all():
        text, kinds = told(resident)
        assert not any(number in text for number in numbers)
        assert len(kinds["cases"]) == 1
