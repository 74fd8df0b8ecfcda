"""Everything one window shows at one moment: its duty, the queue, who is there, their papers, what was printed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from onetrip.advice.models import Slip
from onetrip.cases.delivering.queries import chosen_otherwise
from onetrip.cases.models import Case, MissingNotice, Receipt, Record
from onetrip.cases.proxies.showing import Persons, Who, persons, who
from onetrip.cases.queries import Checklist, checklist
from onetrip.cases.showing import ShownMatter, shown
from onetrip.cases.ticks import Ticks, by_proxy, to_look_up
from onetrip.centres.models import Centre, Duty
from onetrip.centres.queries import duty_of, settled
from onetrip.licences import queries as lookups
from onetrip.licences.models import Lookup
from onetrip.licences.wording import mask
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.planning import Item, Plan, Standing
from onetrip.planning.visiting import VisitShown, visits_shown
from onetrip.rules import Text
from onetrip.staff.models import Account
from onetrip.walls.scope import everywhere

IN_STRIP = 7
"""People of the queue that the strip has room for."""


@dataclass(frozen=True)
class FoundLicence:
    """A licence that was found in this visit: its code, its name, and its number as screens show it ("": what the store said is
    not kept any more)."""

    code: str
    name: Text
    number: str


@dataclass(frozen=True)
class AtCounter:
    """Whoever is at the window: called, or being served; the checklist only while served. `chosen`: the receipts of which a
    result is not simply collected here. `persons`: who came, and what is on file between the two. `may_look_up`: there are licences to ask the store for, and the resident is here in
    person."""

    ticket: Ticket
    who: Who | None
    slip: Slip | None
    checklist: Checklist | None
    matters: tuple[ShownMatter, ...]
    ticks: Ticks
    by_proxy: bool
    receipts: tuple[Receipt, ...]
    chosen: frozenset[uuid.UUID]
    notices: tuple[MissingNotice, ...]
    refusals: tuple[Record, ...]
    other_slips: tuple[Slip, ...]
    also: tuple[Item, ...]
    visits: tuple[VisitShown, ...]
    persons: Persons | None = None
    licences: tuple[FoundLicence, ...] = ()
    may_look_up: bool = False

    @property
    def has_looked_up(self) -> bool:
        """Whether the store was asked in this visit."""
        return self.checklist is not None and bool(self.checklist.said)

    @property
    def is_serving(self) -> bool:
        return self.ticket.state == Ticket.State.SERVING

    @property
    def waited_minutes(self) -> int:
        """From drawing the number to the call."""
        called = self.ticket.called_at or self.ticket.drawn_at
        return max(0, int((called - self.ticket.drawn_at).total_seconds() // 60))

    @property
    def open(self) -> tuple[ShownMatter, ...]:
        return tuple(one for one in self.matters if one.is_open)

    @property
    def missing(self) -> int:
        """Papers not ticked yet, over all chosen matters."""
        return sum(one.missing for one in self.open if one.chosen)

    @property
    def is_dealt_with(self) -> bool:
        """Something was printed, and nothing else is to be done now."""
        return bool(self.receipts or self.notices or self.refusals) and not self.is_any_chosen

    @property
    def is_any_chosen(self) -> bool:
        """Whether anything is to be accepted or told now."""
        return any(one.chosen for one in self.open)

    @property
    def has_nothing_on_record(self) -> bool:
        """Nothing was wanted and nothing accepted: somebody came to ask."""
        return not self.matters

    @property
    def may_be_missed(self) -> bool:
        """Whether it has been called often enough."""
        return self.ticket.calls >= self.ticket.centre.calls_before_missed


@dataclass(frozen=True)
class Counter:
    """`duty` None: this account works at no window yet."""

    centre: Centre
    account: Account
    now: datetime
    duty: Duty | None
    hall: lobby.Hall
    at: AtCounter | None
    accepted_today: int

    @property
    def strip(self) -> Sequence[lobby.Waiting]:
        return self.hall.waiting[:IN_STRIP]

    @property
    def longest(self) -> int | None:
        """Minutes that the last in the queue is likely to wait."""
        return self.hall.waiting[-1].minutes if self.hall.waiting else None

    @property
    def staffed(self) -> int:
        return sum(window.account_id is not None for window in self.hall.windows)


def counter(code: str, account: Account, now: datetime, ticks: Ticks) -> Counter:
    """Read what the window of `account` shows, with what has been ticked so far."""
    centre = settled(code).centre
    duty = duty_of(account.pk)
    ticket = lobby.open_ticket(duty.window_id) if duty else None
    midnight = centre.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Counter(
        centre=centre,
        account=account,
        now=now,
        duty=duty,
        hall=lobby.hall(centre, now),
        at=_at_counter(ticket, now, ticks) if ticket else None,
        accepted_today=Case.objects.filter(receiving_centre=centre, received_at__gte=midnight, clerk=account).count(),
    )


def _at_counter(ticket: Ticket, now: datetime, ticks: Ticks) -> AtCounter:
    visit = ticket.visit
    serving = ticket.state == Ticket.State.SERVING
    if serving and ticks.chosen is None:
        ticks = replace(ticks, taken=_looked_at(visit))
    listed = checklist(ticket.pk, now=now, added=visit.wanted, by_proxy=ticks.by_proxy) if serving else None
    plan = listed.basis.plan if listed else None
    receipts = tuple(visit.receipts.order_by("issued_at")) if serving else ()
    notices = tuple(visit.missing_notices.order_by("told_at")) if serving else ()
    told = {item["matter"] for notice in notices for item in notice.items if not item["broken"]}
    refusals = tuple(visit.refusals.order_by("issued_at")) if serving else ()
    told |= {refusal.content["matter_id"] for refusal in refusals}
    slip = listed.slip if listed else visit.slip
    proxy, day = by_proxy(listed, ticks) if listed else False, ticket.centre.day_of(now)
    return AtCounter(
        ticket=listed.ticket if listed else lobby.ticket(ticket.pk),
        who=who(visit.resident, day) if serving and visit.resident else None,
        slip=slip,
        checklist=listed,
        matters=shown(listed, ticks, told) if listed else (),
        ticks=ticks,
        by_proxy=proxy,
        receipts=receipts,
        chosen=chosen_otherwise(receipts) if receipts else frozenset(),
        notices=notices,
        refusals=refusals,
        other_slips=_other_slips(visit.resident_id, slip) if listed and may_see(listed, by_proxy=proxy) else (),
        also=_also(plan),
        visits=visits_shown(plan) if plan else (),
        persons=_persons(listed, day, by_proxy=proxy) if listed else None,
        licences=_found(listed, now) if listed else (),
        may_look_up=listed is not None and _may_look_up(listed, ticks),
    )


def _may_look_up(listed: Checklist, ticks: Ticks) -> bool:
    known = listed.visit.resident_id is not None and not by_proxy(listed, ticks)
    return known and lookups.is_connected() and bool(to_look_up(listed, ticks))


def _found(listed: Checklist, now: datetime) -> tuple[FoundLicence, ...]:
    """The licences found in this visit, a line each."""
    names = {code: one.name for matter in listed.matters for code, one in matter.at.catalogue.licences.items()}
    rows = {row.licence: row for row in listed.said.values() if row.state == Lookup.State.FOUND}
    return tuple(
        FoundLicence(code, names.get(code, Text(code, code)), mask(row.held["number"]) if _is_kept(row, now) else "")
        for code, row in sorted(rows.items())
    )


def _is_kept(row: Lookup, now: datetime) -> bool:
    return row.held is not None and row.held_until is not None and row.held_until > now


def _looked_at(visit: Visit) -> frozenset[str]:
    """The papers taken for what was accepted in this visit: they lie on the counter, and need not be shown again. Those that
    only the store has, or is asked for, do not."""
    kept = visit.cases.exclude(state=Case.State.WITHDRAWN).values_list("papers", flat=True)
    return frozenset(
        paper["paper"] for papers in kept for paper in papers if not paper.get("follows") and not paper.get("licence")
    )


def _persons(listed: Checklist, day: date, *, by_proxy: bool) -> Persons | None:
    if listed.held is None:
        return None
    return persons(listed.visit, listed.held, [one.at for one in listed.open], day, by_proxy=by_proxy)


def may_see(listed: Checklist, *, by_proxy: bool) -> bool:
    """Whether whoever is here may see what the house has of the person concerned: that person, or somebody with an
    authority that holds today."""
    return not by_proxy or (listed.held is not None and bool(listed.held.in_force))


def _other_slips(resident_id: uuid.UUID | None, slip: Slip | None) -> tuple[Slip, ...]:
    """Slips of the resident that nobody has used yet, newest first; none where a slip is at hand already."""
    if resident_id is None or slip is not None:
        return ()
    theirs = Slip.objects.filter(resident_id=resident_id, state=Slip.State.ISSUED).order_by("-issued_at")
    with everywhere("a slip is honoured at any window"):
        return tuple(theirs.only("number", "token", "issued_at", "state")[:3])


def _also(plan: Plan | None) -> tuple[Item, ...]:
    """What a good colleague would add: what comes by itself or later."""
    if plan is None:
        return ()
    return tuple(item for item in plan.items if item.standing in (Standing.AUTOMATIC, Standing.LATER))
