"""The JSON Schema of a plan, made from its dataclasses: what `Plan.to_json` gives, and nothing else, fits it. Pure."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from onetrip.planning.plan import SCHEMA, Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {bool: "boolean", int: "integer", float: "number", str: "string", NoneType: "null"}


def schema() -> dict[str, Any]:
    """The schema of a plan, draft 2020-12. `docs/plan.md` says what each field means."""
    definitions: dict[str, Any] = {}
    whole = _object(Plan, definitions)
    whole["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": DIALECT,
        "title": "Onetrip plan",
        "description": "办事方案：字段说明见 docs/plan.md。 The plan of a resident; docs/plan.md says what each field means.",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """A dataclass. What has a default may be missing: it was not known when the plan was stored."""
    hints = get_type_hints(kind)
    needed = [each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING]
    return {
        "type": "object",
        "properties": {each.name: _of(hints[each.name], definitions) for each in fields(kind)},
        "required": needed,
        "additionalProperties": False,
    }


def _of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}  # named before it is made: it may hold itself
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _either([_of(each, definitions) for each in inside])
    if origin is tuple:
        return {"type": "array", "items": _of(inside[0], definitions)}
    if origin is Literal:
        return {"enum": list(inside)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [each.value for each in kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    return {"type": _PLAIN[kind]}


def _either(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """One of several: plain types in one line."""
    if all(each.keys() == {"type"} for each in choices):
        return {"type": [each["type"] for each in choices]}
    return {"anyOf": choices}
