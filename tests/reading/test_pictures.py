"""Whatever the bytes are: a picture of bounded size, or a reason."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from onetrip.reading import desk
from onetrip.reading.pictures import LONGEST_SIDE, MOST_BYTES, NotReadable, unpack
from onetrip.reading.specimens.sets import DAY


def packed(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def code_of(image: bytes) -> str:
    with pytest.raises(NotReadable) as raised:
        unpack(image)
    return raised.value.code


def half_red(size: tuple[int, int] = (400, 300)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    return image


def test_bytes_that_are_no_picture_are_named_as_such() -> None:
    for image in (
        b"",
        b"hello",
        b"%PDF-1.7 \n",
        b"\xff\xd8\xff",
        packed(half_red())[:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ):
        assert code_of(image) == "not-a-picture"


def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert code_of(b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e") == "too-large"
    assert code_of(b"\x00" * (MOST_BYTES + 1)) == "too-large"


def test_a_picture_of_one_dot_or_one_line_is_too_small() -> None:
    assert code_of(packed(Image.new("RGB", (1, 1)))) == "too-small"
    assert code_of(packed(Image.new("RGB", (5000, 10)))) == "too-small"


def test_a_large_picture_is_shrunk() -> None:
    assert max(unpack(packed(half_red((5000, 3000)), "JPEG")).shape[:2]) <= LONGEST_SIDE


def test_a_picture_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter clockwise to be looked at
    picture = unpack(packed(half_red(), "JPEG", exif=exif, quality=95))
    assert picture.shape[:2] == (400, 300)
    assert picture[20, 150, 1] < 60  # the red half has come to the top
    assert picture[380, 150, 1] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_mode_of_colour_comes_out_as_three_colours_of_eight_bits(mode: str) -> None:
    if mode in ("I;16", "I"):
        image = Image.fromarray(np.full((300, 400), 40_000, np.uint16 if mode == "I;16" else np.int32))
    elif mode == "F":
        image = Image.fromarray(np.full((300, 400), 200.0, np.float32))
    else:
        image = half_red().convert(mode)
    form = "PNG" if mode in ("1", "L", "LA", "P", "RGBA", "I;16") else "TIFF" if mode in ("F", "I", "CMYK") else "JPEG"
    picture = unpack(packed(image, form))
    assert picture.shape == (300, 400, 3)
    assert picture.dtype == np.uint8


def test_transparency_becomes_white_paper_and_not_black() -> None:
    picture = unpack(packed(Image.new("RGBA", (300, 300), (0, 0, 0, 0))))
    assert picture.min() == 255


def test_of_an_animation_the_first_frame_is_looked_at() -> None:
    frames = [half_red(), Image.new("RGB", (400, 300), "black")]
    picture = unpack(packed(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100))
    assert picture[150, 300].min() > 200


def test_a_picture_cut_off_in_the_middle_is_no_picture() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 400, 3), dtype=np.uint8))
    whole = packed(noise, "JPEG")
    assert code_of(whole[: len(whole) // 2]) == "not-a-picture"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2000))
def test_spoiled_bytes_give_a_picture_or_a_reason_and_nothing_else(spoil: bytes, at: int) -> None:
    whole = bytearray(packed(half_red(), "JPEG"))
    whole[at : at + len(spoil)] = spoil
    with contextlib.suppress(NotReadable):
        assert max(unpack(bytes(whole)).shape[:2]) <= LONGEST_SIDE


@pytest.mark.parametrize("image", [b"", b"x" * 1000, packed(Image.new("RGB", (1, 1)))])
def test_a_look_at_no_picture_says_so_and_raises_nothing(image: bytes) -> None:
    looked = desk.look(image, "id-card", {}, DAY)
    assert looked.kind == "unknown"
    assert looked.worst == "wrong"
    assert looked.findings[0].code in {"not-a-picture", "too-small"}
    assert looked.findings[0].text.zh
