"""The day's letting go: what has had its time goes, nothing else does, and nothing that is left breaks."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from onetrip.advice.models import Consultation, Slip
from onetrip.appointments.models import Appointment
from onetrip.cases.models import Case
from onetrip.cases.photographs.models import Photograph
from onetrip.cases.records.papers import set_anew
from onetrip.insight import daily
from onetrip.insight.periods import Span
from onetrip.ledger import sealing, verifying
from onetrip.ledger.models import Event
from onetrip.notices.models import Notice, NoticeTry
from onetrip.people import keyring
from onetrip.people.models import Consent, IdentityView, Resident
from onetrip.ratings.models import Complaint, Invitation, Rating, Rectification
from onetrip.retention import actions, queries
from onetrip.retention.models import Hold
from tests import browsing
from tests.factories import NOW
from tests.retention.life import BY, NAME, WORDS, Life

pytestmark = pytest.mark.django_db

CLOCK = "system:clock"
YEARS = timedelta(days=365)


def run(life: Life, after: timedelta) -> dict[str, int]:
    return {one.rule.kind: one.number for one in actions.run(now=life.end + after, by=CLOCK) if one.number}


def everything_stored() -> str:
    """Every value of every table, as the rooms read it."""
    told = []
    for model in apps.get_models():
        if model._meta.app_label in ("staff", "catalogue", "contenttypes", "auth") or not model._meta.managed:
            continue
        told += [str(row) for row in model._base_manager.values_list()]
    return " ".join(told)


def test_before_its_time_nothing_goes(life: Life) -> None:
    before = everything_stored()
    assert run(life, -timedelta(hours=1)) == {}
    assert all(text in before for text in life.texts())
    assert all(text in everything_stored() for text in life.texts())


def test_each_kind_goes_when_its_days_are_over_and_not_before(life: Life) -> None:
    assert run(life, timedelta(days=2)) == {"licences": 1}
    assert run(life, timedelta(days=29)) == {}
    assert run(life, timedelta(days=31)) == {"bookings": 1}
    assert run(life, timedelta(days=59, hours=23)) == {}
    assert run(life, timedelta(days=60, hours=1)) == {"photographs": 1}
    assert run(life, timedelta(days=181)) == {"notices": 1}
    assert run(life, timedelta(days=366)) == {"consultations": 1}
    assert run(life, 3 * YEARS + timedelta(days=1)) == {"complaints": 1, "slips": 1, "views": 1}
    assert run(life, 10 * YEARS) == {}
    assert run(life, timedelta(days=3651)) == {"residents": 1}
    assert run(life, timedelta(days=3651 + 1095)) == {}
    assert run(life, timedelta(days=3651 + 1096)) == {"consents": 1}, "it ended with the person who gave it"
    assert run(life, timedelta(days=9000)) == {}


@pytest.mark.parametrize("later_key", ["", "aes", "sm4"])
def test_two_letters_of_words_go_whichever_key_is_in_use_by_then(
    life: Life, settings: Settings, tmp_path: Path, later_key: str
) -> None:
    """What was written with the first key has fewer bytes than nothing at all has with a later one."""
    Complaint.objects.update(words="ok", telephone=None)
    settings.KEY_RING = str(tmp_path / "keys.ring")
    keyring.forget()
    if later_key:
        keyring.use(keyring.add(later_key).number)
    try:
        assert run(life, 3 * YEARS + timedelta(days=2))["complaints"] == 1
        assert Complaint.objects.get().words == ""
        assert "complaints" not in run(life, 3 * YEARS + timedelta(days=3))
    finally:
        keyring.forget()


def test_who_agreed_for_a_child_goes_with_the_child(life: Life) -> None:
    Consent.objects.update(guardian="欧阳某，母亲")
    run(life, timedelta(days=3651))
    consent = Consent.objects.get()
    assert consent.guardian is None
    assert consent.withdrawn_at == life.end + timedelta(days=3651)


def test_the_mark_of_an_address_goes_with_the_remark(life: Life) -> None:
    notice = Notice.objects.get(state="told")
    NoticeTry.objects.create(notice=notice, round=1, way="sms", provider="none", to_hash=b"h" * 32, begun_at=NOW)
    Notice.objects.update(remark="")
    assert run(life, timedelta(days=181))["notices"] == 1
    assert bytes(NoticeTry.objects.get().to_hash) == b""
    assert "notices" not in run(life, timedelta(days=182))


def test_words_of_a_rating_go_with_what_colleagues_wrote_of_it_once_nothing_is_open(life: Life) -> None:
    invitation = Invitation.objects.get_or_create(
        visit=life.case.visit, defaults={"token": "i", "centre_id": "LF", "made_at": NOW}
    )[0]
    rating = Rating.objects.create(invitation=invitation, centre_id="LF", level=1, words=WORDS, at=NOW)
    order = Rectification.objects.create(
        centre_id="LF",
        rating=rating,
        state="handled",
        opened_at=NOW,
        answer_by=NOW.date(),
        handle_by=NOW.date(),
        finish_by=NOW.date(),
        reply="欧阳测试，对不起",
        notes=[{"verb": "handle", "by": BY, "at": NOW.isoformat(), "note": "打给欧阳测试"}],
    )
    assert "ratings" not in run(life, 4 * YEARS)
    Rectification.objects.filter(pk=order.pk).update(state="closed", closed_at=NOW)
    assert run(life, 4 * YEARS + timedelta(days=1))["ratings"] == 1
    rating.refresh_from_db()
    order.refresh_from_db()
    assert (rating.words, rating.level, order.reply) == ("", 1, "")
    assert order.notes == [{"verb": "handle", "by": BY, "at": NOW.isoformat(), "note": ""}]


def test_after_all_its_times_nobody_is_found_in_any_table(life: Life) -> None:
    run(life, timedelta(days=4000))
    run(life, timedelta(days=4001))
    left = everything_stored()
    assert [text for text in life.texts() if text in left] == []
    resident = Resident.objects.get(pk=life.resident.pk)
    assert (resident.number, resident.name, resident.masked_name, resident.masked_number) == ("", None, "", "")
    assert resident.wiped_at is not None


def test_what_is_left_still_opens_verifies_and_adds_up(life: Life, client: Client) -> None:
    figures = _figures()
    record = life.case.records.order_by("serial").first() or life.case.receipt.record
    paper = set_anew(record, language="zh", layout="a5", origin="http://testserver")
    run(life, timedelta(days=4000))
    assert _figures() == figures
    assert set_anew(record, language="zh", layout="a5", origin="http://testserver") == paper
    assert client.get(f"/r/{life.case.receipt.token}").status_code == 200
    assert client.get(f"/v/{record.token}").status_code == 200
    assert client.get(f"/s/{life.slip.token}").status_code in (200, 404)
    clerk = browsing.visitor("clerk")
    assert clerk.get(f"/cases/{life.case.number}").status_code == 200
    assert clerk.get(f"/cases/{life.case.number}/photographs").status_code == 200
    for centre in ("LF", ""):
        sealing.seal(centre)
        assert list(verifying.breaks(centre)) == []
    for model in (Case, Slip, Consultation, Appointment, Complaint, Resident, Photograph):
        assert model._base_manager.count() == 1, model


def _figures() -> dict[date, daily.DaySums]:
    """What the director's page adds up, of the days of the life."""
    from onetrip.centres.models import Centre

    daily.forget()
    day = NOW.date()
    return daily.by_day(Centre.objects.get(code="LF"), Span(day, day + timedelta(days=2)), day + timedelta(days=9))


