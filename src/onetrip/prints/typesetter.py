"""Typst: a template, the words of one print, and bytes out.

The words travel as JSON in `sys.inputs` and never become markup, so nobody's name can be read as a command. A compile
shares nothing but the fonts, which are read once and never change, so any number of threads may print at once; with the
fonts in memory a `Compiler` kept for each thread was no faster (12 to 14 ms for either).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from onetrip.ledger import drill
from onetrip.prints.glyphs import FONTS, printable
from onetrip.prints.qr import PrintedCode

TEMPLATES = Path(__file__).parent / "typst"
Template = Literal["a5", "roll", "ticket", "guide", "manual", "book", "appraisal", "scene", "cards"]

_STRIPS = ("roll", "ticket")

DOTS_PER_MM = 8
DOTS_PER_INCH = 25.4 * DOTS_PER_MM
"""203.2: what thermal printers call 203 dpi."""


@dataclass(frozen=True, slots=True)
class Print:
    """What a template sets: words and their arrangement, the code to scan if it has one, and the day on which it was made.

    `check` is a second code, on which anybody may check the paper; a block of kind "check" says where it stands.
    """

    template: Template
    words: Mapping[str, Any]
    code: PrintedCode | None
    made: date
    check: PrintedCode | None = None

    def pdf(self) -> bytes:
        """Tagged, accessible PDF (PDF/UA-1). The same print gives the same bytes, whenever it is made again."""
        made = datetime.combine(self.made, time(), UTC)
        return self._compiled(format="pdf", pdf_standards=["ua-1"], timestamp=made)

    def png(self, *, dots_per_inch: float = 144) -> bytes:
        """A picture of the first page."""
        return self._compiled(format="png", ppi=dots_per_inch)

    def _compiled(self, **how: Any) -> bytes:
        words = json.dumps(_printable(self.words), ensure_ascii=False)
        svg, modules = (self.code.svg, self.code.modules) if self.code is not None else ("", 0)
        check, checked = (self.check.svg, self.check.modules) if self.check is not None else ("", 0)
        return _compiled(
            self.template,
            words=words,
            code=svg,
            modules=str(modules),
            check=check,
            check_modules=str(checked),
            how=how,
        )


def picture_of(pdf: bytes, *, dots_per_inch: float) -> bytes:
    """The first page of a PDF as PNG. Raises ValueError if it is not a PDF that can be read."""
    try:
        return _compiled("picture", page=json.dumps(list(pdf)), how={"format": "png", "ppi": dots_per_inch})
    except typst.TypstError as error:
        raise ValueError("not a PDF that can be drawn") from error


def _compiled(template: str, *, how: Mapping[str, Any], **inputs: str) -> bytes:
    """What Typst makes of a template; of a picture in several pages the first."""
    made: bytes | list[bytes] = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs | _marked_as_drill(template),
        **how,
    )
    return made[0] if isinstance(made, list) else made


def _marked_as_drill(template: str) -> dict[str, str]:
    """What makes every paper of a drill say so: asked of the house, never of whoever prints, so that none can forget it."""
    return {"drill": "1", "strip": "1" if template in _STRIPS else ""} if drill.is_on() else {}


@cache
def _fonts() -> typst.Fonts:
    """The print fonts and no others: what is printed must not depend on what a machine happens to have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _printable(value: Any) -> Any:
    """Every string in `value` as it can be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value
