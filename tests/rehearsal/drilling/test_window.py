"""A scripted clerk does what a clerk does, and a window never stays blocked."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from onetrip.rehearsal.drilling.playing import window as windows
from onetrip.rehearsal.drilling.playing.client import Failed
from onetrip.rehearsal.drilling.playing.hall import Hall, Person
from onetrip.rehearsal.drilling.playing.window import Window
from onetrip.rehearsal.drilling.record import Story
from onetrip.rehearsal.drilling.residents import Resident
from onetrip.rehearsal.drilling.scenario import Kind
from tests.rehearsal.drilling.test_hall import SCENARIO, hall_at


@dataclass
class Pressed:
    """A browser that notes what was pressed; `fails` on some of it."""

    fails: tuple[str, ...] = ()
    what: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)

    async def api(self, _path: str, what: str, body: Any = None, **_more: Any) -> Any:
        self.what.append(what)
        self.bodies.append(body)
        if what in self.fails:
            raise Failed("422")
        return {"number": "YLLF-1", "token": "t"}

    def note(self, *_args: Any, **_more: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "AT_LEAST", 0.01)
    monkeypatch.setattr(windows, "KNOWN_WITHIN", 0.3)

    async def read(*_args: Any) -> None:
        pass

    monkeypatch.setattr(Window, "_read", read)


def played(deed: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as beside:  # a browser of another test may keep a loop in this thread
        beside.submit(asyncio.run, deed).result()


def served(kind: Kind, *, comes: bool = True, fails: tuple[str, ...] = (), calls: int = 3) -> tuple[Pressed, Story]:
    """Window 1 calls somebody of this kind."""
    hall: Hall = hall_at(1)
    hall.clock = SimpleNamespace(minute=lambda _opens: 1.0, seconds=lambda _minutes: 0.0)  # type: ignore[assignment]
    hall.house = SimpleNamespace(people=SimpleNamespace(calls=calls))  # type: ignore[assignment]
    pressed, story = Pressed(fails), Story(1, kind.id, 0, ticket="t1", number="演A001")

    async def deed() -> None:
        person = Person(Resident(1, kind, 0, 0.0), story)
        hall.was_drawn(person)
        if comes:
            person.there.set()
        await Window(hall, 1, pressed)._serve({"id": "t1", "number": "演A001"})  # type: ignore[arg-type]
        assert person.over.is_set()

    played(deed())
    return pressed, story


BOOKLET = SCENARIO.kind("booklet")


def test_whoever_comes_is_served_to_the_receipt() -> None:
    pressed, story = served(BOOKLET)
    assert pressed.what == ["start", "accept", "finish"]
    assert (story.end, story.receipt) == ("done", "YLLF-1")


def test_whoever_lacks_a_paper_goes_with_a_notice() -> None:
    pressed, story = served(SCENARIO.kind("wrong-papers"))
    assert pressed.what == ["start", "tell missing", "finish"]
    assert (story.end, story.notice, story.receipt) == ("told", "YLLF-1", "")


def test_whoever_only_wants_to_be_heard_goes_with_nothing() -> None:
    pressed, story = served(SCENARIO.kind("angry"))
    assert pressed.what == ["start", "finish"]
    assert pressed.bodies[-1] == {"outcome": "none"}
    assert story.end == "told"


@pytest.mark.parametrize("calls", [1, 3, 5])
def test_whoever_does_not_come_is_called_as_often_as_the_centre_says_and_then_missed(calls: int) -> None:
    pressed, story = served(BOOKLET, comes=False, calls=calls)
    assert pressed.what == ["call again"] * (calls - 1) + ["miss"]
    assert story.end == "missed"


def test_a_window_at_which_something_cannot_be_done_is_free_again_and_the_story_says_so() -> None:
    pressed, story = served(BOOKLET, fails=("accept",))
    assert pressed.what == ["start", "accept", "finish"]
    assert pressed.bodies[-1] == {"outcome": "none"}
    assert story.end == "unserved"


def bare_window(pressed: Pressed) -> Window:
    hall: Hall = hall_at(1)
    hall.clock = SimpleNamespace(minute=lambda _opens: 1.0, seconds=lambda _minutes: 0.0)  # type: ignore[assignment]
    hall.house = SimpleNamespace(people=SimpleNamespace(calls=3))  # type: ignore[assignment]
    return Window(hall, 1, pressed)  # type: ignore[arg-type]


def test_a_number_that_is_called_before_its_owner_has_it_in_hand_is_waited_for() -> None:
    """An elder is called ahead of others, and the call may be quicker than the answer of the ticket machine."""
    pressed, story = Pressed(), Story(1, BOOKLET.id, 0, ticket="t1", number="演A001")

    async def deed() -> None:
        window = bare_window(pressed)
        person = Person(Resident(1, BOOKLET, 0, 0.0), story)
        serving = asyncio.create_task(window._serve({"id": "t1", "number": "演A001"}))
        await asyncio.sleep(0.1)
        window.hall.was_drawn(person)
        person.there.set()
        await serving

    played(deed())
    assert story.end == "done"


def test_a_colleague_with_a_role_card_is_heard_out_at_a_scripted_window() -> None:
    pressed = Pressed()

    async def deed() -> None:
        await bare_window(pressed)._serve({"id": "t9", "number": "演A009"})

    played(deed())
    assert pressed.what == ["start", "finish"]