def test_who_comes_again_is_somebody_new(life: Life) -> None:
    from onetrip.people.actions import know
    from onetrip.people.identity import read_number

    run(life, timedelta(days=4000))
    again = know(identity=read_number(life.number, day=NOW.date()), now=NOW)
    assert again.pk != life.resident.pk


def test_a_dry_run_counts_and_touches_nothing(life: Life) -> None:
    before = everything_stored()
    would = {one.rule.kind: one.number for one in actions.run(now=life.end + timedelta(days=4000), by=CLOCK, dry=True)}
    assert would["photographs"] == would["bookings"] == 1
    assert everything_stored() == before


def test_nothing_goes_of_a_case_that_goes_on(life: Life) -> None:
    Case.objects.filter(pk=life.case.pk).update(state=Case.State.ACCEPTED, delivered_at=None, completed_at=None)
    went = run(life, timedelta(days=9000))
    assert "photographs" not in went
    assert "residents" not in went


def test_what_is_held_stays_until_it_is_lifted(life: Life) -> None:
    hold = actions.hold(number=life.case.number, reason="行政诉讼", centre="LF", now=NOW, by=BY, key=uuid.uuid4())
    assert "photographs" not in run(life, timedelta(days=4000))
    assert Resident.objects.get(pk=life.resident.pk).name == NAME
    assert Complaint.objects.get().words == WORDS
    assert Consultation.objects.get().resident_id == life.resident.pk
    actions.lift(hold_id=hold.pk, centre="LF", now=life.end + timedelta(days=4000), by=BY)
    went = run(life, timedelta(days=4002))
    assert went["photographs"] == 1
    assert Event.objects.filter(thing="hold").values_list("verb", flat=True).count() == 2


