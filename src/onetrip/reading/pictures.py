"""From bytes that anybody may have sent to a picture of bounded size, or the reason why not."""

from __future__ import annotations

import io
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

Picture = npt.NDArray[np.uint8]
"""Rows, columns, three colours in the order blue, green, red, as OpenCV has them."""

MOST_BYTES = 20_000_000
MOST_PIXELS = 60_000_000
"""Of the picture as it says of itself, looked at before anything is unpacked."""
LONGEST_SIDE = 2400
"""Pixels; what is larger is shrunk. A page of A4 has 200 dots an inch then, and the smallest print of an ID card is read at half of it."""
LEAST_SIDE = 120
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "MPO")


class NotReadable(ValueError):
    """The bytes give no picture. `code`: not-a-picture, too-large or too-small."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def unpack(image: bytes) -> Picture:
    """The picture, upright as its EXIF says, on white where it is transparent, the first frame where it has several.

    Raises NotReadable and nothing else.
    """
    if len(image) > MOST_BYTES:
        raise NotReadable("too-large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _unpacked(image)
    except NotReadable:
        raise
    except Image.DecompressionBombError as error:
        raise NotReadable("too-large") from error
    except Exception as error:
        raise NotReadable("not-a-picture") from error


def _unpacked(image: bytes) -> Picture:
    with Image.open(io.BytesIO(image), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotReadable("too-large")
        if min(opened.size) < LEAST_SIDE:
            raise NotReadable("too-small")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.seek(0)
        turned = ImageOps.exif_transpose(opened)
        turned.load()
    plain = _plain(turned)
    plain.thumbnail(
        (LONGEST_SIDE, LONGEST_SIDE),
        Image.Resampling.BOX if max(plain.size) > 2 * LONGEST_SIDE else Image.Resampling.LANCZOS,
    )
    if min(plain.size) < 24:
        raise NotReadable("too-small")
    return np.ascontiguousarray(np.asarray(plain, dtype=np.uint8)[:, :, ::-1])


def _plain(image: Image.Image) -> Image.Image:
    """Any mode as RGB of eight bits."""
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, dtype=np.float64)
        top = 65535.0 if deep.max() > 255 else 255.0
        return Image.fromarray(np.clip(deep / top * 255, 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("RGB")
