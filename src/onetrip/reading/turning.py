"""Which way up the page lies, found without reading it four times.

Text is looked for once. Lines that are taller than wide say that the page lies on its side. Whether it stands on its head a
small model says by the longest lines; only where it does not say clearly are three lines read both ways.
"""

from __future__ import annotations

import cv2
import numpy as np

from onetrip.reading.engine import Engine, Quads, crop
from onetrip.reading.pictures import Picture

_ASKED = 8
"""Lines that are looked at."""
_CLEAR = 0.45
"""Mean of the answers, from -1 to 1, that counts as clear."""


def upright(engine: Engine, page: Picture, quads: Quads) -> tuple[Picture, Quads, int]:
    """The page and its lines the right way up, and by how many quarter turns anticlockwise it was lying."""
    turns = 0
    if _on_its_side(quads):
        page, quads = _turned_clockwise(page, quads)
        turns = 1
    if _on_its_head(engine, page, quads):
        page, quads = _turned_over(page, quads)
        turns += 2
    return page, quads, turns


def _sizes(quads: Quads) -> tuple[Quads, Quads]:
    wide = np.linalg.norm(quads[:, 0] - quads[:, 1], axis=1)
    tall = np.linalg.norm(quads[:, 0] - quads[:, 3], axis=1)
    return np.asarray(wide, np.float32), np.asarray(tall, np.float32)


def _on_its_side(quads: Quads) -> bool:
    if not len(quads):
        return False
    wide, tall = _sizes(quads)
    lying, standing = wide > 1.8 * tall, tall > 1.8 * wide
    return bool((tall * standing).sum() > (wide * lying).sum())


def _on_its_head(engine: Engine, page: Picture, quads: Quads) -> bool:
    if not len(quads):
        return False
    wide, tall = _sizes(quads)
    longest = np.argsort(-wide / np.maximum(tall, 1))[:_ASKED]
    crops = [crop(page, quads[place]) for place in longest]
    answers = engine.upside_down(crops)
    mean = float(np.mean(answers))
    if abs(mean) >= _CLEAR:
        return mean > 0
    some = crops[:3]
    both = engine.read(some + [np.ascontiguousarray(each[::-1, ::-1]) for each in some])
    straight, over = both[: len(some)], both[len(some) :]
    return sum(_sense(*line) for line in over) > sum(_sense(*line) for line in straight)


def _sense(text: str, score: float) -> float:
    return score * min(len(text), 12)


def _turned_clockwise(page: Picture, quads: Quads) -> tuple[Picture, Quads]:
    """A quarter turn. A line found on its side begins, for the finder, at its top left corner: the new bottom left turned."""
    tall = page.shape[0]
    moved = np.stack([tall - quads[..., 1], quads[..., 0]], axis=-1)
    return np.asarray(cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8), np.roll(moved, 1, axis=1).astype(
        np.float32
    )


def _turned_over(page: Picture, quads: Quads) -> tuple[Picture, Quads]:
    tall, wide = page.shape[:2]
    moved = np.array([wide, tall], dtype=np.float32) - quads
    return np.asarray(cv2.rotate(page, cv2.ROTATE_180), dtype=np.uint8), np.roll(moved, 2, axis=1).astype(np.float32)


def point_back(x: float, y: float, turns: int, page: Picture) -> tuple[float, float]:
    """A point of the upright page on the page as it lay; `page` is the upright one."""
    tall, wide = page.shape[:2]
    across, down = share_back(x / wide, y / tall, turns)
    return (across * tall, down * wide) if turns % 2 else (across * wide, down * tall)


def share_back(x: float, y: float, turns: int) -> tuple[float, float]:
    """The same for shares of the page's width and height."""
    if turns >= 2:
        x, y = 1 - x, 1 - y
    return (y, 1 - x) if turns % 2 else (x, y)
