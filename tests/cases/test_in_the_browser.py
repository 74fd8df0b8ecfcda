"""The pages of the hall in a real browser: by keyboard alone, at every width, in both languages and in large type."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper
from onetrip.cases.models import Record
from onetrip.ratings import actions as ratings
from onetrip.ratings.models import Invitation, Rectification
from onetrip.staff.models import Account
from tests import browsing
from tests.cases.counter import PRINT, Counter, open_counter
from tests.cases.test_following import do
from tests.factories import NOW

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def a_tuesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW.replace(hour=2, minute=20)):
        yield


@pytest.fixture
def counter(transactional_db: None) -> Counter:
    return open_counter()


@pytest.fixture
def browser_of(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of the served house for somebody, at a size; a script that throws fails the test."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    contexts, thrown = [], []

    def opened(
        path: str,
        who: str | Account | None = None,
        size: tuple[int, int] = (1440, 900),
        language: str = "zh",
        scale: str = "normal",
    ) -> Page:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        cookies = {"onetrip_language": language, "onetrip_scale": scale}
        if who is not None:
            client = Client()
            client.force_login(browsing.account(who) if isinstance(who, str) else who)
            cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert thrown == []


def looked_at(page: Page) -> None:
    """Nothing hangs out sideways, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    page.evaluate(AXE)
    found = page.evaluate(
        "async (rules) => (await axe.run({runOnly: rules})).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])",
        RULES,
    )
    assert found == [], page.url


def test_a_window_is_worked_by_keyboard_alone(counter: Counter, browser_of: Open) -> None:
    slip = counter.slip("card", "reward")
    counter.hall.arrive()
    page = browser_of("/window/", counter.hall.clerks[0])
    looked_at(page)
    page.keyboard.press("F2")
    expect(page.locator(".caller")).to_contain_text("已叫 1 次")
    looked_at(page)
    page.keyboard.press("F7")
    page.keyboard.type(f"https://onetrip.example/s/{slip.token}")
    page.keyboard.press("Enter")
    expect(page.locator(".caller")).to_contain_text("正在办理")
    expect(page.locator("[data-needed]").first).to_be_focused()
    looked_at(page)
    page.keyboard.press("Space")
    expect(page.locator("[data-gap-tag]").first).to_have_text("齐了")
    expect(page.locator("[data-complete]")).to_have_text("还差 2 样没勾")
    page.keyboard.press("F9")
    expect(page.locator("#said")).to_contain_text("还差 2 样，没有受理")
    page.keyboard.press("F8")
    expect(page.locator(".printed")).to_have_count(2)
    expect(page.locator("[data-take-focus]")).to_be_focused()
    expect(page.locator(".side")).to_contain_text("这位的事都处理了")
    looked_at(page)
    page.keyboard.press("F2")
    expect(page.locator(".caller")).to_contain_text("没有人在等")


def test_a_paper_ticked_for_one_matter_is_at_hand_for_all(counter: Counter, browser_of: Open) -> None:
    counter.serving(counter.slip("card", "booklet-print"))
    page = browser_of("/window/", counter.hall.clerks[0])
    page.locator("[data-needed]").first.check()
    expect(page.locator("[data-complete]")).to_have_text("都齐了")
    page.locator("#do-card").uncheck()
    expect(page.locator("article[data-matter='booklet-print'] .paper-box")).to_be_checked()
    expect(page.locator("article[data-matter='booklet-print'] .tag-kept")).to_have_text("齐了")


def test_a_full_number_is_masked_again_by_itself(counter: Counter, browser_of: Open) -> None:
    from tests.factories import synthetic_number

    counter.serving()
    number = synthetic_number()
    page = browser_of("/window/", counter.hall.clerks[0])
    page.keyboard.press("F7")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text("***********")
    page.locator(".reveal summary").first.click()
    page.locator("#purpose-who").select_option("handle")
    page.locator("#purpose-words-who").fill("填市级系统")
    page.clock.install()
    page.locator("#purpose-words-who").press("Enter")
    expect(page.locator("#plain")).to_contain_text(number)
    expect(page.locator("[data-wiping]")).to_have_count(1)
    page.clock.fast_forward(61_000)
    expect(page.locator("#plain")).not_to_contain_text(number)


@pytest.mark.parametrize(("width", "language", "scale"), [(320, "en", "elder"), (390, "zh", "normal")])
def test_what_a_resident_holds_in_their_hand_fits_and_reads(
    counter: Counter, browser_of: Open, width: int, language: str, scale: str
) -> None:
    served = counter.serving(counter.slip("card", "reward"))
    receipt = counter.accept(served, AcceptedMatter("card", ("id-card",), extra=(ExtraPaper("bank-card"),)), PRINT)
    notice = counter.tell(served, [MissingPaper("reward", "photo", "看不清"), MissingPaper("card", "bank-card")])
    waiting = counter.hall.arrive(slip_id=counter.slip("card", "reward").pk)
    gone = counter.hall.arrive()
    counter.hall.in_hall("leave", gone)
    called = counter.hall.call(1)
    paths = [f"/t/{one.pk}" for one in (served, gone, called)] + [
        f"/r/{receipt.token}",
        f"/r/{receipt.token}/collect",
        f"/n/{notice.token}",
    ]
    assert called.pk == waiting.pk
    paths.append(f"/t/{counter.hall.arrive(slip_id=counter.slip('card').pk).pk}")
    do("decide", receipt.cases.get(matter="card"), counter.hall.tick(), granted=False, note="年龄没到")
    decision = Record.objects.get(kind="decision")
    paths += [f"/r/{receipt.token}/records/{decision.number}", f"/v/{decision.token}", "/v/no-such-code"]
    for path in paths:
        looked_at(browser_of(path, size=(width, 740), language=language, scale=scale))


