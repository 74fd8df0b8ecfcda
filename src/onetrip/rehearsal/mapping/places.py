"""The places of the map and where they are drawn. What events lead to a place is listed here; others are passed over."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.rules import Text


@dataclass(frozen=True)
class Place:
    """A place people come to. `column`, `row`: where it stands on the map, the main way down the middle."""

    key: str
    name: Text
    column: int
    row: int


DOOR, GONE = "door", "gone"

PLACES = (
    Place(DOOR, Text("进门", "door"), 1, 0),
    Place("booked", Text("预约签到", "checked in"), 2, 1),
    Place("kiosk", Text("自助机", "kiosk"), 0, 1),
    Place("waiting", Text("等候", "waiting"), 1, 2),
    Place("called", Text("叫到", "called"), 1, 3),
    Place("missed", Text("过号", "missed"), 2, 3),
    Place("serving", Text("窗口在办", "at a window"), 1, 4),
    Place("held", Text("挂起", "on hold"), 0, 5),
    Place("sent-on", Text("转给别处", "sent on"), 2, 4),
    Place("accepted", Text("受理", "accepted"), 1, 5),
    Place("turned-away", Text("没有收", "not accepted"), 2, 5),
    Place("at-kiosk", Text("自助办成", "done at a kiosk"), 0, 3),
    Place("done", Text("办完", "done"), 1, 6),
    Place("left", Text("没办就走", "left unserved"), 0, 6),
)
BY_KEY = {place.key: place for place in PLACES}

_LEADS_TO = {
    ("appointment", "check-in"): "booked",
    ("kiosk-stay", "begin"): "kiosk",
    ("ticket", "draw"): "waiting",
    ("ticket", "restore"): "waiting",
    ("ticket", "put-back"): "waiting",
    ("ticket", "release"): "waiting",
    ("ticket", "call"): "called",
    ("ticket", "miss"): "missed",
    ("ticket", "start"): "serving",
    ("ticket", "resume"): "serving",
    ("ticket", "hold"): "held",
    ("ticket", "redirect"): "sent-on",
    ("ticket", "transfer"): "sent-on",
    ("case", "accept"): "accepted",
    ("case", "receive"): "accepted",
    ("refusal", "refuse"): "turned-away",
    ("errand", "accept"): "at-kiosk",
    ("errand", "submit"): "at-kiosk",
    ("errand", "print"): "at-kiosk",
    ("ticket", "finish"): "done",
    ("ticket", "leave"): "left",
}


def place_of(thing: str, verb: str, to_state: str) -> str | None:
    """The place an event leads to; None for one that leads nowhere else."""
    if (thing, verb) == ("kiosk-stay", "end"):
        return "at-kiosk" if to_state == "done" else "left"
    return _LEADS_TO.get((thing, verb))
