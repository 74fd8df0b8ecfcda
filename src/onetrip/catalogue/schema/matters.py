"""The file of one matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import get_args

from onetrip.catalogue.book import Matter, OftenAsked
from onetrip.catalogue.files import Node, Scalar, Table
from onetrip.catalogue.schema.codes import read_codes
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.reference import Reference, read_open, read_sources
from onetrip.catalogue.schema.self_service import read_self_service
from onetrip.catalogue.schema.terms import read_terms
from onetrip.planning import DecidedBy
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.rules import Truth, Where

REQUIRED = ("id", "name", "also", "category", "kind", "offer", "entitled", "sources")
OPTIONAL = (
    "private",
    "said",
    "department",
    "codes",
    "life_events",
    "decided_by",
    "basis",
    "channels",
    "needs_device",
    "area",
    "go_to",
    "situations",
    "papers",
    "proxy",
    "minor_gap",
    "steps",
    "limits",
    "fees",
    "season",
    "minutes",
    "result",
    "automatic",
    "leads_to",
    "needs_first",
    "changes",
    "slip",
    "asked_often",
    "form",
    "at_kiosk",
    "open",
)
_FIELDS = dict.fromkeys((*REQUIRED, *OPTIONAL))


def declared_matters(reader: Reader, trees: Mapping[str, Node]) -> dict[str, Where]:
    """The ids that the files declare, with their places. Two files with one id, or an id unlike its file's name, are problems."""
    found: dict[str, Where] = {}
    for name, tree in trees.items():
        node = tree.entries.get("id") if isinstance(tree, Table) else None
        if not isinstance(node, Scalar):
            continue
        matter, expected = node.text, PurePosixPath(name).stem
        if matter in found:
            earlier = found[matter].file
            reader.error(
                node.where,
                f"编号“{matter}”在 {earlier} 里已经用了。",
                f'The id "{matter}" is used in {earlier} already.',
            )
            continue
        if matter != expected:
            reader.error(
                node.where, f"编号要和文件名一样：“{expected}”。", f'The id must be the name of the file: "{expected}".'
            )
        found[matter] = node.where
    return found


def read_matter(reader: Reader, tree: Node, reference: Reference, matters: Mapping[str, Where]) -> Matter | None:
    """One matter; None when it is so incomplete that nothing can be made of it."""
    table = reader.table(tree, REQUIRED, OPTIONAL)
    if table is None:
        return None
    get = table.entries.get
    terms = read_terms(reader, table, reference, matters)
    department = reader.reference(get("department"), reference.declared("departments.yaml"), "部门", "department")
    also = reader.each(get("also"), reader.string)
    said = reader.each(get("said"), reader.string)
    codes = read_codes(reader, get("codes"))
    events = reader.each(
        get("life_events"),
        lambda node: reader.reference(node, reference.declared("life_events.yaml"), "人生大事", "life event"),
    )
    decided_by = reader.choice(get("decided_by"), get_args(DecidedBy))
    needs_device = reader.each(get("needs_device"), lambda node: reader.choice(node, tuple(CAPABILITIES)))
    basis = reader.each(get("basis"), reader.text)
    steps = reader.each(get("steps"), reader.text)
    asked_often = reader.each(get("asked_often"), lambda node: _often_asked(reader, node))
    at_kiosk = read_self_service(reader, get("form"), get("at_kiosk"))
    open_points = read_open(reader, get("open"), _FIELDS)
    sources = read_sources(reader, get("sources"), _FIELDS)
    if "sources" in table.entries and not reader.rows(get("sources")):
        where = table.places["sources"]
        reader.error(
            where,
            "至少写一个来源：从哪里看到的，哪一年，多可信。",
            "Give at least one source: what, of which year, how certain.",
        )
    if terms is None or (department is None and "department" in table.entries):
        return None
    terms = replace(terms, decided_by=decided_by)
    listed = terms.papers or any(situation.papers for situation in terms.situations)
    if not listed and any(point.of == "papers" for point in open_points):
        terms = replace(terms, papers_known=False)
    if any(point.incomplete for point in open_points):
        terms = replace(terms, papers_complete=False)
    if terms.entitled == Truth(value=True) and any(point.of == "entitled" for point in open_points):
        terms = replace(terms, entitled_known=False)
    return Matter(
        terms=terms,
        also=also,
        said=said,
        department=department,
        codes=codes,
        life_events=events,
        needs_device=needs_device,
        basis=basis,
        steps=steps,
        asked_often=asked_often,
        open=open_points,
        sources=sources,
        file=tree.where.file,
        at_kiosk=at_kiosk,
        private=reader.boolean(get("private")),
    )


def _often_asked(reader: Reader, node: Node) -> OftenAsked | None:
    table = reader.table(node, ("question", "answer"))
    if table is None:
        return None
    question, answer = reader.text(table.entries.get("question")), reader.text(table.entries.get("answer"))
    return OftenAsked(question, answer) if question and answer else None
