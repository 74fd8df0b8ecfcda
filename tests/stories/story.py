"""A story read from its file: who comes, what they say, and what they must be told. The format stands in README.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from onetrip.catalogue.book import Catalogue
from onetrip.planning import Plan, Standing
from onetrip.rules import AGE, BIRTH_DATE, Fact, FactType, Problem, Text, Value, check_value
from tests.factories import TODAY

FOLDER = Path(__file__).parent
_KEYS = {
    "title", "who", "day", "needs", "person", "id_card", "proxy", "asks", "everything", "first_says", "does_not_want",
    "language", "told",
}  # fmt: skip
_TOLD = {
    "matters", "not_told", "bring", "bring_also", "perhaps", "not_needed", "trips", "words", "aloud", "never", "slip",
    "promised",
}  # fmt: skip


class StoryUnreadable(ValueError):
    """A story that cannot be meant; the message says what and where."""


@dataclass(frozen=True)
class Asks:
    """What somebody says, and the matter that must be found; None: nothing may be given as the answer."""

    says: str
    finds: str | None


@dataclass(frozen=True)
class Brought:
    """A paper to bring: how many of it and, where the story says so, for which matters exactly."""

    originals: int
    copies: int
    matters: frozenset[str] | None


@dataclass(frozen=True)
class Told:
    """What must be told. `bring` is everything that is brought, unless `bring_also`."""

    matters: Mapping[str, Standing] = field(default_factory=dict)
    not_told: frozenset[str] = frozenset()
    bring: Mapping[str, Brought] | None = None
    bring_also: bool = False
    perhaps: frozenset[str] = frozenset()
    not_needed: frozenset[str] = frozenset()
    trips: int | None = None
    words: tuple[str, ...] = ()
    aloud: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    slip: bool = True
    promised: bool | None = None


@dataclass(frozen=True)
class Story:
    """One resident. `person` is what is true of them and what they would say; all else they do not know."""

    name: str
    title: str
    person: Mapping[str, Value]
    asks: tuple[Asks, ...]
    told: Told
    day: date = TODAY
    id_card: bool = False
    proxy: bool = False
    everything: bool = False
    first_says: Mapping[str, Value] = field(default_factory=dict)
    does_not_want: tuple[str, ...] = ()
    language: str = "zh"
    needs: str = ""

    @property
    def is_supported(self) -> bool:
        """Whether plans can say what the story needs them to say."""
        return not self.needs or self.needs in {each.name for each in fields(Plan)}

    @property
    def wanted(self) -> tuple[str, ...]:
        """The matters asked for."""
        return tuple(each.finds for each in self.asks if each.finds is not None)

    @property
    def is_consultation(self) -> bool:
        """Whether anything is asked about: where nothing was found, nothing begins."""
        return bool(self.wanted) or self.everything

    def says(self, fact: str, *, at_first: bool = False) -> str | None:
        """What the person answers to the question about a fact, as it is sent; None: they do not know, or will not say."""
        known = {**self.person, **self.first_says} if at_first else self.person
        for name in (fact, AGE) if fact == BIRTH_DATE else (fact, BIRTH_DATE) if fact == AGE else (fact,):
            if name in known:
                return as_typed(known[name])
        return None


def as_typed(value: Value) -> str:
    """A value as a page sends it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def names() -> list[str]:
    """Every story there is."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(name: str, catalogue: Catalogue) -> Story:
    """The story of that name, its words turned into the ids of the catalogue. Raises StoryUnreadable."""
    return read_text(name, (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), catalogue)


def read_text(name: str, text: str, catalogue: Catalogue) -> Story:
    """A story from its text."""
    data = yaml.safe_load(text)
    _refuse_unknown(data, _KEYS, name)
    _refuse_unknown(data.get("told", {}), _TOLD, f"{name}: told")
    reader = _Reader(name, catalogue)
    return Story(
        name=name,
        title=data["title"],
        person=reader.facts(data.get("person", {})),
        asks=tuple(
            Asks(each["says"], reader.matter(each["finds"]) if each["finds"] else None) for each in data.get("asks", [])
        ),
        told=reader.told(data.get("told", {})),
        day=data.get("day", TODAY),
        id_card=data.get("id_card", False),
        proxy=data.get("proxy", False),
        everything=data.get("everything", False),
        first_says=reader.facts(data.get("first_says", {})),
        does_not_want=tuple(reader.matter(each) for each in data.get("does_not_want", [])),
        language=data.get("language", "zh"),
        needs=data.get("needs", ""),
    )


def _refuse_unknown(data: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := data.keys() - known:
        raise StoryUnreadable(f"{where}: nobody knows what {sorted(unknown)} means; there is {sorted(known)}")


class _Reader:
    """Turns words into the ids of a catalogue: a matter or a paper by its id or its name in either language."""

    def __init__(self, name: str, catalogue: Catalogue) -> None:
        self._name = name
        self._catalogue = catalogue

    def facts(self, said: Mapping[str, Any]) -> dict[str, Value]:
        """Facts by their ids or labels, values as people say them or by the ids of choices."""
        found = {}
        for name, raw in said.items():
            fact = self._fact(name)
            found[fact.id] = self._value(fact, raw)
        return found

    def matter(self, said: str) -> str:
        """The id of a matter."""
        return self._one_of(said, {each.id: each.name for each in self._catalogue.matters.values()}, "matter")

    def told(self, data: Mapping[str, Any]) -> Told:
        """What must be told."""
        bring = data.get("bring")
        return Told(
            matters={self.matter(name): Standing(standing) for name, standing in data.get("matters", {}).items()},
            not_told=frozenset(self.matter(each) for each in data.get("not_told", [])),
            bring=None if bring is None else {self._paper(name): self._brought(how) for name, how in bring.items()},
            bring_also=data.get("bring_also", False),
            perhaps=self._papers(data.get("perhaps", [])),
            not_needed=self._papers(data.get("not_needed", [])),
            trips=data.get("trips"),
            words=tuple(data.get("words", [])),
            aloud=tuple(data.get("aloud", [])),
            never=tuple(data.get("never", [])),
            slip=data.get("slip", True),
            promised=data.get("promised"),
        )

    def _brought(self, how: int | Mapping[str, Any]) -> Brought:
        if isinstance(how, int):
            return Brought(how, 0, None)
        _refuse_unknown(how, {"originals", "copies", "for"}, f"{self._name}: bring")
        matters = frozenset(self.matter(each) for each in how["for"]) if "for" in how else None
        return Brought(how.get("originals", 1), how.get("copies", 0), matters)

    def _papers(self, said: Iterable[str]) -> frozenset[str]:
        return frozenset(self._paper(each) for each in said)

    def _paper(self, said: str) -> str:
        return self._one_of(said, {each.id: each.name for each in self._catalogue.papers.values()}, "paper")

    def _fact(self, said: str) -> Fact:
        found = self._one_of(said, {each.id: each.label for each in self._catalogue.facts.values()}, "fact")
        return self._catalogue.facts[found]

    def _value(self, fact: Fact, raw: Any) -> Value:
        if fact.type is FactType.CHOICE:
            return self._one_of(raw, fact.choices, f"answer to {fact.id}")
        value = check_value(fact, raw)
        if isinstance(value, Problem):
            raise StoryUnreadable(f"{self._name}: {fact.id}: {value.en}")
        return value

    def _one_of(self, said: Any, named: Mapping[str, Text], what: str) -> str:
        if said in named:
            return str(said)
        found = [name for name, words in named.items() if said in (words.zh, words.en)]
        if len(found) != 1:
            raise StoryUnreadable(f"{self._name}: no {what} is called {said!r}; there is {sorted(named)}")
        return found[0]
