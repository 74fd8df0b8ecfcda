"""Put together what the rooms have on record: the month of a centre as `model.Month`, without any resident."""

from __future__ import annotations

import threading
import time as clock
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from onetrip.appraisal.model import Clerk, Help, Judged, Month, Rules, Work
from onetrip.appraisal.model.figures import THOUSAND
from onetrip.appraisal.model.measuring import BAD
from onetrip.appraisal.model.standards import proposed
from onetrip.appraisal.models import Coefficient, Spared
from onetrip.appraisal.reading import statements
from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.duty.queries import on_duty_between
from onetrip.knowledge.queries import answered_between
from onetrip.staff.models import Account
from onetrip.training.queries import taught_between

BASE_MONTHS = 3
"""Months before, from which the default coefficients of a month are taken."""

_KEEP_SECONDS = 600.0
_MOST_KEPT = 60
_lock = threading.Lock()
_kept: dict[tuple[str, date, date], tuple[float, list[tuple[Any, ...]]]] = {}

_IN_THE_HALL = frozenset({"guide", "clerk", "supervisor"})


@dataclass(frozen=True)
class Span:
    """A month of a centre: its first and last day, and the moments between which its events lie."""

    centre: Centre
    first: date
    last: date
    begins: datetime
    ends: datetime

    def given(self) -> dict[str, Any]:
        """The parameters of the statements."""
        return {
            "centre": self.centre.code,
            "first": self.first,
            "last": self.last,
            "begins": self.begins,
            "ends": self.ends,
        }


def span_of(centre: Centre, month: date, *, months: int = 1) -> Span:
    """The month that begins on `month`, or several that end before the one after it."""
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    zone = centre.zone
    return Span(
        centre,
        first,
        after - timedelta(days=1),
        datetime.combine(first, time(), tzinfo=zone),
        datetime.combine(after, time(), tzinfo=zone),
    )


def read(centre: Centre, month: date, rules: Rules, *, now: datetime) -> Month:
    """Everything on record of a month up to `now`; its rows stand in no order that matters.

    Whoever moved here or away in mid-month has the days and cases of this centre alone. An account that was closed keeps its
    month.
    """
    span = span_of(centre, month)
    works = _works(span, rules, now)
    clerks = _Clerks(span)
    for work in works:
        clerks.of(work.clerk)
    coefficients, categories = coefficients_of(centre, month, rules, works)
    return Month(
        centre.code,
        span.first.isoformat(),
        span.last.isoformat(),
        tuple(works),
        clerks.read(),
        tuple(coefficients.items()),
        tuple(categories.items()),
    )


def coefficients_of(
    centre: Centre, month: date, rules: Rules, works: list[Work] | None = None
) -> tuple[dict[str, int], dict[str, int]]:
    """What each matter weighs in a month: reviewed by people, else what the three months before it gave, else the month."""
    base = span_of(centre, month.replace(day=1) - timedelta(days=1), months=BASE_MONTHS)
    matters, categories = proposed(_timed(base), rules)
    if not matters and works is not None:
        matters, categories = proposed(works, rules)
    rows = Coefficient.objects.filter(centre=centre, from_month__lte=month).order_by("matter", "version")
    return matters | {row.matter: row.value for row in rows}, categories


def proposals(centre: Centre, month: date, rules: Rules) -> dict[str, int]:
    """The default coefficients from the months before `month`, whatever people have said since."""
    return proposed(_timed(span_of(centre, month.replace(day=1) - timedelta(days=1), months=BASE_MONTHS)), rules)[0]


def visit_name(day: date | None, prefix: str | None, serial: int | None, visit: Any) -> str:
    """A visit by its number of the day, or by a part of its id where it had none; it says nothing of who came."""
    return f"V-{str(visit)[:8]}" if day is None or serial is None else f"{day:%m%d}-{prefix}{serial:03d}"


def _categories() -> tuple[dict[str, str], dict[str, int]]:
    """Matter → its category, and matter → the minutes its file gives."""
    matters = catalogues.current().matters
    return (
        {name: matter.terms.category for name, matter in matters.items()},
        {name: matter.terms.minutes for name, matter in matters.items() if matter.terms.minutes},
    )


