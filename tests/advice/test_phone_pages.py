"""The resident's own phone, without an account and without JavaScript."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onetrip.advice.models import Consultation, Slip
from tests.advice.conftest import Talk
from tests.advice.town import TOWN, published_town
from tests.factories import synthetic_number

pytestmark = pytest.mark.usefixtures("centre")


def begin_at_phone(client: Client, matter: str = "elder-card", said: str = "老年卡") -> str:
    answer = client.post("/ask/begin", {"matter": matter, "said": said})
    assert answer.status_code == 302
    return str(answer["Location"])


def answered(client: Client, where: str, fact: str, answer: str, **more: str) -> str:
    """Answer and follow; the page that comes next."""
    return client.post(f"{where}answer", {"fact": fact, "answer": answer, **more}, follow=True).content.decode()


def test_the_start_page_finds_in_own_words_by_kind_and_by_slip_number(client: Client) -> None:
    page = client.get("/").content.decode()
    for part in ('name="q"', "/ask/?category=ageing", 'href="/slip"', "按类找"):
        assert part in page


def test_the_start_page_leads_from_what_happens_in_a_life_to_its_matters(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "/ask/?event=growing-old" in page
    assert "/ask/?event=birth" not in page, "an event that no matter belongs to"

    page = client.get("/ask/", {"event": "growing-old"}).content.decode()
    assert "<h1>年纪大了</h1>" in page
    assert 'value="elder-card"' in page
    assert 'value="booklet"' not in page


@pytest.mark.parametrize("address", ["/ask/?event=", "/ask/?event=nothing", "/ask/?category=x", "/ask/?q=%20"])
def test_a_search_for_nothing_leads_back_to_the_start(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(address, headers={"HX-Request": "true"}).content == b""


def test_while_somebody_types_only_the_list_is_sent(client: Client) -> None:
    part = client.get("/ask/", {"q": "老年"}, headers={"HX-Request": "true"}).content.decode()
    assert 'name="matter" value="elder-card"' in part
    assert "<html" not in part
    assert 'name="q"' not in part


def test_what_only_comes_near_is_not_told_as_the_answer(client: Client) -> None:
    page = client.get("/ask/", {"q": "老年卡"}).content.decode()
    assert "您说的是哪一件？" in page
    page = client.get("/ask/", {"q": "坐火车去北京的票怎么退"}).content.decode()
    assert "您说的是哪一件？" not in page


def test_from_own_words_to_a_slip_with_a_number(client: Client) -> None:
    page = client.get("/ask/", {"q": "坐车的卡"}).content.decode()
    assert 'name="matter" value="elder-card"' in page
    where = begin_at_phone(client)
    assert "户口在哪里" in client.get(where).content.decode() + answered(client, where, "birth_date", "19611101")
    page = answered(client, where, "birth_date", "19611101")
    page = answered(client, where, "hukou", "shanghai")
    assert "这是预览，还不是承诺。" in page
    assert "办好一件事" in page
    answer = client.post(f"{where}slip", {"last_four": "0027", "idempotency_key": str(uuid.uuid4())})
    slip = Slip.objects.get()
    assert answer["Location"] == f"/s/{slip.token}"
    page = client.get(answer["Location"]).content.decode()
    for part in ("有效承诺", "照这张单子带齐，任何窗口都收。", "slip-tear", f"/s/{slip.token}.pdf", "情况变了，重新问"):
        assert part in page
    assert slip.issued_by == "resident"


def test_a_question_says_why_how_many_are_left_and_can_be_skipped(client: Client) -> None:
    page = client.get(begin_at_phone(client)).content.decode()
    for part in ("为什么问这个", "最多再问 2 个", "先不答", "能不能办"):
        assert part in page


def test_an_answer_that_cannot_be_read_comes_back_with_an_error_summary_that_takes_the_focus(client: Client) -> None:
    where = begin_at_phone(client)
    answer = client.post(f"{where}answer", {"fact": "birth_date", "answer": "<b>后天</b>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-take-focus" in page
    assert 'aria-invalid="true"' in page
    assert "&lt;b&gt;后天" in page


def test_nothing_chosen_is_said_in_words(client: Client) -> None:
    where = begin_at_phone(client, "pension-check")
    answer = client.post(f"{where}answer", {"fact": "retired"})
    assert answer.status_code == 422
    assert 'href="#answer"' in answer.content.decode()


def test_what_was_asked_for_comes_first_and_the_rest_only_on_request(client: Client) -> None:
    where = begin_at_phone(client)
    answered(client, where, "birth_date", "19611101")
    page = answered(client, where, "hukou", "shanghai")
    assert "看看还能办什么" in page
    page = client.get(f"{where}?more=1").content.decode()
    assert "您退休了吗？" in page
    page = answered(client, where, "retired", "yes", more="1")
    assert "您没问，也能办" in page


def test_who_does_not_know_what_to_ask_for_is_asked_from_the_beginning(client: Client) -> None:
    page = client.post("/ask/begin", follow=True).content.decode()
    assert 'name="more" value="1"' in page
    assert Consultation.objects.get().wanted == []


def test_an_answer_can_be_changed_from_the_plan(client: Client) -> None:
    where = begin_at_phone(client)
    answered(client, where, "birth_date", "19611101")
    answered(client, where, "hukou", "shanghai")
    page = client.get(f"{where}?fact=hukou").content.decode()
    assert 'value="shanghai" checked' in page
    page = answered(client, where, "hukou", "elsewhere")
    assert "现在还不能办" in page
    assert "出小贴士" not in page


def test_leaving_out_and_coming_by_proxy_work_from_the_plan(client: Client) -> None:
    where = begin_at_phone(client, "booklet", "病历本")
    page = client.post(f"{where}hear", {"matter": "june-plan"}, follow=True).content.decode()
    assert "六月互助保障" in page
    page = client.post(f"{where}unhear", {"matter": "june-plan"}, follow=True).content.decode()
    assert "六月互助保障" not in page
    page = client.post(f"{where}proxy", {"by_proxy": "yes"}, follow=True).content.decode()
    assert "改成本人来" in page


def test_a_matter_that_is_not_handled_here_says_where(client: Client) -> None:
    page = client.get(begin_at_phone(client, "points", "积分"), follow=True).content.decode()
    assert "不在中心办" in page
    assert "由单位到区人才服务中心办。" in page


def test_somebody_elses_consultation_is_not_there_even_with_its_address(client: Client) -> None:
    where = begin_at_phone(client)
    stranger = Client()
    for address in (where, f"{where}plan", f"/ask/{uuid.uuid4()}/"):
        assert stranger.get(address).status_code == 404
    for act in ("answer", "slip", "hear"):
        answer = stranger.post(
            f"{where}{act}", {"fact": "hukou", "answer": "shanghai", "idempotency_key": str(uuid.uuid4())}
        )
        assert answer.status_code == 404
    assert Consultation.objects.get().facts == {}


def test_a_consultation_of_the_desk_does_not_open_on_a_phone(client: Client, talk: Talk) -> None:
    begin_at_phone(client)
    assert client.get(f"/ask/{talk.id}/plan").status_code == 404


def test_an_id_number_typed_into_the_search_is_not_searched_with_nor_repeated(client: Client) -> None:
    number = synthetic_number(date(1961, 11, 1))
    for address in ("/ask/", "/matters/"):
        answer = client.get(address, {"q": f"我的号 {number}"})
        assert answer.status_code == 422
        body = answer.content.decode().replace(answer.wsgi_request.get_full_path().replace("&", "&amp;"), "")
        assert number not in re.sub(r'name="next" value="[^"]*"', "", body)
        assert "这里不用填证件号" in body


def test_pressing_take_the_slip_twice_gives_one_slip(client: Client) -> None:
    where = begin_at_phone(client, "booklet", "病历本")
    key = str(uuid.uuid4())
    first, second = (client.post(f"{where}slip", {"idempotency_key": key})["Location"] for _ in range(2))
    assert first == second
    assert Slip.objects.count() == 1


def test_english_pages_hold_no_chinese_but_seals_and_the_switch(client: Client) -> None:
    client.cookies["onetrip_language"] = "en"
    where = begin_at_phone(client)
    pages = [client.get("/"), client.get("/ask/?q=senior card"), client.get(where), client.get("/slip")]
    answered(client, where, "birth_date", "19611101")
    answered(client, where, "hukou", "shanghai")
    pages.append(client.get(f"{where}plan"))
    for page in pages:
        text = re.sub(r"<[^>]+>", " ", page.content.decode())
        assert set(re.findall(r"[\u4e00-\u9fff]+", text)) <= {"中文", "老", "医", "济"}


def test_a_new_matter_file_is_found_asked_and_planned_without_code(client: Client) -> None:
    new = TOWN["matters/booklet.yaml"].replace("id: booklet", "id: library-card").replace("病历本", "借书证")
    published_town(TOWN | {"matters/library-card.yaml": new.replace("就医记录册申领", "读者证申领")})
    assert 'value="library-card"' in client.get("/ask/", {"q": "借书证"}).content.decode()
    page = client.get(begin_at_phone(client, "library-card"), follow=True).content.decode()
    assert "读者证申领" in page


@pytest.mark.parametrize("size", [100_000])
def test_first_visits_stay_under_100_kilobytes(client: Client, size: int, begin: Callable[..., Talk]) -> None:
    where = begin_at_phone(client)
    for address in ("/", "/ask/?q=卡", where, f"{where}plan", "/slip", "/matters/", "/matters/elder-card"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert len(answer.content) < size / 2


def test_where_nothing_is_spared_no_heading_says_what_to_leave_at_home(client: Client) -> None:
    point = "open:\n  - {of: papers, incomplete: true, zh: 别的没有核对到。, en: More is not verified.}\n"
    published_town(TOWN | {"matters/booklet.yaml": TOWN["matters/booklet.yaml"] + point})
    where = begin_at_phone(client, "booklet", "病历本")

    page = client.get(where, follow=True).content.decode()

    assert "还要不要别的，没核对到" in page
    assert "这些不用带" not in page

    slip = client.post(f"{where}slip", {"idempotency_key": uuid.uuid4()}, follow=True).content.decode()
    assert "“没核对到”的除外" in slip


def test_i_have_another_one_and_i_do_not_have_this_change_the_plan_and_can_be_taken_back(client: Client) -> None:
    where = begin_at_phone(client, "archive", "查档")
    page = client.get(f"{where}plan").content.decode()
    for part in ("改带这个", "这个我没有", "护照", "另外跑 1 趟，约 30 分钟（估计）", "窗口看：在有效期内。"):
        assert part in page

    answer = client.post(f"{where}have", {"paper": "passport", "instead_of": "id-card"})
    assert answer["Location"] == f"{where}plan#h-bring"
    page = client.get(f"{where}plan").content.decode()
    assert '<label class="paper-name" for="p1">护照</label>' in page
    assert "您手里有这个，就带它。" in page
    assert "收回" in page

    client.post(f"{where}lack", {"paper": "passport"})
    page = client.get(f"{where}plan").content.decode()
    assert "没有别的能代替，要先拿到它再来" in page
    for paper in ("passport", "id-card"):
        client.post(f"{where}forget", {"paper": paper})
    page = client.get(f"{where}plan").content.decode()
    assert '<label class="paper-name" for="p1">身份证</label>' in page


def test_on_a_slip_that_is_issued_nothing_can_be_pressed_any_more_and_what_else_would_do_stands_there(
    client: Client,
) -> None:
    where = begin_at_phone(client, "archive", "查档")
    answer = client.post(f"{where}slip", {"last_four": "", "idempotency_key": str(uuid.uuid4())})
    page = client.get(answer["Location"]).content.decode()

    assert "护照（复印 1）也行。" in page
    assert "改带这个" not in page


def test_the_papers_of_somebody_else_s_consultation_cannot_be_spoken_of(client: Client, talk: Talk) -> None:
    assert client.post(f"/ask/{talk.id}/have", {"paper": "passport"}).status_code == 404
    assert talk.row.held == []


TOGETHER = {
    **TOWN,
    "facts.yaml": TOWN["facts.yaml"]
    .replace("  order: 20\n", "  together: first\n  order: 20\n")
    .replace("  order: 30\n", "  together: first\n  order: 30\n"),
}
"""The town, where registration and retirement are asked about on one screen."""


def begin_with_two(client: Client) -> str:
    published_town(TOGETHER)
    where = begin_at_phone(client)
    client.post(f"{where}hear", {"matter": "pension-check"})
    return where


def test_questions_that_belong_together_come_on_one_page_and_are_answered_at_once(client: Client) -> None:
    where = begin_with_two(client)
    page = client.get(where).content.decode()
    assert "您退休了吗？" in page
    assert "您的户口在哪里？" in page
    assert '<input type="hidden" name="beside" value="retired">' in page
    client.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai", "beside": "retired", "answer-retired": "yes"})
    facts = Consultation.objects.get().facts
    assert (facts["retired"]["value"], facts["hukou"]["value"]) == (True, "shanghai")


def test_what_is_left_out_on_a_page_of_several_is_asked_later(client: Client) -> None:
    where = begin_with_two(client)
    client.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai", "beside": "retired", "answer-retired": ""})
    assert "retired" not in Consultation.objects.get().facts
    assert "您退休了吗？" in answered(client, where, "birth_date", "19611101")


def test_of_a_page_with_one_answer_that_cannot_be_read_nothing_is_kept_and_its_field_is_named(client: Client) -> None:
    where = begin_with_two(client)
    answer = client.post(
        f"{where}answer", {"fact": "hukou", "answer": "shanghai", "beside": "retired", "answer-retired": "the moon"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#answer-retired"' in page
    assert 'id="answer-retired"' in page
    assert Consultation.objects.get().facts == {}


def test_large_type_means_one_question_a_page(client: Client) -> None:
    where = begin_with_two(client)
    client.cookies["onetrip_scale"] = "elder"
    assert 'name="beside"' not in client.get(where).content.decode()
