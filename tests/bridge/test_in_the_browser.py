"""A resident at the ticket machine: a card is laid on the reader, and the number comes out of the printer."""

from __future__ import annotations

import contextlib
import os
import re
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from onetrip.bridge.simulators.card_reader import CardReaderSimulator
from onetrip.devices.models import hash_key
from onetrip.web.serving import free_port
from tests import house as houses
from tests.bridge.hall import Cable, Loop, Machine, machine_at, wait
from tests.visit import steps
from tests.visit.test_accessibility import LOOKS, found_by_axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def machine(loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machine, CardReaderSimulator]]:
    folder: Path = tmp_path_factory.mktemp("machine")
    with houses.furnished() as house:
        cable = Cable(loop, int(house.address.rsplit(":", 1)[1]))
        reader, port = CardReaderSimulator(), free_port()
        loop.do(reader.start())
        house.ask("UPDATE devices_station SET socket_port = %s WHERE kind = 'check-in'", port)
        with machine_at(house, loop, cable, folder) as machine:
            machine.kill(machine.processes[0])
            more = f'[[reader]]\nname = "card"\naddress = "ws://127.0.0.1:{reader.port}"\n'
            machine.cable.port = int(house.address.rsplit(":", 1)[1])  # the page and its bridge know one address
            machine.start_bridge(port=port, more=more)
            machine.wait_ready()
            wait(lambda: house.ask("SELECT state FROM devices_part WHERE name = 'card'") == [("ready",)])
            yield machine, reader
        loop.do(reader.stop())
        cable.close()


@pytest.fixture(autouse=True)
def nothing_is_left_of_the_test_before(machine: tuple[Machine, CardReaderSimulator]) -> None:
    """An empty hall, no paper in the tray, and no page that was open and is missed."""
    at, _ = machine
    at.house.empty_the_hall()
    at.house.ask("DELETE FROM devices_screen")
    at.printer.papers.clear()


def page_of_the_last_number(at: Machine) -> str:
    """What the code on the last ticket opens."""
    newest = at.house.ask("SELECT id FROM lobby_ticket ORDER BY drawn_at DESC LIMIT 1")[0][0]
    return f"{at.house.address}/t/{newest}"


def sees_nothing_wrong(page: Page, context: BrowserContext, address: str) -> None:
    """axe finds nothing in either language and size, and nothing is wider than the screen."""
    for language, scale in LOOKS:
        context.add_cookies(
            [
                {"name": "onetrip_language", "value": language, "url": address},
                {"name": "onetrip_scale", "value": scale, "url": address},
            ]
        )
        page.reload()
        assert found_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelector('main').scrollHeight <= document.documentElement.clientHeight")
    context.clear_cookies(name="onetrip_language")
    context.clear_cookies(name="onetrip_scale")
    page.reload()


