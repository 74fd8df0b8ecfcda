"""The page printer of a kiosk dies in the middle of a print: whoever waits for the paper reads that it did not come out, or
that nobody knows, and why, and what to do. Real house, real bridge, a simulated printer on a real socket, a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from onetrip.bridge.simulators.ipp import PROCESSING
from tests import house as houses
from tests.bridge.hall import Loop, wait
from tests.house import House
from tests.visit.conftest import Screens
from tests.visit.places import Place
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.browser
MATTER = "employee-pension-year-record"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with houses.furnished() as house:
        yield house


@pytest.fixture(scope="module")
def machine(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    loop = Loop()
    place = Place("kiosk-1", house, loop, tmp_path_factory.mktemp("kiosk"))
    try:
        place.wait_ready()
        yield place
    finally:
        place.close()
        loop.close()


@pytest.fixture
def kiosk(chromium: Browser, house: House) -> Iterator[Page]:
    opened = Screens(chromium, house)
    yield opened.device("kiosk-1", 1080, 1920)
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


def begin(kiosk: Page, machine: Place, serial: int) -> None:
    """Somebody lays down their card; their record is ready to be printed."""
    kiosk.goto(f"{machine.house.address}/kiosk/errands/{MATTER}")
    kiosk.locator('button[value="self"]').click()
    expect(kiosk.locator("[data-card-words]")).to_be_visible()
    kiosk.wait_for_timeout(800)  # the page has opened the socket of its bridge
    machine.lay_card(serial, born="19580304")
    kiosk.get_by_role("button", name="都对").click()
    expect(kiosk.get_by_role("heading", name="可以打印了")).to_be_visible()


def stands(machine: Place) -> tuple[str, int]:
    """The state of the last run, and how many of its prints count."""
    rows = machine.house.ask("SELECT state, prints FROM kiosk_errand ORDER BY started_at DESC LIMIT 1")
    return rows[0]


def is_seen(machine: Place, state: str) -> bool:
    return machine.house.ask("SELECT state FROM devices_part WHERE kind = 'ipp'") == [(state,)]


def test_a_page_that_jams_on_its_way_is_told_with_the_reason_and_comes_out_once_the_jam_is_cleared(
    kiosk: Page, machine: Place
) -> None:
    begin(kiosk, machine, 31)
    out = len(machine.page.papers)
    machine.page.stops_in_the_middle = "media-jam-error"
    kiosk.get_by_role("button", name="打印", exact=True).click()
    alert = kiosk.get_by_role("alert")
    expect(alert).to_contain_text("没打出来：打印机卡纸了。不算数。再打一次，或换一台机器。")
    assert found_by_axe(kiosk) == []
    assert stands(machine)[0] == "ready"
    assert len(machine.page.papers) == out
    machine.page.stops_in_the_middle, machine.page.reasons = "", []
    wait(lambda: is_seen(machine, "ready"), 15)
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_role("heading", name="打好了，请从下面拿")).to_be_visible()
    assert found_by_axe(kiosk) == []
    assert stands(machine)[0] == "printed"
    assert len(machine.page.papers) == out + 1, "the jammed one does not come out behind it"
    kiosk.get_by_role("button", name="拿到了").click()


@pytest.mark.soak
def test_a_printer_that_goes_dead_with_the_page_in_its_hand_is_said_to_be_so_and_nobody_gets_that_page_later(
    kiosk: Page, machine: Place
) -> None:
    begin(kiosk, machine, 32)
    printer, out = machine.page, len(machine.page.papers)
    printer.holds, printer.takes_seconds = True, 5.0
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_text("纸从下面的口子出来")).to_be_visible()
    wait(lambda: PROCESSING in printer.states.values())
    machine.loop.do(printer.stop())
    expect(kiosk.get_by_role("heading", name="打好没有，打印机没有说")).to_be_visible(timeout=40_000)
    assert found_by_axe(kiosk) == []
    kiosk.get_by_role("button", name="没有纸").click()
    expect(kiosk.get_by_role("heading", name="可以打印了")).to_be_visible()
    wait(lambda: is_seen(machine, "away"), 15)
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_text("这台机器现在打不了：打印机连不上。东西给您留着，请换一台机器")).to_be_visible()
    assert stands(machine)[0] == "ready"

    printer.takes_seconds = 0.0
    machine.loop.do(printer.start())
    wait(lambda: PROCESSING not in printer.states.values(), 20)  # the bridge has taken it back
    printer.let_go()
    wait(lambda: is_seen(machine, "ready"), 15)
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_role("heading", name="打好了，请从下面拿")).to_be_visible()
    assert len(printer.papers) == out + 1
    kiosk.get_by_role("button", name="拿到了").click()
