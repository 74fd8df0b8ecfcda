"""Changing single fields of a YAML text and nothing else: every byte that a change does not concern stays as it is.

Comments, order, spacing, quotes and fields that a form does not know are therefore kept by construction, and a text in
which nothing was changed is the same text. The places come from the composed nodes; new pieces are written in the style
of the catalogue. The result is read again before it is given out: it says what was wanted, or nothing is changed.

Values are what `files` reads: a text, a list, a mapping. Whether a text is a number or a word is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from onetrip.catalogue.files import LOADER, Listing, Scalar, Table, parse
from onetrip.catalogue.files import Node as Read
from onetrip.catalogue.writing import block_entry, block_item, flow, scalar

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"


class CannotRewrite(ValueError):
    """The text is no mapping, or the change cannot be written into it; the plain text has to be edited."""


def plain(node: Read) -> Tree:
    """A read node as plain data."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(inner) for key, inner in node.entries.items()}


def tree_of(text: str) -> dict[str, Tree] | None:
    """The mapping that the text holds; None where it cannot be read or is none."""
    node, problems = parse("text", text)
    if problems or not isinstance(node, Table):
        return None
    found = plain(node)
    assert isinstance(found, dict)  # noqa: S101 -- a Table is one
    return found


def rewrite(text: str, changes: Mapping[str, Tree | None], order: Sequence[str] = ()) -> str:
    """The text with the top-level fields in `changes` set, or taken out where the value is None.

    A new field goes behind the last one before it in `order`. Raises CannotRewrite.
    """
    before = tree_of(text)
    if before is None:
        raise CannotRewrite("the text is no mapping")
    wanted = {key: value for key, value in {**before, **changes}.items() if value is not None}
    if wanted == before:
        return text
    for careful in (True, False):
        written = _Rewriting(text, careful=careful).apply(before, wanted, order)
        if tree_of(written) == wanted:
            return written
    raise CannotRewrite("the change cannot be written into the text")


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


