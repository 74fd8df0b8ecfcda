"""The display as people read it from eight metres: sizes as the browser computes them at 1920 x 1080, nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

NUMBERS, WORDS = 100, 40
"""Pixels at 1920 x 1080 on 55 inches: 62 mm and 25 mm, read from 8 m."""

CALL = (
    "([ticket, door]) => document.body.dispatchEvent(new CustomEvent('onetrip:call', {detail: {ticket, window: door}}))"
)
SIZES = """() => [...document.querySelectorAll('body *')].filter((place) => place.offsetParent && !place.closest('.skip-link, .only-spoken')
  && place.getBoundingClientRect().width > 1 && [...place.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((place) => [place.textContent.trim().slice(0, 20), parseFloat(getComputedStyle(place).fontSize),
    place.matches('.calls [data-number], .calls [data-door], .calls [data-door] *')])"""
CUT = """() => [...document.querySelectorAll('.latest, .call, .last li, .top, .bottom-line')].filter((place) => {
  const box = place.getBoundingClientRect();
  return [...place.querySelectorAll('*')].some((inner) => { const b = inner.getBoundingClientRect();
    return b.width > 1 && (b.right > box.right + 1 || b.left < box.left - 1 || b.bottom > box.bottom + 1 || b.right > 1921); });
}).map((place) => place.className + ': ' + place.textContent.trim().slice(0, 40))"""


def open_display(screens: Screens, language: str) -> Page:
    screen = screens.device("display-1", 1920, 1080)
    screen.goto(f"{screens.house.address}/display/?lang={language}")
    screen.wait_for_timeout(1500)
    return screen


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_and_words_are_large_enough_and_nothing_is_cut_off(screens: Screens, language: str) -> None:
    screen = open_display(screens, language)
    for number in range(9):
        screen.evaluate(CALL, [f"A{890 + number}", 4 + number])  # up to window 12: two figures
    screen.wait_for_timeout(400)
    sizes = screen.evaluate(SIZES)
    assert sizes
    assert [told for told in sizes if told[2] and told[1] < NUMBERS] == []
    assert [told for told in sizes if told[1] < WORDS] == []
    assert screen.evaluate(CUT) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lost_line_and_an_empty_hall_are_as_large(screens: Screens, language: str) -> None:
    screen = open_display(screens, language)
    screen.evaluate("document.body.dataset.connection = 'lost'")
    sizes = screen.evaluate(SIZES)
    assert [told for told in sizes if told[1] < WORDS] == []
    assert screen.evaluate(CUT) == []