@dataclass
class _Visit:
    """What was on record of a visit: its cases as rows, who served it how long, and its overtime in seconds."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    stretches: dict[int, int] = field(default_factory=dict)
    overtime: int = 0


def _visits(span: Span, again_days: int) -> list[_Visit]:
    accounts = _by_actor()
    visits: dict[Any, _Visit] = defaultdict(_Visit)
    by_ticket: dict[str, _Visit] = {}
    for row in statements.asked(statements.CASES, again=again_days, **span.given()):
        visit = visits[row[6]]
        visit.rows.append(row)
        if row[7] is not None:
            by_ticket[str(row[7])] = visit
    for ticket, actor, seconds in statements.asked(statements.STRETCHES, **span.given()):
        served = by_ticket.get(ticket)
        if served is not None and actor in accounts:
            served.stretches[accounts[actor]] = served.stretches.get(accounts[actor], 0) + int(seconds)
    for ticket, minutes in statements.asked(statements.OVERTIME, **span.given()):
        if ticket in by_ticket:
            by_ticket[ticket].overtime += minutes * 60
    return list(visits.values())


def _works(span: Span, rules: Rules, now: datetime) -> list[Work]:
    categories, minutes = _categories()
    spared = set(Spared.objects.filter(centre=span.centre).values_list("case", "fault"))
    works = []
    for visit in _visits(span, rules.again_days):
        weights = [minutes.get(row[1], 1) for row in visit.rows]
        for row, weight in zip(visit.rows, weights, strict=True):
            faults = tuple(one for one in _faults(row, rules, now) if (row[0], one) not in spared)
            works += _of_case(row, visit, (weight, sum(weights)), categories, faults, span, rules)
    return works


def _of_case(
    row: tuple[Any, ...],
    visit: _Visit,
    part: tuple[int, int],
    categories: Mapping[str, str],
    faults: tuple[str, ...],
    span: Span,
    rules: Rules,
) -> list[Work]:
    """The work of a case: whoever accepted it, and who served long enough at the same number before. `part` of the time of
    the visit is this case's, as its matter usually takes of them all."""
    number, matter, clerk, state, received_at = row[:5]
    began = span.centre.local(row[11] or received_at)
    shares = _shares(clerk, visit.stretches, rules)
    works = []
    for account, share in shares.items():
        seconds = visit.stretches.get(account)
        works.append(
            Work(
                case=number,
                visit=visit_name(row[10], row[8], row[9], row[6]),
                matter=matter,
                category=categories.get(matter, ""),
                clerk=account,
                day=span.centre.day_of(received_at).isoformat(),
                band=began.hour * 2 + began.minute // 30,
                seconds=None if not seconds else seconds * part[0] // part[1],
                share=share,
                again_of=row[12] or "",
                withdrawn=state == "withdrawn",
                faults=faults if account == clerk else (),
                overtime=visit.overtime * part[0] // part[1] if account == clerk else 0,
            )
        )
    return works


