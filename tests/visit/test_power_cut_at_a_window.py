"""The power goes while a window parks somebody, sends them on or takes them up again, and while a booking is made, changed or
given up: afterwards it is as before or as after, and the same press once more does it once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from onetrip.web.demonstration import PASSWORD
from tests.cases.at_work import HALVES
from tests.lean_browser import Browser
from tests.visit.power import Power, powered


@pytest.fixture(scope="module")
def power() -> Iterator[Power]:
    with powered() as power:
        yield power


# --- at a window


@dataclass
class Hall:
    """A guide at the door and the clerks of windows 1 and 2."""

    power: Power
    guide: Browser
    clerks: dict[int, Browser]

    def serving(self) -> str:
        """Somebody has just come and is served at window 1; their ticket."""
        ticket = self.guide.post("lobby/arrivals")["id"]
        assert self.clerks[1].post("lobby/windows/1/call-next")["ticket"]["id"] == ticket
        self.clerks[1].post(f"lobby/tickets/{ticket}/start")
        return str(ticket)

    def parked(self) -> str:
        """Somebody was parked by window 1; their ticket."""
        ticket = self.serving()
        hold(self, ticket, uuid.uuid4())
        return ticket

    def stands(self, ticket: str) -> tuple[object, ...]:
        """Where it is, for which window it waits, why it was sent there, and how often each thing was done to it."""
        (row,) = self.power.house.ask(
            "SELECT ticket.state, place.number, wanted.number, ticket.category, ticket.sent_why, ticket.sent_words, ("
            " SELECT array_agg(verb ORDER BY id) FROM ledger_event WHERE thing = 'ticket' AND thing_id = ticket.id::text)"
            " FROM lobby_ticket ticket LEFT JOIN centres_window place ON place.id = ticket.window_id"
            " LEFT JOIN centres_window wanted ON wanted.id = ticket.for_window_id WHERE ticket.id = %s",
            ticket,
        )
        return row


def signed_in(power: Power, username: str) -> Browser:
    browser = Browser(power.house.address)
    browser.sign_in(username, PASSWORD)
    return browser


@pytest.fixture
def hall(power: Power) -> Iterator[Hall]:
    power.house.empty_the_hall()
    clerks = {number: signed_in(power, f"clerk{number}") for number in (1, 2)}
    for number, clerk in clerks.items():
        clerk.get("/window/")
        clerk.send("/window/take", number=str(number), idempotency_key=str(uuid.uuid4()))
    hall = Hall(power, signed_in(power, "guide"), clerks)
    yield hall
    for browser in (hall.guide, *hall.clerks.values()):
        browser.reconnect()  # hangs up


def hold(hall: Hall, ticket: str, once: uuid.UUID) -> None:
    hall.clerks[1].post(f"lobby/tickets/{ticket}/hold", {"why": "copying", "words": "户口簿本人页"}, once)


def transfer(hall: Hall, ticket: str, once: uuid.UUID) -> None:
    hall.clerks[1].post(f"lobby/tickets/{ticket}/transfer", {"window": 2, "why": "colleague", "words": "老红军"}, once)


def redirect(hall: Hall, ticket: str, once: uuid.UUID) -> None:
    hall.clerks[1].post(f"lobby/tickets/{ticket}/redirect", {"category": "ageing"}, once)


def resume(hall: Hall, ticket: str, once: uuid.UUID) -> None:
    hall.clerks[2].post(f"lobby/windows/2/resume/{ticket}", {}, once)


Deed = Callable[[Hall, str, uuid.UUID], None]
AT_A_WINDOW: dict[str, tuple[Callable[[Hall], str], Deed, tuple[object, ...]]] = {
    "hold": (Hall.serving, hold, ("held", 1, None)),
    "transfer": (Hall.serving, transfer, ("waiting", None, 2)),
    "redirect": (Hall.serving, redirect, ("waiting", None, None)),
    "resume": (Hall.parked, resume, ("serving", 2, None)),
}
"""Whom it is done to, what is done, and where they are then: state, window, for which window."""


@pytest.mark.soak
@pytest.mark.parametrize("verb", AT_A_WINDOW)
def test_power_that_goes_while_a_window_sends_somebody_on_leaves_them_there_or_where_they_are_sent(
    hall: Hall, verb: str
) -> None:
    somebody, deed, then = AT_A_WINDOW[verb]
    event, in_the_middle = 0, True
    while in_the_middle:
        event += 1
        ticket, once = somebody(hall), uuid.uuid4()
        before = hall.stands(ticket)
        in_the_middle = hall.power.goes_in(lambda ticket=ticket, once=once: deed(hall, ticket, once), event)
        hall.power.comes_back(hall.guide, *hall.clerks.values())

        found = hall.stands(ticket)
        assert found == before or not in_the_middle
        deed(hall, ticket, once)
        after = hall.stands(ticket)
        assert after[:3] == then
        assert list(after[-1]) == [*before[-1], verb], "it was done once"
        assert found == after or in_the_middle
        assert {name: rows for name, sql in HALVES.items() if (rows := hall.power.house.ask(sql))} == {}
        served_to_the_end(hall, ticket)
    assert event > 1, "nothing was cut in the middle"


def served_to_the_end(hall: Hall, ticket: str) -> None:
    """Window 2 has them, calls them or takes them up, and they are done: nobody was forgotten."""
    state = hall.stands(ticket)[0]
    if state == "held":
        resume(hall, ticket, uuid.uuid4())
    elif state == "waiting":
        assert hall.clerks[2].post("lobby/windows/2/call-next")["ticket"]["id"] == ticket
        hall.clerks[2].post(f"lobby/tickets/{ticket}/start")
    hall.clerks[2].post(f"lobby/tickets/{ticket}/finish")
    assert hall.stands(ticket)[0] == "done"


# --- bookings


@dataclass
class Phone:
    """Somebody books at home, of the last day that can be booked; `token` opens what they have booked."""

    browser: Browser
    day: str = ""
    token: str = ""

    def places(self) -> dict[str, int]:
        """How many are left of each half hour of that day."""
        _, told, _ = self.browser.get("/api/appointments/days?centre=LF")
        last = next(day for day in reversed(json.loads(told)["days"]) if day["slots"])
        self.day = last["day"]
        return {slot["starts"]: slot["free"] for slot in last["slots"]}

    def post(self, path: str, once: uuid.UUID, **said: str) -> dict[str, str]:
        answered: dict[str, str] = self.browser.post(f"appointments/bookings{path}", said, once)
        return answered


def book(phone: Phone, starts: str, once: uuid.UUID) -> str:
    return phone.post("", once, centre="LF", day=phone.day, starts=starts)["number"]


def change(phone: Phone, starts: str, once: uuid.UUID) -> str:
    return phone.post(f"/{phone.token}/change", once, day=phone.day, starts=starts)["number"]


def cancel(phone: Phone, _starts: str, once: uuid.UUID) -> str:
    return phone.post(f"/{phone.token}/cancel", once)["number"]


BOOKING: dict[str, tuple[Callable[[Phone, str, uuid.UUID], str], int]] = {
    "book": (book, -1),
    "change": (change, 0),
    "cancel": (cancel, +1),
}
"""What is done, and how many more places are left of the day afterwards."""


@pytest.mark.soak
@pytest.mark.parametrize("deed", BOOKING)
def test_power_that_goes_while_somebody_books_leaves_the_place_free_or_theirs_and_never_two(
    power: Power, deed: str
) -> None:
    do, more = BOOKING[deed]
    event, in_the_middle = 0, True
    while in_the_middle:
        event += 1
        phone, once = Phone(Browser(power.house.address)), uuid.uuid4()
        early, *_, late = [starts for starts, left in phone.places().items() if left > 1]
        phone.browser.get(f"/book/{phone.day}?at=LF")
        if deed != "book":
            phone.token = phone.post("", uuid.uuid4(), centre="LF", day=phone.day, starts=late)["token"]
        before = phone.places()
        in_the_middle = power.goes_in(lambda phone=phone, once=once, early=early: do(phone, early, once), event)
        power.comes_back(phone.browser)

        found = phone.places()
        assert found == before or not in_the_middle
        number = do(phone, early, once)
        after = phone.places()
        assert do(phone, early, once) == number
        assert phone.places() == after != before
        assert found == after or in_the_middle
        assert sum(after.values()) == sum(before.values()) + more
        (booked,) = power.house.ask("SELECT count(*) FROM appointments_appointment WHERE number = %s", number)
        assert booked == (1,)
        phone.browser.reconnect()
    assert event > 1, "nothing was cut in the middle"
