"""Pictures as a camera and a finger make them."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw


def picture(seed: int = 1, *, kind: str = "JPEG", size: tuple[int, int] = (900, 600)) -> bytes:
    """A sheet with lines on it, another one for each seed."""
    drawn = random.Random(seed)  # noqa: S311 -- a drawing
    image = Image.new("RGB", size, (70, 80, 78))
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 30, size[0] - 40, size[1] - 30), fill="white")
    for row in range(60, size[1] - 60, 40):
        pen.line((80, row, 80 + drawn.randrange(100, size[0] - 160), row), fill="black", width=6)
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


def signature() -> bytes:
    """A name drawn with a finger."""
    image = Image.new("RGB", (900, 300), "white")
    pen = ImageDraw.Draw(image)
    pen.line((100, 200, 220, 80, 300, 220, 420, 90, 560, 210), fill="black", width=8)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
