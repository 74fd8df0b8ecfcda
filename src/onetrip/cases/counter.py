"""Everything one window shows at one moment: its duty, the queue, who is there, their papers, what was printed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onetrip.advice.models import Slip
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.cases.queries import Checklist, checklist
from onetrip.cases.showing import ShownMatter, shown
from onetrip.cases.ticks import Ticks, by_proxy
from onetrip.centres.models import Centre, Duty
from onetrip.centres.queries import duty_of, settled
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.planning import Item, Plan, Standing
from onetrip.planning.visiting import VisitShown, visits_shown
from onetrip.staff.models import Account

IN_STRIP = 7
"""People of the queue that the strip has room for."""


@dataclass(frozen=True)
class Who:
    """The resident as a window sees them: masked."""

    resident: Resident
    name: str
    number: str
    age: int
    sex: str


@dataclass(frozen=True)
class AtCounter:
    """Whoever is at the window: called, or being served; the checklist only while served."""

    ticket: Ticket
    who: Who | None
    slip: Slip | None
    checklist: Checklist | None
    matters: tuple[ShownMatter, ...]
    ticks: Ticks
    by_proxy: bool
    receipts: tuple[Receipt, ...]
    notices: tuple[MissingNotice, ...]
    other_slips: tuple[Slip, ...]
    also: tuple[Item, ...]
    visits: tuple[VisitShown, ...]

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
        return bool(self.receipts or self.notices) and not self.is_any_chosen

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
        accepted_today=Case.objects.filter(receiving_centre=centre, accepted_at__gte=midnight, clerk=account).count(),
    )


def _at_counter(ticket: Ticket, now: datetime, ticks: Ticks) -> AtCounter:
    visit = ticket.visit
    serving = ticket.state == Ticket.State.SERVING
    if serving and ticks.chosen is None:
        ticks = replace(ticks, taken=_looked_at(visit))
    listed = checklist(ticket.pk, now=now, added=visit.wanted, by_proxy=ticks.by_proxy) if serving else None
    plan = listed.basis.plan if listed else None
    notices = tuple(visit.missing_notices.order_by("told_at")) if serving else ()
    told = {item["matter"] for notice in notices for item in notice.items if not item["broken"]}
    slip = listed.slip if listed else visit.slip
    return AtCounter(
        ticket=listed.ticket if listed else lobby.ticket(ticket.pk),
        who=_who(visit.resident, ticket.centre, now) if serving and visit.resident else None,
        slip=slip,
        checklist=listed,
        matters=shown(listed, ticks, told) if listed else (),
        ticks=ticks,
        by_proxy=by_proxy(listed, ticks) if listed else False,
        receipts=tuple(visit.receipts.order_by("issued_at")) if serving else (),
        notices=notices,
        other_slips=_other_slips(visit.resident_id, slip) if serving else (),
        also=_also(plan),
        visits=visits_shown(plan) if plan else (),
    )


def _looked_at(visit: Visit) -> frozenset[str]:
    """The papers taken for what was accepted in this visit: they lie on the counter, and need not be shown again."""
    kept = visit.cases.exclude(state=Case.State.WITHDRAWN).values_list("papers", flat=True)
    return frozenset(paper["paper"] for papers in kept for paper in papers if not paper.get("follows"))


def _who(resident: Resident, centre: Centre, now: datetime) -> Who:
    day = centre.day_of(now)
    identity = read_number(str(resident.number), day=day)
    born = identity.birth_date
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return Who(resident, resident.masked_name, resident.masked_number, age, identity.sex)


def _other_slips(resident_id: uuid.UUID | None, slip: Slip | None) -> tuple[Slip, ...]:
    """Slips of the resident that nobody has used yet, newest first; none where a slip is at hand already."""
    if resident_id is None or slip is not None:
        return ()
    return tuple(
        Slip.objects.filter(resident_id=resident_id, state=Slip.State.ISSUED)
        .only("number", "token", "issued_at", "state")
        .order_by("-issued_at")[:3]
    )


def _also(plan: Plan | None) -> tuple[Item, ...]:
    """What a good colleague would add: what comes by itself or later."""
    if plan is None:
        return ()
    return tuple(item for item in plan.items if item.standing in (Standing.AUTOMATIC, Standing.LATER))
