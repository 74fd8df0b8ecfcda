"""What a question of training is. Pure: plain frozen data, made from a catalogue and never stored as a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onetrip.rules import Text


class Kind(StrEnum):
    """What is asked of the clerk."""

    ENTITLED = "entitled"  # is this resident entitled?
    PAPERS = "papers"  # which papers does this resident bring?
    TELL = "tell"  # what do you tell this resident?
    BY_WHEN = "by-when"  # by when does this resident have an answer?


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from; `id` is stable within its item."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question about a resident who does not exist.

    `id` is "<matter>:<kind>:<16 hex digits>": the same as long as nothing that the question or its answer rests on has
    changed, whatever the day. `told` is what the resident says of themselves, a sentence each. `several`: more than one
    option may be right, and exactly the right ones have to be chosen. `is_verified`: False where the question rests on what
    the catalogue itself holds open or knows from a weak source; it then asks for the rule in force, and says so.
    """

    id: str
    matter: str
    category: str
    kind: Kind
    told: tuple[Text, ...]
    question: Text
    options: tuple[Option, ...]
    several: bool
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as the engine judges it: whether it is right, which options are, and why, in sentences to read aloud."""

    is_right: bool
    right: frozenset[str]
    why: tuple[Text, ...]
