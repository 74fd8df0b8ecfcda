"""A first visit of a kiosk stays under 100 KB, and its pages ask the database little."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.kiosk.test_pages import planned, with_slip

ROOMS = Path(__file__).resolve().parents[2] / "src/onetrip"
MOST = 100_000
MOST_STATEMENTS = 14


def files_of(page: str) -> list[Path]:
    """The styles, scripts and pictures that a page names."""
    names = re.findall(r'(?:href|src)="/static/(\w+)/([^"]+\.(?:css|js|svg))"', page)
    return [ROOMS / room / "static" / room / name for room, name in names]


def test_a_first_visit_stays_under_a_hundred_kilobytes(screen: Client) -> None:
    page = screen.get("/kiosk/").content
    files = files_of(page.decode())
    assert {"kiosk.css", "line.js", "idle.js", "keyboard.js", "htmx.min.js"} <= {file.name for file in files}
    plain_page = len(page)  # pages are sent as they are
    assert plain_page + sum(len(brotli.compress(file.read_bytes())) for file in files) <= MOST


def test_scripts_of_the_kiosk_stay_small_enough_to_read() -> None:
    for script in (ROOMS / "kiosk/static/kiosk").glob("*.js"):
        assert len(script.read_text(encoding="utf-8").splitlines()) < 230, script.name


@pytest.mark.parametrize(
    "address", ["/kiosk/", "/kiosk/kinds", "/kiosk/matters/elder-card", "/kiosk/scan", "plan", "slip"]
)
def test_a_page_asks_the_database_little(screen: Client, address: str) -> None:
    if address == "plan":
        address = f"{planned(screen)}plan"
    elif address == "slip":
        with_slip(screen)
        address = "/kiosk/slip"
    screen.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert screen.get(address).status_code == 200
    assert len(asked) <= MOST_STATEMENTS, [each["sql"][:150] for each in asked]
