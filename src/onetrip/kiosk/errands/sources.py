"""Where the content of a print or an answer comes from: one interface for each, named by `at_kiosk.source` of a matter.

The city's interfaces are connected here one by one. Those of the demonstration are simulated, and everything that they
say is marked 演示. A matter whose source this house does not have is not run; the screen says where to look instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.conf import settings

from onetrip.ledger.outside import Away, Outside
from onetrip.ledger.refusals import Refused
from onetrip.people.identity import Identity
from onetrip.rules import Text

SECONDS = 3.0
"""How long a source may take; whoever stands at the machine then hears that it is away."""


@dataclass(frozen=True)
class Told:
    """Lines of (term, what is said of it); `as_of` is the day of what they say. `nothing`: there is no record."""

    lines: tuple[tuple[Text, Text], ...]
    as_of: date
    demonstration: bool = False
    nothing: bool = False


@dataclass(frozen=True)
class Source:
    """`ask(holder, form, day, seconds)` has to come to an end by itself within `seconds`: nobody can stop it, and nobody
    waits longer. `personal`: what it tells is about one resident, who has to be identified."""

    name: Text
    ask: Callable[[Identity | None, Mapping[str, str], date, float], Told]
    personal: bool = True


class SourceAway(Refused):
    """The interface gave no answer."""

    def __init__(self, name: Text) -> None:
        super().__init__(
            "source-away",
            f"{name.zh}那边现在没有回音，查不到，也打不出来。过一会儿再试；您没有少办什么。",
            f"{name.en} does not answer now, so nothing can be shown or printed. Please try again later; nothing is lost.",
            status=503,
        )


def find(name: str | None) -> Source | None:
    """The source of that name, if this house has it."""
    if name is None:
        return None
    return _CONNECTED.get(name) or (_SIMULATED.get(name) if settings.DEMONSTRATION else None)


def connect(name: str, source: Source | None) -> None:
    """Connect a source under its name; None takes it away. What was known of the one before is forgotten."""
    _LINES.pop(name, None)
    if source is None:
        _CONNECTED.pop(name, None)
    else:
        _CONNECTED[name] = source


def ask(name: str, holder: Identity | None, form: Mapping[str, str], day: date) -> Told:
    """What the source says. Raises SourceAway where it has no answer within SECONDS, for whatever reason, and for a while
    after it had none."""
    source = find(name)
    if source is None or (source.personal and holder is None):
        raise SourceAway(source.name if source else Text("这个接口", "This interface"))
    line = _LINES.setdefault(name, Outside())
    try:
        return line.ask(partial(source.ask, holder, dict(form), day, SECONDS), SECONDS)
    except Away as away:
        raise SourceAway(source.name) from away


# --- simulated, for the demonstration ---


def _drawn(holder: Identity | None, word: str, least: int, most: int) -> int:
    """A number that is always the same for the same invented person."""
    seed = hashlib.sha256(f"{word} {holder.number if holder else ''}".encode()).digest()
    return least + int.from_bytes(seed[:4], "big") % (most - least + 1)


def _insurance(holder: Identity | None, _form: Mapping[str, str], day: date, _seconds: float) -> Told:
    months = _drawn(holder, "months", 14, 380)
    base = _drawn(holder, "base", 73, 320) * 100
    lines = (
        (Text("参保状态", "Insured"), Text("正常", "in order")),
        (Text("累计缴费", "Months paid"), Text(f"{months} 个月", f"{months}")),
        (Text("最近缴费基数", "Latest base"), Text(f"{base:,} 元/月", f"{base:,} yuan a month")),
        (Text("最近一次缴费", "Latest payment"), _month(day)),
    )
    return Told(lines, day, demonstration=True)


def _pension(holder: Identity | None, _form: Mapping[str, str], day: date, _seconds: float) -> Told:
    amount = _drawn(holder, "pension", 1900, 7800)
    lines = (
        (Text("每月养老金", "Pension a month"), Text(f"{amount:,} 元", f"{amount:,} yuan")),
        (Text("最近一次发放", "Latest payment"), _month(day)),
    )
    return Told(lines, day, demonstration=True)


def _archive(holder: Identity | None, form: Mapping[str, str], day: date, _seconds: float) -> Told:
    number = _drawn(holder, "archive", 10000, 99999)
    lines = [
        (Text("档号", "Archive number"), Text(f"演-{number}", f"DEMO-{number}")),
        (Text("馆藏", "Held by"), Text("区档案馆（演示）", "district archive (demonstration)")),
    ]
    if form.get("married-in"):
        lines.append((Text("登记年份", "Registered in"), Text(form["married-in"], form["married-in"])))
    return Told(tuple(lines), day, demonstration=True)


def _residence(holder: Identity | None, _form: Mapping[str, str], day: date, _seconds: float) -> Told:
    since = day - timedelta(days=_drawn(holder, "residence", 200, 4000))
    lines = (
        (Text("居住登记", "Residence registration"), Text("有效", "valid")),
        (Text("登记日期", "Registered on"), Text(since.isoformat(), since.isoformat())),
    )
    return Told(lines, day, demonstration=True)


def _air(_holder: Identity | None, _form: Mapping[str, str], day: date, _seconds: float) -> Told:
    value = 30 + day.toordinal() * 7 % 60
    good = value <= 50
    lines = (
        (Text("空气质量指数", "Air quality index"), Text(str(value), str(value))),
        (Text("等级", "Level"), Text("优", "excellent") if good else Text("良", "good")),
    )
    return Told(lines, day, demonstration=True)


def _month(day: date) -> Text:
    last = day.replace(day=1) - timedelta(days=1)
    return Text(f"{last.year} 年 {last.month} 月", f"{last:%B %Y}")


_SIMULATED = {
    "social-insurance": Source(Text("社会保险", "Social insurance"), _insurance),
    "pension": Source(Text("养老保险", "Pension insurance"), _pension),
    "archive-copy": Source(Text("档案馆", "The archive"), _archive),
    "residence": Source(Text("人口管理", "Population register"), _residence),
    "air-quality": Source(Text("生态环境", "Environment"), _air, personal=False),
}
_CONNECTED: dict[str, Source] = {}
_LINES: dict[str, Outside] = {}
