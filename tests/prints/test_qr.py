from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import segno

from onetrip.prints import qr_svg
from onetrip.prints.qr import printed
from tests.prints.samples import ADDRESS


def drawn(svg: str, side: int) -> list[list[int]]:
    """The dark modules of a code, from the runs of its path."""
    cells = [[0] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        for column in range(int(x), int(x) + int(length)):
            cells[int(y)][column] = 1
    return cells


@pytest.mark.parametrize("text", [ADDRESS, "https://a.example/t/6f2f7b0e-3f0c-4a52-9a52-0d4f3a3c5e11", "办事小贴士"])
def test_the_code_on_page_and_paper_is_the_code_of_the_text(text: str) -> None:
    right = [list(row) for row in segno.make_qr(text, error="m").matrix]

    assert drawn(printed(text).svg, printed(text).modules) == right
    assert drawn(qr_svg(text), len(right)) == right


def test_the_code_on_a_page_has_its_quiet_zone_and_no_style_of_its_own() -> None:
    svg = qr_svg(ADDRESS)
    side = printed(ADDRESS).modules + 8

    assert f'viewBox="-4 -4 {side} {side}"' in svg
    assert "style" not in svg
    assert ElementTree.fromstring(svg).get("class") == "qr"  # noqa: S314 - our own words


def test_a_code_speaks_where_it_has_a_label_and_is_silent_where_not() -> None:
    spoken = ElementTree.fromstring(qr_svg(ADDRESS, label='小贴士 "LF" <1124>'))  # noqa: S314 - our own words

    assert spoken.get("role") == "img"
    assert spoken.get("aria-label") == '小贴士 "LF" <1124>'
    assert 'aria-hidden="true"' in qr_svg(ADDRESS)


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        qr_svg("x" * 3000)
