"""A visit, an errand at the kiosk and a booking over a line that is cut and healed between their steps."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable

import pytest

from tests.factories import CATALOGUE
from tests.nodes.journeys import EVERY_JOURNEY, JOURNEYS, KIOSK_MATTER, MATTER_FILE, Journey
from tests.nodes.town import EVENTS, Town, command, cut, heal, wait_until


@pytest.fixture
def with_the_matter(healed: Town) -> Town:
    """The town, with a matter in force that a kiosk accepts by rule."""
    known = "SELECT count(*) FROM catalogue_catalogueversion WHERE number > 1"
    if healed.city.ask(known) == [(0,)]:
        newer = healed.folder / "catalogue"
        shutil.copytree(CATALOGUE, newer)
        (newer / "matters" / f"{KIOSK_MATTER}.yaml").write_text(MATTER_FILE, encoding="utf-8")
        command(healed.folder / "city", "catalogue", "publish", str(newer))
        wait_until(lambda: healed.centre.ask(known) == [(1,)], 20, healed.state)
    return healed


def play(town: Town, journey: Journey, is_cut: Callable[[int], bool]) -> None:
    """Play it with the line cut before some steps and whole before the others; then both houses have to be the same."""
    number = 0
    for number, name in enumerate(journey(town)):
        if name == "look":
            heal(town)
            town.wait_until_equal()
        else:
            (cut if is_cut(number) else heal)(town)
    assert number > 3
    assert town.city.ask(EVENTS) == town.centre.ask(EVENTS)
    assert town.city.ask("SELECT * FROM nodes_conflict") == []


@pytest.mark.parametrize("first", [0, 1], ids=["cut first", "whole first"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_a_line_that_is_cut_at_every_other_step_changes_nothing_of_what_was_done(
    with_the_matter: Town, name: str, first: int
) -> None:
    play(with_the_matter, JOURNEYS[name], lambda step: step % 2 == first)


@pytest.mark.soak
@pytest.mark.parametrize("name", EVERY_JOURNEY)
def test_wherever_the_line_is_cut_and_wherever_it_heals_both_houses_have_the_same(
    with_the_matter: Town, name: str
) -> None:
    steps = {"visit": 8, "errand": 6, "booking": 4, "reviewed errand": 8}[name]
    for begins, ends in itertools.combinations(range(steps + 1), 2):
        play(with_the_matter, EVERY_JOURNEY[name], lambda step, a=begins, b=ends: a <= step < b)
