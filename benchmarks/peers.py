"""Rule engines of others, each given the same conditions in its own language: two hundred rules for one resident at once.

None of them can leave a fact unknown and still say what is certain, except Rust CEL, which then says that something is
missing. So all facts are known.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from onetrip.rules import Atom, Compare, Expr, FactType, Holds, KnownFacts, OneOf, Value, Vocabulary, fold

PEERS = {
    "Rust CEL, one list": 188,
    "zen, one list, no unknowns": 67,
    "json-logic (qubit)": 2357,
    "OpenFisca, one person": 30009,
}
"""Every peer, and what it took on another machine, in µs (research of 2025-11): shown where it cannot be imported."""

_A_DAY = "2025-11-24"

Judge = Callable[[Mapping[str, Value]], object]


def installed(conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> dict[str, Judge]:
    """Those peers that can be imported, each as what judges a resident by all conditions."""
    makers = (_cel, _zen, _json_logic, _openfisca)
    return {
        name: judge
        for name, make in zip(PEERS, makers, strict=True)
        if (judge := make(conditions, vocabulary)) is not None
    }


def plain(known: KnownFacts) -> dict[str, Value]:
    """What is known, as values alone."""
    return {fact: found.value for fact, found in known.items()}


def _cel(conditions: Mapping[str, Expr], _: Vocabulary) -> Judge | None:
    if (cel := _imported("cel")) is None:
        return None
    program = cel.compile(_as_list(conditions, _Written(" && ", " || ", "!")))
    return lambda known: program.execute(known)


def _zen(conditions: Mapping[str, Expr], _: Vocabulary) -> Judge | None:
    if (zen := _imported("zen")) is None:
        return None
    whole = zen.compile_expression(_as_list(conditions, _Written(" and ", " or ", "not")))
    return lambda known: whole.evaluate(known)


def _json_logic(conditions: Mapping[str, Expr], _: Vocabulary) -> Judge | None:
    if (json_logic := _imported("json_logic")) is None:
        return None
    rules = [fold(expr, _AsJson()) for expr in conditions.values()]
    return lambda known: [json_logic.jsonLogic(rule, known) for rule in rules]


def _openfisca(conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> Judge | None:
    """OpenFisca is AGPL: it is measured where somebody has it, and never installed by us."""
    if _imported("openfisca_core") is None:
        return None
    entities = importlib.import_module("openfisca_core.entities")
    builder = importlib.import_module("openfisca_core.simulation_builder")
    systems = importlib.import_module("openfisca_core.taxbenefitsystems")
    periods = importlib.import_module("openfisca_core.periods")
    variables = importlib.import_module("openfisca_core.variables")
    person = entities.build_entity(key="person", plural="persons", label="", is_person=True)
    system = systems.TaxBenefitSystem([person])
    of_type = {FactType.BOOL: bool, FactType.INT: int, FactType.NUMBER: float, FactType.CHOICE: int}
    used = {fact: kind for fact, item in vocabulary.facts.items() if (kind := of_type.get(item.type)) is not None}

    def variable(name: str, kind: type, formula: Callable[..., object] | None = None) -> None:
        body: dict[str, Any] = {"value_type": kind, "entity": person, "definition_period": periods.DateUnit.DAY}
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), body))

    for fact, kind in used.items():
        variable(fact, kind)
    for name, expr in conditions.items():
        written = fold(expr, _AsArrays(vocabulary))
        # As an author of OpenFisca would have written them.
        variable(f"rule_{name}", bool, eval(f"lambda person, period: {written}"))  # noqa: S307 - our own rules as text

    def judge(known: Mapping[str, Value]) -> list[object]:
        simulation = builder.SimulationBuilder().build_default_simulation(system)
        for fact, value in known.items():
            choices = list(vocabulary.facts[fact].choices)
            if choices:
                value = choices.index(str(value))
            simulation.set_input(fact, _A_DAY, [value])
        return [simulation.calculate(f"rule_{name}", _A_DAY)[0] for name in conditions]

    return judge


class _Written:
    """A condition in the language of a peer."""

    def __init__(self, both: str, either: str, deny: str) -> None:
        self._both, self._either, self._deny = both, either, deny

    def truth(self, value: bool, /) -> str:  # noqa: FBT001 - the constant itself
        return str(value).lower()

    def atom(self, atom: Atom, /) -> str:
        match atom:
            case Holds(fact, yes):
                return str(fact) if yes else f"{self._deny}({fact})"
            case OneOf(fact, values, inside):
                listed = ", ".join(f'"{value}"' for value in values)
                return f"{'' if inside else self._deny}({fact} in [{listed}])"
            case Compare(fact, op, bound):
                return f"({fact} {op.sign} {bound})"

    def every(self, parts: Iterable[str], /) -> str:
        return f"({self._both.join(parts)})"

    def some(self, parts: Iterable[str], /) -> str:
        return f"({self._either.join(parts)})"


class _AsArrays(_Written):
    """A condition over columns of residents, as NumPy has it; choices by their numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(" & ", " | ", "~")
        self._facts = vocabulary.facts

    def atom(self, atom: Atom, /) -> str:
        value = f"person({str(atom.subject)!r}, period)"
        match atom:
            case Holds(_, yes):
                return value if yes else f"~{value}"
            case OneOf(fact, values, inside):
                choices = list(self._facts[str(fact)].choices)
                some = " | ".join(f"({value} == {choices.index(str(each))})" for each in values)
                return f"({some})" if inside else f"~({some})"
            case Compare(_, op, bound):
                return f"({value} {op.sign} {bound})"


class _AsJson:
    """A condition as JsonLogic."""

    def truth(self, value: bool, /) -> Any:  # noqa: FBT001 - the constant itself
        return value

    def atom(self, atom: Atom, /) -> Any:
        value = {"var": str(atom.subject)}
        match atom:
            case Holds(_, yes):
                return value if yes else {"!": [value]}
            case OneOf(_, values, inside):
                found = {"in": [value, list(values)]}
                return found if inside else {"!": [found]}
            case Compare(_, op, bound):
                return {op.sign: [value, bound]}

    def every(self, parts: Iterable[Any], /) -> Any:
        return {"and": list(parts)}

    def some(self, parts: Iterable[Any], /) -> Any:
        return {"or": list(parts)}


def _as_list(conditions: Mapping[str, Expr], algebra: _Written) -> str:
    return f"[{', '.join(fold(expr, algebra) for expr in conditions.values())}]"


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def agree(judges: Mapping[str, Judge], people: Sequence[KnownFacts], ours: Callable[[KnownFacts], list[bool]]) -> None:
    """That every peer says of these people what we say. RuntimeError: one does not."""
    for name, judge in judges.items():
        for known in people:
            found = judge(plain(known))
            assert isinstance(found, list)
            if [bool(each) for each in found] != ours(known):
                raise RuntimeError(f"{name} judges otherwise than we do")
