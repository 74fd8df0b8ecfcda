"""The formulas of a sheet as sentences with the numbers put in, so that anybody can work them out again."""

from __future__ import annotations

from collections.abc import Sequence

from onetrip.appraisal.model.figures import FINE, POINT, THOUSAND, decimal, median, whole
from onetrip.appraisal.model.measuring import CLOSED, PARTLY, Measured
from onetrip.appraisal.model.rules import DIMENSIONS, Rules
from onetrip.appraisal.model.sheets import Figure
from onetrip.rules import Text


def formula(
    dimension: str, one: Measured, others: Sequence[int], points: int, rules: Rules, *, kept: int | None
) -> Text:
    """How the value of a dimension came about and became `points`; `kept`: the share of what lies above par, where less than
    all of it counts."""
    made = _MADE[dimension](one)
    turned = _turned(dimension, one, others, rules)
    capped = Text("", "")
    if kept is not None:
        capped = Text(
            f"质量在 {_percent(rules.full_from)}% 以下，{rules.par} 分以上的部分只算 {decimal(kept, 10, 1)}%。",
            f"With quality below {_percent(rules.full_from)} %, only {decimal(kept, 10, 1)} % of what lies above "
            f"{rules.par} points counts. ",
        )
    got = decimal(points, POINT, 2)
    return Text(f"{made.zh}{turned.zh}{capped.zh}得 {got} 分。", f"{made.en} {turned.en} {capped.en}Points: {got}.")


def total(figures: Sequence[Figure], points: int, rules: Rules) -> Text:
    """The sum of the five, each with its weight."""
    parts = [f"{decimal(each.points, POINT, 2)} × {decimal(rules.weight(each.dimension), 10, 0)}%" for each in figures]
    added = " + ".join(parts)
    return Text(f"{added} = {decimal(points, POINT, 2)} 分", f"{added} = {decimal(points, POINT, 2)} points")


def spared(one: Measured, rules: Rules) -> Text:
    """Why nothing was scored."""
    return Text(
        f"这个月在岗 {decimal(one.days, 10, 1)} 天、计 {decimal(one.cases, THOUSAND, 1)} 件，"
        f"不到 {rules.least_days} 天或 {rules.least_cases} 件，不够打分，所以不打分。奖金按在岗天数、照同事的中位数算，不吃亏。",
        f"On duty {decimal(one.days, 10, 1)} days with {decimal(one.cases, THOUSAND, 1)} cases counted: fewer than "
        f"{rules.least_days} days or {rules.least_cases} cases is not enough to score, so there are no points. "
        "The bonus follows the days on duty at the middle of the colleagues, so nothing is lost.",
    )


def _quantity(one: Measured) -> Text:
    cases, days = decimal(one.cases, THOUSAND, 1), decimal(one.days, 10, 1)
    zh, en = [f"计 {cases} 件"], [f"{cases} cases counted"]
    if one.lighter < THOUSAND:
        zh.append(f"× {decimal(one.lighter, THOUSAND, 3)}（比同时段同事接的轻）")
        en.append(f"× {decimal(one.lighter, THOUSAND, 3)} (lighter than what colleagues took at the same hours)")
    for amount, sign, word in (
        (one.away, "−", Text("叫了又转走、退回的", "numbers sent away or put back")),
        (one.overtime, "+", Text("加班", "overtime")),
        (one.help, "+", Text("帮同事", "help given")),
    ):
        if amount:
            zh.append(f"{sign} {decimal(amount, THOUSAND, 1)}（{word.zh}）")
            en.append(f"{sign} {decimal(amount, THOUSAND, 1)} ({word.en})")
    per = decimal(one.quantity, THOUSAND, 2)
    together = f" = {decimal(one.units, THOUSAND, 1)}" if len(zh) > 1 else ""
    return Text(
        f"{' '.join(zh)}{together}，÷ 在岗 {days} 天 = 每天 {per} 件。",
        f"{' '.join(en)}{together}, ÷ {days} days on duty = {per} a day.",
    )


