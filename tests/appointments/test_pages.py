"""Booking through the pages: what a resident, a guide and a director see and press, also when they press twice or go back."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator
from datetime import time

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onetrip.appointments.models import Appointment, BookingDay, Rules, Service
from onetrip.centres.branch_actions import attach_branch
from onetrip.centres.models import ChangedDay, Hall, Window
from onetrip.ledger.models import Event
from tests.appointments.diary import NINE, TOMORROW, Diary, open_diary, somebody
from tests.factories import NOW, make_account, make_centre, published_catalogue

pytestmark = pytest.mark.django_db
TAKE = "/book/take"


@pytest.fixture(autouse=True)
def at_half_past_nine(db: None) -> Iterator[None]:
    published_catalogue()
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def phone() -> Client:
    """A resident's phone: no account, and tokens of pages are asked for."""
    return Client()


def staff(role: str) -> Client:
    client = Client()
    client.force_login(make_account(role))
    return client


def form(**given: str) -> dict[str, str]:
    usual = {"day": "2026-11-25", "starts": "09:00", "at": "LF", "contact": "", "idempotency_key": str(uuid.uuid4())}
    return {**usual, **given}


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_resident_books_without_an_account_and_gets_number_code_and_link(diary: Diary, phone: Client) -> None:
    answer = phone.post(TAKE, form(contact="138 0000 0001"), follow=True)
    page = text(answer)
    booked = Appointment.objects.get()
    assert answer.redirect_chain[0][0] == f"/b/{booked.token}?done=booked"
    for told in ("约好了", booked.number, "9:00–9:30", "138****0001", f"/b/{booked.token}.ics"):
        assert told in page
    assert "13800000001" not in page
    assert answer["Referrer-Policy"] == "same-origin"  # no other site learns the link; without any, forms are refused


def test_a_double_click_and_the_back_button_book_once(diary: Diary, phone: Client) -> None:
    sent = form()
    first = phone.post(TAKE, sent)
    assert phone.post(TAKE, sent)["Location"] == first["Location"]
    assert Appointment.objects.count() == 1


def test_nothing_is_lost_of_what_was_typed_when_the_half_hour_is_full(diary: Diary, phone: Client) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    answer = phone.post(TAKE, form(contact="13811112222"))
    page = text(answer)
    assert answer.status_code == 409
    assert "约满了" in page
    assert 'value="13811112222"' in page
    assert "8:30–9:00" in page  # the next free one


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contact": "12345"}, "手机号是 11 位数字"),
        ({"contact": "wang@example.org"}, "手机号是 11 位数字"),  # this house sends no mail
        ({"starts": ""}, "请选一个时间"),
        ({"starts": "25:00"}, "请选一个时间"),
        ({"starts": "09:10"}, "请选一个时间"),
    ],
)
def test_a_form_that_cannot_be_read_says_what_to_put_right(
    diary: Diary, phone: Client, given: dict[str, str], words: str
) -> None:
    answer = phone.post(TAKE, form(**given))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("day", ["2026-11-20", "2027-11-20", "nothing", "2026-02-30"])
def test_a_day_that_cannot_be_is_answered_in_words(diary: Diary, phone: Client, day: str) -> None:
    for answer in (phone.get(f"/book/{day}"), phone.post(TAKE, form(day=day))):
        assert answer.status_code in (409, 422)
        assert "。" in text(answer)


def test_the_days_with_a_place_come_first_and_the_others_say_why(diary: Diary, phone: Client) -> None:
    director = staff("director")
    director.post("/director/opening/2026-11-25/hours", _hours(how="closed"))
    page = text(phone.get("/book/"))
    free, without = page.split("约不了的日子")
    assert "11 月 26 日" in free
    assert "11 月 25 日" not in free
    assert "停电" in without


def test_changing_keeps_the_link_and_cancelling_gives_the_place_away(diary: Diary, phone: Client) -> None:
    booked = diary.book()
    link = f"/b/{booked.token}"
    assert "一直给您留着" in text(phone.get(f"{link}/change"))
    assert phone.get(f"{link}/change/2026-11-26").status_code == 200
    answer = phone.post(f"{link}/take", form(day="2026-11-26", starts="10:00"), follow=True)
    assert "改好了" in text(answer)
    assert "10:00–10:30" in text(answer)
    answer = phone.post(f"{link}/cancel", {"idempotency_key": str(uuid.uuid4())}, follow=True)
    assert "预约取消了" in text(answer)
    for old in (f"{link}/change", f"{link}/change/2026-11-26"):
        assert phone.get(old).status_code == 409
    answer = phone.post(f"{link}/take", form(day="2026-11-27"))  # by the back button
    assert answer.status_code == 409
    assert "已取消" in text(answer)
    assert "METHOD:CANCEL" in text(phone.get(f"{link}.ics"))