def test_somebody_whom_nothing_is_known_of_is_not_held_by_another(life: Life) -> None:
    other = Consultation.objects.get()
    Consultation.objects.filter(pk=other.pk).update(resident=life.resident)
    nobody = Appointment.objects.get()
    Appointment.objects.filter(pk=nobody.pk).update(resident=None)
    actions.hold(number=life.case.number, reason="检查", centre="LF", now=NOW, by=BY, key=uuid.uuid4())
    assert run(life, timedelta(days=400)).get("bookings") == 1


def test_each_kind_leaves_a_line_that_says_how_much_and_never_whose(life: Life) -> None:
    run(life, timedelta(days=4000))
    lines = Event.objects.filter(thing="retention")
    assert {line.thing_id: line.data["number"] for line in lines.filter(verb="let-go")}["photographs"] == 1
    told = str(list(lines.values_list("data", "thing_id")))
    assert all(text not in told for text in (*life.texts(), str(life.resident.pk)))


def test_it_is_done_once_a_night_and_made_up_for_where_the_house_stood_still(life: Life) -> None:
    midnight = (life.end + timedelta(days=100)).replace(hour=16, minute=0)  # 0:00 in Shanghai
    actions.tend(now=midnight + timedelta(minutes=30), by=CLOCK)
    assert not Event.objects.filter(thing="retention").exists()
    actions.tend(now=midnight + timedelta(hours=3), by=CLOCK)
    actions.tend(now=midnight + timedelta(hours=4), by=CLOCK)
    assert Event.objects.filter(thing="retention", verb="run").count() == 1
    actions.tend(now=midnight + timedelta(days=1, hours=14), by=CLOCK)
    assert Event.objects.filter(thing="retention", verb="run").count() == 2


def test_one_kind_that_goes_wrong_keeps_no_other_one(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr("onetrip.cases.photographs.actions.let_go", broken)
    went = run(life, timedelta(days=400))
    assert "photographs" not in went
    assert went["bookings"] == 1
    assert Photograph.objects.filter(removed_at=None).count() == 1


def test_many_rows_go_in_portions(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for _ in range(5):
        IdentityView.objects.create(resident=life.resident, by=BY, centre="LF", purpose="x", at=NOW)
    assert run(life, 4 * YEARS)["views"] == 6


def test_a_consent_that_holds_never_goes_and_one_withdrawn_after_three_years(life: Life) -> None:
    assert "consents" not in run(life, 5 * YEARS)
    Consent.objects.update(withdrawn_at=NOW, withdrawn_by=BY)
    assert run(life, 5 * YEARS + timedelta(days=1))["consents"] == 1


def test_the_report_says_what_is_over_what_will_be_and_what_went(life: Life) -> None:
    lines = {one.rule.kind: one for one in queries.report(life.end + timedelta(days=40))}
    assert (lines["bookings"].over, lines["photographs"].over, lines["photographs"].soon) == (1, 0, 1)
    assert lines["cases"].by_clock is False
    run(life, timedelta(days=40))
    lines = {one.rule.kind: one for one in queries.report(life.end + timedelta(days=41))}
    assert (lines["bookings"].over, lines["bookings"].went) == (0, 1)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("hold_once", {"lifted_at": None, "lifted_by": ""}),
        ("hold_has_a_reason", {"reason": ""}),
        ("hold_lifted_by_somebody", {"lifted_at": NOW}),
        ("hold_lifted_by_somebody", {"lifted_by": BY}),
    ],
)
def test_the_table_of_holds_holds(life: Life, constraint: str, wrong: dict[str, object]) -> None:
    good = {"case": life.case, "reason": "检查", "placed_at": NOW, "placed_by": BY}
    if constraint == "hold_once":
        Hold.objects.create(**good)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Hold.objects.create(**{**good, **wrong})
