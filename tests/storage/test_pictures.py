"""What somebody sends as a picture, and what is kept of it."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from onetrip.ledger.refusals import Malformed
from onetrip.storage.pictures import LONG_SIDE, MOST_BYTES, SMALL_SIDE, small_of, tidy, tidy_signature
from tests.drawn import picture, signature


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels each way."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **how)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_as_a_plain_jpeg(kind: str) -> None:
    kept = tidy(picture(kind=kind))
    assert Image.open(io.BytesIO(kept.jpeg)).format == "JPEG"
    assert (kept.width, kept.height) == (900, 600)


def test_a_large_photograph_is_made_smaller() -> None:
    kept = tidy(picture(size=(5000, 3000)))
    assert max(kept.width, kept.height) == LONG_SIDE


def test_nothing_hidden_in_the_file_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    kept = tidy(saved(Image.open(io.BytesIO(picture())), "JPEG", exif=exif) + b"<script>alert(1)</script>")
    assert b"secret" not in kept.jpeg
    assert b"<script>" not in kept.jpeg
    assert not Image.open(io.BytesIO(kept.jpeg)).getexif()


def test_a_phone_that_lay_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = tidy(saved(Image.open(io.BytesIO(picture())), "JPEG", exif=exif))
    assert (kept.width, kept.height) == (600, 900)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "picture-unreadable"),
        (b"%PDF-1.7 not a picture", "picture-unreadable"),
        (b"GIF89a" + b"\0" * 50, "picture-unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture-unreadable"),
        (picture()[:400], "picture-unreadable"),
        (b"\xff" * (MOST_BYTES + 1), "picture-large"),
        (saved(Image.new("RGB", (1, 1)), "PNG"), "picture-small"),
        (saved(Image.new("RGB", (800, 600), (3, 4, 3)), "JPEG"), "picture-black"),
        (saved(Image.new("RGB", (800, 600), (200, 200, 200)), "JPEG"), "picture-black"),
    ],
)
def test_what_is_no_picture_of_a_paper_is_refused_in_words(raw: bytes, code: str) -> None:
    with pytest.raises(Malformed, match=code) as refused:
        tidy(raw)
    assert refused.value.text.zh.endswith("。")


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Malformed, match="picture-large"):
        tidy(bomb())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_of_colouring_is_read(mode: str) -> None:
    image = Image.open(io.BytesIO(picture()))
    image = (
        image.convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" else image.convert(mode)
    )
    raw = saved(image, "JPEG" if mode == "CMYK" else "PNG")
    assert tidy(raw).width == 900


def test_an_empty_signature_is_no_signature() -> None:
    assert tidy_signature(signature()).width > 0
    dot = Image.new("RGB", (900, 300), "white")
    dot.putpixel((10, 10), (0, 0, 0))
    for empty in (Image.new("RGB", (900, 300), "white"), dot):
        with pytest.raises(Malformed, match="signature-empty"):
            tidy_signature(saved(empty, "PNG"))


HIDDEN = {
    "a page with a script": b"<html><script>alert(document.cookie)</script></html>",
    "an archive": b"PK\x03\x04" + b"\0" * 22 + b"PK\x05\x06" + b"\0" * 18,
    "a PDF": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj\n%%EOF",
    "a program": b"\x7fELF" + b"\0" * 60,
}


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("where", ["behind", "in a comment", "as its place"])
def test_a_picture_that_is_also_something_else_is_a_picture_alone_afterwards(name: str, where: str) -> None:
    plain = Image.open(io.BytesIO(picture()))
    if where == "behind":
        raw = picture() + HIDDEN[name]
    elif where == "in a comment":
        raw = saved(plain, "JPEG", comment=HIDDEN[name])
    else:
        exif = Image.Exif()
        exif[0x8825] = {1: "N", 2: (31.0, 18.0, 1.0), 29: "2026:11:24"}
        exif[0x010E] = HIDDEN[name].decode("latin-1")
        raw = saved(plain, "JPEG", exif=exif)
    kept = tidy(raw)
    for jpeg in (kept.jpeg, kept.small):
        assert jpeg.startswith(b"\xff\xd8\xff")
        assert jpeg.endswith(b"\xff\xd9")
        assert not any(sign in jpeg for sign in (b"<script", b"PK\x03\x04", b"%PDF", b"\x7fELF"))
        assert not Image.open(io.BytesIO(jpeg)).getexif()
        assert "comment" not in Image.open(io.BytesIO(jpeg)).info


def test_the_small_picture_is_made_once_and_is_small() -> None:
    kept = tidy(picture(size=(3000, 2000)))
    assert max(Image.open(io.BytesIO(kept.small)).size) == SMALL_SIDE
    assert max(Image.open(io.BytesIO(tidy(picture(), small_side=128).small)).size) == 128
    assert max(Image.open(io.BytesIO(small_of(kept.jpeg))).size) == SMALL_SIDE
    assert len(kept.small) < 60_000
