"""How much of the work serves itself: the share of acceptances, by matter, by hour, and where people leave. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from onetrip.kiosk import usage
from onetrip.kiosk.errands.daily import DaySums
from onetrip.kiosk.errands.steps import NAMES, Step
from onetrip.rules import Text

GOAL = 1 / 3
"""The goal of the hall: a third of all acceptances."""

FEW = 20
"""Under so many acceptances no share is given: one more or less would change it too much."""

PERIODS = {"7": Text("七天", "seven days"), "30": Text("三十天", "thirty days"), "365": Text("一年", "a year")}

UNFINISHED = {
    usage.Step.SEARCH: Text("找事项", "Search"),
    usage.Step.KINDS: Text("翻目录", "Lists of matters"),
    usage.Step.MATTER: Text("看一件事", "One matter"),
    usage.Step.SCAN: Text("扫小贴士", "Scanning"),
    usage.Step.PLAN: Text("办事方案", "The plan"),
    usage.Step.QUESTION: NAMES[Step.QUESTIONS],
    usage.Step.IDENTIFY: NAMES[Step.WHO],
    usage.Step.FORM: NAMES[Step.FORM],
    usage.Step.PAPERS: NAMES[Step.PAPERS],
    usage.Step.SIGN: NAMES[Step.SIGN],
    usage.Step.CHECK: NAMES[Step.CHECK],
}
"""The steps at which somebody who leaves has not got what they came for, by name."""


@dataclass(frozen=True)
class OfMatter:
    """One matter: runs begun, finished, people who left it unfinished, and cases accepted at kiosk and in all."""

    matter: str
    begun: int
    finished: int
    left: int
    accepted: int
    accepted_in_all: int


@dataclass(frozen=True)
class Left:
    """How many people left at a step."""

    name: Text
    count: int


@dataclass(frozen=True)
class Figures:
    """The self-service of a centre in a span of days; `stays` counts the people who stood at a machine and left."""

    first: date
    last: date
    accepted: int
    accepted_in_all: int
    stays: int
    begun: int
    finished: int
    printed: int
    answered: int
    hours: tuple[int, ...]
    matters: tuple[OfMatter, ...]
    left: tuple[Left, ...]

    @property
    def share(self) -> float | None:
        """Of all acceptances, those from a kiosk; None where there are too few to say."""
        return None if self.accepted_in_all < FEW else self.accepted / self.accepted_in_all

    @property
    def given_up(self) -> int:
        """People who left without what they came for."""
        return sum(one.count for one in self.left)

    @property
    def at_night(self) -> int:
        """Runs begun from eight in the evening until eight in the morning."""
        return sum(self.hours[20:]) + sum(self.hours[:8])


def figures(sums: DaySums, first: date, last: date) -> Figures:
    """The figures of the days from `first` to `last`, from their sums."""
    left, left_of = Counter[str](), Counter[str]()
    for (step, matter), count in sums.left.items():
        if step in UNFINISHED:
            left[step] += count
            left_of[matter] += count
    return Figures(
        first=first,
        last=last,
        accepted=sums.accepted_at_kiosk.total(),
        accepted_in_all=sums.accepted.total(),
        stays=sums.left.total(),
        begun=sums.verbs["begin"],
        finished=sums.finished.total(),
        printed=sums.verbs["print"],
        answered=sums.verbs["show-answer"],
        hours=tuple(max(0, sums.hours[hour]) for hour in range(24)),
        matters=_of_matters(sums, left_of),
        left=tuple(Left(UNFINISHED[usage.Step(step)], count) for step, count in left.most_common()),
    )


def _of_matters(sums: DaySums, left: Counter[str]) -> tuple[OfMatter, ...]:
    used = {matter for matter, count in (sums.begun + left + sums.accepted_at_kiosk).items() if matter and count > 0}
    found = (
        OfMatter(
            matter,
            sums.begun[matter],
            sums.finished[matter],
            left[matter],
            sums.accepted_at_kiosk[matter],
            sums.accepted[matter],
        )
        for matter in used
    )
    return tuple(sorted(found, key=lambda one: (-one.begun, -one.left, one.matter)))
