"""Reading what the forms of training send: whole numbers, days, figures of rules."""

from __future__ import annotations

import math
from datetime import date

from onetrip.ledger.refusals import Malformed

_MOST_DIGITS = 18
"""What a bigint of the database holds, whatever the digits."""


def whole(raw: str, field: str) -> int:
    """A whole number that is not negative; ids of a node's own have thirteen digits and more. Raises Malformed."""
    if not raw.isascii() or not raw.isdigit() or len(raw) > _MOST_DIGITS:
        raise Malformed("number-form", "请填一个整数。", "Please give a whole number.", field=field)
    return int(raw)


def day_of(raw: str) -> date:
    """A day as the browser sends it, 2026-11-30. Raises Malformed."""
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise Malformed("day-form", "日期没填好。", "Please give the day.", field="day") from error


def figure(raw: str, field: str) -> float:
    """A number of the rules. Raises Malformed."""
    try:
        found = float(raw)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Malformed("number-form", "请填一个数。", "Please give a number.", field=field)
    return found
