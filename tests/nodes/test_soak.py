"""Minutes of visits over a line that breaks at random, with houses that are killed at random."""

from __future__ import annotations

import contextlib
import os
import random
import time

import pytest

from tests.lean_browser import Unexpected
from tests.nodes.line import Fault
from tests.nodes.test_two_houses import kill
from tests.nodes.town import EVENTS, MATTER, PAPERS, Town, a_slip, a_ticket, come_and_go, served, signed_in

pytestmark = pytest.mark.soak
SECONDS = float(os.environ.get("ONETRIP_SOAK_SECONDS", "300"))
HOWS = ("reset", "close", "stall")


def a_fault(chance: random.Random) -> Fault:
    """Something that happens to lines."""
    way = chance.choice(("up", "down"))
    return chance.choice(
        [
            Fault(**{way: chance.randrange(6000)}, how=chance.choice(HOWS), times=chance.randrange(1, 4)),
            Fault(slow=chance.random() / 10, times=5),
            Fault(twice=True, times=5),
        ]
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_breaks_every_row_is_the_same_at_both_in_the_end(healed: Town, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- faults, no secrets
    until, visits = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        match chance.randrange(40):
            case 0:
                kill(healed.centre)
                healed.restart_centre()
            case 1:
                kill(healed.city)
                healed.restart_city()
            case 2 | 3:
                healed.line.cut()
            case 4 | 5 | 6:
                healed.line.heal()
            case number if number < 20:
                healed.line.faults.append(a_fault(chance))
        guide = signed_in(healed.centre, "guide")
        with contextlib.suppress(Unexpected):
            if chance.random() < 0.3:
                come_and_go(guide)
            else:
                a_ticket(guide, a_slip(guide, MATTER))
                served(signed_in(healed.centre, "clerk1"), 1, MATTER, PAPERS)
            visits += 1
    healed.line.heal()
    healed.wait_until_equal(patience=120)
    assert healed.city.ask(EVENTS) == healed.centre.ask(EVENTS)
    assert visits > 20
    assert healed.city.ask("SELECT * FROM nodes_conflict") == []
