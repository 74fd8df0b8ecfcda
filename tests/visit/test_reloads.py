"""A browser is reloaded in the middle of everything: nothing happens twice, and the page says where things stand.

The shell of the kiosk, the window and the phone in the queue are reloaded where the rest of their stories are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bridge.hall import Loop, wait
from tests.devices.cards import a_card
from tests.drawn import picture
from tests.factories import synthetic_number
from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens
from tests.visit.places import Place
from tests.visit.test_a_booking import choose

pytestmark = pytest.mark.browser


def reloaded(page: Page, says: str) -> None:
    """Loaded again as a person does it: the page is asked for, no form is sent once more, and it says `says`."""
    page.wait_for_load_state("load")
    answer = page.reload()
    assert answer is not None
    first = answer.request
    while first.redirected_from:
        first = first.redirected_from
    assert first.method == "GET", "a browser would ask whether the form is to be sent once more"
    assert answer.status == 200, answer.url
    expect(page.locator("main")).to_contain_text(says)


@pytest.fixture(scope="module")
def machine(served: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The ticket machine with its printer, carried away afterwards: other tests of this house print from the browser."""
    folder: Path = tmp_path_factory.mktemp("reloads")
    loop = Loop()
    place = Place("check-in-1", served, loop, folder)
    try:
        place.wait_ready()
        yield place
    finally:
        place.close()
        loop.close()
        served.ask("UPDATE devices_part SET retired_at = now() WHERE retired_at IS NULL")


# --- at the door


def numbers(served: House) -> list[tuple]:
    """The numbers of who is here now: state, paper, and how many papers were asked for."""
    return served.ask(
        "SELECT state, paper, (SELECT count(*) FROM devices_printjob WHERE reference = t.id::text) FROM lobby_ticket t"
        " WHERE state NOT IN ('done', 'left') ORDER BY drawn_at"
    )


def test_at_the_ticket_machine_a_number_is_drawn_and_printed_once(
    screens: Screens, served: House, machine: Place
) -> None:
    door = screens.device("check-in-1", 1080, 1920)
    door.locator("#scan").fill("https://nobody.example/menu")
    door.locator("#scan").press("Enter")
    expect(door.get_by_role("heading", name="还没有取到号")).to_be_visible()
    door.get_by_role("button", name="English").click()
    expect(door.locator("main h1")).to_contain_text("First, your number")
    door.get_by_role("button", name="中文").click()
    door.locator("#scan").fill("LF")
    reloaded(door, "先取个号")
    expect(door.locator("#scan")).to_have_value("")

    before = len(machine.roll.papers)
    machine.roll.mm_per_second = 60.0
    door.get_by_role("button", name="没有小贴士，直接取号").click()
    door.wait_for_url("**/hall/tickets/*")
    number = door.locator("#number .ticket-number").inner_text()
    reloaded(door, number)
    expect(door.get_by_text("正在出纸")).to_be_visible()
    reloaded(door, number)
    expect(door.get_by_text("请拿好号纸")).to_be_visible()
    machine.roll.mm_per_second = 0.0
    reloaded(door, "请拿好号纸")
    door.go_back()
    door.go_forward()
    expect(door.locator("#number .ticket-number")).to_have_text(number)
    assert numbers(served) == [("waiting", "printed", 1)]
    assert len(machine.roll.papers) == before + 1


def test_at_the_ticket_machine_a_paper_that_did_not_come_out_is_told_however_often_the_page_is_loaded(
    screens: Screens, served: House, machine: Place
) -> None:
    door = screens.device("check-in-1", 1080, 1920)
    before = len(machine.roll.papers)
    machine.roll.paper_mm = 20.0
    door.get_by_role("button", name="没有小贴士，直接取号").click()
    door.wait_for_url("**/hall/tickets/*")
    door.reload()
    expect(door.get_by_role("heading", name="号纸没印出来")).to_be_visible()
    reloaded(door, "号给您留着")
    assert numbers(served) == [("unissued", "failed", 1)]

    machine.roll.paper_mm = 40_000.0
    wait(lambda: served.ask("SELECT count(*) FROM devices_part WHERE kind = 'escpos' AND state = 'ready'") == [(1,)])
    door.reload()
    door.get_by_role("button", name="再印一次").click()
    door.wait_for_load_state()
    door.reload()
    expect(door.get_by_text("请拿好号纸")).to_be_visible()
    reloaded(door, "请拿好号纸")
    assert numbers(served) == [("waiting", "printed", 2)]
    assert len(machine.roll.papers) == before + 1


