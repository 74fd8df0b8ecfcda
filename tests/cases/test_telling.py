from __future__ import annotations

import uuid

import pytest

from onetrip.advice.models import Slip
from onetrip.cases import queries
from onetrip.cases.actions import MissingPaper
from onetrip.cases.models import MissingNotice
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Visit
from onetrip.ratings.models import BrokenPromise, Invitation, Rectification
from tests.cases.counter import CARD, PRINT, Counter

pytestmark = pytest.mark.django_db


def test_everything_missing_is_told_on_one_notice(counter: Counter) -> None:
    ticket = counter.serving()
    notice = counter.tell(
        ticket,
        [
            MissingPaper("reward", "marriage-certificate", "没带"),
            MissingPaper("reward", "photo", "  照片\n看不清 "),
            MissingPaper("card", "booklet"),
        ],
    )
    assert notice.number == "LF-20261124-G0001"
    assert [(item["matter"], item["paper"], item["reason"]) for item in notice.items] == [
        ("reward", "marriage-certificate", "没带"),
        ("reward", "photo", "照片 看不清"),
        ("card", "booklet", ""),
    ]
    assert notice.items[1]["originals"] == 2
    assert notice.items[2]["where"] == {"zh": "派出所补领", "en": "the police station reissues it"}
    assert Visit.objects.get(pk=ticket.visit_id).wanted == ["card", "reward"]


def test_whoever_is_sent_home_may_say_what_they_think_of_it(counter: Counter) -> None:
    ticket = counter.serving()
    counter.tell(ticket, [MissingPaper("booklet-print", "id-card")])
    assert Invitation.objects.get().visit_id == ticket.visit_id


def test_a_visit_that_ends_with_a_notice_was_not_one_trip(counter: Counter) -> None:
    ticket = counter.serving()
    counter.accept(ticket, PRINT)
    counter.tell(ticket, [MissingPaper("reward", "photo")])
    counter.hall.at_window("finish", ticket)
    assert Visit.objects.get(pk=ticket.visit_id).outcome == "part"


def test_a_paper_that_the_slip_lists_breaks_no_promise(counter: Counter) -> None:
    slip = counter.slip("card")
    counter.tell(counter.serving(slip), [MissingPaper("card", "id-card", "没带")])
    slip.refresh_from_db()
    assert slip.state == Slip.State.ISSUED
    assert not BrokenPromise.objects.exists()


def test_a_paper_that_the_slip_calls_not_needed_breaks_the_promise(counter: Counter) -> None:
    slip = counter.slip("card")
    notice = counter.tell(counter.serving(slip), [MissingPaper("card", "booklet", cause="system")])
    slip.refresh_from_db()
    assert slip.state == Slip.State.BROKEN
    broken = BrokenPromise.objects.get()
    assert (broken.cause, broken.paper, broken.slip_id) == ("system", "booklet", slip.pk)
    assert "不用带" in broken.slip_said["zh"]
    assert notice.items[0]["broken"] is True
    assert Rectification.objects.get().state == "open"


def test_a_paper_that_the_slip_does_not_name_breaks_the_promise_with_the_cause_still_open(counter: Counter) -> None:
    slip = counter.slip("card")
    counter.tell(counter.serving(slip), [MissingPaper("card", "bank-card")])
    broken = BrokenPromise.objects.get()
    assert broken.cause == "unknown"
    assert broken.slip_said["zh"] == "单子没写要带银行卡。"


def test_one_notice_records_each_broken_promise_and_the_others_not(counter: Counter) -> None:
    slip = counter.slip("card", "reward")
    counter.tell(
        counter.serving(slip),
        [
            MissingPaper("card", "booklet"),
            MissingPaper("reward", "photo"),
            MissingPaper("reward", "bank-card"),
            MissingPaper("booklet-print", "bank-card"),  # not on the slip: nothing was promised about it
        ],
    )
    assert set(BrokenPromise.objects.values_list("matter", "paper")) == {("card", "booklet"), ("reward", "bank-card")}
    assert Event.objects.filter(thing="broken-promise", verb="record").count() == 2


def test_a_paper_that_the_slip_left_to_the_window_breaks_no_promise(counter: Counter) -> None:
    slip = counter.slip("unlimited")  # whether ever married was not asked
    counter.tell(counter.serving(slip), [MissingPaper("unlimited", "marriage-certificate")])
    assert not BrokenPromise.objects.exists()


def test_what_a_proxy_brings_was_said_too(counter: Counter) -> None:
    slip = counter.slip("card")
    counter.tell(counter.serving(slip), [MissingPaper("card", "proxy-id-card", by_proxy=True)])
    assert not BrokenPromise.objects.exists()


def test_a_broken_slip_stays_broken_though_all_is_accepted_afterwards(counter: Counter) -> None:
    slip = counter.slip("card")
    ticket = counter.serving(slip)
    counter.tell(ticket, [MissingPaper("card", "bank-card")])
    counter.accept(ticket, CARD)
    slip.refresh_from_db()
    assert slip.state == Slip.State.BROKEN


def test_the_same_request_twice_gives_one_notice(counter: Counter) -> None:
    slip, key = counter.slip("card"), uuid.uuid4()
    ticket = counter.serving(slip)
    missing = [MissingPaper("card", "bank-card")]
    assert counter.tell(ticket, missing, key=key).pk == counter.tell(ticket, missing, key=key).pk
    assert BrokenPromise.objects.count() == 1


def test_telling_the_same_again_makes_a_new_notice_and_no_second_broken_promise(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    counter.tell(ticket, [MissingPaper("card", "bank-card")])
    counter.tell(ticket, [MissingPaper("card", "bank-card")])
    assert MissingNotice.objects.count() == 2
    assert BrokenPromise.objects.count() == Rectification.objects.count() == 1


@pytest.mark.parametrize(
    "missing",
    [
        [],
        [MissingPaper("card", "booklet")] * 2,
        [MissingPaper("card", f"p{n}") for n in range(61)],
        [MissingPaper("card", "booklet", cause="moon")],
        [MissingPaper("card", "dragon")],
    ],
)
def test_a_notice_that_makes_no_sense_is_malformed(counter: Counter, missing: list[MissingPaper]) -> None:
    with pytest.raises(Malformed):
        counter.tell(counter.serving(), missing)
    assert not MissingNotice.objects.exists()


def test_a_notice_for_an_unknown_matter_or_for_nobody_is_refused(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(NotFound):
        counter.tell(ticket, [MissingPaper("moon-landing", "booklet")])
    counter.hall.at_window("finish", ticket)
    with pytest.raises(Refused):
        counter.tell(ticket, [MissingPaper("card", "booklet")])
    assert not MissingNotice.objects.exists()


def test_a_notice_is_found_by_its_token_alone(counter: Counter) -> None:
    notice = counter.tell(counter.serving(), [MissingPaper("card", "booklet")])
    assert queries.notice_by_token(notice.token) == notice
    for token in ("", "x" * 41, "\0", "令牌", notice.number):
        with pytest.raises(NotFound):
            queries.notice_by_token(token)
