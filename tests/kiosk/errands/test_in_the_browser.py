"""A real house, a real browser with a camera: an application, a print while the hall is shut, a look-up, the one-file matter."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests import chromium as chromium_paths
from tests import house
from tests.devices.cards import a_card
from tests.drawn import picture
from tests.factories import synthetic_number
from tests.house import House
from tests.kiosk.errands import town
from tests.kiosk.errands.test_new_matter import LIBRARY_CARD
from tests.paper_frames import count_papers
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house whose catalogue is the town's, with one file more; its hall is shut now."""
    with house.folder() as folder:
        catalogue = folder / "town"
        for name, text in {**town.FILES, "matters/library-card.yaml": LIBRARY_CARD}.items():
            (catalogue / name).parent.mkdir(parents=True, exist_ok=True)
            (catalogue / name).write_text(text, encoding="utf-8")
        with house.running(folder / "var", catalogue=catalogue) as a_house:
            opens = (datetime.now(ZoneInfo("Asia/Shanghai")).hour + 6) % 24
            a_house.ask("UPDATE centres_openinghours SET opens = %s, closes = %s", f"{opens:02}:00", f"{opens:02}:59")
            a_house.ask("UPDATE centres_centre SET numbers_at_any_hour = false")
            time.sleep(11)  # longer than a house takes the hours of a centre for granted
            yield a_house


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the document camera sees: a sheet that lies on a desk."""
    frame = io.BytesIO()
    Image.open(io.BytesIO(picture(4, size=(1280, 720)))).save(frame, "JPEG", quality=90)
    place = tmp_path_factory.mktemp("film") / "sheet.mjpeg"
    place.write_bytes(frame.getvalue() * 3)
    return place


@pytest.fixture(scope="module")
def with_camera(chromium: Browser, film: Path) -> Iterator[Browser]:
    """A browser whose camera shows the sheet."""
    browser = chromium.browser_type.launch(
        executable_path=chromium_paths.whole(), args=[*FLAGS, f"--use-file-for-fake-video-capture={film}"]
    )
    yield browser
    browser.close()


Kiosk = Callable[..., Page]


@pytest.fixture
def kiosk(with_camera: Browser, served: House) -> Iterator[Kiosk]:
    """Opens the first kiosk of the house; errors thrown by a script fail the test at its end."""
    thrown: list[str] = []

    def opened(*, cookies: dict[str, str] | None = None) -> Page:
        context = with_camera.new_context(viewport={"width": 1080, "height": 1920}, permissions=["camera"])
        count_papers(context)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": served.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        secret = re.search(r"^kiosk-1 (\S+)$", (served.folder / "devices.txt").read_text(), re.MULTILINE)
        assert secret
        page.goto(served.address + secret.group(1))
        return page

    yield opened
    for context in with_camera.contexts:
        context.close()
    assert thrown == []


def begin(page: Page, served: House, matter: str, whom: str = "self") -> None:
    page.goto(f"{served.address}/kiosk/errands/{matter}")
    page.locator(f'button[value="{whom}"]').click()
    page.wait_for_url("**/kiosk/errands/now")


def lay_card(page: Page, served: House, number: str, *, machine: str = "kiosk-1") -> None:
    """As the bridge beside the machine tells its page of a card, signed with the key of that place."""
    expect(page.locator("[data-card-words]")).to_be_visible()
    detail = a_card(served.bridge_keys[machine], number, station=machine)
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('onetrip:card', {detail}))", detail)


def draw(page: Page) -> None:
    """A finger writes on the screen."""
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 150, box["y"] + 200)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 150 + 15 * step, box["y"] + (120 if step // 3 % 2 else 260))
    page.mouse.up()
    page.get_by_role("button", name="签好了").click()


def test_an_application_with_the_camera_from_card_to_receipt_and_review(
    kiosk: Kiosk, served: House, chromium: Browser
) -> None:
    page, number = kiosk(), synthetic_number(date(1961, 12, 18))
    begin(page, served, "reissue")
    assert found_by_axe(page) == []
    lay_card(page, served, number)
    page.get_by_role("button", name="上海", exact=True).click()
    expect(page.get_by_label("收件人")).to_have_value("王测试")
    page.reload()
    page.get_by_label("寄到哪里").fill("临汾路 1 号")
    assert found_by_axe(page) == []
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="没带，以后到窗口补").click()
    page.get_by_role("button", name="拍银行卡").click()
    expect(page.get_by_text("拍好 1 张")).to_be_visible()
    page.reload()
    expect(page.get_by_text("拍好 1 张")).to_be_visible()
    assert found_by_axe(page) == []
    page.get_by_role("button", name="都清楚，继续").click()
    expect(page.get_by_role("button", name="签好了")).to_be_disabled()
    draw(page)
    expect(page.get_by_role("heading", name="看一遍，再交")).to_be_visible()
    assert found_by_axe(page) == []
    assert number not in page.content()
    page.get_by_role("button", name="都对，交").dblclick()
    expect(page.get_by_role("heading", name="交好了")).to_be_visible()
    assert found_by_axe(page) == []
    rows = served.ask("SELECT number, token, state FROM kiosk_errand WHERE matter = 'reissue' AND state = 'review'")
    assert len(rows) == 1
    page.get_by_role("button", name="我好了，清除").click()
    page.wait_for_url("**/kiosk/")

    desk = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    desk.goto(f"{served.address}/staff/sign-in?next=/review/")
    desk.locator("input[name=username]").fill("clerk1")
    desk.locator("input[name=password]").fill("onetrip-demo")
    desk.locator("main button").first.click()
    desk.wait_for_url("**/review/")
    desk.get_by_role("link", name="补发").first.click()
    shown = desk.locator(".review-paper img").first
    expect(shown).to_be_visible()
    # Its room is there before the picture is.
    desk.wait_for_function("image => image.naturalWidth > 600", arg=shown.element_handle())
    assert found_by_axe(desk) == []
    desk.get_by_role("button", name="受理，开始计时").click()
    desk.wait_for_url("**/review/")
    assert served.ask("SELECT count(*) FROM cases_case WHERE matter = 'reissue'") == [(1,)]
    desk.context.close()


def test_from_the_phone_a_picture_arrives_at_the_kiosk_by_itself(
    kiosk: Kiosk, served: House, chromium: Browser, tmp_path: Path
) -> None:
    page, number = kiosk(), synthetic_number(date(1962, 1, 3))
    begin(page, served, "reissue")
    lay_card(page, served, number)
    page.get_by_role("button", name="上海", exact=True).click()
    page.get_by_label("寄到哪里").fill("临汾路 1 号")
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="没带，以后到窗口补").click()
    expect(page.get_by_role("button", name="拍银行卡")).to_be_visible()
    page.get_by_role("button", name="用我的手机拍").click()
    address = page.locator("[data-address]").get_attribute("data-address")
    assert address
    assert found_by_axe(page) == []
    (tmp_path / "card.jpg").write_bytes(picture(11, size=(4000, 3000)))
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    phone.goto(address)
    assert found_by_axe(phone) == []
    phone.locator("input[type=file]").set_input_files(tmp_path / "card.jpg")
    expect(phone.get_by_text("传到了 1 张")).to_be_visible()
    expect(page.get_by_text("收到 1 张")).to_be_visible()
    phone.context.close()
    page.get_by_role("link", name="拍好了").click()
    expect(page.get_by_text("拍好 1 张")).to_be_visible()
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "王测试" not in kept
    assert number not in kept


def test_the_kiosk_waits_for_a_phone_that_takes_its_time_and_wipes_once_nobody_is_there(
    kiosk: Kiosk, served: House, chromium: Browser, tmp_path: Path
) -> None:
    page = kiosk()
    begin(page, served, "library-card")
    lay_card(page, served, synthetic_number(date(1993, 4, 4)))
    page.get_by_text("南馆").click()
    page.get_by_role("button", name="填好了").click()
    page.clock.install()
    page.get_by_role("button", name="用我的手机拍").click()
    expect(page.get_by_text("等手机传来")).to_be_visible()
    address = page.locator("[data-address]").get_attribute("data-address")
    (tmp_path / "photo.jpg").write_bytes(picture(12, size=(1600, 1200)))
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    phone.clock.install()
    phone.goto(address)
    expect(page.get_by_text("手机已连上")).to_be_visible()
    for machine in (page, phone):
        machine.clock.fast_forward(130_000)
    expect(page.locator("dialog[data-idle]")).to_be_hidden()
    expect(phone.get_by_text("自助机还等您")).to_be_visible()
    phone.locator("input[type=file]").set_input_files(tmp_path / "photo.jpg")
    expect(phone.get_by_text("传到了 1 张")).to_be_visible()
    expect(phone.get_by_text("自助机还等您")).to_be_hidden()
    expect(page.get_by_text("收到 1 张")).to_be_visible()
    page.clock.fast_forward(150_000)
    expect(page.locator("dialog[data-idle]")).to_be_hidden()
    page.clock.fast_forward(32_000)
    expect(page.locator("dialog[data-idle]")).to_contain_text("没办完的留 24 小时")
    page.clock.fast_forward(10_000)
    page.wait_for_url("**/kiosk/")
    phone.context.close()


@pytest.mark.parametrize(
    ("button", "says", "state"),
    [("留到明天", "放上身份证，就能接着办", "open"), ("全部删除", "都没有留下", "abandoned")],
)
def test_whoever_leaves_in_the_middle_says_what_becomes_of_it_and_reads_that_it_was_done(
    kiosk: Kiosk, served: House, button: str, says: str, state: str
) -> None:
    page = kiosk()
    begin(page, served, "library-card")
    lay_card(page, served, synthetic_number(date(1994, 5, 5 if state == "open" else 6)))
    expect(page.get_by_text("南馆")).to_be_visible()
    page.get_by_role("button", name="我好了，清除").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("这件事还没办完")
    assert found_by_axe(page) == []
    page.get_by_role("button", name="接着办").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="我好了，清除").first.click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(says)).to_be_visible()
    page.wait_for_url("**/kiosk/")
    assert served.ask("SELECT state FROM kiosk_errand ORDER BY started_at DESC LIMIT 1") == [(state,)]


def test_a_print_while_the_hall_is_shut_told_honestly_reviewed_and_fetched_with_the_card(
    kiosk: Kiosk, served: House, chromium: Browser
) -> None:
    page, number = kiosk(), synthetic_number(date(1958, 3, 4))
    begin(page, served, "archive-print")
    expect(page.get_by_text("没带证的话，请到窗口办")).to_be_visible()
    lay_card(page, served, number)
    page.get_by_label("哪一年登记").fill("1988")
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="申请打印").click()
    expect(page.get_by_role("heading", name="收到了，先由人审一下")).to_be_visible()
    expect(page.get_by_text("能打").first).to_be_visible()
    token = served.ask("SELECT token FROM kiosk_errand WHERE matter = 'archive-print'")[0][0]
    page.get_by_role("button", name="我好了，清除").click()
    page.wait_for_url("**/kiosk/")

    desk = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    desk.goto(f"{served.address}/staff/sign-in?next=/review/")
    desk.locator("input[name=username]").fill("clerk2")
    desk.locator("input[name=password]").fill("onetrip-demo")
    desk.locator("main button").first.click()
    desk.wait_for_url("**/review/")
    desk.get_by_role("link", name="档案打印").click()
    desk.get_by_role("button", name="可以打印").click()
    desk.wait_for_url("**/review/")
    desk.context.close()

    page.get_by_role("link", name="有小贴士或回执").click()
    assert found_by_axe(page) == []
    page.locator("#scan").fill(f"{served.address}/e/{token}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="可以打印了")).to_be_visible()
    lay_card(page, served, number)
    expect(page.get_by_text("1988")).to_be_visible()
    page.get_by_role("button", name="打印", exact=True).click()
    expect(page.locator("iframe.paper-frame[src='/kiosk/errands/now/record.pdf']")).to_have_count(1)
    expect(page.locator("html[data-papers-printed='1']")).to_have_count(1)
    page.get_by_role("button", name="没有纸").click()
    expect(page.get_by_role("button", name="打印", exact=True)).to_be_visible()
    page.get_by_role("button", name="打印", exact=True).click()
    page.get_by_role("button", name="拿到了").click()
    assert served.ask("SELECT state, prints FROM kiosk_errand WHERE matter = 'archive-print'") == [("printed", 2)]


def test_a_look_up_answers_at_once_and_is_wiped(kiosk: Kiosk, served: House) -> None:
    page = kiosk(cookies={"onetrip_language": "en", "onetrip_scale": "elder"})
    begin(page, served, "pension-query")
    lay_card(page, served, synthetic_number(date(1950, 7, 8)))
    expect(page.get_by_text("Pension a month")).to_be_visible()
    expect(page.get_by_text("demonstration: invented")).to_be_visible()
    assert found_by_axe(page) == []
    page.get_by_role("button", name="Seen: clear the screen").click()
    page.wait_for_url("**/kiosk/")
    page.go_back()
    expect(page.get_by_text("Pension a month")).to_have_count(0)


def test_the_matter_of_one_file_runs_to_its_receipt(kiosk: Kiosk, served: House) -> None:
    page = kiosk()
    begin(page, served, "library-card")
    lay_card(page, served, synthetic_number(date(1990, 1, 1)))
    page.get_by_text("南馆").click()
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="拍照片").click()
    page.get_by_role("button", name="都清楚，继续").click()
    draw(page)
    page.get_by_role("button", name="都对，交").click()
    expect(page.get_by_role("heading", name="交好了")).to_be_visible()
    expect(page.get_by_text("受理后 3 个工作日").first).to_be_visible()


def test_a_camera_that_shows_nothing_is_said_and_nothing_is_sent(
    chromium: Browser, served: House, tmp_path: Path
) -> None:
    frame = io.BytesIO()
    Image.new("RGB", (640, 480)).save(frame, "JPEG")
    (tmp_path / "black.mjpeg").write_bytes(frame.getvalue() * 3)
    browser = chromium.browser_type.launch(
        executable_path=chromium_paths.headless(),
        args=[*FLAGS, f"--use-file-for-fake-video-capture={tmp_path / 'black.mjpeg'}"],
    )
    page = browser.new_context(viewport={"width": 1080, "height": 1920}, permissions=["camera"]).new_page()
    secret = re.search(r"^kiosk-2 (\S+)$", (served.folder / "devices.txt").read_text(), re.MULTILINE)
    assert secret
    page.goto(served.address + secret.group(1))
    begin(page, served, "library-card")
    lay_card(page, served, synthetic_number(date(1991, 2, 2)), machine="kiosk-2")
    page.get_by_text("南馆").click()
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="拍照片").click()
    expect(page.get_by_text("画面是黑的")).to_be_visible()
    expect(page.get_by_role("button", name="用我的手机拍")).to_be_visible()
    browser.close()