class _Rewriting:
    """Gathers the edits of one text. Not `careful`: changed fields are written anew as a whole."""

    def __init__(self, text: str, *, careful: bool) -> None:
        self._text = text
        self._careful = careful
        self._edits: list[_Edit] = []

    def apply(self, before: dict[str, Tree], wanted: dict[str, Tree], order: Sequence[str]) -> str:
        root = yaml.compose(self._text, Loader=LOADER)
        if not isinstance(root, MappingNode) or root.flow_style or not root.value:
            return "".join(block_entry(key, value, 0) + "\n" for key, value in wanted.items())
        self._mapping(root, before, wanted, order)
        written = self._text
        for edit in sorted(self._edits, key=lambda each: (each.start, each.end), reverse=True):
            written = written[: edit.start] + edit.text + written[edit.end :]
        return written

    def _mapping(
        self, node: MappingNode, before: dict[str, Tree], wanted: dict[str, Tree], order: Sequence[str]
    ) -> None:
        """A mapping in block style, key by key."""
        indent = node.value[0][0].start_mark.column
        for index, (key_node, value_node) in enumerate(node.value):
            key = key_node.value
            if key not in wanted:
                self._remove_entry(node, index)
            elif wanted[key] != before[key] and not self._patch(value_node, before[key], wanted[key], key):
                self._edit(
                    key_node.start_mark.index, _end(value_node, self._text), block_entry(key, wanted[key], indent)
                )
        for key in (key for key in wanted if key not in before):
            self._insert_entry(node, key, wanted[key], indent, order)

    def _patch(self, node: Node, before: Tree, wanted: Tree, key: str) -> bool:
        """Change a value in place; False where its whole field has to be written anew."""
        if not self._careful:
            return False
        if isinstance(node, ScalarNode) and isinstance(wanted, str) and node.style not in ("|", ">"):
            in_flow = self._is_in_flow(node)
            self._edit(*_span(node), scalar(wanted, key, in_flow=in_flow, quote=node.style or ""))
            return True
        if isinstance(node, MappingNode) and isinstance(before, dict) and isinstance(wanted, dict):
            if not node.flow_style:
                self._mapping(node, before, wanted, tuple(wanted))
                return True
            if list(before) == list(wanted):
                return all(
                    self._patch(value, before[name.value], wanted[name.value], name.value)
                    for name, value in node.value
                    if before[name.value] != wanted[name.value]
                )
        if isinstance(node, SequenceNode) and isinstance(before, list) and isinstance(wanted, list):
            if not node.flow_style:
                return self._listing(node, before, wanted, key)
            if len(before) == len(wanted):
                return all(
                    self._patch(item, old, new, key)
                    for item, old, new in zip(node.value, before, wanted, strict=True)
                    if old != new
                )
        if isinstance(node, MappingNode | SequenceNode) and node.flow_style and not isinstance(wanted, str):
            self._edit(*_span(node), flow(wanted, key))
            return True
        return False

    def _listing(self, node: SequenceNode, before: list[Tree], wanted: list[Tree], key: str) -> bool:
        """A list in block style: items that stay keep their lines, also where they moved; False if it is laid out oddly."""
        dashes = [self._dash(item) for item in node.value]
        if not wanted or any(dash is None for dash in dashes):
            return False
        column = next(dash for dash in dashes if dash is not None)
        matcher = SequenceMatcher(
            None, [repr(item) for item in before], [repr(item) for item in wanted], autojunk=False
        )
        for what, first, last, start, stop in matcher.get_opcodes():
            old, new = node.value[first:last], wanted[start:stop]
            if what == "equal":
                continue
            common = min(len(old), len(new)) if what == "replace" else 0
            for place in range(common):
                if not self._patch(old[place], before[first + place], new[place], key):
                    start_at, end_at = old[place].start_mark.index, _end(old[place], self._text)
                    self._edit(start_at, end_at, block_item(new[place], key, column)[column + 2 :])
            for item in old[common:]:
                self._remove_lines(self._line_start(item.start_mark.index), _end(item, self._text))
            added = "".join(self._written(item, node, before, key, column) + "\n" for item in new[common:])
            if added:
                behind = old[common - 1] if common else node.value[first - 1] if first else None
                if behind is None:
                    self._insert(self._line_start(node.value[0].start_mark.index), added)
                else:
                    self._insert_after_line(_end(behind, self._text), added)
        return True

    def _written(self, item: Tree, node: SequenceNode, before: list[Tree], key: str, column: int) -> str:
        """The lines of an item: those it had, if it only moved."""
        for old, old_node in zip(before, node.value, strict=True):
            if old == item:
                start = self._line_start(old_node.start_mark.index)
                return self._text[start : self._line_end(_end(old_node, self._text))].rstrip("\r\n")
        return block_item(item, key, column)

    def _dash(self, item: Node) -> int | None:
        """The column of the dash before an item; None where something else stands on its line."""
        start = self._line_start(item.start_mark.index)
        before = self._text[start : item.start_mark.index]
        return len(before) - len(before.lstrip(" ")) if before.strip() == "-" else None

    def _remove_entry(self, node: MappingNode, index: int) -> None:
        key, value = node.value[index]
        line = self._line_start(key.start_mark.index)
        if self._text[line : key.start_mark.index].strip():
            # The first key of an item shares its line with the dash: the next one moves up to it.
            following = (
                node.value[index + 1][0].start_mark.index if index + 1 < len(node.value) else _end(value, self._text)
            )
            self._edit(key.start_mark.index, following, "")
        else:
            self._remove_lines(line, _end(value, self._text))

    def _insert_entry(self, node: MappingNode, key: str, value: Tree, indent: int, order: Sequence[str]) -> None:
        ahead = order[: order.index(key)] if key in order else [name.value for name, _ in node.value]
        behind = [entry for entry in node.value if entry[0].value in ahead]
        written = block_entry(key, value, indent)
        if behind:
            last = max(behind, key=lambda entry: entry[0].start_mark.index)
            self._insert_after_line(_end(last[1], self._text), " " * indent + written + "\n")
        else:
            self._insert(node.value[0][0].start_mark.index, written + "\n" + " " * indent)

    def _remove_lines(self, start: int, end: int) -> None:
        self._edit(start, self._line_end(end), "")

    def _insert_after_line(self, end: int, lines: str) -> None:
        at = self._line_end(end)
        self._insert(at, lines if self._text[:at].endswith("\n") else "\n" + lines.rstrip("\n"))

    def _insert(self, at: int, text: str) -> None:
        self._edit(at, at, text)

    def _edit(self, start: int, end: int, text: str) -> None:
        self._edits.append(_Edit(start, end, text))

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Behind the line break of the line in which `index` stands."""
        found = self._text.find("\n", index)
        return len(self._text) if found < 0 else found + 1

    def _is_in_flow(self, node: Node) -> bool:
        """Whether a scalar stands inside braces or brackets: then more signs have to be quoted. Erring is harmless."""
        line = self._text[self._line_start(node.start_mark.index) : node.start_mark.index]
        return "{" in line or "[" in line


def _span(node: Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _end(node: Node, text: str) -> int:
    """Behind the last sign of a node; the composer puts the end of a block at what comes after it."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[: node.end_mark.index].rstrip())
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1], text)
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1], text)
    return int(node.end_mark.index)
