"""The machine the house runs on: database, live stream, clock, disk, backup."""

from __future__ import annotations

import shutil
import time
import urllib.request
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.ledger import events, heads
from onetrip.ledger.live_pass import issue_pass
from onetrip.ledger.models import Event
from onetrip.rules import Text

SLOW_MILLISECONDS = 200
"""A statement of the database that takes longer is felt at every window (example)."""
STREAM_SECONDS = 3.0
"""How long news may take from the database to a screen before the round calls the stream dead (example)."""
CLOCK_SECONDS = 30
"""A clock that is further off stamps wrong times on receipts (example)."""
DISK_LEAST, DISK_LOW = 2_000_000_000, 10_000_000_000
"""Bytes free below which the hall should not open, and below which somebody should know (example)."""
BACKUP_HOURS = 30
"""A nightly backup that is older was missed (example)."""

_HOUSE = Text("机房和线路", "House and lines")


def database(at: Moment) -> Found:
    """Write a row where the house keeps its record, and read it back when it is committed: it stays as part of the round."""
    began = time.monotonic()
    word = str(uuid.uuid4())
    sent = _try(at, "database", data={"word": word})
    written = Event.objects.filter(pk=sent, data__word=word).exists()
    took = round((time.monotonic() - began) * 1000)
    if not written:
        return wrong(
            Text("数据库写进去的和读出来的不一样。", "The database did not give back what was written."), _OPERATOR
        )
    if took > SLOW_MILLISECONDS:
        said = Text(f"数据库慢：写一次 {took} 毫秒。", f"The database is slow: {took} ms to write a row.")
        return mind(said, _OPERATOR)
    return well(f"能写能读，{took} 毫秒。", f"Writes and reads, {took} ms.")


def live_stream(at: Moment) -> Found:
    """Change something, and wait until it arrives as it does at a screen."""
    address = settings.LIVE_ADDRESS or (settings.LIVE_PORT and f"http://127.0.0.1:{settings.LIVE_PORT}")
    if not address:
        return wrong(
            Text("没有配置实时流，大屏不会自己动。", "No live stream is configured: no screen moves by itself."),
            Text(
                "用 onetrip run 启动，或设 ONETRIP_LIVE_ADDRESS。",
                "Start with onetrip run, or set ONETRIP_LIVE_ADDRESS.",
            ),
        )
    code = at.place.centre.code
    pass_of_ours = f"{address}/?pass={issue_pass(code)}"
    with urllib.request.urlopen(pass_of_ours, timeout=STREAM_SECONDS) as stream:  # noqa: S310 -- the operator's address
        stream.readline()  # the first beat: it listens
        began = time.monotonic()
        sent = _try(at, "live-stream", public={"changed": True})
        while time.monotonic() - began < STREAM_SECONDS:
            if f'"event": {sent}'.encode() in stream.readline():
                took = round((time.monotonic() - began) * 1000)
                return well(f"叫号到屏幕 {took} 毫秒。", f"From a call to a screen in {took} ms.")
    return wrong(
        Text(
            "实时流连得上，但消息没到，大屏不会动。",
            "The live stream answers, but news does not arrive: no screen moves.",
        ),
        _OPERATOR,
    )


def _try(at: Moment, what: str, *, data: dict[str, Any] | None = None, public: dict[str, Any] | None = None) -> int:
    """Write an event of the round as everything here is written; its number."""
    with transaction.atomic():
        event: Event = events.record(
            now=at.now,
            centre=at.place.centre.code,
            actor="system:round",
            thing="round",
            thing_id=what,
            verb="try",
            data=data,
            public=public,
        )
    return int(event.pk)


