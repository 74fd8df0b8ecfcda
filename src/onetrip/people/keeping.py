"""How long each kind of personal data is kept, and after what: read from the data file beside this one. Pure but for the files.

What the law gives no figure for is an assumption of this house and says so; a centre that knows better says its own days in a
file of its own (ONETRIP_RETENTION), kind by kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from django.conf import settings

from onetrip.rules import Text

_FILE = Path(__file__).with_name("retention.yaml")

Mark = Literal["source", "assumption", "own"]
"""Where the days come from: a rule with its name, nothing but our own judgement, or what this centre has said."""


@dataclass(frozen=True)
class Rule:
    """What is done with one kind of personal data: `days` after `after` it is let go; None: never by the clock, `why` says it.

    `basis` names the rule or the reason in words for whoever it is about. `erasable`: it goes before its time where its owner
    asks for it (PIPL, article 47). `keeps`: the columns that hold it ("cases.Case.resident").
    """

    kind: str
    name: Text
    after: Text
    days: int | None
    goes: Text
    basis: Text
    mark: Mark
    erasable: bool
    keeps: frozenset[str] = frozenset()

    def cutoff(self, now: datetime) -> datetime | None:
        """What was over before this moment has had its time; None: nothing ever has by the clock."""
        return None if self.days is None else now - timedelta(days=self.days)


@dataclass(frozen=True)
class Minors:
    """Ages, in completed years, under which somebody is a child (a guardian agrees for them) or a minor."""

    child_under: int
    minor_under: int


class BadRule(Exception):
    """A file of retention that does not hold together; the message names the kind."""


@lru_cache(maxsize=1)
def minors() -> Minors:
    """The ages of the law, from the same file."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["minors"]
    return Minors(int(said["child_under"]), int(said["minor_under"]))


def rules() -> Mapping[str, Rule]:
    """The rule of every kind, by its id, in the order of the file. Raises BadRule."""
    return _read(str(settings.RETENTION))


@lru_cache(maxsize=1)
def of_nobody() -> Mapping[str, str]:
    """Rooms ("catalogue"), tables and columns that hold nothing of a resident, or not for long, each with the reason."""
    said: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["of_nobody"]
    return MappingProxyType(said)


def rule(kind: str) -> Rule:
    """The rule of one kind. Raises KeyError for one that the file does not have."""
    return rules()[kind]


@lru_cache(maxsize=4)
def _read(own: str) -> Mapping[str, Rule]:
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["kinds"]
    found = {kind: _rule(kind, one) for kind, one in said.items()}
    for kind, days in _own_days(own).items():
        if kind not in found:
            raise BadRule(f"{own}: there is no kind {kind}; there are {', '.join(found)}")
        if found[kind].days is None:
            raise BadRule(f"{own}: {kind} is never let go by the clock")
        found[kind] = replace(found[kind], days=_days(kind, days), mark="own")
    return MappingProxyType(found)


def _own_days(own: str) -> dict[str, object]:
    if not own:
        return {}
    said = yaml.safe_load(Path(own).read_text(encoding="utf-8"))
    days = said.get("days") if isinstance(said, dict) else None
    if not isinstance(days, dict):
        raise BadRule(f"{own}: it holds days: {{kind: number}}, and nothing else")
    return days


def _rule(kind: str, said: dict[str, object]) -> Rule:
    mark = said["mark"]
    if mark not in ("source", "assumption"):
        raise BadRule(f"{kind}: mark is source or assumption")
    days = said.get("days")
    return Rule(
        kind=kind,
        name=_text(said["name"]),
        after=_text(said["after"]),
        days=None if days is None else _days(kind, days),
        goes=_text(said["goes"]),
        basis=_text(said["basis"]),
        mark="source" if mark == "source" else "assumption",
        erasable=bool(said.get("erasable", False)),
        keeps=_columns(said.get("keeps", {})),
    )


def _columns(said: object) -> frozenset[str]:
    if not isinstance(said, dict):
        raise BadRule(f"no columns by table: {said}")
    return frozenset(f"{table}.{column}" for table, columns in said.items() for column in columns)


def _days(kind: str, said: object) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= 36_500:
        raise BadRule(f"{kind}: days is a whole number from 0 to 36500")
    return said


def _text(said: object) -> Text:
    if not isinstance(said, dict):
        raise BadRule(f"no text in two languages: {said}")
    return Text(said["zh"], said["en"])
