"""What messages say, read from kinds.yaml; and a message filled in. Pure but for reading the file once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onetrip.rules import Text

FILE = Path(__file__).parent / "kinds.yaml"

Values = Mapping[str, Text]
"""What a message is filled in with, in both languages."""

_PLACE = re.compile(r"\{(\w+)\}")


class KindsInvalid(Exception):
    """The file says something that no message can be made of."""


@dataclass(frozen=True)
class Kind:
    """One kind of message; the fields are those of kinds.yaml."""

    id: str
    name: Text
    fields: tuple[str, ...]
    title: Text
    short: Text
    letter: Text
    must_arrive: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Kinds:
    """All kinds, what text messages are signed with, what stands in place of a matter, and sample values."""

    sign: Text
    unnamed: Text
    sample: dict[str, Text]
    by_id: dict[str, Kind]


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """What the house says. Raises KindsInvalid."""
    return read(FILE.read_text(encoding="utf-8"))


def kind(name: str) -> Kind:
    """The kind of this id; KeyError where there is none."""
    return kinds().by_id[name]


def text_message(kind: Kind, values: Values, language: str) -> str:
    """The whole text message, signed."""
    return kinds().sign.in_language(language) + fill(kind.short, values, language)


def fill(words: Text, values: Values, language: str) -> str:
    """`words` in a language with every {name} filled in. KeyError where a value is missing: a message with a hole is none."""
    return _PLACE.sub(lambda place: values[place[1]].in_language(language), words.in_language(language))


def read(source: str) -> Kinds:
    """What a file says. Raises KindsInvalid, which names the kind and what is wrong with it."""
    told: dict[str, Any] = yaml.safe_load(source)
    sample = {name: _text(words, f"sample {name}") for name, words in told["sample"].items()}
    by_id = {name: _kind(name, said) for name, said in told["kinds"].items()}
    for one in by_id.values():
        if missing := set(one.fields) - set(sample):
            raise KindsInvalid(f"{one.id}: no sample of {sorted(missing)}")
    return Kinds(_text(told["sign"], "sign"), _text(told["unnamed"], "unnamed"), sample, by_id)


def _kind(name: str, said: dict[str, Any]) -> Kind:
    unknown = set(said) - {"name", "fields", "title", "short", "letter", "must_arrive", "urgent"}
    if unknown or not isinstance(said.get("fields"), list):
        raise KindsInvalid(f"{name}: unknown {sorted(unknown)}, or no fields")
    words = {part: _text(said.get(part), f"{name} {part}") for part in ("name", "title", "short", "letter")}
    one = Kind(
        id=name,
        fields=tuple(said["fields"]),
        must_arrive=said.get("must_arrive") is True,
        urgent=said.get("urgent") is True,
        **words,
    )
    for part in (one.title, one.short, one.letter):
        for language in ("zh", "en"):
            if undeclared := set(_PLACE.findall(part.in_language(language))) - set(one.fields):
                raise KindsInvalid(f"{name}: {sorted(undeclared)} is not among its fields")
    return one


def _text(said: Any, where: str) -> Text:
    if (
        not isinstance(said, dict)
        or set(said) != {"zh", "en"}
        or not all(isinstance(each, str) for each in said.values())
    ):
        raise KindsInvalid(f"{where}: write it as {{zh: …, en: …}}")
    if any("\n" in each or not each for each in said.values()):
        raise KindsInvalid(f"{where}: one line in each language")
    return Text(said["zh"], said["en"])
