"""A few nodes as linked data, written as JSON-LD and as Turtle.

The house says only simple things in RDF (named nodes, texts in a language, typed values), so two small writers of the
same nodes stand here instead of a library that every page process would have to load; that both mean the same graph is
tested with rdflib, which we did not write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onetrip.rules import Text

_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Iri:
    """A reference to a thing: a full address, or a short name such as `skos:Concept`."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text in a language ("zh", "en")."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with a datatype such as `xsd:duration`."""

    text: str
    datatype: str


Value = Iri | Said | Typed | str


@dataclass(slots=True)
class Node:
    """A thing, what kinds of thing it is, and what is said of it."""

    iri: str
    types: tuple[str, ...]
    said: list[tuple[str, Value]] = field(default_factory=list)

    def say(self, predicate: str, *values: Value | None) -> Node:
        """Say something of it; None is not said."""
        self.said += [(predicate, value) for value in values if value is not None]
        return self

    def tell(self, predicate: str, text: Text | None) -> Node:
        """Say a text in both languages."""
        if text is not None:
            self.say(predicate, Said(text.zh, "zh"), Said(text.en, "en"))
        return self


def is_address(text: str) -> bool:
    """Whether a text can stand as the address of something on the web."""
    return text.startswith(("https://", "http://")) and _NO_IRI.search(text) is None


def as_json_ld(nodes: Iterable[Node], prefixes: Mapping[str, str]) -> str:
    """The nodes as one JSON-LD document that needs nothing from the web to be understood."""
    graph = [_json_node(node) for node in nodes]
    return json.dumps({"@context": dict(prefixes), "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def as_turtle(nodes: Iterable[Node], prefixes: Mapping[str, str]) -> str:
    """The nodes as Turtle. Raises ValueError for an address that is none."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    return head + "".join("\n" + "\n".join(_turtle_node(node, prefixes)) + "\n" for node in nodes)


def _json_node(node: Node) -> dict[str, Any]:
    written: dict[str, Any] = {"@id": node.iri, "@type": list(node.types)}
    for predicate, value in node.said:
        written.setdefault(predicate, []).append(_json_value(value))
    return written


def _json_value(value: Value) -> str | dict[str, str]:
    match value:
        case Iri(name):
            return {"@id": name}
        case Said(text, language):
            return {"@value": text, "@language": language}
        case Typed(text, datatype):
            return {"@value": text, "@type": datatype}
        case str():
            return value


def _turtle_node(node: Node, prefixes: Mapping[str, str]) -> Iterator[str]:
    lines = [f"a {', '.join(_turtle_iri(kind, prefixes) for kind in node.types)}"]
    lines += [f"{_turtle_iri(predicate, prefixes)} {_turtle_value(value, prefixes)}" for predicate, value in node.said]
    yield f"{_turtle_iri(node.iri, prefixes)} {lines[0]}{' ;' if lines[1:] else ' .'}"
    for number, line in enumerate(lines[1:], start=2):
        yield f"    {line}{' .' if number == len(lines) else ' ;'}"


def _turtle_iri(name: str, prefixes: Mapping[str, str]) -> str:
    if name.partition(":")[0] in prefixes and re.fullmatch(r"[a-z]+:[A-Za-z][A-Za-z0-9]*", name):
        return name
    if _NO_IRI.search(name):
        raise ValueError(f"no address: {name!r}")
    return f"<{name}>"


def _turtle_value(value: Value, prefixes: Mapping[str, str]) -> str:
    match value:
        case Iri(name):
            return _turtle_iri(name, prefixes)
        case Said(text, language):
            return f"{_quoted(text)}@{language}"
        case Typed(text, datatype):
            return f"{_quoted(text)}^^{_turtle_iri(datatype, prefixes)}"
        case str():
            return _quoted(value)


def _quoted(text: str) -> str:
    # JSON's escapes are Turtle's, apart from the stroke, which JSON leaves alone.
    return json.dumps(text, ensure_ascii=False)
