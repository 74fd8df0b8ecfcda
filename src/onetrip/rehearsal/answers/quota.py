"""The quota table: how many come × which share of them has a booking, and whether the promise holds.

Every cell plays the same simulated people (common chance): a cell that is better than its neighbour is so for the same
days. Bookings lie as the windows are open, as `bookings` spreads them.
"""

from __future__ import annotations

from dataclasses import replace

from onetrip.rehearsal.answers.answer import Answer, Bar, Cell, Drawn, Grid, Table, per_cent_text
from onetrip.rehearsal.answers.bookings import SHARES, given, spread
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.running import Limit, Outcome, fewer_people, mean_of, until_sharp
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate

SURGES = (0.8, 0.9, 1.0, 1.1, 1.2, 1.4)
"""Times as many people as are expected; the row of 1 is the day that was asked about."""

EXPECTED = SURGES.index(1.0)
NEARLY = 0.05
"""A cell this much below the promise is nearly kept: a window more at the busiest hour might do."""

PRECISION = 0.01
"""Half an interval of a share called in time."""


def answer(at: Setting, limit: Limit) -> Answer:
    """The whole table; the sentence is about the day as expected, and how many more people it could take."""
    windows = at.changed(at.asked.number)
    rates, plan = spread(windows), at.plan(windows)
    booked = [replace(at.model, booked_share=share, booked_rates=rates) for share in SHARES]
    worlds = [(fewer_people(model, surge), plan) for surge in SURGES for model in booked]
    run = until_sharp(
        worlds,
        at.asked.seed,
        replace(limit, precision=min(limit.precision, PRECISION)),
        lambda outcomes: [mean_of(each.in_time_share) for each in outcomes],
    )
    rows = [run.outcomes[place : place + len(SHARES)] for place in range(0, len(worlds), len(SHARES))]
    chosen = _chosen(at, rows[EXPECTED])
    best = len(SHARES) - 1 if chosen is None else chosen
    return Answer(
        _sentence(at, windows, rows, chosen),
        mean_of(rows[EXPECTED][best].in_time_share),
        _picture(rows[EXPECTED], best),
        _table(at, rows),
        run,
        more=_more(at, windows, best),
        windows=windows,
        bookings=given(at, windows, SHARES[best]),
        people=at.expected_by_half_hour,
        waits=tuple(float(each) for each in rows[EXPECTED][best].by_half_hour()),
        grid=_grid(at, windows, rows, best),
    )


def _share(outcome: Outcome) -> Estimate:
    return mean_of(outcome.in_time_share)


def _chosen(at: Setting, row: tuple[Outcome, ...]) -> int | None:
    """The smallest share of bookings that keeps the promise."""
    return next((place for place, each in enumerate(row) if _share(each).value >= at.asked.share / 100), None)


def _sentence(at: Setting, windows: tuple[int, ...], rows: list[tuple[Outcome, ...]], chosen: int | None) -> Text:
    minutes, promised = at.asked.promised, at.asked.share
    if chosen is None:
        most = per_cent_text(_share(rows[EXPECTED][-1]))
        holds = [surge for surge, row in zip(SURGES, rows, strict=True) if _chosen(at, row) is not None]
        zh = f"来的人是预计的 {max(holds):g} 倍以内才守得住" if holds else "少来两成人也守不住：要加窗口"
        en = (
            f"it is kept up to {max(holds):g} times the people expected"
            if holds
            else "nor with a fifth fewer people: open more windows"
        )
        return Text(
            f"预计 {at.expected:.0f} 人，预约放到 {SHARES[-1] * 100:.0f} % 也只有 {most.zh} 在 {minutes} 分钟内叫到，"
            f"到不了 {promised} %；{zh}。",
            f"{at.expected:.0f} people are expected. Even with {SHARES[-1] * 100:.0f} % by appointment only {most.en} are called "
            f"within {minutes} minutes, not {promised} %; {en}.",
        )
    count, share = sum(given(at, windows, SHARES[chosen])), per_cent_text(_share(rows[EXPECTED][chosen]))
    more = [s for s, row in zip(SURGES, rows, strict=True) if s >= 1 and _chosen(at, row) is not None]
    zh, en = (
        (f"放 {count} 个预约就守得住", f"{count} appointments keep the promise")
        if count
        else ("不放预约也守得住", "no appointments are needed")
    )
    far = max(more)
    beyond = (
        (
            f"人再多，到预计的 {far:g} 倍还守得住（预约见表）",
            f"up to {far:g} times the people it can be kept (see the table)",
        )
        if far > 1
        else ("人再多一成就守不住了", "a tenth more people, and it is not kept any more")
    )
    return Text(
        f"预计 {at.expected:.0f} 人，{zh}：{share.zh} 在 {minutes} 分钟内叫到；{beyond[0]}。",
        f"{at.expected:.0f} people are expected; {en}: {share.en} are called within {minutes} minutes; {beyond[1]}.",
    )


