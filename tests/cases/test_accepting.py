from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.advice.models import Slip
from onetrip.cases.actions import AcceptedMatter, ExtraPaper, PapersMissing
from onetrip.cases.models import Case, Receipt
from onetrip.centres.models import CalendarDay, CalendarYear
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Visit
from onetrip.people.actions import know
from onetrip.ratings.models import BrokenPromise, Invitation, Rectification
from tests.cases.counter import CARD, PRINT, REWARD, Counter
from tests.cases.test_following import accepted
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db


def nothing_was_accepted() -> bool:
    return not (Case.objects.exists() or Receipt.objects.exists() or Invitation.objects.exists())


def test_all_matters_are_accepted_in_one_go_with_a_number_each_and_one_receipt(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT, REWARD)
    cases = list(receipt.cases.order_by("number"))
    assert [(case.number, case.matter) for case in cases] == [
        ("LF-20261124-0001", "booklet-print"),
        ("LF-20261124-0002", "reward"),
    ]
    assert receipt.number == "LF-20261124-S0001"
    assert [line["case"] for line in receipt.lines] == [case.number for case in cases]
    assert Invitation.objects.get().visit_id == receipt.visit_id


def test_the_next_acceptance_goes_on_counting(counter: Counter) -> None:
    first = counter.serving()
    counter.accept(first, PRINT, REWARD)
    counter.hall.at_window("finish", first)
    receipt = counter.accept(counter.serving(), PRINT)
    assert receipt.cases.get().number == "LF-20261124-0003"
    assert receipt.number == "LF-20261124-S0002"


def test_what_is_done_on_the_spot_is_completed_in_the_same_moment(counter: Counter) -> None:
    case = counter.accept(counter.serving(), PRINT).cases.get()
    assert (case.state, case.completed_at, case.due_on) == ("completed", counter.hall.now, None)


def test_a_promised_limit_becomes_a_day_counted_in_working_days(counter: Counter) -> None:
    slip = counter.slip("card")
    receipt = counter.accept(counter.serving(slip), CARD)
    case = receipt.cases.get()
    # 24 November 2026 is a Tuesday; the 30th working day after it is 5 January, New Year's Day not counted.
    assert case.limit == {"days": 30, "unit": "working_days"}
    assert case.due_on == date(2027, 1, 5)
    assert not case.due_certain  # nobody has announced the holidays of 2027
    (line,) = receipt.lines
    assert (line["due"], line["due_certain"], line["limit_known"]) == ("2027-01-05", False, True)


def test_a_calendar_that_knows_the_year_makes_the_day_certain(counter: Counter) -> None:
    notice = CalendarYear.objects.create(year=2027, source="test")
    CalendarDay.objects.create(notice=notice, day=date(2027, 1, 1), kind="holiday")
    case = counter.accept(counter.serving(counter.slip("card")), CARD).cases.get()
    assert (case.due_on, case.due_certain) == (date(2027, 1, 6), True)


def test_where_only_the_legal_limit_is_known_it_counts(counter: Counter) -> None:
    case = accepted(counter)
    assert case.limit == case.legal_limit == {"days": 20, "unit": "calendar_days"}
    assert case.due_on == case.legal_due_on == date(2026, 12, 14)


def test_where_nobody_knows_the_limit_the_receipt_says_so(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), AcceptedMatter("unlimited", ("id-card",)))
    assert receipt.cases.get().due_on is None
    assert receipt.lines[0]["limit_known"] is False


def test_papers_of_a_split_matter_are_taken_here_and_accepted_elsewhere(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), REWARD, PRINT)
    split, direct = receipt.cases.get(matter="reward"), receipt.cases.get(matter="booklet-print")
    assert (split.receiving_centre_id, split.accepting_centre_id, split.state) == ("LF", None, "received")
    assert direct.accepting_centre_id == "LF"
    assert [line["place"] for line in receipt.lines] == ["any_sent_on", "any"]


def test_the_receipt_lists_what_was_taken_and_what_nobody_asked_for(counter: Counter) -> None:
    (line,) = counter.accept(counter.serving(counter.slip("card")), CARD).lines
    assert line["name"] == {"zh": "老人卡", "en": "Card"}
    assert line["papers"] == [
        {"paper": "id-card", "name": {"zh": "身份证", "en": "ID card"}, "originals": 1, "copies": 1}
    ]
    assert {spared["paper"] for spared in line["spared"]} == {"booklet", "form"}


