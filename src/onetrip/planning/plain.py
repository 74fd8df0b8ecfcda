"""Frozen dataclasses to plain JSON data and back, by their own field types, without loss."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """The value as dicts, lists, texts, numbers, true, false and null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _field_types(type(value))}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The dataclass that `to_plain` made this of. ValueError: the data is not of that shape."""
    made = _read(kind, data)
    assert isinstance(made, kind)  # noqa: S101 - _read makes what it is asked for or raises
    return made


def _read(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        return _read_dataclass(kind, data)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        choices = get_args(kind)
        if data is None and NoneType in choices:
            return None
        rest = [choice for choice in choices if choice is not NoneType]
        return _read(rest[0], data) if len(rest) == 1 else _expect(isinstance(data, tuple(rest)), data)
    if origin is tuple:
        _expect(isinstance(data, list), data)
        inner = get_args(kind)[0]
        return tuple(_read(inner, item) for item in data)
    if origin is Literal:
        return _expect(data in get_args(kind), data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is date:
        _expect(isinstance(data, str), data)
        return date.fromisoformat(data)
    return _expect(isinstance(data, kind) and (kind is bool or not isinstance(data, bool)), data)


def _read_dataclass(kind: Any, data: Any) -> Any:
    types = _field_types(kind)
    # What was kept before a field existed is read with that field's default: a promise outlives the code that made it.
    if not isinstance(data, dict) or not _needed_fields(kind) <= data.keys() <= types.keys():
        raise ValueError(f"not the fields of {kind.__name__}")
    return kind(**{name: _read(types[name], value) for name, value in data.items()})


def _expect(fits: bool, data: Any) -> Any:  # noqa: FBT001 - the sentence reads: expect that …
    if not fits:
        raise ValueError(f"unexpected {type(data).__name__}")
    return data


@lru_cache(maxsize=64)
def _field_types(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@lru_cache(maxsize=64)
def _needed_fields(kind: type) -> frozenset[str]:
    return frozenset(
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    )
