"""Who holds what in the simulated store: the licences of invented residents, and of nobody else. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

ISSUER = "演示签发机关 (demonstration)"


def licences_of(number: str, code: str, day: date) -> list[dict[str, Any]]:
    """What the store has of that code for an ID number: a licence for everyone whose number could be nobody's (310000…), but
    for one in eight, so that both ways are seen. The same each time."""
    if not number.startswith("310000") or (int(number[14:17]) + int(code[-6:-3])) % 8 == 7:
        return []
    return [licence(number, code, day)]


def licence(number: str, code: str, day: date, *, years: int = 8) -> dict[str, Any]:
    """One licence as the wire has it, valid for that many years from `day` on."""
    return {
        "code": code,
        "number": f"DEMO-{code[-6:]}-{number[-8:]}",
        "holder_id_number": number,
        "issuer": ISSUER,
        "issued_on": date(day.year - 2, 3, 1).isoformat(),
        "valid_until": date(day.year + years, 2, 28).isoformat(),
        "status": "valid" if years >= 0 else "expired",
    }
