"""What is told to whom, when, and what happens where it cannot be sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from onetrip.appointments import actions
from onetrip.appointments.actions import Booker
from onetrip.appointments.actions.unopened import stranded_on, tell_who_booked
from onetrip.appointments.models import Attempt, Message
from onetrip.appointments.sending_times import reminder_at
from onetrip.centres.opening_actions import change_day
from onetrip.ledger.models import Event
from onetrip.notices.providers.contrib import simulated_sms
from onetrip.people.contacts import Contact
from onetrip.rules import Text
from tests.appointments.diary import MOBILE, NINE_THIRTY, TOMORROW, Diary, somebody
from tests.mail_server import Mailbox, mailbox

SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTER_TOMORROW = TOMORROW + timedelta(days=1)
MAIL = Contact("email", "wang@example.org")


@pytest.fixture
def post(settings: Settings) -> Iterator[Mailbox]:
    """A house whose mail goes to a server of this test."""
    with mailbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.MESSAGE_PROVIDERS = {"sms": "simulated_sms", "email": "smtp"}
        settings.PUBLIC_ADDRESS = "https://onetrip.example"
        yield server


def deliver(diary: Diary) -> int:
    return actions.deliver_due(now=diary.now, by="system:clock")


def states(kind: str = "") -> list[str]:
    found = Message.objects.filter(kind=kind) if kind else Message.objects.all()
    return sorted(found.values_list("state", flat=True))


@pytest.mark.django_db
def test_a_confirmation_says_when_where_and_which_number_and_not_what_for(diary: Diary, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://onetrip.example"
    booked = diary.book(booker=Booker(contact=MOBILE), matters=["disability-certificate"])
    assert deliver(diary) == 1
    (letter,) = simulated_sms.sent
    assert letter.to == MOBILE.to
    assert "11 月 25 日 周三 9:00–9:30" in letter.words
    assert booked.number in letter.words
    assert f"https://onetrip.example/b/{booked.token}" in letter.words
    assert "残疾" not in letter.words
    assert "disab" not in letter.words


@pytest.mark.django_db
def test_a_house_that_does_not_know_its_address_names_the_telephone(diary: Diary, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = ""
    diary.book(booker=Booker(contact=MOBILE), language="en")
    deliver(diary)
    assert "call 12345" in simulated_sms.sent[0].words
    assert "/b/" not in simulated_sms.sent[0].words


@pytest.mark.django_db
def test_a_message_is_sent_once_however_often_the_clock_looks(diary: Diary) -> None:
    diary.book(booker=Booker(contact=MOBILE))
    assert [deliver(diary) for _ in range(3)] == [1, 0, 0]
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_a_gateway_that_is_down_is_tried_again_later_and_given_up_at_last(diary: Diary) -> None:
    simulated_sms.provider().out_of_order = True
    diary.book(day=AFTER_TOMORROW, booker=Booker(contact=MOBILE))
    for wait in (0, 1, 5, 30, 120):
        diary.later(minutes=wait)
        assert deliver(diary) == 0
    assert states("booked") == ["failed"]
    tries = Attempt.objects.filter(message__kind="booked")
    assert (tries.count(), set(tries.values_list("answer", flat=True))) == (5, {"503 gateway busy"})
    assert Event.objects.filter(thing="message", verb="fail").count() == 1


@pytest.mark.django_db
def test_a_gateway_that_comes_back_delivers(diary: Diary) -> None:
    simulated_sms.provider().out_of_order = True
    diary.book(booker=Booker(contact=MOBILE))
    deliver(diary)
    simulated_sms.provider().out_of_order = False
    assert deliver(diary) == 0  # not before its time
    diary.later(minutes=1)
    assert deliver(diary) == 1


@pytest.mark.django_db
def test_killed_between_sending_and_writing_it_down_one_message_arrives(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary.book(booker=Booker(contact=MOBILE))

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("onetrip.appointments.actions.delivering._note", power_cut)
        with pytest.raises(KeyboardInterrupt):
            deliver(diary)
    assert deliver(diary) == 0  # somebody may still be at it
    diary.later(minutes=3)
    assert deliver(diary) == 1
    assert len(simulated_sms.sent) == 1  # the gateway knew the reference
    assert states("booked") == ["sent"]


@pytest.mark.django_db
def test_what_was_changed_meanwhile_is_not_told_any_more(diary: Diary) -> None:
    booked = diary.book(booker=Booker(contact=MOBILE))
    diary.change(booked, NINE_THIRTY)
    assert deliver(diary) == 1
    assert "改好了" in simulated_sms.sent[0].words
    assert states("booked") == ["dropped"]
    diary.cancel(booked)
    deliver(diary)
    assert "已取消" in simulated_sms.sent[-1].words
    diary.later(days=2)
    assert deliver(diary) == 0


@pytest.mark.django_db
def test_a_closed_day_tells_who_is_booked_once_and_names_who_has_to_be_found(diary: Diary) -> None:
    diary.book(booker=Booker(contact=MOBILE))
    diary.book(time(14), booker=somebody(2))
    quiet = diary.book(booker=Booker(device="x"))
    deliver(diary)
    change_day(
        centre="LF", day=TOMORROW, stretches=[(time(13), time(16))], reason=Text("上午停电", "Power cut in the morning"),
        now=diary.now, by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip
    found = tell_who_booked(centre="LF", day=TOMORROW, now=diary.now, by="staff:d")
    assert (found.told, found.to_telephone) == (1, 1)
    assert tell_who_booked(centre="LF", day=TOMORROW, now=diary.now, by="staff:d").told == 0
    assert [each.pk for each in stranded_on("LF", TOMORROW) if not each.contact] == [quiet.pk]
    assert deliver(diary) == 1
    assert "不开门" in simulated_sms.sent[-1].words


@pytest.mark.django_db
def test_a_letter_goes_over_real_smtp_with_a_calendar_file(diary: Diary, post: Mailbox) -> None:
    booked = diary.book(booker=Booker(contact=MAIL), language="en")
    assert deliver(diary) == 1
    (letter,) = post.letters
    assert letter["To"] == MAIL.to
    assert letter["Subject"] == "Booked: Wednesday 25 November, 9:00–9:30"
    assert booked.number in letter.get_body().get_content()
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert f"UID:{booked.pk}@onetrip" in attached.get_content()


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_not_tried_again(diary: Diary, post: Mailbox) -> None:
    post.refuses = MAIL.to
    diary.book(booker=Booker(contact=MAIL))
    assert deliver(diary) == 0
    assert states("booked") == ["failed"]
    assert Attempt.objects.get().answer == "recipient refused"


@pytest.mark.django_db
def test_a_mail_server_that_is_busy_or_gone_is_tried_again(diary: Diary, post: Mailbox, settings: Settings) -> None:
    post.busy = True
    diary.book(booker=Booker(contact=MAIL))
    assert deliver(diary) == 0
    settings.EMAIL_PORT = 1  # nobody listens there
    diary.later(minutes=1)
    assert deliver(diary) == 0
    post.busy, settings.EMAIL_PORT = False, post.port
    diary.later(minutes=5)
    assert deliver(diary) == 1
    answers = list(Attempt.objects.values_list("answer", flat=True))
    assert answers == ["SMTPDataError 451", "ConnectionRefusedError", "accepted"]


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("wanted", "now", "starts", "sent"),
    [
        ("24 13:00", "24 09:30", "25 09:00", "24 13:00"),
        ("24 23:00", "24 09:30", "25 15:00", "25 08:00"),  # not at night
        ("25 06:30", "24 09:30", "25 08:00", "24 20:30"),  # the morning is too late: the evening before
        ("24 08:00", "24 09:30", "25 09:00", "24 09:30"),
        ("25 06:30", "25 06:00", "25 08:00", None),  # booked in the night for the early morning: nobody is woken up
    ],
)
def test_reminders_keep_the_night_quiet(wanted: str, now: str, starts: str, sent: str | None) -> None:
    times = [at(int(each.split()[0]), each.split()[1]) for each in (wanted, now, starts)]
    expected = at(int(sent.split()[0]), sent.split()[1]) if sent else None
    assert reminder_at(*times, time(21), time(8), SHANGHAI) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 72),
    st.integers(0, 72),
    st.times(),
    st.times(),
)
def test_a_message_is_never_sent_in_the_past_after_the_half_hour_or_in_the_quiet_hours(
    now: datetime, wanted: int, starts: int, quiet_from: time, quiet_until: time
) -> None:
    half_hour = now + timedelta(hours=starts)
    found = reminder_at(now + timedelta(hours=wanted), now, half_hour, quiet_from, quiet_until, SHANGHAI)
    if found is None:
        return
    assert now <= found < half_hour
    clock = found.astimezone(SHANGHAI).time()
    night = (
        quiet_from <= clock < quiet_until if quiet_from <= quiet_until else clock >= quiet_from or clock < quiet_until
    )
    if (
        quiet_from == quiet_until
        or (datetime.combine(now, quiet_until) - datetime.combine(now, quiet_from)).seconds < 84600
    ):
        assert not night