def test_who_guesses_codes_is_stopped_and_learns_nothing(diary: Diary, phone: Client) -> None:
    booked = diary.book()
    assert phone.get(f"/b/{booked.token}").status_code == 200
    answers = [phone.get(f"/b/{'a' * 20}{number:04d}").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert phone.get(f"/b/{booked.token}").status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.get(f"/b/{booked.token}").status_code == 200


def test_a_machine_that_books_is_stopped_by_its_address(diary: Diary) -> None:
    answers = [Client().post(TAKE, form(starts="")).status_code for _ in range(3)]
    assert answers == [422] * 3  # nothing was tried
    codes = [
        Client().post(TAKE, form(day=f"2026-11-{25 + place // 6 % 3}", starts=f"{9 + place % 6:02}:00"))
        for place in range(31)
    ]
    assert codes[29].status_code == 302
    assert codes[30].status_code == 429


def test_a_lost_link_is_found_by_number_and_last_four_and_guessing_is_stopped(diary: Diary, phone: Client) -> None:
    booked = diary.book(booker=somebody(1234))
    for _ in range(4):
        assert phone.post("/book/find", {"number": booked.number, "last_four": "9999"}).status_code == 404
    assert phone.post("/book/find", {"number": booked.number, "last_four": "1234"})["Location"] == f"/b/{booked.token}"
    phone.post("/book/find", {"number": booked.number, "last_four": "9999"})
    assert phone.post("/book/find", {"number": booked.number, "last_four": "1234"}).status_code == 429
    given = [phone.post("/book/find", {"number": "B99999", "last_four": "1234"}) for _ in range(6)]
    assert [each.status_code for each in given] == [404] * 5 + [429]  # as for a number that exists


def test_one_number_written_in_many_ways_is_guessed_no_oftener(diary: Diary, phone: Client) -> None:
    booked = diary.book(booker=somebody(1234))
    ways = ["B00001", "b1", "0001", "B-0-1", " 1 "]
    assert booked.number == "B00001"
    assert [phone.post("/book/find", {"number": way, "last_four": "9999"}).status_code for way in ways] == [404] * 5
    assert phone.post("/book/find", {"number": "00 001", "last_four": "1234"}).status_code == 429


def test_numbers_tried_one_after_the_other_from_one_place_are_stopped(diary: Diary, phone: Client) -> None:
    tried = [phone.post("/book/find", {"number": f"B{n}", "last_four": "1234"}).status_code for n in range(100, 121)]
    assert tried == [404] * 20 + [429]


def test_a_booking_at_a_branch_is_found_again(diary: Diary, phone: Client) -> None:
    branch = open_diary("LB")
    attach_branch(centre="LB", of="LF", now=diary.now, by="staff:d")
    diary.book(booker=somebody(4444))
    booked = branch.book(booker=somebody(1234))
    assert f'value="{branch.centre.code}" selected' in text(phone.get(f"/book/find?at={branch.centre.code}"))
    sent = {"number": booked.number, "last_four": "1234", "at": branch.centre.code}
    assert phone.post("/book/find", sent)["Location"] == f"/b/{booked.token}"


def test_a_guide_books_by_telephone_and_reads_the_number_aloud(diary: Diary) -> None:
    guide = staff("guide")
    sent = {**form(starts="10:00", contact="13800000009"), "channel": "telephone"}
    page = text(guide.post("/desk/bookings/book", sent, follow=True))
    booked = Appointment.objects.get()
    assert (booked.channel, booked.booked_by.startswith("staff:guide")) == ("telephone", True)
    assert "念给他听" in page
    assert booked.number in page
    assert booked.token not in page  # the secret link is the resident's


def test_a_guide_gives_one_beyond_the_number_and_finds_and_cancels_it(diary: Diary) -> None:
    guide = staff("guide")
    for serial in range(4):
        diary.book(booker=somebody(serial))
    sent = {**form(), "channel": "desk"}
    answer = guide.post("/desk/bookings/book", sent)
    assert answer.status_code == 409
    assert 'name="beyond" value="1" checked' in text(answer)
    guide.post("/desk/bookings/book", {**form(), "channel": "desk", "beyond": "1"})
    given = Appointment.objects.get(beyond_quota=True)
    found = guide.post("/desk/bookings/find", {"code": given.number.lower()}, follow=True)
    assert "名额外给的" in text(found)
    guide.post(f"/desk/bookings/{given.pk}/cancel", {"idempotency_key": str(uuid.uuid4())})
    given.refresh_from_db()
    assert given.state == "cancelled"


def test_a_press_on_cancel_is_undone_by_a_press_at_the_desk_and_on_the_phone(diary: Diary, phone: Client) -> None:
    guide, booked = staff("guide"), diary.book(booker=somebody(1))
    here = f"/desk/bookings/?day=2026-11-25&booking={booked.pk}"
    key = {"idempotency_key": str(uuid.uuid4())}
    guide.post(f"/desk/bookings/{booked.pk}/cancel", key)
    assert "取消错了，还给他" in text(guide.get(here))
    guide.post(f"/desk/bookings/{booked.pk}/restore", {"idempotency_key": str(uuid.uuid4())})
    assert Appointment.objects.get().state == "booked"
    phone.post(f"/b/{booked.token}/cancel", {"idempotency_key": str(uuid.uuid4())})
    assert "取消错了，还要这个时间" in text(phone.get(f"/b/{booked.token}"))
    kept = phone.post(f"/b/{booked.token}/restore", {"idempotency_key": str(uuid.uuid4())}, follow=True)
    assert "还是您的" in text(kept)
    assert "取消错了" not in text(kept)


def test_nobody_is_asked_to_keep_or_told_to_expect_anything_of_a_booking_that_is_cancelled(
    diary: Diary, phone: Client
) -> None:
    guide, told, untold = staff("guide"), diary.book(booker=somebody(1)), diary.book()
    here = f"/desk/bookings/?day=2026-11-25&booking={untold.pk}"
    said = {told: "确认和提醒发到", untold: "把这一页存好"}
    for each, words in said.items():
        assert words in text(phone.get(f"/b/{each.token}"))
    assert "请他记下号码和时间" in text(guide.get(here))
    for each, words in said.items():
        diary.cancel(each)
        assert words not in text(phone.get(f"/b/{each.token}"))
    assert "请他记下号码和时间" not in text(guide.get(here))


def test_the_front_desk_reads_what_somebody_comes_for(diary: Diary) -> None:
    diary.book(matters=["residence-card"])
    page = text(staff("guide").get("/desk/bookings/list?day=2026-11-25"))
    assert "办什么" in page
    assert "residence-card" in page
    assert "没说" not in page


def test_a_guide_of_another_centre_reaches_no_booking_of_this_one(diary: Diary) -> None:
    make_centre("PX")
    booked = diary.book()
    stranger = Client()
    stranger.force_login(make_account("guide", centre="PX"))
    assert (
        stranger.post(f"/desk/bookings/{booked.pk}/cancel", {"idempotency_key": str(uuid.uuid4())}).status_code == 404
    )
    for code in (booked.number, f"https://x/b/{booked.token}"):
        assert stranger.post("/desk/bookings/find", {"code": code}).status_code == 404
    assert booked.number not in text(stranger.get("/desk/bookings/?day=2026-11-25"))


def test_a_director_closes_a_day_with_a_reason_and_sees_who_is_left_before_the_door(diary: Diary) -> None:
    with_contact, without = diary.book(booker=somebody(1)), diary.book(channel="telephone", by="staff:guide")
    director = staff("director")
    answer = director.post("/director/opening/2026-11-25/hours", _hours(how="closed", reason_en=""))
    assert answer.status_code == 422
    assert "中文、英文都要" in text(answer)
    page = text(director.post("/director/opening/2026-11-25/hours", _hours(how="closed"), follow=True))
    assert "2 位约在关着门的时间" in page
    assert without.number in page
    assert with_contact.number not in page
    assert "李测" in page  # who said so
    assert "停电" in text(director.get("/director/opening/"))
    page = text(Client().get(f"/b/{with_contact.token}"))
    assert "这个时间改成不开门了" in page
    director.post("/director/opening/2026-11-25/hours", _hours(how="usual"))
    assert not ChangedDay.objects.exists()


def test_what_another_quota_would_do_is_shown_before_it_is_decided(diary: Diary) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    director = staff("director")
    look = "/director/bookings/?day=2026-11-25&service=anything&share=20&windows=2&minutes=10"
    page = text(director.get(look))
    assert "这天名额 64 → 16" in page
    assert "有 3 位已经约的超出新名额" in page
    assert Service.objects.get().share == 50
    decided = {"day": "2026-11-25", "service": "anything", "share": "20", "windows": "2", "minutes": "10"}
    director.post("/director/bookings/decide", {**decided, "idempotency_key": str(uuid.uuid4())})
    assert Service.objects.get().share == 20
    assert Rules.objects.get().windows == 2
    assert Appointment.objects.filter(state="booked").count() == 4
    assert Event.objects.filter(thing="booking-service").get().data["from"] == {"share": 50, "minutes": 10.0}


def test_half_hours_rules_and_the_way_of_a_day_are_set_on_their_pages(diary: Diary) -> None:
    director = staff("supervisor")
    key = {"idempotency_key": str(uuid.uuid4())}
    quota = {"day": "2026-11-25", "service": "anything", "starts": "09:00", "number": "1"}
    director.post("/director/bookings/quota", {**quota, **key})
    assert Service.objects.get().said.get().number == 1
    rules = {"mode": "mixed", "days_ahead": "7", "windows": "", "day": "2026-11-25", "service": "anything"}
    director.post("/director/bookings/rules", {**rules, "idempotency_key": str(uuid.uuid4())})
    assert (Rules.objects.get().days_ahead, Rules.objects.get().windows) == (7, None)
    bad = director.post(
        "/director/bookings/rules", {**rules, "days_ahead": "900", "idempotency_key": str(uuid.uuid4())}
    )
    assert bad.status_code == 422
    mode = {"mode": "bookings-only", "number": "60", "booking_reason_zh": "限流", "booking_reason_en": "Limited"}
    director.post("/director/opening/2026-11-25/mode", {**mode, "idempotency_key": str(uuid.uuid4())})
    assert BookingDay.objects.get(day=TOMORROW).number == 60
    assert "这天只办预约的，一共 60 个" in text(Client().get("/book/2026-11-25"))


def test_halls_are_made_and_filled_and_everybody_reads_of_them(diary: Diary) -> None:
    director = staff("director")
    words = {"name_zh": "自助厅", "name_en": "Self-service hall", "where_zh": "一楼", "where_en": "Ground floor"}
    director.post("/director/halls/add", {**words, "always": "1", "idempotency_key": str(uuid.uuid4())})
    director.post("/director/halls/1", {**words, "window": ["1", "2"], "idempotency_key": str(uuid.uuid4())})
    assert Window.objects.filter(hall=Hall.objects.get()).count() == 2
    assert not Hall.objects.get().is_always_open
    assert "自助厅" in text(Client().get("/hours/"))


def test_the_table_to_take_away_counts_and_names_nobody(diary: Diary) -> None:
    booked = diary.book(booker=somebody(1))
    diary.cancel(diary.book(time(10), booker=somebody(2)))
    answer = staff("director").get("/director/bookings.csv?first=2026-11-25&last=2026-11-25")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = {row["half_hour"]: row for row in csv.DictReader(io.StringIO(body))}
    assert len(rows) == 16
    assert (rows["9:00"]["quota"], rows["9:00"]["booked"]) == ("4", "1")
    assert (rows["10:00"]["booked"], rows["10:00"]["cancelled"]) == ("0", "1")
    assert booked.number not in body


def test_pages_ask_a_bounded_number_of_questions(diary: Diary, phone: Client) -> None:
    def asked(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    guide, director = staff("guide"), staff("director")
    addresses = [
        (phone, "/book/"),
        (phone, "/book/2026-11-25"),
        (guide, "/desk/bookings/?day=2026-11-25"),
        (director, "/director/bookings/?day=2026-11-25"),
        (director, "/director/opening/"),
    ]
    before = [asked(client, address) for client, address in addresses]
    for hour in (9, 10, 11, 13, 14):
        for serial in range(4):
            diary.book(time(hour), booker=somebody(hour * 10 + serial))
    assert [asked(client, address) for client, address in addresses] == before
    assert max(before) <= 24


@pytest.mark.parametrize("address", ["/book/", "/book/2026-11-25", "/hours/", "/book/find"])
def test_the_pages_speak_english(diary: Diary, phone: Client, address: str) -> None:
    page = text(phone.get(f"{address}?lang=en"))
    main = re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>")[0])
    assert not re.findall(r"[\u4e00-\u9fff]", main)


def _hours(**given: str) -> dict[str, str]:
    usual = {"how": "hours", "opens_1": "", "closes_1": "", "reason_zh": "停电", "reason_en": "Power cut"}
    return {**usual, "idempotency_key": str(uuid.uuid4()), **given}


def test_a_booking_shows_the_matters_of_its_slip_to_who_holds_the_link_and_to_staff(
    diary: Diary, phone: Client
) -> None:
    booked = diary.book(NINE, matters=["elder-card"])
    assert "敬老卡" in text(phone.get(f"/b/{booked.token}"))
    assert "敬老卡" in text(staff("guide").get(f"/desk/bookings/?booking={booked.pk}"))
