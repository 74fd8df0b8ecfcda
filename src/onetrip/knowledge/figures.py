"""What the director sees of difficult cases: asked most, asked twice, how soon help came, what came of it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from onetrip.knowledge.counting import Asked, median_and_p90, repeats
from onetrip.knowledge.models import Answer, AnswerVersion, Given, Question
from onetrip.knowledge.rules import rules
from onetrip.knowledge.searching import likeness
from onetrip.knowledge.showing import matter_name
from onetrip.rules import Text

PERIODS = (30, 365)
MOST_BARS = 12
MOST_REPEATS = 20
CAME = {
    "answered": Text("在屏幕上答了", "answered on the screen"),
    "reused": Text("用了以前的答复", "an earlier answer was used"),
    "settled": Text("当面说好了", "settled in person"),
    "withdrawn": Text("不用了", "taken back"),
    "open": Text("还没人答", "not answered yet"),
    "no-help": Text("没帮上", "did not help"),
    "finding": Text("去改了规则", "went to the catalogue"),
    "training": Text("进了培训", "became a training item"),
}
"""What became of a question; the last three beside one of the others."""


@dataclass(frozen=True)
class OfMatter:
    """How often one matter was asked about; `matter` "" for none."""

    matter: str
    name: Text
    count: int


@dataclass(frozen=True)
class Repeat:
    """One question that came more than once: how it was first put, how often it was asked, how often it was spared; `first`
    is the id of the one that came first."""

    words: str
    matter: str
    name: Text | None
    times: int
    spared: int
    answer: str
    first: str


@dataclass(frozen=True)
class Figures:
    """A period in figures; `minutes` None where nobody was helped in it."""

    days: int
    asked: int
    spared: int
    by_matter: tuple[OfMatter, ...]
    repeats: tuple[Repeat, ...]
    repeated: int
    helped: int
    minutes: tuple[float, float] | None
    came: tuple[tuple[str, Text, int], ...]


def figures(centre: str, days: int, now: datetime) -> Figures:
    """The last `days` days of a centre up to `now`."""
    rows = list(asked_in(centre, days, now).select_related("answer").order_by("asked_at"))
    spared = spared_in(centre, days, now)
    waits = [minutes for one in rows if (minutes := until_help(one)) is not None]
    found = _repeats(rows, spared)
    return Figures(
        days=days,
        asked=len(rows),
        spared=sum(spared.values()),
        by_matter=_by_matter(rows),
        repeats=tuple(found[:MOST_REPEATS]),
        repeated=sum(one.times for one in found),
        helped=len(waits),
        minutes=median_and_p90(waits),
        came=tuple((code, words, asked_that(rows, code)) for code, words in CAME.items()),
    )


def asked_in(centre: str, days: int, now: datetime) -> QuerySet[Question]:
    """The questions of a period."""
    return Question.objects.filter(centre_id=centre, asked_at__gte=now - timedelta(days=days), asked_at__lte=now)


def that_came_to(questions: QuerySet[Question], code: str) -> QuerySet[Question]:
    """Those of which became what `code` (of CAME) says; all of them for anything else."""
    return questions.filter(_CAME[code]) if code in _CAME else questions


def same_as(questions: QuerySet[Question], first: uuid.UUID) -> QuerySet[Question]:
    """Those of the questions that are the same as the one with the id `first`, with that one."""
    _, groups = _groups(questions.order_by("asked_at"))
    ids = {one.id for group in groups for one in group if any(each.id == str(first) for each in group)}
    return questions.filter(pk__in=ids or {first})


def spared_in(centre: str, days: int, now: datetime) -> Counter[str]:
    """By answer, how often it was found before anybody was called."""
    found = Given.objects.filter(
        centre_id=centre, how=Given.How.SPARED, at__gte=now - timedelta(days=days), at__lte=now
    )
    return Counter(str(answer) for answer in found.values_list("answer_id", flat=True))


def until_help(one: Question) -> float | None:
    """Minutes until somebody said that they come, or answered; None where nobody did."""
    came = one.coming_at or (one.ended_at if one.state != Question.State.WITHDRAWN else None)
    return None if came is None else (came - one.asked_at).total_seconds() / 60


def asked_that(rows: Iterable[Question], code: str) -> int:
    """How many of the questions became what `code` says."""
    return sum(code in _became(one) for one in rows)


_REUSED = Q(given__how=Given.How.REUSED)
_CAME = {
    "answered": Q(state=Question.State.ANSWERED) & ~_REUSED,
    "reused": _REUSED,
    "settled": Q(state=Question.State.SETTLED),
    "withdrawn": Q(state=Question.State.WITHDRAWN),
    "open": Q(state__in=["asked", "coming"]),
    "no-help": Q(helped="no"),
    "finding": Q(answer__taken_up=Answer.TakenUp.FINDING),
    "training": Q(answer__taken_up=Answer.TakenUp.TRAINING),
}


def _became(one: Question) -> set[str]:
    """The same, of a row that was read with its answer."""
    became = {"open"} if one.is_open else {one.state}
    if one.state == Question.State.ANSWERED and one.answer is not None and one.answer.given_at != one.ended_at:
        became = {"reused"}
    if one.helped == "no":
        became.add("no-help")
    if one.answer is not None and one.answer.taken_up in ("finding", "training"):
        became.add(one.answer.taken_up)
    return became


def _by_matter(rows: Iterable[Question]) -> tuple[OfMatter, ...]:
    counts = Counter(one.matter for one in rows)
    none = Text("没说是哪件", "no matter named")
    return tuple(OfMatter(matter, matter_name(matter) or none, count) for matter, count in counts.most_common())


def _repeats(rows: Iterable[Question], spared: Counter[str]) -> list[Repeat]:
    """What was asked more than once, or asked and then spared, most often first."""
    asked, groups = _groups(rows)
    grouped = {one.id for group in groups for one in group}
    groups += [(one,) for one in asked if one.id not in grouped and spared[one.answer]]
    first_put = _first_put({one.answer for group in groups for one in group if one.answer})
    found = []
    for group in groups:
        answers = [answer for answer in dict.fromkeys(one.answer for one in group) if answer]
        words = next((one.words for one in group if one.words), "") or next((first_put[one] for one in answers), "")
        matter = next((one.matter for one in group if one.matter), "")
        saved = sum(spared[answer] for answer in answers)
        last = answers[-1] if answers else ""
        found.append(Repeat(words, matter, matter_name(matter), len(group), saved, last, group[0].id))
    return sorted(found, key=lambda one: -(one.times + one.spared))


def _groups(rows: Iterable[Question]) -> tuple[list[Asked], list[tuple[Asked, ...]]]:
    """The questions as they are compared, and those that are the same, each group in the order they came."""
    asked = [Asked(str(one.pk), one.matter, one.words, str(one.answer_id or "")) for one in rows]
    return asked, repeats(asked, likeness, alike=rules().alike)


def _first_put(answers: set[str]) -> dict[str, str]:
    versions = AnswerVersion.objects.filter(answer__in=answers).order_by("-number")
    return {str(answer): question for answer, question in versions.values_list("answer_id", "question")}
