"""`onetrip rehearse log | fit | ask | ready`: the centre's events as a log for others; what a log from elsewhere tells, and
questions answered from it; the compiler."""

from __future__ import annotations

import json
import math
import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetrip.cli import house
from onetrip.cli.operate import ACTOR, _now, _say

if TYPE_CHECKING:
    from onetrip.simulation.logs.reading import ReadLog, Role
    from onetrip.simulation.logs.reading.summary import Spread, Summary

_MOST_MATTERS = 15
_BAR = 40


def log(arguments: Namespace) -> int:
    """Write the events of a centre and a period as XES or OCEL 2.0."""
    from onetrip.rehearsal import exporting

    output: Path = arguments.output
    if output.exists() and not arguments.force:
        _say(
            f"{output} 已经有了；要盖掉就加 --force。",
            f"{output} exists already; --force writes over it.",
            file=sys.stderr,
        )
        return 1
    try:
        with output.open("wb") as file:
            done = exporting.export(
                centre=arguments.centre,
                first=arguments.first,
                last=arguments.last,
                form=exporting.Format(arguments.format),
                file=file,
                language=arguments.language,
                staff_names=arguments.staff_names,
                now=_now(),
                by=ACTOR,
            )
    except OSError as error:
        _say(f"写不了 {output}：{error.strerror}", f"{output} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    except BaseException:
        output.unlink(missing_ok=True)  # half a log looks like a whole one
        raise
    _say(f"{output}：{done.events:,} 个事件。", f"{output}: {done.events:,} events.")
    return 0


def ready(_arguments: Namespace) -> int:
    """Compile the simulated day, so that nobody waits for it; where that was done before, a second."""
    from onetrip.simulation.hall.compiling import compile_all

    os.nice(10)
    compile_all()
    return 0


def fit(arguments: Namespace) -> int:
    """Read a log from elsewhere, say what was doubtful, and print what it tells of the hall; needs no database."""
    from onetrip.simulation.logs.reading.summary import summary

    read = _read(arguments)
    if read is None:
        return 1
    found = summary(read.table)
    lines = _in_words(read, found, arguments.language)
    print("\n".join(lines))
    return 0 if arguments.output is None else _write(arguments.output, read, found)


def ask(arguments: Namespace) -> int:
    """A question of the director answered from a log of another office: in words, as a page to print, or as data."""
    house.open_without_rows()
    from onetrip.ledger.refusals import Refused
    from onetrip.rehearsal import elsewhere, reports
    from onetrip.rehearsal.running import Limit
    from onetrip.web import language

    read = _read(arguments)
    if read is None:
        return 1
    try:
        on = elsewhere.grounds_of(read, windows=arguments.windows)
        found = reports.report(on, arguments.question, _asked(arguments), Limit(seconds=arguments.seconds))
    except Refused as refused:
        _say(refused.text.zh, refused.text.en, file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(_without_nan(found.to_json()), ensure_ascii=False, indent=1))
    else:
        print("\n".join(found.in_words(arguments.language)))
    if read.doubts and not arguments.json:
        count = len(read.doubts)
        _say(
            f"日志里有 {count} 处存疑，已经处理；看是什么：onetrip rehearse fit {arguments.log}",
            f"{count} things in the log are doubtful and were dealt with; to see them: onetrip rehearse fit {arguments.log}",
        )
    if arguments.report is None:
        return 0
    with language.speaking(language.language_of(arguments.language)):
        return _print_to(arguments.report, found.page(arguments.language))


def _asked(arguments: Namespace) -> dict[str, str]:
    """What was said on the command line, as an address would say it."""
    fields = ("day", "times", "promised", "share", "number", "seed")
    said = {field: str(getattr(arguments, field)) for field in fields if getattr(arguments, field) is not None}
    return said | ({"reopening": "1"} if arguments.reopening else {})


def _print_to(path: Path, page: str) -> int:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        _say(f"写不了 {path}：{error.strerror}", f"{path} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _read(arguments: Namespace) -> ReadLog | None:
    """The log that the command names; None where it cannot be read, which has been said then."""
    from onetrip.simulation.logs.reading import LogRefused, visits

    try:
        zone = ZoneInfo(arguments.zone) if arguments.zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _say(f"没有 {arguments.zone} 这个时区。", f"There is no zone {arguments.zone}.", file=sys.stderr)
        return None
    try:
        return visits(arguments.log, zone=zone, columns=arguments.columns)
    except LogRefused as refused:
        _say(refused.text.zh, refused.text.en, file=sys.stderr)
        return None


def columns(text: str) -> dict[Role, str]:
    """`role=column,…` from the command line. Raises ArgumentTypeError for a role that there is not."""
    from onetrip.simulation.logs.reading import Role

    try:
        pairs = [part.split("=", 1) for part in text.split(",") if part]
        return {Role(role.strip()): name.strip() for role, name in pairs}
    except ValueError as error:
        raise ArgumentTypeError(f"写成 role=column, write role=column: {error}") from None


def _write(output: Path, read: ReadLog, found: Summary) -> int:
    told: dict[str, object] = asdict(found) | {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "columns": dict(read.columns),
        "doubts": [asdict(doubt) for doubt in read.doubts],
        "model": _model(read),
    }
    try:
        output.write_text(json.dumps(_without_nan(told), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        _say(f"写不了 {output}：{error.strerror}", f"{output} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _model(read: ReadLog) -> object:
    """The fitted figures, each with its interval; None where no arrival is known, which nothing can be fitted without."""
    from onetrip.simulation.fitting import fitted
    from onetrip.simulation.fitting.elsewhere import lived_of

    try:
        return asdict(fitted.fit(lived_of(read.table)))
    except ValueError:
        return None


def _without_nan(value: object) -> object:
    """JSON has no NaN: null; arrays become lists, keys text."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _without_nan(one) for key, one in value.items()}
    return [_without_nan(one) for one in value] if isinstance(value, list | tuple) else value


def _in_words(read: ReadLog, found: Summary, language: str) -> Iterator[str]:
    zh = language == "zh"
    kinds = {
        "visits": ("一行一次来访", "a row each visit"),
        "events": ("一行一步", "a row each step"),
        "xes": ("XES", "XES"),
    }
    what = kinds[read.kind][0 if zh else 1]
    columns = (
        "、".join(f"{name}={role}" for name, role in read.columns.items())
        if zh
        else ", ".join(f"{name}={role}" for name, role in read.columns.items())
    )
    shape = " ".join(read.shape.values())
    yield f"{read.lines:,} 行，{what} {shape}" if zh else f"{read.lines:,} rows, {what} {shape}"
    yield f"各列：{columns}" if zh else f"Columns: {columns}"
    yield (
        ("存疑的地方和处理：" if zh else "What is doubtful, and what was done about it:")
        if read.doubts
        else ("没有存疑的地方。" if zh else "Nothing is doubtful.")
    )
    for doubt in read.doubts:
        if zh:
            yield f"  {doubt.count:>9,}  {doubt.what.zh}。{doubt.done.zh}。"
        else:
            yield f"  {doubt.count:>9,}  {doubt.what.en}: {doubt.done.en}"
    yield from _figures(found, zh=zh)


def _figures(found: Summary, *, zh: bool) -> Iterator[str]:
    days = f"{found.first}–{found.last}"
    fates = found.fates
    if zh:
        yield f"{days}，{found.days} 天，{found.visits:,} 次来访，窗口或人 {found.resources} 个"
        yield f"办了 {fates['served']:,}，没等到就走 {fates['left']:,}，过号 {fates['missed']:,}，没记怎么结束 {fates['open']:,}"
    else:
        yield f"{days}, {found.days} days, {found.visits:,} visits, {found.resources} windows or clerks"
        yield f"served {fates['served']:,}, left unserved {fates['left']:,}, missed {fates['missed']:,}, end unknown {fates['open']:,}"
    within = f"{found.within:.0%}" if found.waits.count else "—"
    yield (
        f"等候：{_spread(found.waits, zh=zh)}，20 分钟以内 {within}"
        if zh
        else f"Waits: {_spread(found.waits, zh=zh)}, up to 20 min {within}"
    )
    yield f"办理：{_spread(found.services, zh=zh)}" if zh else f"Service: {_spread(found.services, zh=zh)}"
    yield "每半小时来的人（每天平均）：" if zh else "People a day by half hour of arrival:"
    most = max((people for _, people in found.arrivals), default=1.0)
    for minute, people in found.arrivals:
        yield f"  {minute // 60:02d}:{minute % 60:02d} {people:7.1f} {'█' * round(_BAR * people / most)}"
    yield "各事项的办理分钟：" if zh else "Minutes of service by matter:"
    for name, count, spread in found.matters[:_MOST_MATTERS]:
        yield f"  {count:>8,}  {name or ('（不明）' if zh else '(unknown)')}  {_spread(spread, zh=zh)}"
    if len(found.matters) > _MOST_MATTERS:
        rest = len(found.matters) - _MOST_MATTERS
        yield f"  另有 {rest} 项" if zh else f"  and {rest} more"


def _spread(spread: Spread, *, zh: bool) -> str:
    if not spread.count:
        return "不知道" if zh else "not known"
    if zh:
        return f"平均 {spread.mean:.1f} 分钟，一半在 {spread.median:.1f} 以内，九成在 {spread.p90:.1f} 以内（{spread.count:,} 个）"
    return f"mean {spread.mean:.1f} min, half within {spread.median:.1f}, nine of ten within {spread.p90:.1f} ({spread.count:,})"
