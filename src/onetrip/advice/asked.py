"""What the API of a consultation takes: the shapes of its requests."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from onetrip.advice.forms import MOST_NAMED
from onetrip.advice.told import Language
from onetrip.catalogue.saying import MOST_SAID
from onetrip.rules.answers import MOST_TYPED

MOST_WANTED = 40
MOST_FACTS = 400

_Named = Field(max_length=MOST_NAMED)


class Said(Schema):
    """What somebody wants, in their own words."""

    said: str = Field(max_length=MOST_SAID)


class Asked(Schema):
    """What to compute: the matters wanted, and what is known, by the ids of the catalogue.

    A value is as the fact's type has it (true, 66, "shanghai", "1961-12-18") or as somebody would type it ("是", "66岁").
    `skipped` are facts that will not be answered, `declined` matters not to be offered, `held` and `lacking` papers that
    are had or cannot be brought; `day` is today where it is left out; `everything` asks on until all that may be had is
    decided.
    """

    wanted: list[str] = Field(default_factory=list, max_length=MOST_WANTED)
    facts: dict[str, bool | int | float | str] = Field(default_factory=dict, max_length=MOST_FACTS)
    skipped: list[str] = Field(default_factory=list, max_length=MOST_FACTS)
    declined: list[str] = Field(default_factory=list, max_length=MOST_FACTS)
    held: list[str] = Field(default_factory=list, max_length=MOST_FACTS)
    lacking: list[str] = Field(default_factory=list, max_length=MOST_FACTS)
    by_proxy: bool | None = None
    day: date | None = None
    everything: bool = False
    language: Language = "zh"


class Begin(Schema):
    """Where it is asked. Only "phone" is for residents themselves."""

    channel: Literal["phone", "desk", "telephone", "window"] = "phone"


class Heard(Schema):
    """A matter that is asked for, with the words in which it was."""

    matter: str = _Named
    said: str = Field("", max_length=MOST_SAID)


class Matter(Schema):
    """A matter."""

    matter: str = _Named


class Answer(Schema):
    """The answer to the question about a fact, by the choice or as it is typed."""

    fact: str = _Named
    answer: str = Field(max_length=MOST_TYPED)


class Fact(Schema):
    """A fact."""

    fact: str = _Named


class Paper(Schema):
    """A paper."""

    paper: str = _Named


class HeldPaper(Schema):
    """A paper that is had; `instead_of` the one that it is brought in place of."""

    paper: str = _Named
    instead_of: str | None = Field(None, max_length=MOST_NAMED)


class ByProxy(Schema):
    """Whether somebody else comes."""

    by_proxy: bool


class Spoken(Schema):
    """Whether the resident is on the telephone or stands at the desk."""

    channel: Literal["desk", "telephone", "window"]


class Identity(Schema):
    """The ID card, as it was read or typed."""

    id_number: str = Field(max_length=40)
    name: str = Field("", max_length=40)


class Issue(Schema):
    """`last_four`: the last four characters of the ID number, to find the slip again. `language` is that of the print."""

    last_four: str = Field("", max_length=20)
    language: Language = "zh"
