"""QR codes: the address of a slip, a receipt, a waiting page, as filled runs that print sharp at any size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Modules of white around a code, as ISO/IEC 18004 asks."""


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A QR code without its quiet zone, which the white of the page gives; `modules` is its width."""

    svg: str
    modules: int


def qr_svg(text: str, *, label: str = "") -> str:
    """A QR code of `text` for a page: an inline SVG of class `qr`, sized by CSS, with its quiet zone.

    `label` is what a screen reader says; without one the code is hidden from it. No inline style, so the page's
    content security policy holds. Raises ValueError if the text is too long for a QR code (about 2,300 bytes).
    """
    code = _code(text)
    side = len(code.matrix) + 2 * QUIET_ZONE
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="qr" {spoken} viewBox="{-QUIET_ZONE} {-QUIET_ZONE} {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M{-QUIET_ZONE} {-QUIET_ZONE}h{side}v{side}h{-side}z"/>{_dark(code)}</svg>'
    )


@lru_cache(maxsize=512)
def printed(text: str) -> PrintedCode:
    """The QR code of `text` for paper. Raises ValueError as `qr_svg` does.

    Kept for a while: choosing the best of eight masks takes about 10 ms, and a slip is printed more than once.
    """
    code = _code(text)
    side = len(code.matrix)
    return PrintedCode(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{_dark(code)}</svg>', side)


def _code(text: str) -> segno.QRCode:
    """Error correction M or better: a fold or a thermal streak may hide 15 % of the code."""
    return segno.make_qr(text, error="m")


def _dark(code: segno.QRCode) -> str:
    """The dark modules as one path, a run of them at a time."""
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return f'<path d="{"".join(runs)}"/>'
