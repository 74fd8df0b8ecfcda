"""The kiosk under real fingers: what is left for the next person, and what happens when the server goes away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.house import House
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

PORTRAIT = (1080, 1920)
EVERYTHING_KEPT = """async () => ({
  local: {...localStorage}, session: {...sessionStorage}, caches: await caches.keys(),
  databases: (await indexedDB.databases()).map((each) => each.name),
  workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
})"""
NOTHING = {"local": {}, "session": {}, "caches": [], "databases": [], "workers": 0}


@pytest.fixture
def kiosk(screens: Screens) -> Iterator[Page]:
    """Machine 1 at its first page."""
    page = screens.device("kiosk-1", *PORTRAIT)
    expect(page.locator(".hello h1")).to_contain_text("想办什么")
    yield page
    page.unroute_all(behavior="ignoreErrors")


def begin(page: Page, house: House, matter: str = "elder-card") -> str:
    """From a matter to its first question; the address of the questions."""
    page.goto(f"{house.address}/kiosk/matters/{matter}")
    page.get_by_role("button", name="看要带什么").click()
    expect(page.locator("#question")).to_be_visible()
    return page.url


def answer_all(page: Page) -> None:
    """Shanghai, born on 9 December 1961; every other question with its first answer."""
    for _ in range(12):
        expect(page.locator("#asks, .kiosk-plan").first).to_be_visible()
        if page.locator(".kiosk-plan").count():
            return
        asked = page.locator("#asks").inner_text()
        if page.locator(".wheels").is_visible():
            choose_date(page)
        elif page.locator("#answer").count():
            page.get_by_role("button", name="6", exact=True).click()
            page.get_by_role("button", name="下一步").click()
        else:
            page.locator(".answer").first.click()
        expect(page.locator("#asks", has_text=asked)).to_have_count(0)
    raise AssertionError("the questions never end")


def choose_date(page: Page) -> None:
    for name, value in (("year", "1961"), ("month", "12"), ("day", "9")):
        page.locator(f"select[name=date-{name}]").select_option(value)
    page.get_by_role("button", name="下一步").click()


def take_slip(page: Page, house: House) -> str:
    """From the first page to a slip; its number."""
    begin(page, house)
    answer_all(page)
    page.get_by_role("button", name="出小贴士").click()
    expect(page.locator(".take-along")).to_be_visible()
    return page.locator(".take-along .ticket-number").inner_text().replace(" ", "")


def back_at_the_first_page(page: Page, house: House) -> None:
    expect(page.locator(".hello h1")).to_contain_text("想办什么")
    expect(page).to_have_url(f"{house.address}/kiosk/")


def nothing_is_left(page: Page, house: House, *addresses: str) -> None:
    """No storage, no cookie, no history, no cache and no address shows anything of the last person."""
    assert page.evaluate(EVERYTHING_KEPT) == NOTHING
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names <= {"onetrip_session", "onetrip_csrf"}, names
    page.evaluate("history.back()")
    page.wait_for_timeout(400)
    assert "小贴士号" not in page.locator("body").inner_text()
    page.goto(f"{house.address}/kiosk/")
    for address in addresses:
        page.goto(address)
        back_at_the_first_page(page, house)


# --- leaving


def test_pressing_done_leaves_nothing_for_the_next_person(kiosk: Page, served: House) -> None:
    where = begin(kiosk, served)
    kiosk.go_back()
    number = take_slip(kiosk, served)
    kiosk.get_by_role("button", name="我好了，清除").first.click()
    back_at_the_first_page(kiosk, served)
    assert number not in kiosk.content()
    nothing_is_left(kiosk, served, where, f"{where}plan", f"{served.address}/kiosk/slip")


def test_the_way_through_the_kiosk_is_one_entry_in_the_history(kiosk: Page, served: House) -> None:
    before = kiosk.evaluate("history.length")
    kiosk.get_by_text("别的事").click()
    kiosk.locator(".tiles a").first.click()
    kiosk.locator(".tiles a[href*='/matters/']").first.click()
    expect(kiosk.locator(".matter-head")).to_be_visible()
    assert "/kiosk/matters/" in kiosk.url
    assert kiosk.evaluate("history.length") == before
    assert kiosk.evaluate(EVERYTHING_KEPT) == NOTHING, "also while somebody is there"


def test_a_minute_without_a_touch_asks_and_ten_seconds_later_wipes(screens: Screens, served: House) -> None:
    page = screens.open(*PORTRAIT)
    page.clock.install()
    page.goto(served.address + _pairing(served, "kiosk-2"))
    where = begin(page, served)
    page.clock.fast_forward(58_000)
    expect(page.locator("dialog.idle")).to_be_hidden()
    page.clock.fast_forward(3_000)
    expect(page.get_by_role("dialog")).to_contain_text("您还在吗")
    expect(page.locator("[data-idle-left]")).to_have_text(re.compile(r"^[789]$"))
    expect(page.locator("[data-idle-spoken]")).to_contain_text("10 秒后清除")
    page.clock.fast_forward(10_000)
    back_at_the_first_page(page, served)
    nothing_is_left(page, served, where)
    ended = served.ask("SELECT ended, step FROM kiosk_stay WHERE ended <> '' ORDER BY ended_at DESC LIMIT 1")
    assert ended == [("idle", "question")]


def test_whoever_is_still_there_says_so_and_goes_on(screens: Screens, served: House) -> None:
    page = screens.open(*PORTRAIT)
    page.clock.install()
    page.goto(served.address + _pairing(served, "kiosk-2"))
    where = begin(page, served)
    page.clock.fast_forward(62_000)
    page.get_by_role("button", name="还在").click()
    expect(page.locator("dialog.idle")).to_be_hidden()
    page.clock.fast_forward(58_000)
    expect(page.locator("#question")).to_be_visible()
    assert page.url == where


def test_the_first_page_with_nothing_chosen_asks_nobody(screens: Screens, served: House) -> None:
    page = screens.open(*PORTRAIT)
    page.clock.install()
    page.goto(served.address + _pairing(served, "kiosk-2"))
    page.clock.fast_forward(120_000)
    expect(page.locator("dialog.idle")).to_be_hidden()
    page.get_by_role("button", name="高对比").click()
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    page.clock.fast_forward(75_000)
    expect(page.locator("html")).not_to_have_attribute("data-contrast", "high")


def test_while_the_server_is_away_the_screen_is_emptied_all_the_same(kiosk: Page, served: House) -> None:
    number = take_slip(kiosk, served)
    kiosk.context.set_offline(True)
    kiosk.get_by_role("button", name="我好了，清除").first.click()
    expect(kiosk.get_by_text("已清除")).to_be_visible()
    assert number[-4:] not in kiosk.locator("body").inner_text()
    kiosk.context.set_offline(False)
    back_at_the_first_page(kiosk, served)
    nothing_is_left(kiosk, served, f"{served.address}/kiosk/slip")


def test_a_power_cut_is_a_new_start(screens: Screens, served: House) -> None:
    """A browser that was torn away comes back without the cookie of the stay; the machine is signed in as before."""
    page = screens.device("kiosk-3", *PORTRAIT)
    where = begin(page, served)
    lasting = [cookie for cookie in page.context.cookies() if cookie["expires"] > 0]
    assert {cookie["name"] for cookie in lasting} == {"onetrip_session", "onetrip_csrf"}
    page.context.close()
    again = screens.open(*PORTRAIT)
    again.context.add_cookies(lasting)
    again.goto(where)
    back_at_the_first_page(again, served)
    begin(again, served)
    rows = served.ask("SELECT ended, consultation_id FROM kiosk_stay ORDER BY began_at DESC LIMIT 2")
    assert rows[1] == ("next", None)


# --- a reload at each step


def test_a_reload_at_each_step_comes_back_to_the_same_step(kiosk: Page, served: House) -> None:
    def reloaded(selector: str) -> None:
        before, address = kiosk.locator("main h1").first.inner_text(), kiosk.url
        kiosk.reload()
        expect(kiosk.locator(selector).first).to_be_visible()
        assert kiosk.url == address
        assert kiosk.locator("main h1").first.inner_text() == before

    kiosk.locator(".find-link").click()
    for letter in "lnk":
        kiosk.locator(".key-cap", has_text=re.compile(f"^{letter}$")).click()
    kiosk.locator(".candidate", has_text="老年卡").click()
    expect(kiosk.locator("#found a").first).to_be_visible()
    kiosk.wait_for_timeout(500)
    kiosk.reload()
    expect(kiosk.locator("#words")).to_have_value("老年卡")
    kiosk.locator("#found a", has_text="敬老卡").first.click()
    expect(kiosk.locator(".matter-head")).to_be_visible()
    reloaded(".matter-head")
    kiosk.get_by_role("button", name="看要带什么").click()
    expect(kiosk.locator("#question")).to_be_visible()
    reloaded("#question")
    kiosk.locator(".answer").first.click()
    expect(kiosk.locator(".wheels")).to_be_visible()
    reloaded(".wheels")
    answer_all(kiosk)
    reloaded(".kiosk-plan")
    kiosk.get_by_role("button", name="出小贴士").click()
    expect(kiosk.locator(".take-along")).to_be_visible()
    reloaded(".take-along")
    asked = served.ask(
        "SELECT count(*), max(jsonb_array_length(asked)) FROM advice_consultation"
        " WHERE id = (SELECT consultation_id FROM kiosk_stay WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1)"
    )
    assert asked[0][0] == 1
    slips = served.ask(
        "SELECT count(*) FROM advice_slip WHERE consultation_id ="
        " (SELECT consultation_id FROM kiosk_stay WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1)"
    )
    assert slips == [(1,)]


# --- the server goes away


def test_without_its_server_the_page_says_so_keeps_everything_and_goes_on_by_itself(kiosk: Page, served: House) -> None:
    begin(kiosk, served)
    kiosk.locator(".answer").first.click()
    expect(kiosk.locator(".wheels")).to_be_visible()
    kiosk.locator("select[name=date-year]").select_option("1961")
    kiosk.locator("select[name=date-month]").select_option("12")
    kiosk.locator("select[name=date-day]").select_option("9")
    kiosk.context.set_offline(True)
    kiosk.get_by_role("button", name="下一步").click()
    expect(kiosk.locator("#said")).to_contain_text(re.compile(r"连不上系统了，\d{1,2}:\d\d 起"))
    assert kiosk.locator("select[name=date-year]").input_value() == "1961"
    kiosk.context.set_offline(False)
    expect(kiosk.locator(".kiosk-plan, #question:not(:has(.wheels))").first).to_be_visible()
    expect(kiosk.locator("#said")).to_be_empty()


def test_an_answer_lost_on_its_way_back_is_repeated_and_nothing_is_done_twice(kiosk: Page, served: House) -> None:
    begin(kiosk, served)
    answer_all(kiosk)
    cut = []

    def lose(route: Route) -> None:
        """The server does it; the line breaks before the answer is through. Once."""
        if cut:
            route.continue_()
            return
        cut.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    kiosk.route(re.compile(r"/kiosk/ask/[^/]+/slip$"), lose)
    kiosk.get_by_role("button", name="出小贴士").click()
    expect(kiosk.locator(".take-along")).to_be_visible()
    assert len(cut) == 1
    slips = served.ask(
        "SELECT count(*) FROM advice_slip WHERE consultation_id ="
        " (SELECT consultation_id FROM kiosk_stay WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1)"
    )
    assert slips == [(1,)]


def test_typing_while_the_server_is_away_loses_no_letter(kiosk: Page, served: House) -> None:
    kiosk.locator(".find-link").click()
    expect(kiosk.locator(".keyboard")).to_be_visible()
    kiosk.context.set_offline(True)
    for letter in "lnk":
        kiosk.locator(".key-cap", has_text=re.compile(f"^{letter}$")).click()
    expect(kiosk.locator("#said")).to_contain_text("连不上系统了")
    expect(kiosk.locator(".composing")).to_have_text("lnk")
    kiosk.context.set_offline(False)
    expect(kiosk.locator("#found a", has_text="敬老卡").first).to_be_visible()


# --- keys


def test_letters_become_characters_and_the_matter_is_found(kiosk: Page) -> None:
    kiosk.locator(".find-link").click()
    for letter in "binglib":
        kiosk.locator(".key-cap", has_text=re.compile(f"^{letter}$")).click()
    kiosk.locator(".candidate", has_text=re.compile("^病历本$")).click()
    expect(kiosk.locator("#words")).to_have_value("病历本")
    expect(kiosk.locator(".composing")).to_have_text("按拼音，再选字")
    expect(kiosk.locator("#found a").first).to_be_visible()
    kiosk.get_by_role("button", name="删").click()
    expect(kiosk.locator("#words")).to_have_value("病历")
    for address in (kiosk.url, *kiosk.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")):
        assert "bing" not in address


def test_a_real_keyboard_types_as_well(kiosk: Page) -> None:
    kiosk.locator(".find-link").click()
    expect(kiosk.locator("#words")).to_be_focused()
    kiosk.keyboard.type("laonianka")
    expect(kiosk.locator("#found a", has_text="敬老卡").first).to_be_visible()
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("#words")).to_have_value("laonianka")


def test_digits_and_english_can_be_typed(kiosk: Page) -> None:
    kiosk.locator(".find-link").click()
    kiosk.get_by_role("button", name="123").click()
    kiosk.get_by_role("button", name="6", exact=True).click()
    kiosk.get_by_role("button", name="5", exact=True).click()
    kiosk.get_by_role("button", name="ABC").click()
    kiosk.get_by_role("button", name="英文").click()
    kiosk.get_by_role("button", name="a", exact=True).click()
    expect(kiosk.locator("#words")).to_have_value("65a")


def test_a_scanner_types_into_the_page_wherever_the_focus_is(kiosk: Page, served: House) -> None:
    number = take_slip(kiosk, served)
    token = served.ask("SELECT token FROM advice_slip WHERE number = %s", number)[0][0]
    kiosk.get_by_role("button", name="我好了，清除").first.click()
    back_at_the_first_page(kiosk, served)
    kiosk.locator("a.scan").click()
    expect(kiosk.locator("#scan")).to_be_focused()
    kiosk.keyboard.type(f"{served.address}/s/{token}")
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(".take-along .ticket-number")).to_be_visible()
    assert token not in kiosk.url


def test_only_the_age_is_known(kiosk: Page, served: House) -> None:
    begin(kiosk, served)
    kiosk.locator(".answer").first.click()
    kiosk.get_by_role("button", name="只记得岁数").click()
    expect(kiosk.locator(".wheels")).to_be_hidden()
    for digit in "66":
        kiosk.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    expect(kiosk.locator("#answer")).to_have_value("66")
    kiosk.get_by_role("button", name="下一步").click()
    expect(kiosk.locator(".wheels")).to_have_count(0)


# --- switches


def test_switches_turn_the_page_they_are_pressed_on(kiosk: Page, served: House) -> None:
    where = begin(kiosk, served)
    kiosk.get_by_role("button", name="大字").click()
    expect(kiosk.locator("html")).to_have_attribute("data-scale", "elder")
    kiosk.get_by_role("button", name="高对比").click()
    expect(kiosk.locator("html")).to_have_attribute("data-contrast", "high")
    kiosk.get_by_role("button", name="读出来").click()
    expect(kiosk.locator("[data-spoken]")).to_be_visible()
    expect(kiosk.get_by_text("这台机器没有语音")).to_be_visible()  # as this browser has none, and says so
    kiosk.get_by_role("button", name="English").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    assert kiosk.url == where
    kiosk.get_by_role("button", name="I am done").first.click()
    expect(kiosk.locator(".hello h1")).to_contain_text("想办什么")
    for attribute in ("data-scale", "data-contrast"):
        assert kiosk.locator("html").get_attribute(attribute) is None


def test_a_page_with_files_of_its_own_is_opened_whole(kiosk: Page, served: House) -> None:
    kiosk.get_by_role("link", name="去窗口，取个号").click()
    expect(kiosk.locator(".check-in")).to_be_visible()
    assert kiosk.url == f"{served.address}/hall/"
    kiosk.get_by_role("link", name="回自助机首页").click()
    back_at_the_first_page(kiosk, served)


def _pairing(house: House, name: str) -> str:
    found = re.search(rf"^{name} (\S+)$", (house.folder / "devices.txt").read_text(), re.MULTILINE)
    assert found, name
    return found[1]
