"""A document camera that does not exist: a page on a desk, seen askew, out of focus, in glare, half covered.

Everything is drawn from the generator that is passed in, so a seed gives the same photograph again. Angles in degrees, light
as a factor or in grey levels of 255, blur in pixels of the photograph.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shot:
    """How one photograph is taken. The defaults are a good document camera."""

    width: int = 1600
    height: int = 1200
    fill: float = 0.86
    """Share of the picture, in the tighter direction, that the page takes."""
    tilt: float = 2.0
    """Most turn of the page to either side."""
    skew: float = 0.01
    """Most displacement of a corner, in the page's size."""
    turned: int = 0
    """Quarter turns of the page, anticlockwise."""
    blur: float = 0.0
    motion: int = 0
    """Length of a jerk of the hand."""
    light: float = 1.0
    shadow: float = 0.0
    """How much of the light the shadow takes at its darkest."""
    glare: float = 0.0
    """Radius of the brightest spot, in the page's width."""
    noise: float = 2.0
    quality: int = 90
    """Of the JPEG."""
    cover: float = 0.0
    """Share of the page's width under a hand."""
    off: float = 0.0
    """How far the page hangs out of the picture, in its width."""


def photograph(page: Image.Image, shot: Shot, rng: np.random.Generator, other: Image.Image | None = None) -> bytes:
    """The photograph as JPEG; `other` is a second page lying partly under the first."""
    picture = _desk(shot, rng)
    if other is not None:
        beside = _corners(other, shot, rng) * 0.8 + np.array([shot.width * 0.28, shot.height * 0.2])
        picture = _laid(picture, np.asarray(other), beside.astype(np.float32))
    corners = _corners(page, shot, rng)
    picture = _laid(picture, np.asarray(page), corners)
    light = picture.astype(np.float32)
    if shot.cover:
        light = _hand(light, corners, shot.cover, rng)
    light *= shot.light * _shade(shot, rng)[..., None]
    if shot.glare:
        light += _glare(shot, corners, rng)[..., None]
    light = np.clip(light, 0, 255)
    if shot.blur:
        light = cv2.GaussianBlur(light, (0, 0), shot.blur).astype(np.float32)
    if shot.motion:
        light = _jerked(light, shot.motion, float(rng.uniform(0, np.pi)))
    light += rng.normal(0, shot.noise, light.shape).astype(np.float32)
    taken = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    taken.save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _desk(shot: Shot, rng: np.random.Generator) -> Picture:
    """A table top: dark felt, wood or grey plastic, never quite even."""
    grounds = ((58, 60, 64), (120, 92, 66), (150, 152, 155), (34, 40, 48), (96, 110, 100))
    ground = np.array(grounds[int(rng.integers(len(grounds)))], dtype=np.float32)
    grain = rng.normal(0, 9, (shot.height // 8, shot.width // 8)).astype(np.float32)
    size = (shot.width, shot.height)
    rough = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 1.5), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(ground + rough[..., None], 0, 255), dtype=np.uint8)


def _corners(page: Image.Image, shot: Shot, rng: np.random.Generator) -> Corners:
    """Where the corners of the page come to lie: top left, top right, bottom right, bottom left of the page."""
    wide, tall = page.size
    turned = shot.turned % 4
    across, down = (tall, wide) if turned % 2 else (wide, tall)
    scale = shot.fill * min(shot.width / across, shot.height / down)
    half = np.array([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]], dtype=np.float64) * scale / 2
    angle = np.radians(-90.0 * turned + rng.uniform(-shot.tilt, shot.tilt))
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    half += rng.uniform(-shot.skew, shot.skew, (4, 2)) * np.array([wide, tall]) * scale
    middle = np.array([shot.width, shot.height]) / 2 + rng.uniform(-0.02, 0.02, 2) * shot.width
    middle[0] += shot.off * wide * scale
    return np.asarray(half @ spin + middle, dtype=np.float32)


def _laid(picture: Picture, page: Picture, corners: Corners) -> Picture:
    tall, wide = page.shape[:2]
    source = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (picture.shape[1], picture.shape[0])
    seen = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), matrix, size)[..., None].astype(np.float32) / 255
    fallen = cv2.GaussianBlur(where, (0, 0), 9)[..., None] * 0.25  # the page throws a thin shadow on the desk
    ground = picture.astype(np.float32) * (1 - fallen)
    return np.clip(seen * where + ground * (1 - where), 0, 255).astype(np.uint8)


def _shade(shot: Shot, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Light over the picture: a slope from one side, and the shadow of somebody leaning over."""
    y, x = np.mgrid[0 : shot.height, 0 : shot.width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x / shot.width - 0.5) * np.cos(angle) + (y / shot.height - 0.5) * np.sin(angle)
    light = 1 + 0.06 * slope
    if shot.shadow:
        edge = (x / shot.width - rng.uniform(0.3, 0.7)) * np.cos(angle + 1) + (y / shot.height - 0.5) * np.sin(
            angle + 1
        )
        light *= 1 - shot.shadow / (1 + np.exp(-edge * 28))
    return np.asarray(light, dtype=np.float32)


def _glare(shot: Shot, corners: Corners, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """A lamp mirrored by plastic: an oval in which nothing is left, with a soft rim."""
    y, x = np.mgrid[0 : shot.height, 0 : shot.width].astype(np.float32)
    weights = rng.dirichlet([2, 2, 2, 2])
    at = weights @ corners
    radius = shot.glare * float(np.linalg.norm(corners[1] - corners[0]))
    away = np.hypot((x - at[0]) / radius, (y - at[1]) / (radius * rng.uniform(0.5, 0.9)))
    return np.asarray(340 / (1 + np.exp((away - 1) * 7)), dtype=np.float32)


def _hand(
    light: npt.NDArray[np.float32], corners: Corners, share: float, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """A thumb over one side of the page."""
    side = int(rng.integers(4))
    edge = (corners[side] + corners[(side + 1) % 4]) / 2
    inward = corners.mean(axis=0) - edge
    wide = float(np.linalg.norm(corners[1] - corners[0]))
    at = edge + inward / np.linalg.norm(inward) * wide * share * 0.3
    angle = float(np.degrees(np.arctan2(inward[1], inward[0])))
    size = (int(wide * share * 0.9), int(wide * share * 0.5))
    mask = np.zeros(light.shape[:2], np.uint8)
    cv2.ellipse(mask, (int(at[0]), int(at[1])), size, angle, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3).astype(np.float32)[..., None] / 255
    skin = np.array([205, 160, 135], dtype=np.float32)
    return np.asarray(light * (1 - soft) + skin * soft, dtype=np.float32)


def _jerked(light: npt.NDArray[np.float32], length: int, angle: float) -> npt.NDArray[np.float32]:
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    for step in np.linspace(-middle, middle, length * 4):
        kernel[round(middle + step * np.sin(angle)), round(middle + step * np.cos(angle))] = 1
    return np.asarray(cv2.filter2D(light, -1, kernel / kernel.sum()), dtype=np.float32)
