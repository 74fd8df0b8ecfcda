"""Logs with a row for each step of a case: what a case did in a day becomes a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from onetrip.simulation.logs.reading.log import Fate
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.outcomes import Mark, mark_of
from onetrip.simulation.logs.reading.raw import DAY, NEVER, RawVisits

_WAITED_FOR = (Mark.CALL, Mark.BEGIN)
_ENDS = (Mark.END, Mark.LEAVE, Mark.MISS)


@dataclass
class Steps:
    """Columns of one length: steps in any order. `at` is in seconds on the office's clock (`raw.OfficeClock`)."""

    case: list[str] = field(default_factory=list)
    activity: list[str] = field(default_factory=list)
    phase: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    resource: list[str] = field(default_factory=list)
    matter: list[str] = field(default_factory=list)

    def add(self, case: str, activity: str, phase: str, at: float, resource: str, matter: str) -> None:
        """One more."""
        self.case.append(case)
        self.activity.append(activity)
        self.phase.append(phase)
        self.at.append(at)
        self.resource.append(resource)
        self.matter.append(matter)

    def __len__(self) -> int:
        return len(self.at)


def visits_of(steps: Steps, notes: Notes) -> RawVisits:
    """One visit for each case and day. Steps that say when somebody came, was called or went count as what they say."""
    once = _without_duplicates(steps, notes)
    marks = [mark_of(activity, phase) for activity, phase in zip(steps.activity, steps.phase, strict=True)]
    marks = _ends_by_phase(steps, marks)
    is_queue = Mark.ARRIVE in marks and any(mark in (*_WAITED_FOR, *_ENDS) for mark in marks)
    if not is_queue:
        notes.note("steps-not-queues", len(once))
    by_visit: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place in once:
        if marks[place] is Mark.OTHER and is_queue:
            notes.note("unknown-activity", named=steps.activity[place])
        by_visit[steps.case[place], int(steps.at[place] // DAY)].append(place)
    visits = RawVisits()
    for (case, day), places in by_visit.items():
        places.sort(key=lambda place: (steps.at[place], _RANK[marks[place]], place))
        _add(visits, case, day, places, steps, marks)
    return visits


_RANK = {mark: rank for rank, mark in enumerate(Mark)}


def _without_duplicates(steps: Steps, notes: Notes) -> list[int]:
    """The places of all steps that have a time, each once."""
    seen: set[tuple[str, str, str, float]] = set()
    places = []
    for place, key in enumerate(zip(steps.case, steps.activity, steps.phase, steps.at, strict=True)):
        if key[3] != key[3]:
            notes.note("no-time")
        elif key in seen:
            notes.note("duplicate")
        else:
            seen.add(key)
            places.append(place)
    return places


def _ends_by_phase(steps: Steps, marks: list[Mark]) -> list[Mark]:
    """Where the log tells starts, the completion of an activity of which nothing else is known ends it."""
    if not any(phase.strip().lower() in ("start", "begin", "开始") for phase in set(steps.phase)):
        return marks
    done = ("complete", "end", "finish", "完成", "结束", "ate_abort")
    return [
        Mark.END if mark is Mark.OTHER and phase.strip().lower() in done else mark
        for mark, phase in zip(marks, steps.phase, strict=True)
    ]


def _add(visits: RawVisits, case: str, day: int, places: Sequence[int], steps: Steps, marks: Sequence[Mark]) -> None:
    arrival = next((place for place in places if marks[place] is Mark.ARRIVE), places[0])
    arrived = steps.at[arrival]
    after = [place for place in places if steps.at[place] >= arrived]
    start = _start(after, marks)
    called = steps.at[start] if start is not None else NEVER
    ends = [place for place in after if marks[place] in _ENDS]
    end = ends[-1] if ends else after[-1] if after[-1] != arrival else None
    ended = steps.at[end] if end is not None else NEVER
    fate = _fate(end, marks)
    by = next(
        (steps.resource[place] for place in (start, end, *after) if place is not None and steps.resource[place]), ""
    )
    visits.case.append(case)
    visits.day.append(day)
    visits.arrived.append(arrived)
    visits.called.append(NEVER if fate is Fate.LEFT else called)
    visits.ended.append(NEVER if fate is Fate.OPEN else ended)
    visits.matter.append(next((steps.matter[place] for place in places if steps.matter[place]), ""))
    visits.resource.append("" if fate in (Fate.LEFT, Fate.MISSED) else by)
    visits.fate.append(fate)


def _start(places: Sequence[int], marks: Sequence[Mark]) -> int | None:
    """The first call; after a call that was missed, the first one since: in between nobody stood there."""
    missed = [place for place in places if marks[place] is Mark.MISS]
    back = [] if not missed else list(places[places.index(missed[-1]) + 1 :])
    called = next((place for place in back if marks[place] in _WAITED_FOR), None)
    return called if called is not None else next((place for place in places if marks[place] in _WAITED_FOR), None)


def _fate(end: int | None, marks: Sequence[Mark]) -> Fate:
    if end is None:
        return Fate.OPEN
    if marks[end] is Mark.LEAVE:
        return Fate.LEFT
    if marks[end] is Mark.MISS:
        return Fate.MISSED
    return Fate.OPEN if marks[end] in (*_WAITED_FOR, Mark.ARRIVE) else Fate.SERVED
