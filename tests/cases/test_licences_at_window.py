"""E-licences at the window: found and nothing has to be shown, not found and the paper is asked for, no answer and the resident
is not stuck: accepted, looked up later, and the clerk is told what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter, PapersMissing
from onetrip.cases.models import Case, Gap, Receipt
from onetrip.catalogue import actions as catalogue
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.licences import actions as licences
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup, StoreGate
from onetrip.licences.schedule import LOOKS_FOR
from onetrip.lobby.models import Ticket
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import IdentityView, Resident
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.matters import FILES
from tests.factories import NOW, TODAY, synthetic_number
from tests.licences.conftest import store as store

pytestmark = pytest.mark.django_db

MARRIAGE = "310105127000101"


def _with_licence(papers: str, name: str, code: str, more: str = "") -> str:
    return papers.replace(f"{name}:\n", f'{name}:\n  licence: "{code}"\n{more}', 1)


PAPERS = FILES["papers.yaml"].replace("id-card:\n", 'id-card:\n  licence: "310105109000100"\n', 1)
PAPERS = _with_licence(PAPERS, "marriage-certificate", MARRIAGE)
PAPERS = _with_licence(PAPERS, "booklet", "310105109000100")
PAPERS = _with_licence(PAPERS, "proxy-id-card", "310105109000100", "  licence_of: somebody_else\n")
TOWN = FILES | {
    "papers.yaml": PAPERS,
    "licences.yaml": FILES["licences.yaml"] + f'"{MARRIAGE}":\n  name: {{zh: 结婚证, en: marriage certificate}}\n',
}
LATER = {"later": "reward|marriage-certificate"}


@pytest.fixture(autouse=True)
def licences_in_force(counter: Counter) -> Iterator[None]:
    catalogue.publish(by="system", now=NOW, files=TOWN, city="test")
    with time_machine.travel(counter.hall.now.replace(minute=58), tick=False):
        yield


@pytest.fixture
def clerk(counter: Counter) -> Client:
    return browsing.visitor(counter.hall.clerks[0])


@pytest.fixture
def resident(counter: Counter) -> Resident:
    # Serial 4: the simulated store has their licences.
    return know(identity=read_number(synthetic_number(serial=4), day=TODAY), now=NOW, name="王测试")


@pytest.fixture
def ticket(counter: Counter, resident: Resident) -> Ticket:
    """The resident at the first window for the reward: ID card, marriage certificate, photographs that may follow."""
    return counter.serving(resident_id=resident.pk, wanted=["reward"])


def press(client: Client, address: str, ticket: Ticket, *papers: str, **fields: object) -> HttpResponse:
    sent = {"idempotency_key": browsing.key(), "ticket": ticket.pk, "seen": "1", "matter": "reward", "proxy": "no"}
    sent |= {"paper": [f"any|{paper}" for paper in papers], **fields}
    return client.post(f"/window/{address}", sent, headers={"HX-Request": "true"})


def look_up(client: Client, ticket: Ticket, **fields: object) -> str:
    return browsing.words(press(client, "licences", ticket, "id-card", **fields))


def accepted(client: Client, ticket: Ticket, *papers: str, **fields: object) -> Case:
    answer = press(client, "accept", ticket, "id-card", "photo", *papers, **fields)
    assert answer.status_code == 200, browsing.words(answer)
    return Case.objects.get(matter=fields.get("matter", "reward"))


def a_minute_of_the_clock(moment: datetime) -> None:
    licences.tend(now=moment, by="system:clock")
    actions.take_up_lookups(now=moment, by="system:clock")


def accepted_on_a_look_up(store: SimulatedStore, client: Client, ticket: Ticket) -> Case:
    store.mood = Mood.DENYING
    look_up(client, ticket)
    case = accepted(client, ticket, **LATER)
    StoreGate.objects.all().delete()
    return case


def test_a_licence_that_is_found_takes_the_place_of_its_paper(
    store: SimulatedStore, clerk: Client, ticket: Ticket
) -> None:
    assert "居民同意，查电子证照" in browsing.words(clerk.get("/window/"))
    page = look_up(clerk, ticket)
    assert "查到了，有效到 2034-02-28" in page
    assert list(store.asked) == [MARRIAGE], "the ID card lies on the counter, and the photograph has none"
    case = accepted(clerk, ticket)
    kept = {paper["paper"]: paper for paper in case.papers}
    assert kept["marriage-certificate"]["licence"] is True
    assert kept["marriage-certificate"]["originals"] == 0
    assert "licence" not in kept["id-card"]
    row = Lookup.objects.get()
    assert (row.occasion, row.purpose, row.basis) == (ticket.visit_id, "窗口受理：奖励金", "request")
    receipt = browsing.words(Client().get(f"/r/{Receipt.objects.get().token}"))
    assert "有电子证照，没有收" in receipt


def test_the_number_is_masked_until_somebody_gives_a_purpose(
    store: SimulatedStore, clerk: Client, ticket: Ticket
) -> None:
    page = look_up(clerk, ticket)
    assert "DEMO-" not in page
    number = Lookup.objects.get().held["number"]
    assert "*" * (len(number) - 4) + number[-4:] in page
    asked = {"ticket": ticket.pk, "licence": MARRIAGE}
    assert clerk.post("/window/licences/plain", {**asked, "purpose": ""}).status_code == 422
    seen = clerk.post(
        "/window/licences/plain", {**asked, "purpose": "handle", "words": "填市级系统"}, headers={"HX-Request": "true"}
    )
    assert number in browsing.words(seen)
    assert IdentityView.objects.get().purpose == "办理这件事：填市级系统"


@pytest.mark.parametrize(
    ("mood", "words"),
    [(Mood.NOTHING, "证照库里没有，请看原件"), (Mood.EXPIRED, "证照库里的已经失效，请看原件")],
)
def test_one_that_is_not_there_is_asked_for_on_paper(
    store: SimulatedStore, clerk: Client, ticket: Ticket, mood: Mood, words: str
) -> None:
    store.mood = mood
    assert words in look_up(clerk, ticket)
    refused = press(clerk, "accept", ticket, "id-card", "photo", **LATER)
    assert refused.status_code == 409, "what was answered is not looked up later"
    assert not Case.objects.exists()
    assert accepted(clerk, ticket, "marriage-certificate").state == "received"


def test_while_the_store_does_not_answer_the_case_goes_on_and_is_told_when_it_is_found(
    store: SimulatedStore, clerk: Client, ticket: Ticket
) -> None:
    store.mood = Mood.DENYING
    assert "证照库没有回音：先收下，我们接着查" in look_up(clerk, ticket)
    case = accepted(clerk, ticket, **LATER)
    gap = Gap.objects.get()
    assert (gap.paper, gap.promised_by, gap.lookup.state) == ("marriage-certificate", None, "waiting")
    receipt = browsing.words(Client().get(f"/r/{Receipt.objects.get().token}"))
    assert "我们在查电子证照，您不用补" in receipt
    assert "在查电子证照：" in browsing.words(clerk.get(f"/cases/{case.number}"))
    store.mood = Mood.WELL
    StoreGate.objects.all().delete()
    a_minute_of_the_clock(NOW + timedelta(hours=1))
    gap.refresh_from_db()
    assert gap.brought_at is not None
    event = Event.objects.get(thing="case", verb="licence-found")
    assert event.data["spared"] == {"licence": 1}
    assert "先收后查：查到了" in browsing.words(clerk.get(f"/cases/{case.number}"))
    a_minute_of_the_clock(NOW + timedelta(hours=2))
    assert Event.objects.filter(verb="licence-found").count() == 1


@pytest.mark.parametrize("ends", ["none", "given-up"])
def test_when_it_turns_out_not_to_exist_the_clerk_is_told(
    store: SimulatedStore, clerk: Client, counter: Counter, ticket: Ticket, ends: str
) -> None:
    case = accepted_on_a_look_up(store, clerk, ticket)
    store.mood = Mood.NOTHING if ends == "none" else Mood.DENYING
    a_minute_of_the_clock(NOW + (timedelta(hours=1) if ends == "none" else LOOKS_FOR + timedelta(hours=1)))
    gap = Gap.objects.get()
    assert gap.lookup.state == ends
    assert (gap.brought_at, gap.asked_for_at is not None) == (None, True)
    assert "请居民补：" in browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "证照没查到，请居民补" in browsing.words(clerk.get("/cases/"))
    assert "没有电子证照，请补来" in browsing.words(Client().get(f"/r/{Receipt.objects.get().token}"))
    press(clerk, f"tickets/{ticket.pk}/finish", ticket)
    assert "您先收的，证照没有查到" in browsing.words(clerk.get("/window/"))
    colleague = browsing.visitor(counter.hall.clerks[1])
    assert "您先收的，证照没有查到" not in browsing.words(colleague.get("/window/"))
    clerk.post(f"/cases/{case.number}/bring", {"idempotency_key": browsing.key(), "paper": "marriage-certificate"})
    assert "您先收的，证照没有查到" not in browsing.words(clerk.get("/window/"))


def test_what_is_looked_for_may_come_on_paper_and_is_looked_for_no_more(
    store: SimulatedStore, clerk: Client, ticket: Ticket
) -> None:
    case = accepted_on_a_look_up(store, clerk, ticket)
    clerk.post(f"/cases/{case.number}/bring", {"idempotency_key": browsing.key(), "paper": "marriage-certificate"})
    assert Lookup.objects.get().state == "dropped"
    asked = len(store.asked)
    a_minute_of_the_clock(NOW + timedelta(hours=1))
    assert len(store.asked) == asked
    assert not Event.objects.filter(verb__startswith="licence-").exists()


def test_a_case_that_is_over_stops_the_search(
    store: SimulatedStore, clerk: Client, counter: Counter, ticket: Ticket
) -> None:
    case = accepted_on_a_look_up(store, clerk, ticket)
    actions.withdraw(
        centre="LF", case_id=case.pk, reason="不办了", now=counter.hall.tick(), by="staff:clerk1", key=uuid.uuid4()
    )
    actions.take_up_lookups(now=NOW + timedelta(hours=1), by="system:clock")
    assert Lookup.objects.get().state == "dropped"


def test_what_is_done_on_the_spot_waits_for_the_store_and_no_longer(
    store: SimulatedStore, clerk: Client, counter: Counter, resident: Resident
) -> None:
    ticket = counter.serving(resident_id=resident.pk, wanted=["booklet-print"])
    store.mood = Mood.DENYING
    press(clerk, "licences", ticket, matter="booklet-print")
    answer = press(clerk, "accept", ticket, matter="booklet-print", later="booklet-print|id-card")
    assert "证照有了就办" in browsing.words(answer)
    case = Case.objects.get()
    assert (case.state, case.completed_at) == ("accepted", None), "nobody completes what nobody has seen"
    assert "您不用再来" in browsing.words(Client().get(f"/r/{Receipt.objects.get().token}"))
    now = {"now": NOW + timedelta(hours=2), "by": "staff:clerk1"}
    with pytest.raises(Refused, match="gap-open"):
        actions.complete(centre="LF", case_id=case.pk, note="", key=uuid.uuid4(), **now)
    store.mood = Mood.WELL
    StoreGate.objects.all().delete()
    a_minute_of_the_clock(NOW + timedelta(hours=1))
    actions.complete(centre="LF", case_id=case.pk, note="", key=uuid.uuid4(), **now)
    assert Case.objects.get().state == "completed"


def test_one_look_up_serves_two_matters_and_both_wait_for_it(
    store: SimulatedStore, clerk: Client, counter: Counter, resident: Resident
) -> None:
    ticket = counter.serving(resident_id=resident.pk, wanted=["unlimited", "booklet-print"])
    store.mood = Mood.DENYING
    matters = {"matter": ["unlimited", "booklet-print"]}
    press(clerk, "licences", ticket, **matters)
    press(clerk, "accept", ticket, **matters, later="unlimited|id-card")
    assert set(Gap.objects.values_list("case__matter", flat=True)) == {"unlimited", "booklet-print"}
    assert Lookup.objects.filter(state="waiting").count() == 1


def test_for_somebody_who_comes_instead_nothing_is_looked_up_and_nothing_that_was_counts(
    store: SimulatedStore, clerk: Client, counter: Counter, resident: Resident
) -> None:
    slip = counter.slip("card")
    ticket = counter.serving(slip, resident_id=resident.pk)
    refused = press(clerk, "licences", ticket, matter="card", proxy="yes")
    assert refused.status_code == 409
    assert "代办人来的" in browsing.words(refused)
    press(clerk, "licences", ticket, matter="card")
    found = dict(Lookup.objects.values_list("licence", "state"))
    assert found == {"310105109000100": "found"}
    counter.came(ticket)
    with pytest.raises(PapersMissing):
        counter.accept(ticket, AcceptedMatter("card", ("proxy-id-card",), by_proxy=True))


def test_a_proxys_own_card_is_not_looked_up_as_the_residents(
    store: SimulatedStore, clerk: Client, counter: Counter, resident: Resident
) -> None:
    ticket = counter.serving(resident_id=resident.pk, wanted=["card"])
    press(clerk, "licences", ticket, matter="card", proxy="yes")
    assert not store.asked


def test_only_whoever_is_at_this_window_and_known_is_looked_up(
    store: SimulatedStore, clerk: Client, counter: Counter, ticket: Ticket
) -> None:
    colleague = browsing.visitor(counter.hall.clerks[1])
    assert press(colleague, "licences", ticket).status_code == 409
    nobody = counter.hall.serving(place=1, wanted=["reward"])
    assert "先读身份证" in browsing.words(press(colleague, "licences", nobody))
    assert not store.asked


def test_another_persons_visit_opens_nothing(
    store: SimulatedStore, clerk: Client, counter: Counter, ticket: Ticket
) -> None:
    look_up(clerk, ticket)
    other = counter.hall.serving(place=1, wanted=["reward"])
    with pytest.raises(PapersMissing):
        counter.accept(other, AcceptedMatter("reward", ("id-card", "photo")), place=1)
    with pytest.raises(Refused, match="look-up-not-open"):
        counter.accept(
            other, AcceptedMatter("reward", ("id-card", "photo"), on_lookup=("marriage-certificate",)), place=1
        )


def test_what_the_city_is_to_look_up_is_looked_up_and_never_asked_for(
    store: SimulatedStore, clerk: Client, counter: Counter, resident: Resident
) -> None:
    slip = counter.slip("card")
    ticket = counter.serving(slip, resident_id=resident.pk)
    store.mood = Mood.NOTHING
    page = browsing.words(press(clerk, "licences", ticket, "id-card", matter="card"))
    assert "照样不能要居民交" in page
    case = accepted(clerk, ticket, matter="card")
    assert case.state == "accepted"
    event = Event.objects.get(thing="case", verb="accept")
    assert event.data["spared"] == {"licence": 1}, "the form is handed out, and counts for nothing"


def test_without_a_store_the_button_is_not_there(clerk: Client, ticket: Ticket, settings) -> None:
    settings.LICENCE_STORE = {"provider": "", "address": "", "key": ""}
    assert "查电子证照 F4" not in browsing.words(clerk.get("/window/"))
    assert press(clerk, "licences", ticket, "id-card").status_code == 409


def test_a_paper_is_not_wanted_before_it_was_promised(store: SimulatedStore, clerk: Client, ticket: Ticket) -> None:
    accepted_on_a_look_up(store, clerk, ticket)
    with pytest.raises(IntegrityError, match="gap_asked_for_after_promised"), transaction.atomic():
        Gap.objects.update(asked_for_at=NOW - timedelta(days=1))
