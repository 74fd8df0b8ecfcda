"""The machine the house runs on: database, live stream, clock, disk, backup."""

from __future__ import annotations

import shutil
import time
import urllib.request
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.ledger import events
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


def database(_at: Moment) -> Found:
    """Write a row, read it back, and throw it away."""
    began = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE round_trial (word text) ON COMMIT DROP")
        word = str(uuid.uuid4())
        cursor.execute("INSERT INTO round_trial VALUES (%s) RETURNING word", [word])
        written = cursor.fetchone() == (word,)
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
        sent = _send_news(at)
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


def _send_news(at: Moment) -> int:
    with transaction.atomic():
        event: Event = events.record(
            now=at.now,
            centre=at.place.centre.code,
            actor="system:round",
            thing="round",
            thing_id="live-stream",
            verb="try",
            public={"changed": True},
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
    """What is free where this house keeps its data."""
    usage = shutil.disk_usage(_data_folder())
    free = usage.free / 1_000_000_000
    said = Text(f"还剩 {free:.1f} GB。", f"{free:.1f} GB are free.")
    make_room = Text("清掉旧备份，或者换大硬盘。", "Clear old backups away, or use a larger disk.")
    if usage.free < DISK_LEAST:
        return wrong(said, make_room)
    if usage.free < DISK_LOW:
        return mind(said, make_room)
    return well(said.zh, said.en)


def _data_folder() -> Path:
    """The static files lie in the data folder: it is there whenever pages are served."""
    folder = Path(settings.STATIC_ROOT)
    return folder if folder.exists() else Path.cwd()


def backup(at: Moment) -> Found:
    """When the whole database was last written to a file that could be read back."""
    last = Event.objects.filter(thing="backup", verb="make").order_by("-id").first()
    how = Text("让运维每晚跑一次 onetrip backup。", "Have onetrip backup run every night.")
    if last is None:
        said = Text("没有备份记录。", "No backup is on record.")
        return mind(said, how) if settings.DEMONSTRATION else wrong(said, how)
    hours = int((at.now - last.at).total_seconds() // 3600)
    size = last.data.get("bytes", 0) / 1_000_000
    said = Text(f"{hours} 小时前备份，{size:.1f} MB，读回过。", f"Backed up {hours} h ago, {size:.1f} MB, read back.")
    return wrong(said, how) if hours > BACKUP_HOURS else well(said.zh, said.en)


_OPERATOR = Text("请找运维看日志。", "Ask the operator to look into the log.")

CHECKS = (
    Check("database", _HOUSE, Text("数据库", "Database"), database),
    Check("live-stream", _HOUSE, Text("叫号到屏幕", "From a call to the screens"), live_stream),
    Check("clock", _HOUSE, Text("时钟", "Clocks"), clock),
    Check("disk", _HOUSE, Text("硬盘", "Disk"), disk),
    Check("backup", _HOUSE, Text("备份", "Backup"), backup),
)
