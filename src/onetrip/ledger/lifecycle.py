"""One table of allowed transitions for each thing that has a life (ticket, case, slip, rectification).

Actions, API, screens and tests read the same table; what it does not list is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onetrip.ledger.refusals import Refused
from onetrip.rules import Text


@dataclass(frozen=True)
class Step:
    """`verb` takes a thing from any of `sources` to `target`."""

    verb: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Lifecycle:
    """The states of a `thing` and the steps between them."""

    thing: Text
    states: Mapping[str, Text]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        for step in self.steps:
            for state in (*step.sources, step.target):
                if state not in self.states:
                    raise ValueError(f"{step.verb}: no such state {state!r}")

    def step(self, verb: str) -> Step:
        """The step called `verb`; KeyError when the thing has none."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(verb)

    def allows(self, verb: str, state: str) -> bool:
        """Whether `verb` may be done to a thing in `state`."""
        return any(step.verb == verb and state in step.sources for step in self.steps)

    def refuse(self, verb: str, state: str, name: str) -> Refused:
        """The refusal to raise when `verb` is asked of the thing called `name` while it is in `state`."""
        where = self.states[state]
        return Refused(
            f"{verb}-not-allowed",
            f"{self.thing.zh} {name} 现在是“{where.zh}”，这一步做不了。页面可能不是最新的，请刷新后再看。",
            f"{self.thing.en} {name} is “{where.en}” now, so this step is not possible. Your page may be old: please reload it.",
        )

    def move(self, verb: str, state: str, name: str) -> str:
        """The state after `verb`; raises Refused (409) when the table does not list it."""
        if not self.allows(verb, state):
            raise self.refuse(verb, state, name)
        return self.step(verb).target
