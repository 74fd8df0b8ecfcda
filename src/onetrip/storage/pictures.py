"""A picture that somebody sends: whether it is one, how large, made harmless. Pure but for Pillow.

Whatever comes is decoded and written anew as a plain JPEG: nothing that was hidden in the file survives, neither the
place where a phone took it nor a second image or a program behind it.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from onetrip.ledger.refusals import Malformed

MOST_BYTES = 12 * 1024 * 1024
"""Of a picture as it is sent; a phone's photograph has 2 to 6 MB."""

MOST_PIXELS = 60_000_000
"""A picture with more is not even decoded: 60 million pixels are 180 MB of memory."""

LONG_SIDE = 2400
"""Pixels of the long side as kept: A4 at 200 dpi, enough to read the smallest print of a certificate."""

SMALL_SIDE = 480
"""Pixels of the long side in lists: which paper it is can be seen, what stands on it hardly."""

LEAST_SIDE = 300
FORMATS = ("JPEG", "PNG", "WEBP")
"""With JPEG come the pictures of phones that hold several in one; the first counts."""

_DARK, _FLAT = 16, 3.0
LEAST_INK, LEAST_STROKE = 150, 40
"""A signature has so many dark pixels, and is so many pixels wide or high."""


@dataclass(frozen=True)
class Kept:
    """A picture as it is kept, and as lists show it."""

    jpeg: bytes
    small: bytes
    width: int
    height: int
    digest: str


def tidy(raw: bytes, *, small_side: int = SMALL_SIDE) -> Kept:
    """The picture, turned upright, made small enough, written anew; `small_side`: pixels of the small one.

    Raises Malformed (field "picture") for what is no picture, too large, too small, or shows nothing at all.
    """
    if len(raw) > MOST_BYTES:
        raise too_large()
    image = _decoded(raw)
    if min(image.size) < LEAST_SIDE:
        raise Malformed(
            "picture-small",
            "图片太小，看不清字。请靠近一点再拍。",
            "The picture is too small to read. Please take it from nearer.",
            field="picture",
        )
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    grey = ImageStat.Stat(image.convert("L"))
    if grey.mean[0] < _DARK or grey.stddev[0] < _FLAT:
        raise Malformed(
            "picture-black",
            "拍出来是黑的，或者什么也没有。请看看镜头是不是盖着，灯亮不亮，再拍一次。还不行，可以改用手机拍。",
            "The picture is black or shows nothing. Please see whether the lens is covered and the light on, and take it "
            "again. If that does not help, you can use your phone.",
            field="picture",
        )
    return _written(image, small_side)


def tidy_signature(raw: bytes) -> Kept:
    """A signature drawn on the screen, black on white. Raises Malformed (field "signature") when nothing was drawn."""
    if len(raw) > MOST_BYTES // 8:
        raise too_large()
    image = _decoded(raw)
    grey = image.convert("L")
    ink = grey.point(lambda value: 255 if value < 128 else 0)
    box = ink.getbbox()
    drawn = ink.histogram()[255]
    if box is None or drawn < LEAST_INK or max(box[2] - box[0], box[3] - box[1]) < LEAST_STROKE:
        raise Malformed(
            "signature-empty",
            "还没有签名。请用手指在白框里写名字。",
            "There is no signature yet. Please write your name in the white box with a finger.",
            field="signature",
        )
    image.thumbnail((1200, 600), Image.Resampling.LANCZOS)
    return _written(image)


def too_large() -> Malformed:
    """The refusal of a file that is too large to be looked at."""
    return Malformed(
        "picture-large",
        "这个文件太大了，没有收。请直接拍照，不要传原图或视频。",
        "This file is too large and was not taken. Please take a photograph instead of sending a large file.",
        field="picture",
    )


def _decoded(raw: bytes) -> Image.Image:
    """Upright, in colours, on white. What it is, its first bytes say, never its name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(raw), formats=FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise too_large()
            opened.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
            image: Image.Image = ImageOps.exif_transpose(opened)
            if image.mode.startswith("I"):
                image = image.convert("I").point(lambda value: value / 256).convert("L")  # 16 bits a pixel
            if image.mode in ("RGBA", "LA", "P", "PA"):
                image = image.convert("RGBA")
                white = Image.new("RGBA", image.size, "white")
                white.alpha_composite(image)
                image = white
            return image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Malformed(
            "picture-unreadable",
            "这不是能看的图片。请用相机拍一张。",
            "This is not a picture that can be read. Please take a photograph.",
            field="picture",
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large() from error


def small_of(jpeg: bytes) -> bytes:
    """The small picture of one that is kept."""
    return _shrunk(Image.open(io.BytesIO(jpeg), formats=("JPEG",)), SMALL_SIDE)


def _written(image: Image.Image, small_side: int = SMALL_SIDE) -> Kept:
    jpeg = _jpeg(image, 85)
    return Kept(jpeg, _shrunk(image, small_side), image.width, image.height, hashlib.sha256(jpeg).hexdigest())


def _shrunk(image: Image.Image, side: int) -> bytes:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _jpeg(small, 75)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """The pixels and nothing else: what the file said beside them (a comment, a profile) would be written once more."""
    bare = image.copy()
    bare.info.clear()
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=quality, optimize=False)
    return target.getvalue()
