from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from onetrip.prints import escpos, notice_roll_pdf, receipt_roll_pdf, slip_roll_pdf, ticket_roll_pdf
from onetrip.prints.qr import printed
from onetrip.prints.raster import DOTS_ACROSS, dots
from onetrip.prints.slip import slip_print
from onetrip.prints.typesetter import DOTS_PER_INCH
from tests.prints import samples
from tests.prints.test_qr import drawn

RESET = b"\x1b@"
CUT = b"\x1dV\x00"
RASTER = b"\x1dv0"


def decoded(commands: bytes) -> Image.Image:
    """The picture that a printer would draw from its commands, put together from the bands they come in."""
    assert commands.startswith(RESET)
    position, bands = len(RESET), []
    while commands[position : position + 3] == RASTER:
        across = int.from_bytes(commands[position + 4 : position + 6], "little")
        down = int.from_bytes(commands[position + 6 : position + 8], "little")
        start = position + 8
        position = start + across * down
        # A set bit is a black dot; mode "1" stores black as 0.
        bands.append(Image.frombytes("1", (across * 8, down), bytes(255 - b for b in commands[start:position])))
    assert commands[position:].endswith(CUT)
    whole = Image.new("1", (bands[0].width, sum(band.height for band in bands)))
    top = 0
    for band in bands:
        whole.paste(band, (0, top))
        top += band.height
    return whole


@pytest.mark.parametrize(
    "page",
    [
        slip_roll_pdf(samples.SLIP, "zh"),
        slip_roll_pdf(samples.LARGE_SLIP, "en"),
        receipt_roll_pdf(samples.RECEIPT, "zh"),
        notice_roll_pdf(samples.NOTICE, "en"),
        ticket_roll_pdf(samples.TICKET, "zh"),
    ],
    ids=["slip", "large slip", "receipt", "notice", "ticket"],
)
def test_the_printer_draws_dot_for_dot_what_the_page_shows(page: bytes) -> None:
    printed_dots, shown = decoded(escpos(page)), dots(page)

    assert printed_dots.size == shown.size
    assert printed_dots.width == DOTS_ACROSS
    assert printed_dots.tobytes() == shown.tobytes()


def test_a_png_of_the_roll_is_printed_like_its_pdf_edge_for_edge() -> None:
    set_print = slip_print(samples.SLIP, "zh", "roll")
    from_png = dots(set_print.png(dots_per_inch=DOTS_PER_INCH))
    from_pdf = dots(set_print.pdf())

    assert from_png.size == from_pdf.size
    differing = ImageChops.logical_xor(from_png, from_pdf).histogram()[255]
    assert differing / (from_pdf.width * from_pdf.height) < 0.02


@pytest.mark.parametrize("address", [samples.ADDRESS, samples.ADDRESS + "0123456789abcdef", "https://a.example/s/1"])
def test_every_module_of_the_code_is_the_same_whole_number_of_dots(address: str) -> None:
    picture = dots(slip_roll_pdf(replace(samples.SLIP, address=address), "zh"))
    code = printed(address)
    modules = drawn(code.svg, code.modules)
    dots_each = 36 * 8 // code.modules
    side = dots_each * code.modules
    expected = Image.new("1", (side, side), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                expected.paste(0, (x * dots_each, y * dots_each, (x + 1) * dots_each, (y + 1) * dots_each))
    left = (DOTS_ACROSS - side) // 2

    found = [
        top
        for top in range(120, 400)
        if picture.crop((left, top, left + side, top + side)).tobytes() == expected.tobytes()
    ]

    assert len(found) == 1


@pytest.mark.parametrize("page", [b"", b"x", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_page_is_refused(page: bytes) -> None:
    with pytest.raises(ValueError, match=r"PDF"):
        escpos(page)


def test_a_picture_in_another_resolution_is_refused() -> None:
    small = BytesIO()
    Image.new("L", (300, 40), 255).save(small, "PNG")

    with pytest.raises(ValueError, match="300 dots wide"):
        escpos(small.getvalue())
