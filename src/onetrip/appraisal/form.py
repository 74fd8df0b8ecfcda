"""The model as a form: every figure of it with its name, its unit, and how it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from onetrip.appraisal.model.rules import DIMENSIONS, NORMALISED
from onetrip.ledger.refusals import Malformed
from onetrip.rules import Text

PER_CENT, YUAN, NO_UNIT = Text("%", "%"), Text("元", "yuan"), Text(" ", " ")


@dataclass(frozen=True)
class Field:
    """One figure of the model: where it stands, what it is called, its unit, and what a typed 1 means there."""

    path: str
    name: Text
    unit: Text = NO_UNIT
    divisor: int = 1

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.path.replace(".", "-").replace("_", "-")


def _per_cent(path: str, zh: str, en: str) -> Field:
    return Field(path, Text(zh, en), PER_CENT, 10)


def _fine(path: str, zh: str, en: str) -> Field:
    return Field(path, Text(zh, en), Text("%", "%"), 100)


def _number(path: str, zh: str, en: str, unit_zh: str = " ", unit_en: str = " ") -> Field:
    return Field(path, Text(zh, en), Text(unit_zh, unit_en))


HOW_NAMES = {
    "ratio": Text("和中位数的比", "ratio to the median"),
    "percentile": Text("在同事中的位置", "place among colleagues"),
    "bands": Text("分段", "bands"),
}

GROUPS: tuple[tuple[Text, tuple[Field, ...]], ...] = (
    (
        Text("五个权重，合计 100%", "The five weights, together 100 %"),
        tuple(Field(f"weights.{code}", name, PER_CENT, 10) for code, name in DIMENSIONS.items()),
    ),
    (
        Text("多少才打分", "Enough to score"),
        (
            _number("enough.cases", "至少办件", "Cases at the least"),
            _number("enough.days", "至少在岗", "Days on duty at the least", "天", "days"),
        ),
    ),
    (
        Text("数量怎么算", "How number counts"),
        (
            _number(
                "counting.again_days", "同一个人同一事项算一次", "Same person, same matter: once within", "天内", "days"
            ),
            _per_cent("counting.acceptor_least", "受理的人至少占", "Whoever accepted keeps at least"),
            _number("counting.share_from_seconds", "同事接待满多少才分", "A colleague shares from", "秒", "seconds"),
            _per_cent("counting.faulty_share", "退回来的按几成计件", "A case that came back counts"),
            _per_cent(
                "counting.sent_away", "多送走一个号扣一件的", "Each number sent away beyond the usual costs, of a case"
            ),
            _per_cent(
                "counting.sent_free", "送走多少以内不扣（同事通常的）", "Free up to, of what is usual among colleagues"
            ),
            _number("counting.help.desk", "前台咨询一次抵", "One consultation at the desk is worth", "分钟", "minutes"),
            _number("counting.help.kiosk", "自助机审核一次抵", "One errand reviewed is worth", "分钟", "minutes"),
            _number("counting.help.answer", "答同事一个难题抵", "One question answered is worth", "分钟", "minutes"),
            _number("counting.answers_most_a_day", "答难题每天最多算", "Questions answered count up to", "次", "a day"),
            _per_cent(
                "counting.help_most_share",
                "帮忙最多算到同事窗口件数的",
                "Help counts up to, of colleagues’ window work",
            ),
        ),
    ),
    (
        Text("效率怎么算", "How efficiency counts"),
        (
            _number(
                "efficiency.matter_weight",
                "事项件数少时，大类顶几件",
                "Where a matter is rare, its category stands in for",
                "件",
                "cases",
            ),
            _number(
                "efficiency.hour_weight",
                "同一钟点件数少时，全天顶几件",
                "Where an hour is rare, the day stands in for",
                "件",
                "cases",
            ),
            _per_cent("efficiency.least_share", "快过通常的几成，按通常算", "Quicker than this share counts as usual"),
            _number("efficiency.most_times", "慢过通常几倍，按几倍算", "Slower counts as at most", "倍", "times"),
            _number("efficiency.faulty_times", "退回来的按通常的几倍用时算", "What came back counts as", "倍", "times"),
        ),
    ),
    (
        Text("质量怎么算", "How quality counts"),
        (
            _per_cent("quality.faults.returned", "退回补件一件计", "Returned for a paper counts"),
            _per_cent("quality.faults.corrected", "撤回重开一件计", "Withdrawn and filed again counts"),
            _per_cent("quality.faults.overdue", "受理超时一件计", "Accepted too late counts"),
            _per_cent("quality.faults.promise", "失约一件计", "A broken promise counts"),
            _number("quality.accept_days", "收件后几天内要受理", "Papers taken are accepted within", "天", "days"),
            _number(
                "quality.prior_cases",
                "件数少时，全中心顶几件",
                "Where cases are few, the centre stands in for",
                "件",
                "cases",
            ),
            _number(
                "quality.above_par.par", "多少分以上要看质量", "Points above which quality is asked", "分", "points"
            ),
            _fine("quality.above_par.full_from", "质量到多少，以上的全算", "Counted in full from a quality of"),
            _fine("quality.above_par.none_below", "质量不到多少，以上的不算", "Not counted below a quality of"),
        ),
    ),
    (
        Text("评价这道门", "The gate of ratings"),
        (
            _fine("rating.open_from", "好评率多少以上开", "Open from"),
            _fine("rating.closed_below", "多少以下关", "Closed below"),
            _number("rating.gate.open", "开着得", "Points when open", "分", "points"),
            _number("rating.gate.partly", "半开得", "Points when partly open", "分", "points"),
            _number("rating.gate.closed", "关着得", "Points when closed", "分", "points"),
            _number(
                "rating.prior_ratings",
                "评价少时，全中心顶几条",
                "Where ratings are few, the centre stands in for",
                "条",
                "ratings",
            ),
        ),
    ),
    (
        Text("奖金", "Bonus"),
        (
            Field("bonus.pool", Text("一个月的总额", "The pool of a month"), YUAN, 100),
            _number("bonus.from_points", "多少分以上参加分", "Shared by points above", "分", "points"),
        ),
    ),
)
"""Every figure that a centre sets, as it is grouped on the page. `bonus.pool` 0: none."""

FIELDS = tuple(field for _, fields in GROUPS for field in fields)


def value_at(rules: Mapping[str, Any], path: str) -> Any:
    """What stands at a path with dots; None for nothing."""
    found: Any = rules
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def typed(rules: Mapping[str, Any], field: Field) -> str:
    """A figure as it stands in its field."""
    value = value_at(rules, field.path)
    return "" if value is None else f"{Decimal(value) / field.divisor:f}"


def read_form(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The rules that a form says, on top of those it was filled from. Raises Malformed for what is no number."""
    rules = deepcopy(dict(base))
    for field in FIELDS:
        if field.path in given:
            _put(rules, field.path, _number_of(str(given[field.path]), field))
    for code in NORMALISED:
        _read_normalisation(rules, code, given)
    rules.setdefault("counting", {})["overtime"] = given.get("counting.overtime") == "yes"
    return rules


