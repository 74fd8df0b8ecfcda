"""Words that several parts of the room use."""

from __future__ import annotations

from datetime import date

from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.planning.words import MONTHS
from onetrip.rules import Text

MOST_REASON = 400


def month_words(month: date) -> Text:
    """2026 年 10 月, October 2026."""
    return Text(f"{month.year} 年 {month.month} 月", f"{MONTHS[month.month - 1]} {month.year}")


def needed_reason(reason: str, *, field: str = "reason") -> str:
    """A reason in one line. Raises Malformed without one."""
    line = one_line(reason, MOST_REASON)
    if len(line) < 2:
        raise Malformed(
            "reason-missing",
            "请写一句理由，以后看的人要能懂。",
            "Please give the reason in a sentence that others will understand later.",
            field=field,
        )
    return line
