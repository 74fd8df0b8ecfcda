"""The review desk: accept, ask again, refuse; and what the resident learns of it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onetrip.cases.models import Case
from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.actions.photographing import send_by_receipt
from onetrip.kiosk.errands.queries import reviewed_today, to_review
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PICTURES
from tests.browsing import visitor, words
from tests.drawn import picture, signature
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewer(machine: Machine) -> Account:
    return make_account("clerk")


def decide(machine: Machine, verb: str, errand: Errand, by: Account, **given: object) -> Errand:
    given.setdefault("key", uuid.uuid4())
    given.setdefault("centre", "LF")
    return getattr(actions, verb)(errand_id=errand.pk, account_id=by.pk, now=machine.tick(), by=by.actor, **given)


def submitted(machine: Machine) -> Errand:
    machine.reissue()
    return machine.submit()


def test_accepted_it_becomes_a_case_whose_clock_starts_and_nothing_is_twice(
    machine: Machine, reviewer: Account
) -> None:
    errand, key = submitted(machine), uuid.uuid4()
    for _ in range(2):
        decide(machine, "accept_errand", errand, reviewer, key=key)
    case = Case.objects.get()
    assert (case.state, case.clerk, case.visit.channel) == ("accepted", reviewer, "kiosk")
    assert case.due_on is not None
    assert {(paper["paper"], paper.get("pictures"), paper.get("follows")) for paper in case.papers} == {
        ("id-card", 0, None),
        ("bank-card", 1, None),
        ("photo", None, True),
    }
    errand.refresh_from_db()
    assert errand.receipt.cases.get() == case
    with pytest.raises(Refused, match="accept-not-allowed"):
        decide(machine, "accept_errand", errand, reviewer)


def test_a_print_becomes_no_case_and_an_application_is_never_printed(machine: Machine, reviewer: Account) -> None:
    application = submitted(machine)
    with pytest.raises(Refused, match="approve-print-not-allowed"):
        decide(machine, "approve_print", application, reviewer)
    machine.begin("archive-print")
    machine.card(synthetic_number(date(1970, 5, 6)))
    machine.do("fill", sent={"married-in": "1988"})
    archive = machine.submit()
    with pytest.raises(Refused, match="accept-not-allowed"):
        decide(machine, "accept_errand", archive, reviewer)
    assert not Case.objects.exists()
    assert {one.state for one in Errand.objects.all()} == {Errand.State.REVIEW}


def test_two_reviewers_decide_once(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    decide(machine, "refuse", errand, reviewer, words="卡上不是您的名字。")
    with pytest.raises(Refused):
        decide(machine, "accept_errand", errand, make_account("clerk"))
    assert not Case.objects.exists()


def test_asked_again_the_resident_adds_it_from_the_phone_and_it_comes_back(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    decide(machine, "ask_again", errand, reviewer, papers=["bank-card"], words="银行卡反光，看不清卡号，请再拍一张。")
    with pytest.raises(Refused, match="papers-open"):
        actions.send_again(errand_id=errand.pk, now=machine.tick(), by="resident", key=uuid.uuid4())
    with pytest.raises(NotFound):
        send_by_receipt(errand_id=errand.pk, paper="photo", raw=picture(8), now=machine.tick())
    send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(9), now=machine.tick())
    again = actions.send_again(errand_id=errand.pk, now=machine.tick(), by="resident", key=uuid.uuid4())
    assert (again.state, again.wanted_again) == ("review", [])
    decide(machine, "accept_errand", errand, reviewer)
    assert Case.objects.count() == 1


def test_what_was_not_good_enough_goes_when_better_pictures_came(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    bad = Picture.objects.get(paper="bank-card")
    decide(machine, "ask_again", errand, reviewer, papers=["bank-card"], words="反光，请再拍一张。")
    send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(9), now=machine.tick())
    assert PICTURES.get(bad.pk)
    actions.send_again(errand_id=errand.pk, now=machine.tick(), by="resident", key=uuid.uuid4())
    left = Picture.objects.get(paper="bank-card", removed_at=None)
    assert left.pk != bad.pk
    with pytest.raises(Gone):
        PICTURES.get(bad.pk)
    assert Picture.objects.filter(paper="", removed_at=None).count() == 1


def test_the_same_picture_once_more_is_told_as_the_same(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    decide(machine, "ask_again", errand, reviewer, papers=["bank-card"], words="反光，请再拍一张。")
    with pytest.raises(Malformed, match="picture-same-as-before"):
        send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(), now=machine.tick())
    for _ in range(2):  # a new one that is sent twice is one picture, as ever
        send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(9), now=machine.tick())
    assert Picture.objects.filter(paper="bank-card", removed_at=None).count() == 2


def test_pictures_that_were_not_good_enough_do_not_count_among_the_most_of_a_paper(
    machine: Machine, reviewer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand = submitted(machine)
    monkeypatch.setattr("onetrip.kiosk.errands.actions.photographing.MOST_PAGES", 2)
    decide(machine, "ask_again", errand, reviewer, papers=["bank-card"], words="反光，请再拍两页。")
    for page in (5, 6):
        send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(page), now=machine.tick())
    with pytest.raises(Malformed, match="pictures-many"):
        send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(7), now=machine.tick())


def test_refused_with_a_reason_its_pictures_go_at_once(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    kept = list(Picture.objects.values_list("pk", flat=True))
    for empty in ("", " ", "。"):
        with pytest.raises(Malformed, match="words-missing"):
            decide(machine, "refuse", errand, reviewer, words=empty)
    decide(machine, "refuse", errand, reviewer, words="卡上不是您的名字。")
    for one in kept:
        with pytest.raises(Gone):
            PICTURES.get(one)


def test_another_centre_has_no_such_errand(machine: Machine, reviewer: Account) -> None:
    with pytest.raises(NotFound):
        decide(machine, "accept_errand", submitted(machine), reviewer, centre="PX")


def test_pictures_go_when_the_case_closes_and_not_before(machine: Machine, reviewer: Account) -> None:
    errand = submitted(machine)
    decide(machine, "accept_errand", errand, reviewer)
    assert actions.tidy(now=machine.tick(), by="system:clock") == 0
    case = Case.objects.get()
    from onetrip.cases import actions as cases

    for verb, more in (("bring", {"paper": "photo"}), ("decide", {"granted": True}), ("complete", {})):
        getattr(cases, verb)(
            centre="LF", case_id=case.pk, now=machine.tick(), by=reviewer.actor, key=uuid.uuid4(), **more
        )
    assert actions.tidy(now=machine.tick(), by="system:clock") == 2
    assert not Picture.objects.filter(removed_at=None).exists()


def test_the_rules_of_the_day_of_acceptance_count_and_a_missing_paper_is_never_accepted(
    machine: Machine, reviewer: Account
) -> None:
    errand = submitted(machine)
    Picture.objects.filter(paper="bank-card").update(removed_at=machine.now)
    with pytest.raises(Refused, match="papers-missing"):
        decide(machine, "accept_errand", errand, reviewer)
    errand.refresh_from_db()
    assert errand.state == Errand.State.REVIEW


def test_a_slip_is_kept_when_the_kiosk_did_the_last_of_it(machine: Machine, reviewer: Account) -> None:
    from tests.kiosk.errands.test_slips_carried import a_slip

    number = synthetic_number(date(1961, 12, 18))
    slip = a_slip(number)
    machine.begin("reissue", slip=slip)
    machine.card(number)
    machine.do("fill", sent={"recipient": "王测试", "address": "临汾路 1 号"})
    machine.give_papers()
    machine.do("sign", raw=signature())
    decide(machine, "accept_errand", machine.submit(), reviewer)
    slip.refresh_from_db()
    assert slip.state == "honoured"


def test_what_came_last_night_and_what_was_asked_again_count_on_the_day_on_which_somebody_looked(
    machine: Machine, reviewer: Account
) -> None:
    first, second = submitted(machine), submitted(machine)
    midnight = machine.now = machine.now + timedelta(hours=14)
    assert reviewed_today("LF", midnight) == 0
    decide(machine, "accept_errand", first, reviewer)
    decide(machine, "ask_again", second, reviewer, papers=["bank-card"], words="反光，请再拍一张。")
    assert reviewed_today("LF", midnight) == 2
    send_by_receipt(errand_id=second.pk, paper="bank-card", raw=picture(9), now=machine.tick())
    actions.send_again(errand_id=second.pk, now=machine.tick(), by="resident", key=uuid.uuid4())
    decide(machine, "refuse", second, reviewer, words="卡上不是您的名字。")
    assert reviewed_today("LF", midnight) == 2
    assert reviewed_today("LF", machine.now + timedelta(hours=24)) == 0


def test_what_is_accepted_by_rule_was_looked_at_by_nobody(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    assert machine.submit().state == Errand.State.ACCEPTED
    assert reviewed_today("LF", machine.now - timedelta(hours=24)) == 0


def test_the_desk_says_how_many_wait_also_beyond_those_it_lists(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onetrip.kiosk.errands.views.review.MOST_SHOWN", 1)
    for _ in range(3):
        submitted(machine)
    page = words(visitor("clerk").get("/review/"))
    assert "在等 3 件" in page
    assert "后面还有 2 件" in page


def test_the_list_reads_nothing_of_whom_it_is_about(machine: Machine) -> None:
    submitted(machine)
    clerk = visitor("clerk")
    clerk.get("/review/")
    with CaptureQueriesContext(connection) as asked:
        clerk.get("/review/")
    of_errands = [one["sql"] for one in asked if "kiosk_errand" in one["sql"]]
    assert len(of_errands) == 4
    for private in ("advice_consultation", "people_resident", '"form"', '"words"', '"papers"'):
        assert not any(private in sql for sql in of_errands)


def test_what_waits_longest_is_first_in_the_queue(machine: Machine) -> None:
    first = submitted(machine)
    machine.now += timedelta(minutes=5)
    machine.reissue(synthetic_number(date(1970, 5, 6)))
    second = machine.submit()
    assert [one.pk for one in to_review("LF")] == [first.pk, second.pk]
    assert to_review("LF")[0].count == 1