def test_missing_papers_of_all_matters_are_told_at_once_and_nothing_is_accepted(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(PapersMissing) as refused:
        counter.accept(ticket, AcceptedMatter("booklet-print", ()), AcceptedMatter("reward", ("marriage-certificate",)))
    told = [(at.matter, paper.paper) for at, paper in refused.value.missing]
    assert told == [("booklet-print", "id-card"), ("reward", "id-card"), ("reward", "photo")]
    for word in ("记录册：身份证", "奖励金：照片"):
        assert word in refused.value.text.zh
    assert nothing_was_accepted()
    assert Visit.objects.get(pk=ticket.visit_id).accepted == []


def test_an_original_looked_at_for_one_matter_is_at_hand_for_the_others(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT, AcceptedMatter("unlimited", ()))
    assert [paper["paper"] for paper in receipt.cases.get(matter="unlimited").papers] == ["id-card"]


def test_any_one_of_several_papers_will_do(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), AcceptedMatter("reward", ("id-card", "divorce-certificate", "photo")))
    assert [paper["name"]["zh"] for paper in receipt.lines[0]["papers"]] == ["身份证", "离婚证", "照片"]


def test_an_exempt_paper_is_not_missed_and_one_that_is_not_exempt_is(counter: Counter) -> None:
    counter.accept(counter.serving(counter.slip("card")), CARD)
    with pytest.raises(PapersMissing) as refused:  # a walk-in has not said where the household is registered
        walk_in = counter.hall.arrive()
        counter.hall.call(1)
        counter.hall.at_window("start", walk_in, 1)
        counter.accept(walk_in, CARD, place=1)
    assert [paper.paper for _, paper in refused.value.missing] == ["booklet"]


def test_a_minor_paper_may_follow_where_the_matter_allows_it(counter: Counter) -> None:
    asked = AcceptedMatter("reward", ("id-card", "marriage-certificate"), to_follow=("photo",))
    case = counter.accept(counter.serving(), asked).cases.get()
    assert case.papers[-1] == {
        "paper": "photo",
        "name": {"zh": "照片", "en": "photograph"},
        "follows": True,
        "by": "2026-12-08",
    }


@pytest.mark.parametrize(
    "asked",
    [
        AcceptedMatter("reward", ("marriage-certificate", "photo"), to_follow=("id-card",)),
        AcceptedMatter("booklet-print", (), to_follow=("id-card",)),
        AcceptedMatter("reward", ("id-card", "marriage-certificate", "photo"), to_follow=("booklet",)),
    ],
)
def test_a_main_paper_may_not_follow(counter: Counter, asked: AcceptedMatter) -> None:
    with pytest.raises(Refused) as refused:
        counter.accept(counter.serving(), asked)
    assert refused.value.code == "paper-may-not-follow"
    assert nothing_was_accepted()


def test_a_paper_that_depends_on_an_open_question_is_left_to_the_window(counter: Counter) -> None:
    first = counter.serving()
    counter.accept(first, AcceptedMatter("unlimited", ("id-card",)))
    counter.hall.at_window("finish", first)
    receipt = counter.accept(counter.serving(), AcceptedMatter("unlimited", ("id-card", "marriage-certificate")))
    assert len(receipt.cases.get().papers) == 2


def test_a_proxy_brings_papers_of_their_own(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    counter.came(ticket)
    with pytest.raises(PapersMissing) as refused:
        counter.accept(ticket, AcceptedMatter("card", ("id-card",), by_proxy=True))
    assert [paper.paper for _, paper in refused.value.missing] == ["proxy-id-card"]
    case = counter.accept(ticket, AcceptedMatter("card", ("id-card", "proxy-id-card"), by_proxy=True)).cases.get()
    assert case.by_proxy


@pytest.mark.parametrize(
    ("matter", "by_proxy", "code"),
    [
        ("elsewhere", False, "matter-not-here"),
        ("card", False, "matter-not-now"),
        ("kiosk-only", False, "matter-not-at-window"),
        ("reward", True, "proxy-not-possible"),
    ],
)
def test_what_cannot_be_accepted_here_is_refused_with_the_way_out(
    counter: Counter, matter: str, by_proxy: bool, code: str
) -> None:
    young = know(identity=synthetic_identity(date(1990, 5, 1)), now=NOW)
    ticket = counter.serving(resident_id=young.pk)
    if by_proxy:
        counter.came(ticket)
    with pytest.raises(Refused) as refused:
        counter.accept(ticket, AcceptedMatter(matter, ("id-card",), by_proxy=by_proxy))
    assert refused.value.code == code
    assert nothing_was_accepted()


def test_what_comes_by_itself_is_not_accepted(counter: Counter) -> None:
    old = know(identity=synthetic_identity(date(1950, 5, 1)), now=NOW)
    with pytest.raises(Refused) as refused:
        counter.accept(counter.serving(resident_id=old.pk), AcceptedMatter("allowance", ("id-card",)))
    assert refused.value.code == "matter-automatic"


def test_a_matter_that_no_catalogue_has_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFound):
        counter.accept(counter.serving(), AcceptedMatter("moon-landing", ()))


@pytest.mark.parametrize("asked", [[], [PRINT, PRINT], [AcceptedMatter(f"m{n}", ()) for n in range(21)]])
def test_a_request_that_makes_no_sense_is_malformed(counter: Counter, asked: list[AcceptedMatter]) -> None:
    with pytest.raises(Malformed):
        counter.accept(counter.serving(), *asked)


