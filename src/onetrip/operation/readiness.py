"""Whether the house is ready: each thing that it needs, tried. Strangers hear yes or no; the operator hears what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError

from onetrip.ledger import heads
from onetrip.operation import queries
from onetrip.people import crypto, keyring, rotating
from onetrip.people.models import Resident
from onetrip.rules import Text

CLOCK_SILENT = timedelta(minutes=10)
"""The clock gives a sign of life every minute; a task of its that takes longer than this is not coming back (example)."""


@dataclass(frozen=True)
class Checked:
    """One thing the house needs, and how it is. `said` names no person and no place."""

    code: str
    name: Text
    is_well: bool
    said: Text


def checks(*, now: datetime) -> list[Checked]:
    """Everything, tried one after the other; what raises is not well."""
    return list(_tried(now))


def _tried(now: datetime) -> Iterator[Checked]:
    for code, name, look in _LOOKS:
        try:
            trouble = look(now)
        except DatabaseError:
            trouble = _AWAY
        yield Checked(code, name, trouble is None, trouble or _WELL)


_WELL = Text("正常", "well")
_AWAY = Text("数据库连不上", "the database cannot be reached")


def _database(now: datetime) -> Text | None:
    queries.database(now=now)
    return None


def _migrations(_now: datetime) -> Text | None:
    missing = queries.migrations_missing()
    if not missing:
        return None
    names = ", ".join(missing[:5])
    return Text(f"还有 {len(missing)} 个没做：{names}", f"{len(missing)} are missing: {names}")


def _clock(now: datetime) -> Text | None:
    sign = queries.clock_sign()
    if sign is None:
        return Text("时钟还没走过", "the clock has never ticked")
    if now - sign > CLOCK_SILENT:
        minutes = int((now - sign).total_seconds() // 60)
        return Text(f"时钟停了 {minutes} 分钟", f"the clock has been silent for {minutes} minutes")
    return None


def _disk(_now: datetime) -> Text | None:
    short = [disk for disk in queries.disks() if disk.free < queries.DISK_LEAST]
    if not short:
        return None
    return Text(
        "、".join(f"{disk.words.zh}剩 {disk.free / 1e9:.1f} GB" for disk in short),
        ", ".join(f"{disk.words.en}: {disk.free / 1e9:.1f} GB free" for disk in short),
    )


def _keys(_now: datetime) -> Text | None:
    """Whether the key of the heads can be made, and the keys of identities are those that this database was written with."""
    heads.public_key()
    try:
        lacking = rotating.missing_key()
    except keyring.RingBroken:
        return Text("密钥文件读不懂", "the file of keys cannot be read")
    if lacking is not None:
        return Text(f"缺第 {lacking} 把密钥", f"key {lacking} is missing")
    try:
        Resident.objects.order_by("pk").only("number").first()
    except crypto.Undecipherable:
        return Text(
            "密钥和数据库不是一套：读不出已有的身份",
            "the keys do not fit the database: identities in it cannot be read",
        )
    return None


_LOOKS: tuple[tuple[str, Text, Callable[[datetime], Text | None]], ...] = (
    ("database", Text("数据库", "database"), _database),
    ("migrations", Text("数据表", "tables"), _migrations),
    ("clock", Text("时钟", "clock"), _clock),
    ("disk", Text("硬盘", "disk"), _disk),
    ("keys", Text("密钥", "keys"), _keys),
)
