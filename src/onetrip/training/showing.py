"""What the pages of training show, in words: names of matters, states, lines of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Text
from onetrip.training.coverage import Thin
from onetrip.training.lifecycle import PATH, SIGNS
from onetrip.training.measuring import Figures, OnMatter
from onetrip.training.models import Plan, Quiz, QuizItem
from onetrip.training.queries import Cell, Row

TAGS = {
    "confirmed": "tag-kept",
    "held": "tag-kept",
    "free": "tag-kept",
    "trial": "tag-wait",
    "due": "tag-wait",
    "practise": "tag-wait",
    "again": "tag-wait",
    "tested": "tag-wait",
    "withdrawn": "tag-broken",
}
STATES: Mapping[str, Text] = {
    **{str(state): words for state, words in PATH.states.items()},
    "held": Text("手工给的", "given by hand"),
    "free": Text("没进培训，都能办", "not in training, may do everything"),
    "": Text("没有", "none"),
}
_SIGNS: Mapping[str, Text] = {
    **{str(state): sign for state, sign in SIGNS.items()},
    "held": Text("手", "H"),
    "free": Text("全", "all"),
    "": Text("—", "—"),
}
QUIZ_STATES = {
    Quiz.State.OPEN: Text("在考", "not over"),
    Quiz.State.PASSED: Text("通过", "passed"),
    Quiz.State.FAILED: Text("没通过", "not passed"),
    Quiz.State.ABANDONED: Text("放弃了，不算", "given up, does not count"),
}


@dataclass(frozen=True)
class Names:
    """What categories and matters are called; what the catalogue no longer has keeps its id."""

    catalogue: Catalogue

    def category(self, name: str) -> Text:
        """The name of a category."""
        found = self.catalogue.categories.get(name)
        return found.name if found else Text(name, name)

    def matter(self, name: str) -> Text:
        """The name of a matter."""
        found = self.catalogue.matter(name)
        return found.name if found else Text(name, name)


@dataclass(frozen=True)
class PlanLine:
    """A line of a plan on the page."""

    place: int
    matter: str
    name: Text
    why: tuple[Text, ...]
    weight: float
    is_known: bool


@dataclass(frozen=True)
class PlanGroup:
    """The lines of one category that stand together, in the first or the second half of the plan."""

    category: str
    name: Text
    seal: str
    is_high: bool
    lines: tuple[PlanLine, ...]


AT_FIRST = 10
"""Lines of a plan that are shown at once: a week's worth. The rest opens on a press."""


def parted(groups: list[PlanGroup], most: int = AT_FIRST) -> tuple[list[PlanGroup], list[PlanGroup]]:
    """The high-frequency groups with the first `most` lines of the plan alone, and with those that come after them."""
    first, later = [], []
    for group in groups:
        if group.is_high:
            first.append(replace(group, lines=tuple(line for line in group.lines if line.place <= most)))
            later.append(replace(group, lines=tuple(line for line in group.lines if line.place > most)))
    return [group for group in first if group.lines], [group for group in later if group.lines]


def plan_groups(plan: Plan, names: Names) -> list[PlanGroup]:
    """The plan as it is read: first the high-frequency matters, category by category."""
    groups: dict[tuple[bool, str], list[PlanLine]] = {}
    for place, line in enumerate(plan.lines, 1):
        why = tuple(Text(one["zh"], one["en"]) for one in line["why"])
        shown = PlanLine(
            place,
            line["matter"],
            names.matter(line["matter"]),
            why,
            line["weight"],
            line["matter"] in names.catalogue.matters,
        )
        groups.setdefault((line["is_high"], line["category"]), []).append(shown)
    categories = names.catalogue.categories
    return [
        PlanGroup(
            category,
            names.category(category),
            categories[category].seal if category in categories else "",
            is_high,
            tuple(lines),
        )
        for (is_high, category), lines in groups.items()
    ]


@dataclass(frozen=True)
class ShownCell:
    """A cell of the matrix: a sign, its words, and until when."""

    cell: Cell
    name: Text
    state: Text
    sign: Text
    until: date | None

    @property
    def tag(self) -> str:
        """How the state is coloured, beside its words."""
        return TAGS.get(self.cell.state, "")


def cells(row: Row, names: Names) -> list[ShownCell]:
    """The cells of one person."""
    return [
        ShownCell(
            cell,
            names.category(cell.category),
            STATES[cell.state],
            _SIGNS[cell.state],
            cell.until if cell.is_held else None,
        )
        for cell in row.cells
    ]


def legend() -> list[tuple[Text, Text, str]]:
    """Every sign of the matrix with its words and its colour."""
    return [(sign, STATES[state], TAGS.get(state, "")) for state, sign in _SIGNS.items()]


@dataclass(frozen=True)
class ShownThin:
    """A warning: what, and how many people."""

    name: Text
    is_matter: bool
    people: int


def warnings(found: Iterable[Thin], names: Names) -> list[ShownThin]:
    """What too few can do, in words."""
    return [
        ShownThin(
            names.matter(one.matter) if one.matter else names.category(one.category), bool(one.matter), one.people
        )
        for one in found
    ]


@dataclass(frozen=True)
class Answered:
    """A question of a test that is over, with what was chosen and what was right."""

    item: QuizItem
    name: Text
    chosen: tuple[dict[str, str], ...]
    right: tuple[dict[str, str], ...]
    is_known: bool


def answered(items: Iterable[QuizItem], names: Names) -> list[Answered]:
    """The questions of a test that is over, those that were wrong first."""
    found = [_answered(item, names) for item in items]
    return sorted(found, key=lambda one: (one.item.struck_at is not None, bool(one.item.is_right), one.item.position))


def _answered(item: QuizItem, names: Names) -> Answered:
    options: list[dict[str, Any]] = item.shown["options"]
    chosen, right = set(item.chosen or []), set(item.right or [])
    matter = item.shown["matter"]
    return Answered(
        item,
        names.matter(matter),
        tuple(one for one in options if one["id"] in chosen),
        tuple(one for one in options if one["id"] in right),
        matter in names.catalogue.matters,
    )


@dataclass(frozen=True)
class Measured:
    """The figures of one matter on the page of a follow-up; `to_practise`: the proposal names it."""

    name: Text
    figures: OnMatter
    to_practise: bool


def measured(stored: Mapping[str, Any], names: Names) -> tuple[Figures, list[Measured]]:
    """The figures that were kept with a follow-up: together, and of each matter, the most frequent first."""
    practise = set(stored.get("practise", ()))
    figures = Figures.of_json({name: value for name, value in stored.items() if name != "practise"})
    each = sorted(figures.by_matter.items(), key=lambda one: (-one[1].cases, one[0]))
    return figures, [Measured(names.matter(name), one, name in practise) for name, one in each]
