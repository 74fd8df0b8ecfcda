"""Children and minors stand apart: a guardian agrees for them, and lists of many people do not name them."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.ledger.refusals import Refused
from onetrip.people import actions
from onetrip.people.actions import NoticeChoice
from onetrip.people.models import Consent, Resident
from tests.factories import NOW, make_centre, synthetic_identity

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def born(day: date) -> Resident:
    make_centre()
    return actions.know(identity=synthetic_identity(day), now=NOW, name="王小测")


def agree(resident: Resident, guardian: str = "") -> Consent:
    return actions.give_consent(
        resident_id=resident.pk,
        purpose=Consent.Purpose.REUSE_ANSWERS,
        channel="desk",
        by="staff:li",
        centre="LF",
        now=NOW,
        guardian=guardian,
    )


@pytest.mark.parametrize(
    ("day", "child", "listed"),
    [
        (date(2012, 11, 25), True, "＊＊＊"),  # fourteen tomorrow
        (date(2012, 11, 24), False, "＊＊＊"),  # fourteen today
        (date(2008, 11, 25), False, "＊＊＊"),  # eighteen tomorrow
        (date(2008, 11, 24), False, "王＊＊"),
    ],
)
def test_who_is_a_child_and_who_a_minor_turns_on_the_birthday(day: date, child: bool, listed: str) -> None:
    resident = born(day)
    assert resident.is_child_on(TODAY) is child
    assert resident.listed_name(TODAY) == listed


def test_a_child_agrees_by_its_guardian_who_is_written_down(db: None) -> None:
    resident = born(date(2018, 5, 1))
    with pytest.raises(Refused, match="guardian-needed") as refused:
        agree(resident)
    assert "监护人" in refused.value.text.zh
    with pytest.raises(Refused, match="guardian-needed"):
        agree(resident, " x")
    assert not Consent.objects.exists()
    assert agree(resident, "王大测，父亲").guardian == "王大测，父亲"


def test_whoever_is_fourteen_agrees_alone_and_no_guardian_is_kept(db: None) -> None:
    assert agree(born(date(2012, 11, 24)), "somebody").guardian is None


def test_messages_by_mail_to_a_child_need_the_guardian_too(db: None) -> None:
    resident = born(date(2018, 5, 1))

    def choose(guardian: str) -> Resident:
        choice = NoticeChoice(way="email", language="zh", email="parent@example.org", guardian=guardian)
        return actions.choose_notices(
            resident_id=resident.pk, choice=choice, by="staff:li", centre="LF", now=NOW, key=uuid.uuid4()
        )

    with pytest.raises(Refused, match="guardian-needed"):
        choose("")
    resident.refresh_from_db()
    assert resident.email is None
    choose("王大测，父亲")
    assert Consent.objects.get(purpose="messages").guardian == "王大测，父亲"


def test_of_whom_no_number_is_known_any_more_no_age_is_known(db: None) -> None:
    resident = born(date(2018, 5, 1))
    resident.number = ""
    assert resident.age_on(TODAY) is None
    assert not resident.is_child_on(TODAY)
