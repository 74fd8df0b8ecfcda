"""The pages of delivery, as those who use them see them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.delivering.models import Cabinet, Delivery, StoredResult
from onetrip.cases.models import Case
from onetrip.centres.models import Centre
from onetrip.people.models import IdentityView
from tests import browsing
from tests.cases.delivering.room import HOME, Room, row_of, state_of
from tests.cases.test_following import do
from tests.factories import kiosk, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(room: Room) -> Client:
    return browsing.visitor("clerk")


def press(visitor: Client, where: str, **given: object) -> object:
    return visitor.post(where, {"idempotency_key": browsing.key(), **given})


def path(case: Case, rest: str = "") -> str:
    return f"/deliver/{case.receipt.number}{rest}"


def test_scan_and_one_press_hand_everything_over(room: Room, clerk: Client) -> None:
    case = room.done()
    scanned = clerk.post("/deliver/", {"said": f"https://city.example/r/{case.receipt.token}"})
    assert scanned["Location"] == path(case)
    words = browsing.words(clerk.get(path(case)))
    assert "现在可以交 1" in words
    assert "王＊＊" in words
    assert room.identity.number not in words
    assert press(clerk, path(case, "/hand-out"), case=str(case.pk), who="self").status_code == 302
    assert state_of(case) == ("delivered", "done")
    assert "交过了" in browsing.words(clerk.get(path(case)))


@pytest.mark.parametrize(
    "said", ["LF-20261124-9999", "https://x/r/AAAAAAAAAAAAAAAAAAAAAA", "", "\0", "310000196112180011"]
)
def test_what_is_no_receipt_is_not_found_and_not_repeated(clerk: Client, said: str) -> None:
    answer = clerk.post("/deliver/", {"said": said})
    assert answer.status_code in (404, 422)
    assert len(said) < 2 or said not in answer.content.decode()


def test_a_proxy_without_a_card_is_sent_back_to_the_field(room: Room, clerk: Client) -> None:
    case = room.done()
    answer = press(clerk, path(case, "/hand-out"), case=str(case.pk), who="proxy", taker_name="李代办")
    assert answer.status_code == 422
    assert "代取要看代办人的身份证" in browsing.words(answer)
    assert state_of(case) == ("completed", "ready")


def test_another_way_is_chosen_at_the_window_and_leads_back_there(
    room: Room, clerk: Client, office: SimulatedCarrier
) -> None:
    case = room.accepted()
    chosen = path(case, "/choice")
    assert "寄到家" in browsing.words(clerk.get(chosen))
    given = {"case": str(case.pk), "way": "post", "back": "window", "post_name": HOME.name, "post_telephone": "1"}
    wrong = press(clerk, chosen, **given, post_address=HOME.address)
    assert wrong.status_code == 422
    assert HOME.address in wrong.content.decode()  # nothing has to be typed again
    done = press(clerk, chosen, **{**given, "post_telephone": HOME.telephone}, post_address=HOME.address)
    assert done["Location"] == "/window/"
    assert row_of(case).address == HOME.stored()
    page = clerk.get(path(case)).content.decode()
    assert HOME.address not in page
    assert "138****0000" in page


def test_at_another_centre_by_its_name(room: Room, clerk: Client) -> None:
    centre = make_centre("PX", windows=1)
    case = room.accepted()
    given = {"case": str(case.pk), "way": "window"}
    assert press(clerk, path(case, "/choice"), **given, at="火星").status_code == 422
    make_centre_named(centre.code, "另一个中心")
    assert press(clerk, path(case, "/choice"), **given, at="PX").status_code == 302
    case.refresh_from_db()
    assert case.collect_at_id == "PX"


def make_centre_named(code: str, name: str) -> None:
    Centre.objects.filter(pk=code).update(name_zh=name, short_zh=name)


def test_the_resident_reads_where_and_until_when_and_gets_the_code_once(room: Room, client: Client) -> None:
    case = room.accepted()
    page = f"/r/{case.receipt.token}"
    assert "办好了在这里取" in browsing.words(client.get(page))
    room.cabinet()
    room.choose(case, "cabinet")
    do("complete", case, room.now)
    room.put_in(case)
    StoredResult.objects.update(expires_at="2099-11-28T00:00:00+08:00")
    words = browsing.words(client.get(page))
    assert "格子号 1-01" in words
    assert "到 11 月 27 日" in words
    wrong = client.post(f"{page}/code", {"number": case.number, "last_four": "zzzz"})
    assert wrong.status_code == 422
    given = client.post(f"{page}/code", {"number": case.number, "last_four": room.identity.last_four})
    code = re.search(r"<strong class=\"ticket-number\">(\d{6})</strong>", given.content.decode())
    assert code is not None
    assert code[1] not in client.get(page).content.decode()
    screen = browsing.visitor(kiosk().account)
    assert "1-01 号格的门开了" in browsing.words(screen.post("/kiosk/cabinet", {"door": "1-01", "code": code[1]}))
    assert state_of(case) == ("delivered", "done")
    assert "已经交给您了" in browsing.words(client.get(page))


def test_the_resident_says_on_the_page_of_the_receipt_at_which_centre_to_collect(room: Room, client: Client) -> None:
    make_centre("PX", windows=1)
    make_centre_named("PX", "另一个中心")
    case = room.accepted()
    page = f"/r/{case.receipt.token}"
    assert f"{page}/collect" in client.get(page).content.decode()
    assert "到 24 小时厅的取件柜取" not in browsing.words(client.get(f"{page}/collect"))  # there is none anywhere
    said = {"case": str(case.pk), "way": "window", "at": "另一个中心", "last_four": room.identity.last_four}
    for wrong, told in (
        ({"at": "火星"}, "没有这个中心"),
        ({"last_four": "zzzz"}, "请再看一遍后四位"),
        ({"case": "x"}, "请勾上是哪几件"),
        ({"way": "post"}, "请到任何一个窗口改"),
    ):
        refused = press(client, f"{page}/collect", **(said | wrong))
        assert refused.status_code == 422
        assert told in browsing.words(refused)
        assert room.identity.last_four not in refused.content.decode()
    assert press(client, f"{page}/collect", **said).status_code == 302
    assert "办好了在这里取： 另一个中心" in browsing.words(client.get(page))
    room.choose(case, "window")
    do("complete", case, room.counter.hall.tick())
    room.hand_out(case)
    assert "/collect" not in client.get(page).content.decode()
    assert "改不了了" in browsing.words(client.get(f"{page}/collect"))


def test_the_kiosk_shows_the_way_only_where_there_is_a_cabinet_and_never_repeats_a_code(room: Room) -> None:
    screen = browsing.visitor(kiosk().account)
    assert "输码取件" not in browsing.words(screen.get("/kiosk/"))
    room.cabinet()
    assert "输码取件" in browsing.words(screen.get("/kiosk/"))
    wrong = screen.post("/kiosk/cabinet", {"door": "1-01", "code": "123456"})
    assert wrong.status_code == 422
    assert "123456" not in wrong.content.decode()


def test_the_cabinets_page_puts_in_takes_out_and_empties(room: Room, clerk: Client) -> None:
    director = browsing.visitor("director")
    assert press(clerk, "/deliver/cabinets/add", number="1", doors="2").status_code == 403
    assert press(director, "/deliver/cabinets/add", number="x", doors="2").status_code == 422
    assert press(director, "/deliver/cabinets/add", number="1", doors="2").status_code == 302
    assert Cabinet.objects.get().compartments.count() == 2
    first, second = room.done("cabinet"), room.done("cabinet")
    assert "要放进去的 2" in browsing.words(clerk.get("/deliver/cabinets"))
    for case in (first, second):
        put = press(clerk, f"/deliver/cases/{case.number}/put-in", back="cabinets")
        assert put["Location"] == "/deliver/cabinets"
    stored = StoredResult.objects.get(delivery__case=first)
    assert press(clerk, f"/deliver/cabinets/{stored.pk}/take-out").status_code == 302
    assert state_of(first) == ("completed", "ready")
    StoredResult.objects.filter(taken_out_at=None).update(
        put_in_at="2020-01-01T00:00:00Z", expires_at="2020-01-02T00:00:00Z"
    )
    words = browsing.words(director.get("/deliver/cabinets"))
    assert "过期了" in words
    assert "取出过期的" not in words  # the director looks, the clerks do
    assert "取出过期的 1 件" in browsing.words(clerk.get("/deliver/cabinets"))
    press(clerk, "/deliver/cabinets/empty")
    assert state_of(second) == ("completed", "ready")


def test_the_unclaimed_page_reminds_calls_and_shows_a_telephone_only_on_record(room: Room, clerk: Client) -> None:
    case = room.done()
    long_ago = "2020-01-01T00:00:00Z"
    Delivery.objects.update(ready_at=long_ago)
    Case.objects.update(received_at=long_ago, accepted_at=long_ago, completed_at=long_ago)
    words = browsing.words(clerk.get("/deliver/unclaimed"))
    assert case.number in words
    assert "13800000000" not in words
    assert press(clerk, f"/deliver/cases/{case.number}/remind", back="unclaimed").status_code == 302
    again = press(clerk, f"/deliver/cases/{case.number}/remind", back="unclaimed")
    assert again.status_code == 409
    assert "今天已经提醒过了" in browsing.words(again)
    assert press(clerk, f"/deliver/cases/{case.number}/call", back="unclaimed", note=" ").status_code == 422
    shown = clerk.post(f"/deliver/cases/{case.number}/telephone")
    assert "13800000000" in browsing.words(shown)
    assert IdentityView.objects.get().purpose.endswith("的结果")
    director = browsing.visitor("director")
    assert "再提醒" not in browsing.words(director.get("/deliver/unclaimed"))
    assert director.post(f"/deliver/cases/{case.number}/telephone").status_code == 403
    given = press(clerk, f"/deliver/cases/{case.number}/give-back", back="unclaimed", note="没有来取")
    assert given.status_code == 302
    assert "退回部门的" in browsing.words(clerk.get("/deliver/unclaimed"))


def test_a_pick_up_is_ordered_with_one_press(room: Room, clerk: Client, office: SimulatedCarrier) -> None:
    case = room.done("post")
    assert "要寄的 1" in browsing.words(clerk.get("/deliver/post"))
    assert press(clerk, f"/deliver/cases/{case.number}/post", back="post")["Location"] == "/deliver/post"
    assert "SP000000001CN" in browsing.words(clerk.get("/deliver/post"))
    assert press(clerk, f"/deliver/cases/{case.number}/come-back", back="post").status_code == 302
    assert state_of(case) == ("completed", "ready")


def test_every_page_speaks_english(room: Room, office: SimulatedCarrier) -> None:
    room.cabinet()
    case = room.done()
    clerk = browsing.visitor("clerk", language="en")
    for where in (
        "/deliver/",
        path(case),
        path(case, "/choice"),
        "/deliver/unclaimed",
        "/deliver/post",
        "/deliver/cabinets",
    ):
        body = re.sub(r"测试|王＊＊|中文|奖励金", "", browsing.words(clerk.get(where)))
        assert not re.search(r"[\u4e00-\u9fff]{3,}", body.replace("街道社区事务受理服务中心", "")), where


def test_the_history_of_a_case_tells_its_delivery(room: Room, clerk: Client) -> None:
    case = room.done()
    room.do("note_call", case_id=case.pk, note="明天来")
    words = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "结果到了，可以取" in words
    assert "明天来" in words


def test_at_the_window_nothing_has_to_be_pressed_for_the_default(room: Room) -> None:
    from tests.cases.counter import PRINT

    # The page goes by the clock, and what was done last week is not closed by it; the clock may say any hour.
    room.counter.hall.now = timezone.now()
    Centre.objects.update(numbers_at_any_hour=True)
    ticket = room.counter.serving()
    receipt = room.counter.accept(ticket, PRINT)
    at_window = browsing.visitor(room.counter.hall.clerks[0])
    page = at_window.get("/window/")
    assert "结果到这里的窗口取，不用选" in browsing.words(page)
    assert f"/deliver/{receipt.number}/choice?back=window" in page.content.decode()
    at_window.post(f"/window/tickets/{ticket.pk}/finish", {"idempotency_key": browsing.key()})
    assert state_of(receipt.cases.get()) == ("delivered", "done")


def test_the_window_says_so_where_another_way_was_chosen(room: Room) -> None:
    from tests.cases.counter import PRINT

    make_centre("PX", windows=1)
    receipt = room.counter.accept(room.counter.serving(), PRINT)
    room.choose(receipt.cases.get(), "window", at="PX")
    words = browsing.words(browsing.visitor(room.counter.hall.clerks[0]).get("/window/"))
    assert "另选了怎么取" in words
    assert "结果到这里的窗口取" not in words
