"""What the resident pays, and what the resident receives: never under one heading. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onetrip.catalogue.book import Matter
from onetrip.manuals.missing import Missing
from onetrip.manuals.points import Points
from onetrip.manuals.telling import TellingInNotes, capital, labelled
from onetrip.planning import Fee
from onetrip.prints.chapters import Block, Note, Notes, Part, Row, Rows
from onetrip.rules import Text

PAID = Text("收费", "Fee")
OPEN = Text("钱", "Money")
"""Where all that is said of it is open, and may be of either."""
RECEIVED = Text("发给居民的", "Paid to the resident")

_MOST_IN_A_ROW = 2
"""Figures that still read well in one row of the elements; more get a table, each with a name of its own."""


def money(
    matter: Matter, telling: TellingInNotes, points: Points, missing: Missing
) -> tuple[tuple[Row, ...], tuple[Part, ...]]:
    """The rows of the elements and the parts below them; what is open stands where there are figures."""
    figures = telling.figures(matter.terms.fees)
    paid, received = ([fee for fee in figures if fee.pays is pays] for pays in (True, False))
    open_points = points.about("fees")
    if not paid and (received or not open_points) and matter.terms.kind != "not_here":
        missing.add("收不收费", "whether there is a fee")
    beside_received = open_points if received and not paid else ()
    beside_paid = () if beside_received else open_points
    rows: list[Row] = []
    parts: list[Part] = []
    for name, fees, beside in ((PAID, paid, beside_paid), (RECEIVED, received, beside_received)):
        if len(fees) > _MOST_IN_A_ROW:
            blocks = _table(fees, beside, telling)
            parts.append(Part(id="paid" if fees[0].pays else "received", name=name, blocks=blocks))
        elif notes := (*in_a_row(fees, telling), *beside):
            rows.append(Row(term=name if fees else OPEN, notes=notes))
    return tuple(rows), tuple(parts)


def in_a_row(fees: Sequence[Fee], telling: TellingInNotes) -> tuple[Note, ...]:
    """A few figures one below the other, each with what it is for."""
    shared = _shared(fees)
    told = [note for fee in fees for note in telling.fee(fee, named=True, without=shared)]
    return (*told, *((_below(fees, shared),) if shared is not None else ()))


def _table(fees: Sequence[Fee], beside: tuple[Note, ...], telling: TellingInNotes) -> tuple[Block, ...]:
    """Many figures as a table by what they are for; what is said of all of them stands once, below."""
    shared = _shared(fees)
    rows = tuple(
        Row(term=Text(fee.item.zh, capital(fee.item.en)), notes=telling.fee(fee, named=False, without=shared))
        for fee in fees
    )
    below = (*((_below(fees, shared),) if shared is not None else ()), *beside)
    return (Rows(rows=rows), *((Notes(notes=below),) if below else ()))


def _shared(fees: Sequence[Fee]) -> Text | None:
    """What several figures have in their notes, where every figure has a note, so that none gains one that is not its own."""
    if len(fees) < 2 or any(fee.note is None for fee in fees):
        return None
    note, times = Counter(fee.note for fee in fees).most_common(1)[0]
    return note if times > 1 else None


def _below(fees: Sequence[Fee], shared: Text) -> Note:
    if all(fee.note == shared for fee in fees):
        return Note(text=shared)
    return Note(text=labelled("没有另外写的：", "Where nothing else is said: ", shared))
