"""A sheet as it is shown: figures as people read them, pictures, what stands behind each, and never a resident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.appraisal import charts
from onetrip.appraisal.model import DIMENSIONS, Figure, Sheet, Work
from onetrip.appraisal.model.figures import POINT, THOUSAND, decimal
from onetrip.appraisal.model.measuring import Measuring
from onetrip.appraisal.queries import Shown
from onetrip.catalogue import queries as catalogues
from onetrip.rules import Text

UNITS = {
    "quantity": Text("件/天", "a day"),
    "efficiency": Text("同事用时 ÷ 您的", "colleagues’ time ÷ yours"),
    "value": Text("系数/天", "coefficients a day"),
    "rating": Text("% 好评", "% good"),
    "quality": Text("% 没有差错", "% right"),
}
NOTES = {
    "quantity": Text(
        "按在岗天数折算，请假不吃亏。加班、帮同事都算。",
        "By days on duty, so leave costs nothing. Overtime and help given count.",
    ),
    "efficiency": Text(
        "只和同一事项、同一钟点比，难办的不吃亏。退回来的不算快。",
        "Against the same matters at the same hours only; hard ones cost nothing. What came back is not fast.",
    ),
    "value": Text("复杂的事系数高，系数由人复核。", "Harder matters weigh more; people review the coefficients."),
    "rating": Text(
        "是一道门，不排名次。只看居民自己给的；不是您的原因的不算。",
        "A gate that ranks nobody. Only what residents gave by themselves; what is not your doing is left out.",
    ),
    "quality": Text(
        "退回、更正、超时、失约，只算人的原因，不算规则和系统的。",
        "Returned, corrected, overdue, promises broken: by the person, not by the rule or a system.",
    ),
}
FAULT_NAMES = {
    "returned": Text("退回补件", "returned for a paper"),
    "corrected": Text("撤回重开", "withdrawn and filed again"),
    "overdue": Text("受理超时", "accepted too late"),
    "promise": Text("失约", "broken promise"),
}


@dataclass(frozen=True)
class Row:
    """One dimension on the page."""

    code: str
    name: Text
    weight: str
    value: str
    unit: Text
    points: str
    formula: Text
    note: Text
    scale: charts.Scale
    band: str
    low: str
    high: str


@dataclass(frozen=True)
class Page:
    """A sheet with everything that its page shows."""

    sheet: Sheet
    total: str
    rows: tuple[Row, ...]
    radar: charts.Radar | None
    why: Text
    cases: str
    days: str
    bonus: str


def page(shown: Shown, sheet: Sheet) -> Page:
    """A sheet as it is shown."""
    peers = sum(one.total is not None and one.clerk != sheet.clerk for one in shown.sheets.sheets)
    rows = tuple(_row(shown, figure, peers) for figure in sheet.figures)
    picture = charts.radar([one.points for one in sheet.figures], shown.rules.par) if sheet.figures else None
    return Page(
        sheet=sheet,
        total=points(sheet.total),
        rows=rows,
        radar=picture,
        why=Text(sheet.zh, sheet.en),
        cases=decimal(sheet.cases, THOUSAND, 1).removesuffix(".0"),
        days=decimal(sheet.days, 10, 1).removesuffix(".0"),
        bonus=yuan(sheet.bonus) if shown.rules.pool else "",
    )


def _row(shown: Shown, figure: Figure, peers: int) -> Row:
    line = charts.scale(figure, peers=peers)
    return Row(
        code=figure.dimension,
        name=DIMENSIONS[figure.dimension],
        weight=decimal(shown.rules.weight(figure.dimension), 10, 1).removesuffix(".0"),
        value=read(figure, figure.value),
        unit=UNITS[figure.dimension],
        points=points(figure.points),
        formula=Text(figure.zh, figure.en),
        note=NOTES[figure.dimension],
        scale=line,
        band=f"{read(figure, figure.from_)}–{read(figure, figure.to)}",
        low=read(figure, line.low),
        high=read(figure, line.high),
    )


def read(figure: Figure, value: int) -> str:
    """A value of a figure as people read it: rates in per cent, the others as they are."""
    if figure.dimension in ("rating", "quality"):
        return decimal(value * 100, figure.scale, 1)
    return decimal(value, figure.scale, 2 if figure.dimension == "efficiency" else 1)


def points(value: int | None) -> str:
    """Points with one decimal; a dash for none."""
    return "—" if value is None else decimal(value, POINT, 1)


def yuan(fen: int) -> str:
    """An amount in yuan."""
    return decimal(fen, 100, 2)


# --- what stands behind a figure ---


@dataclass(frozen=True)
class Behind:
    """A case behind a figure: its number, matter and day, minutes, and how it counted."""

    case: str
    matter: Text
    day: date
    minutes: str
    usual: str
    coefficient: str
    counted: str
    faults: tuple[Text, ...]
    why: Text


def behind(shown: Shown, account: int, dimension: str) -> tuple[Behind, ...]:
    """The cases from which a figure of somebody was computed, newest first; of the quality those with a fault come first."""
    measuring = shown.measuring
    names = {name: matter.terms.name for name, matter in catalogues.current().matters.items()}
    works = sorted(measuring.works.get(account, []), key=lambda one: (one.day, one.case), reverse=True)
    if dimension == "quality":
        works = sorted(works, key=lambda one: not one.faults)
    if dimension == "rating":
        return ()
    return tuple(_behind(one, measuring, account, names) for one in works)


def _behind(work: Work, measuring: Measuring, account: int, names: dict[str, Text]) -> Behind:
    usual, taken = measuring.paced(work, account)
    counted = measuring.counted(work)
    return Behind(
        case=work.case,
        matter=names.get(work.matter, Text(work.matter, work.matter)),
        day=date.fromisoformat(work.day),
        minutes="—" if work.seconds is None else decimal(work.seconds, 60, 1),
        usual="—" if work.seconds is None else decimal(usual, 60, 1),
        coefficient=decimal(measuring.coefficients.of(work), THOUSAND, 2),
        counted=decimal(counted, THOUSAND, 2).removesuffix(".00"),
        faults=tuple(FAULT_NAMES[one] for one in work.faults),
        why=_why(work, counted, taken),
    )


def _why(work: Work, counted: int, taken: int) -> Text:
    """Why a case counts as it does, where that is not plain."""
    if work.withdrawn:
        return Text("撤回了，不计", "withdrawn, not counted")
    if work.again_of:
        return Text(
            f"和 {work.again_of} 是同一个人同一事项，计一次", f"the same person and matter as {work.again_of}: once"
        )
    if not counted and work.faults:
        return Text("退回来的，不计件数", "came back, not counted in number")
    if work.share < THOUSAND:
        part = decimal(work.share, 10, 0)
        return Text(f"和同事一起办的，占 {part}%", f"shared with a colleague: {part} %")
    if work.seconds is not None and taken != work.seconds and not work.faults:
        return Text(f"用时按 {decimal(taken, 60, 1)} 分钟算", f"counted as {decimal(taken, 60, 1)} minutes")
    return Text("—", "—")


@dataclass(frozen=True)
class Rated:
    """A rating behind the gate: the visit by its number, good or not, and why it was left out."""

    visit: str
    is_good: bool
    left_out: Text


def rated(shown: Shown, account: int) -> tuple[Rated, ...]:
    """The ratings of somebody, those that were not good first; no words of a resident."""
    clerk = next((one for one in shown.month.clerks if one.account == account), None)
    found = [
        Rated(one.visit, one.level > 2, _left_out(one.excluded, one.channel, shown.rules.unsolicited))
        for one in (clerk.ratings if clerk else ())
    ]
    return tuple(sorted(found, key=lambda one: (one.is_good, one.visit)))


def _left_out(excluded: str, channel: str, unsolicited: Sequence[str]) -> Text:
    if channel not in unsolicited:
        return Text("不是居民自己给的，不算", "asked for, left out")
    if excluded == "unknown":
        return Text("还在核实，先不算", "still looked into, left out for now")
    if excluded:
        return Text("核实了，不是您的原因，不算", "found not to be your doing, left out")
    return Text("—", "—")