def _efficiency(one: Measured) -> Text:
    usual, taken = decimal(one.usual_seconds, 60, 1), decimal(one.seconds, 60, 1)
    rate = decimal(one.efficiency, THOUSAND, 3)
    return Text(
        f"同样的事、同样的钟点，同事通常要 {usual} 分钟，您用了 {taken} 分钟：{usual} ÷ {taken} = {rate}。",
        f"Colleagues usually take {usual} minutes for the same matters at the same hours; you took {taken}: "
        f"{usual} ÷ {taken} = {rate}.",
    )


def _value(one: Measured) -> Text:
    worth, days = decimal(one.worth, THOUSAND, 1), decimal(one.days, 10, 1)
    helped_zh = f"（其中帮同事 {decimal(one.help, THOUSAND, 1)}）" if one.help else ""
    helped_en = f" ({decimal(one.help, THOUSAND, 1)} of it help given)" if one.help else ""
    per = decimal(one.value, THOUSAND, 2)
    return Text(
        f"每件按事项系数相加 {worth}{helped_zh}，÷ 在岗 {days} 天 = 每天 {per}。",
        f"The coefficients of the cases add up to {worth}{helped_en}; ÷ {days} days on duty = {per} a day.",
    )


def _rating(one: Measured) -> Text:
    left_zh = f"，另有 {one.excluded} 条不是您的原因或还在核实，没有算" if one.excluded else ""
    left_en = f"; {one.excluded} more are not your doing or still looked into, and left out" if one.excluded else ""
    return Text(
        f"居民自己给的评价 {one.judged} 条，{one.good} 条好评{left_zh}。向全中心靠拢后好评率 {_percent(one.rating)}%。",
        f"{one.judged} ratings that residents gave by themselves, {one.good} good{left_en}. "
        f"Drawn towards the centre's: {_percent(one.rating)} % good.",
    )


def _quality(one: Measured) -> Text:
    return Text(
        f"{decimal(one.checked, THOUSAND, 1)} 件里差错计 {decimal(one.faults, THOUSAND, 1)} 件。"
        f"向全中心靠拢后，{_percent(one.quality)}% 没有差错。",
        f"{decimal(one.faults, THOUSAND, 1)} faults in {decimal(one.checked, THOUSAND, 1)} cases. "
        f"Drawn towards the centre's: {_percent(one.quality)} % right.",
    )


_MADE = {
    "quantity": _quantity,
    "efficiency": _efficiency,
    "value": _value,
    "rating": _rating,
    "quality": _quality,
}


def _turned(dimension: str, one: Measured, others: Sequence[int], rules: Rules) -> Text:
    """How the value became points."""
    if dimension == "rating":
        return _gate(one, rules)
    rule = rules.normalisation(dimension)
    if rule.how == "bands":
        steps = "、".join(
            f"{_percent(value) if dimension == 'quality' else value}→{points}" for value, points in rule.bands
        )
        return Text(f"按分段换成分数（{steps}）。", f"Turned into points by bands ({steps.replace('、', ', ')}).")
    if rule.how == "percentile":
        return Text(
            f"按在同事中的位置换成 {rule.floor} 到 {rule.cap} 分。",
            f"Turned into {rule.floor} to {rule.cap} points by the place among colleagues.",
        )
    middle = decimal(whole(median(others)), THOUSAND, 3 if dimension == "efficiency" else 2)
    return Text(
        f"同事的中位数是 {middle}，等于中位数得 {rule.at_median} 分，按比例，最低 {rule.floor}、最高 {rule.cap}。",
        f"The middle of the colleagues is {middle}, worth {rule.at_median} points; in proportion, "
        f"from {rule.floor} to {rule.cap}.",
    )


def _gate(one: Measured, rules: Rules) -> Text:
    opens, closes = _percent(rules.open_from), _percent(rules.closed_below)
    state = Text("门开着", "the gate is open")
    if one.gate == PARTLY:
        state = Text("门半开", "the gate is partly open")
    if one.gate == CLOSED:
        state = Text("门关着", "the gate is closed")
    return Text(
        f"评价是一道门，不排名次：{opens}% 以上开，{closes}% 以下关。现在{state.zh}。",
        f"The rating is a gate and ranks nobody: open from {opens} %, closed below {closes} %. Now {state.en}.",
    )


def _percent(value: int) -> str:
    return decimal(value * 100, FINE, 2)


def name_of(dimension: str) -> Text:
    """The name of a dimension."""
    return DIMENSIONS[dimension]
