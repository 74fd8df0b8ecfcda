"""Where the page lies in the picture, and the page alone, laid flat.

The desk is told from the page by the colour along the rim of the picture. Where that gives no clean four-sided shape (the
page fills the picture, two papers overlap, a hand hides an edge) the whole picture is read: worse for speed, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from onetrip.reading.pictures import Picture

Corners = npt.NDArray[np.float32]

_SMALL = 480
"""Longest side, in pixels, of the picture in which the page is looked for."""
LEAST_SHARE = 0.06
MOST_SHARE = 0.97
_LEVELS = (1.0, 0.7, 0.45, 0.3)
_MARGIN = 0.012
"""Of the page's size, kept around it: edges are found a little inside as often as outside."""
LONGEST_PAGE = 1600
"""Pixels of the longer side of a page laid flat."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page laid flat. `back`: the matrix from its pixels to those of the picture. `share` of the picture it takes.

    `found`: whether edges were found; otherwise the page is the whole picture. `cut`: it hangs out of the picture.
    """

    picture: Picture
    back: npt.NDArray[np.float64]
    share: float
    found: bool
    cut: bool
    of: tuple[int, int]
    """Rows and columns of the picture."""

    def scaled(self, scale: float) -> Page:
        """The same page with pixels `scale` times as small."""
        return replace(self, back=self.back @ np.diag([1 / scale, 1 / scale, 1.0]))


def page_in(picture: Picture) -> Page:
    """The page in a picture."""
    tall, wide = picture.shape[:2]
    scale = _SMALL / max(tall, wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    corners = _four_corners(small)
    if corners is None:
        return whole(picture)
    share = cv2.contourArea(corners) / (small.shape[0] * small.shape[1])
    return _flat(picture, corners / scale, share, cut=_touches(corners, small))


def whole(picture: Picture) -> Page:
    """The whole picture taken for a page."""
    tall, wide = picture.shape[:2]
    scale = min(1.0, LONGEST_PAGE / max(tall, wide))
    flat = (
        picture
        if scale == 1.0
        else cv2.resize(picture, (round(wide * scale), round(tall * scale)), interpolation=cv2.INTER_AREA)
    )
    back = np.diag([1 / scale, 1 / scale, 1.0])
    return Page(np.asarray(flat, dtype=np.uint8), back, 1.0, found=False, cut=False, of=(tall, wide))


def _four_corners(small: Picture) -> Corners | None:
    """The corners of the largest four-sided thing that is not the desk: clockwise from the top left."""
    smooth = cv2.bilateralFilter(small, 7, 40, 7)
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB).astype(np.float32)
    tall, wide = small.shape[:2]
    rim = max(3, min(tall, wide) // 40)
    edge = np.concatenate(
        [lab[:rim].reshape(-1, 3), lab[-rim:].reshape(-1, 3), lab[:, :rim].reshape(-1, 3), lab[:, -rim:].reshape(-1, 3)]
    )
    desk = np.median(edge, axis=0)
    apart = np.linalg.norm((lab - desk) * np.array([0.7, 1.4, 1.4], dtype=np.float32), axis=2)
    apart8 = np.clip(apart * 2.2, 0, 255).astype(np.uint8)
    threshold, _ = cv2.threshold(apart8, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    best: Corners | None = None
    for part in _LEVELS:  # a shadow makes half a page look like the desk at one level and not at the next
        mask = ((apart8 > max(14.0, threshold * part)) * 255).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
        found = _largest_quad(np.asarray(mask, dtype=np.uint8))
        if found is not None and (best is None or cv2.contourArea(found) > 1.04 * cv2.contourArea(best)):
            best = found
    return best


def _largest_quad(mask: npt.NDArray[np.uint8]) -> Corners | None:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    area = cv2.contourArea(outline)
    share = area / mask.size
    if not LEAST_SHARE <= share <= MOST_SHARE:
        return None
    hull = cv2.convexHull(outline)
    around = cv2.arcLength(hull, closed=True)
    for closeness in (0.02, 0.03, 0.045, 0.06):
        shape = cv2.approxPolyDP(hull, closeness * around, closed=True)
        if len(shape) == 4:
            if area / max(cv2.contourArea(shape), 1.0) < 0.88:
                return None
            return _ordered(shape.reshape(4, 2).astype(np.float32))
    return None


def _ordered(corners: Corners) -> Corners:
    """Clockwise from the top left, so that a page laid flat is turned as little as can be."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ring = corners[np.argsort(angles)]
    first = int(np.argmin(ring.sum(axis=1)))
    return np.roll(ring, -first, axis=0)


def _touches(corners: Corners, small: Picture) -> bool:
    """Whether two neighbouring corners lie on the rim of the picture: a side of the page is missing."""
    tall, wide = small.shape[:2]
    rim = 2.5
    sides = (corners[:, 0] < rim, corners[:, 0] > wide - 1 - rim, corners[:, 1] < rim, corners[:, 1] > tall - 1 - rim)
    return any(int(side.sum()) >= 2 for side in sides)


def _flat(picture: Picture, corners: Corners, share: float, *, cut: bool) -> Page:
    middle = corners.mean(axis=0)
    corners = (middle + (corners - middle) * (1 + 2 * _MARGIN)).astype(np.float32)
    wide = float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2
    tall = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
    scale = min(1.0, LONGEST_PAGE / max(wide, tall))
    size = (max(32, round(wide * scale)), max(32, round(tall * scale)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Page(
        np.asarray(flat, dtype=np.uint8),
        np.asarray(np.linalg.inv(matrix), dtype=np.float64),
        float(share),
        found=True,
        cut=cut,
        of=(picture.shape[0], picture.shape[1]),
    )
