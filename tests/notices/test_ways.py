"""Text message, app and letter: which way is taken, over real servers, and what happens when one fails."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured

from onetrip.notices.models import NoticeTry
from onetrip.notices.providers.calls import Gateway as Told
from onetrip.people import actions as people
from onetrip.people.actions import NoticeChoice
from onetrip.people.models import Consent, Resident
from tests.mail_server import Mailbox
from tests.notices.gateway import Gateway
from tests.notices.house import EMAIL, Post, state

pytestmark = pytest.mark.django_db


def chooses(post: Post, resident: Resident, way: str, **more: object) -> Resident:
    choice = NoticeChoice(way=way, language="zh", **more)
    return people.choose_notices(
        resident_id=resident.pk, choice=choice, by="staff:a", centre="LF", now=post.now, key=uuid.uuid4()
    )


def in_the_app(post: Post, resident: Resident) -> None:
    people.link_app(resident_id=resident.pk, account="app-1", by="resident", centre="LF", now=post.now)


def test_a_letter_goes_over_real_smtp_to_who_prefers_letters(post: Post, mail: Mailbox, sms: Gateway) -> None:
    resident = chooses(post, post.resident(), "email", email=EMAIL)
    notice = post.tell(resident, "case-ready")
    assert post.send() == 1
    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (EMAIL, "办好了：LF-20261124-0001")
    assert letter["Message-ID"] == f"<{notice.reference}@localhost>"
    assert "请12 月 24 日前带身份证到测试街道中心取" in letter.get_content()
    assert sms.calls == []
    assert notice.reported_until is None, "no receipt will come of a letter"


def test_the_app_is_told_by_account_and_never_by_number(post: Post, push: Gateway) -> None:
    resident = post.resident()
    in_the_app(post, resident)
    chooses(post, resident, "app")
    post.tell(resident)
    assert post.send() == 1
    (call,) = push.calls
    assert call["account"] == "app-1"
    assert call["title"] == "受理了：LF-20261124-0001"
    assert call["link"] == "https://onetrip.example/r/secret-token"
    assert "to" not in call
    assert "【" not in call["text"]


def test_who_has_signed_out_of_the_app_gets_a_text_message_instead(post: Post, sms: Gateway, push: Gateway) -> None:
    resident = post.resident()
    in_the_app(post, resident)
    chooses(post, resident, "app")
    notice = post.tell(resident)
    push.behaves.append("gone")
    post.send()
    assert (len(sms.sent), state(notice)) == (1, "taken")
    assert list(sms.sent) == [f"{notice.pk}-2"], "another way has another reference"


def test_when_every_way_fails_for_good_it_has_failed(post: Post, sms: Gateway, mail: Mailbox) -> None:
    notice = post.tell(chooses(post, post.resident(), "email", email=EMAIL))
    mail.refuses = EMAIL
    sms.behaves.append("no-such-number")
    post.send()
    assert state(notice) == "failed refused"
    assert [each.way for each in notice.attempts.all()] == ["email", "sms"]


def test_where_it_may_have_arrived_no_other_way_is_tried(post: Post, sms: Gateway, mail: Mailbox) -> None:
    resident = chooses(post, post.resident(), "sms", email=EMAIL)
    post.at("8:00")
    notice = post.tell(resident)
    sms.behaves.extend(["mistake"] * 6)
    for wait in (0, 1, 5, 30, 120, 360):
        post.later(minutes=wait)
        post.send()
    assert (state(notice), mail.letters) == ("failed given-up", [])


def test_a_mailbox_that_is_full_for_now_is_tried_again(post: Post, mail: Mailbox) -> None:
    notice = post.tell(chooses(post, post.resident(telephone=None), "email", email=EMAIL))
    mail.refuses, mail.reply = EMAIL, "452 mailbox full"
    post.send()
    assert state(notice) == "due"
    mail.refuses = ""
    post.later(minutes=1)
    assert post.send() == 1


def test_a_mail_server_that_puts_off_every_letter_is_tried_again(post: Post, mail: Mailbox) -> None:
    post.tell(chooses(post, post.resident(telephone=None), "email", email=EMAIL))
    mail.busy = True
    post.send()
    assert NoticeTry.objects.get().answer == "SMTPDataError 451"


def test_no_letter_without_consent(post: Post, sms: Gateway, mail: Mailbox) -> None:
    resident = chooses(post, post.resident(), "email", email=EMAIL)
    people.withdraw_consent(
        resident_id=resident.pk, purpose=Consent.Purpose.MESSAGES, by="staff:a", centre="LF", now=post.now
    )
    post.tell(resident)
    post.send()
    assert (len(sms.sent), mail.letters) == (1, [])


def test_a_gateway_is_reached_over_tls_except_on_this_machine() -> None:
    with pytest.raises(ImproperlyConfigured):
        Told("http://sms.example.org", "key")
    for address in ("https://sms.example.org", "http://127.0.0.1:80", "http://localhost"):
        assert Told(address, "key").address == address
