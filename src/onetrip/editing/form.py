"""A matter's file as a form: drawn from the text, read from what was sent, and written back without touching the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onetrip.catalogue.rewriting import CannotRewrite, Tree, rewrite, tree_of
from onetrip.catalogue.writing import block_entry
from onetrip.editing.matter_fields import FIELD_NAMES, GROUPS, ORDER, Group, Names, shapes
from onetrip.editing.shapes import Drawn, Line, Misfit, Sent, Shape, rows_sent
from onetrip.ledger.refusals import Malformed
from onetrip.rules import Text

CONDITION = "entitled"
_STEP = re.compile(r"(add|remove|up|down):([a-z_]+(?:\.[a-z0-9_]+)*)")


@dataclass
class DrawnGroup:
    """A group with its fields; `filled` tells whether anything stands in it."""

    group: Group
    fields: list[Drawn] = field(default_factory=list)

    @property
    def is_filled(self) -> bool:
        return any(each.is_filled for each in self.fields)


class MatterForm:
    """The form of one matter's text. Raises CannotRewrite when the text cannot be read field by field."""

    def __init__(self, text: str, names: Names) -> None:
        tree = tree_of(text)
        if tree is None:
            raise CannotRewrite("the text cannot be read")
        self.text = text
        self.tree = tree
        self._shapes: dict[str, tuple[Text, Shape]] = {
            **shapes(names),
            CONDITION: (FIELD_NAMES[CONDITION], Line("condition")),
        }
        self.as_text = self._fields_as_text()

    def drawn(self, sent: Sent | None = None) -> list[DrawnGroup]:
        """The groups of the page, filled from the text, or from what was `sent` and not saved yet."""
        values = self.tree if sent is None else self._sent_values(sent)
        groups = [DrawnGroup(group, [self._draw(key, values) for key in group.keys]) for group in GROUPS]
        placed = {key for group in GROUPS for key in group.keys} | {"id", CONDITION}
        others = [key for key in (*ORDER, *self.tree) if key not in placed]
        if others:
            rest = Group("rest", Text("其他", "Other fields"), tuple(dict.fromkeys(others)))
            groups.append(DrawnGroup(rest, [self._draw(key, values) for key in rest.keys]))
        return groups

    def condition(self, sent: Sent | None = None) -> str:
        """The condition for whom, as it is written."""
        if sent is not None and CONDITION in sent:
            return sent[CONDITION]
        value = self.tree.get(CONDITION, "")
        return value if isinstance(value, str) else ""

    def written(self, sent: Sent) -> str:
        """The text with what was changed in the form. Raises CannotRewrite, Malformed (field) for a text field in disorder."""
        changes: dict[str, Tree | None] = {}
        for key in dict.fromkeys((*self._shapes, *self.tree, *ORDER)):
            if key == "id" or not _was_shown(sent, key):
                continue
            before, after = self._normal(key), self._read(key, sent)
            if before != after:
                changes[key] = after
        return rewrite(self.text, changes, ORDER)

    def _draw(self, key: str, values: dict[str, Tree]) -> Drawn:
        label = FIELD_NAMES.get(key, Text(key, key))
        value = values.get(key)
        if key in self.as_text:
            text = value if isinstance(value, str) and key in self.sent_text else _as_yaml(key, value)
            return Drawn("yaml", key, label, value=text)
        drawn = self._shapes[key][1].draw(key, label, value)
        drawn.open = True
        return drawn

    def _fields_as_text(self) -> frozenset[str]:
        """The fields that have no shape, or whose value does not fit it."""
        found = set()
        self.sent_text: set[str] = set()
        for key in dict.fromkeys((*ORDER, *self.tree)):
            shape = self._shapes.get(key)
            try:
                if shape is None:
                    raise Misfit
                shape[1].normal(self.tree.get(key))
            except Misfit:
                found.add(key)
        return frozenset(found - {"id"})

    def _normal(self, key: str) -> Tree | None:
        if key in self.as_text:
            return self.tree.get(key)
        return self._shapes[key][1].normal(self.tree.get(key))

    def _read(self, key: str, sent: Sent) -> Tree | None:
        if key not in self.as_text:
            return self._shapes[key][1].read(sent, key)
        return _from_yaml(key, sent.get(key, ""))

    def _sent_values(self, sent: Sent) -> dict[str, Tree]:
        values = dict(self.tree)
        for key in dict.fromkeys((*self._shapes, *self.tree, *ORDER)):
            if not _was_shown(sent, key):
                continue
            if key in self.as_text:
                self.sent_text.add(key)
                values[key] = sent.get(key, "")
                continue
            value = _with_empty_rows(self._shapes[key][1], sent, key)
            values.pop(key, None)
            if value is not None:
                values[key] = value
        return values


