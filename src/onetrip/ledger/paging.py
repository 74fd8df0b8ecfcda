"""A long list one page at a time, by where the last line stood and not by how many came before it.

However far down one reads, a page costs what the first one costs, and a line that comes or goes meanwhile makes none of
the others appear twice or not at all.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

M = TypeVar("M", bound=Model)

_LONGEST = 400


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some lines of a list, and what to give as `after` for those behind them; "" when there are none."""

    lines: list[M]
    next: str


def page(found: QuerySet[M], order: Sequence[str], *, after: str, most: int) -> Page[M]:
    """At most `most` lines of `found` in `order`, behind the line that `after` names.

    `order` are paths of fields or names of annotations, a leading "-" for downwards, together different for every line; the first may be null,
    and such lines come last. An `after` that nobody has given out begins at the top.
    """
    keys = [key.removeprefix("-") for key in order]
    downwards = [key.startswith("-") for key in order]
    ordered = found.order_by(
        *(
            F(key).desc(nulls_last=True) if down else F(key).asc(nulls_last=True)
            for key, down in zip(keys, downwards, strict=True)
        )
    )
    seen = _read(after, [_field(found, key) for key in keys])
    if seen is not None:
        ordered = ordered.filter(_behind(keys, downwards, seen))
    lines = list(ordered[: most + 1])
    more = len(lines) > most
    return Page(lines[:most], _written([_value(lines[most - 1], key) for key in keys]) if more else "")


def _behind(keys: Sequence[str], downwards: Sequence[bool], seen: Sequence[Any]) -> Q:
    """Row by row: behind in the first key, or level in it and behind in the others."""
    key, value = keys[0], seen[0]
    further = _behind(keys[1:], downwards[1:], seen[1:]) if len(keys) > 1 else Q(pk__in=())
    if value is None:
        return Q(**{f"{key}__isnull": True}) & further
    side = "lt" if downwards[0] else "gt"
    level = Q(**{key: value}) & further
    # Said twice, so that the index of the first key is entered at the right place.
    bound = Q(**{f"{key}__{side}e": value}) & (Q(**{f"{key}__{side}": value}) | level)
    return bound | Q(**{f"{key}__isnull": True})


def _written(values: Sequence[Any]) -> str:
    plain = [None if value is None else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(after: str, fields: Sequence[Field[Any, Any]]) -> list[Any] | None:
    """The values behind `after`; None where it was not made by `_written` for these fields."""
    if not 0 < len(after) <= _LONGEST:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(plain, list) or len(plain) != len(fields):
        return None
    try:
        values = [
            None if text is None else field.to_python(_text(text)) for text, field in zip(plain, fields, strict=True)
        ]
    except (ValidationError, ValueError, OverflowError):
        return None
    return None if None in values[1:] else values


def _text(text: object) -> str:
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("not a value that stands in a list")
    return text


def _field(found: QuerySet[M], path: str) -> Field[Any, Any]:
    if path in found.query.annotations:
        return found.query.annotations[path].output_field
    model: type[Model] = found.model
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]  # noqa: SLF001 -- Django's own way
    return model._meta.pk if last == "pk" else model._meta.get_field(last)  # type: ignore[return-value]  # noqa: SLF001


def _value(line: Model, path: str) -> Any:
    value: Any = line
    for step in path.split("__"):
        value = getattr(value, step)
    return value
