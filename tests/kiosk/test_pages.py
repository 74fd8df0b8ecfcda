"""The screens of a machine without scripts: the same matters and the same plan, and nothing left for the next person."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onetrip.advice import queries as advice
from onetrip.advice.models import Consultation, Slip
from onetrip.bridge.states import Outcome
from onetrip.catalogue.models import Finding
from onetrip.centres.models import Device
from onetrip.kiosk import frame
from onetrip.kiosk.stay.models import Stay
from onetrip.ledger.models import Event
from onetrip.web import language
from tests.browsing import key, visitor, words
from tests.devices.places import make_place
from tests.factories import NOW, kiosk, synthetic_number
from tests.markup import page

pytestmark = pytest.mark.usefixtures("centre")


def begun(screen: Client, matter: str = "elder-card", **more: str) -> str:
    """Begin to ask at a machine; the address of the questions."""
    answer = screen.post("/kiosk/begin", {"matter": matter, "said": "老年卡", "idempotency_key": key(), **more})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def planned(screen: Client) -> str:
    """Somebody of 66 from Shanghai, who is retired, has answered everything about the elder card."""
    where = begun(screen)
    for fact, answer in (("hukou", "shanghai"), ("birth_date", "19601118")):
        assert screen.post(f"{where}answer", {"fact": fact, "answer": answer}).status_code == 302
    return where


def with_slip(screen: Client, last_four: str = "123X") -> Slip:
    """A slip taken at the machine."""
    where = planned(screen)
    answer = screen.post(f"{where}slip", {"last_four": last_four, "idempotency_key": key()})
    assert answer["Location"] == "/kiosk/slip", words(answer)
    return Slip.objects.latest("issued_at")


# --- finding


def test_the_first_page_offers_every_way_to_begin(screen: Client) -> None:
    found = page(screen.get("/kiosk/"))
    addresses = {link.attributes.get("href") for link in found.all("a")}
    assert {"/kiosk/search", "/kiosk/scan", "/kiosk/kinds", "/hall/", "/kiosk/help"} <= addresses
    assert {form.attributes.get("action") for form in found.all("form")} >= {"/kiosk/begin", "/kiosk/done"}
    assert "1 号机" in found.text
    assert not Stay.objects.exists(), "looking at the first page is nobody's stay"


def test_a_paired_kiosk_opens_its_own_first_page(centre) -> None:
    from onetrip.centres.actions import add_device

    _, secret = add_device(centre=centre, kind="kiosk", number=5, by="system", now=NOW)
    assert Client().get(f"/device/pair/{secret}")["Location"] == "/kiosk/"


@pytest.mark.parametrize("said", ["老年卡", "laonianka", "lnk", "坐车的卡"])
def test_a_matter_is_found_in_own_words_and_by_pinyin(screen: Client, said: str) -> None:
    found = page(screen.post("/kiosk/search/found", {"said": said}))
    assert "/kiosk/matters/elder-card" in [link.attributes["href"] for link in found.all("a")]


def test_letters_no_character_was_chosen_for_are_searched_with_too(screen: Client) -> None:
    found = page(screen.post("/kiosk/search/found", {"said": "老", "letters": "nianka"}))
    assert "/kiosk/matters/elder-card" in [link.attributes["href"] for link in found.all("a")]


def test_no_word_of_a_search_is_in_an_address(screen: Client) -> None:
    answer = screen.post("/kiosk/search", {"said": "老年卡"})
    assert answer["Location"] == "/kiosk/search"
    found = page(screen.get("/kiosk/search"))
    assert found.first("input", id="words").attributes["value"] == "老年卡", "a reload finds what was typed"
    assert "敬老卡" in found.text


def test_an_id_number_in_the_search_is_neither_searched_with_nor_kept_nor_shown_again(screen: Client) -> None:
    number = synthetic_number()
    answer = screen.post("/kiosk/search/found", {"said": number})
    assert "不用填证件号" in words(answer)
    assert number not in answer.content.decode()
    assert number not in screen.get("/kiosk/search").content.decode()
    assert not Finding.objects.exists()


def test_words_nobody_can_answer_go_to_the_editor_once_they_are_sent(screen: Client) -> None:
    screen.post("/kiosk/search/found", {"said": "坐火箭去月球"})
    assert not Finding.objects.exists(), "while somebody types nothing is sent on"
    screen.post("/kiosk/search", {"said": "坐火箭去月球"})
    assert Finding.objects.count() == 1


def test_the_keyboard_asks_in_the_body_and_keeps_nothing(screen: Client) -> None:
    told = json.loads(screen.post("/kiosk/pinyin", {"letters": "laonianka"}).content)
    assert ["老年卡", 9] in told["offered"]
    assert screen.get("/kiosk/pinyin").status_code == 405
    assert not Stay.objects.exists()


def test_kinds_and_life_events_list_what_this_machine_does_first(screen: Client) -> None:
    found = page(screen.get("/kiosk/kinds"))
    kinds = [link.attributes["href"] for link in found.all("a") if link.attributes["href"].startswith("/kiosk/kinds/")]
    assert kinds
    listed = page(screen.get(kinds[0]))
    assert [link for link in listed.all("a") if "/kiosk/matters/" in link.attributes["href"]]
    assert screen.get("/kiosk/kinds/nothing").status_code == 404
    assert screen.get("/kiosk/life/nothing").status_code == 404
    assert screen.get("/kiosk/matters/nothing").status_code == 404


# --- asking


def test_a_consultation_at_a_machine_is_of_the_kiosks_own_channel(screen: Client, machine: Device) -> None:
    begun(screen)
    talk = Consultation.objects.get()
    assert talk.channel == "kiosk"
    assert talk.started_by == machine.account.actor
    assert Event.objects.get(thing="consultation", verb="begin").data["channel"] == "kiosk"


def test_a_press_that_comes_twice_begins_one_consultation(screen: Client) -> None:
    same = key()
    assert begun(screen, idempotency_key=same) == begun(screen, idempotency_key=same)
    assert Consultation.objects.count() == 1
    assert Stay.objects.count() == 1


def test_questions_come_one_a_screen_with_an_answer_a_press(screen: Client) -> None:
    found = page(screen.get(begun(screen)))
    assert len(found.all("h1")) == 1
    form = next(each for each in found.all("form") if each.attributes.get("action", "").endswith("/answer"))
    assert [button.attributes["value"] for button in form.all("button", name="answer")] == ["shanghai", "elsewhere"]
    assert "为什么问" in found.text


def test_a_date_is_chosen_from_lists(screen: Client) -> None:
    where = begun(screen)
    screen.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai"})
    found = page(screen.get(where))
    assert {select.attributes["name"] for select in found.all("select")} == {"date-year", "date-month", "date-day"}
    screen.post(f"{where}answer", {"fact": "birth_date", "date-year": "1960", "date-month": "11", "date-day": "18"})
    assert Consultation.objects.get().facts["birth_date"]["value"] == "1960-11-18"


def test_half_a_date_is_asked_for_again_in_words(screen: Client) -> None:
    where = begun(screen)
    screen.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai"})
    answer = screen.post(f"{where}answer", {"fact": "birth_date", "date-year": "1960"})
    assert answer.status_code == 422
    assert page(answer).first(kind="field-error") is not None
    assert "birth_date" not in Consultation.objects.get().facts


def test_the_plan_says_it_is_a_preview_until_the_slip_is_taken(screen: Client) -> None:
    found = words(screen.get(f"{planned(screen)}plan"))
    assert "这是预览，还不是承诺" in found
    assert "来一趟" in found


def test_a_slip_taken_at_a_machine_is_the_same_promise_as_everywhere(screen: Client) -> None:
    slip = with_slip(screen)
    phone = Client()
    where = phone.post("/ask/begin", {"matter": "elder-card", "said": "老年卡"})["Location"]
    for fact, answer in (("hukou", "shanghai"), ("birth_date", "19601118")):
        phone.post(f"{where}answer", {"fact": fact, "answer": answer})
    other = Slip.objects.get(token=phone.post(f"{where}slip", {"idempotency_key": key()})["Location"].rsplit("/", 1)[1])
    assert advice.read(slip).plan.to_bytes() == advice.read(other).plan.to_bytes()
    for address in ("/kiosk/slip", f"/s/{slip.token}"):
        assert slip.number[-4:] in words(screen.get(address))


def test_a_slip_taken_twice_with_one_key_is_one_slip(screen: Client) -> None:
    where, same = planned(screen), key()
    for _ in range(2):
        assert screen.post(f"{where}slip", {"idempotency_key": same})["Location"] == "/kiosk/slip"
    assert Slip.objects.count() == 1


def test_four_characters_that_cannot_be_are_asked_for_again(screen: Client) -> None:
    answer = screen.post(f"{planned(screen)}slip", {"last_four": "12", "idempotency_key": key()})
    assert answer.status_code == 422
    assert page(answer).first(kind="field-error") is not None


# --- the slip


def test_no_address_at_a_machine_names_a_slip(screen: Client) -> None:
    slip = with_slip(screen)
    body = screen.get("/kiosk/slip").content.decode()
    own = re.findall(r'(?:href|action|hx-\w+)="([^"]*)"', body)
    assert slip.token not in " ".join(own)
    assert "QR" in body or "二维码" in body


def test_the_paper_is_the_slip_and_a_machine_without_a_printer_says_so(screen: Client, screen_of: Callable) -> None:
    with_slip(screen)
    told = screen.post("/kiosk/slip/print", {"idempotency_key": key()}, headers={"HX-Request": "true"})
    assert 'data-print-pdf="/kiosk/slip.pdf"' in told.content.decode()
    paper = screen.get("/kiosk/slip.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper["X-Frame-Options"] == "SAMEORIGIN"

    without = screen_of(6, capabilities=["signature"])
    with_slip(without)
    assert "没有打印机" in words(without.get("/kiosk/slip"))
    told = without.post("/kiosk/slip/print", {"idempotency_key": key()}, headers={"HX-Request": "true"})
    assert "data-print-pdf" not in told.content.decode()


@pytest.mark.parametrize(
    ("outcome", "reason", "told"),
    [
        (Outcome.PRINTED, "", "印好了"),
        (Outcome.FAILED, "paper-out", "没印出来：打印机没纸了"),
        (Outcome.UNKNOWN, "", "没有说印好没有"),
    ],
)
def test_whoever_waits_for_a_slip_learns_how_its_print_ended(
    screen: Client, outcome: Outcome, reason: str, told: str
) -> None:
    place = make_place(kind="kiosk", now=timezone.now())
    with_slip(screen)
    asked = screen.post("/kiosk/slip/print", {"idempotency_key": key()}, headers={"HX-Request": "true"})
    assert 'hx-get="/kiosk/slip/printing"' in asked.content.decode()
    assert screen.get("/kiosk/slip/printing").status_code == 204, "while it is on its way nothing new is said"
    place.prints(outcome, reason)
    ended = screen.get("/kiosk/slip/printing")
    assert told in words(ended)
    assert "hx-get" not in ended.content.decode()
    screen.post("/kiosk/done", {"how": "done"})
    assert screen.get("/kiosk/slip/printing")["Location"] == "/kiosk/", "it is nobody's any more"


def test_a_slip_is_opened_by_its_code_and_by_its_number_with_four_characters(
    screen: Client, screen_of: Callable
) -> None:
    slip = with_slip(screen)
    other = screen_of(2)
    assert other.post("/kiosk/scan", {"scan": f"https://example.org/s/{slip.token}"})["Location"] == "/kiosk/slip"
    assert slip.number[-4:] in words(other.get("/kiosk/slip"))
    other.post("/kiosk/done")
    assert other.post("/kiosk/scan", {"number": slip.number[2:], "last_four": "123x"})["Location"] == "/kiosk/slip"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": "11240001"}, "后四位"),
        ({"number": "11240001", "last_four": "9999"}, ""),
        ({"scan": "hello"}, "没认出来"),
        ({"scan": "LF11240001"}, "输号码"),
        ({"scan": f"https://example.org/t/{uuid.UUID(int=7)}"}, "号纸"),
        ({"scan": "https://example.org/b/Zk3v9Qx_7LmN-2aBcDeFgH"}, "取个号"),
        ({"scan": "https://example.org/e/Zk3v9Qx_7LmN-2aBcDeFgH"}, "没有这张自助回执"),
    ],
)
def test_what_is_no_slip_is_refused_in_words(screen: Client, fields: dict[str, str], told: str) -> None:
    answer = screen.post("/kiosk/scan", fields)
    assert answer.status_code in (404, 422, 429)
    assert told in words(answer)
    assert screen.get("/kiosk/slip").status_code == 302


def test_an_id_card_at_the_scanner_is_refused_and_never_shown_again(screen: Client) -> None:
    number = synthetic_number()
    for field in ("scan", "number"):
        answer = screen.post("/kiosk/scan", {field: number, "last_four": "1234"})
        assert answer.status_code >= 400
        assert number not in answer.content.decode()


def test_whoever_only_holds_a_slip_starts_without_the_answers(screen: Client, screen_of: Callable) -> None:
    slip = with_slip(screen)
    other = screen_of(2)
    other.post("/kiosk/scan", {"scan": slip.token})
    where = other.post("/kiosk/slip/again", {"idempotency_key": key()})["Location"]
    assert where != f"/kiosk/ask/{slip.consultation_id}/plan"
    assert Consultation.objects.get(pk=where.split("/")[3]).facts == {}
    assert screen.post("/kiosk/slip/again", {"idempotency_key": key()})["Location"].endswith(
        f"{slip.consultation_id}/plan"
    )


# --- leaving


def test_after_the_end_no_page_of_the_stay_opens(screen: Client) -> None:
    where = planned(screen)
    with_slip(screen)
    assert screen.get("/kiosk/slip").status_code == 200
    gone = screen.post("/kiosk/done", {"how": "idle"})
    assert (gone.status_code, gone["Location"]) == (303, "/kiosk/")
    for address in (where, f"{where}plan", "/kiosk/slip", "/kiosk/slip.pdf"):
        answer = screen.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/kiosk/"), address
    for address in (f"{where}answer", f"{where}slip", "/kiosk/slip/print", "/kiosk/slip/again"):
        answer = screen.post(address, {"idempotency_key": key(), "fact": "hukou", "answer": "shanghai"})
        assert (answer.status_code, answer["Location"]) == (302, "/kiosk/"), address
    assert Stay.objects.get().ended == "idle"


def test_a_cookie_somebody_copied_opens_nothing_after_the_end(screen: Client) -> None:
    where = planned(screen)
    copied = screen.cookies[frame.STAY_COOKIE].value
    screen.post("/kiosk/done")
    screen.cookies[frame.STAY_COOKIE] = copied
    assert screen.get(f"{where}plan")["Location"] == "/kiosk/"


def test_a_press_still_under_way_when_its_stay_is_wiped_begins_none_for_the_next_person(screen: Client) -> None:
    slip = with_slip(screen)
    under_way = screen.cookies[frame.STAY_COOKIE].value
    screen.post("/kiosk/done")
    for address, fields in (
        ("/kiosk/scan", {"scan": slip.token}),
        ("/kiosk/begin", {"matter": "elder-card"}),
        ("/kiosk/search/found", {"said": "老娘"}),
    ):
        screen.cookies[frame.STAY_COOKIE] = under_way
        late = screen.post(address, {"idempotency_key": key(), **fields})
        assert (late.status_code, late["Location"]) == (302, "/kiosk/"), address
        assert late.cookies[frame.STAY_COOKIE]["max-age"] == 0
    assert not Stay.objects.filter(ended_at=None).exists()
    assert Consultation.objects.count() == 1, "and nothing was begun half"


def test_nobody_opens_a_kiosks_consultation_from_elsewhere(screen: Client) -> None:
    begun(screen)
    talk = Consultation.objects.get().pk
    for who in (visitor(), visitor("guide"), screen):
        for address in (f"/ask/{talk}/", f"/desk/{talk}/", f"/api/advice/consultations/{talk}"):
            assert who.get(address).status_code in (302, 401, 403, 404), (who, address)
            assert "敬老卡" not in words(who.get(address))


def test_a_cookie_of_one_machine_opens_nothing_at_another(screen: Client, screen_of: Callable) -> None:
    where = planned(screen)
    other = screen_of(2)
    other.cookies[frame.STAY_COOKIE] = screen.cookies[frame.STAY_COOKIE].value
    assert other.get(f"{where}plan")["Location"] == "/kiosk/"
    assert screen.get(f"{where}plan").status_code == 200


def test_a_cookie_somebody_made_up_opens_nothing(screen: Client) -> None:
    where = planned(screen)
    screen.cookies[frame.STAY_COOKIE] = str(Stay.objects.get().pk)
    assert screen.get(f"{where}plan")["Location"] == "/kiosk/"


def test_the_end_forgets_language_type_contrast_and_voice(screen: Client) -> None:
    begun(screen)
    screen.post("/language", {"language": "en", "next": "/kiosk/"})
    screen.post("/scale", {"scale": "elder", "next": "/kiosk/"})
    screen.post("/contrast", {"contrast": "high", "next": "/kiosk/"})
    screen.post("/aloud", {"aloud": "yes", "next": "/kiosk/"})
    shown = screen.get("/kiosk/").content.decode()
    assert 'data-contrast="high"' in shown
    assert 'data-aloud="yes"' in shown
    assert screen.cookies["onetrip_contrast"]["max-age"] == "", "gone with the browser, too"
    gone = screen.post("/kiosk/done")
    assert {name for name, morsel in gone.cookies.items() if morsel["max-age"] == 0} == {
        frame.STAY_COOKIE,
        *language.CHOICES,
    }
    assert gone["Clear-Site-Data"] == '"storage"'


def test_the_cookies_that_are_forgotten_are_all_that_a_reader_can_choose() -> None:
    assert frame.CHOICES == language.CHOICES


def test_whoever_reads_for_long_and_touches_the_screen_keeps_their_stay(screen: Client) -> None:
    where = planned(screen)
    for minutes in (6, 12, 18):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=True):
            assert screen.post("/kiosk/here").status_code == 204
    with time_machine.travel(NOW + timedelta(minutes=25), tick=True):
        assert screen.get(f"{where}plan").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=40), tick=True):
        assert screen.get(f"{where}plan")["Location"] == "/kiosk/"
        assert screen.post("/kiosk/here").status_code == 204
        assert screen.get(f"{where}plan")["Location"] == "/kiosk/", "what is over does not begin again"


def test_a_switch_pressed_beside_a_mistake_comes_back_to_the_question(screen: Client) -> None:
    where = begun(screen)
    screen.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai"})
    wrong = page(screen.post(f"{where}answer", {"fact": "birth_date", "answer": "soon"}))
    assert wrong.first("input", name="next").attributes["value"] == where


def test_ending_needs_no_token_and_changes_nothing_where_nobody_is(machine: Device) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(machine.account)
    assert strict.post("/kiosk/done").status_code == 303
    assert not Event.objects.filter(thing="kiosk-stay").exists()


def test_the_machine_stays_signed_in_when_somebody_leaves(screen: Client) -> None:
    begun(screen)
    screen.post("/kiosk/done")
    assert screen.get("/kiosk/").status_code == 200


def test_no_page_of_a_machine_may_be_kept_by_a_cache(screen: Client) -> None:
    where = planned(screen)
    with_slip(screen)
    for address in (
        "/kiosk/",
        "/kiosk/search",
        "/kiosk/kinds",
        "/kiosk/scan",
        "/kiosk/help",
        f"{where}plan",
        "/kiosk/slip",
    ):
        assert "no-store" in screen.get(address)["Cache-Control"], address


def test_every_field_of_a_machine_has_its_autocomplete_off(screen: Client) -> None:
    where = begun(screen)
    screen.post(f"{where}answer", {"fact": "hukou", "answer": "shanghai"})
    for address in ("/kiosk/search", "/kiosk/scan", where):
        for field in page(screen.get(address)).all("input"):
            if field.attributes.get("type") not in ("hidden", "checkbox", "radio"):
                assert field.attributes.get("autocomplete") == "off", (address, field.attributes)


# --- who may


def test_staff_may_look_at_it_and_take_nobodys_place(screen: Client, machine: Device) -> None:
    begun(screen)
    for role in ("guide", "clerk", "director"):
        looking = visitor(role)
        assert "工作人员试看" in words(looking.get("/kiosk/"))
        begun(looking)
    assert Stay.objects.filter(kiosk=machine, ended_at=None).count() == 1
    assert visitor().get("/kiosk/")["Location"].startswith("/staff/sign-in")
    assert visitor("editor").get("/kiosk/").status_code == 403


def test_a_machine_opens_no_consultation_but_its_own(screen: Client) -> None:
    begun(screen)
    other = Consultation.objects.create(
        centre_id="LF",
        channel="phone",
        catalogue=Consultation.objects.get().catalogue,
        started_at=NOW,
        started_by="resident",
        facts={},
    )
    assert screen.get(reverse("kiosk-plan", args=[other.pk]))["Location"] == "/kiosk/"


# --- what a machine has


def test_a_matter_that_needs_what_this_machine_lacks_says_where_instead(shanghai, screen_of: Callable) -> None:
    from dataclasses import replace

    from onetrip.catalogue import queries as catalogues

    current = catalogues.current()
    card = current.matters["elder-card"]
    card = replace(card, terms=replace(card.terms, channels=("kiosk", "window")), needs_device=("camera",))
    current.matters["elder-card"] = card  # type: ignore[index]  # a plain dictionary underneath
    whole, poor = screen_of(1), screen_of(2, capabilities=["printer"])
    assert "这件在这里办不了" not in words(whole.get("/kiosk/matters/elder-card"))
    told = words(poor.get("/kiosk/matters/elder-card"))
    assert "这台机器没有身份证读卡器、高拍仪" in told
    assert "1号机" in told.replace(" ", "")
    assert "窗口" in told


def test_the_director_says_what_each_machine_has(machine: Device) -> None:
    director = visitor("director")
    assert "1 号机" in words(director.get("/kiosks/"))
    director.post("/kiosks/", {"device": machine.pk, "capabilities": ["scanner", "printer"]})
    machine.refresh_from_db()
    assert machine.capabilities == ["printer", "scanner"]
    event = Event.objects.get(thing="device", verb="equip")
    assert event.data["capabilities"] == ["printer", "scanner"]
    director.post("/kiosks/", {"device": machine.pk, "capabilities": ["scanner", "printer"]})
    assert Event.objects.filter(thing="device", verb="equip").count() == 1, "nothing changed the second time"
    assert director.post("/kiosks/", {"device": machine.pk, "capabilities": ["laser"]}).status_code == 422
    assert director.post("/kiosks/", {"device": "x"}).status_code == 404
    assert director.post("/kiosks/", {"device": 987654}).status_code == 404


def test_a_machine_may_not_say_what_machines_have(screen: Client) -> None:
    assert screen.get("/kiosks/").status_code == 403


# --- events


def test_no_event_of_a_machine_holds_what_somebody_said(screen: Client) -> None:
    screen.post("/kiosk/search", {"said": "老娘的坐车卡"})
    with_slip(screen)
    screen.post("/kiosk/done")
    for event in Event.objects.filter(thing="kiosk-stay"):
        assert set(event.data) <= {"kiosk", "matter"}, event.data
        assert "老娘" not in json.dumps(event.data, ensure_ascii=False)
    steps = list(Event.objects.filter(thing="kiosk-stay").order_by("id").values_list("verb", "to_state"))
    assert steps[0] == ("begin", "")
    assert steps[-1] == ("end", "done")


def test_both_languages_are_whole(screen_of: Callable) -> None:
    for number, chosen in ((1, "zh"), (2, "en")):
        client = visitor(kiosk(number).account, language=chosen)
        where = planned(client)
        with_slip(client)
        for address in (
            "/kiosk/",
            "/kiosk/search",
            "/kiosk/kinds",
            "/kiosk/scan",
            "/kiosk/help",
            f"{where}plan",
            "/kiosk/slip",
        ):
            text = words(client.get(address))
            if chosen == "en":
                assert "清除" not in text, address
            else:
                assert "Clear" not in text, address
