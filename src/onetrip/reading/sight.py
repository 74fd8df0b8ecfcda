"""Everything seen on one picture before anything is said about it: the lines, the page, the fields, light and lens."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from onetrip.reading import edges, light
from onetrip.reading.engine import Engine, Quads, crop
from onetrip.reading.fields import Read, blanks, fields_of
from onetrip.reading.lines import Line
from onetrip.reading.looked import Box
from onetrip.reading.pictures import Picture
from onetrip.reading.telling import Told, tell
from onetrip.reading.turning import point_back, upright

LEAST_SURE = 0.5
"""Lines the recogniser is less sure of are taken for grain of the paper."""
MOST_LINES = 120
SMALL_PAGE = 900
"""Pixels; a page that is smaller is enlarged before text is looked for."""


@dataclass(frozen=True, slots=True)
class Sight:
    """`share`: of the picture, taken by the page. `glare`: its spot on the upright page, as shares of it."""

    told: Told
    read: tuple[Read, ...]
    lines: tuple[Line, ...]
    size: tuple[int, int]
    turned: int
    brightness: float
    sharpness: float
    glare: light.Glare | None
    share: float
    found: bool
    cut: bool
    back: edges.Page
    page: Picture

    def placed(self, box: Box | None) -> Box | None:
        """A place on the upright page as shares of the picture that was sent."""
        if box is None:
            return None
        corners = [point_back(x, y, self.turned, self.page) for x in (box[0], box[2]) for y in (box[1], box[3])]
        tall, wide = self.back.of
        points = cv2.perspectiveTransform(np.array([corners], dtype=np.float64), self.back.back)[0]
        across, down = np.clip(points[:, 0] / wide, 0, 1), np.clip(points[:, 1] / tall, 0, 1)
        return float(across.min()), float(down.min()), float(across.max()), float(down.max())


def see(engine: Engine, picture: Picture) -> Sight:
    """Read a picture: the page inside it first; where that says nothing, once more the picture as a whole."""
    flat = edges.page_in(picture)
    sight = _seen(engine, flat)
    if not flat.found or not (_may_be_a_part(sight) or _cut_into(sight)):
        return sight
    whole = _seen(engine, edges.whole(picture))
    better = whole.told.page is not None and (sight.told.page is None or len(whole.read) > len(sight.read))
    return replace(whole, share=flat.share) if better else sight


def _may_be_a_part(sight: Sight) -> bool:
    """Whether what was read is no page we know and too little to be the whole of another paper."""
    clear = sum(line.confidence > 0.9 for line in sight.lines)
    return sight.told.page is None and clear < 8


def _cut_into(sight: Sight) -> bool:
    """Whether the edges may have been found inside the page: fields are missing and text stands at the very edge."""
    page = sight.told.page
    if page is None or all(any(each.name == name for each in sight.read) for name in page.needed):
        return False
    wide, tall = sight.size
    near = 0.025
    return any(
        line.box[0] < near * wide
        or line.box[1] < near * tall
        or line.box[2] > (1 - near) * wide
        or line.box[3] > (1 - near) * tall
        for line in sight.lines
    )


def _seen(engine: Engine, flat: edges.Page) -> Sight:
    bright = light.brightness(flat.picture)
    page = light.lightened(_enlarged(flat))
    scale = page.shape[1] / flat.picture.shape[1]
    quads = tallest(engine.places(page))
    page, quads, turned = upright(engine, page, quads)
    crops = [crop(page, quad) for quad in quads]
    lines = [
        Line(text, score, _box(quad))
        for quad, (text, score) in zip(quads, engine.read(crops), strict=True)
        if text.strip() and score >= LEAST_SURE
    ]
    told = tell(lines)
    read = _fields(engine, page, told, lines)
    glare = light.glare_on(_upright(flat.picture, turned))
    tall, wide = page.shape[:2]
    return Sight(
        told=told,
        read=tuple(_doubted(each, glare, (wide, tall)) for each in read),
        lines=tuple(lines),
        size=(wide, tall),
        turned=turned,
        brightness=bright,
        sharpness=light.sharpness(crops),
        glare=glare,
        share=flat.share,
        found=flat.found,
        cut=flat.cut,
        back=flat.scaled(scale),
        page=page,
    )


def _fields(engine: Engine, page: Picture, told: Told, lines: list[Line]) -> list[Read]:
    """The fields; for a label behind which nothing was found the place behind it is read once more.

    A single sign (汉, 男) standing alone is often not taken for a line of text.
    """
    if told.page is None:
        return []
    read = fields_of(told.page, lines)
    places = blanks(told.page, lines, {each.name for each in read}, page.shape[1])
    if not places:
        return read
    cut = [page[max(0, int(top)) : int(bottom), max(0, int(left)) : int(right)] for left, top, right, bottom in places]
    again = [
        Line(text, score * 0.97, place)
        for place, (text, score) in zip(places, engine.read([np.ascontiguousarray(each) for each in cut]), strict=True)
        if text.strip() and score >= LEAST_SURE
    ]
    return fields_of(told.page, [*lines, *again]) if again else read


def _doubted(read: Read, glare: light.Glare | None, size: tuple[int, int]) -> Read:
    """A value that reaches into glare may have lost signs there, however sure the rest of it is."""
    if glare is None or read.box is None:
        return read
    wide, tall = size
    reach = (read.box[3] - read.box[1]) * 1.2
    left, top, right, bottom = glare.left * wide, glare.top * tall, glare.right * wide, glare.bottom * tall
    apart = read.box[2] + reach < left or read.box[0] - reach > right or read.box[3] < top or read.box[1] > bottom
    return read if apart else replace(read, confidence=min(read.confidence, 0.5))


def tallest(quads: Quads) -> Quads:
    """Of very many lines those in the largest print: a page of ours has a third as many, a newspaper takes no minute."""
    if len(quads) <= MOST_LINES:
        return quads
    heights = np.linalg.norm(quads[:, 0] - quads[:, 3], axis=1)
    return quads[np.sort(np.argsort(-heights, kind="stable")[:MOST_LINES])]


def _enlarged(flat: edges.Page) -> Picture:
    tall, wide = flat.picture.shape[:2]
    scale = SMALL_PAGE / max(tall, wide)
    if scale <= 1.0 or not flat.found:
        return flat.picture
    return np.asarray(
        cv2.resize(flat.picture, (round(wide * scale), round(tall * scale)), interpolation=cv2.INTER_CUBIC),
        dtype=np.uint8,
    )


def _upright(page: Picture, turned: int) -> Picture:
    """The page as it came from the camera, the right way up: lightening has hidden where glare was."""
    return np.ascontiguousarray(np.rot90(page, k=-turned))


def _box(quad: Quads) -> Box:
    left, top = quad.min(axis=0)
    right, bottom = quad.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
