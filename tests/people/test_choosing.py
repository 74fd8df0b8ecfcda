"""How a resident wants to be told: kept, consented to, on record without what it is."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.people import actions, queries
from onetrip.people.actions import NoticeChoice
from onetrip.people.models import Consent, Resident
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db
MOBILE, EMAIL = "13800005678", "wang@example.org"


@pytest.fixture
def wang(db: None) -> Resident:
    return actions.know(identity=synthetic_identity(), now=NOW, telephone=MOBILE)


def choose(resident: Resident, way: str = "", *, key: uuid.UUID | None = None, **more: object) -> Resident:
    choice = NoticeChoice(way=way, **{"language": "zh", **more})
    return actions.choose_notices(
        resident_id=resident.pk, choice=choice, by="staff:a", centre="LF", now=NOW, key=key or uuid.uuid4()
    )


def ways(resident: Resident) -> list[str]:
    return [contact.way for contact in queries.ways_to(Resident.objects.get(pk=resident.pk))]


def agreed(resident: Resident) -> bool:
    return queries.consent(resident.pk, Consent.Purpose.MESSAGES) is not None


def test_who_chose_nothing_is_told_by_the_mobile_that_they_gave(wang: Resident) -> None:
    assert (ways(wang), agreed(wang)) == (["sms"], False)


def test_an_address_given_is_a_consent_and_the_preferred_way_comes_first(wang: Resident) -> None:
    choose(wang, "email", email=" Wang@Example.ORG ".strip())
    assert (ways(wang), agreed(wang)) == (["email", "sms"], True)
    choose(wang, "sms")
    assert ways(wang) == ["sms", "email"]


def test_an_address_forgotten_is_gone_with_its_consent(wang: Resident) -> None:
    choose(wang, "email", email=EMAIL)
    choose(wang, "sms", forget_email=True)
    assert (ways(wang), agreed(wang), Resident.objects.get().email) == (["sms"], False, None)


def test_who_wants_none_gets_none_and_has_withdrawn(wang: Resident) -> None:
    choose(wang, "email", email=EMAIL)
    choose(wang, "none")
    assert (ways(wang), agreed(wang)) == ([], False)
    choose(wang, "")
    assert ways(wang) == ["sms"], "an address is used again only when they say so"


def test_address_and_app_are_encrypted_at_rest_and_stand_in_no_event(wang: Resident) -> None:
    choose(wang, "email", email=EMAIL, telephone="139 0000 1234")
    actions.link_app(resident_id=wang.pk, account="app-1", by="resident", centre="LF", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email || app_account || telephone FROM people_resident")
        stored = bytes(cursor.fetchone()[0]).decode("latin1")
    said = stored + str(list(Event.objects.values_list("data", flat=True)))
    assert not [private for private in (EMAIL, "app-1", "13900001234", MOBILE) if private in said]
    assert Resident.objects.get().telephone == "13900001234"


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "dove"},
        {"language": "fr"},
        {"email": "not an address"},
        {"email": "13800005678"},
        {"telephone": "12"},
        {"way": "email"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(wang: Resident, wrong: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        choose(wang, **{"way": "", **wrong})
    assert (ways(wang), Event.objects.filter(verb="choose-notices").count()) == (["sms"], 0)


def test_the_same_request_twice_is_one_choice(wang: Resident) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        choose(wang, "none", key=key)
    assert Event.objects.filter(verb="choose-notices").count() == 1


def test_nobody_is_not_found(wang: Resident) -> None:
    wang.pk = uuid.uuid4()
    with pytest.raises(NotFound):
        choose(wang)
