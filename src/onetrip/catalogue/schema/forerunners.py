"""What has to be done before a matter: how it is written, and whether one person can do the two one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from onetrip.catalogue.book import Matter
from onetrip.catalogue.files import Node, Table
from onetrip.catalogue.schema.asks import papers_of
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.reference import Reference
from onetrip.planning import Forerunner
from onetrip.rules import Atom, Expr, Truth, Where, can_hold, every, fact_of, fold, some


def read_forerunner(
    reader: Reader, node: Node, reference: Reference, matters: Mapping[str, Where]
) -> Forerunner | None:
    """One entry of `needs_first`: the id of a matter alone, or `{matter, when, paper}`."""
    if not isinstance(node, Table):
        plain = reader.reference(node, matters, "事项", "matter")
        return Forerunner(plain) if plain else None
    reader.table(node, ("matter",), ("when", "paper"))
    get = node.entries.get
    matter = reader.reference(get("matter"), matters, "事项", "matter")
    when = reader.condition(get("when"))
    paper = reader.reference(get("paper"), reference.declared("papers.yaml"), "材料", "paper")
    return Forerunner(matter, when, paper) if matter else None


def forerunners_are_sound(
    reader: Reader, reference: Reference, matters: Mapping[str, Matter], files: Mapping[str, Node]
) -> None:
    """Somebody can do first what comes first, while it is due; and its result is a paper of the matter, where it says so."""
    for matter in matters.values():
        tree = files.get(matter.file)
        place = tree.places.get("needs_first") if isinstance(tree, Table) else None
        for forerunner in matter.terms.needs_first:
            _can_come_first(reader, reference, matters, matter, forerunner, place or Where(matter.file, 1))
            if forerunner.paper is not None and forerunner.paper not in papers_of(matter.terms):
                reader.error(
                    place or Where(matter.file, 1),
                    f"“{matter.id}”不要“{forerunner.paper}”这样材料，不能写在 needs_first 的 paper 里。",
                    f'"{matter.id}" asks for no paper "{forerunner.paper}", so needs_first cannot name it.',
                )


def _can_come_first(
    reader: Reader,
    reference: Reference,
    matters: Mapping[str, Matter],
    matter: Matter,
    forerunner: Forerunner,
    where: Where,
) -> None:
    """Apart from what the first one's result changes, both conditions can hold, together with `when`."""
    first = matters.get(forerunner.matter)
    if first is None or first.terms.kind == "not_here":
        return
    free = _Freed(first.terms.changes)
    due = [fold(first.terms.entitled, free)]
    if forerunner.when is not None:
        due = [every(first.terms.entitled, forerunner.when)]
        if not can_hold(due[0], reference.vocabulary):
            zh = f"要先办的“{forerunner.matter}”，它的 when 和它自己的条件矛盾：谁也用不着先办它。"
            en = (
                f'The when of "{forerunner.matter}", which comes first, contradicts its own condition: it is never due.'
            )
            reader.warn(where, zh, en)
            return
        due = [fold(due[0], free)]
    if not can_hold(every(fold(matter.terms.entitled, free), *due), reference.vocabulary):
        zh = f"和要先办的“{forerunner.matter}”矛盾：没有人能先办它、再办这件。它的结果会改变哪些情况，写在它的 changes 里。"
        en = f'This contradicts "{forerunner.matter}", which comes first: nobody can do both. Its changes name what its result changes.'
        reader.warn(where, zh, en)


class _Freed:
    """A condition with every comparison about the named facts taken as holding."""

    def __init__(self, facts: Collection[str]) -> None:
        self._facts = facts

    def truth(self, value: bool, /) -> Expr:  # noqa: FBT001 - the constant itself
        return Truth(value)

    def atom(self, atom: Atom, /) -> Expr:
        return Truth(value=True) if fact_of(atom) in self._facts else atom

    def every(self, parts: Iterable[Expr], /) -> Expr:
        return every(*parts)

    def some(self, parts: Iterable[Expr], /) -> Expr:
        return some(*parts)
