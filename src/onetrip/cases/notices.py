"""Which step of a case tells the resident what: the one table, and how its words are filled in.

A message names no person and no reason, and the matter only where anybody may know of it (`naming`). What a step makes
untrue of what still waits to be sent, the night over for instance, is not sent any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onetrip.cases.delivering.models import Delivery, Way
from onetrip.cases.models import Case, Receipt
from onetrip.cases.naming import may_be_named
from onetrip.cases.wording import day_words
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Refused
from onetrip.notices.actions import About, drop, tell
from onetrip.notices.kinds import kinds
from onetrip.notices.queries import rules_of
from onetrip.rules import Text

ACCEPTED, WANTED, NOT_ACCEPTED, REFUSED = "case-accepted", "case-papers-wanted", "case-not-accepted", "case-refused"
READY, UNCLAIMED, ENDED = "case-ready", "case-unclaimed", "case-ended"
PROCEDURE, MOVED = "case-procedure", "case-limit-moved"
STORED, POSTED, SENT = "case-in-cabinet", "case-posted", "case-sent"
_ON_THE_WAY = (ACCEPTED, WANTED, PROCEDURE, MOVED)
_FETCHED = (READY, UNCLAIMED, STORED, POSTED)
_ALL = (*_ON_THE_WAY, NOT_ACCEPTED, REFUSED, ENDED, *_FETCHED)


@dataclass(frozen=True)
class Tells:
    """`verb` sends a message of `kind`, None: none, and takes back those of `drops` that still wait. `once`: it happens once
    in the life of a case, and the database sees to it that it is told once."""

    verb: str
    kind: str | None
    drops: tuple[str, ...] = ()
    once: bool = True


TABLE = (
    Tells("accept", ACCEPTED, drops=(WANTED,)),
    Tells("deem-accepted", ACCEPTED, drops=(WANTED,)),
    Tells("refuse", NOT_ACCEPTED, drops=(WANTED,)),
    Tells("ask-papers", WANTED, drops=(WANTED,), once=False),
    Tells("papers-brought", None, drops=(WANTED,)),
    Tells("ask-supplement", WANTED, drops=(WANTED, MOVED), once=False),
    Tells("supplement", MOVED, drops=(WANTED, MOVED), once=False),
    Tells("licence-missing", WANTED, drops=(WANTED,), once=False),
    Tells("begin-procedure", PROCEDURE, drops=(PROCEDURE, MOVED), once=False),
    Tells("end-procedure", MOVED, drops=(PROCEDURE, MOVED), once=False),
    Tells("count-anew", MOVED, drops=(MOVED,), once=False),
    Tells("grant", None, drops=_ON_THE_WAY),
    Tells("not-grant", REFUSED, drops=_ON_THE_WAY),
    Tells("complete", READY, drops=_ON_THE_WAY),
    Tells("complete-not-granted", None, drops=_ON_THE_WAY),
    Tells("result-arrive", READY),
    Tells("be-ready", READY),
    Tells("put-in", STORED, drops=_FETCHED, once=False),
    Tells("carrier-takes", POSTED, drops=_FETCHED, once=False),
    Tells("take-out", READY, drops=_FETCHED, once=False),
    Tells("not-taken", READY, drops=_FETCHED, once=False),
    Tells("be-back", READY, drops=_FETCHED, once=False),
    Tells("fetch-back", READY, drops=_FETCHED, once=False),
    Tells("send", SENT, drops=_ALL),
    Tells("unclaimed", UNCLAIMED, drops=(READY,)),
    Tells("remind", UNCLAIMED, drops=(READY, UNCLAIMED), once=False),
    Tells("deliver", None, drops=_ALL),
    Tells("withdraw", None, drops=_ALL),
    Tells("terminate", ENDED, drops=_ALL),
)
"""By the verb of the event, of the case or of its delivery; a decision and a completion by what was decided too."""

_BY_VERB = {row.verb: row for row in TABLE}


def after_step(
    case: Case, verb: str, *, now: datetime, due_before: date | None = None, where: str = "", until: date | None = None
) -> None:
    """Write what the resident is to be told of a step, in its transaction.

    `due_before`: the last day before it; `where`: the door of a cabinet, or a waybill; `until`: the day it lies there.
    """
    row = _BY_VERB.get(_told_as(case, verb))
    if row is None:
        return
    if row.drops:
        drop(about_id=case.pk, kinds=row.drops, now=now)
        if verb == "withdraw" and not case.receipt.cases.exclude(state=Case.State.WITHDRAWN).exists():
            drop(about_id=case.receipt_id, now=now)
    if row.kind is None or not _is_worth_telling(case, row, due_before):
        return
    tell(
        kind=row.kind,
        about=About("case", case.pk, case.number),
        occasion=_occasion(case, row, now),
        resident_id=case.resident_id,
        centre=_speaks(case, row.kind),
        values=_values(case, row.kind, now, where=where, until=until),
        link=f"/r/{case.receipt.token}",
        now=now,
    )


def after_acceptance(receipt: Receipt, cases: Sequence[Case], *, now: datetime) -> None:
    """One message for all that was accepted with one receipt and takes a while; what was done on the spot is in their hands."""
    told = [case for case in cases if case.state == Case.State.ACCEPTED]
    if not told:
        return
    first = told[0]
    values = _values(first, ACCEPTED, now)
    if len(told) > 1:
        values["what"] = Text(f"{len(told)} 件事", f"{len(told)} matters")
        values["due"] = Text("期限看详情", "each with its own last day")
    number = first.number if len(told) == 1 else receipt.number
    values["number"] = Text(number, number)
    tell(
        kind=ACCEPTED,
        about=About("receipt", receipt.pk, number),
        resident_id=first.resident_id,
        centre=receipt.centre_id,
        values=values,
        link=f"/r/{receipt.token}",
        now=now,
    )


def _told_as(case: Case, verb: str) -> str:
    if verb == "decide":
        return "grant" if case.granted else "not-grant"
    if verb == "complete" and case.granted is False:
        return "complete-not-granted"
    return verb


def _is_worth_telling(case: Case, row: Tells, due_before: date | None) -> bool:
    """A result is told of once it lies where it is collected; a last day only where there is one, and it moved or goes on."""
    if row.kind == READY:
        way = Delivery.objects.filter(case=case).values_list("way", flat=True).first()
        lies_there = case.result_at_id is not None and case.result_at_id == case.collect_at_id
        return case.granted is not False and lies_there and way in (None, Way.WINDOW)
    if row.kind == SENT:
        return case.granted is not False
    if row.kind == MOVED:
        return case.due_on is not None and (row.verb == "end-procedure" or case.due_on != due_before)
    return True


def _occasion(case: Case, row: Tells, now: datetime) -> str:
    """What makes it another event than one before: collected at another place, or another moment."""
    if row.once and row.kind in (READY, UNCLAIMED):
        return case.collect_at_id or ""
    return "" if row.once else f"{now:%Y%m%dT%H%M%S.%f}"


def _speaks(case: Case, kind: str) -> str:
    """The centre that speaks: where it is collected, else the one that works on it."""
    if kind in _FETCHED and case.collect_at_id:
        return case.collect_at_id
    return case.accepting_centre_id or case.receiving_centre_id


def _values(case: Case, kind: str, now: datetime, *, where: str = "", until: date | None = None) -> dict[str, Text]:
    centre = settled(case.accepting_centre_id or case.receiving_centre_id).centre
    values = {
        "centre": Text(centre.short_zh, centre.short_en),
        "what": _what(case),
        "number": Text(case.number, case.number),
        "due": _due(case),
    }
    if kind in (STORED, POSTED):
        values["where"] = Text(where, where)
    return values | _collected(case, now, until) if kind in (READY, UNCLAIMED, STORED) else values


def _collected(case: Case, now: datetime, until: date | None) -> dict[str, Text]:
    """Where and until when."""
    place = settled(case.collect_at_id or case.receiving_centre_id).centre
    last = day_words(until or place.day_of(now) + timedelta(days=rules_of(place.code).collect_days))
    return {"place": Text(place.short_zh, place.short_en), "until": Text(f"{last.zh}前", f"by {last.en}")}


def _what(case: Case) -> Text:
    """The matter, or words that name none."""
    try:
        named = may_be_named(catalogues.version(case.catalogue_id), case.matter)
    except Refused:  # a catalogue that cannot be read names nothing
        named = False
    if not named:
        return kinds().unnamed
    return Text(case.matter_name["zh"], case.matter_name.get("en") or case.matter_name["zh"])


def _due(case: Case) -> Text:
    if case.due_on is None:
        return Text("期限没核对到", "its time limit is not verified")
    last = day_words(case.due_on)
    if not case.due_certain:
        return Text(f"大约 {last.zh}前办好", f"due about {last.en}")
    return Text(f"{last.zh}前办好", f"due by {last.en}")
