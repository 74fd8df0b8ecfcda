"""Whether a card lay on the reader beside a machine is what its bridge proves, and not what the page says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from onetrip.devices import actions
from onetrip.devices.cards import was_read_at
from onetrip.devices.models import Station
from onetrip.ledger.refusals import Refused
from onetrip.staff.models import Account
from tests.devices.cards import a_card
from tests.factories import NOW, kiosk, make_account, make_centre, synthetic_number

pytestmark = pytest.mark.django_db
NUMBER = synthetic_number()


@pytest.fixture
def key(db: None) -> str:
    """Of the bridge of machine 1."""
    make_centre()
    return key_of(1)


def key_of(number: int) -> str:
    place = {"centre": "LF", "kind": "kiosk", "number": number, "now": NOW, "by": "system"}
    actions.add_station(**place)
    return actions.give_key(**place)


def is_read(account: Account, card: dict[str, str], now: datetime = NOW) -> bool:
    return was_read_at(account, **card, now=now)


def test_what_the_bridge_of_this_machine_signed_was_read(key: str) -> None:
    assert is_read(kiosk(1).account, a_card(key, NUMBER, at=NOW.timestamp()))


def test_without_a_proof_it_was_typed(key: str) -> None:
    assert not is_read(kiosk(1).account, {"number": NUMBER, "name": "王测试", "proof": ""})


@pytest.mark.parametrize("role", ["guide", "clerk", "supervisor", "director"])
def test_on_a_screen_of_the_staff_it_was_typed_whatever_is_sent(key: str, role: str) -> None:
    assert not is_read(make_account(role), a_card(key, NUMBER, at=NOW.timestamp()))


def test_a_machine_whose_bridge_has_no_key_reads_nothing(key: str) -> None:
    card = a_card(key, NUMBER, at=NOW.timestamp())
    actions.revoke_key(centre="LF", kind="kiosk", number=1, now=NOW, by="system")
    assert not is_read(kiosk(1).account, card)


def test_read_at_another_machine_it_has_to_be_laid_down_here(key: str) -> None:
    other = a_card(key_of(2), NUMBER, station="kiosk-2", at=NOW.timestamp())
    with pytest.raises(Refused, match="card-again"):
        is_read(kiosk(1).account, other)


def test_another_number_or_name_under_the_same_proof_is_refused(key: str) -> None:
    card = a_card(key, NUMBER, at=NOW.timestamp())
    for change in ({"number": synthetic_number(date(1950, 3, 4))}, {"name": "李别人"}):
        with pytest.raises(Refused, match="card-again"):
            is_read(kiosk(1).account, {**card, **change})


def test_after_a_minute_it_has_to_be_laid_down_once_more(key: str) -> None:
    card = a_card(key, NUMBER, at=NOW.timestamp())
    with pytest.raises(Refused, match="card-again"):
        is_read(kiosk(1).account, card, NOW + timedelta(seconds=61))


def test_a_machine_whose_clock_is_an_hour_wrong_reads_as_well_as_any_other(key: str) -> None:
    Station.objects.update(skew_seconds=-3600.0)
    slow = (NOW - timedelta(hours=1)).timestamp()
    assert is_read(kiosk(1).account, a_card(key, NUMBER, at=slow))
    with pytest.raises(Refused, match="card-again"):
        is_read(kiosk(1).account, a_card(key, NUMBER, at=NOW.timestamp()))
