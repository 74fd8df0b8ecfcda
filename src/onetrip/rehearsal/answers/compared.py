"""Two plans on the very same people: what if some are ill, what does one more window buy, does the usual plan hold?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onetrip.ledger.refusals import Malformed
from onetrip.rehearsal.answers.answer import Answer, Bar, Drawn, Table, change_text, minutes_text, per_cent_text
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.running import Limit, Outcome, Run, mean_of, until_sharp
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate
from onetrip.simulation.fitting.lived import Floats
from onetrip.simulation.fitting.modelling import model_for


def ill(at: Setting, limit: Limit) -> Answer:
    """`number` windows fewer all day. Raises Malformed where none would be left: nobody could be served, or be said to wait."""
    number, left = at.asked.number, at.changed(-at.asked.number)
    if not any(left):
        raise Malformed(
            "no-window-left",
            f"平常最多同时开 {max(at.usual)} 个窗口，少 {number} 个就一个也不剩，谁也办不了。请填小一点的数。",
            f"At most {max(at.usual)} windows are usually open; with {number} fewer none is left and nobody can be served. "
            "Write a smaller number.",
            field="number",
        )
    run = _paired(at, left, limit)
    told = _difference(run)
    change, then = change_text(told), minutes_text(mean_of(run.outcomes[1].mean_wait))
    sentence = Text(
        f"少 {number} 个人，平均{change.zh}，变成 {then.zh}。",
        f"With {number} fewer, the mean wait {change.en}; it becomes {then.en}.",
    )
    names = Text("平常", "usual"), Text(f"少 {number} 个", f"{number} fewer")
    return replace(_told(at, sentence, run, names, left), more=_without_windows(at, left))


def _without_windows(at: Setting, windows: tuple[int, ...]) -> tuple[Text, ...]:
    """The half hours in which nobody serves, named."""
    bare = [name.zh for name, count in zip(at.names, windows, strict=True) if not count]
    if not bare:
        return ()
    return (
        Text(
            f"这些半小时一个窗口也没有：{'，'.join(bare)}；最后几个半小时没有窗口的话，那时来的人办不成。",
            f"In these half hours there is no window at all: {', '.join(bare)}; whoever comes in the last of them is not served.",
        ),
    )


def one_more(at: Setting, limit: Limit) -> Answer:
    """`number` windows more all day, as far as there are windows."""
    number = at.asked.number
    run = _paired(at, at.changed(number), limit)
    told = _difference(run)
    change = change_text(told)
    stay = mean_of(run.outcomes[0].left - run.outcomes[1].left)
    hours = (sum(at.changed(number)) - sum(at.usual)) / 2
    sentence = Text(
        f"多开 {number} 个窗口（一天 {hours:g} 个窗口小时），平均{change.zh}，少走 {stay.value:.1f} 人"
        f"（95 % 在 {stay.low:.1f}–{stay.high:.1f} 之间）。",
        f"With {number} more ({hours:g} window-hours a day), the mean wait {change.en}, and {stay.value:.1f} fewer people leave "
        f"unserved (95 %: {stay.low:.1f} to {stay.high:.1f}).",
    )
    names = Text("平常", "usual"), Text(f"多 {number} 个", f"{number} more")
    return replace(_told(at, sentence, run, names, at.changed(number)), more=_no_more_than_there_are(at))


def _no_more_than_there_are(at: Setting) -> tuple[Text, ...]:
    """That more were asked for than there are windows."""
    most = at.on.windows
    if max(at.usual) + at.asked.number <= most:
        return ()
    return (
        Text(
            f"一共只有 {most} 个窗口，多开的开到 {most} 个为止。",
            f"There are {most} windows in all: no more than these were opened.",
        ),
    )


def backlog(at: Setting, limit: Limit) -> Answer:
    """The usual windows under `times` as many people, beside the day as it would be."""
    usual_day = model_for(at.on.fitted, at.day)
    plan = at.plan(at.usual)
    run = until_sharp(
        [(usual_day, plan), (at.model, plan)], at.asked.seed, limit, lambda outcomes: [mean_of(outcomes[0].mean_wait)]
    )
    then = run.outcomes[1]
    wait, share = minutes_text(mean_of(then.mean_wait)), per_cent_text(mean_of(then.in_time_share))
    left = mean_of(then.left)
    holds = mean_of(then.in_time_share).low >= at.asked.share / 100
    sentence = Text(
        f"{at.asked.times:g} 倍的人，平常的窗口{'撑得住' if holds else '撑不住'}：平均等 {wait.zh}，"
        f"{at.asked.promised} 分钟内叫到 {share.zh}，没等到就走的 {left.value:.0f} 人。",
        f"With {at.asked.times:g} times the people, the usual windows {'hold' if holds else 'do not hold'}: people wait "
        f"{wait.en}, {share.en} are called within {at.asked.promised} minutes, {left.value:.0f} leave unserved.",
    )
    names = Text("平常来的人", "usual people"), Text(f"{at.asked.times:g} 倍", f"{at.asked.times:g} times")
    return _told(at, sentence, run, names, at.usual)


def _paired(at: Setting, windows: Sequence[int], limit: Limit) -> Run:
    worlds = [(at.model, at.plan(at.usual)), (at.model, at.plan(windows))]
    return until_sharp(
        worlds, at.asked.seed, limit, lambda outcomes: [mean_of(outcomes[1].mean_wait - outcomes[0].mean_wait)]
    )


def _difference(run: Run) -> Estimate:
    return mean_of(run.outcomes[1].mean_wait - run.outcomes[0].mean_wait)


def _told(at: Setting, sentence: Text, run: Run, names: tuple[Text, Text], windows: tuple[int, ...]) -> Answer:
    before, after = (outcome.by_half_hour() for outcome in run.outcomes)
    bars = tuple(
        Bar(name, float(then), line=float(now)) for name, then, now in zip(at.names, after, before, strict=True)
    )
    picture = Drawn(
        bars,
        Text(f"平均等几分钟：{names[1].zh}", f"mean minutes of waiting: {names[1].en}"),
        Text(f"平均等几分钟：{names[0].zh}", f"mean minutes of waiting: {names[0].en}"),
        same_scale=True,
    )
    return Answer(
        sentence,
        _difference(run),
        picture,
        _table(at, run, names),
        run,
        windows=windows,
        waits=tuple(float(each) for each in after),
    )


def _table(at: Setting, run: Run, names: tuple[Text, Text]) -> Table:
    columns = (
        Text("", ""),
        names[0],
        names[1],
        Text("相差（同一批人）", "Difference (same people)"),
        Text("95 % 区间", "95 % interval"),
    )
    first, second = run.outcomes
    lines = (
        (Text("平均等（分）", "Mean wait (min)"), first.mean_wait, second.mean_wait, 1.0),
        (
            Text("十个人里等得最久的那个（分）", "Wait that one in ten exceeds (min)"),
            first.p90_wait,
            second.p90_wait,
            1.0,
        ),
        (
            Text(f"{at.asked.promised} 分钟内叫到（%）", f"Called within {at.asked.promised} min (%)"),
            first.in_time_share,
            second.in_time_share,
            100.0,
        ),
        (Text("没等到就走（人）", "Leave unserved"), first.left, second.left, 1.0),
        (Text("最后一位办完，关门后（分）", "Last one done, after closing (min)"), *_ends(at, first, second), 1.0),
    )
    rows = []
    for name, one, two, scale in lines:
        apart = mean_of((two - one) * scale)
        rows.append(
            (
                name,
                f"{mean_of(one).value * scale:.1f}",
                f"{mean_of(two).value * scale:.1f}",
                f"{apart.value:+.1f}",
                f"{apart.low:+.1f} … {apart.high:+.1f}",
            )
        )
    return Table(columns, tuple(rows))


def _ends(at: Setting, first: Outcome, second: Outcome) -> tuple[Floats, Floats]:
    return first.last_ends - at.day.length, second.last_ends - at.day.length
