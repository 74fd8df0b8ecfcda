"""The front desk in the browser: every press gives the working area back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onetrip.advice import actions
from onetrip.advice.models import Consultation, Slip
from tests.advice.conftest import BY, Talk
from tests.advice.town import TOWN, published_town
from tests.factories import NOW, make_account, make_centre, synthetic_number
from tests.prints.reading import text_of

HTMX = {"HX-Request": "true"}


def latest() -> Consultation:
    return Consultation.objects.order_by("-started_at").first()  # type: ignore[return-value]


def press(desk: Client, act: str, consultation: object = None, **fields: str) -> str:
    """Press as htmx does; the working area that comes back."""
    where = f"/desk/{consultation}/{act}" if consultation else f"/desk/begin/{act}"
    answer = desk.post(where, fields, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_the_empty_desk_has_the_field_and_nothing_of_anybody(desk: Client, elder: Talk) -> None:
    with time_machine.travel(elder.now):
        page = desk.get("/desk/").content.decode()
    assert "下一位居民想办什么？" in page
    assert "今天 1 人问" in page
    assert "王" not in page


def test_a_consultation_from_words_to_printed_slip_in_six_presses(desk: Client) -> None:
    area = press(desk, "say", said="老娘坐车的卡")
    consultation = latest()
    assert "敬老卡申领" in area
    assert f'hx-post="/desk/{consultation.pk}/answer"' in area
    area = press(desk, "identity", consultation.pk, id_number=synthetic_number(date(1961, 11, 1)), name="王测试")
    assert "310***********" in area
    assert "王＊＊" in area
    area = press(desk, "answer", consultation.pk, fact="hukou", answer="shanghai")
    assert "能办" in area
    area = press(desk, "issue", consultation.pk, idempotency_key=str(uuid.uuid4()))
    slip = Slip.objects.get()
    assert "LF" in area
    assert slip.number[2:6] in area
    assert f"/s/{slip.token}.pdf" in area
    assert "data-open-now" in area
    assert 'name="scan"' in area
    assert slip.issued_by.startswith("staff:guide")


def test_what_hangs_on_an_open_question_is_never_told_as_nothing_to_bring(desk: Client) -> None:
    area = " ".join(press(desk, "say", said="老娘坐车的卡").split())
    consultation = latest()
    assert "<dt>要带</dt><dd> 可能 2 样" in area
    assert "<dt>复印</dt><dd> 还没定" in area
    assert "带什么还没定" in area
    assert "可能要</span></li>" in area
    assert "不用带东西" not in area
    assert "“窗口再确认”“可能要”“没核对到”的除外。" in area
    press(desk, "identity", consultation.pk, id_number=synthetic_number(date(1961, 11, 1)))
    decided = " ".join(press(desk, "answer", consultation.pk, fact="hukou", answer="shanghai").split())
    assert "<dt>要带</dt><dd> 1 <small>样" in decided
    assert "除外" not in decided


def test_the_same_works_without_javascript(desk: Client) -> None:
    answer = desk.post("/desk/begin/say", {"said": "老年卡"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk-consultation", args=[latest().pk])
    assert "敬老卡申领" in answer.content.decode()


def test_a_press_tells_htmx_the_address_and_the_screen_reader_how_far_the_plan_is(desk: Client) -> None:
    answer = desk.post("/desk/begin/hear", {"said": "老年卡", "matter": "elder-card"}, headers=HTMX)
    assert answer["HX-Push-Url"] == f"/desk/{latest().pk}/"
    assert 'id="desk-spoken" role="status" aria-live="polite" hx-swap-oob="true"' in answer.content.decode()


def test_live_results_come_by_post_and_begin_nothing(desk: Client) -> None:
    answer = desk.post("/desk/search", {"said": "老年卡"}, headers=HTMX)
    assert 'value="elder-card" formaction="/desk/begin/hear" data-key="1"' in answer.content.decode()
    assert desk.get("/desk/search?said=x").status_code == 405
    assert not Consultation.objects.exists()


def test_a_card_reader_may_type_into_the_field_for_words(desk: Client) -> None:
    number = synthetic_number(date(1961, 11, 1))
    assert "elder-card" not in desk.post("/desk/search", {"said": number}, headers=HTMX).content.decode()
    area = press(desk, "say", said=number)
    assert "310***********" in area
    assert number not in area


@pytest.mark.parametrize("scanned", ["http://one.example/s/{token}", "{number}", "1124 0001"])
def test_a_scanned_slip_opens_as_it_was_promised(desk: Client, elder: Talk, scanned: str) -> None:
    slip = elder.issue()
    said = scanned.format(token=slip.token, number=slip.number)
    answer = desk.post("/desk/begin/say", {"said": said if not said[0].isdigit() else f"LF{said}"}, headers=HTMX)
    assert answer["HX-Push-Url"] == f"/desk/slip/{slip.token}"
    area = answer.content.decode()
    assert "敬老卡申领" in area
    assert "情况变了，接着问" in area
    assert Consultation.objects.count() == 1


def test_an_earlier_slip_goes_on_with_its_answers(desk: Client, elder: Talk) -> None:
    slip = elder.issue()
    answer = desk.post(f"/desk/slip/{slip.token}/again", headers=HTMX)
    again = Consultation.objects.exclude(pk=elder.id).get()
    assert answer["HX-Push-Url"] == f"/desk/{again.pk}/"
    assert (again.facts, again.renews_id) == (slip.facts, slip.pk)


def test_what_is_not_understood_begins_nothing_and_says_so_at_the_field(desk: Client) -> None:
    answer = desk.post("/desk/begin/say", {"said": "qqqq"}, headers=HTMX)
    assert answer.status_code == 422
    assert "没听懂" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Consultation.objects.exists()


def test_a_wrong_id_number_keeps_the_field_open_with_its_sentence(desk: Client, talk: Talk) -> None:
    wrong = "310000199001010019"
    answer = desk.post(f"/desk/{talk.id}/identity", {"id_number": wrong}, headers=HTMX)
    area = answer.content.decode()
    assert answer.status_code == 422
    assert "对不上校验位" in area
    assert 'name="id_number"' in area
    assert wrong not in area


def test_a_wrong_date_is_said_at_the_question(desk: Client, talk: Talk) -> None:
    talk.hear("elder-card")
    talk.answer("hukou", "shanghai")
    answer = desk.post(f"/desk/{talk.id}/answer", {"fact": "birth_date", "answer": "明天"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'id="answer-wrong"' in answer.content.decode()


def test_back_skip_proxy_channel_everything_and_decline_are_one_press_each(desk: Client, talk: Talk) -> None:
    talk.hear("elder-card")
    press(desk, "answer", talk.id, fact="hukou", answer="shanghai")
    press(desk, "back", talk.id, last="hukou")
    press(desk, "skip", talk.id, fact="hukou")
    press(desk, "proxy", talk.id, by_proxy="yes")
    press(desk, "channel", talk.id, channel="telephone")
    press(desk, "everything", talk.id)
    press(desk, "offer", talk.id, matter="booklet")
    press(desk, "decline", talk.id, matter="pension-check")
    press(desk, "unhear", talk.id, matter="elder-card")
    row = talk.row
    assert (row.asked, row.skipped, row.wanted, row.declined) == (["hukou"], ["hukou"], ["booklet"], ["pension-check"])
    assert (row.channel, row.everything) == ("telephone", True)
    assert talk.state.plan.by_proxy


def test_the_next_person_clears_the_desk_and_one_press_within_a_minute_undoes_it(desk: Client, elder: Talk) -> None:
    area = desk.post("/desk/next", {"consultation": str(elder.id)}, headers=HTMX).content.decode()
    assert "下一位居民想办什么？" in area
    assert f"/desk/{elder.id}/" in area
    assert "王" not in area
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert f"/desk/{elder.id}/" not in desk.get("/desk/").content.decode()


def test_an_answer_given_before_can_be_put_again(desk: Client, elder: Talk) -> None:
    area = desk.get(f"/desk/{elder.id}/?ask=hukou", headers=HTMX).content.decode()
    assert 'value="shanghai" data-key="1" autofocus aria-pressed="true"' in area


def test_answers_carried_over_from_a_slip_can_be_changed_and_those_of_the_card_cannot(
    desk: Client, elder: Talk
) -> None:
    desk.post(f"/desk/slip/{elder.issue().token}/again")
    again = Consultation.objects.exclude(pk=elder.id).get()
    assert again.asked == []
    area = desk.get(f"/desk/{again.pk}/?ask=hukou", headers=HTMX).content.decode()
    assert 'value="shanghai" data-key="1" autofocus aria-pressed="true"' in area
    press(desk, "answer", again.pk, fact="hukou", answer="elsewhere")
    assert "现在不能办" in desk.get(f"/desk/{again.pk}/").content.decode()
    for settled in ("birth_date", "nothing", "<script>"):
        area = desk.get(f"/desk/{again.pk}/", {"ask": settled}, headers=HTMX).content.decode()
        assert "改一个答案" not in area


def test_a_consultation_of_another_centre_or_of_a_phone_is_not_there(desk: Client, begin: Callable[..., Talk]) -> None:
    make_centre("QP")
    elsewhere = actions.begin(centre="QP", channel="desk", now=NOW, by=BY)
    phone = begin("phone")
    answers = [desk.get(f"/desk/{one}/").content for one in (elsewhere.pk, phone.id, uuid.uuid4())]
    assert desk.get(f"/desk/{phone.id}/").status_code == 404
    assert desk.post(f"/desk/{phone.id}/answer", {"fact": "hukou", "answer": "shanghai"}).status_code == 404
    own = rb'(value|data-now)="[^"]*"|<strong class="ticket-number">.*?</p>'  # clock, tokens, number of the request
    assert len({re.sub(own, b"", answer) for answer in answers}) == 1


def test_only_those_who_consult_at_the_desk_may_come_in(client: Client, talk: Talk) -> None:
    for role, status in ((None, 302), ("director", 403), ("editor", 403), ("clerk", 200)):
        client.logout()
        if role:
            client.force_login(make_account(role))
        assert client.get(f"/desk/{talk.id}/").status_code == status


def test_english_desk_speaks_english_throughout(desk: Client, elder: Talk) -> None:
    desk.cookies["onetrip_language"] = "en"
    text = re.sub(r"<[^>]+>", " ", desk.get(f"/desk/{elder.id}/").content.decode())
    for sentence in ("Heard:", "Known already", "Elder card", "Can be done", "Bring", "Print the slip", "Next person"):
        assert sentence in text
    chinese = set(re.findall(r"[\u4e00-\u9fff]+", text))
    # What a resident said, seals, a name and the switch to Chinese stay as they are.
    assert chinese <= {"老娘坐车的卡", "老", "中文", "王", "李测"}, chinese


CARE = """\
id: care
name: {zh: 护理补贴, en: Care subsidy}
also: [护理费]
category: hardship
department: town-hall
kind: apply
offer: asked
channels: [window]
area: direct
entitled: retired
papers: []
open:
  - {of: papers, zh: 没有看到清单。, en: No list was seen.}
