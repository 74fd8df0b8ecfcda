"""A sheet to draw a specimen on: text with labels and values, seals, a face that is nobody's, the mark of a specimen.

Positions are in units of a hundredth of the sheet's width, so that a layout reads the same at every size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import onetrip

Colour = tuple[int, int, int]
INK: Colour = (28, 26, 26)
_FONTS = Path(onetrip.__file__).parent / "web" / "fonts"


@dataclass(frozen=True, slots=True)
class Manner:
    """How one printer of papers prints: nothing here changes what is said. Drawn anew for each specimen."""

    seed: int
    label_bold: bool
    value_bold: bool
    label_size: float
    """Size of labels beside the size of values."""
    spaced_labels: bool
    """姓　名 instead of 姓名."""
    colon: bool
    stretch: float
    """Width of signs beside their usual width."""
    spacing: float
    """Blank between signs, in their width."""
    ink: Colour
    label_ink: Colour
    paper: Colour
    shift: float
    """How far values hang out of line, in hundredths of the width."""
    date_form: int

    @staticmethod
    def drawn(seed: int) -> Manner:
        """The manner of a seed."""
        rng = np.random.default_rng([seed, 7])
        dark = int(rng.integers(10, 70))
        return Manner(
            seed=seed,
            label_bold=bool(rng.random() < 0.3),
            value_bold=bool(rng.random() < 0.35),
            label_size=float(rng.uniform(0.8, 1.0)),
            spaced_labels=bool(rng.random() < 0.5),
            colon=bool(rng.random() < 0.3),
            stretch=float(rng.uniform(0.88, 1.08)),
            spacing=float(rng.uniform(0.0, 0.09)),
            ink=(dark, dark, dark),
            label_ink=_label_ink(rng),
            paper=(int(rng.integers(232, 253)), int(rng.integers(230, 252)), int(rng.integers(222, 248))),
            shift=float(rng.uniform(-0.5, 0.5)),
            date_form=int(rng.integers(3)),
        )


def _label_ink(rng: np.random.Generator) -> Colour:
    inks: tuple[Colour, ...] = ((40, 90, 140), (60, 60, 60), (30, 110, 90), (130, 60, 50), (20, 20, 20))
    return inks[int(rng.integers(len(inks)))]


@dataclass
class Sheet:
    """A sheet in the making; `places` tells where each value stands, as left, top, right, bottom in pixels."""

    width: int
    height: int
    manner: Manner
    image: Image.Image = field(init=False)
    places: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), self.manner.paper)
        self.pen = ImageDraw.Draw(self.image)
        self.unit = self.width / 100

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        ink: Colour = INK,
        spacing: float | None = None,
    ) -> float:
        """Write words, top left at x and y; returns the x where they end."""
        gap = self.manner.spacing if spacing is None else spacing
        font = _font(max(6, round(size * self.unit)), bold=bold)
        at = x * self.unit
        signs: list[tuple[str, float]] = []
        for sign in words:
            signs.append((sign, at))
            at += font.getlength(sign) * (1 + gap * (not sign.isascii()))
        wide = max(1, round(at - x * self.unit) + 4)
        tall = round(size * self.unit * 1.5)
        layer = Image.new("L", (wide, tall), 0)
        pen = ImageDraw.Draw(layer)
        for sign, place in signs:
            pen.text((place - x * self.unit, 0), sign, font=font, fill=255)
        if abs(self.manner.stretch - 1) > 0.01:
            layer = layer.resize((max(1, round(wide * self.manner.stretch)), tall), Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", layer.size, ink), (round(x * self.unit), round(y * self.unit)), layer)
        return x + layer.width / self.unit

    def label(self, x: float, y: float, words: str, size: float) -> float:
        """Write a label in the manner of this sheet; returns the x where it ends."""
        manner = self.manner
        if manner.spaced_labels and len(words) == 2:
            words = words[0] + "　" + words[1]
        if manner.colon:
            words += "："
        return self.text(x, y, words, size * manner.label_size, bold=manner.label_bold, ink=manner.label_ink)

    def value(self, name: str, x: float, y: float, words: str, size: float, *, width: float = 1000.0) -> float:
        """Write a value, in several lines where it is wider than `width`; returns the y below it."""
        manner = self.manner
        font = _font(max(6, round(size * self.unit)), bold=manner.value_bold)
        x += manner.shift
        lines, line = [], ""
        for sign in words:
            grown = (font.getlength(line + sign) + manner.spacing * len(line) * size * self.unit) * manner.stretch
            if line and grown > width * self.unit:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
        right, top = x, y
        for part in lines:
            right = max(right, self.text(x, y, part, size, bold=manner.value_bold, ink=manner.ink))
            y += size * 1.45
        self.places[name] = (x * self.unit, top * self.unit, right * self.unit, y * self.unit)
        return y

    def frame(
        self, left: float, top: float, right: float, bottom: float, *, weight: float = 0.15, ink: Colour = (90, 90, 90)
    ) -> None:
        """An empty rectangle."""
        box = (left * self.unit, top * self.unit, right * self.unit, bottom * self.unit)
        self.pen.rectangle(box, outline=ink, width=max(1, round(weight * self.unit)))

    def rule(self, left: float, y: float, right: float, *, ink: Colour = (90, 90, 90)) -> None:
        """A line across."""
        self.pen.line(
            (left * self.unit, y * self.unit, right * self.unit, y * self.unit),
            fill=ink,
            width=max(1, round(0.12 * self.unit)),
        )

    def post(self, x: float, top: float, bottom: float, *, ink: Colour = (90, 90, 90)) -> None:
        """A line down."""
        self.pen.line(
            (x * self.unit, top * self.unit, x * self.unit, bottom * self.unit),
            fill=ink,
            width=max(1, round(0.12 * self.unit)),
        )

    def seal(self, x: float, y: float, radius: float, words: str) -> None:
        """A round red stamp with words across, thin enough to read what stands under it."""
        layer = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        pen = ImageDraw.Draw(layer)
        unit = self.unit
        red = (200, 40, 40, 150)
        pen.ellipse(
            ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit),
            outline=red,
            width=max(2, round(0.35 * unit)),
        )
        size = radius * 1.5 / max(4, len(words))
        pen.text((x * unit, y * unit), words, font=_font(max(6, round(size * unit)), bold=True), fill=red, anchor="mm")
        self.image.paste(layer, (0, 0), layer)
        self.pen = ImageDraw.Draw(self.image)

    def portrait(self, left: float, top: float, right: float, bottom: float) -> None:
        """A grey shape where a photograph would be."""
        unit = self.unit
        self.pen.rectangle((left * unit, top * unit, right * unit, bottom * unit), fill=(214, 220, 226))
        middle, head = (left + right) / 2, (right - left) * 0.22
        centre = top + (bottom - top) * 0.38
        self.pen.ellipse(
            (
                (middle - head) * unit,
                (centre - head * 1.3) * unit,
                (middle + head) * unit,
                (centre + head * 1.3) * unit,
            ),
            fill=(170, 160, 150),
        )
        self.pen.pieslice(
            (
                (left + 1) * unit,
                (centre + head * 1.4) * unit,
                (right - 1) * unit,
                (bottom + (bottom - top) * 0.4) * unit,
            ),
            180,
            360,
            fill=(110, 120, 135),
        )

    def pattern(self, ink: Colour, *, strength: float = 0.12) -> None:
        """Fine wavy lines over the whole sheet, as security papers have them."""
        layer = Image.new("RGB", self.image.size, self.manner.paper)
        pen = ImageDraw.Draw(layer)
        across = np.arange(0, self.width + 12, 12)
        for number, base in enumerate(range(-20, self.height + 20, max(6, self.height // 45))):
            waves = base + np.sin(across / (22 + number % 5 * 4) + number) * self.height / 60
            pen.line([(int(a), int(b)) for a, b in zip(across, waves, strict=True)], fill=ink, width=1)
        self.image = Image.blend(self.image, layer, strength) if strength < 1 else layer
        self.pen = ImageDraw.Draw(self.image)

    def mark(self) -> None:
        """样本 SPECIMEN, faint, slanting over the sheet: whoever finds the picture knows what it is."""
        tile = Image.new("L", (self.width, self.height), 0)
        pen = ImageDraw.Draw(tile)
        pen.text(
            (self.width / 2, self.height / 2),
            "样本 SPECIMEN",
            font=_font(max(8, round(7 * self.unit)), bold=True),
            fill=26,
            anchor="mm",
        )
        tile = tile.rotate(24, resample=Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", tile.size, (150, 60, 60)), (0, 0), tile)
        self.pen = ImageDraw.Draw(self.image)


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf", size)
