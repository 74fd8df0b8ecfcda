"""Every number that was fitted, in words, with what it rests on and its interval."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from onetrip.catalogue import queries as catalogues
from onetrip.planning.words import MONTHS
from onetrip.rehearsal.answers.answer import Bar, Drawn
from onetrip.rehearsal.grounds import EXAMPLE_SURGE, Grounds
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate
from onetrip.simulation.fitting.lived import DayKind
from onetrip.simulation.fitting.mixing import OTHERS


@dataclass(frozen=True)
class Number:
    """A number in words: what it is, its value, its 95 % interval, and what was counted."""

    what: Text
    value: Text
    interval: str
    n: Text


@dataclass(frozen=True)
class Part:
    """Numbers that belong together."""

    title: Text
    numbers: tuple[Number, ...]
    remark: Text | None = None


_WEEKDAYS = tuple(
    Text(*names)
    for names in (
        ("星期一", "Mondays"),
        ("星期二", "Tuesdays"),
        ("星期三", "Wednesdays"),
        ("星期四", "Thursdays"),
        ("星期五", "Fridays"),
        ("星期六", "Saturdays"),
        ("星期天", "Sundays"),
    )
)
_DAYS, _PEOPLE, _STAYS = Text("天", "days"), Text("人", "people"), Text("次", "stays")
_TIMES, _MINUTES, _PER_CENT = Text("倍", "times"), Text("分", "min"), Text("%", "%")


def told_of(on: Grounds) -> tuple[Part, ...]:
    """All of them."""
    return _coming(on), _serving(on), _leaving(on)


def patience_drawn(on: Grounds) -> Drawn | None:
    """How many of a hundred would still wait: as counted (Kaplan and Meier), and by the exponential law that is simulated;
    None where nobody has ever gone."""
    fitted = on.fitted.patience
    if not fitted.curve:
        return None
    bars = tuple(
        Bar(
            Text(f"{minutes:.0f}", f"{minutes:.0f}"),
            share * 100,
            line=100 * math.exp(-minutes / fitted.mean.value),
        )
        for minutes, share in fitted.curve
    )
    return Drawn(
        bars,
        Text(
            "数出来：等了这么多分钟，一百个人里还愿意等的",
            "counted: of a hundred people, those who would still wait after so many minutes",
        ),
        Text("推演里用的", "as simulated"),
        same_scale=True,
    )


def _coming(on: Grounds) -> Part:
    arrivals = on.fitted.arrivals
    factors = arrivals.factors
    days = f"{arrivals.decay:.0f}"
    named = (
        *((f"month-{place}", Text(f"{place} 月", name)) for place, name in enumerate(MONTHS, start=1)),
        ("off", Text("休息日，按同样长短", "a day off, for the same length")),
        ("eve", Text("节前", "the eve of a holiday")),
        ("after", Text("节后第一天", "the first day after a holiday")),
        (
            "surge",
            Text(f"重新开门第一天，{days} 天里回落", f"the first day after a closure, falling within {days} days"),
        ),
    )
    numbers = (
        *_weekdays(on),
        *(_number(name, factors[key], _TIMES, _DAYS, 2) for key, name in named if factors[key].n),
        _number(
            Text("同样的日子之间的差别（方差）", "spread between days alike (variance)"),
            arrivals.spread,
            None,
            _DAYS,
            4,
        ),
    )
    example = Text(
        f"记录里没有长时间关门再开门；问重新开门的时候按 {EXAMPLE_SURGE:g} 倍算，是示例。",
        f"No re-opening after a long closure is on record; where one is asked for, {EXAMPLE_SURGE:g} times is taken, an "
        "example.",
    )
    return Part(Text("什么时候来多少人", "Who comes when"), numbers, None if on.knows_reopening else example)


def _weekdays(on: Grounds) -> list[Number]:
    """People at the windows by weekday: of those days as they usually are, as far as their weekday is on record."""
    found = []
    for place, name in enumerate(_WEEKDAYS):
        alike = [
            day for day in on.lived.days if day.day.weekday() == place and (day.kind is DayKind.OFF) == (place > 4)
        ]
        if alike:
            length = statistics.median(day.length for day in alike)
            told = on.fitted.arrivals.on_weekday(place, off=place > 4, length=length, n=len(alike))
            found.append(_number(name, told, _PEOPLE, _DAYS, 0))
    return found


def _serving(on: Grounds) -> Part:
    groups = tuple(_number(_matter(group.name), group.minutes, _MINUTES, _PEOPLE, 1) for group in on.fitted.groups)
    paces = sorted(on.fitted.service.paces.values(), key=lambda each: each.value)
    ends = (
        (
            _number(Text("最快的同事", "the fastest clerk"), paces[0], _TIMES, _PEOPLE, 2),
            _number(Text("最慢的同事", "the slowest clerk"), paces[-1], _TIMES, _PEOPLE, 2),
        )
        if paces
        else ()
    )
    return Part(
        Text("在窗口办多久", "How long people are at a window"),
        (*groups, *ends),
        Text(
            "办得少的事项向大家的平均靠拢，件数少、区间就宽；没办完的按“至少这么久”算。",
            "Matters seen rarely are drawn towards the mean of all, and their ranges are wide; unfinished ones count as “at "
            "least so long”.",
        ),
    )


def _leaving(on: Grounds) -> Part:
    fitted = on.fitted
    to_kiosk, fails, shows = (_hundred(each) for each in (fitted.to_kiosk, fitted.kiosk_fails, fitted.shows_up))
    left, booked = Text("人走了", "people left"), Text("个预约", "bookings")
    return Part(
        Text("等多久会走，自助和预约", "Patience, kiosks and bookings"),
        (
            _number(Text("愿意等多久", "how long people are ready to wait"), fitted.patience.mean, _MINUTES, left, 0),
            _number(Text("先去自助机的", "go to a kiosk first"), to_kiosk, _PER_CENT, _PEOPLE, 1),
            _number(Text("在自助机上多久", "at a kiosk"), fitted.kiosk_minutes, _MINUTES, _STAYS, 1),
            _number(Text("自助没办成的", "fail at a kiosk"), fails, _PER_CENT, _STAYS, 1),
            _number(Text("约了来的", "come, of those who booked"), shows, _PER_CENT, booked, 1),
        ),
    )


def _matter(matter: str) -> Text:
    if matter == OTHERS:
        return Text("其他事项", "other matters")
    known = catalogues.current().matters.get(matter)
    return Text(known.terms.name.zh, known.terms.name.en) if known else Text(matter, matter)


def _hundred(told: Estimate) -> Estimate:
    return Estimate(told.value * 100, told.low * 100, told.high * 100, told.n)


def _number(what: Text, told: Estimate, unit: Text | None, counted: Text, decimals: int) -> Number:
    value = f"{told.value:.{decimals}f}"
    with_unit = Text(f"{value} {unit.zh}", f"{value} {unit.en}") if unit else Text(value, value)
    if told.is_example:
        return Number(what, with_unit, "—", Text("示例", "example"))
    interval = f"{told.low:.{decimals}f}–{told.high:.{decimals}f}"
    return Number(what, with_unit, interval, Text(f"{told.n:,} {counted.zh}", f"{told.n:,} {counted.en}"))
