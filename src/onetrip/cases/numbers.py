"""Numbers of cases, receipts and notices: from counter rows inside the transaction, so none is ever given twice."""

from __future__ import annotations

from datetime import date

from django.db import connection

CASE, RECEIPT, NOTICE, ERRAND, HAND, REFUSAL = "case", "receipt", "notice", "errand", "hand", "refusal"
_LETTERS = {CASE: "", RECEIPT: "S", NOTICE: "G", ERRAND: "Z", HAND: "J", REFUSAL: "B"}
"""S for 收件, G for 告知, Z for 自助, J for 交接, B for 不予受理: so that a number read out on the telephone says what it is of."""


def take(centre: str, day: date, **wanted: int) -> dict[str, list[str]]:
    """So many numbers of each kind (`case=2, receipt=1`), all in one statement.

    Whoever else takes numbers of this centre waits until the caller's transaction ends: take them late in it.
    """
    rows = sorted(wanted.items())
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_casecounter AS counter (centre_id, day, kind, last) VALUES {values} "  # noqa: S608 -- placeholders
            "ON CONFLICT (centre_id, day, kind) DO UPDATE SET last = counter.last + EXCLUDED.last RETURNING kind, last",
            [part for kind, count in rows for part in (centre, day, kind, count)],
        )
        last = dict(cursor.fetchall())
    return {
        kind: [number(centre, day, kind, serial) for serial in range(last[kind] - count + 1, last[kind] + 1)]
        for kind, count in rows
    }


def number(centre: str, day: date, kind: str, serial: int) -> str:
    """LF-20261124-0001 for a case, LF-20261124-S0001 for a receipt, LF-20261124-G0001 for a notice."""
    return f"{centre}-{day:%Y%m%d}-{_LETTERS[kind]}{serial:04d}"
