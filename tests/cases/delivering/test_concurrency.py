"""Many at once at the door of the receipt: no more is guessed than one after the other."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from onetrip.cases.delivering import actions
from onetrip.cases.models import Case
from tests.cases.counter import open_counter
from tests.cases.delivering.room import open_room
from tests.factories import make_centre
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_guesses_that_come_in_one_moment_are_five_all_the_same() -> None:
    room = open_room(open_counter())
    make_centre("PX", windows=1)
    case = room.accepted()
    right = room.identity.last_four
    guesses = [f"{(int(right[:3]) + step) % 1000:03}{right[3]}" for step in range(1, 13)]
    given = {"receipt": case.receipt, "case_ids": [case.pk], "way": "window", "at": "PX", "now": room.now}
    told = together(
        [partial(actions.choose_by_resident, **given, last_four=guess, key=uuid.uuid4()) for guess in guesses]
    )
    assert sorted(refused.code for refused in told) == ["last-four-wrong"] * 5 + ["too-often"] * 7
    assert Case.objects.get().collect_at_id == "LF"
