"""What no resident can be: `consistency.yaml`, which a small catalogue may do without."""

from __future__ import annotations

from collections.abc import Mapping

from onetrip.catalogue.files import Node
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.reference import entries, read_sources
from onetrip.rules import Constraint, Where, bans_of, can_hold, every, facts_of, negate

FILE = "consistency.yaml"
KINDS = ("impossible", "unlikely")


def read_constraints(reader: Reader, trees: Mapping[str, Node]) -> tuple[Constraint, ...]:
    """The combinations that nobody can have, and those that hardly anybody has, in the order of the file."""
    places: dict[str, dict[str, Where]] = {}
    found = tuple(entries(reader, trees, FILE, _constraint, places).values())
    _each_adds_something(reader, found, places[FILE])
    return found


def _constraint(reader: Reader, key: str, node: Node) -> Constraint | None:
    table = reader.table(node, ("never", "why", "kind", "sources"))
    if table is None:
        return None
    get = table.entries.get
    kind = reader.choice(get("kind"), KINDS)
    why = reader.text(get("why"))
    read_sources(reader, get("sources"), None)
    never = reader.condition(get("never"))
    if never is None or why is None or kind is None:
        return None
    where = table.entries["never"].where
    if not can_hold(negate(never), reader.vocabulary):
        reader.error(
            where, "谁都是这样，就谁都对不上了。", "Everybody is like this, so everybody would contradict themselves."
        )
        return None
    bans = bans_of(never)
    if bans is None:
        reader.error(where, "这个条件太绕，请拆成几条。", "This condition is too tangled; write it as several.")
        return None
    if any(len(ban) < 2 for ban in bans):
        reader.error(
            where,
            "要有两种情况才会对不上；一种情况自己不能有的值，从选项或上下限里去掉。",
            "It takes two facts to contradict each other; what one fact cannot be leaves its choices or its bounds.",
        )
        return None
    return Constraint(key, never, why, certain=kind == "impossible")


def _each_adds_something(reader: Reader, found: tuple[Constraint, ...], places: Mapping[str, Where]) -> None:
    """A constraint that another one says already would be told beside it, or never."""
    redundant: set[str] = set()
    for one in found:
        for other in found:
            if one is other or other.id in redundant or (one.certain and not other.certain):
                continue
            covers = facts_of(other.never) <= facts_of(one.never)
            if covers and not can_hold(every(one.never, negate(other.never)), reader.vocabulary):
                redundant.add(one.id)
                reader.error(
                    places[one.id],
                    f"“{other.id}”（{places[other.id]}）已经包括了这一条。",
                    f'"{other.id}" ({places[other.id]}) says this already.',
                )
                break
