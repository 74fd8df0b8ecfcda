"""The thread that is the line: nothing that happens to one exchange ends it, and what happened is told."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from onetrip.nodes import calling, exchanging, keeping, queries
from onetrip.nodes.keeping import How, attempt, keeping_in_touch
from onetrip.nodes.models import Conflict, Here, Line, Outgoing
from onetrip.nodes.signing import Key, new_secret
from tests.factories import NOW, make_centre
from tests.nodes.messages import message_of
from tests.nodes.town import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
KEY = Key("LF", 1, 1, new_secret())


@pytest.fixture
def line() -> Line:
    make_centre()
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    return Line.objects.create(city="https://city.example", since=NOW, is_up=True)


def a_conflict() -> Conflict:
    side = {"zh": "市里的记录", "en": "the city's record", "centre": ""}
    return Conflict(
        id=uuid.uuid4(), kind="not-both", same="x", centre="LF", left=side, right=side, note="等太久", found_at=NOW
    )


def says(*messages: list[Any], heard: int = 0, upto: int = 0) -> dict[str, Any]:
    """What a city answers to an exchange."""
    return {"heard": heard, "down": {"after": 0, "upto": upto, "messages": list(messages)}, "more": False}


def test_a_message_that_the_tables_refuse_is_told_without_its_words_and_what_the_city_took_stays_taken(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ours = Outgoing.objects.create(to="city", transaction=1, table="lobby_visit", deed="I", key="1", row="{}", at=NOW)
    told = message_of(a_conflict(), 7)
    spoilt = [7, told.table, "I", told.key, json.dumps(json.loads(told.row or "") | {"kind": "quarrel"})]
    monkeypatch.setattr(calling, "call", lambda *_, **__: says(spoilt, heard=ours.pk, upto=7))
    how, pause = attempt(KEY, failures=0, first_failed=None)
    line.refresh_from_db()
    assert how is How.REFUSED
    assert pause > 0
    assert (line.trouble["code"], line.heard, line.acknowledged) == ("mistake", 0, ours.pk)
    assert "conflict_kind_known" in caplog.text
    assert "等太久" not in caplog.text


def test_an_exchange_that_went_wrong_in_a_way_nobody_thought_of_is_tried_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "LEAST_PAUSE", 0.01)
    monkeypatch.setattr(keeping, "EVERY", 0.01)
    seen: list[Any] = []

    def answer(*_: Any, **__: Any) -> dict[str, Any]:
        """Twice a mistake; at every call the line tells what came of the one before."""
        seen.append(trouble())
        if len(seen) < 3:
            raise KeyError("nobody thought of this")
        return says()

    def trouble() -> Any:
        return Line.objects.values_list("trouble", flat=True).get()

    monkeypatch.setattr(calling, "call", answer)
    with keeping_in_touch(KEY):
        wait_until(lambda: len(seen) > 3 and trouble() is None, 20)
    assert [told and told["code"] for told in seen[:4]] == [None, "mistake", "mistake", None]


def test_a_database_that_has_less_than_it_has_said_stops_the_line_in_words(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Outgoing.objects.create(to="city", transaction=1, table="lobby_visit", deed="I", key="1", row="{}", at=NOW)
    monkeypatch.setattr(calling, "call", lambda *_, **__: says(heard=ours.pk + 400))
    how, _ = attempt(KEY, failures=0, first_failed=None)
    line.refresh_from_db()
    assert how is How.REFUSED
    assert (line.trouble["code"], line.acknowledged) == (exchanging.PUT_BACK, 0)
    assert "onetrip nodes renew LF" in line.trouble["zh"]


def test_a_node_has_its_past_only_when_all_of_it_was_heard(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    told = message_of(a_conflict(), 7)
    answers = iter([says(), says([7, told.table, "I", told.key, told.row], upto=7)])
    monkeypatch.setattr(calling, "call", lambda *_, **__: next(answers) | {"past": 7})
    assert not queries.has_its_past()
    for complete in (False, True):
        exchanging.exchange(KEY, now=NOW)
        assert queries.has_its_past() is complete
