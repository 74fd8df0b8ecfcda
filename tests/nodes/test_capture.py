"""Each side writes its own rows alone, and what it writes is written down as it is."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, connection, transaction

from onetrip.advice.models import Consultation
from onetrip.centres.models import Centre
from onetrip.ledger import events
from onetrip.lobby.models import Visit
from onetrip.nodes import capture, outbox
from onetrip.nodes.models import Here, Holding, Node, Outgoing
from onetrip.nodes.wording import owned_elsewhere
from onetrip.people.actions import know
from onetrip.people.models import Resident
from onetrip.staff.models import Account
from tests.factories import NOW, make_account, make_centre, published_catalogue, synthetic_identity
from tests.nodes.messages import a_slip, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_centre() -> Centre:
    centre = make_centre("LF", windows=1)
    make_centre("ZZ", windows=1)
    make_account("clerk", username="chen")
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    capture.attach()
    return centre


@pytest.fixture
def at_city() -> Centre:
    centre = make_centre("LF", windows=1)
    make_centre("ZZ", windows=1)
    Here.objects.create(role="city", since=NOW)
    Node.objects.create(centre=centre, number=1, added_at=NOW)
    capture.attach()
    return centre


def last() -> tuple[str, str, str, dict]:
    """The last message: to whom, table, deed, row."""
    one = Outgoing.objects.latest("id")
    return one.to, one.table, one.deed, json.loads(one.row or "{}")


def refused(does) -> str:
    """The code of the refusal with which `does` ends."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        does()
    found = owned_elsewhere(caught.value)
    assert found is not None
    return found.code


def test_a_new_row_is_told_whole_and_a_changed_one_by_what_changed(at_centre: Centre) -> None:
    visit = a_visit()
    visit.save(force_insert=True)
    to, table, deed, row = last()
    assert (to, table, deed) == ("city", "lobby_visit", "I")
    assert set(row) == {field.column for field in Visit._meta.concrete_fields}
    Visit.objects.filter(pk=visit.pk).update(wanted=["elder-card"])
    assert last() == ("city", "lobby_visit", "U", {"wanted": ["elder-card"]})


def test_a_row_that_was_written_without_a_change_is_not_told(at_centre: Centre) -> None:
    visit = a_visit()
    visit.save(force_insert=True)
    before = Outgoing.objects.count()
    visit.save()
    assert Outgoing.objects.count() == before


def test_what_is_taken_back_with_its_transaction_is_never_told(at_centre: Centre) -> None:
    before = Outgoing.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        a_visit().save(force_insert=True)
        raise RuntimeError
    assert Outgoing.objects.count() == before


def test_an_id_number_leaves_the_house_encrypted(at_centre: Centre) -> None:
    card = synthetic_identity()
    know(identity=card, now=NOW, name="李测试")
    text = Outgoing.objects.latest("id").row or ""
    assert card.number not in text
    assert "李测试" not in text


def test_a_centre_changes_nothing_of_the_citys_but_the_marks_of_signing_in(at_centre: Centre) -> None:
    chen = Account.objects.filter(username="chen")
    assert refused(lambda: chen.update(is_active=False)) == "owned-by-city"
    assert refused(lambda: Centre.objects.filter(pk="LF").update(telephone="1")) == "owned-by-city"
    assert refused(lambda: chen.get().grants.all().delete()) == "owned-by-city"
    before = Outgoing.objects.count()
    chen.update(failed_sign_ins=3, last_login=NOW)
    assert Outgoing.objects.count() == before


def test_a_centre_gives_no_number_of_another_centre(at_centre: Centre) -> None:
    assert refused(lambda: a_visit("ZZ").save(force_insert=True)) == "owned-by-centre"


def test_a_centre_changes_a_copied_row_of_another_centre_only_where_any_window_may(at_centre: Centre) -> None:
    theirs = a_visit("ZZ")
    with capture.applying("city"):
        theirs.save(force_insert=True)
        resident = know(identity=synthetic_identity(), now=NOW)
    copied = Visit.objects.filter(pk=theirs.pk)
    assert refused(lambda: copied.update(wanted=["elder-card"])) == "owned-by-centre"
    assert refused(copied.delete) == "owned-by-centre"
    one = Resident.objects.filter(pk=resident.pk)
    assert refused(lambda: one.update(number_hash=b"x")) == "owned-by-centre"
    one.update(telephone="13900000000")
    mine = a_visit()
    mine.save(force_insert=True)
    assert refused(lambda: Visit.objects.filter(pk=mine.pk).update(centre_id="ZZ")) == "owned-by-centre"


def test_a_centre_that_reads_answers_given_elsewhere_writes_it_into_the_ledger_of_that_centre(
    at_centre: Centre,
) -> None:
    said = {"now": NOW, "centre": "ZZ", "actor": "staff:chen", "thing": "consultation", "thing_id": "1"}
    events.record(verb="answers-read", **said)
    assert last()[3]["centre"] == "ZZ"
    assert refused(lambda: events.record(verb="reuse-answers", **said)) == "owned-by-centre"