def stepped(sent: Sent, step: str) -> dict[str, str]:
    """What was sent, with a row added ("add:papers"), removed or moved ("remove:papers.2", "up:…", "down:…").

    Raises Malformed for a step that does not exist.
    """
    found = _STEP.fullmatch(step)
    if found is None:
        raise Malformed("step-unknown", "没有这一步。请刷新页面。", "There is no such step. Please reload the page.")
    verb, name = found.groups()
    moved = dict(sent)
    if verb == "add":
        moved[f"{name}.rows"] = str(rows_sent(sent, name) + 1)
        return moved
    listing, _, place = name.rpartition(".")
    count = rows_sent(sent, listing)
    if not place.isdigit() or not int(place) < count:
        return moved
    order = list(range(count))
    at = order.pop(int(place))
    if verb != "remove":
        order.insert(max(0, at - 1) if verb == "up" else at + 1, at)
    return _reordered(moved, listing, order)


def _reordered(sent: dict[str, str], listing: str, order: list[int]) -> dict[str, str]:
    row = re.compile(re.escape(listing) + r"\.(\d+)(\..+)?")
    kept = {name: value for name, value in sent.items() if not row.fullmatch(name)}
    for new, old in enumerate(order):
        for name, value in sent.items():
            found = row.fullmatch(name)
            if found and int(found[1]) == old:
                kept[f"{listing}.{new}{found[2] or ''}"] = value
    kept[f"{listing}.rows"] = str(len(order))
    return kept


def _was_shown(sent: Sent, key: str) -> bool:
    """Whether the form held the field at all: one that is not sent is not taken out of the file."""
    return key in sent or any(name.startswith(f"{key}.") for name in sent)


def _with_empty_rows(shape: Shape, sent: Sent, name: str) -> Tree | None:
    """As `read`, but rows that were added and are still empty are there to be filled in."""
    value = shape.read(sent, name)
    count = rows_sent(sent, name)
    if count and f"{name}.rows" in sent:
        of = getattr(shape, "of", None)
        if of is not None:
            rows = [_with_empty_rows(of, sent, f"{name}.{place}") for place in range(count)]
            return [_empty(of, in_list=isinstance(value, list)) if row is None else row for row in rows]
    fields = getattr(shape, "fields", None)
    if fields:
        parts = {key: _with_empty_rows(each, sent, f"{name}.{key}") for key, (_, each) in fields.items()}
        return {key: part for key, part in parts.items() if part is not None} or None
    return value


def _empty(shape: Shape, *, in_list: bool) -> Tree:
    """What stands in a row before anything was typed in it."""
    if hasattr(shape, "of"):
        return []
    return {} if hasattr(shape, "fields") or in_list else ""


def _as_yaml(key: str, value: Tree | None) -> str:
    if value is None:
        return ""
    return block_entry(key, value, 0)


def _from_yaml(key: str, text: str) -> Tree | None:
    if not text.strip():
        return None
    tree = tree_of(text.replace("\r\n", "\n"))
    if tree is None or list(tree) != [key]:
        raise Malformed(
            "field-text",
            f"“{key}”这一栏要写成 YAML，以“{key}:”开头。",
            f"The field “{key}” has to be YAML that begins with “{key}:”.",
            field=key,
        )
    return tree[key]
