"""The official codes of a matter. They are shown and exported, and never used as a key: one code may serve several items.

GB/T 39554.1-2020: a basic code has 12 characters; an implementation code is the organisation's 18, one for the level
and the basic code; a handling-item code adds a serial of two. The city's kiosks show the last 15 of a handling-item
code, without the organisation.
"""

from __future__ import annotations

import re

from onetrip.catalogue.files import Listing, Node
from onetrip.catalogue.schema.fields import Reader
from onetrip.rules import Where

LENGTHS = {"basic": 12, "implementation": 31, "handling": 33, "item": 15}
"""The schemes with a fixed length; `local` holds whatever else a source shows."""
SCHEMES = (*LENGTHS, "local")

_ORGANISATION = 18


def read_codes(reader: Reader, node: Node | None) -> dict[str, tuple[str, ...]]:
    """The codes by scheme, each one code or a list of them; every code's parts must agree with those beside it."""
    table = reader.table(node, (), SCHEMES) if node is not None else None
    if table is None:
        return {}
    codes: dict[str, tuple[str, ...]] = {}
    for scheme, inner in table.entries.items():
        if scheme not in SCHEMES:
            continue
        rows = inner.items if isinstance(inner, Listing) else (inner,)
        written = [(row, code) for row in rows if (code := reader.string(row)) is not None]
        found = tuple(code for row, code in written if _is_code(reader, row.where, scheme, code))
        if found:
            codes[scheme] = found
    _agree(reader, table.places, codes)
    return codes


def basic_of(scheme: str, code: str) -> str:
    """The 12 characters of the basic code inside a longer one."""
    start = {"basic": 0, "item": 1}.get(scheme, _ORGANISATION + 1)
    return code[start : start + LENGTHS["basic"]]


def _is_code(reader: Reader, where: Where, scheme: str, code: str) -> bool:
    length = LENGTHS.get(scheme)
    if length is None or re.fullmatch(f"[0-9A-Z]{{{length}}}", code):
        return True
    reader.error(
        where,
        f"{scheme} 要 {length} 位数字或大写字母，这里有 {len(code)} 位。",
        f"{scheme} has {length} digits or capital letters; this has {len(code)}.",
    )
    return False


def _agree(reader: Reader, places: dict[str, Where], codes: dict[str, tuple[str, ...]]) -> None:
    """A longer code holds one of the shorter codes written beside it."""
    known = codes.get("basic", ())
    for scheme in ("implementation", "handling", "item"):
        for code in codes.get(scheme, ()):
            if known and basic_of(scheme, code) not in known:
                reader.error(places[scheme], f"{scheme} 和 basic 对不上。", f"{scheme} does not contain basic.")
    implemented = codes.get("implementation", ())
    for code in codes.get("handling", ()):
        if implemented and code[: LENGTHS["implementation"]] not in implemented:
            zh, en = "handling 和 implementation 对不上。", "handling does not contain implementation."
            reader.error(places["handling"], zh, en)
