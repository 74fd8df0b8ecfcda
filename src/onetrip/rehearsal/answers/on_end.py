"""How many days until it is over? The days after one another, whoever went home unserved coming again on the next."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from onetrip.planning.words import MONTHS
from onetrip.rehearsal.answers.answer import Answer, Bar, Drawn, Table
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.grounds import day_to_come, open_days, people_times, usual_windows
from onetrip.rehearsal.running import STEP, Limit, Outcome, Run, draw, joined, mean_of, play_with
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate
from onetrip.simulation.fitting.lived import Floats
from onetrip.simulation.fitting.modelling import model_for
from onetrip.simulation.hall.days_on_end import Again, nobody, returning, with_returning
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.plans import Plan

HORIZON = 30
"""Days of opening looked at: six weeks. A backlog that lasts longer is said to, and no day is computed beyond."""

AS_USUAL = 0.02
"""A day is as usual once the share called in time is no more than this below what it is without the rush, or the promise
is kept (example)."""

AGAIN = Again()
"""Who comes again and when (example)."""

DAY_APART = 1_000_000
"""Simulated days have numbers; those of the next day of opening lie so far from those of this one."""


@dataclass(frozen=True)
class Ahead:
    """One day of opening to come: people and plan without the rush, with it, and with it under more windows."""

    day: date
    worlds: tuple[tuple[HallModel, Plan], ...]


@dataclass(frozen=True)
class Course:
    """A plan over the days: [days of opening] outcomes; `back`: [simulation, day of opening] who come again the day after."""

    outcomes: tuple[Outcome, ...]
    back: Floats

    def over_after(self, normal: Course, share: float) -> Estimate:
        """After how many days of opening it is as usual on every day to the horizon, in the mean over the simulations.

        Single days miss the promise by chance even when nothing is left of the backlog: that is why the mean decides. The
        interval is when the upper and the lower ends of its own are as usual.
        """
        beyond: list[
            tuple[float, float, float]
        ] = []  # how far above it each day is: the mean and the ends of its interval
        for mine, other in zip(self.outcomes, normal.outcomes, strict=True):
            kept = mean_of(mine.in_time_share - share)
            alike = mean_of(mine.in_time_share - other.in_time_share + AS_USUAL)
            beyond.append((max(kept.value, alike.value), max(kept.low, alike.low), max(kept.high, alike.high)))

        def after(end: int) -> float:
            return float(max((number for number, ends in enumerate(beyond) if ends[end] < 0), default=-1) + 1)

        return Estimate(after(0), after(2), after(1), len(self.back))


def answer(at: Setting, limit: Limit) -> Answer:
    """The usual windows, and `number` more, from the day asked about until the promise is kept every day."""
    ahead, promised = _ahead(at), at.asked.share / 100
    began, parts, done, reached = clock.perf_counter(), [], 0, False
    while done < limit.days and not reached:
        batch = min(STEP, limit.days - done)
        parts.append([_course(ahead, world, at.asked.seed, batch, done) for world in range(3)])
        done += batch
        normal, usual, more = (_behind([part[world] for part in parts]) for world in range(3))
        until = usual.over_after(normal, promised), more.over_after(normal, promised)
        reached = done >= 10 * STEP and (until[0].high - until[0].low) / 2 <= limit.precision
        if clock.perf_counter() - began > limit.seconds:
            break
    run = Run((usual.outcomes[0], more.outcomes[0]), done, clock.perf_counter() - began, reached)
    return Answer(
        _sentence(at, ahead, until),
        until[0],
        _picture(ahead, usual, more),
        _table(at, ahead, usual, more),
        run,
        more=_more(at, usual, more),
    )


def _ahead(at: Setting) -> list[Ahead]:
    """The days of opening, the first one the day asked about: `times` is about that day alone."""
    found, on = [], at.on
    for days_on, day in enumerate(open_days(on, at.asked.day, HORIZON)):
        one = day_to_come(on, day, reopening=at.asked.reopening, days_on=days_on)
        times = people_times(on, reopening=at.asked.reopening, days_on=days_on) * (at.asked.times if not days_on else 1)
        usual = usual_windows(on, one)
        more = tuple(min(each + at.asked.number, on.windows) for each in usual)
        hall = replace(at.hall, length=one.length)
        plan, with_more = hall.plan(usual), hall.plan(more)
        quiet = model_for(on.fitted, day_to_come(on, day, reopening=False))
        rush = model_for(on.fitted, one, times=times)
        found.append(Ahead(day, ((quiet, plan), (rush, plan), (rush, with_more))))
    return found


def _course(ahead: Sequence[Ahead], world: int, seed: int, batch: int, done: int) -> Course:
    """A batch of simulations of all the days in one of the worlds."""
    back, outcomes, backs = nobody(batch), [], []
    for number, one in enumerate(ahead):
        model, plan = one.worlds[world]
        people = with_returning(draw(model, batch, seed, number * DAY_APART + done), back)
        outcome, lived = play_with(people, plan)
        back = returning(people, lived, AGAIN, number)
        outcomes.append(outcome)
        backs.append(np.diff(back.begins).astype(np.float64))
    return Course(tuple(outcomes), np.array(backs).T)


def _behind(parts: Sequence[Course]) -> Course:
    days = range(len(parts[0].outcomes))
    return Course(
        tuple(joined([part.outcomes[day] for part in parts]) for day in days),
        np.concatenate([part.back for part in parts]),
    )


def _sentence(at: Setting, ahead: Sequence[Ahead], until: Sequence[Estimate]) -> Text:
    usual, more = (_after(ahead, one) for one in until)
    return Text(
        f"照平常的窗口，{usual.zh}；每天多开 {at.asked.number} 个窗口，{more.zh}。",
        f"With the usual windows {usual.en}; with {at.asked.number} more, {more.en}.",
    )


def _after(ahead: Sequence[Ahead], told: Estimate) -> Text:
    """After how many days, in words, with the date that is."""
    if told.value >= len(ahead):
        return Text(
            f"{len(ahead)} 个开门日以后也还没有恢复正常", f"it is not as usual within {len(ahead)} days of opening"
        )
    if not told.value:
        return Text("从第一天起就是正常的", "it is as usual from the first day")
    on, days = ahead[int(told.value)].day, f"{told.value:.0f}"
    if told.low == told.high:
        within = ("", "")
    elif told.high >= len(ahead):
        within = (f"，也可能更久（至少 {told.low:.0f} 个）", f", or later (at least {told.low:.0f})")
    else:
        within = (f"，95 % 在 {told.low:.0f}–{told.high:.0f} 之间", f"; 95 %: {told.low:.0f} to {told.high:.0f}")
    return Text(
        f"过 {days} 个开门日恢复正常（{on.month} 月 {on.day} 日起{within[0]}）",
        f"it is as usual after {days} {'day' if days == '1' else 'days'} of opening (from {on.day} "
        f"{MONTHS[on.month - 1]}{within[1]})",
    )


def _more(at: Setting, usual: Course, more: Course) -> tuple[Text, ...]:
    first, most = mean_of(usual.back[:, 0]), usual.back.mean(axis=0)
    worst = int(most.argmax())
    fewer = mean_of((usual.back - more.back).sum(axis=1))
    learnt = at.on.knows_reopening or not at.asked.reopening
    return (
        Text(
            f"第一天没办成、第二天再来的约 {first.value:.0f} 人；最多的一天是第 {worst + 1} 天，{most[worst]:.0f} 人。"
            f"多开 {at.asked.number} 个窗口，{len(usual.outcomes)} 天里少白跑 {fewer.value:.0f} 趟"
            f"（95 % 在 {fewer.low:.0f}–{fewer.high:.0f} 之间）。",
            f"About {first.value:.0f} go home unserved on the first day and come again; most on day {worst + 1}, "
            f"{most[worst]:.0f}. With {at.asked.number} more windows, {fewer.value:.0f} trips less are in vain over "
            f"{len(usual.outcomes)} days (95 %: {fewer.low:.0f} to {fewer.high:.0f}).",
        ),
        Text(
            f"“恢复正常”是：每天 {at.asked.promised} 分钟内叫到的够 {at.asked.share} %，或者和没有这一阵的时候差不到 "
            f"{AS_USUAL * 100:.0f} 个百分点；说的是许多次模拟的平均，95 % 的区间也是平均的，真的那一次会早些或晚些。",
            f"“As usual” is: every day {at.asked.share} % called within {at.asked.promised} minutes, or less than "
            f"{AS_USUAL * 100:.0f} points below what that day is without the rush. It is about the mean of many simulations, and "
            "so is its range; the real one will be earlier or later.",
        ),
        Text(
            f"没等到就走的人里，{AGAIN.share * 100:.0f} % 下一个开门日再来，开门后 {AGAIN.minutes:.0f} 分钟内到（示例）。"
            + ("" if learnt else "重新开门后人怎么回落，也是示例。"),
            f"Of those who leave unserved, {AGAIN.share * 100:.0f} % come again on the next day, within {AGAIN.minutes:.0f} minutes "
            "of the opening (an example)." + ("" if learnt else " How the surge falls is an example too."),
        ),
    )


def _picture(ahead: Sequence[Ahead], usual: Course, more: Course) -> Drawn:
    bars = []
    for place, one in enumerate(ahead):
        told, name = mean_of(usual.back[:, place]), f"{one.day.month}/{one.day.day}"
        with_more = float(more.back[:, place].mean())
        bars.append(Bar(Text(name, name), told.value, max(told.low, 0.0), told.high, line=with_more))
    return Drawn(
        tuple(bars),
        Text("当天没办成、下一天再来的人", "people who go home unserved and come again"),
        Text("每天多开窗口以后", "with more windows every day"),
        same_scale=True,
    )


def _table(at: Setting, ahead: Sequence[Ahead], usual: Course, more: Course) -> Table:
    columns = (
        Text("开门日", "Day"),
        Text("来的人", "People"),
        Text("再来的", "Again"),
        Text("平均等（分）", "Mean wait (min)"),
        Text(f"{at.asked.promised} 分钟内叫到", f"Called within {at.asked.promised} min"),
        Text(f"多开 {at.asked.number} 个：平均等（分）", f"{at.asked.number} more: mean wait (min)"),
        Text(f"多开 {at.asked.number} 个：按时叫到", f"{at.asked.number} more: in time"),
    )
    rows: list[tuple[Text | str, ...]] = []
    again = [0.0, *usual.back.mean(axis=0)]
    for place, (one, (came, _)) in enumerate(zip(ahead, pairwise(again), strict=True)):
        mine, other = usual.outcomes[place], more.outcomes[place]
        day = f"{one.day.month}/{one.day.day}"
        rows.append(
            (
                Text(f"{one.day.month} 月 {one.day.day} 日", day),
                f"{mean_of(mine.numbers).value:.0f}",
                f"{came:.0f}",
                f"{mean_of(mine.mean_wait).value:.1f}",
                f"{mean_of(mine.in_time_share).value * 100:.0f} %",
                f"{mean_of(other.mean_wait).value:.1f}",
                f"{mean_of(other.in_time_share).value * 100:.0f} %",
            )
        )
    return Table(columns, tuple(rows))