def test_on_the_guides_page_a_number_is_drawn_and_put_right_once(
    screens: Screens, served: House, events: Callable[..., list[tuple]]
) -> None:
    desk = screens.desk()
    steps.sign_in(desk, served.address, "guide")
    desk.goto(f"{served.address}/hall/")
    desk.keyboard.press("F2")
    desk.wait_for_url("**/hall/?ticket=*")
    number = desk.locator(".ticket .ticket-number").inner_text()
    reloaded(desk, f"改 {number}")
    desk.locator("#give-reason").select_option(index=1)
    desk.get_by_role("button", name="改优先").click()
    expect(desk.locator(".ticket")).to_contain_text("会早一点叫")
    reloaded(desk, "会早一点叫")

    # What cannot be read is told once; the number stays on the page, and nothing is sent a second time.
    desk.locator("#scan").fill("https://nobody.example/menu")
    desk.locator("#scan").press("Enter")
    expect(desk.get_by_role("heading", name="还没有取到号")).to_be_visible()
    reloaded(desk, f"改 {number}")
    expect(desk.locator("#scan")).to_have_value("")
    desk.go_back()
    desk.go_forward()
    ticket = desk.url.rsplit("ticket=", 1)[1]
    assert [verb for verb, _, _ in events("ticket", ticket)] == ["draw", "prioritise"]
    assert len(numbers(served)) == 1


# --- on the phone


def test_on_the_phone_a_booking_is_made_and_cancelled_once(screens: Screens, served: House) -> None:
    phone = screens.phone()
    phone.goto(f"{served.address}/book/")
    phone.locator("main a[href*='/book/2']").last.click()
    day = phone.locator("main h1").inner_text()
    phone.locator("#contact").fill("123")
    choose(phone, 0)
    expect(phone.get_by_role("heading", name="没约上")).to_be_visible()
    expect(phone.locator("#contact")).to_have_value("123")
    reloaded(phone, day)
    expect(phone.get_by_role("heading", name="没约上")).to_have_count(0)

    phone.locator("#contact").fill("13900000007")
    choose(phone, 0)
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("约好了")
    number = phone.locator(".slip-number").inner_text()
    reloaded(phone, number)
    expect(heading).to_have_text("约好了")
    phone.get_by_text("来不了，取消").click()
    phone.get_by_role("button", name="取消预约").click()
    expect(heading).to_have_text("预约取消了")
    reloaded(phone, "取消错了")
    phone.go_back()
    expect(heading).to_have_text("预约取消了")
    phone.go_forward()
    expect(heading).to_have_text("预约取消了")
    verbs = served.ask(
        "SELECT verb FROM ledger_event WHERE thing = 'appointment' AND thing_id ="
        " (SELECT id::text FROM appointments_appointment ORDER BY booked_at DESC LIMIT 1) ORDER BY id"
    )
    assert verbs == [("book",), ("cancel",)]


# --- at the kiosk, and what comes of it


def lay_card(page: Page, served: House, number: str, name: str = "王测试") -> None:
    """As the bridge beside the machine tells its page of a card, signed with the key of that place."""
    expect(page.locator("[data-card-words]")).to_be_visible()
    detail = a_card(served.bridge_keys["kiosk-1"], number, name)
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('onetrip:card', {detail}))", detail)


def sign(page: Page) -> None:
    """A finger writes on the screen."""
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 150, box["y"] + 200)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 150 + 40 * step, box["y"] + (120 if step % 2 else 260))
    page.mouse.up()


def answer_all(page: Page) -> None:
    """Once the card is read, every question with its first answer: Shanghai, yes."""
    expect(page.locator("[data-card-words]")).to_have_count(0)
    for _ in range(8):
        expect(page.locator("main h1")).to_be_visible()
        if page.locator("#question").count() == 0:
            return
        asked = page.locator("#asks").inner_text()
        page.locator("#question .answer").first.click()
        expect(page.locator("#asks", has_text=asked)).to_have_count(0)
    raise AssertionError("the questions never end")


def begin(kiosk: Page, served: House, matter: str, whom: str) -> None:
    """From the page of a matter to the first card."""
    kiosk.goto(f"{served.address}/kiosk/errands/{matter}")
    kiosk.locator(f'button[value="{whom}"]').click()
    kiosk.wait_for_url("**/kiosk/errands/now")


