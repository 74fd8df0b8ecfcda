"""Messages leave in an order in which they can be taken in, and none is overtaken by a transaction that commits late."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from onetrip.nodes import outbox
from onetrip.nodes.models import Here, Line, Outgoing
from onetrip.nodes.outbox import Message
from tests.factories import NOW

NUMBER = "SELECT pg_current_xact_id()"
"""What a change before a trigger has done: the transaction has its number before the message gets one."""
INSERT = (
    'INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at") '
    "VALUES ('city', pg_current_xact_id()::text::bigint, 'lobby_visit', 'I', %s, '{}', now())"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line() -> Line:
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    return Line.objects.create(city="https://city.example", since=NOW)


@pytest.fixture
def writers() -> Iterator[list[psycopg.Connection]]:
    """Three connections of their own, beside Django's."""
    given = connection.get_connection_params()
    plain = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    opened = [psycopg.connect(**plain) for _ in range(3)]
    yield opened
    for one in opened:
        one.close()


def next_batch(line: Line, after: int = 0) -> outbox.Batch:
    return outbox.batch("city", after=after, settled=outbox.settle(line))


def keys(batch: outbox.Batch) -> list[str]:
    return [message.key for message in batch.messages]


def test_what_is_committed_is_sent_at_once_when_nothing_else_is_open(line: Line, writers: list) -> None:
    writers[0].execute(INSERT, ["a"])
    writers[0].commit()
    assert keys(next_batch(line)) == ["a"]


def test_a_lower_number_that_commits_late_is_not_overtaken(line: Line, writers: list) -> None:
    early, late, _ = writers
    early.execute(NUMBER)
    early.execute(INSERT, ["early"])
    late.execute(INSERT, ["late"])
    late.commit()
    assert keys(next_batch(line)) == []
    early.commit()
    assert keys(next_batch(line)) == ["early", "late"]


def test_a_transaction_that_began_first_and_waited_for_the_second_comes_after_it(line: Line, writers: list) -> None:
    # The one that looks below the oldest open transaction only would send `first` (an old transaction) before `second`.
    old, young, blocking = writers
    old.execute(NUMBER)  # begins early, writes late
    blocking.execute(NUMBER)  # stays open
    young.execute(INSERT, ["second"])
    young.commit()
    old.execute(INSERT, ["first"])  # having seen what `young` did
    old.commit()
    assert keys(next_batch(line)) == []
    blocking.commit()
    assert keys(next_batch(line)) == ["second", "first"]


def test_what_was_rolled_back_leaves_no_gap_to_wait_for(line: Line, writers: list) -> None:
    writers[0].execute(INSERT, ["never"])
    writers[1].execute(INSERT, ["kept"])
    writers[0].rollback()
    writers[1].commit()
    assert keys(next_batch(line)) == ["kept"]


def test_a_transaction_is_never_torn(line: Line, writers: list) -> None:
    for number in range(4):
        for part in range(5):
            writers[0].execute(INSERT, [f"{number}-{part}"])
        writers[0].commit()
    settled = outbox.settle(line)
    small = outbox.batch("city", after=0, settled=settled, most=3)
    assert keys(small) == [f"{number}-{part}" for number in range(2) for part in range(5)]
    bytes_count = outbox.batch("city", after=0, settled=settled, most_bytes=1300)
    assert len(bytes_count.messages) == 10


def test_two_interleaved_transactions_go_together(line: Line, writers: list) -> None:
    for key in ("a1", "b1", "a2"):
        writers[0 if key[0] == "a" else 1].execute(INSERT, [key])
    writers[0].commit()
    writers[1].execute(INSERT, ["b2"])
    writers[1].commit()
    assert keys(outbox.batch("city", after=0, settled=outbox.settle(line), most=1)) == ["a1", "b1", "a2", "b2"]


def test_looking_inside_a_transaction_is_a_mistake(line: Line) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        outbox.settle(line)


def test_many_writers_at_once_lose_nothing_and_keep_the_order_of_each(line: Line, writers: list) -> None:
    chance, each = random.Random(5), 60  # noqa: S311 -- pauses, no secrets
    waits = [[chance.random() * 0.003 for _ in range(each)] for _ in writers]

    def write(number: int) -> None:
        for count, wait in enumerate(waits[number]):
            writers[number].execute(NUMBER)
            writers[number].execute(INSERT, [f"{number}-{count}"])
            threading.Event().wait(wait)
            if count % 7 == 3:
                writers[number].rollback()
            else:
                writers[number].commit()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(writers))]
    for thread in threads:
        thread.start()
    heard: list[Message] = []
    after = 0
    while any(thread.is_alive() for thread in threads) or outbox.waiting("city", acknowledged=after).messages:
        batch = next_batch(line, after)
        assert all(message.id > after for message in batch.messages)
        heard += batch.messages
        after = batch.upto
    assert [message.id for message in heard] == list(Outgoing.objects.order_by("id").values_list("id", flat=True))
    for number in range(len(writers)):
        mine = [message.key for message in heard if message.key.startswith(f"{number}-")]
        assert mine == [f"{number}-{count}" for count in range(each) if count % 7 != 3]


def test_a_look_of_another_cluster_does_not_hold_the_outbox_up(line: Line, writers: list) -> None:
    # A backup that was taken during a look, put back into a cluster whose transactions are counted from the start again.
    writers[0].execute(INSERT, ["a"])
    writers[0].commit()
    line.mark, line.mark_until = outbox.last_given(), 1 << 60
    line.save()
    assert keys(next_batch(line)) == ["a"]


def test_messages_numbered_anew_keep_their_order_and_lie_beyond_all_that_were_given(line: Line, writers: list) -> None:
    for key in ("told", "a", "b"):
        writers[0].execute(INSERT, [key])
        writers[0].commit()
    first = Outgoing.objects.order_by("id").values_list("id", flat=True)[0]
    with transaction.atomic():
        assert outbox.number_anew(after=first) == 2
    writers[0].execute(INSERT, ["c"])
    writers[0].commit()
    batch = next_batch(line, after=first)
    assert keys(batch) == ["a", "b", "c"]
    assert batch.messages[0].id > first + outbox.LEAP


def test_what_arrived_is_forgotten_only_when_it_is_old(line: Line, writers: list) -> None:
    writers[0].execute(INSERT, ["a"])
    writers[0].commit()
    (only,) = Outgoing.objects.all()
    assert outbox.prune("city", arrived=only.id, before=only.at) == 0
    assert outbox.prune("city", arrived=only.id - 1, before=only.at.replace(year=2999)) == 0
    assert outbox.prune("LF", arrived=only.id, before=only.at.replace(year=2999)) == 0, "it was for somebody else"
    assert outbox.prune("city", arrived=only.id, before=only.at.replace(year=2999)) == 1