sources:
  - {of: [entitled], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: low}
"""


def test_papers_that_nobody_has_found_out_are_never_told_as_nothing_to_bring(desk: Client, client: Client) -> None:
    published_town({**TOWN, "matters/care.yaml": CARE})
    press(desk, "say", said="护理费")
    consultation = latest()
    press(desk, "answer", consultation.pk, fact="retired", answer="yes")
    area = " ".join(press(desk, "decline", consultation.pk, matter="pension-check").split())
    assert "能办，材料没核对到" in area
    assert "<dt>要带</dt><dd> <small>没核对到</small>" in area
    assert "要带什么，还没核对到。来之前先打 12345" in area
    assert "带什么没核对到，先问" in area
    assert "“没核对到”的除外。" in area
    press(desk, "issue", consultation.pk, idempotency_key=str(uuid.uuid4()))
    slip = Slip.objects.get()
    phone = client.get(f"/s/{slip.token}").content.decode()
    printed = text_of(client.get(f"/s/{slip.token}.pdf").content)
    assert "护理补贴：" in printed
    assert "还没核对到" in phone
    for told in (area, phone, printed):
        assert "不用带东西" not in told
        assert "人来就行" not in told
        assert "一样都不用带" not in told


def test_the_desk_notes_which_papers_are_at_hand(desk: Client, talk: Talk) -> None:
    talk.hear("archive")
    assert "没有这个，或者换一样" in desk.get(f"/desk/{talk.id}/").content.decode()
    desk.post(f"/desk/{talk.id}/have", {"paper": "passport", "instead_of": "id-card"})
    page = desk.get(f"/desk/{talk.id}/").content.decode()

    assert "您手里有这个，就带它。" in page
    assert 'aria-label="收回：护照"' in page
    slip = talk.issue()
    reading = desk.get(f"/desk/slip/{slip.token}").content.decode()
    assert "带不了" in reading
    assert "没有这个，或者换一样" not in reading


def test_the_whole_plan_is_there_to_be_read_aloud_and_open_for_somebody_on_the_telephone(
    desk: Client, elder: Talk
) -> None:
    page = desk.get(f"/desk/{elder.id}/").content.decode()
    assert '<details class="card aloud">' in page
    for sentence in (
        "敬老卡申领：能办。",
        "带身份证：原件 1 份。",
        "照这个带齐，任何窗口都收。",
        "要付：工本费 20 元。",
    ):
        assert sentence in page
    desk.post(f"/desk/{elder.id}/channel", {"channel": "telephone"})
    assert '<details class="card aloud" open>' in desk.get(f"/desk/{elder.id}/").content.decode()


def test_nothing_is_read_aloud_before_anything_is_on_the_plan(desk: Client, talk: Talk) -> None:
    assert "aloud" not in desk.get(f"/desk/{talk.id}/").content.decode()
