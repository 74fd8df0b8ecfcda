"""From a month and the rules to the sheets: the values measured, compared, turned into points, added up, the bonus shared."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from onetrip.appraisal.model import wording
from onetrip.appraisal.model.figures import FINE, POINT, THOUSAND, between, median, quantile, ratio, shared_out, whole
from onetrip.appraisal.model.inputs import Month
from onetrip.appraisal.model.measuring import Measured, Measuring
from onetrip.appraisal.model.rules import DIMENSIONS, Normalisation, Rules
from onetrip.appraisal.model.sheets import Figure, Sheet, Sheets

SCALES = {"quantity": THOUSAND, "efficiency": THOUSAND, "value": THOUSAND, "rating": FINE, "quality": FINE}
_RAISED_BY_SPEED = ("quantity", "efficiency", "value")


def compute(month: Month, rules: Rules, *, measuring: Measuring | None = None) -> Sheets:
    """The sheets of everybody of `month`, in the order of their accounts. The order of the rows given is of no account.

    `measuring`: that of the same month and rules, where it is at hand already.
    """
    month = month.in_order()
    measuring = measuring or Measuring(month, rules)
    measured = [measuring.measure(clerk.account) for clerk in month.clerks]
    scored = [one for one in measured if one.is_enough]
    figures = {one.clerk: _figures(one, scored, rules) for one in scored}
    totals = {clerk: _total(found, rules) for clerk, found in figures.items()}
    bonuses = _bonuses(measured, totals, rules)
    sheets = []
    for clerk, one, bonus in zip(month.clerks, measured, bonuses, strict=True):
        total = totals.get(one.clerk)
        words = wording.total(figures[one.clerk], total, rules) if total is not None else wording.spared(one, rules)
        sheets.append(
            Sheet(
                clerk=one.clerk,
                days=one.days,
                cases=one.cases,
                served=clerk.served,
                one_trip=clerk.one_trip,
                figures=figures.get(one.clerk, ()),
                total=total,
                bonus=bonus,
                zh=words.zh,
                en=words.en,
            )
        )
    return Sheets(month.centre, month.first, month.last, tuple(sheets))


def value_of(one: Measured, dimension: str) -> int:
    """The value of a dimension as it is compared."""
    return int(getattr(one, dimension))


def points(rule: Normalisation, value: int, others: Sequence[int]) -> int:
    """Hundredths of a point for `value` among the sorted values of the colleagues; alone, one is one's own colleague."""
    others = others or [value]
    if rule.how == "bands":
        return _interpolated(rule.bands, value)
    if rule.how == "percentile":
        below = sum(one < value for one in others)
        place = Fraction(2 * below + sum(one == value for one in others), 2 * len(others))
        return whole((rule.floor + (rule.cap - rule.floor) * place) * POINT)
    middle = median(others)
    if not middle:
        return rule.at_median * POINT
    return between(whole(rule.at_median * POINT * Fraction(value) / middle), rule.floor * POINT, rule.cap * POINT)


def _interpolated(bands: Sequence[tuple[int, int]], value: int) -> int:
    if value <= bands[0][0]:
        return bands[0][1] * POINT
    for (low, at_low), (high, at_high) in pairwise(bands):
        if value <= high:
            return whole(Fraction((at_high - at_low) * (value - low) * POINT, high - low)) + at_low * POINT
    return bands[-1][1] * POINT


def quality_share(quality: int, rules: Rules) -> int:
    """Thousandths of the points above par that number, speed and value keep at this quality."""
    return between(ratio(quality - rules.none_below, rules.full_from - rules.none_below), 0, THOUSAND)


def _figures(one: Measured, scored: Sequence[Measured], rules: Rules) -> tuple[Figure, ...]:
    kept = quality_share(one.quality, rules)
    figures = []
    for dimension in DIMENSIONS:
        value = value_of(one, dimension)
        others = sorted(value_of(each, dimension) for each in scored if each.clerk != one.clerk)
        if dimension == "rating":
            got = rules.gate[one.gate] * POINT
        else:
            got = points(rules.normalisation(dimension), value, others)
        par = rules.par * POINT
        lowered = got > par and dimension in _RAISED_BY_SPEED and kept < THOUSAND
        if lowered:
            got = par + (got - par) * kept // THOUSAND
        shown = others or [value]
        words = wording.formula(dimension, one, shown, got, rules, kept=kept if lowered else None)
        figures.append(
            Figure(
                dimension=dimension,
                value=value,
                scale=SCALES[dimension],
                low=min(shown[0], value),
                high=max(shown[-1], value),
                from_=quantile(shown, Fraction(1, 4)),
                to=quantile(shown, Fraction(3, 4)),
                points=got,
                zh=words.zh,
                en=words.en,
            )
        )
    return tuple(figures)


def _total(figures: Sequence[Figure], rules: Rules) -> int:
    return whole(Fraction(sum(rules.weight(one.dimension) * one.points for one in figures), THOUSAND))


def _bonuses(measured: Sequence[Measured], totals: dict[int, int], rules: Rules) -> list[int]:
    """Fen for each: in proportion to days on duty × points above the line. Who was not scored is spared: they get what the
    middle of the colleagues gets for as many days."""
    usual = whole(median(sorted(totals.values()))) if totals else 0
    line = rules.from_points * POINT
    weights = [one.days * max(totals.get(one.clerk, usual) - line, 0) for one in measured]
    return shared_out(rules.pool, weights)
