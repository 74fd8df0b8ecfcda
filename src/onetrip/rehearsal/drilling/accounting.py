"""Was anything lost? What the players saw against what the house wrote down, number by number and paper by paper. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from onetrip.ledger.drill import SIGN
from onetrip.rehearsal.drilling.record import Call, Record, Story
from onetrip.rules import Text


@dataclass(frozen=True)
class Number:
    """A number as the house has it at the end of the day."""

    ticket: str
    number: str
    state: str
    drawn_at: datetime
    called_at: datetime | None
    receipts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    cases: int = 0


@dataclass(frozen=True)
class Books:
    """What the drill's house has written down: its numbers, and how many papers belong to none of them."""

    numbers: tuple[Number, ...]
    strays: int = 0


@dataclass(frozen=True)
class Loss:
    """Something that was lost or does not agree, at a link: what it is about (a number, a paper), and how."""

    link: str
    what: str
    text: Text


_ENDS = {"done": "done", "told": "done", "missed": "missed"}


def losses(record: Record, books: Books) -> list[Loss]:
    """Everything that was lost, or stands otherwise in the books than the players saw it; nothing in a drill that went well.

    Where people play residents too (`record.with_people`), a number that no scripted resident holds is one of theirs.
    """
    by_ticket = {number.ticket: number for number in books.numbers}
    found: list[Loss] = []
    for story in record.stories:
        found += _of_a_story(story, by_ticket.get(story.ticket))
    for call in record.calls:
        found += _of_a_call(call)
    found += _of_the_books(books, {story.ticket for story in record.stories}, with_people=record.with_people)
    return found


def _of_a_story(story: Story, number: Number | None) -> Iterable[Loss]:
    who = story.number or f"R{story.resident}"
    if not story.ticket:
        if story.end != "self-service":
            yield Loss("gate", who, Text("来了，没有取到号。", "Came, and got no number."))
        return
    if number is None:
        yield Loss("gate", who, Text("号在手里，系统里没有。", "Holds a number that the house does not have."))
        return
    if not story.number.startswith(SIGN):
        yield Loss("gate", who, Text("号上没有“演”字。", "The number does not carry the sign of a drill."))
    if not story.end:
        yield Loss(
            "window",
            who,
            Text(f"散场时还没有下文，系统里是“{number.state}”。", f"No end by closing; the house says {number.state}."),
        )
    elif story.end == "unserved":
        yield Loss("window", who, Text("到了窗口，没有办成。", "Came to the window, and could not be served."))
    elif not story.by_staff and not _agrees(story, number):
        yield Loss(
            "window",
            who,
            Text(
                f"本人是“{story.end}”，系统里是“{number.state}”。",
                f"Their own end is {story.end}, the house says {number.state}.",
            ),
        )
    yield from _of_papers(story, number, who)


def _agrees(story: Story, number: Number) -> bool:
    if story.end == "left":
        return number.state in ("left", "missed")
    return number.state == _ENDS.get(story.end)


def _of_papers(story: Story, number: Number, who: str) -> Iterable[Loss]:
    if story.receipt and story.receipt not in number.receipts:
        yield Loss(
            "receipt", who, Text(f"回执 {story.receipt} 系统里没有。", f"Receipt {story.receipt} is not in the house.")
        )
    if story.notice and story.notice not in number.notices:
        yield Loss(
            "receipt", who, Text(f"告知单 {story.notice} 系统里没有。", f"Notice {story.notice} is not in the house.")
        )
    if number.cases and not number.receipts:
        yield Loss("receipt", who, Text("受理了，没有回执。", "A case was accepted, and there is no receipt."))
    if story.end == "done" and not story.by_staff and not number.receipts:
        yield Loss("receipt", who, Text("办完了，没有回执。", "Served to the end, and there is no receipt."))


def _of_a_call(call: Call) -> Iterable[Loss]:
    if not call.displays:
        yield Loss(
            "display",
            call.number,
            Text(
                f"{call.window} 号窗口叫了，哪块大屏都没有显示。",
                f"Called by window {call.window}; no display showed it.",
            ),
        )
    if call.followed_by_phone and not call.phone:
        yield Loss(
            "phone",
            call.number,
            Text(
                f"{call.window} 号窗口叫了，本人的手机没有显示。",
                f"Called by window {call.window}; their own phone did not say so.",
            ),
        )


def _of_the_books(books: Books, known: set[str], *, with_people: bool) -> Iterable[Loss]:
    for number in books.numbers:
        if number.ticket not in known and not with_people:
            yield Loss("gate", number.number, Text("系统里多出来的号，谁也没拿。", "A number that nobody holds."))
        if number.state in ("waiting", "called", "serving", "unissued"):
            yield Loss("window", number.number, Text("散场了，号还挂着。", "Still open when everybody had gone."))
    for twice, times in Counter(number.number for number in books.numbers).items():
        if times > 1:
            yield Loss("gate", twice, Text(f"同一个号出了 {times} 次。", f"The same number was given {times} times."))
    if books.strays:
        yield Loss(
            "receipt",
            str(books.strays),
            Text(f"有 {books.strays} 张单子不属于任何一个号。", f"{books.strays} papers belong to no number."),
        )
