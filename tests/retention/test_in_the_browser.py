"""Photographs at the window and the pages of personal data in a real browser, whose camera shows a sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from onetrip.cases.models import Case
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.staff.models import Account
from tests import browsing
from tests import chromium as chromium_paths
from tests.cases.counter import open_counter
from tests.cases.test_in_the_browser import looked_at
from tests.drawn import picture
from tests.factories import NOW
from tests.retention.life import Life, lived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]

SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(autouse=True)
def a_tuesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW.replace(hour=2, minute=20)):
        yield


@pytest.fixture
def going(transactional_db: None) -> Life:
    """A case that goes on."""
    return lived(ended=False)


@pytest.fixture(scope="module")
def with_camera(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    frame = io.BytesIO()
    Image.open(io.BytesIO(picture(4, size=(1280, 720)))).save(frame, "JPEG", quality=90)
    film = tmp_path_factory.mktemp("film") / "sheet.mjpeg"
    film.write_bytes(frame.getvalue() * 3)
    flags = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=chromium_paths.whole(), args=[*flags, f"--use-file-for-fake-video-capture={film}"]
    )
    yield browser
    browser.close()


@pytest.fixture
def browser_of(with_camera: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    contexts, thrown = [], []

    def opened(
        path: str, who: str | Account, size: tuple[int, int] = (1440, 900), language: str = "zh", scale: str = "normal"
    ) -> Page:
        context = with_camera.new_context(
            viewport={"width": size[0], "height": size[1]}, permissions=["camera"], accept_downloads=True
        )
        contexts.append(context)
        client = Client()
        client.force_login(browsing.account(who) if isinstance(who, str) else who)
        cookies = {"onetrip_language": language, "onetrip_scale": scale}
        cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.on("console", lambda said: thrown.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert thrown == []


def shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look (ONETRIP_SHOTS names a folder)."""
    import os

    if folder := os.environ.get("ONETRIP_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_paper_is_photographed_with_the_desk_camera_and_looked_at_for_a_purpose(
    going: Life, browser_of: Open
) -> None:
    clerk = going.counter.hall.clerks[0]
    page = browser_of(f"/cases/{going.case.number}", clerk)
    looked_at(page)
    shot(page, "case")
    page.get_by_role("link", name="拍、看").click()
    looked_at(page)
    page.get_by_role("link", name="用高拍仪拍").first.click()
    expect(page.locator("[data-shoot]")).to_be_enabled()
    page.wait_for_timeout(400)
    looked_at(page)
    page.locator("[data-shoot]").press("Enter")
    expect(page.get_by_text("拍了 1 张")).to_be_visible()
    shot(page, "camera")
    page.get_by_role("link", name="拍好了，回去").click()
    shot(page, "photographs")
    page.locator("summary").first.click()
    page.locator("select[name=purpose]").first.select_option("compare")
    page.get_by_role("button", name="看", exact=True).first.click()
    whole = page.locator(".whole-picture")
    expect(whole).to_be_visible()
    assert whole.evaluate("image => image.complete && image.naturalWidth") > 600
    expect(page.locator("header")).not_to_contain_text("Text(")
    looked_at(page)
    shot(page, "look")
    assert Event.objects.filter(thing="photograph", verb="look").count() == 1


def test_a_picture_is_chosen_as_a_file_and_what_is_none_is_said_in_words(
    going: Life, browser_of: Open, tmp_path: Path
) -> None:
    page = browser_of(f"/cases/{going.case.number}/photographs", going.counter.hall.clerks[0])
    good, bad = tmp_path / "page.png", tmp_path / "page.pdf"
    good.write_bytes(picture(7, kind="PNG"))
    bad.write_bytes(b"%PDF-1.7 a scan")
    chooser = page.locator("form[data-send]").first
    chooser.locator("input[type=file]").set_input_files(str(bad))
    expect(chooser.locator("[data-send-words]")).to_contain_text("这不是能看的图片")
    looked_at(page)
    before = Photograph.objects.count()
    chooser.locator("input[type=file]").set_input_files(str(good))
    page.wait_for_load_state("load")
    expect(page.locator("section.photographs").first.locator("li")).to_have_count(1)
    assert Photograph.objects.count() == before + 1


@pytest.mark.parametrize(("language", "scale"), [("zh", "normal"), ("en", "normal"), ("zh", "elder")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_and_can_be_used_by_everybody(
    going: Life, browser_of: Open, size: tuple[int, int], language: str, scale: str
) -> None:
    from onetrip.retention import actions
    from onetrip.retention.models import Erasure
    from tests.retention.test_pages import uuid

    clerk = going.counter.hall.clerks[0]
    actions.hold(number=going.case.number, reason="行政诉讼", centre="LF", now=NOW, by="staff:x", key=uuid.uuid4())
    actions.ask_erasure(
        resident_id=going.resident.pk, proof=Erasure.Proof.CARD, centre="LF", now=NOW, by="staff:x", key=uuid.uuid4()
    )
    name = f"{language}-{scale}-{size[0]}"
    for who, path in (
        (clerk, f"/cases/{going.case.number}/photographs"),
        (clerk, f"/cases/{going.case.number}/photographs/camera/photo"),
        (clerk, "/personal-data/owner"),
        ("director", "/personal-data/"),
        ("director", f"/personal-data/looks?by={'staff:clerk1'}"),
        ("director", "/personal-data/requests"),
    ):
        page = browser_of(path, who, size, language, scale)
        if "/camera" in path:
            expect(page.locator("[data-shoot]")).to_be_enabled()
            page.wait_for_timeout(400)  # its colour comes with the camera, not at once
        looked_at(page)
        shot(page, f"{path.strip('/').replace('/', '-').split('?')[0]}-{name}")


def test_all_that_is_known_fits_on_paper_and_phone(going: Life, browser_of: Open) -> None:
    page = browser_of("/personal-data/owner", going.counter.hall.clerks[0])
    page.locator("#proof").check()
    page.get_by_role("button", name="打开，打印").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("全部")
    expect(page.locator("main")).to_contain_text(going.number)
    looked_at(page)
    shot(page, "mine")
    page.set_viewport_size({"width": 390, "height": 844})
    looked_at(page)
    assert Case.objects.exists()


@pytest.mark.parametrize(("size", "language"), [(SIZES[0], "zh"), (SIZES[1], "en")])
def test_of_two_persons_the_window_leads_to_what_is_known_of_whoever_came(
    transactional_db: None, browser_of: Open, size: tuple[int, int], language: str
) -> None:
    counter = open_counter()
    ticket = counter.serving()
    visit = counter.came(ticket)
    clerk = counter.hall.clerks[0]
    page = browser_of("/window/", clerk, size, language)
    looked_at(page)
    shot(page, f"two-window-{language}")
    page.locator("#who-came").get_by_role("link").click()
    page.wait_for_url("**/personal-data/owner")
    looked_at(page)
    shot(page, f"two-owner-{language}")
    page.locator("#proof").check()
    page.locator("form button.button-primary").click()
    page.wait_for_url("**/owner/tell")
    looked_at(page)
    shot(page, f"two-told-{language}")
    expect(page.locator("main")).to_contain_text(visit.proxy.number)
    expect(page.locator("main")).not_to_contain_text(visit.resident.number)
