"""Whoever changes the record of events is found: any column of any row, a row less, a row more, another order, an end cut off."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from onetrip.ledger import actions, heads, sealing, verifying
from onetrip.ledger.models import Event, Seal
from onetrip.ledger.verifying import Reason
from onetrip.walls.scope import as_owner
from tests.ledger.chains import NOW, a_chain, record, sql

pytestmark = pytest.mark.django_db

ALTERED = {
    "at": "at + interval '1 microsecond'",
    "centre": "'PX'",
    "actor": "actor || ' '",
    "thing": "'case'",
    "thing_id": "thing_id || '0'",
    "verb": "upper(verb)",
    "from_state": "'waiting'",
    "to_state": "'called'",
    "data": "data || '{\"n\": 2}'",
    "public": "CASE WHEN public IS NULL THEN 'null'::jsonb END",
    "id": "-id",
}


def reasons(**more: object) -> list[tuple[int, Reason]]:
    return [(one.position, one.reason) for one in verifying.breaks("LF", **more)]  # type: ignore[arg-type]


def test_every_column_of_an_event_is_tried_here() -> None:
    assert ALTERED.keys() == {field.column for field in Event._meta.concrete_fields}


def test_a_chain_with_every_odd_sign_in_it_is_whole() -> None:
    a_chain()
    walked = verifying.Walked()
    assert list(verifying.breaks("LF", walked=walked)) == []
    last = Seal.objects.get(centre="LF", position=6)
    assert (walked.position, walked.digest) == (6, last.digest)


@pytest.mark.parametrize("column", ALTERED)
@pytest.mark.parametrize("place", [1, 4, 6])
def test_any_change_of_any_column_of_any_event_is_found_at_its_place(column: str, place: int) -> None:
    made = a_chain()
    sql(f"UPDATE ledger_event SET {column} = {ALTERED[column]} WHERE id = %s", made[place - 1].pk)  # noqa: S608 -- ours
    missing = column == "id"
    assert reasons() == [(place, Reason.EVENT_MISSING if missing else Reason.CHANGED)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("digest", "reverse(digest)"),
        ("form", "1"),
        ("form", "7"),
        ("event_id", "event_id + 1000"),
        ("position", "position + 100"),
        ("centre", "'PX'"),
    ],
)
@pytest.mark.parametrize("place", [1, 3])
def test_any_change_of_a_seal_is_found(column: str, value: str, place: int) -> None:
    a_chain()
    sql(f"UPDATE ledger_seal SET {column} = {value} WHERE centre = 'LF' AND position = %s", place)  # noqa: S608 -- ours
    assert reasons() != []


def test_an_event_that_was_removed_is_missing_and_its_seal_too_leaves_a_gap() -> None:
    made = a_chain()
    sql("DELETE FROM ledger_event WHERE id = %s", made[1].pk)
    assert reasons() == [(2, Reason.EVENT_MISSING)]
    sql("DELETE FROM ledger_seal WHERE event_id = %s", made[1].pk)
    assert reasons() == [(2, Reason.SEAL_MISSING)]


def test_two_events_that_change_places_are_found() -> None:
    made = a_chain()
    sql("UPDATE ledger_seal SET event_id = -event_id WHERE event_id = %s", made[1].pk)
    sql("UPDATE ledger_seal SET event_id = %s WHERE event_id = %s", made[1].pk, made[2].pk)
    sql("UPDATE ledger_seal SET event_id = %s WHERE event_id = %s", made[2].pk, -made[1].pk)
    assert reasons() == [(2, Reason.CHANGED), (3, Reason.CHANGED)]


def cut_off(length: int) -> None:
    """The last rows go, with their seals: what is left is a chain that holds."""
    sql(
        "DELETE FROM ledger_event e USING ledger_seal s WHERE s.event_id = e.id AND s.centre = 'LF' AND s.position > %s",
        length,
    )
    sql("DELETE FROM ledger_seal WHERE centre = 'LF' AND position > %s", length)


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_kept_elsewhere() -> None:
    a_chain()
    head = heads.head_of("LF", now=NOW)
    cut_off(5)
    assert reasons() == []
    assert reasons(heads=[head], trust=heads.Trust()) == [(6, Reason.CUT_OFF)]


def write_anew() -> None:
    """Whoever may write everything changes an event and seals all of it again."""
    sql("UPDATE ledger_event SET actor = 'nobody' WHERE thing_id = '2'")
    sql("DELETE FROM ledger_seal WHERE centre = 'LF'")
    sealing.seal("LF")


def test_a_chain_that_was_written_anew_is_found_by_a_head_that_was_kept_elsewhere() -> None:
    a_chain()
    head = heads.head_of("LF", now=NOW)
    write_anew()
    assert reasons() == []
    assert reasons(heads=[head], trust=heads.Trust()) == [(6, Reason.SEALED_ANEW)]


def test_a_head_that_the_house_did_not_sign_is_not_believed() -> None:
    a_chain()
    head = heads.head_of("LF", now=NOW)
    assert head is not None
    forged = heads.Head(head.centre, head.position, "f" * 64, head.at, head.key, head.signature)
    other = heads.Trust("ab" * 32)
    assert reasons(heads=[head], trust=heads.Trust(heads.public_key())) == []
    assert reasons(heads=[forged], trust=heads.Trust()) == [(6, Reason.FORGED_HEAD)]
    assert reasons(heads=[head], trust=other) == [(6, Reason.FORGED_HEAD)]


def test_once_a_day_the_clock_notes_the_heads_in_a_file_and_in_the_ledger(tmp_path: Path) -> None:
    a_chain()
    day, how = date(2026, 11, 24), {"owned": lambda _: True, "here": "city", "folder": tmp_path, "by": "system:clock"}
    first = actions.note_heads(day=day, now=NOW, **how)
    assert [(head.centre, head.position) for head in first] == [("LF", 6)]
    assert actions.note_heads(day=day, now=NOW, **how) == []
    record(7)
    later = actions.note_heads(day=day + timedelta(days=1), now=NOW + timedelta(days=1), **how)
    assert [(head.centre, head.position) for head in later] == [("", 1), ("LF", 7)]
    kept = heads.read(tmp_path / "heads-2026.jsonl")
    assert kept == [*first, *later]
    assert all(heads.Trust(heads.public_key()).believes(head) for head in kept)
    cut_off(6)
    assert reasons(heads=list(heads.noted("LF"))) == [(7, Reason.CUT_OFF)], (
        "the ledger of the city tells of the centre's"
    )


def test_an_event_that_commits_late_is_sealed_after_those_that_overtook_it() -> None:
    a_chain(3)
    newest = Event.objects.latest("id")
    record(4)
    sql("UPDATE ledger_event SET id = 0 WHERE thing_id = '4'")
    assert sealing.lately() == max(newest.pk - sealing.LATE, 0)
    assert sealing.waiting(beyond=0) == []
    assert sealing.waiting(beyond=-1) == ["LF"]


def test_the_clock_seals_what_is_new_of_the_centres_that_are_its_own() -> None:
    record(1)
    record(2, centre="PX")
    assert actions.seal_new(owned=lambda centre: centre == "LF") == 1
    assert list(sealing.sealed_centres()) == ["LF"]
    assert verifying.unsealed("PX") == 1
    assert actions.seal_new(owned=lambda _: True) == 1
    assert list(sealing.sealed_centres()) == ["LF", "PX"]
    assert actions.seal_new(owned=lambda _: True, everything=True) == 0


def test_a_chain_grows_and_nothing_is_sealed_twice() -> None:
    a_chain(2)
    record(3)
    assert sealing.seal("LF") == 1
    assert sealing.seal("LF") == 0
    assert reasons() == []


def test_many_events_are_sealed_in_several_transactions() -> None:
    for number in range(1, 8):
        record(number)
    assert sealing.seal("LF", most=3) == 7
    assert reasons() == []


def test_seals_of_the_first_form_are_still_verified() -> None:
    """As they were made before the house wrote them in a second form: over Python's own canonical JSON."""
    previous = sealing.START
    for position, event in enumerate([record(1), record(2, data={"z": 1, "a": "字"}, public={"b": None})], 1):
        event.refresh_from_db()
        row = [event.pk, event.at.isoformat(), event.centre, event.actor, event.thing, event.thing_id, event.verb]
        row += [event.from_state, event.to_state, event.data, event.public]
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256((previous + text).encode()).hexdigest()
        Seal.objects.create(event_id=event.pk, centre="LF", position=position, digest=previous, form=1)
    record(3)
    sealing.seal("LF")
    assert reasons() == []
    sql('UPDATE ledger_event SET data = \'{"z": 2, "a": "字"}\' WHERE thing_id = \'2\'')
    assert reasons() == [(2, Reason.CHANGED)]


def test_a_seal_does_not_depend_on_how_the_session_writes_times() -> None:
    a_chain()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Shanghai'")
        cursor.execute("SET LOCAL datestyle = 'German'")
        assert reasons() == []


@pytest.mark.parametrize("table", ["ledger_event", "ledger_seal"])
def test_the_ledger_cannot_be_emptied_at_once(table: str) -> None:
    a_chain(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL onetrip.may_empty = ''")
    with pytest.raises(IntegrityError, match="append-only"), as_owner("a test plays the owner"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")
