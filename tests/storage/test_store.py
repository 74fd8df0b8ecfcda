"""What is kept beside the tables: the same in a folder and in an object store."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from onetrip.people.crypto import Undecipherable
from onetrip.storage.backings.base import Away, Gone
from onetrip.storage.backings.registry import backing_of
from onetrip.storage.collections import PHOTOGRAPHS, PICTURES
from tests.storage.conftest import Bucket

CONTENT, SMALL = b"a picture of a card", b"a small picture of it"
LATER = timedelta(hours=1)


@pytest.fixture(params=["files", "s3"])
def backing(request: pytest.FixtureRequest, settings: Settings) -> str:
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return str(request.param)


def raw(name: str) -> bytes:
    return backing_of("pictures").read(name)


def test_what_is_kept_comes_back_and_is_told_to_nobody(backing: str) -> None:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT, small=SMALL)
    assert (PICTURES.get(mine), PICTURES.get_small(mine)) == (CONTENT, SMALL)
    for name in backing_of("pictures").names(None):
        assert b"card" not in raw(name)
        assert b"small picture" not in raw(name)


def test_what_is_removed_is_gone_and_so_is_its_small_picture(backing: str) -> None:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT, small=SMALL)
    PICTURES.remove(mine)
    PICTURES.remove(mine)
    for read in (PICTURES.get, PICTURES.get_small):
        with pytest.raises(Gone):
            read(mine)
    assert list(backing_of("pictures").names(None)) == []


def test_nothing_can_be_read_under_another_name_nor_the_small_one_as_the_whole(backing: str) -> None:
    mine, other = uuid.uuid4(), uuid.uuid4()
    PICTURES.put(mine, CONTENT, small=SMALL)
    name = f"{mine.hex[:2]}/{mine.hex}"
    backing_of("pictures").write(f"{other.hex[:2]}/{other.hex}", raw(name))
    backing_of("pictures").write(name, raw(name + ".small"))
    for thing in (mine, other):
        with pytest.raises(Undecipherable):
            PICTURES.get(thing)


def test_what_was_damaged_is_told_in_words_and_never_shown(backing: str) -> None:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT)
    name = f"{mine.hex[:2]}/{mine.hex}"
    for damaged in (raw(name)[:-1], raw(name)[:10], b"", b"<html>", raw(name)[:-3] + b"abc"):
        backing_of("pictures").write(name, damaged)
        with pytest.raises(Undecipherable) as found:
            PICTURES.get(mine)
        assert found.value.text.zh.endswith("。")  # type: ignore[attr-defined]  # Damaged is a refusal too


def test_collections_do_not_see_each_other(backing: str) -> None:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT)
    with pytest.raises(Gone):
        PHOTOGRAPHS.get(mine)
    assert list(PHOTOGRAPHS.everything()) == []
    assert PHOTOGRAPHS.sweep(lambda ids: set(), before=datetime.now(UTC) + LATER) == 0
    assert PICTURES.get(mine) == CONTENT


def test_what_no_row_knows_is_swept_away_once_it_is_old_and_nothing_else(backing: str) -> None:
    known, orphans = uuid.uuid4(), {uuid.uuid4() for _ in range(3)}
    for thing in (known, *orphans):
        PICTURES.put(thing, CONTENT, small=SMALL)
    now = datetime.now(UTC)
    assert PICTURES.sweep(lambda ids: {known} & set(ids), before=now - LATER) == 0
    assert set(PICTURES.kept_before(now + LATER)) == {known, *orphans}
    assert PICTURES.sweep(lambda ids: {known} & set(ids), before=now + LATER) == 3
    assert list(PICTURES.everything()) == [known]


def test_a_row_that_is_not_written_leaves_nothing_behind(backing: str) -> None:
    rows: set[uuid.UUID] = set()
    with pytest.raises(ValueError, match="no row"), PICTURES.stored(CONTENT, small=SMALL, is_named=rows.__contains__):
        raise ValueError("no row")
    with PICTURES.stored(CONTENT, is_named=rows.__contains__):
        pass  # the same picture was there already: no row was needed
    assert list(PICTURES.everything()) == []
    with PICTURES.stored(CONTENT, is_named=rows.__contains__) as mine:
        rows.add(mine)
    assert PICTURES.get(mine) == CONTENT


def test_what_went_wrong_in_the_block_is_told_and_not_that_nothing_could_be_cleared_away() -> None:
    def broken(_: uuid.UUID) -> bool:
        raise ConnectionError("the database is away too")

    with pytest.raises(ValueError, match="no row"), PICTURES.stored(CONTENT, is_named=broken):
        raise ValueError("no row")


def test_a_file_is_on_the_disk_and_so_is_its_name_and_nobody_else_may_read_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled, settle = [], os.fsync

    def noted(handle: int) -> None:
        settled.append(Path(f"/proc/self/fd/{handle}").readlink())
        settle(handle)

    monkeypatch.setattr(os, "fsync", noted)
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT)
    place = settings.PICTURES_ROOT / mine.hex[:2] / mine.hex
    assert settled == [place.with_suffix(".part"), place.parent, settings.PICTURES_ROOT]
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_a_full_disk_is_told_in_words_and_what_was_there_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = uuid.uuid4()
    PICTURES.put(mine, CONTENT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "fsync", full)
        with pytest.raises(Away):
            PICTURES.put(mine, b"another picture")
    assert PICTURES.get(mine) == CONTENT
    assert list(settings.PICTURES_ROOT.glob("*/*.part")) == []


def test_a_file_that_was_half_written_when_the_power_went_is_nothing_and_goes(settings: Settings) -> None:
    mine = uuid.uuid4()
    half = settings.PICTURES_ROOT / mine.hex[:2] / f"{mine.hex}.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half of it")
    with pytest.raises(Gone):
        PICTURES.get(mine)
    assert list(PICTURES.everything()) == []
    assert list(PICTURES.kept_before(datetime.now(UTC) + LATER)) == []
    assert not half.exists()


def test_what_another_house_keeps_in_the_same_place_is_never_swept(backing: str, settings: Settings) -> None:
    """A trial house with the settings of the real one: the same place, other keys, and no row of anything."""
    theirs = [uuid.uuid4() for _ in range(25)]
    for thing in theirs:
        PICTURES.put(thing, CONTENT, small=SMALL)
    real, settings.IDENTITY_KEY = settings.IDENTITY_KEY, "another house's key, " * 3
    mine = uuid.UUID(int=0)
    PICTURES.put(mine, CONTENT)
    assert PICTURES.sweep(lambda ids: set(), before=datetime.now(UTC) + LATER) == 1
    settings.IDENTITY_KEY = real
    assert set(PICTURES.everything()) == set(theirs)
    assert {PICTURES.get(thing) for thing in theirs} == {CONTENT}


def test_what_lies_deeper_or_beside_is_nothing_of_ours(bucket: Bucket) -> None:
    """Another house whose prefix begins with ours, or lies within it."""
    mine, deeper = uuid.uuid4(), uuid.uuid4()
    PICTURES.put(mine, CONTENT)
    stored = raw(f"{mine.hex[:2]}/{mine.hex}")
    others = {
        f"house-1/pictures/pictures/{deeper.hex[:2]}/{deeper.hex}",
        f"house-1/pictures/{deeper.hex}",
        f"house-10/pictures/{deeper.hex[:2]}/{deeper.hex}",
        f"house-1/pictures-2/{deeper.hex[:2]}/{deeper.hex}",
        f"house-1/photographs/{mine.hex[:2]}/{mine.hex}",
    }
    for name in others:
        bucket.put(name, stored)
    assert list(PICTURES.everything()) == [mine]
    assert PICTURES.sweep(lambda ids: set(), before=datetime.now(UTC) + LATER) == 1
    assert bucket.objects().keys() == others
