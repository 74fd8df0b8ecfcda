from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from onetrip.cases import queries
from onetrip.cases.actions import AcceptedMatter
from onetrip.ledger.refusals import NotFound
from onetrip.people.actions import know
from tests.cases.counter import CARD, PRINT, Counter
from tests.cases.test_following import accepted
from tests.factories import NOW, make_centre, synthetic_identity

pytestmark = pytest.mark.django_db


def test_the_checklist_shows_the_slips_matters_with_their_papers(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card", "reward", "kiosk-only", "elsewhere"))
    checklist = queries.checklist(ticket.pk, now=counter.hall.now)
    assert [(one.matter, one.on_slip, one.here) for one in checklist.matters] == [
        ("card", True, True),
        ("reward", True, True),
        ("kiosk-only", True, False),
    ]
    card, reward, _ = checklist.matters
    assert [line.needed.paper for line in card.lines] == ["id-card"]
    assert {spared.paper for spared in card.spared} == {"booklet", "form"}
    assert [(line.needed.paper, line.same_as) for line in reward.lines] == [
        ("id-card", "card"),
        ("photo", None),
        ("marriage-certificate", None),
    ]
    assert [other.paper for other in reward.lines[2].needed.instead] == ["divorce-certificate"]


def test_the_checklist_knows_which_papers_may_follow(counter: Counter) -> None:
    checklist = queries.checklist(counter.serving(counter.slip("reward")).pk, now=counter.hall.now)
    assert [line.needed.paper for line in checklist.matters[0].lines if line.needed.may_follow] == ["photo"]


def test_accepted_matters_stay_on_the_checklist_with_their_case(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card", "reward"))
    receipt = counter.accept(ticket, CARD)
    checklist = queries.checklist(ticket.pk, now=counter.hall.now)
    assert [(one.matter, one.case) for one in checklist.matters] == [("card", receipt.cases.get()), ("reward", None)]
    assert [one.matter for one in checklist.open] == ["reward"]


def test_a_walk_in_gets_the_papers_of_the_current_catalogue_with_doubts_marked(counter: Counter) -> None:
    checklist = queries.checklist(counter.serving().pk, now=counter.hall.now, added=["unlimited", "card"])
    unlimited, card = checklist.matters
    assert (checklist.slip, unlimited.on_slip, unlimited.here) == (None, False, True)
    assert [line.needed.paper for line in unlimited.lines] == ["id-card"]
    assert [line.needed.paper for line in unlimited.perhaps] == ["marriage-certificate"]
    assert [(line.needed.paper, line.same_as) for line in card.lines] == [("id-card", "unlimited"), ("booklet", None)]


def test_a_proxy_changes_the_checklist(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    in_person = queries.checklist(ticket.pk, now=counter.hall.now)
    by_proxy = queries.checklist(ticket.pk, now=counter.hall.now, by_proxy=True)
    assert [line.needed.paper for line in in_person.matters[0].lines] == ["id-card"]
    assert [line.needed.paper for line in by_proxy.matters[0].lines] == ["id-card", "proxy-id-card"]


def test_what_the_id_number_says_needs_no_asking(counter: Counter) -> None:
    resident = know(identity=synthetic_identity(date(1950, 1, 1)), now=NOW)
    ticket = counter.serving(resident_id=resident.pk)
    (matter,) = queries.checklist(ticket.pk, now=counter.hall.now, added=["booklet-print"]).matters
    assert matter.at.item.standing == "now"


def test_a_checklist_for_nobody_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFound):
        queries.checklist(uuid.uuid4(), now=counter.hall.now)


def test_a_receipt_is_found_by_its_token_alone(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    found = queries.receipt_by_token(receipt.token)
    assert found == receipt
    assert [case.number for case in queries.cases_of(found)] == ["LF-20261124-0001"]
    for token in ("", "x" * 41, "\0", "令牌", receipt.number):
        with pytest.raises(NotFound):
            queries.receipt_by_token(token)


def test_a_case_is_found_by_its_number_in_its_own_centre(counter: Counter) -> None:
    make_centre("PX")
    case = counter.accept(counter.serving(), PRINT).cases.get()
    assert queries.case_by_number(f" {case.number.lower()} ", centre="LF") == case
    for number, centre in [(case.number, "PX"), ("LF-20261124-9999", "LF"), ("\0", "LF"), ("x" * 300, "LF")]:
        with pytest.raises(NotFound):
            queries.case_by_number(number, centre=centre)


def test_cases_run_out_on_their_last_day_and_a_stopped_clock_does_not(counter: Counter) -> None:
    case = accepted(counter)
    due = case.due_on
    assert due is not None
    assert list(queries.overdue("LF", due)) == []
    assert list(queries.overdue("LF", due + timedelta(days=1))) == [case]
    assert list(queries.due_soon("LF", due, due)) == [case]
    type(case).objects.update(state="supplement", clock_stopped_at=NOW)
    assert list(queries.overdue("LF", due + timedelta(days=1))) == []


def test_nothing_is_asked_twice_of_a_matter_that_is_not_on_the_slip(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    receipt = counter.accept(ticket, CARD, AcceptedMatter("unlimited", ()))
    assert [line["matter"] for line in receipt.lines] == ["card", "unlimited"]