def _shares(clerk: int, stretches: Mapping[int, int], rules: Rules) -> dict[int, int]:
    """Account → thousandths of a case: by the time served, but `acceptor_least` for whoever accepted it."""
    helpers = {
        account: seconds
        for account, seconds in stretches.items()
        if account != clerk and seconds >= max(rules.share_from_seconds, 1)
    }
    if not helpers:
        return {clerk: THOUSAND}
    whole = sum(helpers.values()) + stretches.get(clerk, 0)
    theirs = min(sum(helpers.values()) * THOUSAND // whole, THOUSAND - rules.acceptor_least)
    shares = {account: seconds * theirs // sum(helpers.values()) for account, seconds in sorted(helpers.items())}
    return {clerk: THOUSAND - sum(shares.values())} | {account: share for account, share in shares.items() if share}


def _faults(row: tuple[Any, ...], rules: Rules, now: datetime) -> list[str]:
    """What is wrong with a case by the person. A paper wanted afterwards is theirs, unless a broken promise of the same matter
    was found to be the rule's or a system's."""
    state, received_at, accepted_at = row[3], row[4], row[5]
    is_corrected, is_returned, promise = row[13], row[14], row[15]
    found = []
    if is_returned and promise != 1:
        found.append("returned")
    if is_corrected:
        found.append("corrected")
    waited = (accepted_at or now) - received_at
    if waited > timedelta(days=rules.accept_days) and (accepted_at is not None or state == "received"):
        found.append("overdue")
    if promise == 2:
        found.append("promise")
    return found


def _timed(span: Span) -> list[Work]:
    """The works of a span with nothing but what a coefficient is taken from: the matters that came alone. Months that are over
    hardly change: what was read of them is kept in memory for some minutes."""
    place = (span.centre.code, span.first, span.last)
    kept = _kept.get(place)
    if kept is None or kept[0] < clock.monotonic():
        kept = (clock.monotonic() + _KEEP_SECONDS, statements.asked(statements.TIMED, **span.given()))
        with _lock:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[place] = kept
    categories, _ = _categories()
    return [
        Work("", "", matter, categories.get(matter, ""), 0, "", 0, each)
        for matter, seconds in kept[1]
        for each in seconds
    ]


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def _by_actor() -> dict[str, int]:
    return {f"staff:{name}": pk for pk, name in Account.objects.values_list("pk", "username")}


class _Clerks:
    """Everybody who has something in the month, gathered from one statement after the other."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._found: dict[int, dict[str, Any]] = {}
        self._actors = _by_actor()

    def of(self, account: int) -> dict[str, Any]:
        """What is known of an account so far."""
        return self._found.setdefault(account, {"help": [], "ratings": [], "days": 0})

    def read(self) -> tuple[Clerk, ...]:
        """The clerks of the month, by account."""
        self._grants()
        self._tickets()
        self._ratings()
        self._help()
        self._days()
        return tuple(
            Clerk(account=account, **{**known, "help": tuple(known["help"]), "ratings": tuple(known["ratings"])})
            for account, known in sorted(self._found.items())
        )

    def _asked(self, statement: str) -> list[tuple[Any, ...]]:
        return statements.asked(statement, **self._span.given())

    def _grants(self) -> None:
        """Whoever works here without a case has a sheet that says so."""
        here = Account.objects.filter(
            is_active=True,
            grants__centre=self._span.centre.code,
            grants__role__in=_IN_THE_HALL,
            grants__until_at=None,
        )
        for account in here.values_list("pk", flat=True).distinct():
            self.of(account)

    def _tickets(self) -> None:
        for account, served, one_trip, idle in self._asked(statements.TICKETS):
            self.of(account).update(served=served, one_trip=one_trip, idle_seconds=int(idle))
        for actor, called, sent, put_back, held, picked in self._asked(statements.STEPS):
            if actor in self._actors and called:
                self.of(self._actors[actor]).update(
                    called=called, sent=sent, put_back=put_back, held=held, picked=picked
                )

    def _ratings(self) -> None:
        for account, level, channel, day, prefix, serial, visit, cause in self._asked(statements.RATINGS):
            # A bad one counts once it was found to be the person's; the rule's, a system's, or not known yet: not.
            excluded = cause or "unknown" if level <= BAD and cause != "training" else ""
            judged = Judged(visit_name(day, prefix, serial, visit), level, channel, excluded)
            self.of(account)["ratings"].append(judged)

    def _help(self) -> None:
        for actor, count in self._asked(statements.DESK):
            if actor in self._actors:
                self.of(self._actors[actor])["help"].append(Help("desk", count))
        for account, count in self._asked(statements.ERRANDS):
            self.of(account)["help"].append(Help("kiosk", count))
        where = (self._span.centre.code, self._span.first, self._span.last)
        for account, count in answered_between(*where).items():
            self.of(account)["help"].append(Help("answer", count))
        for account, minutes in taught_between(*where).items():
            self.of(account)["help"].append(Help("teach", 1, minutes=minutes))

    def _days(self) -> None:
        worked = dict(self._asked(statements.WORKED))
        recorded = on_duty_between(self._span.centre.code, self._span.first, self._span.last)
        for account, duty in recorded.items():
            self.of(account).update(days=round(duty.days_on_duty * 10), leave=round(duty.leave_days * 10))
        for account, days in worked.items():
            if account not in recorded:
                self.of(account)["days"] = days * 10
