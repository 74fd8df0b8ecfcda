"""What light and lens did to the picture: black, dim, in glare, out of focus. Figures first; `advising` puts them into words.

All limits are ours, set on the training set (example values).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from onetrip.reading.pictures import Picture
from onetrip.reading.turning import share_back

BLACK = 22
"""Grey level of the brightest hundredth of a picture, under which nothing is seen."""
DIM = 120
"""Grey level of the brightest tenth of a page, under which it is lightened before it is read."""
TOO_DIM = 70
FLAT = 10
"""Spread of grey levels, tenth to ninetieth part, under which a picture shows nothing: a lid, a wall, an empty desk."""
LEAST_GLARE = 0.006
"""Share of the page."""


@dataclass(frozen=True, slots=True)
class Glare:
    """The largest spot in which the light has left nothing: its box as shares of the page, and its share of the page."""

    left: float
    top: float
    right: float
    bottom: float
    share: float

    def as_it_lay(self, turned: int) -> Glare:
        """The same spot on the page as it lay, `turned` by so many quarters anticlockwise from upright."""
        ends = [share_back(x, y, turned) for x, y in ((self.left, self.top), (self.right, self.bottom))]
        (left, right), (top, bottom) = (sorted(along) for along in zip(*ends, strict=True))
        return Glare(left, top, right, bottom, self.share)


def is_black(picture: Picture) -> bool:
    """Whether the picture shows nothing at all for want of light."""
    return bool(np.percentile(_grey(picture)[::4, ::4], 99) < BLACK)


def is_flat(picture: Picture) -> bool:
    """Whether the picture shows one even surface."""
    grey = cv2.GaussianBlur(_grey(picture)[::4, ::4], (0, 0), 2)
    return bool(np.percentile(grey, 98) - np.percentile(grey, 2) < FLAT)


def brightness(page: Picture) -> float:
    """Grey level of the brightest tenth of a page: of its paper."""
    return float(np.percentile(_grey(page)[::4, ::4], 90))


def lightened(page: Picture) -> Picture:
    """A dim page with its paper made light; a page in good light comes back as it is. Shadows are evened out as well."""
    grey = _grey(page)
    rough = cv2.resize(grey, (max(8, grey.shape[1] // 16), max(8, grey.shape[0] // 16)), interpolation=cv2.INTER_AREA)
    ground = cv2.dilate(cv2.medianBlur(rough, 5), np.ones((5, 5), np.uint8))
    lightest, darkest = np.percentile(ground, (90, 10))
    if lightest >= DIM and darkest > 0.72 * lightest:
        return page
    ground = cv2.GaussianBlur(ground, (0, 0), 3)
    wide = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    # A dark card is not a dim page: never more than fivefold, and never beyond white.
    gain = np.clip(225.0 / np.maximum(wide, 1.0), 1.0, 5.0)[..., None]
    return np.clip(page.astype(np.float32) * gain, 0, 255).astype(np.uint8)


def glare_on(page: Picture) -> Glare | None:
    """The largest spot of glare on a page; None where there is none worth speaking of.

    Paper may be white as well: a spot counts only where it is brighter than the paper around it and even inside.
    """
    grey = _grey(page)
    scale = 400 / max(grey.shape)
    small = cv2.resize(
        page, (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))), interpolation=cv2.INTER_AREA
    )
    least = small.min(axis=2)
    paper = float(np.percentile(least, 60))
    if paper > 238:
        return None
    spots = cv2.morphologyEx((least >= 249).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(spots, dtype=np.uint8))
    if count < 2:
        return None
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, wide, tall, area = (int(value) for value in stats[best])
    rows, columns = small.shape[:2]
    if area / (rows * columns) < LEAST_GLARE or area < 0.45 * wide * tall:
        return None
    return Glare(left / columns, top / rows, (left + wide) / columns, (top + tall) / rows, area / (rows * columns))


def sharpness(crops: list[npt.NDArray[np.uint8]]) -> float:
    """How steep the edges of the signs are in the direction in which they are least so, which is that of a jerk.

    The steepest change of grey from one pixel to the next as a share of the span from ink to paper, times the height of the
    line, so that large and small print of one photograph measure alike; in the middle of all lines. 0 without lines.
    """
    steep = []
    for crop in crops:
        if crop.shape[0] < 6 or crop.shape[1] < 1.5 * crop.shape[0]:
            continue
        grey = cv2.GaussianBlur(_grey(crop), (0, 0), 0.8).astype(np.float32)
        span = float(np.percentile(grey, 95) - np.percentile(grey, 5))
        if span < 12:
            continue
        across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3) / 8
        down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3) / 8
        ways = (across, down, (across + down) * 0.7071, (across - down) * 0.7071)
        least = min(float(np.percentile(np.abs(way), 97)) for way in ways)
        steep.append(least / span * crop.shape[0] / 32)
    return float(np.median(steep)) if steep else 0.0


def _grey(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
