"""What a look at a paper gives. Plain data, the same for the kiosk, the window and the report on accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onetrip.rules.text import Text

Severity = Literal["ok", "look", "wrong"]
"""ok: said to reassure. look: a person should look, or the page should be photographed again. wrong: this is not the page
asked for, or it says something else than was said. None of them refuses: a person decides."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture as it was sent (0 to 1, after the turn its EXIF asks for)."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something read. Dates as 2020-01-02, `value` of an open end 长期. `confidence` from 0 to 1; below `SURE` a person looks."""

    name: str
    label: Text
    value: str
    confidence: float
    box: Box | None = None
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about the paper, in words for the resident. `field`: which field it speaks of, or empty."""

    severity: Severity
    code: str
    text: Text
    field: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at one picture.

    `kind` is the id of the paper in the catalogue, "unknown" where it is none of those that can be read; `page` which page
    or side of it. `turned`: quarter turns anticlockwise that the page was lying by. `seconds`: by the clock on the wall.
    """

    kind: str
    page: str
    kind_name: Text
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    seconds: float
    turned: int = 0
    sharpness: float = 0.0

    def value(self, name: str) -> str | None:
        """What was read for a field, or None."""
        return next((field.value for field in self.fields if field.name == name), None)

    @property
    def worst(self) -> Severity:
        """The gravest of the findings; ok where there are none."""
        return max((each.severity for each in self.findings), key=("ok", "look", "wrong").index, default="ok")


SURE = 0.9
"""A field read with less is shown as one to look at. Chosen on the training set (docs/reading.md); an example value."""
