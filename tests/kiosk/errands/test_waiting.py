"""What waits for its person: how long, on whose list, what they are told, and what is left of it afterwards."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from onetrip.centres.models import Centre
from onetrip.centres.queries import forget
from onetrip.centres.working_days import Calendar, DayKind
from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.actions.photographing import send_by_receipt
from onetrip.kiosk.errands.queries import waiting_for_person
from onetrip.kiosk.errands.run import run_of
from onetrip.kiosk.errands.waiting import waits_until
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PICTURES
from tests.browsing import visitor, words
from tests.drawn import picture
from tests.factories import make_account
from tests.kiosk.errands.machine import Machine
from tests.kiosk.errands.test_prints_and_answers import to_print

CALENDAR = Calendar({date(2026, 12, 4): DayKind.HOLIDAY}, frozenset({2026}), {2026: 1})
ASKED = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""A Tuesday morning in Shanghai."""


def asked_again(machine: Machine) -> Errand:
    machine.reissue()
    errand, clerk = machine.submit(), make_account("clerk")
    return actions.ask_again(
        errand_id=errand.pk,
        centre="LF",
        account_id=clerk.pk,
        papers=["bank-card"],
        words="银行卡反光，请再拍一张。",
        now=machine.tick(),
        by=clerk.actor,
        key=uuid.uuid4(),
    )


def tidy_at(now: datetime) -> int:
    return actions.tidy(now=now, by="system:clock")


@pytest.mark.parametrize(
    ("touched", "last"),
    [
        (ASKED - timedelta(hours=1), date(2026, 12, 8)),  # four working days, over a holiday and a weekend
        (ASKED + timedelta(days=1), date(2026, 12, 9)),  # they sent something on Wednesday
    ],
)
def test_it_waits_in_working_days_from_what_was_said_or_done_last(touched: datetime, last: date) -> None:
    errand = Errand(state="asked", asked_at=ASKED, touched_at=touched)
    centre = Centre(code="LF", errand_waits_days=4)
    assert waits_until(errand, centre, CALENDAR) == last
    errand.state = "review"
    assert waits_until(errand, centre, CALENDAR) is None


@pytest.mark.django_db(transaction=True)
def test_asked_again_and_never_answered_it_closes_with_words_and_its_pictures_go(machine: Machine) -> None:
    errand = asked_again(machine)
    run = run_of(errand, machine.now)
    last, kept = run.waits_until, list(Picture.objects.values_list("pk", flat=True))
    assert f"{last.month} 月 {last.day} 日" in "".join(text.zh for text in run.stands.then)
    that_evening = datetime(last.year, last.month, last.day, 23, 59, tzinfo=machine.centre.zone)
    assert tidy_at(that_evening) == 0
    assert tidy_at(that_evening + timedelta(minutes=2)) == len(kept) == 2
    errand.refresh_from_db()
    assert errand.state == Errand.State.LAPSED
    for one in kept:
        with pytest.raises(Gone):
            PICTURES.get(one)
    assert Event.objects.filter(thing="errand", verb="lapse", from_state="asked", to_state="lapsed").count() == 1
    with pytest.raises(NotFound):
        send_by_receipt(errand_id=errand.pk, paper="bank-card", raw=picture(9), now=that_evening + timedelta(minutes=3))
    told = words(visitor().get(f"/e/{errand.token}"))
    assert "过了日子没有补来" in told
    assert "银行卡反光" in told
    assert "个工作日" not in told, "what is closed takes no time any more, and nothing follows"


@pytest.mark.django_db
def test_a_print_that_nobody_fetches_closes_too_and_one_that_stands_before_somebody_does_not(machine: Machine) -> None:
    errand = to_print(machine)
    last = run_of(errand, machine.now).waits_until
    later = datetime(last.year, last.month, last.day, tzinfo=machine.centre.zone) + timedelta(days=1)
    Errand.objects.update(touched_at=later)
    tidy_at(later + timedelta(hours=1))
    assert Errand.objects.get().state == Errand.State.READY
    Errand.objects.update(touched_at=machine.now)
    tidy_at(later + timedelta(hours=1))
    assert (Errand.objects.get().state, Errand.objects.get().seat) == (Errand.State.LAPSED, None)


@pytest.mark.django_db
def test_each_centre_says_how_long_it_waits(machine: Machine) -> None:
    asked_again(machine)
    Centre.objects.update(errand_waits_days=1)
    forget()
    tidy_at(machine.now + timedelta(days=5))
    assert Errand.objects.get().state == Errand.State.LAPSED


@pytest.mark.django_db
def test_what_waits_for_a_resident_stands_at_the_desk_and_can_be_refused_there(machine: Machine) -> None:
    machine.now = timezone.now()
    errand = asked_again(machine)
    assert [one.pk for one in waiting_for_person("LF")] == [errand.pk]
    clerk = visitor("clerk")
    assert "等居民来" in words(clerk.get("/review/"))
    page = words(clerk.get(f"/review/{errand.pk}"))
    assert "过了自己关掉" in page
    assert "请居民补：银行卡" in page
    refused = clerk.post(
        f"/review/{errand.pk}/refuse", {"idempotency_key": uuid.uuid4(), "words": "居民来电话说不办了。"}
    )
    assert refused["Location"] == "/review/"
    assert not waiting_for_person("LF").exists()
    assert "等居民来" not in words(clerk.get("/review/"))
