"""The language and the type size: chosen by a press, kept in a cookie, and no way to be sent to another site."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from onetrip.staff.permissions import Permission
from onetrip.web import views_switch
from onetrip.web.context import page
from onetrip.web.language import current
from onetrip.web.middleware.language import LanguageMiddleware
from onetrip.web.this_page import this_page

ASK = RequestFactory()


def test_choosing_english_is_kept_for_a_year_and_leads_back() -> None:
    answer = views_switch.switch_language(ASK.post("/language", {"language": "en", "next": "/plan/?a=1"}))
    assert (answer.status_code, answer["Location"]) == (303, "/plan/?a=1")
    cookie = answer.cookies["onetrip_language"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("en", 365 * 24 * 3600, "Lax")
    assert cookie["httponly"]


def test_choosing_large_type_is_kept_too() -> None:
    answer = views_switch.switch_scale(ASK.post("/scale", {"scale": "elder", "next": "/"}))
    assert answer.cookies["onetrip_scale"].value == "elder"


@pytest.mark.parametrize("nonsense", ["", "fr", "<script>", "en; Domain=x"])
def test_an_unknown_choice_means_chinese_and_normal(nonsense: str) -> None:
    language = views_switch.switch_language(ASK.post("/language", {"language": nonsense}))
    scale = views_switch.switch_scale(ASK.post("/scale", {"scale": nonsense}))
    assert (language.cookies["onetrip_language"].value, scale.cookies["onetrip_scale"].value) == ("zh", "normal")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
        "\x00/",
    ],
)
def test_nobody_is_sent_to_another_site(elsewhere: str) -> None:
    answer = views_switch.switch_language(ASK.post("/language", {"language": "en", "next": elsewhere}))
    assert answer["Location"] == "/"


@given(st.text(max_size=60))
def test_whatever_is_asked_for_the_way_leads_to_this_house(onward: str) -> None:
    answer = views_switch.switch_language(ASK.post("/language", {"language": "en", "next": onward}))
    assert answer.status_code == 303
    assert not answer["Location"].startswith(("//", "/\\"))
    assert "\n" not in answer["Location"]
    assert ":" not in answer["Location"].split("/")[0]


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/hall/?ticket=7", "/hall/?ticket=7"),
        ("http://testserver", "/"),
        ("https://evil.example/hall/", "/hall/arrivals"),
        ("http://[", "/hall/arrivals"),
        ("", "/hall/arrivals"),
    ],
)
def test_on_the_answer_to_a_form_a_switch_leads_to_the_page_of_the_form(came_from: str, leads_to: str) -> None:
    request = ASK.post("/hall/arrivals", headers={"Referer": came_from})
    assert this_page(request) == leads_to


def test_a_page_that_was_asked_for_is_asked_for_again_where_it_is() -> None:
    assert this_page(ASK.get("/hall/?ticket=7", headers={"Referer": "http://testserver/staff/"})) == "/hall/?ticket=7"


def test_an_odd_host_breaks_no_page() -> None:
    assert this_page(ASK.post("/hall/arrivals", headers={"Host": "no_such host", "Referer": "x"})) == "/hall/arrivals"


def test_looking_at_the_switch_changes_nothing() -> None:
    assert views_switch.switch_language(ASK.get("/language")).status_code == 405


def test_both_switches_are_open_to_everybody() -> None:
    assert views_switch.switch_language.permission is Permission.ANYONE
    assert views_switch.switch_scale.permission is Permission.ANYONE


def answered(cookies: dict[str, str]) -> tuple[HttpRequest, HttpResponse, dict[str, object]]:
    """A request with these cookies, its answer, and the context a page saw."""
    request = ASK.get("/")
    request.COOKIES.update(cookies)
    seen: dict[str, object] = {}

    def view(inner: HttpRequest) -> HttpResponse:
        seen.update(page(inner))
        return HttpResponse(current())

    return request, LanguageMiddleware(view)(request), seen


def test_a_first_visit_is_chinese_in_normal_type() -> None:
    request, answer, seen = answered({})
    assert (request.language, request.scale) == ("zh", "normal")
    assert answer.content == b"zh"
    assert (seen["html_lang"], seen["scale"]) == ("zh-CN", "normal")
    assert answer["Content-Language"] == "zh-CN"


def test_the_cookies_decide_what_pages_look_like() -> None:
    request, answer, seen = answered({"onetrip_language": "en", "onetrip_scale": "elder"})
    assert (request.language, request.scale) == ("en", "elder")
    assert answer.content == b"en"
    assert (seen["language"], seen["html_lang"], seen["scale"]) == ("en", "en", "elder")
    assert current() == "zh"


def test_a_cache_is_told_that_pages_differ_by_cookie() -> None:
    assert "Cookie" in answered({})[1]["Vary"]


def test_forged_cookies_are_taken_for_none() -> None:
    request, _, _ = answered({"onetrip_language": "<b>", "onetrip_scale": "99"})
    assert (request.language, request.scale) == ("zh", "normal")