def test_a_run_at_the_kiosk_with_its_phone_is_handed_in_once_and_decided_once(
    screens: Screens, served: House, tmp_path: Path
) -> None:
    (tmp_path / "letter.jpg").write_bytes(picture(5, size=(1600, 1200)))
    agent, elder = (
        synthetic_number(born) for born in (date(1980, 1, 1), steps.sixty_five_soon(datetime.now(UTC).date()))
    )
    kiosk, phone = screens.device("kiosk-1", 1080, 1920), screens.phone()
    begin(kiosk, served, "elder-card", "other")
    reloaded(kiosk, "您自己")
    lay_card(kiosk, served, agent, "陈代办")
    expect(kiosk.locator("main h1")).to_contain_text("要办的那一位")
    reloaded(kiosk, "要办的那一位")
    lay_card(kiosk, served, elder)
    answer_all(kiosk)
    kiosk.get_by_label("挑哪家银行").fill("工商")
    reloaded(kiosk, "填一下")
    expect(kiosk.get_by_label("挑哪家银行")).to_have_value("")
    kiosk.get_by_label("挑哪家银行").fill("工商银行")
    kiosk.get_by_role("button", name="填好了").click()

    # The phone takes the picture; both are loaded again while it does.
    kiosk.get_by_role("button", name="用我的手机拍").click()
    phone.goto(kiosk.locator("[data-address]").get_attribute("data-address") or "")
    reloaded(phone, "打开相机")
    expect(kiosk.get_by_text("手机已连上")).to_be_visible()
    phone.locator("input[type=file]").set_input_files(tmp_path / "letter.jpg")
    expect(phone.get_by_text("传到了 1 张")).to_be_visible()
    reloaded(phone, "传到了 1 张")
    expect(kiosk.get_by_text("收到 1 张")).to_be_visible()
    reloaded(kiosk, "拍好 1 张")
    kiosk.get_by_role("button", name="都清楚，继续").click()

    expect(kiosk.get_by_role("button", name="签好了")).to_be_disabled()
    sign(kiosk)
    reloaded(kiosk, "请签名")
    expect(kiosk.get_by_role("button", name="签好了")).to_be_disabled()
    sign(kiosk)
    kiosk.get_by_role("button", name="签好了").click()
    expect(kiosk.get_by_role("heading", name="看一遍，再交")).to_be_visible()
    reloaded(kiosk, "看一遍，再交")
    kiosk.get_by_role("button", name="都对，交").click()
    expect(kiosk.get_by_role("heading", name="交好了")).to_be_visible()
    reloaded(kiosk, "交好了")
    errand, number, state = served.ask(
        "SELECT id, number, state FROM kiosk_errand WHERE matter = 'elder-card' ORDER BY started_at DESC LIMIT 1"
    )[0]
    reloaded(kiosk, number)
    pictures = served.ask("SELECT paper, count(*) FROM kiosk_picture WHERE errand_id = %s GROUP BY 1", errand)
    assert (state, sorted(count for _, count in pictures)) == ("review", [1, 1])

    desk = screens.desk()
    steps.sign_in(desk, served.address, "clerk1")
    desk.goto(f"{served.address}/review/{errand}")
    desk.locator("#words").fill("请再拍一张")
    reloaded(desk, "机器只提醒")
    expect(desk.locator("#words")).to_have_value("")
    for field, said in (("relation", "agent"), ("proof", "letter")):
        desk.locator(f"#{field}").select_option(said)
    for field, card in (("principal_last_four", elder), ("agent_last_four", agent)):
        desk.locator(f"#{field}").fill(card[-4:])
    desk.get_by_role("button", name="受理，开始计时").click()
    desk.wait_for_url("**/review/")
    reloaded(desk, "先来先看")
    desk.go_back()
    expect(desk.locator(".review-head")).to_contain_text(number)
    expect(desk.get_by_role("button", name="受理，开始计时")).to_have_count(0)
    desk.locator("#purpose-review").select_option("contact")
    desk.locator("#purpose-words-review").fill("居民来电话问")
    desk.get_by_role("button", name="看", exact=True).click()
    expect(desk.locator(".review-paper img").first).to_be_visible()
    reloaded(desk, "选一个用途")
    verbs = served.ask(
        "SELECT verb, count(*) FROM ledger_event WHERE thing = 'errand' AND thing_id = %s AND verb IN ('submit', 'accept')"
        " GROUP BY 1 ORDER BY 1",
        str(errand),
    )
    assert verbs == [("accept", 1), ("submit", 1)]
    reloaded(kiosk, number)


