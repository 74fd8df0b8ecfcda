"""The devices of a centre as somebody sees them who has to look after them. Pure, but for `page_of` and `troubles_of`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from onetrip.bridge.states import WORKS, PartKind, PartState, Reason
from onetrip.centres.models import Centre, Device
from onetrip.centres.opening import is_open
from onetrip.centres.queries import settled
from onetrip.devices import queries, words
from onetrip.devices.lifecycle import PRINT_JOB
from onetrip.devices.models import Part, PrintJob, Screen, Station
from onetrip.rules import Text

CLOCK_OFF = 60.0
"""Seconds by which a bridge's clock may be off before somebody is told (example)."""

_FEW_SECONDS = 90.0


@dataclass(frozen=True)
class PartShown:
    """A device: what it is, how it is and since when, and what to do. `level`: well, look (soon), trouble.

    Where all is well or nobody minds, `since` is None; `since_said` is the same in words. `printer` is its number where it can be tried now, `trial` how the
    last try of today went.
    """

    name: Text
    state: Text
    level: str
    since: datetime | None = None
    since_said: Text | None = None
    to_do: Text | None = None
    detail: str = ""
    printer: int | None = None
    trial: Text | None = None
    is_trying: bool = False


@dataclass(frozen=True)
class PlaceShown:
    """A place with what stands there, its bridge first; `is_new`: no bridge has ever spoken for it."""

    name: Text
    parts: tuple[PartShown, ...]
    kind: str = ""
    number: int = 0
    is_new: bool = False

    @property
    def level(self) -> str:
        """That of its worst device."""
        levels = {part.level for part in self.parts}
        return next((level for level in ("trouble", "look", "idle") if level in levels), "well")


@dataclass(frozen=True)
class Trouble:
    """A device that somebody has to look at, with its place."""

    place: Text
    part: PartShown


@dataclass(frozen=True)
class JobShown:
    """A paper that did not come out, or of which nobody knows."""

    kind: Text
    place: Text
    at: datetime
    state: Text
    why: Text | None


@dataclass(frozen=True)
class DevicesPage:
    """Everything that the page of devices says. While the doors `are_shut`, only kiosks work."""

    centre: Centre
    now: datetime
    places: tuple[PlaceShown, ...]
    jobs: tuple[JobShown, ...] = ()
    are_shut: bool = False

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What somebody has to look at, the worst and the longest first; at night what residents need then."""
        found = [(place, part) for place in self.places for part in place.parts if part.level in _ORDER]
        found.sort(key=lambda one: (self._can_wait(one[0]), _ORDER[one[1].level], one[1].since or self.now))
        return tuple(Trouble(place.name, part) for place, part in found)

    def _can_wait(self, place: PlaceShown) -> bool:
        return self.are_shut and place.kind != Station.Kind.KIOSK

    @property
    def devices(self) -> int:
        """How many devices there are, bridges left out."""
        return sum(len(place.parts) - 1 for place in self.places)

    @property
    def never(self) -> int:
        """How many places no bridge has ever spoken for."""
        return sum(place.is_new for place in self.places)


_ORDER = {"trouble": 0, "look": 1}
_JOB_KINDS = {
    PrintJob.Kind.TICKET: Text("号纸", "Ticket"),
    PrintJob.Kind.SLIP: Text("小贴士", "Slip"),
    PrintJob.Kind.RECEIPT: Text("回执", "Receipt"),
    PrintJob.Kind.ERRAND: Text("自助回执", "Receipt of a kiosk"),
    PrintJob.Kind.RECORD: Text("证明、记录", "Proof or record"),
    PrintJob.Kind.TRIAL: Text("试印", "Trial print"),
}
_JOB_STATES = {
    PrintJob.State.FAILED: Text("没印出来", "not printed"),
    PrintJob.State.UNKNOWN: Text("可能印出来了", "perhaps printed"),
}


def page_of(centre: Centre, now: datetime) -> DevicesPage:
    """The page of this centre; five statements."""
    midnight = datetime.combine(centre.day_of(now), time(), centre.zone)
    found = queries.stations(centre.code)
    printers = [str(part.pk) for station in found for part in station.parts.all() if part.is_printer]
    trials = queries.latest_jobs(PrintJob.Kind.TRIAL, printers, since=midnight)
    places = _places(centre, now, found, queries.screens(centre.code), trials)
    return replace(places, jobs=tuple(_job(job) for job in queries.unhappy_jobs(centre.code, midnight)))


def troubles_of(centre: Centre, now: datetime) -> tuple[Trouble, ...]:
    """What somebody has to look at in this centre; three statements."""
    return _places(centre, now, queries.stations(centre.code), queries.screens(centre.code), {}).troubles


def _places(
    centre: Centre,
    now: datetime,
    stations: Sequence[Station],
    screens: Sequence[Screen],
    trials: Mapping[str, PrintJob],
) -> DevicesPage:
    place = settled(centre.code)
    are_shut = bool(place.hours) and not is_open(place.hours, place.calendar, centre.local(now))
    by_place = {(screen.device.kind, screen.device.number): screen for screen in screens}
    shown = []
    for station in stations:
        screen = by_place.pop((station.kind, station.number), None)
        shown.append(place_shown(station, list(station.parts.all()), now, trials, screen=screen, are_shut=are_shut))
    for screen in by_place.values():
        name = words.screen_in_words(screen.device)
        picture = screen_shown(screen, now, are_shut=are_shut)
        shown.append(PlaceShown(name, (picture,), screen.device.kind, screen.device.number))
    return DevicesPage(centre, now, tuple(_dated(one, centre, now) for one in shown), are_shut=are_shut)


def _dated(place: PlaceShown, centre: Centre, now: datetime) -> PlaceShown:
    """The same with each moment in words on the centre's clock."""

    def said(part: PartShown) -> PartShown:
        if part.since is None:
            return part
        return replace(part, since_said=words.since_in_words(centre.local(part.since), centre.local(now)))

    return replace(place, parts=tuple(said(part) for part in place.parts))


