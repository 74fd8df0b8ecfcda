from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction

from onetrip.ledger.models import Event
from onetrip.people import actions, queries
from onetrip.people.crypto import Undecipherable, decrypt, encrypt, keyed_hash
from onetrip.people.models import IdentityView, Resident
from onetrip.people.purposes import For, Purpose
from tests.factories import NOW, synthetic_identity


@pytest.mark.django_db
def test_neither_number_nor_name_nor_telephone_stands_readable_in_the_table() -> None:
    identity = synthetic_identity()
    actions.know(identity=identity, now=NOW, name="王测试", telephone="13000000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text, r.number, r.name, r.telephone FROM people_resident r")
        text, *stored = cursor.fetchone()
    raw = b"".join(bytes(value) for value in stored)
    for secret in (identity.number, "王测试", "13000000000"):
        assert secret not in text
        assert secret.encode() not in raw
        assert secret.encode().hex() not in text


@pytest.mark.django_db
def test_a_resident_is_found_again_by_number_and_shown_masked() -> None:
    identity = synthetic_identity()
    made = actions.know(identity=identity, now=NOW, name="王测试")
    found = queries.find(identity)
    assert found == made
    assert found.masked_name == "王＊＊"
    assert found.masked_number == identity.number[:3] + "*" * 11 + identity.last_four
    assert found.number == identity.number


@pytest.mark.django_db
def test_a_name_learnt_later_is_added_and_an_unknown_one_does_not_erase_it() -> None:
    identity = synthetic_identity()
    actions.know(identity=identity, now=NOW)
    actions.know(identity=identity, now=NOW, name="王测试")
    assert actions.know(identity=identity, now=NOW).name == "王测试"
    assert Resident.objects.count() == 1


@pytest.mark.django_db
def test_whoever_merely_says_a_number_changes_nothing_of_its_owner() -> None:
    identity = synthetic_identity()
    actions.know(identity=identity, now=NOW, name="王测试", telephone="13000000000")
    met = actions.know(identity=identity, now=NOW, name="李别人", telephone="13900000000")
    assert (met.name, met.telephone) == ("王测试", "13000000000")
    kept = Resident.objects.get()
    assert (kept.name, kept.telephone) == ("王测试", "13000000000")


@pytest.mark.django_db
def test_what_a_card_says_takes_the_place_of_what_was_known_and_is_on_record_without_saying_it() -> None:
    resident = actions.know(identity=synthetic_identity(), now=NOW, name="王测试")
    for _ in range(2):
        actions.correct(resident=resident, name="王改名", source="card", by="device:kiosk-1", centre="LF", now=NOW)
    assert (resident.name, Resident.objects.get().name) == ("王改名", "王改名")
    event = Event.objects.get(thing="resident", verb="correct")
    assert (event.actor, event.data) == ("device:kiosk-1", {"what": ["name"], "source": "card"})


@pytest.mark.django_db
def test_nothing_said_corrects_nothing() -> None:
    resident = actions.know(identity=synthetic_identity(), now=NOW, name="王测试")
    actions.correct(resident=resident, name=None, telephone="", source="card", by="x", centre="LF", now=NOW)
    assert Resident.objects.get().name == "王测试"
    assert not Event.objects.filter(thing="resident").exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_meeting_the_same_resident_at_once_get_one_row() -> None:
    identity = synthetic_identity()

    def meet(_: int) -> object:
        try:
            return actions.know(identity=identity, now=NOW).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(meet, range(16)))
    assert len(ids) == 1
    assert Resident.objects.count() == 1


@pytest.mark.django_db
def test_an_unmasked_view_is_logged_with_its_purpose() -> None:
    resident = actions.know(identity=synthetic_identity(), now=NOW)
    actions.view_plain(resident_id=resident.pk, purpose=For(Purpose.COMPARE), by="staff:clerk1", centre="LF", now=NOW)
    view = IdentityView.objects.get()
    assert (view.by, view.purpose, view.resident) == ("staff:clerk1", "和证件、原件核对", resident)
    event = Event.objects.get(thing="resident")
    assert resident.number not in str(event.data)


@pytest.mark.django_db
def test_the_database_refuses_a_view_without_purpose() -> None:
    resident = actions.know(identity=synthetic_identity(), now=NOW)
    with pytest.raises(IntegrityError, match="identity_view_has_purpose"), transaction.atomic():
        IdentityView.objects.create(resident=resident, by="x", centre="LF", purpose="", at=NOW)


def test_the_same_text_never_looks_the_same_twice_and_damage_is_noticed() -> None:
    one, two = encrypt("王测试"), encrypt("王测试")
    assert one != two
    assert decrypt(one) == decrypt(two) == "王测试"
    for position in range(len(one)):
        damaged = bytearray(one)
        damaged[position] ^= 1
        with pytest.raises(Undecipherable):
            decrypt(bytes(damaged))


def test_another_key_opens_nothing_and_finds_nothing(settings) -> None:
    stored, found = encrypt("王测试"), keyed_hash("id-number", "1")
    settings.IDENTITY_KEY = "z" * 64
    with pytest.raises(Undecipherable):
        decrypt(stored)
    assert keyed_hash("id-number", "1") != found


def test_hashes_for_different_purposes_differ() -> None:
    assert keyed_hash("id-number", "1") != keyed_hash("slip", "1")
