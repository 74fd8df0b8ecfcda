"""The model of an appraisal as data: weights, normalisations, floors and caps, read strictly and refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onetrip.rules import Text

DIMENSIONS = {
    "quantity": Text("工作数量", "Quantity"),
    "efficiency": Text("工作效率", "Efficiency"),
    "value": Text("工作价值量", "Value of work"),
    "rating": Text("服务评价", "Service rating"),
    "quality": Text("工作质量", "Quality"),
}
"""五维绩效 (domain.md 1.3), in the order in which they are shown."""

NORMALISED = ("quantity", "efficiency", "value", "quality")
"""The dimensions whose value becomes points by a normalisation; the rating is a gate."""

HOW = ("ratio", "percentile", "bands")
_MOST = 1_000_000_000


class RulesError(ValueError):
    """A model that cannot be computed with: every reason as a sentence."""

    def __init__(self, reasons: list[Text]) -> None:
        super().__init__("; ".join(one.en for one in reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """How a value becomes points (whole ones): `bands` are (value, points), values growing."""

    how: str
    at_median: int = 0
    floor: int = 0
    cap: int = 0
    bands: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The model; what each figure means stands in `example.yaml`."""

    example: bool
    weights: tuple[tuple[str, int], ...]
    normalise: tuple[tuple[str, Normalisation], ...]
    least_cases: int
    least_days: int
    again_days: int
    acceptor_least: int
    share_from_seconds: int
    faulty_share: int
    sent_away: int
    sent_free: int
    overtime: bool
    help_minutes: tuple[tuple[str, int], ...]
    help_most_share: int
    answers_most_a_day: int
    matter_weight: int
    hour_weight: int
    least_share: int
    most_times: int
    faulty_times: int
    fault_weights: tuple[tuple[str, int], ...]
    accept_days: int
    prior_cases: int
    par: int
    full_from: int
    none_below: int
    unsolicited: tuple[str, ...]
    prior_ratings: int
    open_from: int
    closed_below: int
    gate: tuple[int, int, int]
    coefficient_prior: int
    coefficient_least: int
    coefficient_most: int
    pool: int
    from_points: int

    def weight(self, dimension: str) -> int:
        """The weight of a dimension in thousandths."""
        return dict(self.weights)[dimension]

    def normalisation(self, dimension: str) -> Normalisation:
        """How a dimension becomes points."""
        return dict(self.normalise)[dimension]


def read_rules(given: Mapping[str, Any]) -> Rules:
    """The rules that stand in `given` (the shape of `example.yaml`). Raises RulesError with every reason at once."""
    reader = _Reader(given)
    weights = {name: reader.number(f"weights.{name}", most=1000) for name in DIMENSIONS}
    if sum(weights.values()) != 1000:
        total = sum(weights.values())
        reader.refuse(
            f"五个权重加起来是 {total / 10:g}%，要正好 100%。",
            f"The five weights add up to {total / 10:g} %; they have to make exactly 100 %.",
        )
    normalise = {name: _normalisation(reader, name) for name in NORMALISED}
    rules = Rules(
        example=bool(given.get("example", False)),
        weights=tuple(weights.items()),
        normalise=tuple(normalise.items()),
        least_cases=reader.number("enough.cases", least=1),
        least_days=reader.number("enough.days", least=0),
        again_days=reader.number("counting.again_days", most=90),
        acceptor_least=reader.number("counting.acceptor_least", least=500, most=1000),
        share_from_seconds=reader.number("counting.share_from_seconds", most=3600),
        faulty_share=reader.number("counting.faulty_share", most=1000),
        sent_away=reader.number("counting.sent_away", most=5000),
        sent_free=reader.number("counting.sent_free", least=1000, most=10_000),
        overtime=bool(reader.at("counting.overtime")),
        help_minutes=tuple(
            (kind, reader.number(f"counting.help.{kind}", most=60)) for kind in ("desk", "kiosk", "answer")
        ),
        help_most_share=reader.number("counting.help_most_share", most=1000),
        answers_most_a_day=reader.number("counting.answers_most_a_day", most=50),
        matter_weight=reader.number("efficiency.matter_weight", least=1),
        hour_weight=reader.number("efficiency.hour_weight", least=1),
        least_share=reader.number("efficiency.least_share", most=1000),
        most_times=reader.number("efficiency.most_times", least=1, most=20),
        faulty_times=reader.number("efficiency.faulty_times", least=1, most=20),
        fault_weights=tuple(
            (fault, reader.number(f"quality.faults.{fault}", most=10_000))
            for fault in ("returned", "corrected", "overdue", "promise")
        ),
        accept_days=reader.number("quality.accept_days", least=1, most=60),
        prior_cases=reader.number("quality.prior_cases", least=1),
        par=reader.number("quality.above_par.par", most=150),
        full_from=reader.number("quality.above_par.full_from", most=10_000),
        none_below=reader.number("quality.above_par.none_below", most=10_000),
        unsolicited=tuple(str(channel) for channel in reader.at("rating.unsolicited") or ()),
        prior_ratings=reader.number("rating.prior_ratings", least=1),
        open_from=reader.number("rating.open_from", most=10_000),
        closed_below=reader.number("rating.closed_below", most=10_000),
        gate=(
            reader.number("rating.gate.closed", most=150),
            reader.number("rating.gate.partly", most=150),
            reader.number("rating.gate.open", most=150),
        ),
        coefficient_prior=reader.number("coefficient.prior_cases", least=1),
        coefficient_least=reader.number("coefficient.least", least=1),
        coefficient_most=reader.number("coefficient.most", least=1),
        pool=reader.number("bonus.pool"),
        from_points=reader.number("bonus.from_points", most=150),
    )
    _refuse_upside_down(reader, rules)
    if reader.reasons:
        raise RulesError(reader.reasons)
    return rules