def screen_shown(screen: Screen, now: datetime, *, are_shut: bool = False, bridge_is_heard: bool = False) -> PartShown:
    """The page that a machine shows: there, or gone since when. Behind shut doors only kiosks are to show one. That it does
    not reach its bridge is its own trouble only while the house hears that bridge."""
    name = Text("画面", "Picture")
    if not screen.is_heard(now):
        if are_shut and screen.device.kind != Device.Kind.KIOSK:
            return PartShown(name, words.SHUT, "idle")
        return PartShown(name, words.SCREEN_GONE, "trouble", screen.seen_at, to_do=words.SCREEN_GONE_TO_DO)
    if screen.is_astray:
        return PartShown(name, words.SCREEN_ASTRAY, "trouble", to_do=words.SCREEN_ASTRAY_TO_DO)
    if screen.lacks_bridge and bridge_is_heard:
        return PartShown(name, words.PAGE_ALONE, "trouble", to_do=words.PAGE_ALONE_TO_DO)
    return PartShown(name, Text("正常", "Ready"), "well")


def place_shown(
    station: Station,
    parts: list[Part],
    now: datetime,
    trials: Mapping[str, PrintJob],
    *,
    screen: Screen | None = None,
    are_shut: bool = False,
) -> PlaceShown:
    """A place as it is at `now`. What its devices said last counts for nothing while their bridge is not heard, what its
    page said of a camera while the page is not."""
    is_heard, shows = station.is_heard(now), screen is not None and screen.is_heard(now)
    shown = [_bridge(station, now, are_shut=are_shut)]
    for part in parts:
        speaks = shows if part.kind == PartKind.CAMERA else is_heard
        shown.append(_part(part, trials.get(str(part.pk)), station, is_heard=speaks))
    if screen is not None:
        shown.append(screen_shown(screen, now, are_shut=are_shut, bridge_is_heard=is_heard))
    name = words.place_in_words(station.kind, station.number)
    return PlaceShown(name, tuple(shown), station.kind, station.number, is_new=station.seen_at is None)


def _bridge(station: Station, now: datetime, *, are_shut: bool) -> PartShown:
    name = Text("联系", "Contact")
    if station.seen_at is None:
        return PartShown(name, words.BRIDGE_NEVER, "idle", to_do=words.BRIDGE_NEVER_TO_DO)
    if not station.is_heard(now):
        if are_shut and station.kind != Station.Kind.KIOSK:
            return PartShown(name, words.SHUT, "idle")
        return PartShown(name, words.BRIDGE_GONE, "trouble", station.seen_at, to_do=words.BRIDGE_GONE_TO_DO)
    if station.rival_at is not None and (now - station.rival_at).total_seconds() < _FEW_SECONDS:
        return PartShown(name, words.BRIDGE_TWICE, "trouble", station.rival_at, to_do=words.BRIDGE_TWICE_TO_DO)
    skew = station.skew_seconds or 0.0
    if abs(skew) > CLOCK_OFF:
        return PartShown(name, _skew_in_words(skew), "look", to_do=words.CLOCK_OFF_TO_DO)
    return PartShown(name, Text("正常", "Ready"), "well")


def _part(part: Part, trial: PrintJob | None, station: Station, *, is_heard: bool) -> PartShown:
    kind = PartKind(part.kind)
    name = words.KINDS[kind]
    if not is_heard:
        return PartShown(name, Text("不知道", "Not known"), "idle")
    state = PartState(part.state)
    level = "well" if state is PartState.READY else "look" if state in WORKS else "trouble"
    since = None if level == "well" else part.since
    return PartShown(
        name,
        words.STATES[state],
        level,
        since,
        to_do=words.to_do(kind, state),
        detail=part.detail,
        printer=part.pk if part.is_printer and state in WORKS else None,
        trial=_trial(trial, station) if trial is not None else None,
        is_trying=trial is not None and trial.ended_at is None,
    )


def _trial(job: PrintJob, station: Station) -> Text:
    at = station.centre.local(job.asked_at)
    clock, state = f"{at.hour}:{at.minute:02}", PRINT_JOB.states[job.state]
    return Text(f"{clock} 试印，{state.zh}", f"tried at {clock}, {state.en}")


def _skew_in_words(skew: float) -> Text:
    minutes = round(abs(skew) / 60)
    hours, rest = divmod(minutes, 60)
    zh = f"{hours} 小时 {rest} 分" if hours else f"{minutes} 分钟"
    en = f"{hours} h {rest} min" if hours else f"{minutes} min"
    ahead = skew > 0
    return Text(f"时钟{'快' if ahead else '慢'} {zh}", f"Clock {en} {'fast' if ahead else 'slow'}")


def _job(job: PrintJob) -> JobShown:
    station = job.printer.station
    return JobShown(
        _JOB_KINDS[PrintJob.Kind(job.kind)],
        words.place_in_words(station.kind, station.number),
        job.asked_at,
        _JOB_STATES[PrintJob.State(job.state)],
        words.reason_in_words(Reason(job.reason)) if job.reason else None,
    )