def clock(at: Moment) -> Found:
    """The clock of this machine against the database's, and against that of the director's browser."""
    began = datetime.now(tz=at.now.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("the database did not say what time it is")
    others = [(Text("数据库", "database"), row[0] - began)]
    if at.browser is not None:
        others.append((Text("您面前的电脑", "the computer in front of you"), at.browser - at.now))
    details = tuple(_difference(name, off) for name, off in others)
    off = max(abs(off) for _, off in others)
    if off > timedelta(seconds=CLOCK_SECONDS):
        return wrong(
            Text("时钟对不上，回执上的时间会错。", "The clocks differ: times on receipts would be wrong."),
            Text("把时间调成自动同步，再测一次。", "Set the time to synchronise by itself, then try again."),
            *details,
        )
    return well("几个时钟一致。", "The clocks agree.", *details)


def _difference(name: Text, off: timedelta) -> Text:
    seconds = round(off.total_seconds())
    if not seconds:
        return Text(f"{name.zh}：一致", f"{name.en}: the same")
    return Text(
        f"{name.zh}：{'快' if seconds > 0 else '慢'} {abs(seconds)} 秒",
        f"{name.en}: {abs(seconds)} s {'fast' if seconds > 0 else 'slow'}",
    )


def disk(_at: Moment) -> Found:
    """What is free wherever this house keeps something: its files, the database if it lies here, the backups."""
    free = {}
    for name, folder in _folders().items():
        try:
            free[name] = shutil.disk_usage(folder).free
        except OSError:
            continue  # a folder that is not here; a backup that is not is told of on its own line
    least = min(free.values())
    details = tuple(
        Text(f"{name.zh}：剩 {room / 1e9:.1f} GB", f"{name.en}: {room / 1e9:.1f} GB free")
        for name, room in sorted(free.items(), key=lambda one: one[1])
    )
    said = Text(f"最少的还剩 {least / 1e9:.1f} GB。", f"At least {least / 1e9:.1f} GB are free everywhere.")
    make_room = Text("清掉旧备份，或者换大硬盘。", "Clear old backups away, or use a larger disk.")
    if least < DISK_LEAST:
        return wrong(said, make_room, *details)
    if least < DISK_LOW:
        return mind(said, make_room, *details)
    return well(said.zh, said.en, *details)


def _folders() -> dict[Text, Path]:
    """Where this house keeps what, as far as that is on this machine."""
    # The static files lie in the data folder: it is there whenever pages are served.
    files = Path(settings.STATIC_ROOT)
    found = {Text("网页和照片", "files"): files if files.exists() else Path.cwd()}
    with connection.cursor() as cursor:
        # No row for a database on another machine, or for an account that may not know.
        cursor.execute(
            "SELECT setting FROM pg_settings WHERE name = 'data_directory'"
            " AND (inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr())"
        )
        row = cursor.fetchone()
    if row and Path(row[0]).exists():
        found[Text("数据库", "database")] = Path(row[0])
    last = _last_backup()
    if last is not None and last.data.get("folder"):
        found[Text("备份", "backups")] = Path(last.data["folder"])
    return found


def backup(at: Moment) -> Found:
    """When the whole database was last written to a file that could be read back, and whether that file is still there."""
    last = _last_backup()
    how = Text("让运维每晚跑一次 onetrip backup。", "Have onetrip backup run every night.")
    if last is None:
        said = Text("没有备份记录。", "No backup is on record.")
        return mind(said, how) if settings.DEMONSTRATION else wrong(said, how)
    hours = int((at.now - last.at).total_seconds() // 3600)
    size = last.data.get("bytes", 0) / 1_000_000
    said = Text(f"{hours} 小时前备份，{size:.1f} MB，读回过。", f"Backed up {hours} h ago, {size:.1f} MB, read back.")
    if hours > BACKUP_HOURS:
        return wrong(said, how)
    return _is_it_there(last) or well(said.zh, said.en)


def ledger(at: Moment) -> Found:
    """How far the centre's record of events is sealed: the last digest stays as part of the round, and on paper with whoever
    prints it, so that an end that is cut off later is found."""
    head = heads.head_of(at.place.centre.code, now=at.now)
    if head is None:
        return well("事件流水还没有封存。", "The record of events is not sealed yet.")
    return well(
        f"事件流水封到第 {head.position} 条，末位 {head.digest[:12]}。",
        f"The record of events is sealed up to no. {head.position}, head {head.digest[:12]}.",
        Text(f"链头：{head.position} {head.digest}", f"Head: {head.position} {head.digest}"),
    )


def _is_it_there(last: Event) -> Found | None:
    """What is wrong with the file of a backup; None: it lies there as it was written, or nobody noted where."""
    if not last.data.get("folder"):
        return None
    folder = Path(last.data["folder"])
    if not folder.is_dir():
        return mind(
            Text("放备份的地方现在够不着。", "The place of the backups cannot be reached now."),
            Text("接上那块盘，再测。", "Connect that disk and try again."),
        )
    file = folder / last.thing_id
    if not file.is_file() or file.stat().st_size != last.data["bytes"]:
        return wrong(
            Text("最近那份备份不见了，或者不完整。", "The file of the last backup is gone, or not whole."),
            Text("马上再做一次 onetrip backup。", "Run onetrip backup again now."),
        )
    return None


def _last_backup() -> Event | None:
    return events.newest("backup", "make")


_OPERATOR = Text("请找运维看日志。", "Ask the operator to look into the log.")

CHECKS = (
    Check("database", _HOUSE, Text("数据库", "Database"), database),
    Check("live-stream", _HOUSE, Text("叫号到屏幕", "From a call to the screens"), live_stream),
    Check("clock", _HOUSE, Text("时钟", "Clocks"), clock),
    Check("disk", _HOUSE, Text("硬盘", "Disk"), disk),
    Check("backup", _HOUSE, Text("备份", "Backup"), backup),
    Check("ledger", _HOUSE, Text("流水封存", "The ledger's seals"), ledger),
)
