from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from onetrip.ledger import rows
from onetrip.ledger.models import Event, RequestKey, Seal

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
BY_ID = f"SELECT {rows.columns(Event, 'event')}, event.verb || '!' FROM ledger_event event WHERE event.id = %s"  # noqa: S608 -- the names are constants

pytestmark = pytest.mark.django_db


def event(verb: str = "draw") -> Event:
    return Event(at=NOW, centre="LF", actor="x", thing="ticket", thing_id="1", verb=verb, data={"n": [1]}, public=None)


def test_what_is_inserted_is_what_django_reads() -> None:
    first, second = event("draw"), event("call")
    rows.insert(first, second)
    found = list(Event.objects.order_by("pk"))
    assert [one.pk for one in found] == [first.pk, second.pk]
    assert [one.verb for one in found] == ["draw", "call"]
    assert (found[0].at, found[0].data, found[0].public) == (NOW, {"n": [1]}, None)


def test_an_inserted_instance_is_saved_and_no_longer_new() -> None:
    seal = Seal(event_id=1, centre="LF", position=1, digest="0")
    rows.insert(seal)
    seal.centre = "PX"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        seal.save()  # an update of its row, which the ledger forbids: no second row


def test_a_row_is_read_as_an_instance_with_what_stands_behind_it() -> None:
    made = event()
    rows.insert(made)
    read = rows.one(Event, BY_ID, [made.pk], ("loud",))
    assert read == made
    assert (read.data, read.public, read.loud) == ({"n": [1]}, None, "draw!")
    assert rows.one(Event, BY_ID, [0], ("loud",)) is None


def test_what_is_in_the_way_may_be_left_as_it_is() -> None:
    key = RequestKey(action="a", actor="x", at=NOW, result={"n": 1})
    rows.insert(key)
    rows.insert(RequestKey(key=key.key, action="b", actor="x", at=NOW), on_conflict="ON CONFLICT DO NOTHING")
    assert RequestKey.objects.get().action == "a"


def test_one_statement_does_it_whatever_the_number(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        rows.insert(event(), event(), event())


def test_several_models_go_in_with_one_statement_and_those_that_the_database_numbers_stand_last(
    django_assert_num_queries,
) -> None:
    keys = [RequestKey(action=action, actor="x", at=NOW) for action in "ab"]
    made = event()
    with django_assert_num_queries(1):
        rows.insert(*keys, made)
    assert set(RequestKey.objects.values_list("action", flat=True)) == {"a", "b"}
    assert Event.objects.get() == made
    with pytest.raises(ValueError, match="Event is numbered"):
        rows.insert(event(), RequestKey(action="c", actor="x", at=NOW))
