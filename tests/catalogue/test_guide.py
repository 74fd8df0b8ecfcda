"""The public guide and the editor's page: everything a file says, and what nobody has verified beside it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.guide import guide_page
from onetrip.catalogue.saying import holds_long_number
from tests.advice.town import TOWN, published_town
from tests.factories import TODAY


@pytest.fixture
def town(db: None) -> None:
    published_town()


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_every_matter_stands_under_its_kind_and_those_not_handled_here_say_where(client: Client, town: None) -> None:
    page = client.get("/matters/").content.decode()
    for matter in ("elder-card", "allowance", "booklet", "points"):
        assert f'href="/matters/{matter}"' in page
    assert "由单位到区人才服务中心办。" in page
    kinds = page[page.index('<div class="guide-kinds">') :]
    assert kinds.index("养老") < kinds.index("敬老卡申领") < kinds.index("看病")
    jumps = re.findall(r'href="#(kind-[a-z-]+)"', page)
    assert jumps
    assert all(f'id="{jump}"' in page for jump in jumps)


def test_the_guide_is_searched_in_the_words_people_use(client: Client, town: None) -> None:
    page = words(client.get("/matters/", {"q": "坐车的卡"}).content)
    assert "找到" in page
    assert "没有对上" in words(client.get("/matters/", {"q": "qqqq"}).content)


def test_a_matter_tells_condition_papers_limits_fees_questions_open_points_and_sources(
    client: Client, town: None
) -> None:
    page = words(client.get("/matters/elder-card").content)
    for told in (
        "户籍是上海",
        "身份证",
        "不用带",
        "理由：本市有电子证照，窗口调取。",
        "窗口打印",
        "谁都可以代办。",
        "委托书",
        "承诺 30 个工作日内办好。",
        "全市任何一个街镇中心都受理。",
        "要付：工本费",
        "20 元",
        "坐车免费吗？",
        "不免费。",
        "待核对",
        "照片要不要，没有核对到。",
        "公开指南 · 2021 · 把握一般",
        "老年津贴",
        "不是官方公布",
    ):
        assert told in page, told


def test_what_the_file_leaves_out_is_marked_and_not_guessed(client: Client, town: None) -> None:
    page = words(client.get("/matters/june-plan").content)
    assert "每年 6 月 1 日到 6 月 30 日" in page
    assert "时限待核对" in page
    assert "能不能代办，还没有核对到。" in page


def test_a_situation_of_a_matter_whose_papers_nobody_knows_is_not_said_to_need_none(client: Client, db: None) -> None:
    situation = "situations:\n  - {id: lost, name: {zh: 遗失, en: Lost}, when: retired, papers: []}\n"
    unknown = "open:\n  - {of: papers, zh: 材料没有核对到。, en: The papers are not verified.}\n"
    letter = "papers:\n  - {paper: pension-letter}\n"
    aid = (
        "id: widows-aid\nname: {zh: 遗属补助, en: Widow's aid}\nalso: [遗属]\ncategory: ageing\ndepartment: town-hall\n"
        "kind: apply\noffer: asked\nentitled: true\n"
        "sources: [{of: [name], what: {zh: 公开指南, en: public guide}, confidence: low}]\n"
    )
    published_town(TOWN | {"matters/widows-aid.yaml": aid + situation + unknown})
    page = words(client.get("/matters/widows-aid").content)
    assert "遗失" in page
    assert "不另外要材料" not in page
    assert "没有写明要带什么" in page
    published_town(TOWN | {"matters/widows-aid.yaml": aid + situation + letter})
    assert "不另外要材料" in words(client.get("/matters/widows-aid").content)


AID = (
    "id: widows-aid\nname: {zh: 遗属补助, en: Widow's aid}\nalso: [遗属]\ncategory: ageing\ndepartment: town-hall\n"
    "offer: asked\nsources: [{of: [name], what: {zh: 公开指南, en: public guide}, confidence: low}]\n"
)


def page_of(client: Client, text: str, address: str = "/matters/widows-aid") -> str:
    published_town(TOWN | {"matters/widows-aid.yaml": AID + text})
    return client.get(address).content.decode()


def test_a_list_of_papers_that_may_lack_some_says_so_below_it(client: Client, db: None) -> None:
    listed = "kind: apply\nentitled: true\npapers:\n  - {paper: pension-letter}\n"
    point = "open:\n  - {of: papers, incomplete: true, zh: 别的没有查到。, en: More is not known.}\n"

    assert "还要不要别的" not in page_of(client, listed)
    page = words(page_of(client, listed + point).encode())
    assert "这些一定要；还要不要别的，没有核对过" in page
    assert "没有写明要带什么" not in page


def test_what_is_open_about_the_place_to_go_stands_beside_the_place(client: Client, db: None) -> None:
    point = "open:\n  - {of: go_to, zh: 那边的电话没有查到。, en: Its telephone number is not known.}\n"
    place = "go_to: {zh: 到区社保中心。, en: Go to the district office.}\n"

    page = page_of(client, "kind: not_here\nentitled: true\n" + place + point)
    assert page.count("那边的电话没有查到。") == 1
    assert page.index("到区社保中心。") < page.index("那边的电话没有查到。")
    assert 'id="h-who"' not in page

    page = page_of(client, "kind: apply\nentitled: retired\npapers: []\n" + place + point)
    assert page.count("那边的电话没有查到。") == 1
    assert (
        page.index("不符合的，可以去：到区社保中心。")
        < page.index("那边的电话没有查到。")
        < page.index('id="h-papers"')
    )


def test_a_nested_condition_is_a_list_and_a_plain_one_a_sentence(client: Client, db: None) -> None:
    nested = 'kind: apply\npapers: []\nentitled: hukou == "shanghai" and (retired or age >= 80 or age < 3)\n'

    page = page_of(client, nested)

    condition = page[page.index('id="h-who"') : page.index('id="h-papers"')]
    assert re.sub(r"<[^>]+>", "", condition[condition.index("<ul") : condition.index("</section>")]).startswith(
        "户籍是上海。下面有一条就行："
    )
    assert condition.count("<li>") == 5
    assert "（" not in condition
    assert '<ul class="condition">' not in page_of(client, "kind: apply\npapers: []\nentitled: retired\n")


def test_the_page_for_programs_is_sound_json_and_cannot_leave_its_element(client: Client, db: None) -> None:
    hostile = "</script><script>alert(1)</script>"
    published_town(TOWN | {"departments.yaml": f"town-hall:\n  name: {{zh: '{hostile}', en: 'x & y'}}\n"})
    page = client.get("/matters/booklet").content.decode()
    assert "<script>alert" not in page
    held = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert held is not None
    said = json.loads(held[1])
    assert said["@type"] == "GovernmentService"
    assert said["serviceOperator"]["name"] == hostile


def test_a_condition_that_says_no_more_than_the_name_of_its_case_is_said_once(client: Client, db: None) -> None:
    case = (
        "situations:\n  - {{id: one, name: {{zh: {}, en: {}}}, when: retired, papers: [{{paper: pension-letter}}]}}\n"
    )
    matter = "kind: apply\nentitled: true\n"
    assert page_of(client, matter + case.format("已经退休", "You are retired")).count("已经退休") == 1
    assert page_of(client, matter + case.format("拿养老金的", "On a pension")).count("已经退休") == 1


def test_only_a_look_up_or_print_without_condition_is_said_to_be_for_everybody(client: Client, db: None) -> None:
    look_up = page_of(client, "kind: query\nchannels: [kiosk]\nentitled: true\npapers: []\n")
    assert "谁都能办。" in words(look_up.encode())
    permit = words(page_of(client, "kind: apply\nentitled: true\npapers: []\n").encode())
    assert "没有另外写条件。" in permit
    assert "谁都能办。" not in permit


def test_an_exemption_that_holds_for_nobody_who_may_have_a_matter_is_not_on_its_page(client: Client, db: None) -> None:
    papers = "papers:\n  - {paper: household-booklet, originals: 1}\n"
    newcomers = words(page_of(client, f'kind: apply\nentitled: hukou == "elsewhere"\n{papers}').encode())
    assert "户口簿" in newcomers
    assert "不用带" not in newcomers
    assert "可以不带" not in newcomers
    assert "可以不带：户籍是上海。" in words(page_of(client, f"kind: apply\nentitled: retired\n{papers}").encode())


def test_a_minor_paper_is_said_to_follow_only_where_a_minor_gap_is_allowed(client: Client, db: None) -> None:
    minor = "kind: apply\nentitled: retired\npapers:\n  - {paper: pension-letter, originals: 1, main: false}\n"
    assert "可以后补" not in page_of(client, minor)
    assert "次要材料。" in page_of(client, minor)
    assert "可以后补。" in page_of(client, minor + "minor_gap: {allowed: true, days: 5}\n")


def test_every_open_point_of_the_real_catalogue_that_is_shown_is_on_its_page_exactly_once(shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        page = guide_page(shanghai, matter, TODAY)
        shown = [*page.open_entitled, *page.open_how, *page.open_rest]
        shown += page.open_fees if matter.terms.fees else ()
        shown += page.open_go_to if matter.terms.kind == "not_here" else ()
        if matter.terms.kind != "not_here" and not matter.terms.automatic:
            shown += [*page.open_papers, *page.open_proxy]
        told = matter.shown_open
        assert sorted(map(repr, shown)) == sorted(map(repr, told)), matter.id


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_matter_of_the_real_catalogue_has_a_page(client: Client, shanghai: Catalogue, language: str) -> None:
    from tests.factories import published_catalogue

    published_catalogue()
    client.cookies["onetrip_language"] = language
    for matter in shanghai.matters.values():
        answer = client.get(f"/matters/{matter.id}")
        assert answer.status_code == 200, matter.id
        assert matter.name.in_language(language) in answer.content.decode().replace("&#x27;", "'")


def test_a_matter_that_does_not_exist_is_not_found(client: Client, town: None) -> None:
    answer = client.get("/matters/flying")
    assert answer.status_code == 404
    assert "办事指南里没有这件事" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("老娘满65了坐车的卡", False),
        ("2026年6月1日到6月30日", False),
        ("11310115002", True),
        ("138 0013 8000", True),
        ("3100-0019-6112", True),
        ("１１３１０１１５００２", True),
    ],
)
def test_a_long_number_is_told_from_ages_and_days(text: str, holds: bool) -> None:
    assert holds_long_number(text) is holds


def test_what_has_to_come_first_says_when_it_has_to(client: Client, db: None) -> None:
    first = '\nneeds_first: [{matter: pension-check, when: not hukou == "elsewhere"}]\n'
    published_town({**TOWN, "matters/booklet.yaml": TOWN["matters/booklet.yaml"] + first.lstrip()})
    page = words(client.get("/matters/booklet").content)

    assert "先要办好： 退休资格认证 （只有这样才要：户籍不是“外省市”）" in page
