"""The kiosk's pages of a run: reloads, wrong keys, nothing of a person in an address, in both languages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onetrip.bridge.states import Outcome
from onetrip.centres.models import Device
from onetrip.kiosk.errands.seat import COOKIE
from onetrip.kiosk.models import Errand, Picture
from tests.browsing import visitor, words
from tests.devices import cards
from tests.devices.places import make_place
from tests.drawn import picture, signature
from tests.factories import NOW, synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine, key_of_the_bridge

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)
ACT = "/kiosk/errands/now/do/"


@pytest.fixture
def kiosk(machine: Machine) -> Iterator[Client]:
    """The browser of the kiosk, in opening hours whatever the hour is: when the hall is shut, no number is typed."""
    with time_machine.travel(NOW, tick=True):
        machine.now = timezone.now()
        browser = visitor(Device.objects.get(kind="kiosk").account)
        browser.key = key_of_the_bridge(machine)
        yield browser


def begin(kiosk: Client, matter: str = "reissue", **given: str) -> None:
    begun = kiosk.post(f"/kiosk/errands/{matter}/begin", {"whom": "self", "idempotency_key": uuid.uuid4(), **given})
    assert begun["Location"] == "/kiosk/errands/now"


def on_the_reader(kiosk: Client, number: str, **given: float) -> dict[str, str]:
    """What the page sends of a card that lies on the reader of machine 1."""
    return cards.sent(kiosk.key, number, **given)


def card(kiosk: Client, number: str) -> object:
    return kiosk.post(f"{ACT}identify", on_the_reader(kiosk, number))


def run_to(kiosk: Client, step: str) -> str:
    number = synthetic_number(OLD)
    begin(kiosk)
    deeds = {
        "questions": lambda: card(kiosk, number),
        "form": lambda: kiosk.post(f"{ACT}answer", {"fact": "hukou", "answer": "shanghai"}),
        "papers": lambda: kiosk.post(f"{ACT}form", {"field-recipient": "王测试", "field-address": "临汾路 1 号"}),
        "sign": lambda: give_papers(kiosk),
        "check": lambda: kiosk.post("/kiosk/errands/now/sign", data=signature(), content_type="image/png"),
    }
    for name, deed in deeds.items():
        if step == "who":
            break
        deed()
        if name == step:
            break
    return number


def give_papers(kiosk: Client) -> None:
    kiosk.post(f"{ACT}fetch")
    sent = kiosk.post("/kiosk/errands/now/camera/bank-card", data=picture(), content_type="image/jpeg")
    assert sent.json() == {"kept": True}
    kiosk.post(f"{ACT}later", {"paper": "photo", "later": "1"})
    kiosk.post(f"{ACT}papers")


HEADS = {
    "who": "请放身份证",
    "questions": "户口在哪里",
    "form": "填一下",
    "papers": "请放",
    "sign": "请签名",
    "check": "看一遍，再交",
}


@pytest.mark.parametrize("step", HEADS)
def test_reloaded_at_any_step_it_stands_where_it_stood_and_nothing_is_doubled(kiosk: Client, step: str) -> None:
    run_to(kiosk, step)
    for _ in range(3):
        page = kiosk.get("/kiosk/errands/now")
        assert page.status_code == 200
        assert HEADS[step] in words(page)
    assert Errand.objects.count() == 1


def test_submitted_from_the_page_twice_it_is_submitted_once_and_the_receipt_stays(kiosk: Client) -> None:
    run_to(kiosk, "check")
    key = {"idempotency_key": str(uuid.uuid4())}
    for _ in range(2):
        assert kiosk.post(f"{ACT}submit", key)["Location"] == "/kiosk/errands/now"
    errand = Errand.objects.get()
    page = kiosk.get("/kiosk/errands/now")
    assert errand.number in words(page)
    again = kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    assert again.status_code == 404


def test_begun_and_left_the_press_that_had_no_answer_says_so_and_begins_nothing(kiosk: Client) -> None:
    press = {"whom": "self", "idempotency_key": str(uuid.uuid4())}
    kiosk.post("/kiosk/errands/reissue/begin", press)
    kiosk.post("/kiosk/done", {"how": "idle"})
    again = kiosk.post("/kiosk/errands/reissue/begin", press)
    assert again.status_code == 404
    assert "没有正在办的事" in words(again)
    assert Errand.objects.count() == 1


def test_no_address_and_no_page_holds_a_full_number(kiosk: Client) -> None:
    number = run_to(kiosk, "check")
    pages = [kiosk.get("/kiosk/errands/now"), kiosk.get("/kiosk/errands/now?at=form")]
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    pages.append(kiosk.get("/kiosk/errands/now"))
    token = Errand.objects.get().token
    pages.append(visitor().get(f"/e/{token}"))
    for page in pages:
        assert page.status_code == 200
        assert number not in page.content.decode()


def test_nothing_is_kept_by_the_browser(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    page = kiosk.get("/kiosk/errands/now")
    assert "no-store" in page["Cache-Control"]
    cookie = kiosk.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/kiosk", True, "Strict", "")


def test_left_the_page_shows_nothing_and_the_old_cookie_opens_nothing(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    old = kiosk.cookies[COOKIE].value
    shown = Picture.objects.filter(removed_at=None).first()
    kiosk.post("/kiosk/done", {"how": "done"})
    kiosk.cookies[COOKIE] = old
    page = kiosk.get("/kiosk/errands/now")
    assert page.status_code == 404
    assert "王" not in words(page).replace("王＊＊", "王")
    assert kiosk.post(f"{ACT}papers").status_code == 404
    if shown:
        assert kiosk.get(f"/kiosk/errands/now/pictures/{shown.pk}").status_code == 404


def test_whoever_leaves_in_the_middle_is_asked_and_what_they_say_is_done(kiosk: Client) -> None:
    for unfinished, state in (("keep", "open"), ("drop", "abandoned")):
        run_to(kiosk, "papers")
        if unfinished == "drop":
            kiosk.post(f"{ACT}go-on")
        page = kiosk.get("/kiosk/errands/now").content.decode()
        assert "data-leave " in page
        assert "留 24 小时" in page
        kiosk.post("/kiosk/done", {"how": "done", "unfinished": unfinished})
        assert Errand.objects.latest("touched_at").state == state
    assert not Picture.objects.filter(removed_at=None).exists()


def test_before_anybody_is_known_and_after_submitting_nothing_is_asked_of_who_leaves(kiosk: Client) -> None:
    run_to(kiosk, "who")
    assert "data-leave " not in kiosk.get("/kiosk/errands/now").content.decode()
    run_to(kiosk, "check")
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    assert "data-leave " not in kiosk.get("/kiosk/errands/now").content.decode()


def test_the_next_person_deletes_nothing_of_the_one_before(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    seat = kiosk.cookies[COOKIE].value
    del kiosk.cookies["onetrip_stay"]  # the browser died; somebody else begins at the same machine
    begin(kiosk, "record-print")
    kiosk.cookies[COOKIE] = seat
    kiosk.post("/kiosk/done", {"how": "done", "unfinished": "drop"})
    assert Errand.objects.get(matter="reissue").state == Errand.State.OPEN


def test_the_kiosk_waits_longer_for_a_phone_and_says_when_it_is_connected(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    page = kiosk.post("/kiosk/errands/now/phone", {"paper": "bank-card"})
    body = page.content.decode()
    assert 'data-idle="180"' in body
    assert "这里等您 3 分钟" in words(page)
    phone = visitor()
    address = re.search(r'data-address="[^"]*(/p/[^"]+)"', body).group(1)
    phone.get(address)
    before = kiosk.get("/kiosk/errands/now/phone/bank-card")
    assert "等手机传来" in words(before)
    assert phone.post(f"{address}/here").json() == {"kept": True}
    after = kiosk.get("/kiosk/errands/now/phone/bank-card")
    assert "手机已连上" in words(after)
    assert phone_did(before) != phone_did(after), "by this the page knows that somebody is there"


def phone_did(part: object) -> str:
    return re.search('data-phone-did="([^"]*)"', part.content.decode()).group(1)


def test_what_was_handed_in_before_is_shown_with_the_ways_out_in_both_languages(kiosk: Client) -> None:
    who = run_to(kiosk, "check")
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    number = Errand.objects.get().number
    kiosk.post("/kiosk/done", {"how": "done"})
    begin(kiosk)
    card(kiosk, who)
    page = words(kiosk.get("/kiosk/errands/now"))
    assert "这件事您交过一件" in page
    assert number in page
    kiosk.cookies["onetrip_language"] = "en"
    english = words(kiosk.get("/kiosk/errands/now"))
    assert "See that one" in english
    assert "Do it once more all the same" in english
    del kiosk.cookies["onetrip_language"]
    kiosk.post(f"{ACT}see-earlier")
    assert "交好了" in words(kiosk.get("/kiosk/errands/now"))


def test_a_picture_is_shown_to_its_sitting_and_the_review_desk_alone(kiosk: Client) -> None:
    run_to(kiosk, "check")
    shown = Picture.objects.get(paper="bank-card")
    address = f"/kiosk/errands/now/pictures/{shown.pk}"
    page = kiosk.get(address)
    assert (page["Content-Type"], page.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "no-store" in page["Cache-Control"]
    assert visitor("guide").get(address).status_code == 404
    desk = f"/review/pictures/{shown.pk}"
    clerk = visitor("clerk")
    assert clerk.get(desk).status_code == 404
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    assert clerk.get(desk).status_code == 403
    opened = opened_for(clerk, shown)
    assert clerk.get(opened).status_code == 200
    for other, status in ((visitor("clerk"), 403), (visitor("director"), 403)):
        assert other.get(opened).status_code == status
    assert visitor().get(opened).status_code in (302, 401)


def opened_for(clerk: Client, shown: Picture) -> str:
    """The address of the picture, as the page of its errand gives it to this clerk."""
    page = clerk.get(f"/review/{shown.errand_id}").content.decode()
    return re.search(rf'src="(/review/pictures/{shown.pk}[^"]*)"', page)[1]


def test_what_cannot_be_taken_is_said_on_the_same_step_and_what_was_typed_stays(kiosk: Client) -> None:
    run_to(kiosk, "form")
    page = kiosk.post(f"{ACT}form", {"field-recipient": "李测试", "field-address": ""})
    assert page.status_code == 422
    assert "还没填" in words(page)
    assert 'value="李测试"' in page.content.decode()


def test_a_black_picture_and_no_picture_are_answered_in_words(kiosk: Client) -> None:
    import io

    from PIL import Image

    run_to(kiosk, "papers")
    black = io.BytesIO()
    Image.new("RGB", (800, 600)).save(black, "JPEG")
    address = "/kiosk/errands/now/camera/bank-card"
    for raw, code in ((black.getvalue(), "picture-black"), (b"", "picture-missing"), (b"x", "picture-unreadable")):
        told = kiosk.post(address, data=raw, content_type="image/jpeg")
        assert (told.status_code, told.json()["code"]) == (422, code)
        assert told.json()["words"].endswith("。")


def test_a_paper_that_nobody_asked_for_is_not_taken(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    told = kiosk.post("/kiosk/errands/now/camera/divorce-of-somebody", data=picture(), content_type="image/jpeg")
    assert told.json()["code"] == "paper-not-asked-for"


def test_coming_back_with_a_receipt_shows_its_state_and_asks_for_the_card(kiosk: Client) -> None:
    begin(kiosk, "record-print")
    number = synthetic_number(OLD)
    card(kiosk, number)
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    token = Errand.objects.get().token
    kiosk.post("/kiosk/done", {"how": "done"})
    scanned = {"receipt": f"http://somewhere/e/{token}"}
    for address, field in (("/kiosk/scan", "scan"), ("/kiosk/errands/return", "receipt")):
        page = kiosk.post(address, {field: scanned["receipt"]})
        assert "可以打印了" in words(page)
        assert 'action="/kiosk/errands/return"' in page.content.decode()
    assert "累计缴费" not in words(page)
    typed = kiosk.post("/kiosk/errands/return", {**scanned, "id_number": number})
    assert typed.status_code == 409
    claimed = kiosk.post("/kiosk/errands/return", {**scanned, "card": "1", "id_number": number, "name": "王测试"})
    assert claimed.status_code == 409
    wrong = kiosk.post("/kiosk/errands/return", {**scanned, **on_the_reader(kiosk, synthetic_number(date(1970, 5, 6)))})
    assert "不是这位的" in words(wrong)
    right = kiosk.post("/kiosk/errands/return", {**scanned, **on_the_reader(kiosk, number)})
    assert right["Location"] == "/kiosk/errands/now"
    assert "累计缴费" in words(kiosk.get("/kiosk/errands/now"))
    assert kiosk.get("/kiosk/errands/now/record.pdf").content.startswith(b"%PDF")
    for nonsense in ("", "nothing", "x" * 290, "http://somewhere/s/abc"):
        assert kiosk.post("/kiosk/errands/return", {"receipt": nonsense}).status_code in (404, 422)


def test_whoever_waits_for_a_receipt_learns_that_it_did_not_come_out(kiosk: Client) -> None:
    place = make_place(kind="kiosk", now=timezone.now())
    run_to(kiosk, "check")
    assert kiosk.get("/kiosk/errands/now/receipt/printing").status_code == 409
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    asked = kiosk.post(
        "/kiosk/errands/now/receipt", {"idempotency_key": str(uuid.uuid4())}, headers={"HX-Request": "true"}
    )
    assert 'hx-get="/kiosk/errands/now/receipt/printing"' in asked.content.decode()
    place.prints(Outcome.FAILED, "paper-out")
    assert "没印出来：打印机没纸了" in words(kiosk.get("/kiosk/errands/now/receipt/printing"))


def test_without_a_bridge_the_browser_prints_the_very_papers_of_the_house(kiosk: Client) -> None:
    run_to(kiosk, "check")
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    asked = kiosk.post(
        "/kiosk/errands/now/receipt", {"idempotency_key": str(uuid.uuid4())}, headers={"HX-Request": "true"}
    )
    assert 'data-print-pdf="/kiosk/errands/now/receipt.pdf"' in asked.content.decode()
    begin(kiosk, "record-print")
    card(kiosk, synthetic_number(OLD))
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    kiosk.post(f"{ACT}print", {"idempotency_key": str(uuid.uuid4())})
    shown = kiosk.get("/kiosk/errands/now").content.decode()
    assert 'data-print-pdf="/kiosk/errands/now/record.pdf" data-print-once="1"' in shown
    for paper in ("receipt", "record"):
        pdf = kiosk.get(f"/kiosk/errands/now/{paper}.pdf")
        assert pdf.content.startswith(b"%PDF")
        assert pdf["X-Frame-Options"] == "SAMEORIGIN"
        policy = pdf["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "frame-ancestors 'none'" not in policy


def test_a_number_mistyped_is_put_right_and_not_typed_anew_and_what_a_card_said_is_not_shown(kiosk: Client) -> None:
    begin(kiosk)
    typed = {"name": "王测试", "id_number": "310000196112180001", "idempotency_key": str(uuid.uuid4())}
    again = kiosk.post(f"{ACT}identify", typed).content.decode()
    assert 'value="310000196112180001"' in again
    assert 'value="王测试"' in again
    number = synthetic_number(OLD)
    stale = kiosk.post(f"{ACT}identify", on_the_reader(kiosk, number, at=1))
    assert "再放一次" in words(stale)
    assert number not in stale.content.decode()


def test_a_machine_without_printers_offers_no_button_that_prints_nothing(kiosk: Client) -> None:
    run_to(kiosk, "check")
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    begin(kiosk, "record-print")
    card(kiosk, synthetic_number(OLD))
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    Device.objects.update(capabilities=["scanner", "id_reader"])
    refused = kiosk.post(f"{ACT}print", {"idempotency_key": str(uuid.uuid4())})
    assert "没有这种打印机" in words(refused)
    assert Errand.objects.get(matter="record-print").prints == 0
    Errand.objects.filter(matter="record-print").update(seat=None)
    begin_without_printer = words(kiosk.get("/kiosk/errands/record-print"))
    assert "没有办“记录打印”要用的设备：A4 打印机" in begin_without_printer


def test_a_matter_that_is_not_run_here_says_where_instead(kiosk: Client) -> None:
    page = kiosk.get("/kiosk/errands/unconnected")
    assert page.status_code == 409
    assert "网上" in words(page)
    assert kiosk.get("/kiosk/errands/no-such-matter").status_code == 404
    begun = kiosk.post("/kiosk/errands/june/begin", {"idempotency_key": uuid.uuid4()})
    assert begun.status_code == 409
    assert "6 月 1 日" in words(begun)


def test_a_question_of_a_run_is_the_question_of_the_shell(kiosk: Client) -> None:
    town.publish(**town.WITH_A_DAY)
    begin(kiosk, "anniversary")
    card(kiosk, synthetic_number(OLD))
    asked = kiosk.get("/kiosk/errands/now").content.decode()
    assert "data-wheels" in asked
    assert "<progress" in asked
    half = kiosk.post(f"{ACT}answer", {"fact": "married_on", "date-year": "2020", "date-month": "2", "answer": ""})
    assert half.status_code == 422
    assert 'value="2020-2-"' in half.content.decode(), "what was chosen stays"
    assert 'aria-invalid="true"' in half.content.decode()
    whole = {"fact": "married_on", "date-year": "2020", "date-month": "2", "date-day": "29", "answer": ""}
    assert kiosk.post(f"{ACT}answer", whole).status_code == 302
    assert Errand.objects.get().consultation.facts["married_on"]["value"] == "2020-02-29"


def test_the_review_desk_from_queue_to_acceptance(kiosk: Client) -> None:
    run_to(kiosk, "check")
    kiosk.post(f"{ACT}submit", {"idempotency_key": str(uuid.uuid4())})
    errand = Errand.objects.get()
    clerk = visitor("clerk")
    assert "补发" in words(clerk.get("/review/"))
    page = clerk.get(f"/review/{errand.pk}")
    assert "拍" not in words(page) or "1 张图" in words(page)
    empty = clerk.post(f"/review/{errand.pk}/ask-again", {"idempotency_key": uuid.uuid4(), "paper": "bank-card"})
    assert empty.status_code == 422
    asked = clerk.post(
        f"/review/{errand.pk}/ask-again",
        {"idempotency_key": uuid.uuid4(), "paper": "bank-card", "words": "卡号反光，请再拍。"},
    )
    assert asked["Location"] == "/review/"
    phone = visitor()
    shown = words(phone.get(f"/e/{errand.token}"))
    assert "卡号反光，请再拍。" in shown
    sent = phone.post(f"/e/{errand.token}/papers/bank-card", data=picture(5), content_type="image/jpeg")
    assert sent.json() == {"kept": True}
    phone.post(f"/e/{errand.token}/send", {"idempotency_key": uuid.uuid4()})
    accepted = clerk.post(f"/review/{errand.pk}/accept", {"idempotency_key": uuid.uuid4()})
    assert accepted["Location"] == "/review/"
    told = words(phone.get(f"/e/{errand.token}"))
    assert "受理了" in told
    receipt = Errand.objects.get().receipt
    assert phone.get(f"/r/{receipt.token}").status_code == 200
    assert phone.get(f"/r/{receipt.token}.pdf").content.startswith(b"%PDF")
    assert clerk.get(f"/cases/{receipt.cases.get().number}").status_code == 200
    assert phone.get(f"/e/{errand.token}.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("step", HEADS)
def test_every_step_speaks_english(kiosk: Client, step: str) -> None:
    run_to(kiosk, step)
    kiosk.cookies["onetrip_language"] = "en"
    page = kiosk.get("/kiosk/errands/now")
    body = re.sub(r"王＊＊|中文|王测试|临汾路 1 号", "", words(page))
    assert not re.search("[\u4e00-\u9fff]", body.replace("一趟", "")), body


def test_a_page_takes_a_bounded_number_of_statements(kiosk: Client) -> None:
    counts = {}
    for step in HEADS:
        Errand.objects.update(seat=None)
        run_to(kiosk, step)
        kiosk.get("/kiosk/errands/now")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            kiosk.get("/kiosk/errands/now")
        counts[step] = len(asked)
    assert max(counts.values()) <= 12, counts


@pytest.mark.parametrize("role", ["guide", "clerk", "director"])
def test_no_screen_of_the_staff_is_shown_anybodys_pension_by_saying_that_a_card_was_read(
    kiosk: Client, role: str
) -> None:
    number = synthetic_number(OLD)
    staff = visitor(role)
    begin(staff, "pension-query")
    for claim in ({**on_the_reader(kiosk, number), "proof": "", "card": "1"}, on_the_reader(kiosk, number)):
        said = staff.post(f"{ACT}identify", claim)
        assert said.status_code in (409, 422)
        assert "每月养老金" not in words(said)
    assert "每月养老金" not in words(staff.get("/kiosk/errands/now"))
    assert not Errand.objects.exclude(resident=None).exists()


def test_at_the_kiosk_too_a_card_is_what_the_bridge_has_signed(kiosk: Client) -> None:
    number = synthetic_number(OLD)
    begin(kiosk, "pension-query")
    claimed = kiosk.post(f"{ACT}identify", {**on_the_reader(kiosk, number), "proof": "", "card": "1"})
    assert "要放上本人的身份证" in words(claimed)
    stale = kiosk.post(f"{ACT}identify", on_the_reader(kiosk, number, at=timezone.now().timestamp() - 90))
    assert "再放一次" in words(stale)
    card(kiosk, number)
    assert "每月养老金" in words(kiosk.get("/kiosk/errands/now"))


def test_the_next_persons_stay_opens_nothing_of_the_one_before(kiosk: Client) -> None:
    run_to(kiosk, "papers")
    seat = kiosk.cookies[COOKIE].value
    # The browser died and lost the stay, not the other cookie; somebody else begins.
    del kiosk.cookies["onetrip_stay"]
    assert kiosk.get("/kiosk/errands/now").status_code == 404
    begin(kiosk, "record-print")
    kiosk.cookies[COOKIE] = seat
    assert kiosk.get("/kiosk/errands/now").status_code == 404


def test_every_list_and_page_says_the_same_as_the_press_on_begin(kiosk: Client) -> None:
    listed = kiosk.get("/kiosk/kinds/ageing").content.decode()
    done_here = listed.split("在这里就能办")[1].split("</section>")[0]
    for matter in re.findall(r"/kiosk/matters/([a-z-]+)", listed):
        here = f"/kiosk/matters/{matter}" in done_here
        page = kiosk.get(f"/kiosk/matters/{matter}").content.decode()
        assert (f'href="/kiosk/errands/{matter}"' in page) is here, matter
        assert (kiosk.get(f"/kiosk/errands/{matter}").status_code == 200) is here, matter
    unconnected = words(kiosk.get("/kiosk/matters/unconnected"))
    assert "接口还没接到" in unconnected
    assert "在这里办" not in unconnected
