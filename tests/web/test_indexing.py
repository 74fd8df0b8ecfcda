"""What search engines see: each public page at an address a language, and nothing of residents or staff."""

from __future__ import annotations

import warnings
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import html5rdf
import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from onetrip.staff.permissions import Permission
from tests.advice.town import published_town
from tests.factories import make_centre
from tests.web.test_access import PAGES, an_address

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
GUIDE = ["/matters/", "/matters/elder-card", "/open-data/"]
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def town() -> None:
    make_centre()
    published_town()


def parsed(page: bytes) -> ET.Element:
    """The page as a browser's parser reads it; the test fails on what it has to put right."""
    parser = html5rdf.HTMLParser(strict=False, namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ET.Element = parser.parse(page)
    assert not parser.errors, parser.errors
    return tree


def head_of(client: Client, address: str) -> dict[str, str]:
    """Language, title, description, canonical address and alternates of a page."""
    tree = parsed(client.get(address).content)
    links = {
        link.get("hreflang") or link.get("rel"): link.get("href", "") for link in tree.iter("link") if link.get("href")
    }
    description = next(meta for meta in tree.iter("meta") if meta.get("name") == "description")
    title = tree.find(".//title")
    assert title is not None
    found = {"lang": tree.get("lang", ""), "title": title.text or "", "description": description.get("content", "")}
    return found | {name or "": address for name, address in links.items()}


@pytest.mark.parametrize("path", GUIDE)
def test_each_language_of_a_public_page_has_an_address_and_names_the_other(
    client: Client, town: None, path: str
) -> None:
    zh, en = head_of(Client(), f"{path}?lang=zh"), head_of(Client(), f"{path}?lang=en")
    assert (zh["lang"], en["lang"]) == ("zh-CN", "en")
    assert zh["title"] != en["title"]
    assert zh["description"] != en["description"]
    for head, language in ((zh, "zh"), (en, "en")):
        assert head["canonical"] == f"{HOST}{path}?lang={language}"
        assert head["zh-CN"] == f"{HOST}{path}?lang=zh"
        assert head["en"] == f"{HOST}{path}?lang=en"
        assert head["x-default"] == f"{HOST}{path}"
        assert 20 <= len(head["description"]) <= 300


def test_who_came_by_the_address_of_a_language_goes_on_in_it_and_can_switch_back(client: Client, town: None) -> None:
    client.get("/matters/elder-card?lang=en")
    assert b'<html lang="en"' in client.get("/matters/").content
    back = client.post("/language", {"language": "zh", "next": "/matters/?q=a%20b&lang=en"})
    assert back["Location"] == "/matters/?q=a+b"
    assert b'<html lang="zh-CN"' in client.get("/matters/").content


@pytest.mark.parametrize("address", ["/matters/?lang=fr", "/matters/?lang=", "/matters/?lang=zh&lang=xx"])
def test_a_language_that_the_house_does_not_speak_changes_nothing(client: Client, town: None, address: str) -> None:
    answer = client.get(address)
    assert b'<html lang="zh-CN"' in answer.content
    assert "onetrip_language" not in answer.cookies


def test_a_form_that_is_sent_is_not_spoken_to_in_another_language(client: Client, town: None) -> None:
    assert "onetrip_language" not in client.post("/scale?lang=en", {"scale": "normal", "next": "/"}).cookies


def test_a_page_of_search_results_is_not_for_search_engines(client: Client, town: None) -> None:
    tree = parsed(client.get("/matters/", {"q": "老年卡"}).content)
    assert [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "robots"] == ["noindex"]
    assert not [link for link in tree.iter("link") if link.get("rel") == "canonical"]


def test_the_site_map_names_every_matter_in_both_languages_and_every_address_answers(
    client: Client, town: None
) -> None:
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    entries = ET.fromstring(answer.content).findall(f"{SITE}url")  # noqa: S314 -- our own answer
    places = [entry.findtext(f"{SITE}loc", "") for entry in entries]
    assert len(places) == len(set(places))
    for matter in ("elder-card", "allowance", "booklet", "points", "june-plan"):
        for language in ("zh", "en"):
            assert f"{HOST}/matters/{matter}?lang={language}" in places
    for entry, place in zip(entries, places, strict=True):
        assert client.get(place.removeprefix(HOST)).status_code == 200, place
        assert entry.findtext(f"{SITE}lastmod", "").startswith("2026-11-24T09:30:00")
        alternates = {link.get("hreflang") for link in entry.findall(f"{XHTML}link")}
        assert alternates == {"zh-CN", "en", "x-default"}


def test_search_engines_are_kept_from_everything_that_is_somebodys_own(client: Client, town: None) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.content.decode().splitlines())
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]
    for path in GUIDE:
        assert robots.can_fetch("*", f"{HOST}{path}"), path
    private = [
        an_address(pattern) for pattern in PAGES.values() if pattern.callback.permission is not Permission.ANYONE
    ]
    for path in (*private, "/s/token", "/t/ticket", "/n/token", "/r/token", "/ask/question", "/api/docs"):
        assert not robots.can_fetch("*", f"{HOST}{path}"), path


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_guide_reads_without_javascript(chromium: Browser, town: None, live_server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/matters/?lang=en")
    page.get_by_role("link", name="Elder card").click()
    assert page.locator("html").get_attribute("lang") == "en"
    for heading in ("Who may have it", "What to bring", "If you cannot come", "Sources"):
        assert page.get_by_role("heading", name=heading).is_visible()
    page.get_by_role("button", name="中文").click()
    assert page.get_by_role("heading", name="带什么").is_visible()
    context.close()
