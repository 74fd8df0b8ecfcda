"""A catalogue as one value: every matter with all its texts, and the `Book` of terms that plans are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from onetrip.catalogue.self_service import NOTHING_SAID, AtKiosk
from onetrip.planning import Book, DecidedBy, MatterTerms, ProvidedAs
from onetrip.rules import Fact, Schedule, Text

Confidence = Literal["high", "medium", "low"]
CONFIDENCES = get_args(Confidence)
LicenceOf = Literal["resident", "somebody_else"]
Proves = Literal["authority", "guardianship", "kinship"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: which fields of the file it vouches for (`of`), when, and how well founded it is."""

    of: tuple[str, ...]
    what: Text
    as_of: str | None
    confidence: Confidence
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What nobody has verified, listed for the editor; shown to residents as 待核对 unless it is for the editor alone.

    `incomplete`, of papers: the matter may ask for others beside those it lists, and its list is no promise.
    """

    of: str
    text: Text
    shown: bool = True
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class OftenAsked:
    """A question people ask at the counter, with its answer."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the city whose matters the centre receives."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Category:
    """One of the large categories, with its seal of one character. `private`: that somebody has to do with a matter of it
    is nobody's business, so messages do not name it."""

    id: str
    name: Text
    seal: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens in a life and brings several matters with it, such as a birth."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Licence:
    """An electronic certificate by its 15-digit code."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper with what is written about it; its terms stand in the book.

    `licence_of`: whose its electronic certificate is. That of somebody else (a proxy, a child, the employer) is not looked up
    for the resident. `proves`: what the paper shows of two persons: that one authorised the other (a letter), is their
    guardian, or their kin.
    """

    id: str
    name: Text
    gloss: Text | None
    where: Text | None
    licence: str | None
    exempt_why: Text | None
    provided: bool
    provided_as: ProvidedAs | None
    sources: tuple[Source, ...]
    licence_of: LicenceOf = "resident"
    proves: Proves | None = None

    @property
    def own_licence(self) -> str | None:
        """The code under which the resident's own is looked up; None: there is none, or it is somebody else's."""
        return self.licence if self.licence_of == "resident" else None


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter with all its texts. `terms` is what plans are made from; `file` is where an editor finds it.

    `also` is what people call it, `said` whole questions as they ask them. `department` None: no source names one.
    `codes` are the official codes by their scheme; `basis` is the law. `needs_device` is what a kiosk must have to do it
    (planning/capabilities.py), beside a screen; `at_kiosk` is what else only a kiosk needs to know. `private`: messages do not
    name it.
    """

    terms: MatterTerms
    also: tuple[str, ...]
    said: tuple[str, ...]
    department: str | None
    codes: Mapping[str, tuple[str, ...]]
    life_events: tuple[str, ...]
    needs_device: tuple[str, ...]
    basis: tuple[Text, ...]
    steps: tuple[Text, ...]
    asked_often: tuple[OftenAsked, ...]
    open: tuple[OpenPoint, ...]
    sources: tuple[Source, ...]
    file: str
    at_kiosk: AtKiosk = NOTHING_SAID
    private: bool = False

    @property
    def id(self) -> str:
        """The id of the matter, which never changes."""
        return self.terms.id

    @property
    def decided_by(self) -> DecidedBy | None:
        """Whose district decides; None: no source says."""
        return self.terms.decided_by

    @property
    def name(self) -> Text:
        """The official name."""
        return self.terms.name

    def confidence(self, of: str) -> Confidence | None:
        """How well founded a field is: by its best source; None where no source names it."""
        found = [source.confidence for source in self.sources if of in source.of]
        return min(found, key=CONFIDENCES.index, default=None)

    def open_points(self, of: str) -> tuple[OpenPoint, ...]:
        """What nobody has verified about a field, as far as it is shown."""
        return tuple(point for point in self.shown_open if point.of == of)

    @property
    def shown_open(self) -> tuple[OpenPoint, ...]:
        """What nobody has verified, without what is for the editor alone."""
        return tuple(point for point in self.open if point.shown)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All of one version. Mappings are in the order in which things are shown.

    `digest` stands for the content: equal texts have equal digests. `number` is that of the published version, 0 for
    files that have not been published.
    """

    matters: Mapping[str, Matter]
    papers: Mapping[str, PaperText]
    departments: Mapping[str, Department]
    categories: Mapping[str, Category]
    licences: Mapping[str, Licence]
    life_events: Mapping[str, LifeEvent]
    book: Book
    digest: str
    number: int = 0

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that may be asked for."""
        return self.book.vocabulary.facts

    @property
    def amounts(self) -> Mapping[str, Schedule]:
        """The dated amounts."""
        return self.book.vocabulary.amounts

    def matter(self, matter: str) -> Matter | None:
        """The matter of that id, if there is one."""
        return self.matters.get(matter)

    def in_life_event(self, event: str) -> tuple[Matter, ...]:
        """The matters that a life event brings with it."""
        return tuple(matter for matter in self.matters.values() if event in matter.life_events)

    def in_category(self, category: str) -> tuple[Matter, ...]:
        """The matters of a category."""
        return tuple(matter for matter in self.matters.values() if matter.terms.category == category)
