"""Two ticket machines read the same slip in the same moment: one number, one paper. Real browsers, bridges and house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onetrip.web.demonstration import PASSWORD
from tests import house as houses
from tests import lean_browser
from tests.bridge.hall import Loop, wait
from tests.house import House
from tests.nodes.town import a_slip
from tests.visit.conftest import Screens
from tests.visit.places import Place

pytestmark = pytest.mark.browser

MACHINES = ("check-in-1", "check-in-2")
HOW_IT_STANDS = "SELECT state, paper FROM lobby_ticket WHERE id = %s"
SEND_AT = (
    """(moment) => { setTimeout(() => document.querySelector("form.draw").requestSubmit(), moment - Date.now()); }"""
)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """The demonstration centre, whose sixth kiosk has been set up as a second ticket machine."""
    with houses.folder() as folder, houses.running(folder / "var") as house:
        for table in ("centres_device", "devices_station"):
            house.ask(f"UPDATE {table} SET kind = 'check-in', number = 2 WHERE kind = 'kiosk' AND number = 6")  # noqa: S608
        for secrets in ("devices.txt", "bridges.txt"):
            file = house.folder / secrets
            file.write_text(file.read_text().replace("kiosk-6 ", "check-in-2 "))
        yield house


@pytest.fixture(scope="module")
def places(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Place]]:
    folder: Path = tmp_path_factory.mktemp("machines")
    loop = Loop()
    found = [Place(name, house, loop, folder) for name in MACHINES]
    try:
        for place in found:
            place.wait_ready()
        yield found
    finally:
        for place in found:
            place.close()
        loop.close()


@pytest.fixture
def hall(chromium: Browser, house: House) -> Iterator[Screens]:
    opened = Screens(chromium, house)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


@pytest.fixture(scope="module")
def guide(house: House) -> Iterator[lean_browser.Browser]:
    browser = lean_browser.Browser(house.address)
    browser.sign_in("guide", PASSWORD)
    yield browser
    browser.reconnect()


def scan_in_one_moment(machines: list[Page], house: House, slip: str) -> None:
    """Both readers have typed the same code; both send it at the same moment of the one clock they have."""
    for machine in machines:
        machine.goto(f"{house.address}/hall/")
        machine.locator("#scan").fill(f"{house.address}/s/{slip}")
    moment = machines[0].evaluate("Date.now()") + 500
    for machine in machines:
        machine.evaluate(SEND_AT, moment)
    for machine in machines:
        machine.wait_for_url("**/hall/tickets/*")


def test_a_slip_that_two_machines_read_in_one_moment_has_one_number_and_one_paper(
    hall: Screens, house: House, places: list[Place], guide: lean_browser.Browser
) -> None:
    machines = [hall.device(name, 1080, 1920) for name in MACHINES]
    for turn in range(1, 5):
        scan_in_one_moment(machines, house, a_slip(guide, "medical-record-booklet"))
        assert len({machine.url for machine in machines}) == 1
        ((ticket, number),) = house.ask(
            "SELECT id::text, prefix || lpad(serial::text, 3, '0') FROM lobby_ticket WHERE state NOT IN ('done', 'left')"
        )
        for machine in machines:
            expect(machine).to_have_url(re.compile(f"/hall/tickets/{ticket}$"))
            expect(machine.locator(".ticket-number").first).to_have_text(number)
        wait(lambda ticket=ticket: house.ask(HOW_IT_STANDS, ticket) == [("waiting", "printed")], 20)
        assert sum(len(place.roll.papers) for place in places) == turn
        assert house.ask("SELECT count(*) FROM devices_printjob WHERE kind = 'ticket'") == [(turn,)]
        guide.post(f"lobby/tickets/{ticket}/leave")
