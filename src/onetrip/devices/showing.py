"""The devices of a centre as somebody sees them who has to look after them. Pure, but for `page_of`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from onetrip.bridge.states import WORKS, PartKind, PartState, Reason
from onetrip.centres.models import Centre
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

    `printer` is its number where it can be tried now, `trial` how the last try of today went.
    """

    name: Text
    state: Text
    level: str
    since: datetime | None = None
    to_do: Text | None = None
    detail: str = ""
    printer: int | None = None
    trial: Text | None = None
    is_trying: bool = False


@dataclass(frozen=True)
class PlaceShown:
    """A place with what stands there, its bridge first."""

    name: Text
    parts: tuple[PartShown, ...]

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
    """Everything that the page of devices says."""

    centre: Centre
    now: datetime
    places: tuple[PlaceShown, ...]
    jobs: tuple[JobShown, ...]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What somebody has to look at, the worst and the longest first."""
        found = [Trouble(place.name, part) for place in self.places for part in place.parts if part.level in _ORDER]
        return tuple(sorted(found, key=lambda one: (_ORDER[one.part.level], one.part.since or self.now)))

    @property
    def devices(self) -> int:
        """How many devices there are, bridges left out."""
        return sum(len(place.parts) - 1 for place in self.places)

    @property
    def never(self) -> int:
        """How many places no bridge has ever spoken for."""
        return sum(place.level == "idle" for place in self.places)


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
    trials = {
        reference: job
        for reference, job in queries.latest_jobs(PrintJob.Kind.TRIAL, printers).items()
        if job.asked_at >= midnight
    }
    screens = queries.screens(centre.code)
    places = [
        _with_screen(place_shown(each, list(each.parts.all()), now, trials), each, screens, now) for each in found
    ]
    beside = {(station.kind, station.number) for station in found}
    alone = [one for one in screens if (one.device.kind, one.device.number) not in beside]
    return DevicesPage(
        centre,
        now,
        (*places, *(PlaceShown(words.screen_in_words(one.device), (screen_shown(one, now),)) for one in alone)),
        tuple(_job(job) for job in queries.unhappy_jobs(centre.code, midnight)),
    )


def screen_shown(screen: Screen, now: datetime) -> PartShown:
    """The page that a machine shows: there, or gone since when."""
    name = Text("画面", "Picture")
    if screen.is_heard(now):
        return PartShown(name, Text("正常", "Ready"), "well")
    return PartShown(name, words.SCREEN_GONE, "trouble", screen.seen_at, words.SCREEN_GONE_TO_DO)


def _with_screen(place: PlaceShown, station: Station, screens: Sequence[Screen], now: datetime) -> PlaceShown:
    for screen in screens:
        if (screen.device.kind, screen.device.number) == (station.kind, station.number):
            return PlaceShown(place.name, (*place.parts, screen_shown(screen, now)))
    return place


def place_shown(station: Station, parts: list[Part], now: datetime, trials: Mapping[str, PrintJob]) -> PlaceShown:
    """A place as it is at `now`. What its devices said last counts for nothing while their bridge is not heard."""
    bridge = _bridge(station, now)
    is_heard = station.is_heard(now)
    shown = [
        _part(part, trials.get(str(part.pk)), station, is_heard=is_heard or part.kind == PartKind.CAMERA)
        for part in parts
    ]
    return PlaceShown(words.place_in_words(station.kind, station.number), (bridge, *shown))


def _bridge(station: Station, now: datetime) -> PartShown:
    name = Text("联系", "Contact")
    if station.seen_at is None:
        return PartShown(name, words.BRIDGE_NEVER, "idle", None, words.BRIDGE_NEVER_TO_DO)
    if not station.is_heard(now):
        return PartShown(name, words.BRIDGE_GONE, "trouble", station.seen_at, words.BRIDGE_GONE_TO_DO)
    if station.rival_at is not None and (now - station.rival_at).total_seconds() < _FEW_SECONDS:
        return PartShown(name, words.BRIDGE_TWICE, "trouble", station.rival_at, words.BRIDGE_TWICE_TO_DO)
    skew = station.skew_seconds or 0.0
    if abs(skew) > CLOCK_OFF:
        return PartShown(name, _skew_in_words(skew), "look", None, words.CLOCK_OFF_TO_DO)
    return PartShown(name, Text("正常", "Ready"), "well")


def _part(part: Part, trial: PrintJob | None, station: Station, *, is_heard: bool) -> PartShown:
    name = words.KINDS[PartKind(part.kind)]
    if not is_heard:
        return PartShown(name, Text("不知道", "Not known"), "idle", None, None)
    state = PartState(part.state)
    level = "well" if state is PartState.READY else "look" if state in WORKS else "trouble"
    since = None if level == "well" else part.since
    return PartShown(
        name,
        words.STATES[state],
        level,
        since,
        words.TO_DO.get(state),
        part.detail,
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
