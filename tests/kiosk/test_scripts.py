"""Keys, pads and lists in a form with fields of every kind, as the forms of a matter that is run here have them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser

FORM = """
<form id="f" method="post" action="/send"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<label>姓名 <input id="name" name="name" maxlength="40" data-keys="pinyin"></label>
<label>地址 <textarea id="where" name="where" maxlength="200" data-keys="pinyin"></textarea></label>
<label>电话 <input id="phone" name="phone" maxlength="20" data-pad="phone"></label>
<label>号 <input id="number" name="number" maxlength="18" data-pad="id"></label>
<label>日子 <input id="day" name="day" data-wheel="date" data-from="1990" data-to="2030"></label>
<button class="button button-primary">好</button></form>
"""


@pytest.fixture
def form(chromium: Browser) -> Iterator[Page]:
    """The form on a page of its own; the server offers 王 and 汪 for whatever is typed."""
    stage = Stage()
    scripts = ("vendor/htmx/htmx.min.js", "once.js")
    address = stage.show("/form", FORM, scripts=scripts, more="data-kiosk")
    status, page = stage.pages["/form"]
    own = "".join(f'<script src="/static/kiosk/{name}.js" defer></script>' for name in ("pad", "keyboard"))
    stage.pages["/form"] = (status, page.replace("</body>", f"{own}</body>"))
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    screen = context.new_page()
    thrown: list[str] = []
    screen.on("pageerror", lambda error: thrown.append(str(error)))

    def offered(route: Route) -> None:
        used = len(re.findall("[a-z]", (route.request.post_data or "").removeprefix("letters=")))
        route.fulfill(
            status=200, body=json.dumps({"offered": [["王", used], ["汪", used]]}), content_type="application/json"
        )

    screen.route("**/kiosk/pinyin", offered)
    screen.goto(address)
    yield screen
    context.close()
    stage.close()
    assert thrown == []


def test_the_keyboard_comes_with_the_field_and_goes_with_the_next(form: Page) -> None:
    keyboard, pad = form.locator(".keyboard"), form.locator(".pad")
    expect(keyboard).to_be_hidden()
    expect(pad).to_be_hidden()
    form.locator("#name").click()
    expect(keyboard).to_be_visible()
    form.locator("#phone").click()
    expect(keyboard).to_be_hidden()
    expect(pad).to_be_visible()
    form.locator("#where").click()
    expect(keyboard).to_be_visible()
    expect(pad).to_be_hidden()


def test_one_keyboard_types_into_each_field_that_is_touched(form: Page) -> None:
    for field in ("name", "where"):
        form.locator(f"#{field}").click()
        for letter in "wang":
            form.locator(".key-cap", has_text=re.compile(f"^{letter}$")).click()
        form.locator(".candidate", has_text="王").click()
        expect(form.locator(f"#{field}")).to_have_value("王")
        expect(form.locator(f"#{field}")).to_be_focused()


def test_letters_left_over_stay_in_the_field_they_were_typed_for(form: Page) -> None:
    form.locator("#name").click()
    form.locator(".key-cap", has_text=re.compile("^w$")).click()
    form.locator("#where").click()
    expect(form.locator("#name")).to_have_value("w")
    expect(form.locator("#where")).to_have_value("")


def test_the_pad_has_an_x_for_an_id_number_only_and_stops_at_its_length(form: Page) -> None:
    form.locator("#number").click()
    pad = form.locator(".pad")
    for digit in "310000196112180":
        pad.get_by_role("button", name=digit, exact=True).click()
    pad.get_by_role("button", name="X").click()
    for _ in range(5):
        pad.get_by_role("button", name="9", exact=True).click()
    expect(form.locator("#number")).to_have_value("310000196112180X99")
    form.locator("#phone").click()
    expect(pad.get_by_role("button", name="X")).to_be_hidden()


def test_a_date_is_eight_digits_once_all_three_are_chosen_and_no_day_that_does_not_exist(form: Page) -> None:
    year, month, day = (form.locator(".wheels select").nth(place) for place in range(3))
    year.select_option("2028")
    assert form.locator("#day").input_value() == ""
    month.select_option("1")
    day.select_option("31")
    assert form.locator("#day").input_value() == "20280131"
    month.select_option("2")
    assert form.locator("#day").input_value() == "20280229"
    year.select_option("2027")
    assert form.locator("#day").input_value() == "20270228"
