"""What the supervisor's page shows of the hall today beside the queue: alerts, idle windows, picks, overtime."""

from __future__ import annotations

import threading
import time as clock
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from onetrip.centres.models import Centre, Duty
from onetrip.ledger.models import Event
from onetrip.lobby import proposing, queries, skills
from onetrip.lobby.idling import Happened, Idle, idle_windows
from onetrip.lobby.models import Ticket, TidalAlert
from onetrip.lobby.proposing import Paused, Proposal, Spare
from onetrip.lobby.waiting import minutes_between
from onetrip.rules import Text
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

_KEEP_SECONDS = 5.0
_lock = threading.Lock()
_days: dict[str, tuple[float, date, DaySoFar]] = {}


@dataclass(frozen=True)
class Alert:
    """The wait is over the line since `row.began_at`; `minutes` is what it is now, None while nobody calls."""

    row: TidalAlert
    minutes: int | None
    proposals: tuple[Proposal, ...]

    @property
    def seen_by(self) -> str:
        """Who saw it, as an account is called."""
        return self.row.seen_by.removeprefix("staff:")


@dataclass(frozen=True)
class IdleWindow:
    """A window that stood free while people waited: minutes today, and minutes of the stretch that is going on."""

    window: int
    minutes: int
    stretches: int
    now_minutes: int | None


@dataclass(frozen=True)
class Counted:
    """A clerk with a figure: numbers picked by hand, or minutes worked after closing at `windows`."""

    name: Text
    count: int
    windows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stranded:
    """Somebody who waits and for whom nobody on duty is qualified; whoever is free calls them all the same."""

    number: str
    matters: tuple[str, ...]


@dataclass(frozen=True)
class Watch:
    """The hall as its supervisor sees it."""

    centre: Centre
    now: datetime
    hall: queries.Hall
    alert: Alert | None
    idle: tuple[IdleWindow, ...]
    picks: tuple[Counted, ...]
    overtime: tuple[Counted, ...]
    stranded: tuple[Stranded, ...]
    alerts_today: tuple[TidalAlert, ...]

    @property
    def idle_now(self) -> tuple[IdleWindow, ...]:
        return tuple(one for one in self.idle if one.now_minutes is not None)


@dataclass(frozen=True)
class DaySoFar:
    """What the events of a day add up to: idleness by window, numbers picked by hand and overtime by clerk."""

    idle: dict[int, Idle]
    picks: tuple[Counted, ...]
    overtime: tuple[Counted, ...]


def forget() -> None:
    """Drop what is kept in memory (between tests, or after a change that cannot wait five seconds)."""
    with _lock:
        _days.clear()


def watch(centre: Centre, now: datetime) -> Watch:
    """Everything on the page, in a handful of statements whatever the day was like."""
    hall = queries.hall(centre, now)
    so_far = day_so_far(centre, now)
    return Watch(
        centre=centre,
        now=now,
        hall=hall,
        alert=alert(centre, now, hall),
        idle=_idle(so_far.idle, now),
        picks=so_far.picks,
        overtime=so_far.overtime,
        stranded=stranded(centre, now),
        alerts_today=tuple(
            TidalAlert.objects.select_related("asked_window", "asked_account")
            .filter(centre=centre, began_at__gte=_midnight(centre, now))
            .order_by("-began_at")[:8]
        ),
    )


def day_so_far(centre: Centre, now: datetime) -> DaySoFar:
    """What the day has been like, at most five seconds old: it is worked out from every event of the day, and the page
    asks whenever something in the hall changes."""
    day = centre.day_of(now)
    kept = _days.get(centre.code)
    if kept and kept[0] > clock.monotonic() and kept[1] == day:
        return kept[2]
    value = _add_up(centre, now)
    with _lock:
        _days[centre.code] = (clock.monotonic() + _KEEP_SECONDS, day, value)
    return value


def _add_up(centre: Centre, now: datetime) -> DaySoFar:
    midnight = _midnight(centre, now)
    # In the night numbers of the day before are let go of: they do not belong to today's line.
    of_today = Ticket.objects.filter(centre=centre, day=centre.day_of(now))
    tickets = {str(pk) for pk in of_today.values_list("pk", flat=True)}
    events = (
        Event.objects.filter(centre=centre.code, at__gte=midnight, thing__in=("ticket", "window", "overtime"))
        .order_by("pk")
        .values_list("at", "thing", "thing_id", "verb", "from_state", "to_state", "data", "actor")
    )
    happened = [row for row in events if row[1] != "ticket" or row[2] in tickets]
    names = _names({row[7] for row in happened})
    return DaySoFar(
        idle_windows(_of_windows(happened), opened=_opened_before(centre, midnight)),
        _picks(happened, names),
        _overtime(happened, names),
    )


def alert(centre: Centre, now: datetime, hall: queries.Hall | None = None) -> Alert | None:
    """The alert that stands, with what could be done about it; the hall is asked only when there is one."""
    row = _standing(centre, now).select_related("asked_window", "asked_account").first()
    if row is None:
        return None
    hall = hall or queries.hall(centre, now)
    return Alert(row, hall.estimate_minutes, tuple(proposals(centre, now, hall)))


def asked_of(account_id: int, centre: Centre, now: datetime) -> TidalAlert | None:
    """The alert that asks this account to open a window, until it has."""
    asking = _standing(centre, now).filter(asked_account_id=account_id, opened_at=None)
    return asking.select_related("asked_window").first()


