"""`onetrip eta`: how well waits can be told from a file of snapshots, and learning them from this house's own numbers."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import Namespace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

log = logging.getLogger(__name__)

ACTOR = "system:operator"
SENSELESS = 2
"""Exit code for a file that makes no sense."""


def evaluate(arguments: Namespace) -> int:
    """Learn from the first days of a file of snapshots, and print how well the rest is told. Needs no database."""
    from onetrip.lobby.eta import evaluating, report, snapshots

    path: Path = arguments.file
    try:
        zone = ZoneInfo(arguments.zone) if arguments.zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return _refuse(f"没有时区 {arguments.zone}。", f"There is no time zone {arguments.zone}.")
    pairs = [pair.partition("=") for pair in (arguments.columns or "").split(",") if pair.strip()]
    given = {meaning.strip(): name.strip() for meaning, _, name in pairs}
    try:
        found = evaluating.evaluate(snapshots.read(path.read_bytes(), given=given, zone=zone))
    except OSError as error:
        return _refuse(f"读不了 {path}：{error.strerror}。", f"{path} cannot be read: {error.strerror}.")
    except snapshots.SenselessFileError as error:
        where_zh, where_en = (f" 第 {error.line} 行", f", line {error.line}") if error.line else ("", "")
        return _refuse(f"{path}{where_zh}：{error.text.zh}", f"{path}{where_en}: {error.text.en}")
    if arguments.json:
        print(json.dumps(report.as_data(found), ensure_ascii=False, indent=2))
    else:
        print(report.as_text(found, arguments.language))
    return 0


def learn(_arguments: Namespace) -> int:
    """Have every centre learn from its own last weeks; gives way to all else. One that cannot does not stop the others."""
    from django.utils import timezone

    from onetrip.lobby import actions
    from onetrip.lobby.eta import memory

    os.nice(10)
    failed = False
    for centre in memory.stale_centres(timezone.now()):
        try:
            made = actions.learn_waits(centre=centre, now=timezone.now(), by=ACTOR)
        except Exception as error:  # whatever it is: the centres behind it have days of their own
            failed = True
            log.exception("learning the waits of %s", centre)
            name = type(error).__name__
            print(f"{centre}：没学成（{name}），其余中心接着学。", file=sys.stderr)
            print(f"{centre}: could not learn ({name}); the other centres go on.", file=sys.stderr)
            continue
        if made.told is None:
            print(f"{centre}：{made.days} 天 {made.cases} 个号，太少，先按当天的规矩估。")
            print(f"{centre}: {made.cases} waits on {made.days} days are too few; the day's own rule goes on.")
        else:
            print(f"{centre}：从 {made.days} 天 {made.cases} 个号里学了。")
            print(f"{centre}: learned from {made.cases} waits on {made.days} days.")
    return int(failed)


def _refuse(zh: str, en: str) -> int:
    print(f"{zh}\n{en}", file=sys.stderr)
    return SENSELESS
