"""One resident's way through the hall, from the door to the door."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.door import Desk, Gate
from onetrip.rehearsal.drilling.playing.hall import WALK, Hall, Person
from onetrip.rehearsal.drilling.playing.kiosk import Kiosk, shortest_line
from onetrip.rehearsal.drilling.playing.phone import Phone

_OVER = ("done", "missed", "left", "old")


@dataclass
class Posts:
    """Where a resident may turn to."""

    gates: list[Gate]
    desk: Desk
    kiosks: list[Kiosk]
    papers: Path


async def visit(hall: Hall, person: Person, posts: Posts) -> None:
    """Come, be served or not, and go. What became of it stands in the person's story."""
    await hall.until(person.resident.arrives)
    kind = person.resident.kind
    if kind.goes == "kiosk" and await _at_kiosk(person, posts):
        _ends(hall, person, "self-service")
        return
    slip = await posts.desk.slip(person) if kind.goes == "desk" else ""
    gate = posts.gates[person.resident.number % len(posts.gates)]
    if not await gate.draw(person, slip):
        _ends(hall, person, "")
        return
    phone = Phone(hall, person, Browser(hall, "phone", person.name))
    try:
        await _wait_and_go(hall, person, gate, phone, posts)
    finally:
        phone.put_away()
        await phone.browser.close()


async def _at_kiosk(person: Person, posts: Posts) -> bool:
    kiosk = shortest_line(posts.kiosks)
    return kiosk is not None and await kiosk.serve(person)


async def _wait_and_go(hall: Hall, person: Person, gate: Gate, phone: Phone, posts: Posts) -> None:
    kind = person.resident.kind
    follows = asyncio.create_task(phone.follow()) if kind.phone else None
    if not kind.phone:
        await gate.paper(person, posts.papers)
    try:
        if not await _hears(hall, person) and await _leaves(hall, person, phone):
            return
        await person.heard.wait()
    finally:
        if follows is not None:
            follows.cancel()
            with contextlib.suppress(asyncio.CancelledError, Failed):
                await follows
    await hall.pause(WALK)
    person.there.set()
    await _until_over(hall, person, phone)


async def _hears(hall: Hall, person: Person) -> bool:
    """Wait for the call; False when their patience ended before it."""
    patience = person.resident.kind.patience
    try:
        await asyncio.wait_for(person.heard.wait(), None if patience is None else hall.clock.seconds(patience))
    except TimeoutError:
        return False
    return True


async def _leaves(hall: Hall, person: Person, phone: Phone) -> bool:
    """Go without being served; with a phone the number is cancelled first, and they stay when it has just been called."""
    if person.resident.kind.phone and not await phone.leave():
        return False
    person.is_in_hall = False
    _ends(hall, person, "left")
    return True


async def _until_over(hall: Hall, person: Person, phone: Phone) -> None:
    """Until a scripted window has said so; at a window where people work, until their own page does."""
    if not hall.company.at_windows:
        await person.over.wait()
        return
    while not person.over.is_set():
        with contextlib.suppress(Failed):
            if (state := await phone.state()) in _OVER:
                person.story.by_staff = True
                _ends(hall, person, "done" if state == "done" else "missed")
        await asyncio.sleep(2.0)


def _ends(hall: Hall, person: Person, end: str) -> None:
    person.story.end = end
    person.story.went = hall.minute
    person.over.set()
