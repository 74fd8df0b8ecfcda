"""The roll as a thermal printer wants it: dots, 8 to the millimetre, 576 across, in ESC/POS."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from onetrip.prints.typesetter import DOTS_PER_INCH, DOTS_PER_MM, picture_of

DOTS_ACROSS = 72 * DOTS_PER_MM
"""576: what an 80 mm printer can reach of its paper."""

PROFILE = "TM-T20II"
"""python-escpos' profile of a common 80 mm printer: 576 dots, GS v 0 raster, full cut."""

_INK_BELOW = 160
"""Grey below this becomes a black dot. Above the middle, so that thin strokes of small characters do not break."""


def escpos(page: bytes) -> bytes:
    """A page of the roll (PDF or PNG) as ESC/POS: printer reset, raster image, feed, cut.

    A PDF is 80 mm wide and drawn here; a PNG is taken dot for dot. Both lose the edges that the printer cannot reach.
    Raises ValueError for anything else, and for a picture narrower than the 576 dots or in another resolution.
    """
    # Half a second to import, and most processes never drive a printer.
    from escpos.printer import Dummy

    printer = Dummy(profile=PROFILE)
    printer.hw("INIT")
    printer.image(dots(page), impl="bitImageRaster")
    printer.cut()
    output: bytes = printer.output
    return output


def dots(page: bytes) -> Image.Image:
    """The 576 dots across that the printer can reach, black (0) or white (255), as an image of mode "1"."""
    png = picture_of(page, dots_per_inch=DOTS_PER_INCH) if page.startswith(b"%PDF-") else page
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as opened:
            picture = opened.convert("L")
    except (OSError, SyntaxError) as error:
        raise ValueError("neither a PDF nor a PNG that can be read") from error
    if picture.width not in (DOTS_ACROSS, 80 * DOTS_PER_MM):
        raise ValueError(f"{picture.width} dots wide; the roll is {80 * DOTS_PER_MM}, its printed part {DOTS_ACROSS}")
    edge = (picture.width - DOTS_ACROSS) // 2
    reached = picture.crop((edge, 0, edge + DOTS_ACROSS, picture.height))
    return reached.point(lambda grey: 0 if grey < _INK_BELOW else 255).convert("1", dither=Image.Dither.NONE)
