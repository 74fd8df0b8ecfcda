"""How a centre trains, as one value; data, with a version. Pure.

The figures shipped in `rules.yaml` are examples of the house until a centre sets its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from onetrip.rules import Text

Value = int | float | bool


@dataclass(frozen=True, slots=True)
class TrainingRules:
    """What each figure means stands beside it in `rules.yaml`; `version` 0 are the examples."""

    high_frequency: int
    quiz_items: int
    pass_percent: int
    retry_hours: int
    abandoned_hours: int
    open_hours: int
    trial_days: int
    margin_days: int
    practise_days: int
    again_days: int
    few_cases: int
    fault_percent: int
    again_percent: int
    slow_percent: int
    too_few_people: int
    oral_first: bool
    gap_never: float
    gap_fault: float
    gap_slow: float
    gap_promise: float
    gap_changed: float
    version: int = 0

    @property
    def is_example(self) -> bool:
        """Whether the centre has set none of its own."""
        return self.version == 0

    def values(self) -> dict[str, Value]:
        """The figures by name, as they are stored."""
        return {name: getattr(self, name) for name in NAMES}


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure as it is asked for: its name on the page, from and to."""

    name: Text
    least: float
    most: float


LIMITS: Mapping[str, Limit] = {
    "high_frequency": Limit(Text("高频：一年超过几件", "High frequency: more cases a year than"), 1, 100_000),
    "quiz_items": Limit(Text("一次测验几道题", "Questions of a test"), 1, 60),
    "pass_percent": Limit(Text("对百分之几算通过", "Right answers to pass, per cent"), 1, 100),
    "retry_hours": Limit(Text("没通过，隔几小时再考", "Hours until another try after failing"), 0, 720),
    "abandoned_hours": Limit(Text("放弃了，隔几小时再考", "Hours until another try after giving up"), 0, 720),
    "open_hours": Limit(Text("搁置几小时算放弃", "Hours without an answer that count as giving up"), 1, 720),
    "trial_days": Limit(Text("试岗几天后看数据", "Days of trial until the figures are looked at"), 1, 366),
    "margin_days": Limit(Text("看数据的宽限天数", "Days allowed for deciding"), 1, 183),
    "practise_days": Limit(Text("补练几天后再看", "Days of practising until the next look"), 1, 183),
    "again_days": Limit(Text("要重考的，还能办几天", "Days to go on until a new test"), 1, 183),
    "few_cases": Limit(Text("少于几件不下结论", "Fewer cases than this say nothing"), 1, 1000),
    "fault_percent": Limit(
        Text("退补、更正超过百分之几，建议补练", "Per cent returned or corrected: practise"), 1, 100
    ),
    "again_percent": Limit(Text("超过百分之几，建议重考", "Per cent returned or corrected: test again"), 1, 100),
    "slow_percent": Limit(Text("用时超过同事百分之几，建议补练", "Per cent of the peers’ minutes: practise"), 101, 500),
    "too_few_people": Limit(Text("一类少于几人要提醒", "Warn when fewer people can do a category"), 1, 50),
    "oral_first": Limit(Text("先过口试才试岗（1 是，0 否）", "Role-play before the trial (1 yes, 0 no)"), 0, 1),
    "gap_never": Limit(Text("差距：没考过", "Gap: never tested"), 0, 10),
    "gap_fault": Limit(Text("差距：退补、更正", "Gap: returned or corrected"), 0, 10),
    "gap_slow": Limit(Text("差距：办得慢", "Gap: slow"), 0, 10),
    "gap_promise": Limit(Text("差距：失约", "Gap: broken promises"), 0, 10),
    "gap_changed": Limit(Text("差距：规则变了", "Gap: rule changed"), 0, 10),
}
"""Every figure, in the order of the page."""

NAMES = tuple(field.name for field in fields(TrainingRules) if field.name != "version")
_WHOLE = frozenset(name for name in NAMES if not name.startswith("gap_") and name != "oral_first")


def read(values: Mapping[str, object], version: int) -> TrainingRules:
    """The rules of these values; what is missing is as in the example. Raises ValueError naming the first that cannot be."""
    given: dict[str, Value] = dict(EXAMPLE.values()) if version else {}
    for name, limit in LIMITS.items():
        if name not in values:
            continue
        raw = values[name]
        if not isinstance(raw, (int, float)):
            raise ValueError(name)
        if not limit.least <= raw <= limit.most or (name in _WHOLE and raw != int(raw)):
            raise ValueError(name)
        given[name] = bool(raw) if name == "oral_first" else int(raw) if name in _WHOLE else float(raw)
    if given["again_percent"] < given["fault_percent"]:
        raise ValueError("again_percent")
    return TrainingRules(**given, version=version)  # type: ignore[arg-type]  # each was made as its field says


EXAMPLE = read(yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf-8")), 0)
"""The examples of the house."""
