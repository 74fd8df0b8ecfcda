"""What a record says, in words for the person who decides between two that cannot both stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from onetrip.nodes.tables import Table
from onetrip.ratings.scale import LEVELS
from onetrip.rules import Text

Row = Mapping[str, Any]

_AT = (
    "at",
    "made_at",
    "drawn_at",
    "booked_at",
    "issued_at",
    "received_at",
    "accepted_at",
    "arrived_at",
    "found_at",
    "began",
    "given_at",
)
"""Columns that say when something happened, the first one that a row has."""

_NAMES = {
    "advice_slip": Text("小贴士", "slip"),
    "advice_slipcounter": Text("小贴士的号数", "count of slip numbers"),
    "appointments_bookingcounter": Text("预约的号数", "count of booking numbers"),
    "cases_case": Text("办件", "case"),
    "cases_casecounter": Text("办件的号数", "count of case numbers"),
    "centres_duty": Text("谁坐这个窗口", "who sits at the window"),
    "lobby_ticketcounter": Text("排队的号数", "count of ticket numbers"),
    "lobby_visit": Text("来访", "visit"),
}


def tell(table: Table, row: Row, centre: str) -> dict[str, Any]:
    """A record as a conflict keeps and shows it; `centre` is the side that has it, "" for the city."""
    words = _WORDS.get(table.name, _by_number)(table, row)
    at = next((row[name] for name in _AT if row.get(name)), None)
    return {"centre": centre, "zh": words.zh, "en": words.en, **({"at": str(at)} if at else {})}


def _rating(_: Table, row: Row) -> Text:
    level = LEVELS.get(int(row.get("level") or 0), Text("没有等级", "no level"))
    said = str(row.get("words") or "")
    return Text(
        f"评价“{level.zh}”" + (f"，写了：“{said}”" if said else "，没写话"),
        f"rated “{level.en}”" + (f" and wrote “{said}”" if said else ", without words"),
    )


def _ticket(_: Table, row: Row) -> Text:
    number = f"{row.get('prefix', '')}{int(row.get('serial') or 0):03}"
    return Text(f"{row.get('day', '')} 的 {number} 号", f"ticket {number} of {row.get('day', '')}")


def _appointment(_: Table, row: Row) -> Text:
    starts = time.fromisoformat(str(row["starts"])) if row.get("starts") else None
    clock = f" {starts.hour}:{starts.minute:02}" if starts else ""
    when = f"{row.get('day', '')}{clock}"
    return Text(f"预约 {row.get('number', '')}，{when}", f"booking {row.get('number', '')}, {when}")


def _by_number(table: Table, row: Row) -> Text:
    """The kind of record, with the number or the day that it is known by."""
    kind = str(table.the_model._meta.verbose_name)  # noqa: SLF001 -- Django's documented interface
    name = _NAMES.get(table.name, Text(kind, kind))
    known_by = next((str(row[column]) for column in ("number", "last", "serial", "day") if row.get(column)), "")
    return Text(f"{name.zh} {known_by}".strip(), f"{name.en} {known_by}".strip())


_WORDS = {
    "ratings_rating": _rating,
    "lobby_ticket": _ticket,
    "appointments_appointment": _appointment,
}
