"""Between a drill and the real house: folders, databases and ways out that the one may never take for its own.

A drill has a folder and a database of its own, both marked when they are made. Whoever opens a marked one as a real house,
or a real one as a drill, is refused in words. A drill's process is given no more of the environment than it needs, and
refuses to start with any way out that somebody put there all the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import psycopg

from onetrip.ledger import drill

MARK = "THIS-IS-A-DRILL"
"""The file that makes a folder a drill's."""

_SETTING = "onetrip.drill"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "XDG_RUNTIME_DIR")

WAYS_OUT = (
    "DATABASE_URL",
    "ONETRIP_PAGES_DATABASE_URL",
    "ONETRIP_NODE",
    "ONETRIP_SMS",
    "ONETRIP_SMS_ADDRESS",
    "ONETRIP_PUSH",
    "ONETRIP_PUSH_ADDRESS",
    "ONETRIP_SMTP",
    "ONETRIP_CARRIER",
    "ONETRIP_CARRIER_ADDRESS",
    "ONETRIP_LICENCES",
    "ONETRIP_LICENCE_STORE",
    "ONETRIP_INTERFACES",
    "ONETRIP_WEBHOOK_NETWORKS",
    "ONETRIP_STAFF_OIDC_ISSUER",
    "ONETRIP_RESIDENT_OIDC_ISSUER",
    "ONETRIP_OBJECTS",
    "ONETRIP_S3_ADDRESS",
    "ONETRIP_PICTURES",
    "ONETRIP_RESULTS",
    "ONETRIP_COURSES",
    "ONETRIP_PHOTOGRAPHS",
    "ONETRIP_HEADS",
    "ONETRIP_LOG_FOLDER",
    "ONETRIP_CLAMD",
)
"""What leads out of the house, or into another one's files."""


def why_not_this_folder(folder: Path) -> str | None:
    """Why `folder` is not for this process, in words; None when it is."""
    marked = (folder / MARK).exists()
    if marked and not drill.is_on():
        return (
            f"{folder} 是一次演练的文件夹，不能当真的中心打开。请用别的 --data。\n"
            f"{folder} belongs to a drill and is never opened as a real centre. Please give another --data."
        )
    if drill.is_on() and not marked and folder.exists() and any(folder.iterdir()):
        return (
            f"{folder} 里有一个真的中心，不能在里面演练。演练请用 onetrip drill，它会自己建文件夹。\n"
            f"{folder} holds a real centre; no drill takes place in it. Use `onetrip drill`, which makes a folder of its own."
        )
    return None


def mark(folder: Path) -> None:
    """Make `folder`, new or empty, a drill's for good. Raises ValueError for one in which something lies."""
    if (folder / MARK).exists():
        return
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(
        "演练用的文件夹，里面没有一位真的居民。A drill's folder: nobody in it is real.\n", encoding="utf-8"
    )


def why_not_this_database(url: str) -> str | None:
    """Why the database behind `url` is not for this process, in words; None when it is. A drill marks a new one as its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        marked = _asked(connection, "SELECT coalesce(current_setting(%s, true), '') = '1'", _SETTING)
        if not drill.is_on():
            return _A_DRILLS_DATABASE if marked else None
        if not marked and _asked(connection, "SELECT to_regclass('centres_centre') IS NOT NULL"):
            return _A_REAL_DATABASE
        if not marked:
            name = connection.info.dbname.replace('"', '""')
            connection.execute(f"ALTER DATABASE \"{name}\" SET {_SETTING} = '1'")
        return None


_A_DRILLS_DATABASE = (
    "这个数据库是演练用的，不能当真的中心打开。请检查 DATABASE_URL。\n"
    "This database belongs to a drill and is never opened as a real centre. Please check DATABASE_URL."
)
_A_REAL_DATABASE = (
    "这个数据库里是真的中心，不能在里面演练。\nThis database holds a real centre; no drill takes place in it."
)


def _asked(connection: psycopg.Connection, question: str, *values: object) -> bool:
    row = connection.execute(question, values).fetchone()
    return bool(row and row[0])


def ways_out(environment: Mapping[str, str]) -> list[str]:
    """The names in `environment` by which something of a drill could leave it."""
    return sorted(name for name in WAYS_OUT if environment.get(name))


def environment_of_a_drill(more: Mapping[str, str]) -> dict[str, str]:
    """What a drill's process knows of the machine: no key, no address and no database of the real house, and `more`."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {drill.ENVIRONMENT: "1"} | dict(more)
