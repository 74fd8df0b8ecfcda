"""`onetrip backup`, `restore` and `verify` as an operator meets them, with databases of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests
from django.test import override_settings

from onetrip.cli import backups
from onetrip.operation import snapshots
from onetrip.people import keyring
from onetrip.storage.collections import PICTURES
from onetrip.web import postgres
from tests import house

PICTURE = "ab" + "0" * 30
"""The name of a stored file."""
PICTURE_ID = uuid.UUID(PICTURE)
CONTENT = b"a picture of a card" * 1000

_NOT_OURS = {
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "ONETRIP_SECRET_KEY",
    "ONETRIP_IDENTITY_KEY",
    "ONETRIP_KEY_RING",
    "ONETRIP_STATIC",
    "ONETRIP_DEMONSTRATION",
}


def onetrip(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    command = [sys.executable, "-m", "onetrip", "--data", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@dataclass
class Kept:
    """A backup of a demonstration that had worked, and what its house held."""

    place: Path
    dump: Path
    events: int


@contextmanager
def keys_of(folder: Path) -> Iterator[None]:
    """The keys of that house, and the folder of its pictures."""
    said = dict(line.split("=", 1) for line in (folder / "keys.env").read_text(encoding="ascii").split())
    with override_settings(
        IDENTITY_KEY=said["ONETRIP_IDENTITY_KEY"],
        KEY_RING=str(folder / "keys.ring"),
        PICTURES_ROOT=folder / "pictures",
    ):
        keyring.forget()
        try:
            yield
        finally:
            keyring.forget()


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    with house.folder() as place, house.running(place / "var") as served:
        for old in ("onetrip-20200101T000000", "onetrip-20200102T000000"):
            for ending in (".dump", ".json", ".files.tar"):
                (place / "backups").mkdir(exist_ok=True)
                (place / "backups" / (old + ending)).write_bytes(b"old")
        with keys_of(served.folder):
            PICTURES.put(PICTURE_ID, CONTENT)
        rotated = onetrip(served.folder, "keys", "rotate", "--cipher", "sm4")
        assert rotated.returncode == 0, rotated.stderr + rotated.stdout
        done = onetrip(served.folder, "backup", str(place / "backups"), "--keep", "2")
        assert done.returncode == 0, done.stderr
        assert "keep keys.env and keys.ring elsewhere" in done.stdout
        dump = max((place / "backups").glob("*.dump"))
        nowhere = onetrip(served.folder, "backup", "/proc/nowhere")
        assert nowhere.returncode == 1
        assert served.ask("SELECT thing_id, data->>'bytes' FROM ledger_event WHERE thing = 'backup'") == [
            (dump.name, str(dump.stat().st_size))
        ]
        [(events,)] = served.ask("SELECT count(*) - 1 FROM ledger_event")
        yield Kept(place, dump, events)


def copied(kept: Kept, where: Path) -> Path:
    """The same backup where a test may damage it."""
    where.mkdir()
    for path in (kept.dump, kept.dump.with_suffix(".json"), kept.dump.with_suffix(".files.tar")):
        shutil.copy2(path, where / path.name)
    return where / kept.dump.name


def test_a_backup_is_three_files_for_the_owner_only_and_the_oldest_give_way(kept: Kept) -> None:
    names = sorted(path.name for path in kept.dump.parent.iterdir())
    assert names == sorted(
        stem + ending
        for stem in ("onetrip-20200102T000000", kept.dump.stem)
        for ending in (".dump", ".json", ".files.tar")
    )
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.dump.parent.glob(f"{kept.dump.stem}*"))
    said = json.loads(kept.dump.with_suffix(".json").read_text(encoding="utf-8"))
    assert said["stored"]["files"].keys() == {f"pictures/ab/{PICTURE}"}
    assert 0 < said["database"]["tables"]["public.ledger_event"][0] <= kept.events
    assert said["database"]["schema"]["trigger"].keys() >= {"ledger_event.ledger_event_append_only"}


def test_a_restored_house_has_every_row_and_picture_and_opens(kept: Kept) -> None:
    with house.folder() as place:
        fresh = place / "var"
        without_keys = onetrip(fresh, "restore", str(kept.dump))
        assert without_keys.returncode == 1
        assert "keys.env" in without_keys.stderr
        fresh.mkdir(exist_ok=True)
        shutil.copy2(kept.place / "var" / "keys.env", fresh)
        without_ring = onetrip(fresh, "restore", str(kept.dump))
        assert without_ring.returncode == 1
        assert "Key 2 is missing" in without_ring.stderr
        shutil.copy2(kept.place / "var" / "keys.ring", fresh)
        done = onetrip(fresh, "restore", str(kept.dump))
        assert done.returncode == 0, done.stderr + done.stdout
        assert "rows are as they were" in done.stdout
        assert CONTENT not in (fresh / "pictures" / "ab" / PICTURE).read_bytes()
        with keys_of(fresh):
            assert PICTURES.get(PICTURE_ID) == CONTENT
        again = onetrip(fresh, "restore", str(kept.dump))
        assert again.returncode == 1
        assert "not empty" in again.stderr
        with house.running(fresh) as served:
            assert requests.get(f"{served.address}/health", timeout=10).json() == {"status": "ok"}
            assert served.ask("SELECT count(*) > 20 FROM staff_account") == [(True,)]
            assert served.ask("SELECT verb FROM ledger_event WHERE thing = 'backup'") == [("restore",)]
        assert onetrip(fresh, "keys", "show").returncode == 0
        (fresh / "keys.ring").unlink()
        for command in (("run",), ("keys", "show"), ("keys", "rotate")):
            refused = onetrip(fresh, *command)
            assert refused.returncode == 1
            assert "Put keys.ring back" in refused.stderr


def test_keys_of_another_house_are_refused_before_anything_is_written(kept: Kept) -> None:
    with house.folder() as place:
        (place / "var").mkdir()
        (place / "var" / "keys.env").write_text(
            f"ONETRIP_SECRET_KEY={'a' * 64}\nONETRIP_IDENTITY_KEY={'b' * 64}\n", encoding="ascii"
        )
        done = onetrip(place / "var", "restore", str(kept.dump))
        assert done.returncode == 1
        assert "keys are not those" in done.stderr
        assert not (place / "var" / "pictures").exists()


def test_a_backup_is_verified_in_a_database_of_its_own_and_the_house_notes_it(kept: Kept) -> None:
    done = onetrip(kept.place / "var", "verify", str(kept.dump))
    assert done.returncode == 0, done.stderr + done.stdout
    assert "it needs the keys 1, 2 as well" in done.stdout
    with postgres.running(kept.place / "var" / "postgresql") as url, psycopg.connect(url) as after:
        noted = after.execute("SELECT thing_id, data->'differences' FROM ledger_event WHERE verb = 'verify'").fetchall()
    assert noted == [(kept.dump.name, 0)]


@pytest.mark.parametrize("ending", [".dump", ".files.tar"])
def test_a_byte_that_flipped_is_found(kept: Kept, tmp_path: Path, ending: str) -> None:
    dump = copied(kept, tmp_path / "copy")
    path = dump.with_suffix(ending)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = onetrip(tmp_path / "var", "verify", str(dump), "--alone")
    assert done.returncode == 1
    assert "damaged or changed" in done.stderr


def test_a_dump_whose_manifest_was_made_to_fit_still_does_not_hold_what_was_there(kept: Kept, tmp_path: Path) -> None:
    """Whoever swaps the dump and its sum, but not the digests of the tables, is found by the rows."""
    dump = copied(kept, tmp_path / "copy")
    manifest = dump.with_suffix(".json")
    said = json.loads(manifest.read_text(encoding="utf-8"))
    rows, digest = said["database"]["tables"]["public.staff_account"]
    said["database"]["tables"]["public.staff_account"] = [rows, digest[::-1]]
    said["database"]["schema"]["trigger"]["ledger_event.no_such"] = "x"
    said["database"]["sequences"]["public.ledger_event_id_seq"] += 10_000
    manifest.write_text(json.dumps(said), encoding="utf-8")
    done = onetrip(tmp_path / "var", "verify", str(dump), "--alone")
    assert done.returncode == 1, done.stdout
    for what in ("table public.staff_account", "trigger ledger_event.no_such", "sequence public.ledger_event_id_seq"):
        assert what in done.stdout
    assert "3 differences" in done.stdout


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 2}', '{"form": 1, "database": {"tables": 3}}'])
def test_what_is_no_manifest_is_told_in_words(kept: Kept, tmp_path: Path, text: str) -> None:
    dump = copied(kept, tmp_path / "copy")
    dump.with_suffix(".json").write_text(text, encoding="utf-8")
    done = onetrip(tmp_path / "var", "verify", str(dump), "--alone")
    assert done.returncode == 1
    assert "manifest" in done.stderr
    assert "Traceback" not in done.stderr


HARM = {
    "a row less": ("DELETE FROM town WHERE id = 2", "table public.town"),
    "a row more": ("INSERT INTO town VALUES (9, 'x', 1.5, now())", "table public.town"),
    "one sign": ("UPDATE town SET name = name || ' ' WHERE id = 1", "table public.town"),
    "a value moved to another row": (
        "UPDATE town SET name = CASE id WHEN 1 THEN '二' WHEN 2 THEN '一' ELSE name END",
        "table public.town",
    ),
    "a number's last digit": ("UPDATE town SET size = size + 0.001 WHERE id = 1", "table public.town"),
    "a moment": ("UPDATE town SET at = at + interval '1 microsecond' WHERE id = 3", "table public.town"),
    "a table gone": ("DROP TABLE town", "table public.town"),
    "a sequence set back": ("SELECT setval('counted', 3)", "sequence public.counted"),
    "a trigger gone": ("DROP TRIGGER keep ON town", "trigger town.keep"),
    "a trigger switched off": ("ALTER TABLE town DISABLE TRIGGER keep", "trigger town.keep"),
    "a constraint gone": ("ALTER TABLE town DROP CONSTRAINT known", "constraint town.known"),
    "another constraint": (
        "ALTER TABLE town DROP CONSTRAINT known, ADD CONSTRAINT known CHECK (name IN ('一', '二', '三', '五'))",
        "constraint town.known",
    ),
    "an index gone": ("DROP INDEX by_size", "index by_size"),
    "a function that does less": (
        "CREATE OR REPLACE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "function watch()",
    ),
    "a column that may be empty": ("ALTER TABLE town ALTER size DROP NOT NULL", "column town.size"),
    "a policy gone": ("DROP POLICY own ON town", "policy town.own"),
    "the walls down": ("ALTER TABLE town DISABLE ROW LEVEL SECURITY", "row security town"),
}

TOWN = """
CREATE TABLE town (id bigint PRIMARY KEY, name varchar(20), size numeric NOT NULL, at timestamptz,
  CONSTRAINT known CHECK (name IN ('一', '二', '三', 'x', '一 ')));
