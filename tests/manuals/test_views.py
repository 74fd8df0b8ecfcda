"""The guide on paper for everybody; the manual as pages, prints and a book for those who work here."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from django.test import Client

from tests.advice.town import published_town
from tests.factories import make_account, make_centre
from tests.manuals.conftest import HIDDEN, SHOWN, TOWN_WITH_HIDDEN
from tests.prints.reading import opened, squeezed, tags, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings, tmp_path: Path) -> None:
    settings.MANUALS_ROOT = tmp_path / "manuals"
    make_centre()
    published_town(TOWN_WITH_HIDDEN)


@pytest.fixture
def clerk(client: Client, house: None) -> Client:
    client.force_login(make_account("clerk"))
    return client


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


@pytest.mark.parametrize(("language", "heading"), [("zh", "办事指南"), ("en", "Guide")])
def test_anybody_prints_the_guide_of_a_matter_with_the_code_of_its_page(
    client: Client, house: None, language: str, heading: str
) -> None:
    answer = client.get("/matters/elder-card.pdf", {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    assert squeezed(heading) in text_of(answer.content)
    assert "/Figure" in {tag for tag, _ in tags(answer.content)}
    if language == "zh":
        assert squeezed(SHOWN) in text_of(answer.content)
        assert squeezed(HIDDEN) not in text_of(answer.content)


def test_the_page_of_the_guide_leads_to_its_print(client: Client, house: None) -> None:
    assert 'href="/matters/elder-card.pdf"' in client.get("/matters/elder-card").content.decode()


@pytest.mark.parametrize("address", ["/manual/", "/manual/elder-card", "/manual/elder-card.pdf", "/manual/book.pdf"])
def test_the_manual_is_for_those_who_work_here(client: Client, house: None, address: str) -> None:
    assert client.get(address).status_code == 302
    for role, allowed in (("guide", True), ("clerk", True), ("director", True), ("editor", True), ("device", False)):
        client.force_login(make_account(role))
        assert (client.get(address).status_code != 403) is allowed, role


def test_the_contents_name_every_matter_with_its_number_and_find_one_by_what_people_call_it(clerk: Client) -> None:
    page = words(clerk.get("/manual/").content)
    for told in ("1.01 敬老卡申领", "待核对 1", "2.02 就医记录册申领", "3.02 居住证积分 不在中心办"):
        assert told in page, told
    found = words(clerk.get("/manual/", {"q": "坐车的卡"}).content)
    assert "1.01 敬老卡申领" in found
    assert "就医记录册申领" not in found
    assert "没有对上" in words(clerk.get("/manual/", {"q": "qqqq"}).content)


def test_a_page_of_the_manual_tells_staff_the_expressions_and_not_what_is_for_the_editor_alone(clerk: Client) -> None:
    page = words(clerk.get("/manual/elder-card").content)
    assert HIDDEN not in page
    for told in (
        f"待核对 {SHOWN}",
        "hukou == &quot;shanghai&quot; and months_until(age=65) &lt;= 1",
        "谁都可以代办。",
        "理由：本市有电子证照，窗口调取。",
        "坐车免费吗？",
        "老年津贴",
        "公开指南（2021 年，把握一般",
    ):
        assert told in page, told


def test_every_matter_has_a_page_in_both_languages_and_a_chapter_leads_to_the_next(clerk: Client) -> None:
    for language in ("zh", "en"):
        clerk.cookies["onetrip_language"] = language
        for matter in ("elder-card", "allowance", "pension-check", "booklet", "june-plan", "aid", "points"):
            assert clerk.get(f"/manual/{matter}").status_code == 200, matter
    page = clerk.get("/manual/elder-card").content.decode()
    assert re.search(r'href="/manual/allowance" data-key="ArrowRight"', page)
    page = clerk.get("/manual/allowance").content.decode()
    assert re.search(r'href="/manual/elder-card" data-key="ArrowLeft"', page)
    assert re.search(r'href="/manual/pension-check" data-key="ArrowRight"', page)


def test_the_print_of_a_manual_says_the_version_it_is_of(clerk: Client) -> None:
    pdf = clerk.get("/manual/elder-card.pdf").content
    assert "规则第1版" in text_of(pdf)
    assert squeezed(SHOWN) in text_of(pdf)
    assert squeezed(HIDDEN) not in text_of(pdf)


@pytest.mark.parametrize("address", ["/matters/flying.pdf", "/manual/flying", "/manual/flying.pdf"])
def test_a_matter_that_does_not_exist_is_not_found(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/matters/aid.pdf", "/manual/aid.pdf", "/manual/book.pdf"])
def test_a_language_that_there_is_not_is_not_found(clerk: Client, address: str) -> None:
    assert clerk.get(address, {"language": "fr"}).status_code == 404


def test_the_book_is_made_when_somebody_asks_and_opens_when_it_is_whole(clerk: Client) -> None:
    assert "这一版还没有排成书" in words(clerk.get("/manual/book.pdf", {"language": "en"}).content)
    asked = clerk.post("/manual/book.pdf", {"language": "en"})
    assert asked["Location"] == "/manual/book.pdf?language=en"
    first = clerk.get(asked["Location"])
    assert first.status_code == 202
    assert first["Refresh"].endswith("/manual/book.pdf?language=en")
    assert "正在排版" in words(first.content)
    until = time.monotonic() + 120
    while (answer := clerk.get("/manual/book.pdf", {"language": "en"})).status_code == 202:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert answer.status_code == 200
    pdf = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "Rulesofversion1" in text_of(pdf)
    assert len(opened(pdf).outline) > 4


def test_looking_for_the_book_makes_nothing_and_neither_does_asking_without_a_language(clerk: Client, settings) -> None:
    clerk.get("/manual/book.pdf")
    assert clerk.post("/manual/book.pdf").status_code == 404
    assert not settings.MANUALS_ROOT.exists()


def test_a_folder_that_cannot_be_written_is_told_in_words(clerk: Client, settings, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="ascii")
    settings.MANUALS_ROOT = tmp_path / "a file" / "manuals"
    answer = clerk.post("/manual/book.pdf", {"language": "zh"})
    assert answer.status_code == 503
    assert "放书的文件夹写不了" in answer.content.decode()