def _read_normalisation(rules: dict[str, Any], code: str, given: Mapping[str, Any]) -> None:
    how = str(given.get(f"normalise.{code}.how", ""))
    if how not in HOW_NAMES:
        return
    if how == "bands":
        rules["normalise"][code] = {
            "how": "bands",
            "bands": _bands(str(given.get(f"normalise.{code}.bands", "")), code),
        }
        return
    rules["normalise"][code] = {"how": how} | {
        name: _number_of(
            str(given.get(f"normalise.{code}.{name}", "")), Field(f"normalise.{code}.{name}", DIMENSIONS[code])
        )
        for name in ("at_median", "floor", "cap")
    }


def bands_typed(rules: Mapping[str, Any], code: str) -> str:
    """The bands of a dimension as they are typed: 95=55, 99=85, 100=100; rates in per cent, ratios as they are."""
    return ", ".join(
        f"{(Decimal(value) / _band_divisor(code)).normalize():f}={points}"
        for value, points in value_at(rules, f"normalise.{code}.bands") or ()
    )


def _band_divisor(code: str) -> int:
    return 100 if code == "quality" else 1000


def _bands(raw: str, code: str) -> list[list[int]]:
    bands = []
    for part in raw.replace("，", ",").split(","):
        value, _, points = part.partition("=")
        try:
            bands.append([int(Decimal(value.strip()) * _band_divisor(code)), int(points)])
        except (InvalidOperation, ValueError) as error:
            name = DIMENSIONS[code]
            raise Malformed(
                "bands-unreadable",
                f"“{name.zh}”的分段读不懂。请写成：95=55, 99=85, 100=100。",
                f"The bands of “{name.en}” cannot be read. Please write: 95=55, 99=85, 100=100.",
                field=f"normalise.{code}.bands",
            ) from error
    return bands


def _number_of(raw: str, field: Field) -> int:
    try:
        value = Decimal(raw.strip().replace(",", "")) * field.divisor
        if value != value.to_integral_value() or not 0 <= value < 10**12:
            raise InvalidOperation
    except InvalidOperation as error:
        raise Malformed(
            "figure-unreadable",
            f"“{field.name.zh}”要填一个数。",
            f"“{field.name.en}” has to be a number.",
            field=field.path,
        ) from error
    return int(value)


def _put(rules: dict[str, Any], path: str, value: int) -> None:
    *steps, last = path.split(".")
    place = rules
    for step in steps:
        place = place.setdefault(step, {})
    place[last] = value
