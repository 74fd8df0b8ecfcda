"""Two thousand people have the house open at once for a minute; a clerk works on, and nobody is told nonsense."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median

import aiohttp
import pytest
from benchmarks.hall.client import cycle

from tests import house as houses
from tests.house import House
from tests.lean_browser import Browser
from tests.nodes.town import take_window
from tests.visit.steps import DEMONSTRATION_PASSWORD

pytestmark = pytest.mark.soak

CLIENTS, SECONDS, PATIENCE = 2000, 60.0, 30.0
THINK = (5.0, 25.0)
"""Seconds somebody reads a page before the next press."""
PAGES = (
    "/",
    "/ask/?q=老年卡",
    "/ask/?event=retiring",
    "/matters/",
    "/matters/elder-card",
    "/slip",
    "/book/",
    "/hours/",
)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with houses.furnished() as a_house:
        yield a_house


async def resident(session: aiohttp.ClientSession, house: House, seed: int, until: float, seen: list) -> None:
    """Somebody who reads, thinks and presses again, on a connection of their own."""
    lot = random.Random(seed)  # noqa: S311 -- a crowd, not a secret
    await asyncio.sleep(lot.uniform(0, THINK[1] / 2))
    while time.monotonic() < until:
        page, began = lot.choice(PAGES), time.monotonic()
        try:
            async with session.get(house.address + page, timeout=aiohttp.ClientTimeout(PATIENCE)) as answer:
                await answer.read()
                seen.append((answer.status, time.monotonic() - began))
        except (aiohttp.ClientError, TimeoutError) as error:
            seen.append((type(error).__name__, time.monotonic() - began))
        await asyncio.sleep(lot.uniform(*THINK))


async def crowd(house: House) -> list:
    seen: list = []
    until = time.monotonic() + SECONDS
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(resident(session, house, seed, until, seen) for seed in range(CLIENTS)))
    return seen


def test_two_thousand_clients_for_a_minute_and_the_windows_work_on(house: House) -> None:
    clerk = Browser(house.address)
    clerk.sign_in("clerk1", DEMONSTRATION_PASSWORD)
    take_window(clerk, 1)
    visits: list[float] = []
    over = threading.Event()

    def work() -> None:
        while not over.wait(1):
            visits.append(cycle(clerk, 1).seconds)

    window = threading.Thread(target=work)
    window.start()
    seen = asyncio.run(crowd(house))
    over.set()
    window.join()
    clerk.reconnect()  # which closes the connection: nothing more is asked

    statuses, taken = Counter(status for status, _ in seen), sorted(seconds for _, seconds in seen)
    print(
        {
            "answers": dict(statuses),
            "median_s": round(median(taken), 3),
            "p95_s": round(taken[int(0.95 * len(taken))], 3),
            "longest_s": round(taken[-1], 3),
            "visits_meanwhile": len(visits),
            "visit_median_s": round(median(visits), 3),
            "visit_longest_s": round(max(visits), 3),
        }
    )
    assert set(statuses) == {200}, statuses
    assert len(seen) >= CLIENTS
    assert len(visits) >= 5
    assert house.ask("SELECT count(*) FROM lobby_ticket WHERE state = 'done'") == [(len(visits),)]
    assert "Traceback" not in house.said
