"""A morning in the hall, in real browsers with simulated devices: thirty residents, nine windows, two kiosks, a display."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import house as houses
from tests.bridge.hall import Loop, wait
from tests.house import House
from tests.kiosk.test_in_the_browser import answer_all, begin
from tests.visit import steps
from tests.visit.conftest import Screens
from tests.visit.places import Place, code_on

pytestmark = pytest.mark.browser

RESIDENTS, WINDOWS = 30, 9
LISTEN = """
window.heard = [];
document.addEventListener("DOMContentLoaded", () =>
  document.body.addEventListener("onetrip:call", (event) => window.heard.push([event.detail.ticket, event.detail.window])));
"""


@pytest.fixture(scope="module")
def morning() -> Iterator[House]:
    with houses.furnished() as house:
        yield house


@pytest.fixture(scope="module")
def places(morning: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    folder: Path = tmp_path_factory.mktemp("places")
    loop = Loop()
    found = {name: Place(name, morning, loop, folder) for name in ("check-in-1", "kiosk-1", "kiosk-2")}
    try:
        for place in found.values():
            place.wait_ready()
        yield found
    finally:
        for place in found.values():
            place.close()
        loop.close()


@pytest.fixture
def hall(chromium: Browser, morning: House) -> Iterator[Screens]:
    opened = Screens(chromium, morning)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


def slip_from_kiosk(kiosk: Page, place: Place, house: House) -> str:
    """Somebody asks at a kiosk and has the slip printed; what its code says."""
    begin(kiosk, house)
    answer_all(kiosk)
    kiosk.get_by_role("button", name="出小贴士").click()
    before = len(place.roll.papers)
    kiosk.get_by_role("button", name="打印").click()
    expect(kiosk.get_by_text("正在打印")).to_be_visible()
    wait(lambda: len(place.roll.papers) > before, 15)
    kiosk.get_by_role("button", name="我好了，清除").first.click()
    expect(kiosk.locator(".hello h1")).to_contain_text("想办什么")
    return code_on(place.roll.papers[-1])


def draw(machine: Page, house: House, scanned: str = "") -> str:
    """Somebody at the ticket machine, with something to scan or nothing; the number."""
    machine.goto(f"{house.address}/hall/")
    if scanned:
        machine.locator("#scan").fill(scanned)
        machine.locator("#scan").press("Enter")
    else:
        machine.get_by_role("button", name="没有小贴士，直接取号").click()
    return drawn_number(machine)


def drawn_number(machine: Page) -> str:
    machine.wait_for_url("**/hall/tickets/*")
    expect(machine.get_by_text("请拿好号纸")).to_be_visible()
    return machine.locator("#number .ticket-number").inner_text()


def serve_next(window: Page) -> None:
    """The window calls, serves whoever comes and lets them go."""
    window.keyboard.press("F2")
    expect(window.get_by_role("button", name=re.compile("人到了"))).to_be_visible()
    window.keyboard.press("F6")
    expect(window.get_by_text("正在办理")).to_be_visible()
    if window.locator("#checklist input.paper-box[data-needed]").count():
        steps.tick_all(window)
        steps.accept_all(window)
    window.get_by_role("button", name=re.compile("办完，不叫")).click()
    expect(window.get_by_role("button", name=re.compile("叫下一位"))).to_be_visible()


def test_a_morning_in_the_hall(hall: Screens, morning: House, places: dict[str, Place]) -> None:
    display = hall.device("display-1", 1920, 1080)
    display.add_init_script(LISTEN)
    display.reload()
    windows = []
    for number in range(1, WINDOWS + 1):
        window = hall.desk()
        steps.sign_in(window, morning.address, f"clerk{number}")
        steps.take_window(window, morning.address, number)
        windows.append(window)
    kiosks = {name: hall.device(name, 1080, 1920) for name in ("kiosk-1", "kiosk-2")}
    machine = hall.device("check-in-1", 1080, 1920)

    # Two ask at a kiosk first; their slips come out of the kiosks' printers, and the machine at the door reads them.
    slips = [slip_from_kiosk(page, places[name], morning) for name, page in kiosks.items()]
    assert all(re.fullmatch(rf"{morning.address}/s/[\w-]+", slip) for slip in slips), slips
    numbers = [draw(machine, morning, slip) for slip in slips]
    # One lays the ID card on the reader, and is old enough to be called earlier.
    machine.goto(f"{morning.address}/hall/")
    machine.wait_for_timeout(800)  # the page has opened the socket of its bridge
    places["check-in-1"].lay_card(7, born="19400101")
    numbers.append(drawn_number(machine))
    expect(machine.get_by_text("80 岁以上")).to_be_visible()
    while len(numbers) < RESIDENTS:
        numbers.append(draw(machine, morning))

    # Each number came out on a paper of its own, and the code on it opens that number's page.
    papers = places["check-in-1"].roll.papers
    assert len(papers) == RESIDENTS == len(set(numbers))
    known = {
        f"{morning.address}/t/{ticket}": f"{prefix}{serial:03d}"
        for ticket, prefix, serial in morning.ask("SELECT id, prefix, serial FROM lobby_ticket")
    }
    assert [known[code_on(paper)] for paper in papers] == numbers

    for turn in range(RESIDENTS):
        serve_next(windows[turn % WINDOWS])
    assert morning.ask("SELECT count(*) FROM lobby_ticket WHERE state = 'done' AND calls = 1") == [(RESIDENTS,)]
    calls = morning.ask(
        "SELECT prefix || lpad(serial::text, 3, '0'), w.number FROM lobby_ticket t JOIN centres_window w ON w.id = t.window_id"
    )
    assert sorted(map(tuple, display.evaluate("window.heard"))) == sorted((number, door) for number, door in calls)
    assert morning.ask("SELECT count(*) FROM cases_case") >= [(2,)]
    assert morning.ask("SELECT count(*) FROM devices_printjob WHERE state <> 'printed'") == [(0,)]

    # Eight o'clock knows all of it: a strip out of every printer, every open screen with its picture.
    director = hall.desk()
    steps.sign_in(director, morning.address, "director")
    director.goto(f"{morning.address}/morning/")
    director.locator("button[data-key=F2]").click()
    expect(director.locator("#check-printers .tag")).to_have_text("好的", timeout=40_000)
    expect(director.locator("#check-windows")).to_contain_text("9 个有人")
    expect(director.locator("#check-screens")).to_contain_text("还没打开过")  # the other four kiosks
    director.goto(f"{morning.address}/evening/")
    director.get_by_role("button", name="现在就结今天的").click()
    expect(director.locator(".day-sum")).to_contain_text(f"{RESIDENTS}")
    assert morning.ask("SELECT figures->>'served', left_open FROM days_dayaccount") == [(str(RESIDENTS), 0)]
