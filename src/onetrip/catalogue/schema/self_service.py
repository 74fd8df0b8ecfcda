"""`form:` and `at_kiosk:` of a matter's file."""

from __future__ import annotations

from datetime import time

from onetrip.catalogue.files import Node, Table
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.self_service import FIELD_KINDS, PREFILLS, AtKiosk, FormField, Looking, Review
from onetrip.rules import Text

MOST_FIELDS = 30
"""Fields of one form; nobody fills in more standing before a screen."""


def read_self_service(reader: Reader, form: Node | None, at_kiosk: Node | None) -> AtKiosk:
    """What the file says of running the matter at a kiosk; what it leaves out is empty."""
    fields = reader.each(form, lambda node: _field(reader, node))
    _refuse_repeated(reader, form, fields)
    source, review = None, None
    if at_kiosk is not None and (table := reader.table(at_kiosk, (), ("source", "review"))) is not None:
        source = reader.identifier(table.entries.get("source"))
        review = _review(reader, table.entries.get("review"))
    return AtKiosk(form=fields, source=source, review=review)


def _field(reader: Reader, node: Node) -> FormField | None:
    table = reader.table(node, ("id", "label"), ("type", "required", "prefill", "hint", "choices", "most"))
    if table is None:
        return None
    get = table.entries.get
    name, label = reader.identifier(get("id")), reader.text(get("label"))
    kind = reader.choice(get("type"), FIELD_KINDS, "line")
    choices = _choices(reader, get("choices"))
    if (kind == "choice") != bool(choices):
        reader.error(
            node.where,
            "choices 和 type: choice 要一起写。",
            "Write choices with type: choice, and only with it.",
        )
        return None
    if name is None or label is None:
        return None
    return FormField(
        id=name,
        label=label,
        kind=kind,
        required=reader.boolean(get("required"), fallback=True),
        prefill=reader.choice(get("prefill"), PREFILLS),
        hint=reader.text(get("hint")),
        choices=choices,
        most=reader.integer(get("most"), least=1),
    )


def _choices(reader: Reader, node: Node | None) -> tuple[tuple[str, Text], ...]:
    if node is None:
        return ()
    if not isinstance(node, Table):
        reader.error(node.where, "这里要写成“值: {zh: …, en: …}”。", "Write “value: {zh: …, en: …}” here.")
        return ()
    read = ((value, reader.text(text)) for value, text in node.entries.items())
    return tuple((value, text) for value, text in read if text is not None)


def _review(reader: Reader, node: Node | None) -> Review | None:
    if node is None:
        return None
    table = reader.table(node, ("minutes",), ("hours",))
    if table is None:
        return None
    minutes = reader.integer(table.entries.get("minutes"), least=1)
    hours = _hours(reader, table.entries.get("hours"))
    return None if minutes is None else Review(minutes, hours)


def _hours(reader: Reader, node: Node | None) -> tuple[Looking, ...]:
    table = None if node is None else reader.table(node, (), ("working_days", "days_off"))
    if table is None:
        return ()
    on_working_days = _stretches(reader, table.entries.get("working_days"), on_working_days=True)
    return on_working_days + _stretches(reader, table.entries.get("days_off"), on_working_days=False)


def _stretches(reader: Reader, node: Node | None, *, on_working_days: bool) -> tuple[Looking, ...]:
    """As "8:30-11:30, 13:00-16:30"."""
    text = reader.string(node)
    if text is None or node is None:
        return ()
    try:
        ends = [[time.fromisoformat(clock.strip().zfill(5)) for clock in one.split("-")] for one in text.split(",")]
        found = tuple(Looking(on_working_days, begins, until) for begins, until in ends)
    except ValueError:
        found = ()
    if not found or any(one.ends <= one.begins for one in found):
        reader.error(node.where, "要写成“8:30-11:30, 13:00-16:30”。", 'Write it as "8:30-11:30, 13:00-16:30".')
        return ()
    return found


def _refuse_repeated(reader: Reader, node: Node | None, fields: tuple[FormField, ...]) -> None:
    if node is None:
        return
    ids = [field.id for field in fields]
    if len(set(ids)) < len(ids) or len(ids) > MOST_FIELDS:
        reader.error(
            node.where,
            f"表格最多 {MOST_FIELDS} 项，每项编号不能重复。",
            f"A form has at most {MOST_FIELDS} fields, each with an id of its own.",
        )
