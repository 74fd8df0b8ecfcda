"""A visit, an errand at the kiosk and a booking over a line that is cut and healed between their steps."""

from __future__ import annotations

import itertools

import pytest

from tests.nodes.journeys import EVERY_JOURNEY, JOURNEYS, play
from tests.nodes.town import Town

pytestmark = pytest.mark.soak
"""`test_two_houses` plays each of them once in `make test`."""


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_line_that_is_whole_at_every_other_step_changes_nothing_of_what_was_done(healed: Town, name: str) -> None:
    play(healed, JOURNEYS[name], lambda step: step % 2 == 1)


@pytest.mark.parametrize("name", EVERY_JOURNEY)
def test_wherever_the_line_is_cut_and_wherever_it_heals_both_houses_have_the_same(healed: Town, name: str) -> None:
    steps = {"visit": 8, "errand": 6, "booking": 4, "reviewed errand": 8}[name]
    for begins, ends in itertools.combinations(range(steps + 1), 2):
        play(healed, EVERY_JOURNEY[name], lambda step, a=begins, b=ends: a <= step < b)
