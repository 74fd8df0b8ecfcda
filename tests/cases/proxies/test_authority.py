"""An authority: entered as it stands on the paper, used again until its end, revoked by whoever gave it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.actions import AcceptedMatter, PapersMissing
from onetrip.cases.models import Authority, Case, Receipt
from onetrip.cases.proxies.actions import Shown, end_authority, read_shown, register_at_window
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from tests.cases.counter import Counter
from tests.factories import NOW, TODAY, synthetic_identity

pytestmark = pytest.mark.django_db

PENSION = AcceptedMatter("pension", ("id-card", "proxy-id-card"))
BUS_CARD = AcceptedMatter("bus-card", ("id-card", "proxy-id-card"))
IN_A_MONTH = TODAY + timedelta(days=30)


def enter(counter: Counter, ticket: Ticket, shown: Shown, **given: object) -> Authority:
    clerk = counter.hall.clerks[0]
    told = {"now": counter.hall.tick(), "by": clerk.actor, "key": uuid.uuid4(), **given}
    return register_at_window(ticket_id=ticket.pk, account_id=clerk.pk, shown=shown, **told)


def end(counter: Counter, ticket: Ticket, authority: Authority, **given: object) -> Authority:
    clerk = counter.hall.clerks[0]
    told = {"now": counter.hall.tick(), "by": clerk.actor, "key": uuid.uuid4(), **given}
    return end_authority(ticket_id=ticket.pk, account_id=clerk.pk, authority_id=authority.pk, **told)


def fours(ticket: Ticket) -> tuple[str, str]:
    visit = Visit.objects.get(pk=ticket.visit_id)
    return str(visit.resident.number)[-4:], str(visit.proxy.number)[-4:]


def again(counter: Counter, first: Ticket, *, days: int = 0, relation: str | None = None) -> Ticket:
    """The same two persons come once more."""
    earlier = Visit.objects.get(pk=first.visit_id)
    counter.hall.at_window("finish", first)
    counter.hall.now += timedelta(days=days)
    ticket = counter.serving(resident_id=earlier.resident_id)
    Visit.objects.filter(pk=ticket.visit_id).update(proxy_id=earlier.proxy_id, relation=relation or earlier.relation)
    return ticket


@pytest.fixture
def ticket(counter: Counter) -> Ticket:
    """Somebody is at the window for somebody else, as an agent."""
    ticket = counter.serving()
    counter.came(ticket)
    return ticket


def test_without_the_letter_it_is_missing_like_every_paper(counter: Counter, ticket: Ticket) -> None:
    with pytest.raises(PapersMissing) as refused:
        counter.accept(ticket, PENSION)
    assert [paper.paper for _, paper in refused.value.missing] == ["authority-letter"]


def test_a_letter_that_was_only_ticked_is_none(counter: Counter, ticket: Ticket) -> None:
    with pytest.raises(Refused, match="authority-missing") as refused:
        counter.accept(ticket, AcceptedMatter("pension", ("id-card", "proxy-id-card", "authority-letter")))
    assert "还没登记" in refused.value.text.zh
    assert not Receipt.objects.exists()


def test_the_case_keeps_both_persons_and_on_what_it_was_done(counter: Counter, ticket: Ticket) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    case = counter.accept(ticket, PENSION).cases.get()
    visit = Visit.objects.get()
    assert (case.resident_id, case.proxy_id, case.relation) == (visit.resident_id, visit.proxy_id, "agent")
    assert case.by_proxy
    assert case.authority == authority
    assert (authority.kind, authority.since, authority.until) == ("letter", TODAY, IN_A_MONTH)
    letter = next(paper for paper in case.papers if paper["paper"] == "authority-letter")
    assert "on_file" not in letter  # it was looked at in this visit


def test_a_letter_on_file_serves_until_its_last_day_and_not_after(counter: Counter, ticket: Ticket) -> None:
    counter.authorise(ticket, "pension", "bus-card", until=IN_A_MONTH)
    counter.accept(ticket, PENSION)
    second = again(counter, ticket, days=30)
    case = counter.accept(second, BUS_CARD).cases.get()
    letter = next(paper for paper in case.papers if paper["paper"] == "authority-letter")
    assert (letter["on_file"], letter["originals"]) == (True, 0)
    third = again(counter, second, days=1)
    with pytest.raises(Refused, match="authority-missing") as refused:
        counter.accept(third, AcceptedMatter("pension", (*PENSION.papers, "authority-letter")))
    assert f"{IN_A_MONTH.isoformat()} 就到期了" in refused.value.text.zh
    with pytest.raises(PapersMissing):
        counter.accept(third, PENSION)


def test_a_letter_without_a_last_day_serves_on_the_day_alone(counter: Counter, ticket: Ticket) -> None:
    assert counter.authorise(ticket, "pension").until == TODAY
    counter.accept(ticket, PENSION)
    with pytest.raises(PapersMissing):
        counter.accept(again(counter, ticket, days=1), PENSION)


def test_a_letter_serves_for_the_matters_that_it_names_alone(counter: Counter, ticket: Ticket) -> None:
    counter.authorise(ticket, "pension", until=IN_A_MONTH)
    with pytest.raises(PapersMissing) as missing:
        counter.accept(ticket, PENSION, BUS_CARD)
    assert [(at.matter, paper.paper) for at, paper in missing.value.missing] == [("bus-card", "authority-letter")]
    with pytest.raises(Refused, match="authority-missing") as refused:
        counter.accept(ticket, AcceptedMatter("bus-card", (*BUS_CARD.papers, "authority-letter")))
    assert "没写“乘车卡”" in refused.value.text.zh


def test_a_letter_that_is_over_already_is_not_entered(counter: Counter, ticket: Ticket) -> None:
    with pytest.raises(Refused, match="authority-expired") as refused:
        enter(counter, ticket, Shown("letter", ("pension",), TODAY - timedelta(days=1), *fours(ticket)))
    assert "带一份新的" in refused.value.text.zh
    assert not Authority.objects.exists()


@pytest.mark.parametrize("wrong", ["principal", "agent"])
def test_a_letter_of_other_persons_is_refused_in_words(counter: Counter, ticket: Ticket, wrong: str) -> None:
    principal, agent = fours(ticket)
    written = ("000X", agent) if wrong == "principal" else (principal, principal)
    with pytest.raises(Refused, match="letter-of-others") as refused:
        enter(counter, ticket, Shown("letter", ("pension",), None, *written))
    assert ("委托人" if wrong == "principal" else "受托人") in refused.value.text.zh
    assert principal not in refused.value.text.zh


@pytest.mark.parametrize(
    "shown",
    [
        Shown("letter", (), None, "1234", "1234"),
        Shown("letter", ("pension",), None, "", ""),
        Shown("letter", ("Pension!",), None, "1234", "1234"),
        Shown("letter", tuple(f"m{n}" for n in range(41)), None, "1234", "1234"),
        Shown("birth", ("pension",), None, "1234", "1234"),
        Shown("friendship", ("pension",), None, "1234", "1234"),
    ],
)
def test_what_is_no_letter_is_malformed(counter: Counter, ticket: Ticket, shown: Shown) -> None:
    with pytest.raises(Malformed):
        enter(counter, ticket, shown)


def test_a_day_that_is_none_is_malformed() -> None:
    with pytest.raises(Malformed):
        read_shown(proof="letter", matters=(), until="2026-02-31")
    assert read_shown(proof="letter", matters=("a", "a"), until=" ").matters == ("a",)


def test_before_both_cards_are_read_nothing_is_entered(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(Refused, match="two-persons-needed"):
        enter(counter, ticket, Shown("letter", ("pension",), None, "1234", "1234"))


def test_a_guardian_shows_a_proof_and_no_letter(counter: Counter) -> None:
    child = know(identity=synthetic_identity(date(2018, 5, 1)), name="王小", now=NOW)
    ticket = counter.serving(resident_id=child.pk)
    counter.came(ticket, "guardian")
    with pytest.raises(Refused, match="authority-missing") as refused:
        counter.accept(ticket, PENSION)
    assert "监护证明" in refused.value.text.zh
    with pytest.raises(Malformed):
        enter(counter, ticket, Shown("letter", ("pension",), None, *fours(ticket)))
    authority = enter(counter, ticket, Shown("birth"))
    assert (authority.kind, authority.matters, authority.until) == ("guardianship", [], date(2036, 4, 30))
    case = counter.accept(ticket, PENSION, AcceptedMatter("endorsement", ("id-card", "proxy-id-card"))).cases.get(
        matter="pension"
    )
    assert case.authority == authority
    assert [paper["paper"] for paper in case.papers] == ["id-card", "proxy-id-card"]


def test_of_age_a_guardianship_serves_as_long_as_the_paper_says(counter: Counter, ticket: Ticket) -> None:
    Visit.objects.update(relation="guardian")
    assert enter(counter, ticket, Shown("court")).until == TODAY
    assert enter(counter, ticket, Shown("court", (), IN_A_MONTH)).until == IN_A_MONTH


def test_a_letter_does_not_make_a_guardian_and_a_guardianship_no_agent(counter: Counter, ticket: Ticket) -> None:
    counter.authorise(ticket, "pension", until=IN_A_MONTH)
    second = again(counter, ticket, relation="guardian")
    with pytest.raises(Refused, match="authority-missing"):
        counter.accept(second, PENSION)


def test_it_serves_the_two_persons_it_names_and_nobody_else(counter: Counter, ticket: Ticket) -> None:
    counter.authorise(ticket, "pension", until=IN_A_MONTH)
    first = Visit.objects.get(pk=ticket.visit_id)
    counter.hall.at_window("finish", ticket)
    other = counter.serving(resident_id=first.resident_id)
    counter.came(other)  # somebody else for the same person
    with pytest.raises(PapersMissing):
        counter.accept(other, PENSION)
    counter.hall.at_window("finish", other)
    the_other_way = counter.serving(resident_id=first.proxy_id)
    Visit.objects.filter(pk=the_other_way.visit_id).update(proxy_id=first.resident_id, relation="agent")
    with pytest.raises(PapersMissing):
        counter.accept(the_other_way, PENSION)


def test_the_principal_revokes_it_and_what_was_done_stays(counter: Counter, ticket: Ticket) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    case = counter.accept(ticket, PENSION).cases.get()
    counter.hall.at_window("finish", ticket)
    in_person = counter.serving(resident_id=authority.principal_id)
    ended = end(counter, in_person, authority)
    assert (ended.ending, bool(ended.ended_at)) == ("revoked", True)
    case.refresh_from_db()
    assert (case.authority_id, case.state) == (authority.pk, "accepted")
    counter.hall.at_window("finish", in_person)
    second = counter.serving(resident_id=authority.principal_id)
    Visit.objects.filter(pk=second.visit_id).update(proxy_id=authority.agent_id, relation="agent")
    with pytest.raises(Refused, match="authority-missing") as refused:
        counter.accept(second, AcceptedMatter("pension", (*PENSION.papers, "authority-letter")))
    assert "本人撤回" in refused.value.text.zh
    assert Event.objects.get(thing="authority", verb="revoke").data == {"kind": "letter"}


def test_nobody_else_revokes_it_or_learns_of_it(counter: Counter, ticket: Ticket) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    counter.accept(ticket, PENSION)
    with pytest.raises(Refused, match="only-the-principal"):
        end(counter, ticket, authority)  # the agent, after it was used
    counter.hall.at_window("finish", ticket)
    for person in (authority.agent_id, know(identity=synthetic_identity(), now=NOW).pk):
        stranger = counter.serving(resident_id=person)
        with pytest.raises(NotFound):
            end(counter, stranger, authority)
        counter.hall.at_window("finish", stranger)
    assert Authority.objects.get().ended_at is None


def test_what_was_entered_by_mistake_is_taken_back_while_nothing_was_done_on_it(
    counter: Counter, ticket: Ticket
) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    assert end(counter, ticket, authority).ending == "mistaken"
    with pytest.raises(PapersMissing):
        counter.accept(ticket, PENSION)


def test_a_guardianship_is_not_revoked_by_the_ward(counter: Counter, ticket: Ticket) -> None:
    Visit.objects.update(relation="guardian")
    authority = enter(counter, ticket, Shown("court", (), IN_A_MONTH))
    counter.hall.at_window("finish", ticket)
    with pytest.raises(Refused, match="not-revocable"):
        end(counter, counter.serving(resident_id=authority.principal_id), authority)


def test_a_second_press_enters_and_ends_nothing_twice(counter: Counter, ticket: Ticket) -> None:
    key, shown = uuid.uuid4(), Shown("letter", ("pension",), None, *fours(ticket))
    first, second = (enter(counter, ticket, shown, key=key) for _ in range(2))
    assert first == second
    key = uuid.uuid4()
    for _ in range(2):
        end(counter, ticket, first, key=key)
    assert Event.objects.filter(thing="authority").count() == 2


def test_events_of_an_authority_name_no_person(counter: Counter, ticket: Ticket) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    event = Event.objects.get(thing="authority")
    assert set(event.data) == {"kind", "proof", "matters", "until"}
    for one in (authority.principal, authority.agent):
        assert str(one.number)[-4:] not in str(event.data)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("authority_two_persons", "same"),
        ("authority_ends_after_it_begins", {"until": date(2020, 1, 1)}),
        ("authority_letter_names_matters", {"matters": []}),
        ("authority_proof_of_its_kind", {"proof": "birth"}),
        ("authority_proof_of_its_kind", {"kind": "guardianship"}),
        ("authority_ended_by_somebody", {"ended_at": NOW}),
        ("authority_ended_by_somebody", {"ending": "revoked"}),
    ],
)
def test_the_database_holds_it(counter: Counter, ticket: Ticket, name: str, change: object) -> None:
    authority = counter.authorise(ticket, "pension", until=IN_A_MONTH)
    given = {"agent_id": authority.principal_id} if change == "same" else change
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Authority.objects.update(**given)


def test_who_came_has_to_be_known_and_for_whom(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(Refused, match="proxy-unknown"):
        counter.accept(ticket, AcceptedMatter("silent", ("id-card",), by_proxy=True))
    counter.came(ticket)
    Visit.objects.update(resident=None)
    with pytest.raises(Refused, match="resident-unknown"):
        counter.accept(ticket, AcceptedMatter("silent", ("id-card",)))


def test_whoever_came_came_for_every_matter_of_the_visit(counter: Counter, ticket: Ticket) -> None:
    case = counter.accept(ticket, AcceptedMatter("silent", ("id-card",), by_proxy=False)).cases.get()
    assert (case.by_proxy, case.relation, case.authority) == (True, "agent", None)


@pytest.mark.parametrize(
    ("matter", "relation", "says"),
    [("nobody", "relative", "要本人来"), ("endorsement", "agent", "只有监护人或近亲属")],
)
def test_what_the_rule_forbids_is_refused_at_acceptance(
    counter: Counter, ticket: Ticket, matter: str, relation: str, says: str
) -> None:
    Visit.objects.update(relation=relation)
    with pytest.raises(Refused, match="proxy-not-possible") as refused:
        counter.accept(ticket, AcceptedMatter(matter, ("id-card", "proxy-id-card")))
    assert says in refused.value.text.zh
    assert not Case.objects.exists()


def test_of_somebody_who_is_none_of_the_persons_named_it_is_refused(counter: Counter) -> None:
    grown_up = know(identity=synthetic_identity(date(1990, 5, 1)), now=NOW)
    slip = counter.slip("endorsement", age="36", married="no")
    ticket = counter.serving(slip)
    Visit.objects.update(resident=grown_up)
    counter.came(ticket, "relative")
    with pytest.raises(Refused, match="proxy-not-possible") as refused:
        counter.accept(ticket, AcceptedMatter("endorsement", ("id-card", "proxy-id-card")))
    assert "只有这样才能代办" in refused.value.text.zh
