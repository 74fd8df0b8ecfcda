"""The slip's own pages: the promise, its states, its prints, finding it again."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from onetrip.advice.models import Consultation, Slip
from tests.advice.conftest import Talk


def words(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("issued", "有效承诺"),
        ("honoured", "已兑现"),
        ("broken", "这次是我们失约了。"),
        ("replaced", "手里只有这一张的，窗口照样收。"),
    ],
)
def test_a_slip_says_how_things_stand_with_it(client: Client, elder: Talk, state: str, sentence: str) -> None:
    slip = elder.issue()
    Slip.objects.filter(pk=slip.pk).update(state=state)
    page = client.get(f"/s/{slip.token}").content.decode()
    assert sentence in page
    assert "王＊＊，您好" in page
    assert "王测试" not in page
    assert str(elder.row.resident.number) not in page  # type: ignore[union-attr]


def test_the_pdf_holds_the_promise_in_both_languages(client: Client, elder: Talk) -> None:
    slip = elder.issue()
    chinese = client.get(f"/s/{slip.token}.pdf?language=zh")
    assert chinese["Content-Type"] == "application/pdf"
    assert f'filename="{slip.number}.pdf"' in chinese["Content-Disposition"]
    assert "敬老卡申领" in words(chinese.content)
    assert "LF11240001" in words(chinese.content)
    english = client.get(f"/s/{slip.token}.pdf?language=en")
    assert "Eldercard" in words(english.content)
    roll = client.get(f"/s/{slip.token}/80mm.pdf")
    assert "敬老卡申领" in words(roll.content)
    for wrong in ("fr", "../x", "zh'--"):
        assert client.get(f"/s/{slip.token}.pdf", {"language": wrong}).status_code == 404


def test_addresses_that_lead_to_no_slip_are_answered_in_words(client: Client, centre: object) -> None:
    for address in ("/s/nothing", "/s/nothing.pdf", "/s/nothing/80mm.pdf", "/s/" + "x" * 300, "/s/%00"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Traceback" not in answer.content.decode()


def test_a_slip_is_found_again_by_number_and_last_four(client: Client, talk: Talk) -> None:
    talk.hear("booklet")
    slip = talk.issue("123X")
    answer = client.post("/slip", {"number": "lf 1124 0001", "last_four": "123x"})
    assert answer["Location"] == f"/s/{slip.token}"


def test_what_is_not_found_is_one_sentence_and_the_sixth_try_has_to_wait(client: Client, talk: Talk) -> None:
    talk.hear("booklet")
    talk.issue("1234")
    pages = [client.post("/slip", {"number": number, "last_four": "9999"}) for number in ("LF11240001", "LF11249999")]
    assert [page.status_code for page in pages] == [404, 404]
    summaries = {re.search(r"<ul>(.*?)</ul>", page.content.decode(), re.S)[1].strip() for page in pages}  # type: ignore[index]
    assert len(summaries) == 1
    for _ in range(3):
        client.post("/slip", {"number": "LF11240001", "last_four": "9999"})
    answer = client.post("/slip", {"number": "LF11240001", "last_four": "9999"})
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()


@pytest.mark.parametrize(
    ("number", "last_four", "field"),
    [
        ("", "1234", "id_number"),
        ("nonsense", "1234", "id_number"),
        ("LF11240001", "", "id_last_four"),
        ("LF11240001", "12", "id_last_four"),
        ("<script>", "1234", "id_number"),
        ("LF1124\x000001", "1234", "id_number"),
        ("x" * 5000, "1234", "id_number"),
    ],
)
def test_each_wrong_field_is_named_in_the_summary(
    client: Client, centre: object, number: str, last_four: str, field: str
) -> None:
    answer = client.post("/slip", {"number": number, "last_four": last_four})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-take-focus" in page
    assert f'href="#{field}"' in page
    assert "<script>" not in page.split("</head>")[1].split("<main")[1].split("</main>")[0]


def test_asking_again_on_another_device_starts_without_the_answers(client: Client, elder: Talk) -> None:
    slip = elder.issue()
    answer = client.post(f"/s/{slip.token}/again")
    again = Consultation.objects.exclude(pk=elder.id).get()
    assert answer["Location"] == f"/ask/{again.pk}/"
    assert (again.facts, again.wanted, again.resident) == ({}, ["elder-card"], None)


def test_asking_again_on_the_same_device_goes_on_where_it_was(client: Client, centre: object) -> None:
    import uuid

    where = client.post("/ask/begin", {"matter": "booklet"})["Location"]
    slip = client.post(f"{where}slip", {"idempotency_key": str(uuid.uuid4())})["Location"]
    assert client.post(f"{slip}/again")["Location"] == f"{where}plan"
    assert Consultation.objects.count() == 1


def test_a_slip_for_something_that_is_handled_elsewhere_promises_nothing_about_windows(
    client: Client, talk: Talk
) -> None:
    talk.hear("points")
    page = client.get(f"/s/{talk.issue().token}").content.decode()
    assert "由单位到区人才服务中心办。" in page
    assert "任何窗口都收" not in page
    assert "有效承诺" not in page