def test_what_somebody_wiped_is_not_kept_in_the_messages_of_before(at_centre: Centre) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    with capture.applying("city"):
        version = published_catalogue()
    asked = Consultation.objects.create(
        centre=at_centre,
        channel="kiosk",
        catalogue=version,
        started_at=NOW,
        started_by="x",
        facts={"hukou": {"value": "shanghai"}},
        asked=["hukou"],
        resident=resident,
    )
    mine = Outgoing.objects.filter(table="advice_consultation", key=str(asked.pk)).order_by("id")
    assert json.loads(mine[0].row or "")["resident_id"] == str(resident.pk)
    assert outbox.forget_what_was_wiped() == 0, "as long as it stands it is told as it was"
    asked.facts, asked.asked, asked.resident = {}, [], None
    asked.save(update_fields=["facts", "asked", "resident"])
    assert outbox.forget_what_was_wiped() == 1
    now = Consultation.objects.filter(pk=asked.pk).extra(select={"row": "to_jsonb(advice_consultation)::text"})
    held = json.loads(now.values_list("row", flat=True)[0])
    for message in mine:
        told = json.loads(message.row or "")
        assert all(told[name] == held[name] for name in ("facts", "asked", "resident_id") if name in told)
    assert json.loads(mine[0].row or "")["channel"] == "kiosk", "all else is told as it was"
    assert outbox.forget_what_was_wiped() == 0


def test_the_city_writes_nothing_of_a_centre_with_a_node_but_goes_on_for_the_others(at_city: Centre) -> None:
    assert refused(lambda: a_visit("LF").save(force_insert=True)) == "owned-by-centre"
    a_visit("ZZ").save(force_insert=True)


def test_what_the_city_takes_in_is_neither_guarded_nor_sent_back(at_city: Centre) -> None:
    before = Outgoing.objects.count()
    with transaction.atomic(), capture.applying("LF"):
        a_visit("LF").save(force_insert=True)
    assert Outgoing.objects.count() == before
    assert refused(lambda: a_visit("LF").save(force_insert=True)) == "owned-by-centre"


def told_lf_by(does) -> list[tuple[str, str]]:
    """What the node of LF is told when `does` is done: deed and table."""
    before = outbox.last_given()
    does()
    told = Outgoing.objects.filter(to="LF", id__gt=before).order_by("id")
    return [(one.deed, one.table) for one in told]


def test_who_holds_a_slip_is_told_whole_of_a_visit_that_brings_it_late_and_that_it_is_gone_when_it_brings_another(
    at_city: Centre,
) -> None:
    held, other = a_slip(1), a_slip(2)
    Holding.objects.create(node_id="LF", slip=held, since=NOW)
    visit = a_visit("ZZ")
    assert told_lf_by(lambda: visit.save(force_insert=True)) == []
    one = Visit.objects.filter(pk=visit.pk)
    assert told_lf_by(lambda: one.update(slip=held)) == [("I", "lobby_visit"), ("U", "lobby_visit")]
    whole = Outgoing.objects.filter(to="LF", table="lobby_visit", deed="I").latest("id")
    assert json.loads(whole.row or "")["slip_id"] == str(held.pk)
    assert told_lf_by(lambda: one.update(wanted=["elder-card"])) == [("U", "lobby_visit")]
    assert told_lf_by(lambda: one.update(slip=other)) == [("D", "lobby_visit")]
    assert told_lf_by(lambda: one.update(wanted=[])) == []


def test_who_holds_a_slip_is_told_of_the_resident_before_the_visit_that_names_them(at_city: Centre) -> None:
    held = a_slip(1)
    Holding.objects.create(node_id="LF", slip=held, since=NOW)
    visit = a_visit("ZZ", slip=held)
    assert told_lf_by(lambda: visit.save(force_insert=True)) == [("I", "lobby_visit")]
    resident = know(identity=synthetic_identity(), now=NOW)
    one = Visit.objects.filter(pk=visit.pk)
    first = [("I", "people_resident"), ("U", "lobby_visit")]
    assert told_lf_by(lambda: one.update(resident=resident)) == first
    came = know(identity=synthetic_identity(), now=NOW)
    assert told_lf_by(lambda: one.update(proxy=came, relation="agent")) == first
    assert Outgoing.objects.filter(to="LF", table="people_resident").latest("id").key == str(came.pk)


def test_an_account_goes_to_the_nodes_of_its_centres_alone_and_before_its_grant(at_city: Centre) -> None:
    before = Outgoing.objects.latest("id").id if Outgoing.objects.exists() else 0
    make_account("clerk", centre="ZZ")
    assert not Outgoing.objects.filter(id__gt=before).exclude(table="ledger_event").exists()
    make_account("clerk", centre="LF")
    told = list(Outgoing.objects.filter(id__gt=before, to="LF").order_by("id").values_list("table", flat=True))
    assert told[:2] == ["staff_account", "staff_grant"]


def test_an_integrity_error_of_another_kind_is_no_refusal(at_city: Centre) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO nodes_here (\"only\", role, centre, number, since) VALUES (1, 'city', '', 0, now())"
        )
    assert owned_elsewhere(caught.value) is None