def _more(at: Setting, windows: tuple[int, ...], best: int) -> tuple[Text, ...]:
    half_hours = [
        f"{name.zh} {count}" for name, count in zip(at.names, given(at, windows, SHARES[best]), strict=True) if count
    ]
    shows = at.on.fitted.shows_up
    zh = "示例，本中心还没有预约的记录" if shows.is_example else f"{shows.n} 个预约里算出来的"
    en = "an example, this centre has no bookings on record" if shows.is_example else f"from {shows.n} bookings"
    hours = sum(windows) / 2
    return (
        Text(
            f"窗口{'照平常' if windows == at.usual else '比平常多'}：{hours:g} 个窗口小时，最多同时 {max(windows)} 个。",
            f"{'The usual windows' if windows == at.usual else 'More windows than usual'}: {hours:g} window-hours, at most "
            f"{max(windows)} at once.",
        ),
        Text(
            f"每半小时放几个预约：{'，'.join(half_hours) or '不放'}。",
            f"Appointments by half hour: {', '.join(half_hours) or 'none'}.",
        ),
        Text(
            f"约了来的占 {shows.value * 100:.0f} %（{zh}）。",
            f"Of those who book, {shows.value * 100:.0f} % come ({en}).",
        ),
    )


def _grid(at: Setting, windows: tuple[int, ...], rows: list[tuple[Outcome, ...]], best: int) -> Grid:
    counted = [sum(given(at, windows, share)) for share in SHARES]
    columns = tuple(
        Text(f"{share * 100:.0f} % 预约，{count} 个", f"{share * 100:.0f} % booked: {count}")
        for share, count in zip(SHARES, counted, strict=True)
    )
    names = tuple(
        Text(f"{surge:g} 倍，{at.expected * surge:.0f} 人", f"{surge:g} times: {at.expected * surge:.0f} people")
        for surge in SURGES
    )
    cells = tuple(
        tuple(_cell(at, outcome, is_answer=number == EXPECTED and place == best) for place, outcome in enumerate(row))
        for number, row in enumerate(rows)
    )
    return Grid(
        Text("来多少人", "How many come"),
        columns,
        names,
        cells,
        Text(
            f"✓ {at.asked.promised} 分钟内叫到的够 {at.asked.share} %；≈ 差不到 {NEARLY * 100:.0f} 个百分点；✗ 守不住",
            f"✓ at least {at.asked.share} % called within {at.asked.promised} minutes; ≈ less than {NEARLY * 100:.0f} points short; "
            "✗ not kept",
        ),
    )


def _cell(at: Setting, outcome: Outcome, *, is_answer: bool) -> Cell:
    share, wait, left = _share(outcome), mean_of(outcome.mean_wait), mean_of(outcome.left)
    short = at.asked.share / 100 - share.value
    return Cell(
        f"{share.value * 100:.1f} %",
        Text(f"等 {wait.value:.1f} 分，走 {left.value:.0f} 人", f"wait {wait.value:.1f} min, {left.value:.0f} leave"),
        "kept" if short <= 0 else "nearly" if short <= NEARLY else "broken",
        is_answer,
    )


def _picture(row: tuple[Outcome, ...], best: int) -> Drawn:
    bars = []
    for place, (share, outcome) in enumerate(zip(SHARES, row, strict=True)):
        told = _share(outcome)
        name = Text(f"{share * 100:.0f} % 预约", f"{share * 100:.0f} % booked")
        low, high = told.low * 100, min(told.high, 1.0) * 100
        bars.append(Bar(name, told.value * 100, low, high, is_answer=place == best))
    return Drawn(
        tuple(bars), Text("按时叫到的百分比，来的人如预计", "per cent called in time, with the people expected")
    )


def _table(at: Setting, rows: list[tuple[Outcome, ...]]) -> Table:
    columns = (
        Text("来多少人", "How many come"),
        Text("预约", "Booked"),
        Text(f"{at.asked.promised} 分钟内叫到", f"Called within {at.asked.promised} min"),
        Text("95 % 区间", "95 % interval"),
        Text("平均等（分）", "Mean wait (min)"),
        Text("没等到就走", "Leave unserved"),
    )
    lines = []
    for surge, row in zip(SURGES, rows, strict=True):
        for share, outcome in zip(SHARES, row, strict=True):
            told = _share(outcome)
            lines.append(
                (
                    Text(f"{surge:g} 倍", f"{surge:g} times"),
                    f"{share * 100:.0f} %",
                    f"{told.value * 100:.1f} %",
                    f"{max(told.low, 0) * 100:.1f}–{min(told.high, 1) * 100:.1f} %",
                    f"{mean_of(outcome.mean_wait).value:.1f}",
                    f"{mean_of(outcome.left).value:.0f}",
                )
            )
    return Table(columns, tuple(lines))