def test_a_card_of_somebody_old_draws_a_number_with_its_priority_and_a_spoilt_one_says_so(
    chromium: Browser, machine: tuple[Machine, CardReaderSimulator]
) -> None:
    at, reader = machine
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    pairing = dict(line.split() for line in (at.house.folder / "devices.txt").read_text().splitlines())
    page.goto(at.house.address + pairing["check-in-1"])
    page.wait_for_timeout(800)  # the page has opened the socket of its bridge
    at.loop.do(reader.half_read())
    expect(page.get_by_text("没读出来，请再放一次")).to_be_visible()
    at.loop.do(reader.lay(5, born="19400101"))
    expect(page.get_by_text("请拿好号纸")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("80 岁以上")).to_be_visible()
    assert len(at.printer.papers) == 1
    assert "310000" not in page.content()
    assert "310000" not in page.url
    # Whoever is next need not wait until the last number has gone from the screen.
    shown = page.url
    at.loop.do(reader.lay(6, born="19500101"))
    page.wait_for_url(lambda address: address != shown and "/hall/tickets/" in address, timeout=10_000)
    expect(page.get_by_text("请拿好号纸")).to_be_visible(timeout=10_000)
    assert len(at.printer.papers) == 2
    # A scanner that types like a keyboard: it does not look where, and ends with Enter.
    page.get_by_role("link", name="好了").click()
    page.locator("#scan").wait_for()
    before = len(at.printer.papers)
    page.keyboard.type(page_of_the_last_number(at), delay=2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/hall/tickets/*")
    assert len(at.printer.papers) == before, "a number that is there is shown, and not printed once more by itself"
    # Without paper the next one is told so by the same page, and nothing is asked of the empty printer.
    at.printer.paper_mm = 0
    wait(lambda: at.part() == ("out", True))
    page.get_by_role("link", name="好了").click()
    page.get_by_role("button", name="没有小贴士，直接取号").click()
    expect(page.get_by_role("heading", name="号纸没印出来")).to_be_visible()
    sees_nothing_wrong(page, context, at.house.address)
    page.wait_for_timeout(800)
    at.loop.do(reader.lay(7, born="19600101"))
    expect(page.get_by_text("上一位的号还没拿好")).to_be_visible()
    at.printer.paper_mm = 40_000
    wait(lambda: at.part() == ("ready", True))
    page.reload()
    page.get_by_role("button", name="再印一次").click()
    expect(page.get_by_text("请拿好号纸")).to_be_visible(timeout=10_000)
    assert len(at.printer.papers) == 3
    assert broken == []
    context.close()


def test_the_directors_page_moves_by_itself_when_the_paper_ends(
    chromium: Browser, machine: tuple[Machine, CardReaderSimulator]
) -> None:
    at, _ = machine
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{at.house.address}/staff/sign-in?next=/devices/")
    page.fill("[name=username]", "director")
    page.fill("[name=password]", "onetrip-demo")
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("heading", name="设备都正常")).to_be_visible()
    at.printer.paper_mm = 0
    expect(page.get_by_role("heading", name="1 处要去看")).to_be_visible(timeout=10_000)
    expect(page.locator(".troubles").get_by_text("缺纸")).to_be_visible()
    sees_nothing_wrong(page, context, at.house.address)
    at.printer.paper_mm = 40_000
    expect(page.get_by_role("heading", name="设备都正常")).to_be_visible(timeout=10_000)
    context.close()


@dataclass
class Beside:
    """What stands beside somebody who works: a card reader and a scanner, heard by a bridge of their own."""

    reader: CardReaderSimulator
    scanner: int

    def scan(self, data: str | bytes) -> None:
        os.write(self.scanner, (data if isinstance(data, bytes) else data.encode()) + b"\r")


@contextlib.contextmanager
def beside(at: Machine, kind: str) -> Iterator[Beside]:
    """The devices of this sort of place with the number 1; carried away at the end."""
    reader, port, key = CardReaderSimulator(), free_port(), f"the key of {kind} 1"
    far, near = os.openpty()
    tty.setraw(far)
    ready = (
        "SELECT count(*) FROM devices_part part JOIN devices_station station ON station.id = part.station_id"
        " WHERE station.kind = %s AND part.state = 'ready' AND part.name IN ('card', 'scan')"
    )
    with contextlib.ExitStack() as at_the_end:
        at_the_end.callback(os.close, far)
        at_the_end.callback(os.close, near)
        at.loop.do(reader.start())
        at_the_end.callback(lambda: at.loop.do(reader.stop()))
        at.house.ask(
            "INSERT INTO devices_station (centre_id, kind, number, socket_port, key_hash, key_given_at, version)"
            " VALUES ('LF', %s, 1, %s, %s, now(), '') ON CONFLICT (centre_id, kind, number) DO UPDATE"
            " SET socket_port = excluded.socket_port, key_hash = excluded.key_hash, key_given_at = now()",
            kind,
            port,
            hash_key(key),
        )
        at_the_end.callback(at.house.ask, "UPDATE devices_station SET retired_at = now() WHERE kind = %s", kind)
        more = f'[[reader]]\nname = "card"\naddress = "ws://127.0.0.1:{reader.port}"\n'
        more += f'[[scanner]]\nname = "scan"\nport = "{os.ttyname(near)}"\n'
        bridge = at.start_bridge(state=kind, port=port, more=more, key=key)
        at_the_end.callback(at.kill, bridge)
        wait(lambda: at.house.ask(ready, kind) == [(2,)], 20)
        yield Beside(reader, far)


def test_a_clerk_learns_from_the_card_laid_at_the_window_who_came(
    chromium: Browser, machine: tuple[Machine, CardReaderSimulator]
) -> None:
    at, _ = machine
    with beside(at, "window") as devices:
        number = at.draw()
        wait(lambda: at.ticket(number)[0] == "waiting")
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        steps.sign_in(page, at.house.address, "clerk1")
        steps.take_window(page, at.house.address, 1)
        page.keyboard.press("F2")
        expect(page.locator("#work")).to_contain_text(number)
        expect(page.locator("[data-reads]")).to_have_count(1)
        at.loop.do(devices.reader.half_read())
        expect(page.get_by_text("没读出来。请再放一次")).to_be_visible(timeout=10_000)
        assert found_by_axe(page) == []
        at.loop.do(devices.reader.lay(5))
        known = (
            "SELECT visit.resident_id IS NOT NULL FROM lobby_visit visit JOIN lobby_ticket ticket ON ticket.visit_id = visit.id"
            " WHERE prefix || lpad(serial::text, 3, '0') = %s"
        )
        wait(lambda: at.house.ask(known, number) == [(True,)])
        assert "310000" not in page.url
        assert broken == []
        context.close()


def test_at_the_front_desk_a_card_draws_a_number_and_the_code_on_a_ticket_shows_it(
    chromium: Browser, machine: tuple[Machine, CardReaderSimulator]
) -> None:
    at, _ = machine
    with beside(at, "desk") as devices:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        steps.sign_in(page, at.house.address, "guide")
        page.goto(f"{at.house.address}/hall/")
        devices.scan(b"\x81\xff\xfe")
        expect(page.get_by_text("没读出来。请再放一次")).to_be_visible(timeout=10_000)
        at.loop.do(devices.reader.lay(7, born="19400101"))
        page.wait_for_url("**/hall/?ticket=*")
        drawn = page.get_by_role("status", name="刚取的号")
        expect(drawn).to_contain_text("80 岁以上")
        number = drawn.locator(".ticket-number").inner_text()
        assert "310000" not in page.content()
        page.goto(f"{at.house.address}/hall/")
        expect(drawn).to_have_count(0)
        devices.scan(page_of_the_last_number(at))
        page.wait_for_url("**/hall/?ticket=*")
        expect(drawn.locator(".ticket-number")).to_have_text(number)
        assert broken == []
        context.close()


def test_a_guide_prints_a_slip_at_the_nearest_printer_and_the_desk_stays_as_it_was(
    chromium: Browser, machine: tuple[Machine, CardReaderSimulator]
) -> None:
    at, _ = machine
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    steps.sign_in(page, at.house.address, "guide")
    page.goto(f"{at.house.address}/desk/")
    steps.ask_at_desk(page, "老年卡", steps.sixty_five_soon(datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()))
    steps.issue_at_desk(page)
    before = len(at.printer.papers)
    page.get_by_role("button", name="印到1 号取号机（在大厅，请马上去拿）").click()
    expect(page.locator(".print-here").get_by_text("印好了")).to_be_visible(timeout=10_000)
    assert len(at.printer.papers) == before + 1
    expect(page.get_by_role("link", name=re.compile("打印小贴士"))).to_be_visible()
    assert found_by_axe(page) == []
    context.close()
