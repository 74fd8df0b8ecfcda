"""Several at once, on connections of their own: a call sent twice at the same moment, and changes that commit out of order."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from onetrip.cases.models import Case
from onetrip.departments import feed
from onetrip.departments.models import Change
from onetrip.ledger import events
from onetrip.ledger.models import Event
from tests.cases.counter import Counter, open_counter
from tests.cases.test_following import accepted
from tests.departments.systems import Calling, a_system
from tests.factories import NOW
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
HELD = [("civil-affairs", "*")]


@pytest.fixture
def counter(transactional_db: None) -> Counter:
    return open_counter()


@pytest.fixture
def calling(counter: Counter) -> Calling:
    return a_system()


def test_a_call_sent_six_times_at_once_is_done_once_and_answered_alike(counter: Counter, calling: Calling) -> None:
    case, key = accepted(counter), uuid.uuid4()
    answers = together([lambda: calling.post(f"/cases/{case.number}/decide", {"granted": True}, key=key)] * 6)
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert Event.objects.filter(verb="decide").count() == 1


def test_two_systems_take_a_case_at_once_and_one_has_it(counter: Counter, calling: Calling) -> None:
    case, other = accepted(counter), a_system("minzheng-second")
    answers = together([lambda who=who: who.post(f"/cases/{case.number}/take") for who in (calling, other)])
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def happened(case: Case, note: str) -> None:
    """Something that is told of a case, in the caller's transaction."""
    events.record(now=NOW, centre="LF", actor="t", thing="case", thing_id=case.pk, verb="warn", data={"note": note})


@contextmanager
def open_transaction(
    deed: Callable[[], None], *, ends: Callable[[], None] | None = None
) -> Iterator[Callable[[], None]]:
    """`deed` done in a transaction of another connection that stays open; calling what is given lets it end (commit, or raise
    what `ends` raises) and waits for that."""
    done, go_on = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                deed()
                done.set()
                assert go_on.wait(30)
                if ends is not None:
                    ends()
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert done.wait(30)

    def end() -> None:
        go_on.set()
        thread.join(30)

    try:
        yield end
    finally:
        end()


def fail() -> None:
    raise ZeroDivisionError


def read(after: int) -> feed.Page:
    return feed.page(HELD, after=after, most=100)


def notes(page: feed.Page) -> list[str]:
    numbers = [Change.objects.get(pk=one.id).event for one in page.changes]
    return [Event.objects.get(pk=number).data["note"] for number in numbers]


def test_what_commits_late_with_a_lower_number_is_not_lost(counter: Counter) -> None:
    first, second = accepted(counter), accepted(counter)
    start = read(0).next
    with open_transaction(lambda: happened(first, "early, but slow")) as end:
        happened_now(second, "late, but quick")
        between = read(start)
        assert between.changes == (), "a number was told while a lower one could still appear"
        assert between.next == start
        end()
        assert notes(read(between.next)) == ["early, but slow", "late, but quick"]


def test_what_is_taken_back_leaves_no_hole_that_anybody_waits_for(counter: Counter) -> None:
    first, second = accepted(counter), accepted(counter)
    start = read(0).next
    with open_transaction(lambda: happened(first, "never"), ends=fail) as end:
        happened_now(second, "was")
        assert read(start).changes == ()
        end()
        assert notes(read(start)) == ["was"]


def test_a_stream_of_others_does_not_hold_the_feed_up_for_ever(counter: Counter) -> None:
    """There is always some transaction open; only those that were open at the look are waited for."""
    first, second = accepted(counter), accepted(counter)
    start = read(0).next
    with open_transaction(lambda: happened(first, "1")) as end_first:
        assert read(start).changes == ()
        with open_transaction(lambda: happened(second, "2")):
            end_first()
            assert notes(read(start)) == ["1"], "what began later was waited for"


def test_a_reader_that_comes_back_meets_everything_once_whatever_commits_meanwhile(counter: Counter) -> None:
    cases = [accepted(counter) for _ in range(4)]
    start = read(0).next
    seen: list[str] = []
    stop = threading.Event()

    def reader() -> None:
        at = start
        while not stop.is_set() or read(at).changes:
            page = feed.page(HELD, after=at, most=3)
            seen.extend(notes(page))
            at = page.next

    def writer(case: Case) -> None:
        for number in range(12):
            with transaction.atomic():
                happened(case, f"{case.number} {number}")

    def write_all() -> None:
        together([lambda case=case: writer(case) for case in cases])
        stop.set()

    together([reader, write_all])
    assert sorted(seen) == sorted(f"{case.number} {number}" for case in cases for number in range(12))
    for case in cases:
        mine = [note for note in seen if note.startswith(case.number)]
        assert mine == [f"{case.number} {number}" for number in range(12)], "a case was told out of its order"


def happened_now(case: Case, note: str) -> None:
    with transaction.atomic():
        happened(case, note)
