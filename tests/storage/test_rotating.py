"""A new key reaches what is kept beside the tables: in a folder and in an object store, also after a kill and a line that breaks."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from onetrip.cli import keys
from onetrip.people import keyring
from onetrip.people.crypto import header
from onetrip.people.rotating import Left, new_key
from onetrip.storage import rotating
from onetrip.storage.backings.base import Gone
from onetrip.storage.backings.registry import backing_of
from onetrip.storage.collections import ALL, PHOTOGRAPHS, PICTURES, RESULTS
from tests.factories import NOW
from tests.storage.conftest import Bucket

CONTENT, SMALL = b"a picture of a card", b"a small picture of it"


@pytest.fixture(autouse=True)
def key_ring(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.KEY_RING = str(tmp_path / "keys.ring")
    keyring.forget()
    yield tmp_path / "keys.ring"
    keyring.forget()


@pytest.fixture(params=["files", "s3"])
def backing(request: pytest.FixtureRequest) -> str:
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return str(request.param)


def rotated(cipher: str = "sm4") -> None:
    new_key(cipher=cipher, by="system", now=NOW, wait=lambda _: None)


def kept() -> dict[uuid.UUID, tuple[bytes, bytes]]:
    """Three photographs, each with its small picture."""
    made = {uuid.uuid4(): (CONTENT + bytes([n]), SMALL + bytes([n])) for n in range(3)}
    for thing, (content, small) in made.items():
        PHOTOGRAPHS.put(thing, content, small=small)
    return made


def assert_all_there(made: dict[uuid.UUID, tuple[bytes, bytes]]) -> None:
    assert {thing: (PHOTOGRAPHS.get(thing), PHOTOGRAPHS.get_small(thing)) for thing in made} == made


@pytest.mark.django_db
@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_what_was_kept_before_a_rotation_is_read_after_it_and_the_rotation_ends_with_the_files(
    backing: str, cipher: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made, result = kept(), uuid.uuid4()
    RESULTS.put(result, b"%PDF")
    rotated(cipher)
    assert_all_there(made)
    assert rotating.left() == [Left("photographs", 3), Left("results", 1)]
    assert keys.show(Namespace()) == 1
    assert "photographs: 3" in capsys.readouterr().out
    assert keys.rotate(Namespace(resume=True, cipher="", batch=5)) == 0
    assert keys.show(Namespace()) == 0
    assert rotating.left() == []
    assert_all_there(made)
    assert RESULTS.get(result) == b"%PDF"
    mark = header(keyring.ring().current)
    stored = [backing_of("photographs").read(name) for name in backing_of("photographs").names(None)]
    assert len(stored) == 6
    assert all(one.startswith(mark) for one in stored)
    assert list(rotating.rewrite()) == [], "what is written anew already is left as it is"


def test_a_small_picture_that_is_left_behind_alone_is_left_to_do() -> None:
    [one, *_] = made = kept()
    keyring.use(keyring.add("sm4").number)
    name = f"{one.hex[:2]}/{one.hex}"
    PHOTOGRAPHS.put(one, made[one][0])  # the whole one with the new key, the small one as it was
    place, mark = backing_of("photographs"), header(keyring.ring().current)
    assert [each for each in place.names(None) if place.begins(each, 4) == mark] == [name]
    assert PHOTOGRAPHS.is_of_another_key(one)
    assert PHOTOGRAPHS.rewrite(one)
    assert not PHOTOGRAPHS.is_of_another_key(one)
    assert_all_there(made)


def test_files_stay_as_old_as_they_are_so_that_no_orphan_lives_longer(settings: Settings) -> None:
    [one, *_] = made = kept()
    where = settings.PHOTOGRAPHS_ROOT / one.hex[:2] / one.hex
    os.utime(where, (1_700_000_000, 1_700_000_000))
    keyring.use(keyring.add("sm4").number)
    assert list(rotating.rewrite()) == ["photographs"] * 3
    assert where.stat().st_mtime == 1_700_000_000
    assert where.stat().st_mode & 0o777 == 0o600
    assert_all_there(made)


def test_what_was_damaged_is_left_and_counted_and_holds_nothing_up(backing: str) -> None:
    [damaged, *_] = made = kept()
    for wrong in (b"a1 damaged on the disk", b""):
        backing_of("photographs").write(f"{damaged.hex[:2]}/{damaged.hex}", wrong)
        keyring.use(keyring.add("aes").number)
        list(rotating.rewrite())
        assert rotating.left() == [Left("photographs", 1)]
    del made[damaged]
    assert_all_there(made)


def test_what_goes_while_it_is_written_anew_stays_gone(backing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = uuid.uuid4()
    PICTURES.put(thing, CONTENT, small=SMALL)
    keyring.use(keyring.add("aes").number)
    read = PICTURES._read

    def read_and_removed(which: uuid.UUID, *, small: bool) -> bytes:
        content = read(which, small=small)
        PICTURES.remove(which)
        return content

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(PICTURES, "_read", read_and_removed)
        assert not PICTURES.rewrite(thing)
    with pytest.raises(Gone):
        PICTURES.get(thing)
    assert list(PICTURES.everything()) == []


_KILLED = """
import os, signal
import django
from django.conf import settings
settings.configure(IDENTITY_KEY={first!r}, KEY_RING={ring!r}, OBJECTS="files", PHOTOGRAPHS_ROOT={root!r},
                   PICTURES_ROOT={root!r} + "-none", RESULTS_ROOT={root!r} + "-none", COURSES_ROOT={root!r} + "-none",
                   INSTALLED_APPS=["onetrip.ledger", "onetrip.staff", "onetrip.people", "django.contrib.auth",
                                   "django.contrib.contenttypes"])
