"""Play a scenario in a drill's house: everybody to their posts, the clock on, and on until the last one has gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import aiohttp

from onetrip.ledger.refusals import Refused
from onetrip.rehearsal.drilling.clock import DrillClock
from onetrip.rehearsal.drilling.opening import DrillHouse
from onetrip.rehearsal.drilling.playing.client import Failed
from onetrip.rehearsal.drilling.playing.display import Display
from onetrip.rehearsal.drilling.playing.door import Desk, Gate
from onetrip.rehearsal.drilling.playing.hall import NOBODY, Company, Hall, Person
from onetrip.rehearsal.drilling.playing.kiosk import Kiosk
from onetrip.rehearsal.drilling.playing.line import Line
from onetrip.rehearsal.drilling.playing.resident import Posts, visit
from onetrip.rehearsal.drilling.playing.window import Window
from onetrip.rehearsal.drilling.record import Call, Record, Story
from onetrip.rehearsal.drilling.residents import Resident
from onetrip.rehearsal.drilling.scenario import LineCut, Scenario

LATEST = 120.0
"""Minutes after the last arrival at which whoever is still there is sent home, and told of as not served."""

UP_WITHIN = 60.0
"""Real seconds within which every display has to show something."""

LOOK_AGAIN = 12.0
"""Real seconds after the end in which a display may still show what it has not: longer than it waits between two looks."""

Says = Callable[[str], None]


def play(
    scenario: Scenario,
    residents: list[Resident],
    house: DrillHouse,
    clock: DrillClock,
    opens: datetime,
    *,
    company: Company = NOBODY,
    says: Says = lambda _words: None,
) -> Record:
    """Play it to the end; what was done and seen. In a thread of its own: whoever asks may have an event loop already."""
    with ThreadPoolExecutor(1) as beside:
        played = beside.submit(asyncio.run, _play(scenario, residents, house, clock, opens, company, says))
        return played.result()


async def _play(
    scenario: Scenario,
    residents: list[Resident],
    house: DrillHouse,
    clock: DrillClock,
    opens: datetime,
    company: Company,
    says: Says,
) -> Record:
    connector = aiohttp.TCPConnector(limit=0)
    async with connector:
        hall = Hall(scenario, house, clock, opens, connector, Record(with_people=company.as_residents), company)
        hall.people = [Person(one, Story(one.number, one.kind.id, one.arrives)) for one in residents]
        hall.record.stories = [person.story for person in hall.people]
        await _lay_lines(hall)
        try:
            posts, windows, displays = await _to_their_posts(hall)
            screens = [asyncio.create_task(display.run()) for display in displays]
            await asyncio.gather(*(asyncio.wait_for(display.up.wait(), UP_WITHIN) for display in displays))
        except (Failed, TimeoutError) as why:
            raise _not_begun(str(why) or "no display came up") from why
        clock.start()
        says("开始。Begun.")
        cutting = [asyncio.create_task(_cut(hall, event)) for event in scenario.events if isinstance(event, LineCut)]
        working = [asyncio.create_task(window.run()) for window in windows]
        visits = [asyncio.create_task(visit(hall, person, posts)) for person in hall.people]
        await _until_all_have_gone(hall, visits, says)
        hall.is_closed = True
        await asyncio.gather(*working)
        await _until_all_is_shown(hall)
        await _put_away(hall, [*screens, *visits, *cutting])
        for browser in (*(w.browser for w in windows), *(g.browser for g in posts.gates), posts.desk.browser):
            await browser.close()
        for kiosk in posts.kiosks:
            await kiosk.browser.close()
        for line in [line for of_link in hall.lines.values() for line in of_link.values()]:
            await line.close()
    return hall.record


async def _lay_lines(hall: Hall) -> None:
    """Every link that the scenario cuts has lines of its own to the house: to its pages, and to its live stream."""
    for link in {link for event in hall.scenario.events if isinstance(event, LineCut) for link in event.links}:
        hall.lines[link] = {target: Line(target) for target in (hall.house.address, hall.house.live)}
        for line in hall.lines[link].values():
            await line.open()


async def _cut(hall: Hall, event: LineCut) -> None:
    """Cut the lines of an event when it is time, and heal them."""
    lines = [line for link in event.links for line in hall.lines[link].values()]
    await hall.until(event.at)
    for line in lines:
        line.cut()
    await hall.until(event.at + event.minutes)
    for line in lines:
        line.heal()


def _not_begun(why: str) -> Refused:
    return Refused(
        "drill-not-begun",
        f"演练没有开始：有人没能到岗（{why}）。请看演练文件夹里的 said.txt 和 log。",
        f"The drill did not begin: somebody could not take their post ({why}). See said.txt and log in the drill's folder.",
    )


async def _to_their_posts(hall: Hall) -> tuple[Posts, list[Window], list[Display]]:
    devices, scenario = hall.house.people.devices, hall.scenario
    papers = hall.house.folder / "papers"
    papers.mkdir(exist_ok=True)
    gates = [await Gate.opened(hall, name, path) for name, path in devices.items() if name.startswith("check-in-")]
    kiosks = [
        await Kiosk.opened(hall, number, devices[f"kiosk-{number}"])
        for number in range(1, scenario.kiosks + 1)
        if f"kiosk-{number}" in devices
    ]
    numbers = [n for n in sorted(hall.house.people.windows) if n not in hall.company.at_windows][: scenario.windows]
    windows = [await Window.opened(hall, number) for number in numbers]
    displays = [
        Display(hall, number, devices[f"display-{number}"])
        for number in range(1, scenario.displays + 1)
        if f"display-{number}" in devices
    ]
    return Posts(gates, await Desk.opened(hall), kiosks, papers), windows, displays


async def _until_all_have_gone(hall: Hall, visits: list[asyncio.Task[None]], says: Says) -> None:
    last, told = hall.scenario.minutes + LATEST, 0.0
    while hall.minute < last and not (hall.is_empty or _all_failed(visits)):
        await asyncio.sleep(0.5)
        if hall.minute >= told + 15:
            told = hall.minute
            gone = sum(person.over.is_set() for person in hall.people)
            says(f"{hall.clock.now().astimezone(hall.opens.tzinfo):%H:%M} {gone}/{len(hall.people)}")


def _all_failed(visits: list[asyncio.Task[None]]) -> bool:
    """Whether nothing is to be waited for any more, because the players themselves broke down."""
    return any(visit.done() for visit in visits) and all(visit.done() and visit.exception() for visit in visits)


async def _until_all_is_shown(hall: Hall) -> None:
    """The last call is not a minute old when the hall closes: screens get as long as they may take to fetch themselves."""
    until = time.monotonic() + LOOK_AGAIN
    while any(call.number not in hall.shown for call in hall.record.calls) and time.monotonic() < until:
        await asyncio.sleep(0.2)


async def _put_away(hall: Hall, tasks: list[asyncio.Task[None]]) -> None:
    """Stop whoever still listens; a player's own mistake is not swallowed."""
    hall.record.calls = [_with_who_saw(hall, call) for call in hall.record.calls]
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
            raise outcome


def _with_who_saw(hall: Hall, call: Call) -> Call:
    person = hall.by_number.get(call.number)
    phone = person is not None and person.resident.kind.phone and person.heard.is_set()
    return replace(call, displays=tuple(sorted(hall.shown.get(call.number, ()))), phone=phone)
