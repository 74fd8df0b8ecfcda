"""What somebody did at a machine for somebody else becomes a case with both persons, on an authority that a person saw."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.cases.models import Authority, Case
from onetrip.cases.proxies.actions import Shown
from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.models import Visit
from onetrip.staff.models import Account
from tests.browsing import visitor, words
from tests.drawn import picture, signature
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine
from tests.kiosk.errands.town import PAPERS, _matter

pytestmark = pytest.mark.django_db(transaction=True)

GRANNY, CHILD, ADULT = (synthetic_number(born) for born in (date(1950, 5, 6), date(2018, 5, 6), date(1980, 1, 2)))


@pytest.fixture
def reviewer(machine: Machine) -> Account:
    """The review desk, with a matter that takes a letter and one for relatives in force."""
    town.publish(
        **{
            "papers.yaml": PAPERS
            + "authority-letter:\n  name: {zh: 委托书, en: letter of authority}\n  proves: authority\n"
            "guardianship-proof:\n  name: {zh: 监护关系证明, en: proof of guardianship}\n  proves: guardianship\n",
            "matters/by-letter.yaml": _matter(
                "by-letter",
                "凭委托书",
                "By letter",
                entitled="age < 120",
                more="limits: {decide: 5 working_days}\nproxy: {who: anyone, papers: [{paper: proxy-id-card, originals: 1}, "
                "{paper: authority-letter, originals: 1}]}\n",
            ),
            "matters/of-family.yaml": _matter(
                "of-family", "家人代办", "By relatives", entitled="age < 120", more="proxy: {who: family}\n"
            ),
        }
    )
    return make_account("clerk")


def handed_in(machine: Machine, matter: str, number: str) -> Errand:
    """A run by somebody of 46 for whoever has this number, both cards read, every paper photographed."""
    machine.begin(matter)
    machine.do("choose_whom", by_proxy=True)
    machine.card(ADULT, "李代办")
    machine.card(number, "王本人")
    if machine.step == "form":
        machine.do("fill", sent={"telephone": "13800000000"})
    for line in machine.run.lines:
        if line.state == "open":
            machine.do("photograph", paper=line.paper, raw=picture())
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    return machine.submit()


def accept(machine: Machine, errand: Errand, by: Account, relation: str = "", shown: Shown | None = None) -> Case:
    given = {"errand_id": errand.pk, "centre": "LF", "account_id": by.pk, "now": machine.tick(), "by": by.actor}
    actions.accept_errand(**given, key=uuid.uuid4(), relation=relation, shown=shown)
    return Case.objects.get()


def letter(number: str = GRANNY, until: date | None = None) -> Shown:
    return Shown("letter", (), until, number[-4:], ADULT[-4:])


def test_the_case_has_both_persons_and_the_letter_that_was_photographed(machine: Machine, reviewer: Account) -> None:
    errand = handed_in(machine, "by-letter", GRANNY)
    assert not Case.objects.exists()  # what somebody else applies for goes to a person
    case = accept(machine, errand, reviewer, "agent", letter(until=date(2026, 12, 31)))
    assert (case.resident.number, case.proxy.number, case.relation) == (GRANNY, ADULT, "agent")
    assert (case.authority.kind, case.authority.matters, case.authority.until) == (
        "letter",
        ["by-letter"],
        date(2026, 12, 31),
    )
    visit = Visit.objects.get()
    assert (visit.resident_id, visit.proxy_id, visit.relation) == (case.resident_id, case.proxy_id, "agent")


def test_without_a_relation_or_a_letter_that_fits_nothing_is_accepted(machine: Machine, reviewer: Account) -> None:
    errand = handed_in(machine, "by-letter", GRANNY)
    with pytest.raises(Malformed, match="relation-unknown"):
        accept(machine, errand, reviewer)
    with pytest.raises(Refused, match="authority-missing"):
        accept(machine, errand, reviewer, "agent")
    with pytest.raises(Refused, match="letter-of-others"):
        accept(machine, errand, reviewer, "agent", letter(CHILD))
    errand.refresh_from_db()
    assert errand.state == "review"
    assert not Case.objects.exists()
    assert not Authority.objects.exists()


def test_for_a_child_a_machine_asks_for_no_letter_but_for_the_proof_of_guardianship(
    machine: Machine, reviewer: Account
) -> None:
    errand = handed_in(machine, "by-letter", CHILD)
    asked = {one.paper for one in machine.run.lines} if machine.errand else set()
    assert "authority-letter" not in asked
    assert "guardianship-proof" in asked
    with pytest.raises(Refused, match="authority-missing"):
        accept(machine, errand, reviewer, "guardian")
    case = accept(machine, errand, reviewer, "guardian", Shown("birth"))
    assert (case.relation, case.authority.kind, case.authority.until) == ("guardian", "guardianship", date(2036, 5, 5))


def test_a_matter_for_relatives_is_not_accepted_from_an_agent(machine: Machine, reviewer: Account) -> None:
    errand = handed_in(machine, "of-family", GRANNY)
    with pytest.raises(Refused, match="proxy-not-possible"):
        accept(machine, errand, reviewer, "agent", letter())
    assert accept(machine, errand, reviewer, "relative").authority is None


def test_what_a_resident_does_themselves_has_no_proxy(machine: Machine, reviewer: Account) -> None:
    machine.reissue()
    case = accept(machine, machine.submit(), reviewer)
    assert (case.by_proxy, case.proxy, case.relation, case.authority) == (False, None, "", None)


def test_the_review_desk_says_on_what_they_came(machine: Machine, reviewer: Account) -> None:
    errand, desk = handed_in(machine, "by-letter", GRANNY), visitor(reviewer)
    page = desk.get(f"/review/{errand.pk}")
    if page.status_code == 404:
        pytest.fail("the review page moved")
    assert "代办人凭什么来" in words(page)
    assert GRANNY not in page.content.decode()
