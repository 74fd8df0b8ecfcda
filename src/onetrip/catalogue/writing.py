"""Writing values as YAML in the style of the catalogue's files: short things on one line, long ones below each other."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

WIDTH = 120
_ITEM = 76

TYPED = frozenset(
    [
        "originals",
        "copies",
        "main",
        "days",
        "minutes",
        "amount",
        "value",
        "order",
        "least",
        "most",
        "allowed",
        "on_the_spot",
        "automatic",
        "pays",
        "provided",
        "sensitive",
        "private",
        "hard_to_know",
        "shown",
        "incomplete",
        "from",
        "until",
    ]
)
"""Fields whose values are numbers, days or true and false, and therefore stand without quotes."""

_STARTS = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<]")
_OTHER_TYPE = re.compile(
    r"[-+]?[0-9][0-9_,.:eE+-]*|0[xo][0-9a-fA-F]+|\.?(?:inf|nan)|~|null|true|false|yes|no|on|off|y|n", re.IGNORECASE
)


def scalar(text: str, key: str = "", *, in_flow: bool = False, quote: str = "") -> str:
    """A text on one line: bare where any reader of YAML takes it for the same text, else in quotes.

    `key` is the field it belongs to, `quote` the sign around the value that it replaces.
    """
    typed = key in TYPED and _OTHER_TYPE.fullmatch(text)
    if not quote and (typed or _is_bare(text, in_flow=in_flow)):
        return text
    if (
        ("\n" not in text and "\\" not in text)
        and (quote == "'" or ('"' in text and "'" not in text))
        and text.isprintable()
    ):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def flow(value: Tree, key: str = "") -> str:
    """A value on one line, in braces and brackets."""
    if isinstance(value, str):
        return scalar(value, key, in_flow=True)
    if isinstance(value, list):
        return f"[{', '.join(flow(item, key) for item in value)}]"
    return f"{{{', '.join(f'{scalar(name, in_flow=True)}: {flow(inner, name)}' for name, inner in value.items())}}}"


def block_entry(key: str, value: Tree, indent: int) -> str:
    """`key: value`, without indentation before the key, which stands at column `indent`."""
    name = scalar(key)
    if isinstance(value, str):
        return f"{name}: {scalar(value, key)}"
    line = f"{name}: {flow(value, key)}"
    if not value or (_is_short(value) and len(line) + indent <= WIDTH):
        return line
    if isinstance(value, list):
        column = indent + 2
        return "\n".join([f"{name}:", *(block_item(item, key, column) for item in value)])
    inner = " " * (indent + 2)
    return "\n".join([f"{name}:", *(inner + block_entry(each, part, indent + 2) for each, part in value.items())])


def block_item(value: Tree, key: str, column: int) -> str:
    """An item of a list, with its dash at `column`."""
    dash = " " * column + "- "
    if isinstance(value, str):
        return dash + scalar(value, key)
    line = flow(value, key)
    if isinstance(value, list) or not value or (_is_flat(value) and len(line) + column + 2 <= WIDTH):
        return dash + line
    entries = [block_entry(each, part, column + 2) for each, part in value.items()]
    return dash + ("\n" + " " * (column + 2)).join(entries)


def _is_short(value: Tree) -> bool:
    """Whether a value reads well on one line: words, or one flat mapping."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value) and len(flow(value)) <= _ITEM
    return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())


def _is_flat(value: Tree) -> bool:
    """Whether an item reads well on one line: at most one level inside it."""
    return isinstance(value, dict) and all(isinstance(part, str) or _is_short(part) for part in value.values())


def _is_bare(text: str, *, in_flow: bool) -> bool:
    if not text or text != text.strip() or not text.isprintable() or _STARTS.match(text) or _OTHER_TYPE.fullmatch(text):
        return False
    if ": " in text or text.endswith(":") or " #" in text:
        return False
    return not (in_flow and re.search(r"[,\[\]{}]", text))
