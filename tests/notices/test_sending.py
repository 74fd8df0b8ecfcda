"""What is written goes out once, in its hour, and what cannot go out is not lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from onetrip.ledger.models import Event
from onetrip.notices import actions, times
from onetrip.notices.actions import About
from onetrip.notices.models import Notice, NoticeTry, Rules
from onetrip.people.models import Resident
from tests.factories import NOW
from tests.notices.gateway import Gateway, gateway, settings_of
from tests.notices.house import TELEPHONE, Post, open_post, state
from tests.together import together

pytestmark = pytest.mark.django_db


def outcomes() -> list[str]:
    return [f"{each.outcome} {each.answer}" for each in NoticeTry.objects.order_by("pk")]


def test_a_message_goes_out_once_however_often_the_clock_looks(post: Post, sms: Gateway) -> None:
    notice = post.tell()
    assert [post.send() for _ in range(3)] == [1, 0, 0]
    (call,) = sms.calls
    assert (call["to"], call["reference"]) == (TELEPHONE, f"{notice.pk}-1")
    assert call["text"] == (
        "【一趟】受理了：老人卡，LF-20261124-0001，12 月 1 日前办好。看进度：https://onetrip.example/r/secret-token"
    )
    assert state(notice) == "taken"
    assert [event.verb for event in Event.objects.filter(thing="notice")] == ["take"]


def test_it_says_neither_who_nor_which_id_number_and_no_event_says_the_address(post: Post, sms: Gateway) -> None:
    resident = post.resident()
    post.tell(resident)
    post.send()
    said = str(sms.calls) + str(list(Event.objects.values_list("data", flat=True)))
    for private in (str(resident.number), str(resident.number)[-4:], "王小测", "小测"):
        assert private not in said
    assert TELEPHONE not in str(list(Event.objects.values_list("data", flat=True)))
    assert TELEPHONE not in str(list(NoticeTry.objects.values()))


def test_a_change_that_is_rolled_back_tells_nobody(post: Post, sms: Gateway) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post.tell()
        raise ZeroDivisionError
    assert post.send() == 0
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_of_the_transaction_of_a_change(sms: Gateway) -> None:
    about = About("case", uuid.uuid4(), "LF-1")
    with pytest.raises(RuntimeError):
        actions.tell(
            kind="case-ended", about=about, resident_id=uuid.uuid4(), centre="LF", values={}, link="", now=NOW
        )  # fmt: skip


def test_one_event_is_written_once_and_another_one_again(post: Post, sms: Gateway) -> None:
    resident, about = post.resident(), About("case", uuid.uuid4(), "LF-1")
    for occasion in ("", "", "second"):
        post.tell(resident, about=about, occasion=occasion)
    assert Notice.objects.filter(about_id=about.id).count() == 2


def test_a_house_that_sends_nothing_writes_nothing(post: Post, settings: Settings) -> None:
    settings.MESSAGE_PROVIDERS = {}
    with pytest.raises(Notice.DoesNotExist):
        post.tell()


def test_what_is_not_needed_any_more_is_not_sent(post: Post, sms: Gateway) -> None:
    resident, about = post.resident(), About("case", uuid.uuid4(), "LF-1")
    first = post.tell(resident, about=about)
    ready = post.tell(resident, "case-ready", about=about)
    assert actions.drop(about_id=about.id, kinds=["case-accepted"], now=post.now) == 1
    assert post.send() == 1
    assert (state(first), state(ready)) == ("dropped", "taken")


# What goes wrong on the way.


def test_a_gateway_that_is_down_is_tried_again_with_growing_waits_and_given_up_at_last(
    post: Post, sms: Gateway
) -> None:
    post.at("8:00")
    notice = post.tell()
    sms.behaves.extend(["out-of-order"] * 6)
    for wait in (timedelta(0), *times.BACK_OFF):
        assert post.send() == 0  # not before its time
        post.now += wait
        post.send()
    assert (len(sms.calls), state(notice)) == (6, "failed given-up")
    assert outcomes() == ["later 503 gateway-busy"] * 6
    assert Event.objects.filter(thing="notice", verb="fail").count() == 1
    post.later(days=3)
    assert post.send() == 0


def test_a_gateway_that_nobody_listens_at_was_certainly_not_reached(post: Post, settings: Settings) -> None:
    with gateway() as gone:
        settings.SMS_GATEWAY = settings_of(gone)
    settings.MESSAGE_PROVIDERS = {"sms": "http_sms"}
    post.tell()
    post.send()
    assert outcomes() == ["later not reached: ConnectionRefusedError"]


@pytest.mark.parametrize(
    ("how", "answer"),
    [
        ("slow", "no whole answer: TimeoutError"),
        ("hangs-up", "no whole answer: RemoteDisconnected"),
        ("malformed", "202 unreadable"),
        ("half", "202 unreadable"),
        ("mistake", "500 mistake"),
    ],
)
def test_where_nobody_knows_whether_it_went_out_the_same_reference_is_sent_again_and_arrives_once(
    post: Post, sms: Gateway, how: str, answer: str
) -> None:
    notice = post.tell()
    sms.behaves.append(how)
    assert post.send() == 0
    sms.let_go.set()
    assert (state(notice), outcomes()) == ("due", [f"uncertain {answer}"])
    post.later(minutes=1)
    assert post.send() == 1
    assert (len(sms.calls), len(sms.sent)) == (2, 1)
    assert outcomes()[-1] == "taken duplicate of an earlier one"


def test_a_gateway_that_drips_is_cut_off(post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """However patient between two bytes: a whole answer has an end of its own."""
    from onetrip.notices.providers import calls

    sms.behaves.append("slow")
    told = calls.Gateway(sms.address, settings_of(sms)["key"], patience=30, whole=0.2)
    with pytest.raises(calls.Unheard):
        calls.ask(told, "/messages", {"reference": "1-1"}, reference="1-1")


def test_a_gateway_that_is_busy_is_left_alone_as_long_as_it_says(post: Post, sms: Gateway) -> None:
    notice = post.tell()
    sms.behaves.append("busy")
    post.send()
    notice.refresh_from_db()
    assert notice.due_at == post.now + timedelta(minutes=20)


def test_a_gateway_that_sends_elsewhere_is_not_followed_with_the_key(post: Post, sms: Gateway) -> None:
    post.tell()
    sms.behaves.append("moved")
    post.send()
    assert (len(sms.calls), outcomes()) == (1, ["later 302"])


def test_a_number_that_does_not_exist_is_not_tried_again(post: Post, sms: Gateway) -> None:
    notice = post.tell()
    sms.behaves.append("no-such-number")
    post.send()
    assert (state(notice), outcomes()) == ("failed refused", ["refused 422 no-such-number"])


def test_a_wrong_key_of_ours_is_no_fault_of_the_number(post: Post, sms: Gateway, settings: Settings) -> None:
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "key": "old"}
    notice = post.tell()
    post.send()
    assert (state(notice), outcomes()) == ("due", ["later 401 key-unknown"])


def test_a_gateway_that_does_not_answer_is_not_asked_a_hundred_times_in_one_turn(post: Post, sms: Gateway) -> None:
    resident = post.resident()
    Rules.objects.create(centre=post.centre, most_a_day=10)
    for _ in range(8):
        post.tell(resident)
    sms.behaves.extend(["out-of-order"] * 8)
    post.send()
    assert len(sms.calls) == 3
    sms.behaves.clear()
    post.later(minutes=1)
    assert post.send() == 8


def test_killed_between_sending_and_writing_it_down_one_message_arrives_and_the_try_says_so(
    post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = post.tell()

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("onetrip.notices.actions.sending._note", power_cut)
        with pytest.raises(KeyboardInterrupt):
            post.send()
    assert post.send() == 0  # somebody may still be at it
    post.later(minutes=3)
    assert post.send() == 1
    assert (len(sms.sent), state(notice)) == (1, "taken")
    assert outcomes() == ["begun ", "taken duplicate of an earlier one"]


def test_what_kills_every_worker_that_touches_it_is_given_up_and_holds_up_nobody(
    post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = post.tell()

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("onetrip.notices.actions.sending._send", power_cut)
        for _ in range(6):
            with pytest.raises(KeyboardInterrupt):
                post.send()
            post.later(minutes=3)
    other = post.tell()
    assert post.send() == 1
    assert (state(notice), state(other)) == ("failed given-up", "taken")


def test_a_provider_that_breaks_is_nobody_elses_fault(
    post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    notice = post.tell()
    monkeypatch.setattr("onetrip.notices.providers.contrib.http_sms.HttpSms.send", broken)
    post.send()
    assert (state(notice), outcomes()) == ("due", ["uncertain ZeroDivisionError"])
    assert TELEPHONE not in caplog.text


def test_an_address_written_with_another_key_holds_up_nobody(post: Post, sms: Gateway) -> None:
    lost = post.tell()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_resident SET telephone = 'a1damaged'::bytea WHERE id = %s", [lost.resident_id])
    other = post.tell()
    assert post.send() == 1
    assert (state(lost), state(other)) == ("failed unreadable", "taken")


def test_dropped_in_the_moment_in_which_it_is_sent_it_was_handed_over(
    post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = post.tell()
    from onetrip.notices.actions import sending

    sent = sending._send

    def meanwhile(begun: object) -> object:
        actions.drop(about_id=notice.about_id, now=post.now)
        return sent(begun)

    monkeypatch.setattr(sending, "_send", meanwhile)
    post.send()
    assert state(notice) == "taken"


def test_a_number_put_right_between_two_tries_is_told_under_another_reference(post: Post, sms: Gateway) -> None:
    notice = post.tell()
    sms.behaves.append("mistake")
    post.send()
    Resident.objects.update(telephone="13900001234")
    post.later(minutes=1)
    assert post.send() == 1
    assert [(call["to"], call["reference"]) for call in sms.calls] == [
        (TELEPHONE, f"{notice.pk}-1"),
        ("13900001234", f"{notice.pk}-2"),
    ]


# When.


def test_the_night_is_quiet(post: Post, sms: Gateway) -> None:
    post.at("22:00")
    post.tell()
    assert post.send() == 0
    post.at("7:59", day=25)
    assert post.send() == 0
    post.at("8:00", day=25)
    assert post.send() == 1


def test_a_house_that_was_down_in_the_evening_wakes_nobody_up_when_it_comes_back(post: Post, sms: Gateway) -> None:
    post.at("20:59")
    post.tell()
    post.at("23:30")
    assert post.send() == 0
    post.at("8:00", day=25)
    assert post.send() == 1


def test_another_try_is_not_made_at_night_either(post: Post, sms: Gateway) -> None:
    post.at("20:58")
    notice = post.tell()
    sms.behaves.extend(["out-of-order"] * 2)
    post.send()
    post.at("20:59")
    post.send()
    notice.refresh_from_db()
    assert notice.due_at.astimezone(post.centre.zone).strftime("%d %H:%M") == "25 08:00"


def test_what_is_urgent_goes_at_any_hour(post: Post, sms: Gateway) -> None:
    post.at("2:00")
    notice = post.tell()
    Notice.objects.filter(pk=notice.pk).update(is_urgent=True)
    assert post.send() == 1


def test_a_centre_sets_its_own_quiet_hours(post: Post, sms: Gateway) -> None:
    Rules.objects.create(centre=post.centre, quiet_from="12:00", quiet_until="14:00")
    post.at("12:30")
    post.tell()
    assert post.send() == 0
    post.at("14:00")
    assert post.send() == 1


def test_nobody_gets_ten_messages_a_day(post: Post, sms: Gateway) -> None:
    resident, other = post.resident(), post.resident()
    for _ in range(6):
        post.tell(resident)
    post.tell(other)
    assert post.send() == 5  # four of one person, one of the other
    post.at("7:00", day=25)
    assert post.send() == 0
    post.at("8:00", day=25)
    assert post.send() == 2


def test_tries_that_certainly_did_not_arrive_are_not_counted(post: Post, sms: Gateway) -> None:
    Rules.objects.create(centre=post.centre, most_a_day=1)
    resident = post.resident()
    post.tell(resident)
    sms.behaves.append("no-such-number")
    post.send()
    post.tell(resident)
    assert post.send() == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_message_once_and_no_more_than_a_day_holds(sms: Gateway) -> None:
    post = open_post()
    Rules.objects.create(centre=post.centre, most_a_day=3)
    crowd, one = [post.resident(telephone=f"1380000{n:04}") for n in range(10)], post.resident()
    for resident in [*crowd, *[one] * 8]:
        post.tell(resident)
    taken = together([post.send] * 4)
    assert sum(taken) == 13
    assert len(sms.calls) == len(sms.sent) == 13
    assert Notice.objects.filter(state="taken", resident=one).count() == 3


# To whom.


def test_who_wants_no_messages_gets_none_and_what_matters_comes_up_for_a_person(post: Post, sms: Gateway) -> None:
    resident = post.resident(notice_way=Resident.NoticeWay.NONE)
    accepted, ready = post.tell(resident), post.tell(resident, "case-ready")
    assert post.send() == 0
    assert (state(accepted), state(ready)) == ("dropped no-way", "failed no-way")


def test_a_landline_gets_no_text_message(post: Post, sms: Gateway) -> None:
    notice = post.tell(post.resident(telephone="02156012345"), "case-papers-wanted")
    post.send()
    assert (sms.calls, state(notice)) == ([], "failed no-way")


def test_who_reads_english_is_told_in_english(post: Post, sms: Gateway) -> None:
    post.tell(post.resident(language="en"))
    post.send()
    (text,) = sms.texts
    assert text == (
        "Onetrip: Accepted: Card, LF-20261124-0001, due by 1 December. "
        "See where it stands: https://onetrip.example/r/secret-token"
    )


def test_a_house_that_does_not_know_its_address_names_the_telephone(
    post: Post, sms: Gateway, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = ""
    post.tell()
    post.send()
    assert "看进度：打 12345" in sms.texts[0]
    assert "/r/" not in sms.texts[0]
