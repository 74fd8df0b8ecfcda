"""收受分离: papers taken at one centre, accepted at another, decided by the department, the result handed over at a third."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import synthetic_number
from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

MATTER = "生育保险待遇申领"


def taken_at_window(window: Page, resident: str, collected_at: str) -> None:
    """The clerk reads the ID card, adds the matter, ticks what is asked for and takes the papers; the result is to be
    collected at another centre."""
    window.locator("#scan").fill(resident)
    window.locator("#scan").press("Enter")
    expect(window.locator("#work")).to_contain_text("310")
    window.locator("#add-words").press_sequentially("生育金")
    window.locator("#found").get_by_role("button", name=re.compile(MATTER)).click()
    expect(window.locator("#checklist input.paper-box").first).to_be_visible()
    steps.tick_all(window)
    steps.accept_all(window)
    window.get_by_role("link", name=re.compile("到别的中心取")).click()
    window.locator("#at").fill(collected_at)
    window.get_by_role("button", name="就这样").click()
    expect(window.get_by_text("另选了怎么取")).to_be_visible()


def step(page: Page, words: str, note: str = "") -> None:
    """Press a step of a case, with a sentence where it asks for one."""
    if note:
        page.locator("summary", has_text=words).click()
        box = page.locator("details[open]", has_text=words)
        box.locator("textarea").fill(note)
        box.get_by_role("button", name=words).click()
    else:
        page.get_by_role("button", name=words, exact=True).click()


def carried(sender: Page, taker: Page, house: House, number: str, to: str) -> None:
    """What lies here of a case goes onto a list, off with the messenger, and is signed for where it comes to."""
    sender.goto(f"{house.address}/hand-over/")
    sender.locator(f"#to-{number}").fill(to)
    sender.locator(f"#to-{number} ~ button").click()
    sender.locator("#carrier").fill("机要通信")
    sender.get_by_role("button", name="交给送件人").click()
    expect(sender.locator(".tag", has_text="在路上")).to_be_visible()
    listed = sender.url.rsplit("/", 1)[1]
    taker.goto(f"{house.address}/hand-over/?number={listed}")
    expect(taker.locator("th", has_text=number)).to_be_visible()
    taker.get_by_role("button", name="签收").click()
    expect(taker.locator(".tag", has_text="已签收")).to_be_visible()


def test_a_case_is_taken_here_accepted_there_decided_by_the_department_and_collected_at_a_third_centre(
    screens: Screens, served: House, events: Callable[..., list[tuple]]
) -> None:
    at = served.address
    served.add_centre("PX", ("彭浦新村街道中心", "Pengpu centre"))
    served.add_centre("DN", ("大宁路街道中心", "Daning centre"))
    served.add_account("reviewer", "reviewer", "*", "medical-insurance")

    # A clerk at Linfen takes the papers of a resident whose household is in Pengpu.
    machine = screens.device("check-in-1", 1080, 1920)
    ticket, _ = steps.draw_ticket(machine, at, "")
    here = screens.desk()
    steps.sign_in(here, at, "clerk1")
    steps.take_window(here, at, 1)
    steps.call_next(here, ticket)
    resident = synthetic_number()
    taken_at_window(here, resident, "大宁路街道中心")
    ((number, case_id),) = served.ask("SELECT number, id FROM cases_case WHERE matter = 'maternity-benefit'")
    here.goto(f"{at}/cases/{number}")
    expect(here.locator("main")).to_contain_text("先要送到受理的中心")

    # The papers travel; Pengpu signs for them, and the clock starts there.
    there = screens.desk()
    steps.sign_in(there, at, "clerk-px")
    carried(here, there, served, number, "彭浦新村街道中心")
    there.goto(f"{at}/cases/{number}")
    step(there, "受理")
    expect(there.locator("main")).to_contain_text("彭浦新村街道中心")

    # Whoever decides sits in the department, and sees the case of every centre.
    department = screens.desk()
    steps.sign_in(department, at, "reviewer")
    department.goto(f"{at}/department/")
    department.get_by_role("link", name=MATTER).click()
    step(department, "批准")
    step(department, "办结")
    expect(department.locator("main")).to_contain_text("已办结")

    # The resident collects it where they work: the result goes there, and is handed over there and nowhere else.
    third = screens.desk()
    steps.sign_in(third, at, "clerk-dn")
    carried(there, third, served, number, "大宁路街道中心")
    third.goto(f"{at}/cases/{number}")
    third.get_by_role("link", name="交给居民").click()
    third.get_by_text("别人来取，或要读证件").click()
    third.locator("#taker_number").fill(resident)
    third.get_by_role("button", name="对过号码，是本人").click()
    expect(third.get_by_text("交过了")).to_be_visible()
    third.goto(f"{at}/cases/{number}")
    expect(third.locator("main")).to_contain_text("已送达")
    expect(third.locator("main")).to_contain_text("送达回证")
    assert [verb for verb, _, _ in events("case", str(case_id))] == [
        "receive",
        *(f"papers-{verb}" for verb in ("list", "send", "arrive")),
        "accept",
        "decide",
        "complete",
        *(f"result-{verb}" for verb in ("list", "send", "arrive")),
        "deliver",
    ]
