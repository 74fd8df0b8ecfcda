"""One house, and the browsers of the people in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import house
from tests.house import House
from tests.paper_frames import count_papers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]

expect.set_options(timeout=20_000)  # CI has two cores and much to do; no figure is measured here


@pytest.fixture(scope="session")
def served() -> Iterator[House]:
    """The demonstration centre, served; shared by the tests of a visit."""
    with house.furnished() as a_house:
        yield a_house


@dataclass
class Screens:
    """Opens a browser of its own for each person, at the size of their screen."""

    browser: Browser
    house: House

    def open(self, width: int, height: int, *, cookies: dict[str, str] | None = None) -> Page:
        """An empty page in a fresh browser; errors thrown by a script fail the test at its end."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        count_papers(context)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": self.house.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.thrown.append(str(error)))
        return page

    def phone(self) -> Page:
        """A resident's phone."""
        return self.open(390, 844)

    def desk(self) -> Page:
        """A staff desk."""
        return self.open(1440, 900)

    def device(self, name: str, width: int, height: int) -> Page:
        """A paired device of the hall: "display-1", "check-in-1"."""
        page = self.open(width, height)
        secret = re.search(rf"^{name} (\S+)$", (self.house.folder / "devices.txt").read_text(), re.MULTILINE)
        assert secret, name
        page.goto(self.house.address + secret.group(1))
        return page

    def __post_init__(self) -> None:
        self.thrown: list[str] = []


@pytest.fixture
def screens(chromium: Browser, served: House) -> Iterator[Screens]:
    """The screens of one test; every browser is closed at its end."""
    served.empty_the_hall()
    opened = Screens(chromium, served)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


@pytest.fixture
def events(served: House) -> Callable[..., list[tuple]]:
    """The events of one thing, in order: (verb, from, to)."""

    def ask(thing: str, thing_id: str) -> list[tuple]:
        return served.ask(
            "SELECT verb, from_state, to_state FROM ledger_event WHERE thing = %s AND thing_id = %s ORDER BY id",
            thing,
            thing_id,
        )

    return ask
