from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from onetrip.ledger import requests
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.ledger.models import RequestKey
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text
from tests.factories import NOW


def claim(key: uuid.UUID, **changes: str) -> dict | None:
    words = {"action": "cases.accept", "actor": "staff:chen", **changes}
    return requests.claim(key, now=NOW, result={"receipt": "1"}, **words)


@pytest.mark.django_db
def test_the_first_request_is_new_and_a_repeat_gets_its_result() -> None:
    key = uuid.uuid4()
    assert claim(key) is None
    assert claim(key) == {"receipt": "1"}


@pytest.mark.django_db
def test_a_result_may_be_stored_later() -> None:
    key = uuid.uuid4()
    assert requests.claim(key, action="lobby.call", actor="staff:chen", now=NOW) is None
    requests.answer(key, {"ticket": "7"})
    assert requests.claim(key, action="lobby.call", actor="staff:chen", now=NOW) == {"ticket": "7"}


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"action": "cases.tell_missing"}, {"actor": "staff:li"}])
def test_a_key_cannot_serve_something_or_somebody_else(changes: dict[str, str]) -> None:
    key = uuid.uuid4()
    claim(key)
    with pytest.raises(Refused, match="key-used-otherwise"):
        claim(key, **changes)


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_with_one_key_at_once_exactly_one_is_new() -> None:
    key, barrier = uuid.uuid4(), threading.Barrier(6)

    def ask(_: int) -> dict | None:
        barrier.wait()
        try:
            with transaction.atomic():
                return claim(key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert answers.count(None) == 1
    assert answers.count({"receipt": "1"}) == 5


@pytest.mark.django_db(transaction=True)
def test_a_request_that_failed_leaves_its_key_free() -> None:
    key = uuid.uuid4()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        claim(key)
        raise ZeroDivisionError
    assert not RequestKey.objects.exists()
    with transaction.atomic():
        assert claim(key) is None


DOOR = Lifecycle(
    thing=Text("门", "Door"),
    states={"open": Text("开着", "open"), "shut": Text("关着", "shut")},
    steps=(Step("shut", ("open",), "shut"), Step("open", ("shut",), "open")),
)


def test_a_listed_step_leads_to_its_target_and_any_other_is_refused_in_words() -> None:
    assert DOOR.move("shut", "open", "1") == "shut"
    with pytest.raises(Refused) as refused:
        DOOR.move("shut", "shut", "1")
    assert refused.value.status == 409
    assert "关着" in refused.value.text.zh
    assert "shut" in refused.value.text.en


def test_a_table_with_an_unknown_state_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ajar"):
        Lifecycle(DOOR.thing, DOOR.states, (Step("push", ("ajar",), "open"),))


def test_a_key_is_read_as_forms_and_headers_write_it() -> None:
    key = uuid.uuid4()
    assert requests.read_key(f" {str(key).upper()} ") == key


@pytest.mark.parametrize("raw", [None, "", "7", "not-a-key", "0" * 33])
def test_a_request_without_a_readable_key_is_refused(raw: str | None) -> None:
    with pytest.raises(Malformed) as refused:
        requests.read_key(raw)
    assert (refused.value.code, refused.value.status) == ("key-missing", 422)


def test_the_further_key_of_a_request_is_always_the_same_and_never_its_own() -> None:
    key = uuid.uuid4()
    assert requests.further(key, "call") == requests.further(key, "call")
    assert len({key, requests.further(key, "call"), requests.further(key, "finish")}) == 3