def test_a_print_at_the_kiosk_comes_out_once(screens: Screens, served: House) -> None:
    kiosk = screens.device("kiosk-1", 1080, 1920)
    begin(kiosk, served, "social-insurance-certificate", "self")
    lay_card(kiosk, served, synthetic_number(date(1985, 6, 7)))
    answer_all(kiosk)
    kiosk.get_by_role("button", name="都对，去打印").click()
    expect(kiosk.get_by_role("heading", name="可以打印了")).to_be_visible()
    reloaded(kiosk, "可以打印了")
    kiosk.get_by_role("button", name="打印", exact=True).click()
    expect(kiosk.get_by_role("heading", name="正在打印，请从下面拿")).to_be_visible()
    reloaded(kiosk, "没出来，点“没有纸”")
    expect(kiosk.locator("iframe")).to_have_count(0)
    asked = "SELECT state, prints FROM kiosk_errand WHERE matter = 'social-insurance-certificate' ORDER BY started_at DESC LIMIT 1"
    assert served.ask(asked) == [("printed", 1)]
    kiosk.get_by_role("button", name="没有纸").click()
    expect(kiosk.get_by_role("heading", name="可以打印了")).to_be_visible()
    reloaded(kiosk, "可以打印了")
    assert served.ask(asked) == [("ready", 1)]


# --- the director's pages


def test_the_morning_round_goes_on_and_puts_out_one_strip(screens: Screens, served: House, machine: Place) -> None:
    rolls, pages = len(machine.roll.papers), len(machine.page.papers)
    rounds = served.ask("SELECT count(*) FROM days_round")[0][0]
    director = screens.desk()
    steps.sign_in(director, served.address, "director")
    director.goto(f"{served.address}/morning/")
    director.locator("button[data-key=F2]").click()
    director.wait_for_url("**/morning/*-*")
    wait(
        lambda: served.ask("SELECT count(*) FROM devices_printjob WHERE kind = 'trial' AND ended_at IS NULL") != [(0,)]
    )
    reloaded(director, "打印")  # whether the printers have answered by now or not
    tag = director.locator("#check-printers .tag")
    expect(tag).not_to_have_text("在查", timeout=40_000)
    jobs = served.ask("SELECT state, reason, ended_at - asked_at FROM devices_printjob WHERE kind = 'trial'")
    assert tag.inner_text() == "好的", (director.locator("#check-printers").inner_text(), jobs)
    expect(director.locator(".walk-said")).not_to_contain_text("正在查", timeout=40_000)
    said = director.locator(".walk-said").inner_text()
    reloaded(director, said)
    assert (len(machine.roll.papers), len(machine.page.papers)) == (rolls + 1, pages + 1)
    director.go_back()
    director.go_forward()
    expect(director.locator(".walk-said")).to_have_text(said)
    assert served.ask("SELECT count(*) FROM days_round") == [(rounds + 1,)]


def test_weights_are_set_once_and_a_day_is_closed_once(screens: Screens, served: House) -> None:
    director = screens.desk()
    steps.sign_in(director, served.address, "director")
    director.goto(f"{served.address}/hall/weights")
    last = director.locator("input.minutes").last
    before = last.input_value()
    last.fill("999")
    director.get_by_role("button", name="从现在起这样算").click()
    expect(director.get_by_role("heading", name="没有改")).to_be_visible()
    reloaded(director, "算作已经等了几分钟")
    expect(last).to_have_value(before)
    versions = served.ask("SELECT count(DISTINCT version) FROM lobby_priorityweight")[0][0]
    last.fill(str(int(before) + 1))
    director.get_by_role("button", name="从现在起这样算").click()
    director.wait_for_url("**/hall/weights")
    expect(last).to_have_value(str(int(before) + 1))
    reloaded(director, "改过几次")
    director.go_back()
    director.go_forward()
    assert served.ask("SELECT count(DISTINCT version) FROM lobby_priorityweight") == [(versions + 1,)]

    door = screens.device("check-in-1", 1080, 1920)
    door.get_by_role("button", name="没有小贴士，直接取号").click()
    door.wait_for_url("**/hall/tickets/*")
    served.empty_the_hall()
    accounts = served.ask("SELECT count(*) FROM days_dayaccount")[0][0]
    director.goto(f"{served.address}/evening/")
    director.get_by_role("button", name="现在就结今天的").click()
    director.wait_for_url("**/evening/2*")
    reloaded(director, director.locator(".day-sum").inner_text().split("\n")[0])
    director.go_back()
    expect(director.get_by_role("button", name="现在就结今天的")).to_have_count(0)
    assert served.ask("SELECT count(*) FROM days_dayaccount") == [(accounts + 1,)]
