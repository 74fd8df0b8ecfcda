"""An object store at the other end of a line: slow, down, half, wrong."""

from __future__ import annotations

import uuid
from time import monotonic

import pytest
from pytest_django import Settings

from onetrip.ledger import outside
from onetrip.people.crypto import Undecipherable
from onetrip.storage.backings.base import Away, Gone
from onetrip.storage.backings.contrib import s3
from onetrip.storage.collections import PICTURES
from tests.storage.conftest import Bucket

CONTENT = b"a picture of a card " * 2000


@pytest.fixture
def kept(bucket: Bucket) -> uuid.UUID:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT)
    return mine


def test_its_operator_sees_ciphers_under_names_that_say_nothing(bucket: Bucket, kept: uuid.UUID) -> None:
    ((name, content),) = bucket.objects().items()
    assert name == f"house-1/pictures/{kept.hex[:2]}/{kept.hex}"
    assert b"card" not in content
    assert len(content) > len(CONTENT)


def test_a_house_never_looks_at_what_another_one_keeps_beside_it(bucket: Bucket, kept: uuid.UUID) -> None:
    bucket.put(f"house-10/pictures/ab/{uuid.uuid4().hex}", b"of another house")
    assert list(PICTURES.everything()) == [kept]


@pytest.mark.parametrize("fault", ["slow", "down", "5xx", "half-answered"])
def test_while_it_does_not_answer_nothing_is_shown_and_nobody_waits_long(
    bucket: Bucket, kept: uuid.UUID, fault: str
) -> None:
    bucket.line.fault = fault
    began = monotonic()
    for do in (lambda: PICTURES.get(kept), lambda: list(PICTURES.everything())):
        with pytest.raises(Away) as away:
            do()
        assert away.value.status == 503
        assert away.value.text.en.endswith(".")
    assert monotonic() - began < 2 * (2 * 1.0 + 1 + 0.5)
    bucket.line.fault = ""
    s3._line.cache_clear()
    assert PICTURES.get(kept) == CONTENT


@pytest.mark.parametrize("fault", ["slow", "down", "5xx", "half-sent", "wrong-sent"])
def test_what_does_not_arrive_whole_is_not_kept_at_all(bucket: Bucket, fault: str) -> None:
    bucket.line.fault = fault
    with pytest.raises(Away):
        PICTURES.put(uuid.uuid4(), CONTENT)
    bucket.line.fault = ""
    assert bucket.objects() == {}


@pytest.mark.parametrize("fault", ["half-sent", "wrong-sent", "down"])
def test_a_write_that_fails_leaves_what_was_there(bucket: Bucket, kept: uuid.UUID, fault: str) -> None:
    before = bucket.objects()
    bucket.line.fault = fault
    with pytest.raises(Away):
        PICTURES.rewrite(kept) if fault == "down" else PICTURES.put(kept, b"another picture" * 999)
    bucket.line.fault = ""
    s3._line.cache_clear()
    assert bucket.objects() == before
    assert PICTURES.get(kept) == CONTENT


def test_wrong_bytes_are_noticed_whatever_the_store_says(bucket: Bucket, kept: uuid.UUID) -> None:
    bucket.line.fault = "wrong-bytes"
    with pytest.raises(Undecipherable):
        PICTURES.get(kept)


def test_a_removal_that_it_did_not_hear_of_is_made_up_for_by_the_sweep(bucket: Bucket, kept: uuid.UUID) -> None:
    from datetime import UTC, datetime, timedelta

    bucket.line.fault = "down"
    with pytest.raises(Away):
        PICTURES.remove(kept)
    bucket.line.fault = ""
    s3._line.cache_clear()
    assert PICTURES.sweep(lambda ids: set(), before=datetime.now(UTC) + timedelta(minutes=1)) == 1
    with pytest.raises(Gone):
        PICTURES.get(kept)


def test_one_that_failed_some_times_in_a_row_is_left_alone_and_asked_again_after_a_rest(
    bucket: Bucket, kept: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.line.fault = "down"
    for _ in range(outside.PATIENCE):
        with pytest.raises(Away):
            PICTURES.get(kept)
    calls, began = bucket.line.calls, monotonic()
    with pytest.raises(Away):
        PICTURES.get(kept)
    assert bucket.line.calls == calls
    assert monotonic() - began < 0.2
    bucket.line.fault = ""
    monkeypatch.setattr(outside, "monotonic", lambda: monotonic() + outside.REST + 1)
    assert PICTURES.get(kept) == CONTENT


def test_a_bucket_that_lets_nobody_in_is_away_and_not_gone(bucket: Bucket, settings: Settings) -> None:
    settings.S3 = {**settings.S3, "bucket": "not-ours"}
    with pytest.raises(Away):
        PICTURES.put(uuid.uuid4(), CONTENT)


def test_a_long_list_is_read_page_after_page(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    things = {uuid.uuid4() for _ in range(7)}
    for thing in things:
        PICTURES.put(thing, b"x", small=b"y")
    client = s3.backing("pictures")._client
    listing = client.list_objects_v2
    monkeypatch.setattr(client, "list_objects_v2", lambda **how: listing(**how, MaxKeys=2))
    assert set(PICTURES.everything()) == things
    assert len(list(PICTURES.everything())) == 7
