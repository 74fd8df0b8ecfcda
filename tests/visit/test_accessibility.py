"""axe looks at every kind of page of a house in which something has happened: both languages, large type."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
RUN = "async () => (await axe.run()).violations.map((v) => [v.impact, v.id, v.nodes.slice(0, 3).map((n) => n.html)])"
LOOKS = [("zh", "normal"), ("en", "elder")]
"""Each language and each size once: what is wrong with a page is wrong in one of them."""


def found_by_axe(page: Page) -> list:
    """What axe finds serious or critical on the page as it is."""
    page.evaluate(AXE)  # by the debugger, which the page's security policy does not bind
    return [finding for finding in page.evaluate(RUN) if finding[0] in {"serious", "critical"}]


def drafted(screens: Screens, served: House) -> dict[str, str]:
    """A draft with a change that has a mistake, so that its pages have something to say."""
    page = screens.desk()
    steps.sign_in(page, served.address, "editor")
    page.goto(f"{served.address}/catalogue/")
    page.locator("#which").select_option("residence-permit")
    page.get_by_role("button", name="改它").click()
    page.wait_for_url("**/file/matters/residence-permit.yaml")
    page.locator("#f-entitled").fill('hukuo == "elsewhere"')
    page.get_by_role("button", name="存进草稿").last.click()
    expect(page.locator("#saved-at")).to_contain_text("存于")
    form = page.url.removeprefix(served.address)
    return {"draft": form.split("file/")[0], "draft-form": form, "draft-text": f"{form}?as=yaml"}


def booked(screens: Screens, served: House, slip: str) -> dict[str, str]:
    """A half hour booked with the slip, and the pages around it."""
    phone = screens.phone()
    phone.goto(f"{served.address}/s/{slip}")
    phone.get_by_role("link", name="约个时间来").click()
    phone.locator(".booking-days a").nth(2).click()
    day = phone.url.split("/book/")[1].split("?")[0]
    phone.locator("input[name=starts]:enabled").first.check()
    phone.locator("#contact").fill("13800000001")
    phone.get_by_role("button", name="约这个时间").click()
    expect(phone.locator("h1")).to_have_text("约好了")
    link = phone.url.removeprefix(served.address).split("?")[0]
    return {
        "booking": link,
        "booking-change": f"{link}/change",
        "booking-day": f"/book/{day}",
        "opening-day": f"/director/opening/{day}",
    }


def given(served: House, receipt: str, case: str) -> dict[str, str]:
    """What was given with an acceptance: the page that checks the receipt, its results at a window, and how they are to be
    collected; and somebody who decides for the department of the case."""
    token = receipt.rsplit("/", 1)[1]
    ((record,),) = served.ask(
        "SELECT r.token FROM cases_record r JOIN cases_receipt t ON t.id = r.receipt_id WHERE t.token = %s", token
    )
    ((number, department),) = served.ask(
        "SELECT t.number, c.department FROM cases_case c JOIN cases_receipt t ON t.id = c.receipt_id WHERE c.number = %s",
        case,
    )
    served.add_account("reviewer-of-it", "reviewer", "*", department)
    return {
        "check": f"/v/{record}",
        "results": f"/deliver/{number}",
        "choice": f"/deliver/{number}/choice",
        "decision": f"/department/{case}",
    }


def complained(screens: Screens, served: House) -> dict[str, str]:
    """Somebody could not get it done, and said so."""
    phone = screens.phone()
    phone.goto(f"{served.address}/could-not/")
    phone.locator("input[name=kind]").first.check()
    phone.locator("#words").fill("跑了两次还是没办成")
    phone.get_by_role("button", name="交给值班长").click()
    phone.wait_for_url(re.compile("/could-not/[^/]+$"))
    return {"complaint": phone.url.removeprefix(served.address)}


@pytest.fixture(scope="module")
def visit(chromium: Browser, served: House) -> dict[str, str]:
    """A visit up to a rated receipt and a notice, for pages that need one; the tokens of what it left behind."""
    served.empty_the_hall()
    screens = Screens(chromium, served)
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    desk = screens.desk()
    steps.sign_in(desk, served.address, "guide4")
    desk.goto(f"{served.address}/desk/")
    steps.ask_at_desk(desk, "老年卡", steps.sixty_five_soon(today))
    _, token = steps.issue_at_desk(desk)
    machine = screens.device("check-in-1", 1080, 1920)
    ticket, waiting = steps.draw_ticket(machine, served.address, f"{served.address}/s/{token}")
    window = screens.desk()
    steps.sign_in(window, served.address, "clerk9")
    steps.take_window(window, served.address, 9)
    steps.call_next(window, ticket)
    window.locator("#checklist input.paper-box[data-needed]").first.check()
    expect(window.get_by_role("button", name=re.compile("收齐的"))).to_be_visible()
    window.keyboard.press("F8")
    receipt = window.get_by_role("link", name=re.compile("印回执")).first
    notice = window.get_by_role("link", name=re.compile("印告知单")).first
    expect(notice).to_be_visible()
    found = {
        "slip": f"/s/{token}",
        "waiting": waiting,
        "drawn": f"/hall/tickets/{waiting.rsplit('/', 1)[1]}",
        "receipt": (receipt.get_attribute("href") or "").removesuffix(".pdf"),
        "notice": (notice.get_attribute("href") or "").removesuffix(".pdf"),
        "desk": desk.url.removeprefix(served.address),
        "reading": f"/desk/slip/{token}",
        "my-code": f"/me/{token}",
    }
    _, other = steps.draw_ticket(machine, served.address, "")
    found["right"] = f"/hall/?ticket={other.rsplit('/', 1)[1]}"
    accepted = served.ask("SELECT number FROM cases_case ORDER BY accepted_at DESC LIMIT 1")
    found["case"] = f"/cases/{accepted[0][0]}"
    found |= drafted(screens, served)
    found |= booked(screens, served, token)
    found |= given(served, found["receipt"], found["case"].rsplit("/", 1)[1])
    found |= complained(screens, served)
    reader = screens.phone()
    steps.rate(reader, served.address, found["receipt"], 1, "要再跑一趟")
    opened = served.ask("SELECT id FROM ratings_rectification ORDER BY opened_at DESC LIMIT 1")
    found["rectification"] = f"/rectifications/{opened[0][0]}"
    for context in list(chromium.contexts):
        context.close()
    return found


ANYBODY = [
    "/",
    "/ask/?q=老年卡",
    "/ask/?q=火车票怎么退",
    "/ask/?event=retiring",
    "/ask/?category=archives",
    "/open-data/",
    "/slip",
    "/book/",
    "/book/find",
    "/hours/",
    "/matters/",
    "/matters/elder-card",
    "/matters/marriage-registration",
    "/staff/sign-in",
    "/could-not/",
]
LEFT_BEHIND = [
    "slip",
    "waiting",
    "receipt",
    "notice",
    "my-code",
    "booking",
    "booking-change",
    "booking-day",
    "check",
    "complaint",
]
BY_ROLE = {
    "guide4": (1440, 900, ["/staff/", "/desk/", "/desk/bookings/", "/hall/", "desk", "drawn", "reading"]),
    "clerk9": (
        1440,
        900,
        [
            "/window/",
            "/cases/",
            "case",
            "/staff/account/",
            "/staff/prove",
            "/staff/sign-in/app",
            "/hand-over/",
            "/deliver/",
            "/deliver/cabinets",
            "/notices/undelivered/",
            "results",
            "choice",
        ],
    ),
    "reviewer-of-it": (1440, 900, ["/department/", "decision"]),
    "supervisor": (
        1600,
        1000,
        [
            "/rectifications/",
            "rectification",
            "/director/",
            "/hall/watch",
            "/cases/limits",
            "/hall/weights",
            "/display/layouts/",
            "right",
            "/deliver/unclaimed",
            "/deliver/post",
        ],
    ),
    "director": (
        1600,
        1000,
        [
            "/director/",
            "/director/waits",
            "/director/opening/",
            "/director/bookings/",
            "/director/halls/",
            "opening-day",
            "/rectifications/",
            "/director/spared",
            "/rehearsal/",
            "/rehearsal/ask/windows",
            "/rehearsal/replay",
            "/rehearsal/trust",
            "/operator/",
            "/licences/",
            "/notices/",
            "/devices/",
            "/morning/",
            "/evening/",
            "/catalogue/",
        ],
    ),
    "editor": (
        1600,
        1000,
        [
            "/catalogue/",
            "/catalogue/versions/",
            "draft",
            "draft-form",
            "draft-text",
            "/manual/",
            "/manual/elder-card",
            "/manual/household-registration",
        ],
    ),
}


def in_look(chromium: Browser, served: House, width: int, height: int, language: str, scale: str) -> BrowserContext:
    """A browser of this size whose reader chose this language and type size."""
    context = chromium.new_context(viewport={"width": width, "height": height})
    chosen = {"onetrip_language": language, "onetrip_scale": scale}
    context.add_cookies([{"name": name, "value": value, "url": served.address} for name, value in chosen.items()])
    return context


@pytest.mark.parametrize(("language", "scale"), LOOKS)
def test_axe_finds_nothing_serious_on_any_page_of_a_resident(
    chromium: Browser, served: House, visit: dict[str, str], language: str, scale: str
) -> None:
    context = in_look(chromium, served, 390, 844, language, scale)
    page = context.new_page()
    found = {}
    for path in [*ANYBODY, *(visit[name] for name in LEFT_BEHIND)]:
        assert page.goto(served.address + path).status == 200, path
        if serious := found_by_axe(page):
            found[path] = serious
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    context.close()
    assert found == {}


@pytest.mark.parametrize(("language", "scale"), LOOKS)
def test_axe_finds_nothing_serious_while_a_resident_is_asked_and_sees_the_plan(
    chromium: Browser, served: House, language: str, scale: str
) -> None:
    context = in_look(chromium, served, 390, 844, language, scale)
    page = context.new_page()
    page.goto(f"{served.address}/ask/?q=老年卡")
    page.locator("main button, main a").filter(has_text=re.compile("敬老卡|Elder card")).first.click()
    found = {}
    for _ in range(12):
        page.wait_for_load_state()
        heading = page.locator("main h1")
        before = heading.inner_text()
        if serious := found_by_axe(page):
            found[before] = serious
        if page.locator("#question").count() == 0:
            break
        if page.locator("#question input[name='answer']:not([type='radio'])").count():
            page.locator("#answer").fill("19580302")
        else:
            page.locator("#question input[type='radio']").first.check()
        page.locator("button.button-primary[form='question']").click()
        expect(page.locator("main h1", has_text=before)).to_have_count(0)
    assert page.locator("#question").count() == 0
    context.close()
    assert found == {}


@pytest.mark.parametrize(("language", "scale"), [pytest.param("zh", "normal", marks=pytest.mark.soak), ("en", "elder")])
@pytest.mark.parametrize("username", sorted(BY_ROLE))
def test_axe_finds_nothing_serious_on_any_page_of_those_who_work_here(
    chromium: Browser, served: House, visit: dict[str, str], username: str, language: str, scale: str
) -> None:
    width, height, paths = BY_ROLE[username]
    context = in_look(chromium, served, width, height, language, scale)
    page = context.new_page()
    page.goto(f"{served.address}/staff/sign-in")
    page.locator("#username").fill(username)
    page.locator("#password").fill(steps.DEMONSTRATION_PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/staff/")
    found = {}
    for path in paths:
        assert page.goto(served.address + visit.get(path, path)).status == 200, path
        if serious := found_by_axe(page):
            found[path] = serious
    context.close()
    assert found == {}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("device", "width", "height"), [("display-1", 1920, 1080), ("check-in-1", 1080, 1920)])
def test_axe_finds_nothing_serious_on_the_screens_of_the_hall(
    chromium: Browser, served: House, visit: dict[str, str], device: str, width: int, height: int, language: str
) -> None:
    secret = re.search(rf"^{device} (\S+)$", (served.folder / "devices.txt").read_text(), re.MULTILINE)
    assert secret
    context = in_look(chromium, served, width, height, language, "normal")
    page = context.new_page()
    page.goto(served.address + secret.group(1))
    serious = found_by_axe(page)
    context.close()
    assert serious == []


def test_axe_does_find_what_is_wrong(chromium: Browser, served: House) -> None:
    page = chromium.new_page()
    page.goto(served.address)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")  # a field without a name
    assert [name for _, name, _ in found_by_axe(page)] == ["label"]
    page.close()
