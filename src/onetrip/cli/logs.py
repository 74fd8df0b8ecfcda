"""`onetrip log find NUMBER`: what stands in the log of the request whose number somebody read out."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from onetrip.cli import house
from onetrip.ledger import current


def find(arguments: Namespace) -> int:
    """Print every line of the request; 1 when there is none, 2 for what is no number of a request."""
    number = current.read_number(" ".join(arguments.number))
    if number is None:
        print(
            f"这不是编号：编号是 {current.LENGTH} 位，只用 {current.SIGNS}。\n"
            f"No number of a request: it has {current.LENGTH} signs, all of {current.SIGNS}.",
            file=sys.stderr,
        )
        return 2
    house.prepare(arguments.data)
    house.open_house()
    from django.conf import settings

    from onetrip.operation import logs

    folder: Path | None = arguments.folder or settings.LOG_FOLDER
    if folder is None or not folder.is_dir():
        print(f"没有日志文件夹 there is no folder of logs: {folder}", file=sys.stderr)
        return 1
    found = 0
    for one in logs.find(folder, number):
        found += 1
        raised = one.line.pop("raised", "")
        print(f"{one.file}: {json.dumps(one.line, ensure_ascii=False)}")
        if raised:
            print(raised)
    if not found:
        print(f"日志里没有 {number}。\nThe log has no {number}.", file=sys.stderr)
    return 0 if found else 1
