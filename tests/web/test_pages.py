"""Pages that belong to no room: they need no database, speak both languages and hide nothing from a screen reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, expect
from pytest_django import Settings

from onetrip.ledger.refusals import Refused
from onetrip.rules import Text
from onetrip.web.language import Language, Scale, speaking
from onetrip.web.views_parts import parts_page
from tests.web.stage import Stage

AXE = Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js"
AWAY = Text("系统暂时连不上数据。", "The data cannot be reached at the moment.")


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Addresses of static files without hashes, so that nothing has to be collected first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.DEMONSTRATION = True


def request_in(language: Language, scale: Scale = "normal") -> HttpRequest:
    """A request as the middleware leaves it."""
    request = RequestFactory().get("/somewhere/?a=1")
    request.language, request.scale = language, scale  # type: ignore[attr-defined]
    return request


def parts(language: Language = "zh", scale: Scale = "normal") -> str:
    """The style page."""
    with speaking(language):
        return parts_page(request_in(language, scale)).content.decode()


def refusal(status: int, language: Language) -> str:
    """The page that says no."""
    refused = Refused("taken", "这个号已经在 3 号窗口办理。", "This ticket is being served at window 3.", status=status)
    with speaking(language):
        context = {"refused": refused, "sentence": refused.text.in_language(language), "status": status}
        return render_to_string("web/refusal.html", context, request_in(language))


def fault(code: int, language: Language) -> str:
    """A page of a fault, as the outermost middleware makes it: without request or context processors."""
    number = "a3f09b1c" if code == 500 else ""
    return render_to_string(f"web/{code}.html", {"language": language, "text": AWAY, "number": number})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", [500, 503])
def test_a_fault_is_told_in_both_languages_without_database_or_request(code: int, language: Language) -> None:
    page = fault(code, language)
    assert AWAY.zh in page
    assert AWAY.en in page
    assert "12345" in page
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}"' in page


def test_our_own_mistake_has_a_number_to_tell_the_staff() -> None:
    assert "a3f09b1c" in fault(500, "zh")


def test_a_page_that_cannot_be_reached_tries_again_by_itself() -> None:
    assert "web/retry.js" in fault(503, "zh")
    assert "data-retry" in fault(503, "zh")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429])
@pytest.mark.parametrize(("language", "first"), [("zh", "这个号已经在"), ("en", "This ticket is")])
def test_a_refusal_says_what_happened_first_in_the_readers_language(
    status: int, language: Language, first: str
) -> None:
    page = refusal(status, language)
    said = page.split("data-said>")[1]
    assert said.lstrip().removeprefix("<p>").startswith(first)
    assert "这个号已经在 3 号窗口办理。" in page
    assert "This ticket is being served at window 3." in page


def test_a_fragment_of_a_refusal_is_what_htmx_looks_for() -> None:
    fragment = render_to_string("web/refusal_part.html", {"sentence": "<不行>"})
    assert "data-said" in fragment
    assert "&lt;不行&gt;" in fragment


@pytest.mark.parametrize(("language", "words"), [("zh", "演示数据"), ("en", "Demonstration")])
def test_a_demonstration_says_so_on_every_page(language: Language, words: str) -> None:
    assert words in parts(language)
    assert words in refusal(404, language)


def test_a_real_centre_is_not_called_a_demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert "演示数据" not in parts()


def test_the_switches_lead_back_to_the_page_they_stand_on() -> None:
    page = refusal(404, "zh")
    assert '<input type="hidden" name="next" value="/somewhere/?a=1">' in page
    assert 'value="en" lang="en">English' in page
    assert 'name="scale" value="elder" aria-pressed="false"' in page


def test_large_type_is_marked_on_the_page_and_on_its_switch() -> None:
    page = parts(scale="elder")
    assert ' data-scale="elder"' in page
    assert 'name="scale" value="normal" aria-pressed="true"' in page


SHOWN = {
    "parts": parts,
    "parts in English": lambda: parts("en"),
    "parts in large type": lambda: parts(scale="elder"),
    "parts in high contrast": lambda: parts().replace("<html ", '<html data-contrast="high" '),
    "parts on the display": lambda: parts().replace('data-surface="desk"', 'data-surface="display"', 1),
    "refusal": lambda: refusal(409, "zh"),
    "our mistake": lambda: fault(500, "en"),
    "not reachable": lambda: fault(503, "zh"),
}
WIDTHS = (320, 1440)


@pytest.mark.browser
@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    stage: Stage, screen: Page, name: str, width: int
) -> None:
    stage.pages["/"] = (200, SHOWN[name]())
    blocked: list[str] = []
    screen.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    screen.set_viewport_size({"width": width, "height": 900})
    screen.goto(stage.address + "/")
    expect(screen.locator("h1")).to_be_visible()
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    screen.evaluate(AXE.read_text(encoding="utf-8"))
    found = screen.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)
    assert blocked == []


@pytest.mark.browser
def test_a_rare_character_is_drawn_from_its_own_slice(stage: Stage, screen: Page) -> None:
    asked: list[str] = []
    screen.on("response", lambda response: asked.append(response.url.rsplit("/", 1)[1]))
    address = stage.show("/", "<p>䶮</p>")
    fonts = '<link rel="stylesheet" href="/static/web/vendor/noto-sans-sc/fonts.css"></head>'
    stage.pages["/"] = (200, stage.pages["/"][1].replace("</head>", fonts))
    screen.goto(address)
    screen.evaluate("() => document.fonts.ready")
    assert [file for file in asked if file.startswith("rare-")]
    assert screen.evaluate("document.fonts.check('1rem \"Noto Sans SC Rare\"', '䶮')")
