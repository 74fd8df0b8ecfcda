"""The digests of the fixed residents' plans: those kept in the file, and those of today's engine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from onetrip.planning import ENGINE, plan
from tests.planning.golden.catalogue import BOOK, DAY, RESIDENTS, resident

FILE = Path(__file__).parent / "digests.json"


def digest(number: int) -> str:
    """The digest of a resident's plan, without the name of the engine: it tells what changed, and not that it was renamed."""
    known, wanted, skipped, declined = resident(number)
    made = plan(BOOK, known, DAY, wanted, skipped, declined)
    return hashlib.sha256(replace(made, engine="").to_bytes()).hexdigest()[:16]


def kept() -> dict[str, Any]:
    """What is kept: the engine, and the digests by the number of the resident."""
    if not FILE.exists():
        return {"engine": "", "plans": {}}
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def written() -> dict[str, Any]:
    """What would be kept of today's engine."""
    return {"engine": ENGINE, "plans": {str(number): digest(number) for number in range(RESIDENTS)}}


def changed() -> list[str]:
    """The residents whose plans are not what is kept."""
    now = written()["plans"]
    return [number for number, found in now.items() if kept()["plans"].get(number) != found]