CREATE INDEX by_size ON town (size) WHERE name IN ('一', '二');
CREATE SEQUENCE counted; SELECT setval('counted', 7);
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER keep BEFORE UPDATE ON town FOR EACH ROW EXECUTE FUNCTION watch();
ALTER TABLE town ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON town USING (name <> '三');
INSERT INTO town VALUES (1, '一', 1.50, '2026-11-24 09:00+08'), (2, '二', 2, NULL), (3, '三', 3e10, now());
"""


@pytest.fixture
def town(database_url: str) -> Iterator[psycopg.Connection]:
    """A small database of every kind of thing, on the server of the tests."""
    with psycopg.connect(database_url, autocommit=True) as there:
        there.execute("DROP DATABASE IF EXISTS a_town")
        there.execute("CREATE DATABASE a_town TEMPLATE template0")
    with psycopg.connect(database_url, dbname="a_town") as connection:
        connection.execute(TOWN)
        yield connection
        connection.rollback()
    with psycopg.connect(database_url, autocommit=True) as there:
        there.execute("DROP DATABASE a_town")


def test_whatever_is_not_as_it_was_is_named(town: psycopg.Connection) -> None:
    was = snapshots.describe(town)
    assert list(snapshots.differences(was, snapshots.describe(town))) == []
    for name, (harm, told) in HARM.items():
        with town.transaction(force_rollback=True):
            if "setval" not in harm:
                town.execute("ALTER TABLE town DISABLE TRIGGER USER")
                town.execute(harm)
                if "TRIGGER keep" not in harm and harm != "DROP TABLE town":
                    town.execute("ALTER TABLE town ENABLE TRIGGER USER")
            else:
                town.execute(harm)
            found = [one.what for one in snapshots.differences(was, snapshots.describe(town))]
        assert any(what == told for what in found), (name, found)


def test_accounts_of_the_server_that_the_database_leans_on_are_made_anew(town: psycopg.Connection) -> None:
    with town.transaction(force_rollback=True):
        town.execute("CREATE ROLE a_reader NOLOGIN")
        town.execute("CREATE ROLE nobody_here LOGIN")
        town.execute("GRANT SELECT ON town TO a_reader")
        wanted = snapshots.roles(town)
        assert wanted == [snapshots.Role("a_reader", logs_in=False, passes_walls=False)]
    with town.transaction(force_rollback=True):
        snapshots.make_roles(town, wanted)
        snapshots.make_roles(town, wanted)
        town.execute("GRANT SELECT ON town TO a_reader")
        assert snapshots.roles(town) == wanted


def test_a_sequence_may_have_gone_on_while_the_copy_was_made(town: psycopg.Connection) -> None:
    was = snapshots.describe(town)
    town.execute("SELECT setval('counted', 8)")
    assert list(snapshots.differences(was, snapshots.describe(town))) == []


def test_a_dump_read_back_is_described_as_the_original(
    town: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    """PostgreSQL writes checks and indexes otherwise after it has read them back; that is no difference."""
    town.commit()
    was = snapshots.describe(town)
    town.commit()
    where = backups._as_environment(psycopg.conninfo.make_conninfo(database_url, dbname="a_town"))
    backups._run(["pg_dump", "--format=custom", f"--file={tmp_path / 'dump'}"], where)
    with psycopg.connect(database_url, autocommit=True) as there:
        there.execute("DROP DATABASE IF EXISTS a_copy")
        there.execute("CREATE DATABASE a_copy TEMPLATE template0")
    backups._run(["pg_restore", "--dbname=a_copy", str(tmp_path / "dump")], where | {"PGDATABASE": "a_copy"})
    with psycopg.connect(database_url, dbname="a_copy") as copy:
        assert list(snapshots.differences(was, snapshots.describe(copy))) == []
    with psycopg.connect(database_url, autocommit=True) as there:
        there.execute("DROP DATABASE a_copy")
