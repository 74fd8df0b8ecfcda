"""A night in the kiosk hall: the windows are shut, the machines go on. Real browser, real bridge, simulated devices."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests import house as houses
from tests.bridge.hall import Loop, wait
from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens
from tests.visit.places import Place, code_on

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def night() -> Iterator[House]:
    """The demonstration centre while its windows are shut."""
    with houses.furnished() as house:
        opens = (datetime.now(ZoneInfo("Asia/Shanghai")).hour + 6) % 24
        house.ask("UPDATE centres_openinghours SET opens = %s, closes = %s", f"{opens:02}:00", f"{opens:02}:59")
        house.ask("UPDATE centres_centre SET numbers_at_any_hour = false")
        time.sleep(11)  # longer than a house takes the hours of a centre for granted
        yield house


@pytest.fixture(scope="module")
def machine(night: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder: Path = tmp_path_factory.mktemp("night")
    loop = Loop()
    place = Place("kiosk-1", night, loop, folder)
    try:
        place.wait_ready()
        yield place
    finally:
        place.close()
        loop.close()


@pytest.fixture
def hall(chromium: Browser, night: House) -> Iterator[Screens]:
    opened = Screens(chromium, night)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


def begin(kiosk: Page, night: House, matter: str) -> None:
    """From the page of a matter to the card."""
    kiosk.goto(f"{night.address}/kiosk/matters/{matter}")
    kiosk.get_by_role("link", name="在这里办").click()
    kiosk.locator('button[value="self"]').click()
    expect(kiosk.locator("[data-card-words]")).to_be_visible()
    kiosk.wait_for_timeout(800)  # the page has opened the socket of its bridge


def test_a_night_in_the_kiosk_hall(hall: Screens, night: House, machine: Place) -> None:
    kiosk = hall.device("kiosk-1", 1080, 1920)
    expect(kiosk.get_by_text("窗口现在关着")).to_be_visible()

    # A code that cannot be read, and one that is none of ours, are said to be so on the very first page.
    kiosk.wait_for_timeout(800)  # the page has opened the socket of its bridge
    machine.loop.do(machine.scanner.smear())
    expect(kiosk.get_by_text("这个码没扫出来")).to_be_visible()
    machine.scan("https://nobody.example/menu")
    expect(kiosk.get_by_text("没认出来")).to_be_visible()
    kiosk.goto(f"{night.address}/kiosk/")

    # An archive is asked for: the card on the reader says who, the receipt comes out of the kiosk's own printer.
    begin(kiosk, night, "marriage-archive")
    machine.loop.do(machine.reader.half_read())
    expect(kiosk.get_by_text("没读出来")).to_be_visible()
    machine.lay_card(21, born="19580304")
    for _ in range(8):
        expect(kiosk.locator("main")).to_be_visible()
        kiosk.wait_for_timeout(500)
        if kiosk.get_by_role("button", name="申请打印").count():
            break
        first = kiosk.locator("main form button.choice, main .answer, main .choices button").first
        if first.count():
            first.click()
        elif kiosk.get_by_role("button", name="填好了").count():
            kiosk.get_by_role("button", name="填好了").click()
    kiosk.get_by_role("button", name="申请打印").click()
    expect(kiosk.get_by_role("heading", name="收到了，先由人审一下")).to_be_visible()
    # The roll ends in the middle of the receipt: it is said, and with a new roll the receipt comes out.
    machine.roll.paper_mm = 20.0
    kiosk.get_by_role("button", name="打印回执").click()
    expect(kiosk.get_by_text("没印出来：打印机没纸了")).to_be_visible()
    machine.roll.paper_mm = 40_000.0
    wait(lambda: night.ask("SELECT count(*) FROM devices_part WHERE kind = 'escpos' AND state = 'ready'") == [(1,)], 15)
    kiosk.get_by_role("button", name="打印回执").click()
    expect(kiosk.get_by_text("印好了")).to_be_visible()
    wait(lambda: len(machine.roll.papers) == 1, 15)
    token, number = night.ask("SELECT token, number FROM kiosk_errand WHERE matter = 'marriage-archive'")[0]
    assert code_on(machine.roll.papers[0]) == f"{night.address}/e/{token}"
    kiosk.get_by_role("button", name="我好了，清除").first.click()
    expect(kiosk.locator(".hello h1")).to_contain_text("想办什么")

    # In the morning somebody looks at it; its person comes at night again, with the receipt and the card.
    desk = hall.desk()
    steps.sign_in(desk, night.address, "clerk2")
    desk.goto(f"{night.address}/review/")
    desk.locator("main a[href*='/review/']").first.click()
    desk.get_by_role("button", name="可以打印").click()
    desk.wait_for_url("**/review/")
    machine.scan(f"{night.address}/e/{token}")
    expect(kiosk.get_by_role("heading", name="可以打印了")).to_be_visible()
    kiosk.wait_for_timeout(800)
    machine.lay_card(21, born="19580304")
    expect(kiosk.get_by_role("button", name="打印", exact=True)).to_be_visible()

    # The page printer is out of paper: it says so, and nothing counts as printed. Refilled, the very page comes out.
    machine.page.reasons = ["media-empty-error"]
    wait(lambda: night.ask("SELECT state FROM devices_part WHERE kind = 'ipp' AND state = 'out'") != [], 15)
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_text("这台机器现在打不了")).to_be_visible()
    assert night.ask("SELECT state, prints FROM kiosk_errand WHERE number = %s", number) == [("ready", 0)]
    machine.page.reasons = []
    wait(lambda: night.ask("SELECT state FROM devices_part WHERE kind = 'ipp' AND state = 'ready'") != [], 15)
    kiosk.get_by_role("button", name="打印", exact=True).click()
    wait(lambda: len(machine.page.papers) == 1, 20)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(machine.page.papers[0])).pages)
    assert number.replace("-", "") in words.replace("-", "").replace(" ", "").replace("\n", "")
    assert night.ask("SELECT state, prints FROM kiosk_errand WHERE number = %s", number) == [("printed", 1)]
    kiosk.get_by_role("button", name="拿到了").click()

    # Nothing of the night is left on the machine, and no number was drawn: the windows were shut.
    kiosk.wait_for_url("**/kiosk/")
    expect(kiosk.locator(".hello h1")).to_contain_text("想办什么")
    assert "1958" not in kiosk.content()
    assert night.ask("SELECT count(*) FROM lobby_ticket") == [(0,)]
