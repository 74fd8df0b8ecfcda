"""How many appointments to give out? The usual windows, and several shares of the people with a booking."""

from __future__ import annotations

from dataclasses import replace

from onetrip.rehearsal.answers.answer import Answer, Bar, Drawn, Table, minutes_text, per_cent_text
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.running import Limit, Outcome, mean_of, until_sharp
from onetrip.rules import Text

SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
ENOUGH = 0.3
"""Minutes of mean waiting by which a larger share has to be better, before more appointments are proposed."""


def answer(at: Setting, limit: Limit) -> Answer:
    """The smallest share that keeps the promise; where none does, the smallest that is as good as any."""
    plan = at.plan(at.usual)
    rates = spread(at.usual)
    worlds = [(replace(at.model, booked_share=share, booked_rates=rates), plan) for share in SHARES]
    run = until_sharp(worlds, at.asked.seed, limit, lambda outcomes: [mean_of(each.mean_wait) for each in outcomes[:1]])
    chosen = _chosen(at, run.outcomes)
    appointments = given(at, at.usual, SHARES[chosen])
    return Answer(
        _sentence(at, chosen, run.outcomes, sum(appointments)),
        mean_of(run.outcomes[chosen].mean_wait),
        Drawn(
            tuple(
                _bar(share, outcome, is_answer=place == chosen)
                for place, (share, outcome) in enumerate(zip(SHARES, run.outcomes, strict=True))
            ),
            Text("平均等几分钟", "mean minutes of waiting"),
        ),
        _table(at, run.outcomes),
        run,
        more=_more(at, appointments),
        windows=at.usual,
        bookings=appointments,
        people=at.expected_by_half_hour,
        waits=tuple(float(each) for each in run.outcomes[chosen].by_half_hour()),
    )


def spread(windows: tuple[int, ...]) -> tuple[float, ...]:
    """Bookings lie as the windows are open; the last half hour has none, so that nobody is late into the evening."""
    weights = [float(each) for each in windows]
    if len(weights) > 1:
        weights[-1] = 0.0
    return tuple(weights) if any(weights) else ()


def _chosen(at: Setting, outcomes: tuple[Outcome, ...]) -> int:
    in_time = [mean_of(each.in_time_share).value for each in outcomes]
    kept = [place for place, share in enumerate(in_time) if share >= at.asked.share / 100]
    if kept:
        return kept[0]
    waits = [mean_of(each.mean_wait).value for each in outcomes]
    return next(place for place, wait in enumerate(waits) if wait <= min(waits) + ENOUGH)


def given(at: Setting, windows: tuple[int, ...], share: float) -> tuple[int, ...]:
    """Appointments of each half hour: as many as are to have one, whether they come or not."""
    rates = spread(windows)
    if not rates or not share:
        return (0,) * len(windows)
    wanted = at.expected * share
    return tuple(round(wanted * each / sum(rates)) for each in rates)


def _sentence(at: Setting, chosen: int, outcomes: tuple[Outcome, ...], count: int) -> Text:
    told, share = (
        minutes_text(mean_of(outcomes[chosen].mean_wait)),
        per_cent_text(mean_of(outcomes[chosen].in_time_share)),
    )
    kept = mean_of(outcomes[chosen].in_time_share).value >= at.asked.share / 100
    if not count and not kept:
        return Text(
            f"预约帮不上：放几成都差不多，平均等 {told.zh}，{at.asked.promised} 分钟内叫到 {share.zh}。要加窗口。",
            f"Appointments do not help here, whatever their share: people wait {told.en}, and {share.en} are called within "
            f"{at.asked.promised} minutes. Open more windows.",
        )
    if not count:
        return Text(
            f"不放预约也够：平均等 {told.zh}，{at.asked.promised} 分钟内叫到 {share.zh}。",
            f"None are needed: people wait {told.en}, and {share.en} are called within {at.asked.promised} minutes.",
        )
    but = ("", "") if kept else ("；再多也不明显更好，还要加窗口", "; more would not help visibly, windows would")
    return Text(
        f"放 {count} 个预约（{SHARES[chosen] * 100:.0f} %），平均等 {told.zh}，{at.asked.promised} 分钟内叫到 {share.zh}{but[0]}。",
        f"Give out {count} appointments ({SHARES[chosen] * 100:.0f} %): people wait {told.en}, and {share.en} are called within "
        f"{at.asked.promised} minutes{but[1]}.",
    )


def _more(at: Setting, appointments: tuple[int, ...]) -> tuple[Text, ...]:
    shows = at.on.fitted.shows_up
    zh = "示例，本中心还没有预约的记录" if shows.is_example else f"{shows.n} 个预约里算出来的"
    en = "an example, this centre has no bookings on record" if shows.is_example else f"from {shows.n} bookings"
    half_hours = [f"{name.zh} {count}" for name, count in zip(at.names, appointments, strict=True) if count]
    return (
        Text(
            f"约了来的占 {shows.value * 100:.0f} %（{zh}）。",
            f"Of those who book, {shows.value * 100:.0f} % come ({en}).",
        ),
        Text(
            f"每半小时：{'，'.join(half_hours) or '不放'}。",
            f"By half hour: {', '.join(half_hours) or 'none'}.",
        ),
    )


def _bar(share: float, outcome: Outcome, *, is_answer: bool) -> Bar:
    told = mean_of(outcome.mean_wait)
    name = f"{share * 100:.0f} %"
    return Bar(Text(name, name), told.value, told.low, told.high, is_answer=is_answer)


def _table(at: Setting, outcomes: tuple[Outcome, ...]) -> Table:
    columns = (
        Text("预约占几成", "Share with a booking"),
        Text("放几个", "Appointments"),
        Text("平均等（分）", "Mean wait (min)"),
        Text("95 % 区间", "95 % interval"),
        Text(f"{at.asked.promised} 分钟内叫到", f"Called within {at.asked.promised} min"),
        Text("没等到就走", "Leave unserved"),
    )
    rows = []
    for share, outcome in zip(SHARES, outcomes, strict=True):
        wait = mean_of(outcome.mean_wait)
        rows.append(
            (
                f"{share * 100:.0f} %",
                str(sum(given(at, at.usual, share))),
                f"{wait.value:.1f}",
                f"{max(wait.low, 0):.1f}–{wait.high:.1f}",
                f"{mean_of(outcome.in_time_share).value * 100:.1f} %",
                f"{mean_of(outcome.left).value:.0f}",
            )
        )
    return Table(columns, tuple(rows))
