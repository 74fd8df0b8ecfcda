"""The figures by which difficult cases are followed, as the data file of the room gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "rules.yaml"


@dataclass(frozen=True)
class Rules:
    """What stands in `rules.yaml`, each field explained there; all of them examples."""

    version: int
    remind_after_minutes: int
    director_after_minutes: int
    pair_a_day: int
    alike: float
    stale_weighs: float
    told_days: int


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The figures in force."""
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Rules(**{name: read[name] for name in Rules.__dataclass_fields__})
