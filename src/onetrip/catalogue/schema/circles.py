"""Matters that wait for each other, so that nobody could do the first of them."""

from __future__ import annotations

from collections.abc import Mapping

from onetrip.catalogue.book import Matter
from onetrip.catalogue.files import Node, Table
from onetrip.catalogue.schema.fields import Reader
from onetrip.planning import circles_in
from onetrip.rules import Where


def no_circles(reader: Reader, matters: Mapping[str, Matter], files: Mapping[str, Node]) -> None:
    """Each circle once, whole, at the line that closes it.

    One matter waits for another when that is among its `needs_first`, or when it comes by itself after that one alone.
    """
    waits_for = _waits_for(matters)
    for circle in circles_in(waits_for):
        matter = matters[circle[0]]
        whole = " → ".join((*circle, circle[0]))
        reader.error(
            _place(files.get(matter.file), matter.file),
            f"这几件互相等，哪一件都没法先办：{whole}。箭头指的是要先办的那件，请去掉其中一个。",
            f"These wait for each other, so none could come first: {whole}. The arrow points at what comes first; take one away.",
        )


def _waits_for(matters: Mapping[str, Matter]) -> dict[str, list[str]]:
    waits: dict[str, list[str]] = {
        matter.id: [first for first in matter.terms.forerunners if first in matters] for matter in matters.values()
    }
    causes: dict[str, list[str]] = {}
    for matter in matters.values():
        for follower in matter.terms.leads_to:
            causes.setdefault(follower, []).append(matter.id)
    for follower, leading in causes.items():
        if follower in waits and matters[follower].terms.automatic and len(leading) == 1:
            waits[follower] += leading
    return waits


def _place(tree: Node | None, file: str) -> Where:
    """The line of `needs_first`, else that of `leads_to`, else the first."""
    places = tree.places if isinstance(tree, Table) else {}
    return places.get("needs_first") or places.get("leads_to") or Where(file, 1)
