"""What somebody learns next, in order, and why. Pure.

先高频后低频, 先大类后小类: first the matters that this centre has often, then the others; within each the category that
weighs most comes first, whole, and in it the matter that weighs most. Weight = cases a year × gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onetrip.rules import Text
from onetrip.training.measuring import OnMatter
from onetrip.training.rules import TrainingRules


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody and one matter.

    `a_year`: cases of the centre in the rolling year. `own`: their figures in the same time. `tested_in`: the version of the
    catalogue that they were last tested on, None for never; `has_changed`: the matter's rule is another one since.
    """

    matter: str
    category: str
    a_year: int
    own: OnMatter
    tested_in: int | None = None
    has_changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of a plan, its place given by its place in the tuple."""

    matter: str
    category: str
    is_high: bool
    weight: float
    gap: float
    why: tuple[Text, ...]
    known: Known

    def as_json(self) -> dict[str, Any]:
        """As it is kept, with everything it was worked out from."""
        return {
            "matter": self.matter,
            "category": self.category,
            "is_high": self.is_high,
            "weight": self.weight,
            "gap": self.gap,
            "why": [{"zh": one.zh, "en": one.en} for one in self.why],
            "known": asdict(self.known),
        }


def plan(known: Sequence[Known], rules: TrainingRules) -> tuple[Line, ...]:
    """The matters in which there is a gap, in the order to learn them; the same for the same input, whatever its order."""
    lines = [line for one in known if (line := _line(one, rules)) is not None]
    heavy: defaultdict[tuple[bool, str], float] = defaultdict(float)
    for line in lines:
        heavy[line.is_high, line.category] += line.weight

    def order(line: Line) -> tuple[object, ...]:
        return (not line.is_high, -heavy[line.is_high, line.category], line.category, -line.weight, line.matter)

    return tuple(sorted(lines, key=order))


def _line(one: Known, rules: TrainingRules) -> Line | None:
    gaps = tuple(found for find in _GAPS if (found := find(one, rules)) is not None)
    if not gaps:
        return None
    gap = round(sum(weight for weight, _ in gaps), 3)
    is_high = one.a_year > rules.high_frequency
    why = (_how_often(one.a_year, is_high=is_high), *(text for _, text in gaps))
    return Line(one.matter, one.category, is_high, round(one.a_year * gap, 1), gap, why, one)


def _how_often(a_year: int, *, is_high: bool) -> Text:
    if not a_year:
        return Text("本中心近一年没办过", "no case here in the last year")
    high = Text("，高频", ", high-frequency") if is_high else Text("", "")
    cases = "case" if a_year == 1 else "cases"
    return Text(f"一年 {a_year:,} 件{high.zh}", f"{a_year:,} {cases} a year{high.en}")


_Gap = tuple[float, Text]


def _never(one: Known, rules: TrainingRules) -> _Gap | None:
    if one.tested_in is not None:
        return None
    return rules.gap_never, Text("还没考过", "not tested yet")


def _changed(one: Known, rules: TrainingRules) -> _Gap | None:
    if one.tested_in is None or not one.has_changed:
        return None
    return rules.gap_changed, Text("考过以后规则改了", "the rule changed since the test")


def _faults(one: Known, rules: TrainingRules) -> _Gap | None:
    own = one.own
    if not own.faults:
        return None
    # A single case that went wrong is not "all of them": with few cases the share is taken of a few more.
    share = own.faults / max(own.cases, rules.few_cases)
    text = Text(
        f"{own.cases} 件里退补 {own.returned} 件、更正 {own.taken_back} 件",
        f"of {own.cases} cases, {own.returned} came back for papers and {own.taken_back} had to be corrected",
    )
    return rules.gap_fault * share, text


def _slow(one: Known, rules: TrainingRules) -> _Gap | None:
    own = one.own
    if own.ratio is None or own.cases < rules.few_cases or own.ratio * 100 <= rules.slow_percent:
        return None
    text = Text(
        f"一件中位 {own.minutes:g} 分钟，同事 {own.peers:g} 分钟",
        f"{own.minutes:g} minutes each (median), colleagues {own.peers:g}",
    )
    return rules.gap_slow * (own.ratio - 1), text


def _promises(one: Known, rules: TrainingRules) -> _Gap | None:
    if not one.own.broken:
        return None
    text = Text(f"失约 {one.own.broken} 次，原因是没培训到", f"{one.own.broken} promises broken for want of training")
    return rules.gap_promise * one.own.broken, text


_GAPS = (_never, _changed, _faults, _slow, _promises)
"""Each finds one gap with its weight and its sentence, or None."""