django.setup()
from onetrip.storage import rotating
settle, calls = os.fsync, 0
def dies(handle):
    global calls
    calls += 1
    if calls == {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    settle(handle)
os.fsync = dies
print(len(list(rotating.rewrite())))
"""


@pytest.mark.parametrize("after", range(1, 7))
def test_killed_within_a_file_or_between_two_nothing_is_lost_and_the_next_run_goes_on(
    settings: Settings, key_ring: Path, after: int
) -> None:
    made = kept()
    keyring.use(keyring.add("sm4").number)
    script = _KILLED.format(
        first=settings.IDENTITY_KEY, ring=str(key_ring), root=str(settings.PHOTOGRAPHS_ROOT), after=after
    )
    died = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert died.returncode == -9, died.stderr
    assert_all_there(made)
    done = 3 - sum(one.values for one in rotating.left())
    assert done < 3
    resumed = script.replace(f"calls == {after}", "False")
    told = subprocess.run([sys.executable, "-c", resumed], capture_output=True, text=True, check=False, timeout=60)
    assert told.stdout.strip() == str(3 - done), told.stderr
    assert rotating.left() == []
    assert_all_there(made)
    later = datetime.now(tz=NOW.tzinfo) + timedelta(hours=1)
    assert set(PHOTOGRAPHS.kept_before(later)) == set(made)
    assert list(settings.PHOTOGRAPHS_ROOT.glob("*/*.part")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["down", "5xx", "half-answered", "half-sent"])
def test_a_store_that_is_away_is_said_in_words_and_the_next_run_goes_on(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    made = kept()
    rotated()
    bucket.line.fault = fault
    assert keys.rotate(Namespace(resume=True, cipher="", batch=5)) == 1
    assert "onetrip keys rotate --resume" in capsys.readouterr().err
    bucket.line.fault = ""
    backing_of("photographs")._line._rests_until = 0.0  # type: ignore[attr-defined]  # an object store's
    assert_all_there(made)
    assert keys.rotate(Namespace(resume=True, cipher="", batch=5)) == 0
    assert rotating.left() == []
    assert_all_there(made)


def test_a_part_is_asked_for_and_not_the_whole(backing: str) -> None:
    place = backing_of("photographs")
    place.write("ab/" + "ab" * 16, b"0123456789")
    place.write("ab/" + "ac" * 16, b"")
    assert place.begins("ab/" + "ab" * 16, 4) == b"0123"
    assert place.begins("ab/" + "ac" * 16, 4) == b""
    for ask in (lambda: place.begins("ab/" + "ad" * 16, 4), lambda: place.replace("ab/" + "ad" * 16, b"new")):
        with pytest.raises(Gone):
            ask()


def test_every_store_is_known_to_the_rotation() -> None:
    """A `Store` that somebody makes elsewhere would be written anew by nobody."""
    root = Path(rotating.__file__).parent.parent
    made = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if 'Store("' in path.read_text(encoding="utf-8")
    }
    assert made == {"storage/collections.py"}
    assert {store.collection for store in ALL} == {"courses", "pictures", "photographs", "results"}
