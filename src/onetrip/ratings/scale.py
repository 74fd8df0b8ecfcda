"""The five levels of 好差评, what a resident may give as reasons, and the working days of a rectification. Data."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.rules import Text

LEVELS = {
    5: Text("非常满意", "Very satisfied"),
    4: Text("满意", "Satisfied"),
    3: Text("基本满意", "Fairly satisfied"),
    2: Text("不满意", "Not satisfied"),
    1: Text("非常不满意", "Not satisfied at all"),
}
"""国办发〔2019〕51号; 1 and 2 are bad."""

BAD = 2
"""The highest level that counts as bad."""

REASONS = {
    "quick": Text("办得快", "It was quick"),
    "clear": Text("讲得清楚", "It was explained clearly"),
    "kind": Text("态度好", "People were kind"),
    "one-trip": Text("一趟办成", "One trip was enough"),
    "slow": Text("等得久、办得慢", "It took long"),
    "unclear": Text("没讲清楚", "It was not explained clearly"),
    "unkind": Text("态度不好", "People were unkind"),
    "papers": Text("材料要得多、要得不一样", "Too many papers, or other ones than said"),
    "again": Text("要再跑一趟", "Another trip is needed"),
    "promise": Text("说好的没做到", "A promise was not kept"),
}
"""Reasons to tick, none of them required (domain.md 4: sub-indicators and the causes of the pilot)."""

GOOD_REASONS = ("quick", "clear", "kind", "one-trip")


@dataclass(frozen=True)
class RectificationDays:
    """Working days after the day it was opened by which each stage is due."""

    answer: int
    handle: int
    finish: int
    source: str
    appeal: int
    """After it was closed, for whoever complained to ask that somebody else looks at it: an example of this house."""


DAYS = RectificationDays(
    answer=1,
    handle=5,
    finish=15,
    source="domain.md S11 (Shanghai, 2025-06-13: the 1/5/15 rule; what the middle stage means is not spelled out there)",
    appeal=5,
)