def test_a_bad_rating_is_given_and_answered_on_the_same_page(counter: Counter, browser_of: Open) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    page = browser_of(f"/r/{receipt.token}", size=(390, 844))
    page.locator("#rating button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#level-1").check()
    page.locator("#rating button").click()
    expect(page.locator("#rating")).to_contain_text("接下来会这样")
    looked_at(page)


@pytest.mark.parametrize(("size", "language", "scale"), [((320, 640), "en", "elder"), ((1440, 900), "zh", "normal")])
def test_the_pages_of_staff_fit_and_read(
    counter: Counter, browser_of: Open, size: tuple[int, int], language: str, scale: str
) -> None:
    served = counter.serving(counter.slip("card", "reward"))
    counter.accept(served, AcceptedMatter("card", ("id-card",), extra=(ExtraPaper("bank-card"),)))
    ratings.rate(
        token=Invitation.objects.get().token, level=2, words="等了很久", now=NOW, by="resident", key=uuid.uuid4()
    )
    for _ in range(3):
        counter.hall.arrive(reason="disabled")
    (case,) = served.visit.cases.all()
    supervisor = browsing.account("supervisor")
    pages = [
        ("/window/", counter.hall.clerks[0]),
        ("/window/", supervisor),
        ("/hall/", "guide"),
        ("/cases/", supervisor),
        (f"/cases/{case.number}", supervisor),
        ("/rectifications/", supervisor),
        *((f"/rectifications/{one.pk}", supervisor) for one in Rectification.objects.all()),
        ("/director/", "director"),
        ("/director/?period=year", "director"),
        ("/staff/", "director"),
        ("/staff/sign-in", None),
    ]
    for path, who in pages:
        looked_at(browser_of(path, who, size, language, scale))


@pytest.mark.parametrize(("language", "scale"), [("zh", "normal"), ("zh", "elder"), ("en", "normal"), ("en", "elder")])
def test_nothing_on_the_ticket_machine_is_cut_off(
    counter: Counter, browser_of: Open, language: str, scale: str
) -> None:
    page = browser_of("/hall/", "device", (1080, 1920), language, scale)
    looked_at(page)
    _all_inside(page)
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    looked_at(page)
    _all_inside(page)
    page.locator("#scan").fill("")
    page.locator("form.draw > .button-primary").click()
    expect(page.locator(".big-number")).to_have_text("A001")
    looked_at(page)
    _all_inside(page)


def test_the_machine_goes_back_by_itself_and_counts_where_everybody_sees_it(counter: Counter, browser_of: Open) -> None:
    page = browser_of("/hall/", "device", (1080, 1920))
    page.clock.install()
    page.locator("form.draw > .button-primary").click()
    expect(page.locator("[data-return-count]")).to_have_text("25")
    page.wait_for_load_state()  # the script that counts has begun
    page.clock.run_for(10_000)
    expect(page.locator("[data-return-count]")).to_have_text(re.compile("1[0-5]"))
    page.locator("[data-return-stay]").click()
    page.clock.run_for(30_000)
    expect(page.locator(".big-number")).to_be_visible()
    page.clock.run_for(25_000)
    page.wait_for_url("**/hall/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_display_is_read_from_eight_metres(counter: Counter, browser_of: Open, language: str) -> None:
    for _ in range(4):
        counter.hall.arrive()
    counter.hall.call(0)
    counter.hall.call(1)
    page = browser_of("/display/", "device", (1920, 1080), language)
    looked_at(page)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.calls *, .last *, .top *, .bottom-line *')]
            .filter((one) => one.checkVisibility() && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((one) => [one.textContent.trim(), parseFloat(getComputedStyle(one).fontSize), one.className])"""
    )
    assert min(size for _, size, _ in sizes) >= 40
    assert min(size for text, size, name in sizes if "ticket-number" in name and text.startswith("A")) >= 84
    for place in (".latest .ticket-number", ".latest .door b", ".call .ticket-number", ".call b"):
        assert all(
            size >= 100
            for size in page.locator(place).evaluate_all(
                "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
            )
        )


def _all_inside(page: Page) -> None:
    """The machine does not scroll: what lies outside of its screen cannot be reached."""
    cut = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => {
            if (!one.checkVisibility() || one.closest('.only-spoken, .skip-link, svg') || one.matches('svg')) return false;
            const box = one.getBoundingClientRect();
            return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.top < -1);
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    overlap = page.evaluate(
        "document.querySelector('main').getBoundingClientRect().bottom - document.querySelector('footer').getBoundingClientRect().top"
    )
    inner = page.evaluate(
        "(() => { const main = document.querySelector('main'); return main.scrollHeight - main.clientHeight; })()"
    )
    assert overlap <= 1
    assert inner <= 1