def _refuse_upside_down(reader: _Reader, rules: Rules) -> None:
    if rules.closed_below > rules.open_from:
        reader.refuse("评价的门：关的线不能高于开的线。", "The gate of ratings closes above the line where it opens.")
    if not rules.gate[0] <= rules.gate[1] <= rules.gate[2]:
        reader.refuse(
            "评价的门：关着的分 ≤ 半开的分 ≤ 开着的分。", "The gate of ratings: points closed ≤ partly open ≤ open."
        )
    if rules.none_below >= rules.full_from:
        reader.refuse("质量的两条线：下面的要低于上面的。", "The lower line of quality has to lie below the upper one.")
    if rules.coefficient_least > rules.coefficient_most:
        reader.refuse("价值量系数：最小的不能大于最大的。", "The least coefficient is larger than the most.")


def _normalisation(reader: _Reader, name: str) -> Normalisation:
    how = reader.at(f"normalise.{name}.how")
    if how == "bands":
        return Normalisation("bands", bands=_bands(reader, name))
    if how not in HOW:
        reader.refuse(
            f"“{DIMENSIONS[name].zh}”怎么换成分数：只能是 ratio、percentile 或 bands。",
            f"How “{DIMENSIONS[name].en}” becomes points has to be ratio, percentile or bands.",
        )
        return Normalisation("bands")
    floor, cap = (reader.number(f"normalise.{name}.{bound}", most=150) for bound in ("floor", "cap"))
    at_median = reader.number(f"normalise.{name}.at_median", most=150) if how == "ratio" else floor
    if not floor <= at_median <= cap:
        reader.refuse(
            f"“{DIMENSIONS[name].zh}”：最低分 ≤ 中位分 ≤ 最高分。",
            f"“{DIMENSIONS[name].en}”: least points ≤ points at the median ≤ most points.",
        )
    return Normalisation(str(how), at_median, floor, cap)


def _bands(reader: _Reader, name: str) -> tuple[tuple[int, int], ...]:
    given = reader.at(f"normalise.{name}.bands")
    try:
        bands = tuple((int(value), int(points)) for value, points in given or ())
    except (TypeError, ValueError):
        bands = ()
    grows = all(one[0] < two[0] and one[1] <= two[1] for one, two in pairwise(bands))
    if len(bands) < 2 or not grows or not all(0 <= points <= 150 for _, points in bands):
        reader.refuse(
            f"“{DIMENSIONS[name].zh}”的分段：至少两段，数值越大分数不能越低，分数在 0 到 150。",
            f"The bands of “{DIMENSIONS[name].en}”: at least two, points never falling, between 0 and 150.",
        )
        return ((0, 0), (1, 0))
    return bands


class _Reader:
    """Takes figures out of what was given and keeps every reason why one cannot be."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.reasons: list[Text] = []

    def refuse(self, zh: str, en: str) -> None:
        self.reasons.append(Text(zh, en))

    def at(self, path: str) -> Any:
        """What stands at a path with dots; None for nothing."""
        found: Any = self.given
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def number(self, path: str, *, least: int = 0, most: int = _MOST) -> int:
        """A whole number between two bounds, both included; `least` where it is none, and the reason is kept."""
        found = self.at(path)
        if isinstance(found, bool) or not isinstance(found, int) or not (least <= found <= most):
            self.refuse(
                f"{path} 要是 {least} 到 {most} 之间的整数。",
                f"{path} has to be a whole number from {least} to {most}.",
            )
            return least
        return int(found)
