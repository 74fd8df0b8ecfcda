"""`onetrip backup`, `restore`, `verify`: the whole house in files, put back, and compared row by row.

A backup is three files: the dump of the database, the stored files (photographs, encrypted as they lie), and a manifest
that describes every table of the same snapshot, so that a copy can be compared with what was there and not only with itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from onetrip.cli.operate import ACTOR, _now, _say, with_database
from onetrip.walls.role import MAKE_ROLE

if TYPE_CHECKING:
    from onetrip.operation.snapshots import Description, Difference

_PATTERN = "onetrip-*.dump"
_FORM = 1
_STORED = re.compile(r"([a-z]+)/([0-9a-f]{2}/[0-9a-f]{32}(?:\.small)?)")
"""How a stored file is called in the archive: its collection, and its name there."""
_MOST_TOLD = 20


@dataclass(frozen=True)
class _Files:
    """The files of one backup."""

    dump: Path

    @property
    def stored(self) -> Path:
        return self.dump.with_suffix(".files.tar")

    @property
    def manifest(self) -> Path:
        return self.dump.with_suffix(".json")

    @property
    def all(self) -> tuple[Path, ...]:
        return (self.dump, self.stored, self.manifest)


class _Unusable(Exception):
    """A backup that cannot be used; the reason in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")


def backup(arguments: Namespace) -> int:
    """Write a backup, read it back, note it in the ledger, and drop all but the newest `keep`; 1 when it went wrong.

    The keys (keys.env, keys.ring) are not in it: without them no identity in it can be read, so they are kept elsewhere. It
    says which of them it needs.
    """
    from django.db import transaction

    from onetrip.ledger import events
    from onetrip.storage.backings.base import Away

    folder: Path = arguments.folder
    now = _now()
    files = _Files(folder / f"onetrip-{now.astimezone(UTC):%Y%m%dT%H%M%S}.dump")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        described, tables = _write(files, now)
    except (OSError, subprocess.CalledProcessError, psycopg.Error, Away) as error:
        for path in files.all:
            path.with_name(path.name + ".part").unlink(missing_ok=True)
        print(f"备份没成，原来的都还在。The backup failed; earlier ones are untouched.\n{_why(error)}", file=sys.stderr)
        return 1
    with transaction.atomic():
        events.record(
            now=now,
            centre="",
            actor=ACTOR,
            thing="backup",
            thing_id=files.dump.name,
            verb="make",
            data={"bytes": files.dump.stat().st_size, "tables": tables, "folder": str(folder.resolve())},
        )
    _drop_old(folder, arguments.keep)
    size = files.dump.stat().st_size / 1_000_000
    _say(
        f"备份好了：{files.dump}，{size:.1f} MB，{tables} 张表 {described.rows} 行，读回过。",
        f"Written and read back: {size:.1f} MB, {tables} tables, {described.rows} rows.",
    )
    if len(_ring()) > 1:
        _say(
            "密钥不在里面，请另存 keys.env 和 keys.ring，两个都要。",
            "The keys are not in it: keep keys.env and keys.ring elsewhere, both of them.",
        )
    else:
        _say("密钥不在里面，请另存 keys.env。", "The keys are not in it: keep keys.env elsewhere.")
    return 0


