"""Which simulated day is shown, and the story of one who waited: words for `simulation.hall.replaying` and `tracing`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onetrip.ledger.refusals import Malformed
from onetrip.rehearsal.answers.answer import clock_of
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.answers.windows import FRESH
from onetrip.rehearsal.running import draw
from onetrip.rules import Text
from onetrip.simulation.hall import tracing
from onetrip.simulation.hall.kernel import both
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.replaying import Replay, replay
from onetrip.simulation.hall.tracing import Reason
from onetrip.simulation.hall.visitors import Visitors

DAYS = 200
"""Days that are simulated to find a middling, a good and a bad one among: the first of those an answer is judged on."""

PICKS = {
    "middling": (0.5, Text("中等的一天", "a middling day")),
    "bad": (0.95, Text("不顺的一天", "a bad day")),
    "good": (0.05, Text("顺的一天", "a good day")),
}
"""Which of the days by mean wait: half of them are better; one in twenty is worse, or better."""

LONGEST_TOLD = 6
"""Stories told beside the picture: those who waited longest."""


@dataclass(frozen=True)
class Shown:
    """The day that is shown: its number among the `DAYS` simulated, its replay, the mean wait, and the stories."""

    number: int
    day: Replay
    mean_wait: float
    opens: int
    stories: tuple[tuple[str, Text, Text], ...]

    def clock(self, minute: float) -> str:
        """A minute of the day as the clock shows it."""
        return clock_of(self.opens + minute)


def shown(at: Setting, sent: Mapping[str, str]) -> Shown:
    """The day that an address asks for. Raises Malformed for windows or a day that cannot be."""
    model, plan = _world(at, sent)
    people = draw(model, DAYS, at.asked.seed + FRESH)
    lived, measures = both(people, plan)
    number = _chosen(measures.mean_wait, sent.get("pick") or "middling")
    one = replay(people, lived, plan, number)
    opens = minutes_of(at.names[0].zh)
    told = one.waited()[:LONGEST_TOLD]
    asked = _visitor(sent, len(one))
    if asked is not None and asked not in told:
        told.insert(0, asked)
    stories = tuple(_told(people, number, who, plan, opens) for who in told)
    return Shown(number, one, float(measures.mean_wait[number]), opens, stories)


def as_json(found: Shown) -> str:
    """The day for the moving picture: rows of [arrives, drew, at the kiosk, joined, called, left, window, fate]."""

    day = found.day
    moments = np.stack([day.arrives, day.drew, day.at_kiosk, day.joined, day.begins, day.leaves], axis=1)
    rows = [
        [*(None if np.isnan(each) else round(float(each), 2) for each in row), int(window), int(fate)]
        for row, window, fate in zip(moments, day.window, day.fate, strict=True)
    ]
    return json.dumps(
        {
            "opens": found.opens,
            "ends": round(day.ends, 2),
            "promised": day.promised,
            "kiosks": day.kiosks,
            "windows": [[number, [list(shift) for shift in shifts]] for number, shifts in day.windows],
            "people": rows,
        },
        separators=(",", ":"),
    )


def number_of(visitor: int) -> str:
    """What a simulated visitor is called: their place in the order of arrival. No ticket of a real day looks like this."""
    return f"#{visitor + 1}"


def _world(at: Setting, sent: Mapping[str, str]) -> tuple[HallModel, Plan]:
    """The people and the plan: the usual windows, or those of an answer; walking in, or all by appointment as it proposed."""
    slots, most = len(at.usual), at.on.windows
    windows = counts_in(sent, "windows", slots, most) or at.usual
    bookings = counts_in(sent, "bookings", slots, 10_000)
    if not bookings or not sum(bookings):
        return at.model, at.plan(windows)
    rates = tuple(float(each) for each in bookings)
    return (
        replace(at.model, rates=rates, booked_rates=rates, booked_share=1.0, to_kiosk=0.0),
        at.plan(windows),
    )


def counts_in(sent: Mapping[str, str], field: str, slots: int, most: int) -> tuple[int, ...]:
    """A number for each of the `slots` half hours, as an address has them; empty where it has none. Raises Malformed."""
    text = sent.get(field, "")
    if not text:
        return ()
    parts = text.split(",")
    if len(parts) != slots or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        raise Malformed(
            "counts-unreadable",
            f"“{field}”要写 {slots} 个数，一个半小时一个，用逗号隔开。",
            f"“{field}” is {slots} numbers, one for each half hour, with commas between them.",
        )
    counts = tuple(int(part) for part in parts)
    if max(counts) > most:
        raise Malformed("too-many-windows", f"最多只有 {most} 个。", f"There are {most} at most.", field=field)
    return counts


def _chosen(waits: Sequence[float] | np.ndarray, pick: str) -> int:
    if pick not in PICKS:
        raise Malformed("pick-unknown", "只有中等、不顺、顺三种日子。", "A day is middling, bad or good.", field="pick")
    order = np.argsort(waits, kind="stable")
    return int(order[round(PICKS[pick][0] * (len(order) - 1))])


def _visitor(sent: Mapping[str, str], many: int) -> int | None:
    text = sent.get("visitor", "").lstrip("#")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= many):
        raise Malformed(
            "visitor-unknown",
            f"这一天来了 {many} 位，请写 1 到 {many}。",
            f"{many} came on that day: write 1 to {many}.",
            field="visitor",
        )
    return int(text) - 1


def minutes_of(clock: str) -> int:
    """Minutes since midnight of a clock as `clock_of` writes it."""
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _told(people: Visitors, day: int, visitor: int, plan: Plan, opens: int) -> tuple[str, Text, Text]:
    """Number, in a line, and the story."""
    story = tracing.story(people, day, visitor, plan)
    if story.ahead is None:
        return (
            number_of(visitor),
            Text("没有排窗口的队", "never stood in the windows' line"),
            Text("自助办完。", "Done at a kiosk."),
        )
    joined, ended = clock_of(opens + story.joined), clock_of(opens + story.ended)
    minutes = f"{story.waited:.0f}"
    served = story.fate is Fate.SERVED
    line = Text(
        f"{joined} 取号，等 {minutes} 分钟，{ended} {f'{story.window + 1} 号窗口叫到' if served else '没等到就走了'}",
        f"number at {joined}, waited {minutes} minutes, {f'called to window {story.window + 1}' if served else 'left unserved'} at {ended}",
    )
    reasons = (
        (Reason.CAME_EARLIER, "位来得早", "came earlier"),
        (Reason.PRIORITY, "位有优先", "had a priority"),
        (Reason.BOOKING, "位有预约", "had a booking"),
        (Reason.NOT_QUALIFIED, "位办的事那个窗口能办、这一位的不能", "were for a window that could not take this one"),
    )
    counted = [(story.because(reason), zh, en) for reason, zh, en in reasons if story.because(reason)]
    calling = [windows for _, windows in story.open_windows]
    zh, en = (
        (
            f"；这期间开着 {min(calling)} 到 {max(calling)} 个窗口",
            f"; {min(calling)} to {max(calling)} windows were open meanwhile",
        )
        if calling
        else ("", "")
    )
    before_zh = "，".join(f"{count} {zh_}" for count, zh_, _ in counted) or "没有人"
    before_en = ", ".join(f"{count} {en_}" for count, _, en_ in counted) or "nobody"
    return (
        number_of(visitor),
        line,
        Text(
            f"取号时前面 {story.ahead} 位。等的时候先叫了 {len(story.before)} 位：{before_zh}{zh}。",
            f"{story.ahead} were ahead on arrival. {len(story.before)} were called before: {before_en}{en}.",
        ),
    )