def test_a_paper_that_nobody_asks_for_is_not_taken_by_the_way(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        counter.accept(counter.serving(), AcceptedMatter("booklet-print", ("id-card", "photo")))
    assert refused.value.code == "paper-not-asked-for"


def test_only_who_is_served_at_this_window_is_accepted_from(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(Refused) as refused:
        counter.accept(ticket, PRINT, place=1)
    assert refused.value.code == "ticket-elsewhere"
    counter.hall.at_window("finish", ticket)
    with pytest.raises(Refused) as refused:
        counter.accept(ticket, PRINT)
    assert refused.value.code == "not-being-served"
    assert nothing_was_accepted()


def test_the_same_request_twice_gives_the_same_receipt(counter: Counter) -> None:
    ticket, key = counter.serving(), uuid.uuid4()
    assert counter.accept(ticket, PRINT, key=key).pk == counter.accept(ticket, PRINT, key=key).pk
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_matter_twice_in_a_visit_is_one_case(counter: Counter) -> None:
    ticket = counter.serving()
    case = counter.accept(ticket, PRINT).cases.get()
    with pytest.raises(Refused) as refused:
        counter.accept(ticket, PRINT, REWARD)
    assert refused.value.code == "accepted-before"
    assert case.number in refused.value.text.zh
    assert Case.objects.count() == 1


def test_a_second_acceptance_in_a_visit_has_a_receipt_of_its_own_and_no_second_invitation(counter: Counter) -> None:
    ticket = counter.serving()
    counter.accept(ticket, PRINT)
    counter.accept(ticket, REWARD)
    assert Receipt.objects.count() == 2
    assert Invitation.objects.count() == 1
    assert Visit.objects.get(pk=ticket.visit_id).accepted == ["booklet-print", "reward"]


def test_each_case_and_the_receipt_have_their_event(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT, REWARD)
    events = Event.objects.filter(verb__in=["accept", "receive", "issue"], thing__in=["case", "receipt"]).order_by("pk")
    assert [(event.thing, event.verb, event.to_state) for event in events] == [
        ("receipt", "issue", ""),
        ("case", "accept", "completed"),
        ("case", "receive", "received"),
    ]
    assert events[0].data["cases"] == [line["case"] for line in receipt.lines]


def test_a_case_remembers_the_version_it_was_accepted_by(counter: Counter) -> None:
    case = counter.accept(counter.serving(), PRINT).cases.get()
    assert case.catalogue.number == 1


def test_a_slip_is_kept_when_everything_it_was_for_is_accepted(counter: Counter) -> None:
    slip = counter.slip("card", "booklet-print")
    ticket = counter.serving(slip)
    counter.accept(ticket, CARD)
    slip.refresh_from_db()
    assert slip.state == Slip.State.ISSUED
    counter.accept(ticket, PRINT)
    slip.refresh_from_db()
    assert slip.state == Slip.State.HONOURED
    counter.hall.at_window("finish", ticket)
    assert Visit.objects.get(pk=ticket.visit_id).outcome == "all"


def test_a_paper_taken_beyond_the_slip_breaks_the_promise_although_all_was_accepted(counter: Counter) -> None:
    slip = counter.slip("card")
    asked = AcceptedMatter("card", ("id-card",), extra=(ExtraPaper("booklet", "rule"),))
    case = counter.accept(counter.serving(slip), asked).cases.get()
    slip.refresh_from_db()
    assert slip.state == Slip.State.BROKEN
    broken = BrokenPromise.objects.get()
    assert (broken.matter, broken.paper, broken.cause, broken.window) == ("card", "booklet", "rule", 1)
    assert "不用带户口簿" in broken.slip_said["zh"]
    assert broken.window_asked["zh"] == "窗口要了户口簿。"
    assert Rectification.objects.get().broken_promise_id == broken.pk
    assert case.papers[-1]["extra"] is True


def test_asking_for_more_without_a_slip_breaks_no_promise(counter: Counter) -> None:
    counter.accept(counter.serving(), AcceptedMatter("booklet-print", ("id-card",), extra=(ExtraPaper("photo"),)))
    assert not BrokenPromise.objects.exists()


def test_an_extra_paper_that_does_not_exist_is_malformed(counter: Counter) -> None:
    with pytest.raises(Malformed):
        counter.accept(counter.serving(), AcceptedMatter("booklet-print", ("id-card",), extra=(ExtraPaper("dragon"),)))


def test_a_slip_is_honoured_by_its_own_version_after_the_catalogue_has_changed(counter: Counter) -> None:
    from onetrip.catalogue import actions as catalogue
    from tests.cases.matters import FILES

    slip = counter.slip("card")
    stricter = FILES["matters/card.yaml"].replace("copies: 1}", "copies: 1}\n  - {paper: photo, originals: 2}")
    catalogue.publish(by="system", now=NOW, files={**FILES, "matters/card.yaml": stricter}, city="test")
    case = counter.accept(counter.serving(slip), CARD).cases.get()
    assert case.catalogue.number == 1