def _write(files: _Files, now: datetime) -> tuple[Description, int]:
    """Write the three files beside their final names, and give them those when all are whole."""
    from onetrip.operation import snapshots

    dump, stored, manifest = (path.with_name(path.name + ".part") for path in files.all)
    where = _where()
    with psycopg.connect(_conninfo(where)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        # First the description, then the dump: a sequence, which no snapshot holds still, can then only have gone on.
        described, roles = snapshots.describe(connection), snapshots.roles(connection)
        _run(["pg_dump", "--format=custom", f"--snapshot={row[0] if row else ''}", f"--file={dump}"], where)
    _run(["pg_restore", f"--file={os.devnull}", str(dump)], where)  # every byte of it, not only its table of contents
    tables = _run(["pg_restore", "--list", str(dump)], where).count("TABLE DATA")
    listed = _store(stored)
    said = {
        "form": _FORM,
        "made_at": now.astimezone(UTC).isoformat(),
        "onetrip": version("onetrip"),
        "dump": {"bytes": dump.stat().st_size, "sha256": snapshots.sha256_of(dump)},
        "stored": {"sha256": snapshots.sha256_of(stored), "files": listed},
        "keys": _ring()["1"],
        "ring": _ring(),
        "roles": [asdict(role) for role in roles],
        "database": described.to_json(),
    }
    manifest.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for part, final in zip((dump, stored, manifest), files.all, strict=True):
        part.chmod(0o600)
        part.rename(final)
    return described, tables


def _store(path: Path) -> dict[str, str]:
    """Put every stored file into one archive; name → digest of each. One that goes away meanwhile was due to go."""
    from onetrip.storage.backings.base import Gone
    from onetrip.storage.backings.registry import backing_of
    from onetrip.storage.collections import ALL

    listed: dict[str, str] = {}
    with tarfile.open(path, "w") as archive:
        for collection in (store.collection for store in ALL):
            backing = backing_of(collection)
            for each in backing.names(None):
                try:
                    content = backing.read(each)
                except Gone:
                    continue
                inside = f"{collection}/{each}"
                entry = tarfile.TarInfo(inside)
                entry.size, entry.mode = len(content), 0o600
                archive.addfile(entry, io.BytesIO(content))
                listed[inside] = hashlib.sha256(content).hexdigest()
    return listed


def _drop_old(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(_PATTERN), reverse=True)[keep:]:
        for path in _Files(old).all:
            path.unlink(missing_ok=True)


def restore(arguments: Namespace) -> int:
    """Put a backup into the empty database and folders of this house, and compare every row; 1 when it did not go."""
    try:
        files, manifest = _opened(arguments.file)
        if not (arguments.data / "keys.env").exists() and not os.environ.get("ONETRIP_IDENTITY_KEY"):
            raise _Unusable(
                f"没有密钥。请先把原来的 keys.env 放到 {arguments.data}。",
                f"There are no keys. Put the keys.env of that house into {arguments.data} first.",
            )
    except _Unusable as why:
        print(why, file=sys.stderr)
        return 1
    return with_database(lambda _: _restore_here(files, manifest))(arguments)


def _restore_here(files: _Files, manifest: Mapping[str, Any]) -> int:
    from django.db import connection, transaction

    from onetrip.ledger import events
    from onetrip.storage.backings.base import Away
    from onetrip.storage.collections import ALL

    where = _where()
    try:
        if lacking := _lacking(manifest):
            raise _Unusable(*lacking)
        for store in ALL:
            if next(store.everything(), None) is not None:
                raise _Unusable(
                    f"存放 {store.collection} 的地方不是空的。", f"The store of {store.collection} is not empty."
                )
        found = _restored_into(where, files, manifest)
    except (_Unusable, subprocess.CalledProcessError, psycopg.Error, Away) as error:
        print(f"没有恢复。Nothing was restored.\n{_why(error)}", file=sys.stderr)
        return 1
    if found:
        return _tell(found, 0)
    _unpack(files.stored)
    connection.close()
    with transaction.atomic():
        events.record(
            now=_now(), centre="", actor=ACTOR, thing="backup", thing_id=files.dump.name, verb="restore", data={}
        )
    rows = sum(rows for rows, _ in manifest["database"]["tables"].values())
    _say(f"恢复好了，{rows} 行都对得上。", f"Restored; all {rows} rows are as they were.")
    _say(
        "现在可以 onetrip run。有中心节点的市节点先跑 onetrip nodes restored。",
        "Now onetrip run. A city with centre nodes first runs onetrip nodes restored.",
    )
    return 0


def verify(arguments: Namespace) -> int:
    """Read a backup into a database of its own that is thrown away, and compare it with its manifest; 1 when they differ.

    With --here the database of this house is compared as it is now. What came of it is noted in the ledger of the house,
    unless --alone.
    """
    try:
        files, manifest = _opened(arguments.file)
    except _Unusable as why:
        print(why, file=sys.stderr)
        return 1
    if arguments.here:
        return with_database(lambda _: _verify_here(manifest))(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="onetrip-verify-") as place:
            from onetrip.web.postgres import running

            with running(Path(place) / "postgresql", database="verify") as url:
                found = _restored_into(_as_environment(url), files, manifest)
    except (_Unusable, subprocess.CalledProcessError, psycopg.Error) as error:
        print(f"读不回来。It cannot be read back.\n{_why(error)}", file=sys.stderr)
        return 1
    rows = sum(rows for rows, _ in manifest["database"]["tables"].values())
    keys_are_here = arguments.alone or with_database(lambda _: _note(files, manifest, len(found), rows))(arguments) == 0
    numbers = ", ".join(_needed(manifest))
    _say(f"要用它，还需要密钥 {numbers}。", f"To be of use it needs the keys {numbers} as well.")
    return _tell(found, rows) if keys_are_here else 1


def _note(files: _Files, manifest: Mapping[str, Any], differences: int, rows: int) -> int:
    """Note in the ledger what came of it; 1 where this house lacks a key that the backup needs."""
    from onetrip.operation import actions

    lacking = _lacking(manifest)
    actions.note_verified(
        backup=files.dump.name,
        folder=files.dump.parent,
        differences=differences + (lacking is not None),
        rows=rows,
        now=_now(),
        by=ACTOR,
    )
    if lacking is not None:
        _say(*lacking, file=sys.stderr)
    return 0 if lacking is None else 1


def _verify_here(manifest: Mapping[str, Any]) -> int:
    from onetrip.operation import snapshots

    with psycopg.connect(_conninfo(_where())) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        now = snapshots.describe(connection)
    was = snapshots.Description.from_json(manifest["database"])
    return _tell(list(snapshots.differences(was, now)), was.rows)


def _restored_into(where: Mapping[str, str], files: _Files, manifest: Mapping[str, Any]) -> list[Difference]:
    """Restore the dump into the empty database at `where`, all of it or nothing, and compare. Raises _Unusable for a
    database that is not empty, subprocess.CalledProcessError, psycopg.Error."""
    from onetrip.operation import snapshots

    with psycopg.connect(_conninfo(where), autocommit=True) as connection:
        if not snapshots.is_empty(connection):
            raise _Unusable(
                "这个数据库不是空的。恢复只往空的里装，什么都不覆盖。",
                "This database is not empty. A backup is only put into an empty one; nothing is written over.",
            )
        connection.execute(MAKE_ROLE)  # the dump gives it what it may do, and policies name it
        snapshots.make_roles(connection, [snapshots.Role(**role) for role in manifest["roles"]])
        _run(
            [
                "pg_restore",
                "--exit-on-error",
                "--single-transaction",
                "--no-owner",
                f"--dbname={where['PGDATABASE']}",
                str(files.dump),
            ],
            where,
        )
        connection.execute("ANALYZE")
        with connection.transaction():
            found = snapshots.describe(connection)
    return list(snapshots.differences(snapshots.Description.from_json(manifest["database"]), found))


def _opened(file: Path) -> tuple[_Files, dict[str, Any]]:
    """The files of a backup and what its manifest says, its bytes compared with that. Raises _Unusable."""
    from onetrip.operation import snapshots

    files = _Files(file)
    try:
        manifest = json.loads(files.manifest.read_text(encoding="utf-8"))
        if manifest["form"] != _FORM:
            raise _Unusable(
                f"清单是第 {manifest['form']} 种，这一版不认识。",
                f"The manifest is of form {manifest['form']}, unknown here.",
            )
        snapshots.Description.from_json(manifest["database"])
        for path, said in ((files.dump, manifest["dump"]), (files.stored, manifest["stored"])):
            if snapshots.sha256_of(path) != said["sha256"]:
                raise _Unusable(
                    f"{path.name} 和清单上写的不一样，坏了或被改过。",
                    f"{path.name} is not what its manifest says: damaged or changed.",
                )
    except OSError as error:
        raise _Unusable(
            f"读不了 {error.filename}：{error.strerror}", f"{error.filename} cannot be read: {error.strerror}"
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _Unusable(
            f"{files.manifest} 不是备份的清单。", f"{files.manifest} is no manifest of a backup."
        ) from error
    return files, manifest


def _unpack(archive: Path) -> None:
    """Put the stored files back where they lay."""
    from onetrip.storage.backings.registry import backing_of
    from onetrip.storage.collections import ALL

    known = {store.collection for store in ALL}
    with tarfile.open(archive) as opened:
        for entry in opened:
            held, name = opened.extractfile(entry), _STORED.fullmatch(entry.name)
            if held is not None and name is not None and name[1] in known:
                with held:
                    backing_of(name[1]).write(name[2], held.read())


def _tell(found: Sequence[Difference], rows: int) -> int:
    for one in found[:_MOST_TOLD]:
        print(f"  {one}")
    if found:
        _say(f"{len(found)} 处对不上。", f"{len(found)} differences.")
        return 1
    _say(f"{rows} 行都对得上。", f"All {rows} rows are as they were.")
    return 0


def _ring() -> dict[str, str]:
    """Number → fingerprint of every key of this house: tells whether two houses have the same, and nothing of the keys."""
    from onetrip.people import keyring

    return {
        str(key.number): hashlib.sha256(b"onetrip backup " + key.master.encode()).hexdigest()[:16]
        for key in keyring.ring().keys.values()
    }


def _needed(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The same of the house of a backup; one made before there was a ring has the first key alone."""
    return manifest.get("ring") or {"1": manifest["keys"]}


def _lacking(manifest: Mapping[str, Any]) -> tuple[str, str] | None:
    """What this house lacks of the keys of a backup, in both languages; None when it has them all."""
    from onetrip.people import keyring

    needed = _needed(manifest)
    try:
        have = _ring()
    except keyring.RingBroken as why:
        zh, _, en = str(why).partition("。 ")
        return f"{zh}。", en
    if needed["1"] != have["1"]:
        return (
            "密钥不是这份备份的，装进去也读不出身份。",
            "The keys are not those of this backup: no identity could be read.",
        )
    missing = [number for number, mark in needed.items() if have.get(number) != mark]
    if not missing:
        return None
    numbers = ", ".join(missing)
    return (
        f"缺第 {numbers} 把密钥。请先把原来的 keys.ring 放到 keys.env 旁边。",
        f"Key {numbers} is missing. Put the keys.ring of that house beside keys.env first.",
    )


def _where() -> dict[str, str]:
    """The database of this house for PostgreSQL's own programs: in the environment, where no list of processes shows it."""
    return _as_environment(os.environ["DATABASE_URL"])


def _as_environment(url: str) -> dict[str, str]:
    given = psycopg.conninfo.conninfo_to_dict(url)
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    return {variable: str(given[name]) for name, variable in names.items() if given.get(name)}


def _conninfo(where: Mapping[str, str]) -> str:
    names = {"PGDATABASE": "dbname", "PGUSER": "user", "PGPASSWORD": "password", "PGHOST": "host", "PGPORT": "port"}
    return psycopg.conninfo.make_conninfo("", **{names[variable]: value for variable, value in where.items()})


def _why(error: BaseException) -> str:
    return str(getattr(error, "stderr", "") or error).strip()


def _run(words: list[str], where: Mapping[str, str]) -> str:
    """Run a program of PostgreSQL: that of the wheel, which is as new as any server, else the one installed."""
    from onetrip.web.postgres import PROGRAMS

    beside = PROGRAMS / words[0]
    program = str(beside) if beside.exists() else shutil.which(words[0]) or words[0]
    done = subprocess.run(  # noqa: S603 -- our own words
        [program, *words[1:]], check=True, capture_output=True, text=True, env=os.environ | where
    )
    return done.stdout
