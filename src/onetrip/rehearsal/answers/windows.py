"""How many windows at which half hour? The fewest that keep the promise, then judged on days that the search never saw."""

from __future__ import annotations

from dataclasses import replace

from onetrip.rehearsal.answers.answer import Answer, Bar, Drawn, Table, minutes_text, per_cent_text
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.answers.staffing import Found, fewest, most_people
from onetrip.rehearsal.running import Limit, Outcome, fewer_people, mean_of, until_sharp
from onetrip.rules import Text
from onetrip.simulation.hall.model import HallModel

SEARCH_SECONDS = 2.5
FRESH = 1_000_000
"""Added to the seed of the days on which the found plan is judged."""


def answer(at: Setting, limit: Limit) -> Answer:
    """The plan and what it promises. Where not even all windows carry the day: all of them, and by appointment alone."""
    found = fewest(
        at.model,
        at.hall,
        at.asked.share / 100,
        most=at.on.windows,
        seed=at.asked.seed,
        seconds=SEARCH_SECONDS if limit.seconds < float("inf") else float("inf"),
    )
    planned = at.model if found.kept else _by_appointment(at, found)
    run = until_sharp(
        [(planned, at.plan(found.windows)), (at.model, at.plan(found.windows)), (at.model, at.plan(at.usual))],
        at.asked.seed + FRESH,
        limit,
        lambda outcomes: [mean_of(outcomes[0].mean_wait)],
    )
    mine, crowd, usual = run.outcomes
    bookings = () if found.kept else tuple(round(each) for each in planned.rates)
    people = at.expected_by_half_hour if found.kept else tuple(each * planned.shows_up for each in planned.rates)
    return Answer(
        _sentence(at, found, mine, crowd, bookings),
        mean_of(mine.mean_wait),
        _picture(at, found, people),
        _table(at, found, people, mine, usual),
        run,
        more=_more(at, found, mine, usual),
        windows=found.windows,
        bookings=bookings,
        people=people,
        waits=tuple(float(each) for each in mine.by_half_hour()),
    )


def _by_appointment(at: Setting, found: Found) -> HallModel:
    """The day with as many people as keep the promise, all with a booking for a window, spread as windows are open; none
    for the last half hour, whose people would be late into the evening."""
    spread = tuple(float(each) for each in found.windows)
    spread = (*spread[:-1], 0.0) if len(spread) > 1 else spread
    booked = tuple(at.expected * each / sum(spread) for each in spread)
    whole = replace(at.model, rates=booked, booked_rates=booked, booked_share=1.0, to_kiosk=0.0)
    share = most_people(whole, found.windows, at.hall, at.asked.share / 100, seed=at.asked.seed)
    return fewer_people(whole, share)


def hours(windows: tuple[int, ...]) -> float:
    """Window-hours of a plan."""
    return sum(windows) / 2


def _sentence(at: Setting, found: Found, mine: Outcome, crowd: Outcome, bookings: tuple[int, ...]) -> Text:
    wait, share = minutes_text(mean_of(mine.mean_wait)), per_cent_text(mean_of(mine.in_time_share))
    plan_zh = f"最多同时开 {max(found.windows)} 个窗口、一共 {hours(found.windows):g} 个窗口小时"
    plan_en = f"at most {max(found.windows)} windows at once, {hours(found.windows):g} window-hours in all"
    if found.kept:
        return Text(
            f"{plan_zh}，平均等 {wait.zh}，{at.asked.promised} 分钟内叫到 {share.zh}。",
            f"With {plan_en}, people wait {wait.en} on average, and {share.en} are called within {at.asked.promised} minutes.",
        )
    later = round(at.expected - sum(bookings))
    rest = (f"其余约 {later} 人请后面几天来", f"and about {later} come on the days after")
    if later < len(bookings):
        rest = ("都排得下", "and there is one for everybody")
    long = mean_of(crowd.mean_wait).value
    return Text(
        f"预计 {at.expected:.0f} 人，{at.on.windows} 个窗口全开也接不下（平均要等 {long:.0f} 分钟）。全部预约、各个半小时匀开，"
        f"放 {sum(bookings)} 个：平均等 {wait.zh}，{at.asked.promised} 分钟内叫到 {share.zh}；{rest[0]}。",
        f"{at.expected:.0f} people are expected, more than all {at.on.windows} windows can take (they would wait {long:.0f} minutes "
        f"on average). By appointment alone, spread evenly, give out {sum(bookings)}: people wait {wait.en}, {share.en} are "
        f"called within {at.asked.promised} minutes, {rest[1]}.",
    )


def _more(at: Setting, found: Found, mine: Outcome, usual: Outcome) -> tuple[Text, ...]:
    left, before = mean_of(mine.left).value, mean_of(usual.left).value
    last = mean_of(mine.last_ends).value - at.day.length
    return (
        Text(
            f"{mean_of(mine.numbers).value:.0f} 人到窗口，没等到就走的约 {left:.0f} 人（不排、照平常的窗口是 {before:.0f} 人）。",
            f"{mean_of(mine.numbers).value:.0f} people come to the windows; about {left:.0f} leave unserved ({before:.0f} if nothing "
            "is planned and the windows are as usual).",
        ),
        Text(
            f"最后一位办完，平均在关门{'后' if last > 0 else '前'} {abs(last):.0f} 分钟。",
            f"The last one is done {abs(last):.0f} minutes {'after' if last > 0 else 'before'} closing, on average.",
        ),
        Text(
            f"平常的窗口是 {hours(at.usual):g} 个窗口小时，平均等 {minutes_text(mean_of(usual.mean_wait)).zh}。",
            f"The usual windows are {hours(at.usual):g} window-hours; with them people wait "
            f"{minutes_text(mean_of(usual.mean_wait)).en}.",
        ),
        Text(
            f"比较了 {found.tried} 种排法。对照：Erlang 公式把每个半小时单独算，要 {hours(found.erlang):g} 个窗口小时；"
            "它不知道前面留下的队，也不知道有人会走。",
            f"{found.tried} plans were compared. As a check: Erlang's formula, each half hour for itself, asks for "
            f"{hours(found.erlang):g} window-hours; it knows nothing of the queue left before, nor of people who go.",
        ),
    )


def _picture(at: Setting, found: Found, expected: tuple[float, ...]) -> Drawn:
    bars = (
        Bar(name, float(count), line=people, is_answer=count > usual)
        for name, count, people, usual in zip(at.names, found.windows, expected, at.usual, strict=True)
    )
    return Drawn(
        tuple(bars),
        Text("窗口（深色：比平常多）", "windows (dark: more than usual)"),
        Text("预计来的人", "people expected"),
    )


def _table(at: Setting, found: Found, expected: tuple[float, ...], mine: Outcome, usual: Outcome) -> Table:
    columns = (
        Text("从", "From"),
        Text("开几个窗口", "Windows"),
        Text("平常", "Usual"),
        Text("预计来几个人", "People"),
        Text("平均等（分）", "Mean wait (min)"),
        Text("按平常的窗口（分）", "With the usual (min)"),
        Text("按时叫到", "In time"),
    )
    rows = zip(
        at.names,
        found.windows,
        at.usual,
        expected,
        mine.by_half_hour(),
        usual.by_half_hour(),
        mine.in_time_by_half_hour(),
        strict=True,
    )
    return Table(
        columns,
        tuple(
            (name, str(count), str(was), f"{people:.0f}", f"{wait:.1f}", f"{other:.1f}", f"{share * 100:.0f} %")
            for name, count, was, people, wait, other, share in rows
        ),
    )
