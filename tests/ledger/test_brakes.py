"""Counting tries: exact when many try at once, and over when its time is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.ledger import brakes
from onetrip.ledger.brakes import Limit
from onetrip.ledger.models import Brake
from onetrip.ledger.refusals import Refused
from tests.factories import NOW
from tests.together import together

LIMIT = Limit("trying", 3, timedelta(minutes=15))
pytestmark = pytest.mark.django_db


def test_the_limit_is_used_up_refuses_and_begins_again_when_its_time_is_over() -> None:
    for _ in range(3):
        brakes.count(LIMIT, "somebody", NOW)
    assert brakes.is_used_up(LIMIT, "somebody", NOW)
    with pytest.raises(Refused) as refused:
        brakes.count(LIMIT, "somebody", NOW)
    assert refused.value.status == 429
    assert not brakes.is_used_up(LIMIT, "somebody else", NOW)
    later = NOW + timedelta(minutes=15)
    assert not brakes.is_used_up(LIMIT, "somebody", later)
    assert brakes.counted(LIMIT, "somebody", later) == 1


def test_a_good_end_releases_and_no_name_is_kept() -> None:
    brakes.count(LIMIT, "somebody", NOW)
    assert b"somebody" not in bytes(Brake.objects.get().key)
    brakes.release(LIMIT, "somebody")
    assert brakes.counted(LIMIT, "somebody", NOW) == 1
    assert brakes.forget_old(NOW + timedelta(minutes=15)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_each_is_counted() -> None:
    numbers = together([lambda: brakes.counted(LIMIT, "somebody", NOW)] * 20)
    assert sorted(numbers) == list(range(1, 21))
