"""Every screen of the kiosk in every look: axe finds nothing, a finger finds everything, and the first page needs no scrolling."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house import House
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.browser

LOOKS = [
    ("zh", "normal", "normal", 1080, 1920),
    ("zh", "elder", "normal", 1080, 1920),
    pytest.param(("zh", "normal", "high", 1080, 1920), marks=pytest.mark.soak),
    pytest.param(("en", "normal", "normal", 1080, 1920), marks=pytest.mark.soak),
    ("en", "elder", "high", 1080, 1920),
    ("zh", "normal", "normal", 1920, 1080),
]
LEAST = 64  # px on a screen of 1080 x 1920

TOO_SMALL = """(least) => [...document.querySelectorAll('button, a, select, input:not([type=hidden])')]
  .filter((each) => each.checkVisibility() && !each.matches('.skip-link') && !each.closest('.only-spoken, .told, dialog'))
  .map((each) => {
    const label = each.closest('label');
    const box = each.getBoundingClientRect(), around = label ? label.getBoundingClientRect() : box;
    return [each.outerHTML.slice(0, 90), Math.round(Math.max(box.height, around.height)), Math.round(Math.max(box.width, around.width))];
  })
  .filter(([, high, wide]) => high < least - 0.5 || wide < least - 0.5)"""
FOUR_LONG_NAMES = """() => {
  const life = document.querySelector('.home-life');
  const often = document.querySelector('.home-often') ?? document.createElement('section');
  often.className = 'home-often';
  const name = document.documentElement.lang === 'en' ? 'Enquiry on an insured person’s benefits and records' : '城乡居民基本医疗保险参保登记（长三角一体化示范区）';
  often.innerHTML = '<h2>x</h2><ul class="often">' + `<li><a class="button" href="#"><span>${name}</span></a></li>`.repeat(4) + '</ul>';
  life.after(often);
  for (const more of [...life.querySelectorAll('li')].slice(5, -1)) more.remove();
}"""
CUT_OFF = """() => [...document.querySelectorAll('.page-body')].filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1).length"""


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def screen(request: pytest.FixtureRequest, chromium: Browser, served: House) -> Iterator[Page]:
    """Machine 4 in one look."""
    language, scale, contrast, width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    chosen = {"language": language, "scale": scale, "contrast": contrast, "aloud": "yes"}
    context.add_cookies(
        [{"name": f"onetrip_{name}", "value": value, "url": served.address} for name, value in chosen.items()]
    )
    page = context.new_page()
    secret = re.search(r"^kiosk-4 (\S+)$", (served.folder / "devices.txt").read_text(), re.MULTILINE)
    assert secret
    page.goto(served.address + secret[1])
    yield page
    context.close()


def wrong_with(page: Page) -> dict[str, list]:
    """What axe and a finger find on the page as it is."""
    least = LEAST if page.viewport_size["height"] > page.viewport_size["width"] else 44
    found = {"axe": found_by_axe(page), "small": page.evaluate(TOO_SMALL, least)}
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found["sideways"] = [page.url]
    return {name: what for name, what in found.items() if what}


def test_nothing_is_wrong_with_any_screen(screen: Page, served: House) -> None:
    found = {}

    def look(name: str) -> None:
        if wrong := wrong_with(screen):
            found[name] = wrong

    expect(screen.locator("[data-no-voice]")).to_be_visible()  # this browser has none: the fullest the first page gets
    look("home")
    assert screen.evaluate(CUT_OFF) == 0, "the first page has to fit"
    screen.evaluate(FOUR_LONG_NAMES)
    assert screen.evaluate(CUT_OFF) == 0, "also with what is asked for most"
    for path in ("kinds", "kinds/medical", "life/growing-old", "scan", "help", "matters/elder-card"):
        screen.goto(f"{served.address}/kiosk/{path}")
        look(path)
    screen.goto(f"{served.address}/kiosk/search")
    expect(screen.locator(".keyboard")).to_be_visible()
    for letter in "yibao":
        screen.locator(".key-cap", has_text=re.compile(f"^{letter}$")).click()
    expect(screen.locator("#found a").first).to_be_visible()
    look("search")
    screen.goto(f"{served.address}/kiosk/matters/elder-card")
    screen.locator(".low form .button-huge").last.click()
    expect(screen.locator("#question")).to_be_visible()
    for _ in range(12):
        expect(screen.locator("#asks, .kiosk-plan").first).to_be_visible()
        if screen.locator(".kiosk-plan").count():
            break
        asked = screen.locator("#asks").inner_text()
        look(asked)
        if screen.locator(".wheels").is_visible():
            for name, value in (("year", "1961"), ("month", "12"), ("day", "9")):
                screen.locator(f"select[name=date-{name}]").select_option(value)
            assert screen.locator("[data-next]").is_visible()
            screen.locator("[data-next]").click()
        else:
            screen.locator(".answer").first.click()
        expect(screen.locator("#asks", has_text=asked)).to_have_count(0)
    look("plan")
    screen.locator("input[name=last_four]").click()
    look("plan with its pad")
    screen.locator(".take .button-primary").click()
    expect(screen.locator(".take-along")).to_be_visible()
    look("slip")
    assert found == {}


def test_the_question_whether_somebody_is_there_can_be_read_and_pressed(chromium: Browser, served: House) -> None:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    page.clock.install()
    secret = re.search(r"^kiosk-4 (\S+)$", (served.folder / "devices.txt").read_text(), re.MULTILINE)
    assert secret
    page.goto(served.address + secret[1])
    page.goto(f"{served.address}/kiosk/kinds")
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("[data-idle-stay]")).to_be_focused()
    assert found_by_axe(page) == []
    context.close()
