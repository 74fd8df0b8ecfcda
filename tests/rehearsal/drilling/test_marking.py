"""Nothing of a drill can be mistaken: numbers, pages of every kind, faults, papers on the roll and on sheets."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from PIL import Image

from onetrip.ledger import drill
from onetrip.lobby import actions
from onetrip.lobby.models import Ticket
from onetrip.prints.receipt import receipt_pdf, receipt_roll_pdf
from onetrip.prints.slip import slip_pdf
from onetrip.prints.ticket import ticket_print, ticket_roll_pdf
from tests import browsing
from tests.factories import NOW, make_centre, published_catalogue
from tests.prints import samples

TEMPLATES = sorted(Path("src/onetrip").glob("*/**/templates/**/*.html"))
BAND = "drill-band"


def arrives() -> Ticket:
    return actions.arrive(centre="LF", now=NOW, by="staff:guide", key=uuid.uuid4())


@pytest.mark.django_db
@pytest.mark.usefixtures("in_a_drill")
def test_a_number_of_a_drill_has_a_sign_that_no_real_number_has() -> None:
    make_centre()
    assert [arrives().number, arrives().number] == ["演A001", "演A002"]


@pytest.mark.django_db
def test_a_real_number_has_none() -> None:
    make_centre()
    assert arrives().number == "A001"


@pytest.mark.parametrize("code", ["LF", "PX", "QAZ", "HUANGP"])
def test_the_code_of_a_drilled_centre_is_another_one_and_one_that_the_house_allows(code: str) -> None:
    drilled = drill.code_of(code)
    assert drilled != code
    assert re.fullmatch(r"[A-Z]{2,6}", drilled)
    assert drilled.startswith(drill.LETTERS)


PAGES = [
    ("", "/"),
    ("", "/staff/sign-in"),
    ("guide", "/desk/"),
    ("clerk", "/window/"),
    ("director", "/director/"),
    ("director", "/rehearsal/drills/"),
    ("device", "/display/"),
    ("device", "/kiosk/"),
    ("device", "/hall/"),
]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_a_drill")
@pytest.mark.parametrize(("role", "path"), PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_page_carries_the_band_and_says_so_in_its_title(role: str, path: str, language: str) -> None:
    make_centre()
    published_catalogue()
    page = browsing.visitor(role or None, language=language).get(path, follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(f'class="{BAND}"') == 1
    assert "演练 DRILL" in text
    assert ("[DRILL]" if language == "en" else "【演练】") in text[: text.index("</title>")]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_no_page_of_a_real_house_carries_it(role: str, path: str) -> None:
    make_centre()
    published_catalogue()
    assert BAND not in browsing.visitor(role or None).get(path, follow=True).content.decode()


def test_a_page_of_a_fault_carries_it_too() -> None:
    context = {"language": "zh", "text": {"zh": "坏了", "en": "broken"}, "drill": True}
    assert BAND in render_to_string("web/500.html", context)
    assert BAND in render_to_string("web/503.html", context)
    assert BAND not in render_to_string("web/500.html", context | {"drill": False})


def test_every_template_that_is_a_page_of_its_own_carries_it() -> None:
    """A page that begins with <!doctype> without extending a base would have to bring the band itself."""
    own = [file for file in TEMPLATES if "<!doctype" in file.read_text(encoding="utf-8").lower()]
    assert {file.name for file in own} >= {"base.html", "fault.html"}
    assert [file for file in own if "web/parts/drill.html" not in file.read_text(encoding="utf-8")] == []


def test_the_band_stands_in_no_block_that_a_page_could_replace() -> None:
    base = Path("src/onetrip/web/templates/web/base.html").read_text(encoding="utf-8")
    before = base[: base.index("web/parts/drill.html")]
    assert before.count("{% block") - before.count("{% endblock") == 0


PRINTS = {
    "ticket on the roll": lambda: ticket_roll_pdf(samples.TICKET, "zh"),
    "receipt on the roll": lambda: receipt_roll_pdf(samples.RECEIPT, "en"),
    "receipt": lambda: receipt_pdf(samples.RECEIPT, "zh"),
    "slip": lambda: slip_pdf(samples.SLIP, "en"),
}


def words_of(pdf: bytes, tmp_path: Path) -> str:
    pypdf = pytest.importorskip("pypdf")
    file = tmp_path / "print.pdf"
    file.write_bytes(pdf)
    return "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


@pytest.mark.usefixtures("in_a_drill")
@pytest.mark.parametrize("name", PRINTS)
def test_every_paper_says_that_it_is_not_valid(name: str, tmp_path: Path) -> None:
    assert "DRILL" in words_of(PRINTS[name](), tmp_path)


@pytest.mark.parametrize("name", PRINTS)
def test_no_real_paper_says_so(name: str, tmp_path: Path) -> None:
    assert "DRILL" not in words_of(PRINTS[name](), tmp_path)


def test_the_strip_of_a_drill_begins_and_ends_black_so_that_it_is_seen_from_afar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dark(row: int) -> float:
        picture = Image.open(file).convert("L")
        height = picture.height * row // 100
        pixels = [picture.getpixel((x, height)) for x in range(picture.width // 10, picture.width * 9 // 10, 3)]
        return sum(int(pixel) < 128 for pixel in pixels) / len(pixels)

    file = tmp_path / "ticket.png"
    file.write_bytes(ticket_print(samples.TICKET, "zh").png())
    assert dark(4) < 0.5
    monkeypatch.setenv(drill.ENVIRONMENT, "1")
    file.write_bytes(ticket_print(samples.TICKET, "zh").png())
    assert dark(4) > 0.5
    assert dark(95) > 0.5


def test_the_code_on_a_drills_ticket_can_still_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strip is printed dot by dot: what stands above the code is a whole number of dots high."""
    monkeypatch.setenv(drill.ENVIRONMENT, "1")
    source = Path("src/onetrip/prints/typst/dots.typ").read_text(encoding="utf-8")
    heights = [int(dots) for dots in re.findall(r"drill-band\((\d+) \* dot", source)]
    assert heights
    assert all(height % 8 == 0 for height in heights)
