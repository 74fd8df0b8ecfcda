"""An evaluation as a table in words, and as data. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from onetrip.lobby.eta.baselines import NAMES
from onetrip.lobby.eta.columns import LABELS
from onetrip.lobby.eta.evaluating import OURS, Evaluation, Scores
from onetrip.lobby.eta.snapshots import REASONS
from onetrip.rules import Text

_NAMES_ZH = dict(zip(NAMES, ("显示的平均等候", "人数 ÷ 近来速度", "人数 × 每人中位等候"), strict=True))
_NAMES_ZH[OURS] = "一趟"


def as_data(found: Evaluation) -> dict[str, Any]:
    """Everything, for a program."""

    def span(of: tuple[date, date, int]) -> dict[str, Any]:
        return {"from": of[0].isoformat(), "to": of[1].isoformat(), "days": of[2]}

    return {
        "columns": found.columns,
        "order_of_days": found.order,
        "notes": [asdict(note) for note in found.notes],
        "offices": found.offices,
        "fitted_on": {**span(found.fitted_on), "cases": found.fitted_cases},
        "measured_on": {**span(found.measured_on), "cases": found.total.cases},
        "nominal_coverage": found.nominal,
        "displayed_average_from_file": found.displayed_by_file,
        "total": _scores(found.total),
        "queues": [_scores(scores) for scores in found.queues],
        "rows": found.rows,
        "left_out": found.left_out,
    }


def _scores(scores: Scores) -> dict[str, Any]:
    data = asdict(scores)
    data["mean_absolute_error"] = data.pop("errors")
    data["bias"] = data.pop("biases")
    return data


def as_text(found: Evaluation, language: str) -> str:
    """The tables and what was left out, in one language."""
    return "\n".join(_lines(found, zh=language == "zh"))


_ORDERS = {
    "DMY": Text("日/月/年", "day/month/year"),
    "MDY": Text("月/日/年", "month/day/year"),
    "YMD": Text("年/月/日", "year/month/day"),
}


def _understood(found: Evaluation, *, zh: bool) -> Iterator[str]:
    """Which column was taken for what, how many queues that makes, and what else was concluded."""
    words = {what: label.zh if zh else label.en for what, label in LABELS.items()}
    said = "；" if zh else "; "
    parts = [f"{words[what]} = {' + '.join(names)}" for what, names in found.columns.items() if names]
    yield ("读作：" if zh else "Read as: ") + said.join(parts)
    lacking = [words[what] for what, names in found.columns.items() if not names]
    if lacking:
        yield ("文件里没有：" if zh else "Not in the file: ") + ("、" if zh else ", ").join(lacking)
    order = _ORDERS[found.order]
    if zh:
        yield f"{found.offices} 个大厅，{len(found.queues)} 个队列。日期若只写数字，按{order.zh}。"
    else:
        yield f"Offices: {found.offices}; queues measured: {len(found.queues)}. Days in figures alone are read as {order.en}."
    for note in found.notes:
        yield note.zh if zh else note.en
    yield ""


def _lines(found: Evaluation, *, zh: bool) -> Iterator[str]:
    yield from _understood(found, zh=zh)
    (a, b, fitted), (c, d, measured) = found.fitted_on, found.measured_on
    percent = f"{found.nominal:.0%}"
    if zh:
        yield f"学：{a} 到 {b}，{fitted} 天，{found.fitted_cases:,} 例。量：{c} 到 {d}，{measured} 天，{found.total.cases:,} 例。"
        yield f"误差是绝对误差的平均，偏差是说的减真的，都按分钟；范围名义上覆盖 {percent}。"
    else:
        yield f"Learned on {a} to {b}: {fitted} days, {found.fitted_cases:,} cases. Measured on {c} to {d}: {measured} days, {found.total.cases:,} cases."
        yield f"MAE: mean absolute error; bias: told minus true; minutes. The range is meant to hold {percent} of the waits."
    yield ""
    yield from _table(_totals(found, zh=zh))
    yield ""
    yield from _table(_by_queue(found, zh=zh))
    yield ""
    if not found.displayed_by_file:
        yield (
            "文件没有显示的等候：用当天已叫到的人的平均等候代替。"
            if zh
            else "The file does not say what was displayed: the mean wait of those called so far that day stands for it."
        )
    yield from _left_out(found, zh=zh)


def _totals(found: Evaluation, *, zh: bool) -> Iterator[tuple[str, ...]]:
    total = found.total
    yield (
        ("估计", "误差", "偏差", "覆盖", "范围宽") if zh else ("estimate", "MAE", "bias", "coverage", "width of range")
    )
    for name, error in total.errors.items():
        ours = (f"{total.coverage:.1%}", f"{total.width:.1f}") if name == OURS else ("", "")
        yield (_NAMES_ZH[name] if zh else name, f"{error:.2f}", f"{total.biases[name]:+.2f}", *ours)


def _by_queue(found: Evaluation, *, zh: bool) -> Iterator[tuple[str, ...]]:
    head = ("队列", "例数", "平均等候", "偏差", "覆盖") if zh else ("queue", "cases", "mean wait", "bias", "coverage")
    yield (*head, *(f"{'误差' if zh else 'MAE'} {_NAMES_ZH[name] if zh else name}" for name in found.total.errors))
    for scores in (*found.queues, found.total):
        yield (
            scores.queue or ("全部" if zh else "all"),
            f"{scores.cases:,}",
            f"{scores.mean_wait:.1f}",
            f"{scores.biases[OURS]:+.2f}",
            f"{scores.coverage:.1%}",
            *(f"{error:.2f}" for error in scores.errors.values()),
        )


def _left_out(found: Evaluation, *, zh: bool) -> Iterator[str]:
    total = sum(found.left_out.values())
    yield f"{found.rows:,} 行里没有用的 {total:,} 行：" if zh else f"Of {found.rows:,} rows, {total:,} make no case:"
    for reason, count in sorted(found.left_out.items(), key=lambda each: -each[1]):
        words = REASONS[reason]
        yield f"  {count:>9,}  {words.zh if zh else words.en}"


def _table(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """First column to the left, figures to the right."""
    lines = list(rows)
    columns = max(map(len, lines))
    lines = [(*line, *[""] * (columns - len(line))) for line in lines]
    widths = [max(_width(line[place]) for line in lines) for place in range(columns)]
    for line in lines:
        first = line[0] + " " * (widths[0] - _width(line[0]))
        rest = (" " * (width - _width(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True))
        yield "  ".join((first, *rest)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
