"""What a matter's file says of running it at a kiosk: the fields of its form, where its answer comes from, who looks first.

Everything else of the run (who is entitled, which papers, how long it takes) is what the file says anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal, get_args

from onetrip.rules import Text

FieldKind = Literal["line", "lines", "telephone", "number", "date", "choice", "yes_no"]
FIELD_KINDS = get_args(FieldKind)
Prefill = Literal["name", "id_number", "birth_date", "sex", "telephone"]
PREFILLS = get_args(Prefill)
"""What a field may be filled with from the identity of the resident."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form: `label` asks, `hint` explains. `choices` only for a choice, by value.

    `prefill` names what of the identity it is filled with; `most` is the most characters, or the largest number.
    """

    id: str
    label: Text
    kind: FieldKind = "line"
    required: bool = True
    prefill: Prefill | None = None
    hint: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Looking:
    """A stretch of the day in which somebody reviews: of working days, or of days off."""

    on_working_days: bool
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Review:
    """A person looks before it is printed; that takes about so many minutes of the hours in which somebody looks.

    `hours` are those of whoever reviews, where a source gives them; empty: those of the centre.
    """

    minutes: int
    hours: tuple[Looking, ...] = ()


@dataclass(frozen=True, slots=True)
class AtKiosk:
    """`source` names the interface that a print or a query gets its content from; None: this house has none for it."""

    form: tuple[FormField, ...] = ()
    source: str | None = None
    review: Review | None = None


NOTHING_SAID = AtKiosk()
