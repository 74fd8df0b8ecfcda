"""The conditions of a book on one day as arrays, so that all of them are looked at in one step after every answer.

Each condition is a table of all states of knowledge (`rules.tables`); the tables lie one behind the other. What is known of a
resident gives each table one place, and an answer moves each place by a fixed number of steps. Built once for a day and a
prior; the Shanghai catalogue takes a fraction of a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from onetrip.planning.priors import Prior, Shares
from onetrip.rules import AGE, BIRTH_DATE, Atom, Expr, Fact, KnownFacts, Value, Vocabulary, atoms
from onetrip.rules.ages import births_at
from onetrip.rules.classes import Classes, classes_of, ends_of, key_of
from onetrip.rules.facts import OLDEST
from onetrip.rules.tables import Axis, Parts, Table, parts_of

Places: TypeAlias = npt.NDArray[np.int64]

SENSITIVE, HARD = 3.0, 2.0
"""What a question costs where an easy one costs 1: about health, money and the like; about what has to be looked up. Examples."""


@dataclass(frozen=True, slots=True)
class Node:
    """A condition in the arrays: a table by its number, or nodes that must all hold (or of which one is enough)."""

    table: int | None
    all_of: bool = True
    parts: tuple[Node, ...] = ()
    all_tables: Places = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all_tables", np.array(list(self.tables()), dtype=np.int64))

    def tables(self) -> Iterator[int]:
        """The numbers of all its tables."""
        if self.table is not None:
            yield self.table
        for part in self.parts:
            yield from part.tables()


class Column:
    """One fact: the classes of its values that some condition can tell apart, counted on from `begin`."""

    def __init__(self, at: int, classes: Classes, begin: int, day: date) -> None:
        self.at, self.classes, self.begin, self._day = at, classes, begin, day
        self._places = None if classes.cuts else {value: begin + at for at, value in enumerate(classes.examples)}

    def place(self, value: Value) -> int:
        """The class of a value. ValueError: the fact cannot have it."""
        if self._places is None:
            return self.begin + bisect_right(self.classes.cuts, value)
        found = self._places.get(value)
        return self.begin + self.classes.of(value) if found is None else found

    def place_of_age(self, age: int) -> int:
        """The class of the births of those who are so old, in the middle between the first and the last of them."""
        first, last = births_at(min(max(age, 0), OLDEST), self._day)
        return self.place(first + (last - first) / 2)

    def groups(self, axis: Axis) -> Places:
        """For each class its place along an axis; the first place for classes that nobody can be in."""
        groups = (axis.group_of[axis.classes.of(example)] for example in self.classes.examples)
        return np.array([1 if group is None else group + 1 for group in groups])


@dataclass(slots=True, eq=False)
class States:
    """All conditions in all states of knowledge, on `day`; `nodes` are the conditions by their names.

    By table: `begins`. By state: `verdicts`, `openings`, `efforts` and `chances` (states × kinds of residents).
    By fact: `columns`, `costs`. By class of a fact: `moves` (classes × tables), `log_shares` (classes × kinds), and `log_weights` of the kinds.
    By axis of a table: `axis_table`, `axis_fact`, `axis_bit`; `axes_of` are those of each fact. By group along an axis: `group_axis`, `group_table`,
    `group_step` and `group_shares` (kinds × groups).
    """

    day: date
    prior: Prior
    tables: tuple[Table, ...]
    nodes: Mapping[str, Node]
    columns: Mapping[str, Column]
    facts: tuple[str, ...] = field(init=False)
    costs: Shares = field(init=False)
    begins: Places = field(init=False)
    verdicts: npt.NDArray[np.uint8] = field(init=False)
    openings: npt.NDArray[np.uint32] = field(init=False)
    efforts: npt.NDArray[np.float32] = field(init=False)
    chances: npt.NDArray[np.float32] = field(init=False)
    moves: npt.NDArray[np.int32] = field(init=False)
    log_shares: Shares = field(init=False)
    log_weights: Shares = field(init=False)
    axis_table: Places = field(init=False)
    axis_fact: Places = field(init=False)
    axis_bit: npt.NDArray[np.uint32] = field(init=False)
    axes_of: tuple[Places, ...] = field(init=False)
    group_axis: Places = field(init=False)
    group_table: Places = field(init=False)
    group_step: Places = field(init=False)
    group_shares: npt.NDArray[np.float32] = field(init=False)

    def classes(self, known: KnownFacts) -> list[int]:
        """The class of each fact that is known. An age without a birth date counts as a birth in between."""
        found = []
        columns = self.columns
        for name, item in known.items():
            column = columns.get(name)
            if column is not None:
                found.append(column.place(item.value))
        if BIRTH_DATE in columns and BIRTH_DATE not in known and AGE in known:
            found.append(columns[BIRTH_DATE].place_of_age(int(str(known[AGE].value))))
        return found


def states_of(conditions: Mapping[str, Expr], vocabulary: Vocabulary, day: date, prior: Prior) -> States:
    """The arrays of some conditions on a day. ValueError: one compares with a value that its fact cannot have."""
    tables: list[Table] = []
    nodes = {name: _node(parts_of(expr, day, vocabulary), tables) for name, expr in conditions.items()}
    columns = _columns(conditions, vocabulary, day)
    made = States(day, prior, tuple(tables), nodes, columns)
    made.facts = tuple(columns)
    made.costs = np.array([cost(vocabulary.facts.get(fact)) for fact in columns])
    shares = {}
    for fact, column in columns.items():
        possible = column.classes.possible(*ends_of(fact, day, vocabulary))
        shares[fact] = prior.of_classes(column.classes, possible, day)
    made.log_weights = np.log(prior.weights)
    width = sum(len(column.classes.examples) for column in columns.values())
    made.log_shares = np.zeros((width, len(prior.weights)))
    for fact, column in columns.items():
        made.log_shares[column.begin : column.begin + shares[fact].shape[1]] = np.log(shares[fact].T + 1e-12)
    _lay_out(made, shares)
    return made


def cost(fact: Fact | None) -> float:
    """What it costs to ask for a fact, where an easy question costs 1."""
    if fact is None:
        return 1.0
    return (SENSITIVE if fact.sensitive else 1.0) * (HARD if fact.hard_to_know else 1.0)


def _node(found: Table | Parts, tables: list[Table]) -> Node:
    if isinstance(found, Table):
        tables.append(found)
        return Node(len(tables) - 1)
    return Node(None, found.all_of, tuple(_node(part, tables) for part in found.parts))


def _columns(conditions: Mapping[str, Expr], vocabulary: Vocabulary, day: date) -> dict[str, Column]:
    by_fact: dict[str, dict[Atom, None]] = {}
    for expr in conditions.values():
        for atom in atoms(expr):
            by_fact.setdefault(key_of(atom), {})[atom] = None
    found: dict[str, Column] = {}
    begin = 0
    for fact, mine in by_fact.items():
        classes = classes_of(fact, tuple(mine), day, vocabulary)
        found[fact] = Column(len(found), classes, begin, day)
        begin += len(classes.examples)
    return found


def _lay_out(made: States, shares: Mapping[str, Shares]) -> None:
    """Put the tables one behind the other, and note what an answer does to the place of each."""
    sizes = [table.verdicts.size for table in made.tables]
    kinds, size = len(made.prior.weights), sum(sizes)
    made.begins = np.cumsum([0, *sizes])[:-1]
    made.verdicts, made.openings = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint32)
    made.efforts, made.chances = np.zeros(size, dtype=np.float32), np.zeros((size, kinds), dtype=np.float32)
    made.moves = np.zeros((len(made.log_shares), len(made.tables)), dtype=np.int32)
    axes: list[tuple[int, int, int]] = []
    groups: list[tuple[int, int, int]] = []
    group_shares: list[Shares] = []
    for number, table in enumerate(made.tables):
        of_axes = []
        for bit, axis in enumerate(table.axes):
            column = made.columns[axis.fact]
            places, step = column.groups(axis), prod(table.verdicts.shape[bit + 1 :])
            made.moves[column.begin : column.begin + len(places), number] = step * places
            of_groups = np.stack(
                [shares[axis.fact][:, places == place].sum(axis=1) for place in range(1, axis.groups + 1)]
            )
            of_axes.append(of_groups.T)
            groups += [(len(axes), number, step * place) for place in range(1, axis.groups + 1)]
            group_shares += list(of_groups)
            axes.append((number, column.at, bit))
        _fill(made, number, table, of_axes)
    made.axis_table, made.axis_fact, bits = np.array(axes, dtype=np.int64).reshape(-1, 3).T.copy()
    made.axis_bit = bits.astype(np.uint32)
    made.axes_of = tuple(np.flatnonzero(made.axis_fact == at) for at in range(len(made.facts)))
    made.group_axis, made.group_table, made.group_step = np.array(groups, dtype=np.int64).reshape(-1, 3).T.copy()
    made.group_shares = np.array(group_shares, dtype=np.float32).reshape(-1, kinds).T.copy()


def _fill(made: States, number: int, table: Table, shares: list[Shares]) -> None:
    """What each state of one table says; `shares` are those of the groups of each axis (kinds × groups)."""
    here = slice(made.begins[number], made.begins[number] + table.verdicts.size)
    costs = [float(made.costs[made.columns[axis.fact].at]) for axis in table.axes]
    everybody = [made.prior.weights @ of_groups for of_groups in shares]
    made.verdicts[here], made.openings[here] = table.verdicts.ravel(), table.openings().ravel()
    made.efforts[here] = table.efforts([list(of_groups) for of_groups in everybody], costs).ravel()
    kinds = table.chances_of_kinds(shares)
    made.chances[here] = np.broadcast_to(kinds, (*table.verdicts.shape, made.chances.shape[1])).reshape(
        table.verdicts.size, -1
    )
