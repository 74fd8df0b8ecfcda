"""The matter package: a whole catalogue as one JSON document that restores it.

Each matter stands in it twice. `task` is the row that other systems read, in the fields of the national exchange; it is
computed. `definition` is the content of our own file, from which the catalogue is read back. A package in which the two
disagree is refused (see `importing`), so that nobody changes the one and believes to have changed the matter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports.exchange import task
from onetrip.catalogue.exports.parts import NOTE
from onetrip.catalogue.files import Listing, Node, Scalar, parse_all
from onetrip.catalogue.schema.reading import MATTERS
from onetrip.catalogue.telling import Telling
from onetrip.rules import Text

FORMAT = "onetrip-matter-package"
VERSION = "1.0"

_FOR_THE_EDITOR = Text("有一处还没有核对，由编辑处理。", "Something is not verified yet; an editor is on it.")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,9})\.[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Content:
    """A catalogue with the texts it was read from."""

    catalogue: Catalogue
    texts: Mapping[str, str]
    city: str = ""


def export(content: Content, day: date, *, public: bool) -> str:
    """The package as of `day`, on which dated amounts are told; a public one leaves out what is for the editor alone."""
    trees, _ = parse_all(content.texts)
    read_back = _shown if public else dict
    matters = [plain(node) for name, node in trees.items() if name.startswith(MATTERS)]
    definitions = {matter["id"]: read_back(matter) for matter in matters}
    telling = Telling(content.catalogue, day)
    package = {
        "format": FORMAT,
        "format_version": VERSION,
        "city": content.city,
        "catalogue_version": content.catalogue.number,
        "as_of": day.isoformat(),
        "note": {"zh": NOTE.zh, "en": NOTE.en},
        "reference": {name: plain(node) for name, node in trees.items() if not name.startswith(MATTERS)},
        "matter": [
            {"task": task(matter, telling), "definition": definitions[matter.id]}
            for matter in content.catalogue.matters.values()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def plain(node: Node) -> Any:
    """A tree of a file as JSON values: true and false, numbers that JSON writes just so, everything else as texts."""
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    if not isinstance(node, Scalar):
        return {key: plain(inner) for key, inner in node.entries.items()}
    if not node.plain:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if node.text in ("", "null", "~"):
        return None
    if _INTEGER.fullmatch(node.text) and node.text != "-0":
        return int(node.text)
    if _DECIMAL.fullmatch(node.text) and repr(float(node.text)) == node.text:
        return float(node.text)
    return node.text


def _shown(definition: dict[str, Any]) -> dict[str, Any]:
    """With nothing of what is open for the editor alone but that something is: no paper may be promised on its account."""
    points = definition.get("open") or []
    hidden = {"zh": _FOR_THE_EDITOR.zh, "en": _FOR_THE_EDITOR.en}
    told = [{**point, **hidden} if point.get("shown") is False else point for point in points]
    return {**definition, "open": told} if told else definition