def _standing(centre: Centre, now: datetime) -> QuerySet[TidalAlert]:
    """The alert of today that is not over."""
    return TidalAlert.objects.filter(centre=centre, cleared_at=None, began_at__gte=_midnight(centre, now))


def _midnight(centre: Centre, now: datetime) -> datetime:
    return centre.local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def proposals(centre: Centre, now: datetime, hall: queries.Hall) -> list[Proposal]:
    """Which window could be opened and by whom, best first."""
    since = _paused_since(centre, now)
    paused = [
        Paused(
            one.number, one.account_id, Text(one.clerk, one.clerk_en or one.clerk), one.paused, since.get(one.number)
        )
        for one in hall.windows
        if one.account_id is not None and one.paused
    ]
    free = [(one.number, one.is_tidal) for one in hall.windows if one.account_id is None]
    return proposing.propose(paused, _spare(centre, now) if free else [], free, now)


def stranded(centre: Centre, now: datetime) -> tuple[Stranded, ...]:
    """Who waits for something that nobody on duty is qualified for; nobody while training has said nothing."""
    lacking = skills.lacking(centre.day_of(now))
    if not lacking:
        return ()
    calling = Duty.objects.filter(window__centre=centre, ended=None, paused="").values_list("account_id", flat=True)
    lacks = [lacking.get(account, frozenset()) for account in calling]
    waiting = Ticket.objects.filter(centre=centre, day=centre.day_of(now), state=Ticket.State.WAITING)
    found = []
    for ticket in waiting.select_related("visit").order_by("queue_at", "serial"):
        needs = skills.needs(ticket.visit.wanted, ticket.category)
        if lacks and all(needs & lack for lack in lacks):
            found.append(
                Stranded(ticket.number, tuple(sorted(needs & frozenset.intersection(*lacks)) or sorted(needs)))
            )
    return tuple(found)


def _paused_since(centre: Centre, now: datetime) -> dict[int, datetime]:
    midnight = _midnight(centre, now)
    pauses = Event.objects.filter(centre=centre.code, at__gte=midnight, thing="window", verb="pause").order_by("pk")
    return {int(window): at for window, at in pauses.values_list("thing_id", "at")}


def _spare(centre: Centre, now: datetime) -> list[Spare]:
    """Who may serve at a window here and is at none."""
    midnight = _midnight(centre, now)
    somewhere = Duty.objects.filter(ended=None).values("account_id")
    here = set(Duty.objects.filter(window__centre=centre, ended__gte=midnight).values_list("account_id", flat=True))
    accounts = (
        Account.objects.with_grants()
        .filter(grants__centre__in=(centre.code, "*"), is_active=True)
        .exclude(pk__in=somewhere)
        .order_by("username")
    )
    return [
        Spare(one.pk, Text(one.name, one.name_en or one.name), one.pk in here)
        for one in accounts
        if one.may(Permission.SERVE_AT_WINDOW, centre.code)
    ]


def _opened_before(centre: Centre, midnight: datetime) -> list[int]:
    """Windows whose clerk came before today and has not been away since."""
    night = Duty.objects.filter(Q(ended=None) | Q(ended__gte=midnight), window__centre=centre, began__lt=midnight)
    return list(night.values_list("window__number", flat=True))


def _of_windows(happened: Iterable[tuple[Any, ...]]) -> list[Happened]:
    return [
        Happened(at, thing, verb, _window(thing, thing_id, data), before, after)
        for at, thing, thing_id, verb, before, after, data, _ in happened
        if thing != "overtime"
    ]


def _idle(found: dict[int, Idle], now: datetime) -> tuple[IdleWindow, ...]:
    shown = []
    for window, idle in sorted(found.items()):
        total = idle.until(now)
        running = None if idle.since is None else int(minutes_between(idle.since, now))
        if total >= timedelta(minutes=1):
            shown.append(IdleWindow(window, int(total.total_seconds() // 60), idle.stretches, running))
    return tuple(shown)


def _window(thing: str, thing_id: str, data: dict[str, Any]) -> int | None:
    if thing == "window":
        return int(thing_id) if thing_id.isdecimal() else None
    window: int | None = data.get("window")
    return window


def _picks(happened: Iterable[tuple[Any, ...]], names: dict[str, Text]) -> tuple[Counted, ...]:
    picked = Counter(row[7] for row in happened if row[3] == "call" and row[6].get("picked"))
    return tuple(Counted(names.get(actor, Text(actor, actor)), count) for actor, count in picked.most_common())


def _overtime(happened: Iterable[tuple[Any, ...]], names: dict[str, Text]) -> tuple[Counted, ...]:
    minutes: Counter[str] = Counter()
    windows: dict[str, set[int]] = defaultdict(set)
    for _, thing, _, _, _, _, data, actor in happened:
        if thing == "overtime":
            minutes[actor] += data["minutes"]
            windows[actor].add(data["window"])
    return tuple(
        Counted(names.get(actor, Text(actor, actor)), count, tuple(sorted(windows[actor])))
        for actor, count in minutes.most_common()
    )


def _names(actors: set[str]) -> dict[str, Text]:
    """How accounts are called, by the actor of an event."""
    usernames = [actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")]
    found = Account.objects.filter(username__in=usernames).values_list("username", "name", "name_en")
    return {f"staff:{username}": Text(name, name_en or name) for username, name, name_en in found}
