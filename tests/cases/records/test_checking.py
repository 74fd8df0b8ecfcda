"""Whether a paper is the latest word, and whether a file is the very one."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from onetrip.cases import actions
from onetrip.cases.actions import MissingPaper
from onetrip.cases.models import Case, Record
from onetrip.cases.records.checking import Match, hash_of, match, record_by_token, standing_of
from onetrip.cases.records.papers import pdf_of
from onetrip.ledger.refusals import NotFound
from onetrip.people.models import Resident
from tests.cases.counter import PRINT, Counter
from tests.cases.records.given import CARD, accept
from tests.cases.test_following import do
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def is_latest(record: Record) -> bool:
    return standing_of(record_by_token(record.token)).is_latest


def test_the_last_word_is_the_latest_and_the_one_before_names_it(counter: Counter, received: Case) -> None:
    do("accept", received, counter.hall.tick())
    first = received.records.get()
    assert is_latest(first)
    do("ask-supplement", received, counter.hall.tick())
    later = standing_of(record_by_token(first.token)).later
    assert later is not None
    assert later.kind == "supplement"
    assert is_latest(later)


def test_a_step_without_a_paper_takes_the_last_word_away_too(counter: Counter, received: Case) -> None:
    do("accept", received, counter.hall.tick())
    do("complete", received, counter.hall.tick())
    standing = standing_of(record_by_token(received.records.get().token))
    assert (standing.later, standing.went_on, standing.is_latest) == (None, True, False)


def test_a_paper_wanted_that_came_is_no_longer_the_word(counter: Counter, received: Case) -> None:
    do("ask-papers", received, counter.hall.tick())
    assert is_latest(received.records.get())
    do("papers-brought", received, counter.hall.tick())
    assert not is_latest(received.records.get())


def test_what_one_act_gave_together_stands_together(counter: Counter, with_a_gap: Case) -> None:
    promise = with_a_gap.records.get(kind="promise")
    assert not is_latest(promise), "it was accepted since"
    assert is_latest(with_a_gap.records.get(kind="acceptance"))
    actions.bring(
        centre="LF", case_id=with_a_gap.pk, paper="photo", now=counter.hall.tick(), by="staff:a", key=uuid.uuid4()
    )
    assert not is_latest(with_a_gap.records.get(kind="acceptance"))
    assert is_latest(with_a_gap.records.get(kind="follow-up"))


def test_a_receipt_stands_until_one_of_its_cases_moves(counter: Counter, resident: Resident) -> None:
    receipt = accept(counter, resident, CARD, PRINT)
    assert is_latest(receipt.record)
    do("complete", receipt.cases.get(matter="card"), counter.hall.tick())
    assert not is_latest(receipt.record)


def test_a_notice_stands_until_its_matter_is_accepted(counter: Counter) -> None:
    ticket = counter.serving()
    notice = counter.tell(ticket, [MissingPaper("card", "id-card", "没带")])
    assert is_latest(notice.record)
    counter.accept(ticket, CARD)
    assert not is_latest(notice.record)


def test_a_clock_that_was_set_back_makes_no_old_word_the_latest(counter: Counter, received: Case) -> None:
    do("accept", received, counter.hall.tick())
    do("decide", received, counter.hall.now - timedelta(days=2))
    assert not is_latest(received.records.get(kind="acceptance"))
    assert is_latest(received.records.get(kind="decision"))


def test_a_file_is_this_paper_another_of_ours_or_none(counter: Counter, card: Case) -> None:
    mine, receipt = card.records.get(), card.receipt.record
    how = {"language": "zh", "layout": "a5", "origin": "https://onetrip.example", "now": NOW}
    pdf, other = pdf_of(mine, **how), pdf_of(receipt, **how)
    assert match(mine, hash_of([pdf[:1000], pdf[1000:]])) is Match.SAME
    assert match(mine, hash_of([other])) is Match.OTHER
    assert match(mine, hash_of([pdf.replace(b"1", b"2", 1)])) is Match.UNKNOWN
    assert match(mine, hash_of([b""])) is Match.UNKNOWN


@pytest.mark.parametrize("token", ["", "x", "x" * 400, "%00", "\0", "号", "../../etc/passwd"])
def test_a_code_that_we_never_gave_names_nothing(card: Case, token: str) -> None:
    with pytest.raises(NotFound, match="record-unknown"):
        record_by_token(token)


def test_a_code_altered_by_one_character_names_nothing(card: Case) -> None:
    token = card.records.get().token
    assert len(token) >= 22, "128 bits"
    for place in range(len(token)):
        with pytest.raises(NotFound):
            record_by_token(token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :])
