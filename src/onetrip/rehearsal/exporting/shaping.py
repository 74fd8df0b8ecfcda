"""Happenings become the events of a log. Only what is listed here leaves the house: no number, no name, no free text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from onetrip.rehearsal.activities import activity
from onetrip.rehearsal.exporting.pseudonyms import Pseudonyms
from onetrip.rehearsal.happenings import Happening
from onetrip.simulation.logs.writing import Event, Thing, Touch, Touching, Trace, Value

_KINDS = {
    "ticket": "ticket",
    "case": "case",
    "refusal": "refusal",
    "appointment": "appointment",
    "errand": "errand",
    "kiosk-stay": "kiosk-session",
}
"""What things of the house are called as objects of a log."""

_STAFF = "staff:"


class Shaper:
    """Shapes the happenings of one export. `staff_names`: clerks by the name they sign in with, not by a pseudonym."""

    def __init__(self, *, language: str, staff_names: bool) -> None:
        self._language, self._staff_names = language, staff_names
        self._named = Pseudonyms()
        self._things: dict[str, Thing] = {}
        self._events = 0

    def traces(self, happenings: Iterator[Happening]) -> Iterator[Trace]:
        """A case for each way; the happenings come way by way."""
        for way, those in groupby(happenings, key=lambda one: one.way):
            events = [Event(self._activity(one), one.at, self._by(one.actor), self._values(one)) for one in those]
            yield Trace(self._named("way", way), events)

    def touching(self, happenings: Iterator[Happening]) -> Iterator[Touching]:
        """An event for each, with all that it concerns."""
        for one in happenings:
            self._events += 1
            yield Touching(f"e{self._events}", self._activity(one), one.at, list(self._touches(one)), self._values(one))

    def things(self) -> Iterator[Thing]:
        """Everything that the events so far concerned."""
        yield from self._things.values()

    def _activity(self, one: Happening) -> str:
        return activity(one.thing, one.verb).in_language(self._language)

    def _by(self, actor: str) -> str:
        """Who did it: a clerk by a pseudonym; everything else, such as "system" or "kiosk", by its kind alone."""
        kind, _, name = actor.partition(":")
        if kind == "staff":
            return name if self._staff_names else self._named("staff", name)
        return kind or "unknown"

    def _values(self, one: Happening) -> dict[str, Value]:
        """What may be known of an event beside that it happened."""
        values: dict[str, Value] = {}
        if isinstance(window := one.data.get("window"), int):
            values["window"] = window
        if isinstance(kiosk := one.data.get("kiosk"), int):
            values["kiosk"] = kiosk
        if one.matter:
            values["matter"] = one.matter
        if one.to_state:
            values["state"] = one.to_state
        return values

    def _touches(self, one: Happening) -> Iterator[Touch]:
        kind = _KINDS[one.thing]
        person = self._thing("person", one.resident) if one.resident else None
        ticket = self._thing("ticket", one.ticket, of=person) if one.ticket else None
        what = self._thing(kind, one.thing_id, of=person, at=ticket, matter=one.matter if kind != "ticket" else None)
        yield Touch(what, kind)
        if ticket is not None and ticket != what:
            yield Touch(ticket, "ticket")
        if one.appointment and kind != "appointment":
            yield Touch(self._thing("appointment", one.appointment, of=person), "appointment")
        if person is not None:
            yield Touch(person, "resident")
        if one.proxy:
            yield Touch(self._thing("person", one.proxy), "proxy")
        if isinstance(window := one.data.get("window"), int):
            yield Touch(self._place("window", window), "window")
        if one.actor.startswith(_STAFF):
            yield Touch(self._clerk(one.actor), "by")

    def _thing(
        self, kind: str, identity: object, *, of: str | None = None, at: str | None = None, matter: str | None = None
    ) -> str:
        name = self._named(kind, identity)
        if name not in self._things or (of and not self._things[name].belongs):
            belongs = [Touch(other, how) for other, how in ((of, "of"), (at, "at")) if other and other != name]
            self._things[name] = Thing(name, kind, {"matter": matter} if matter else {}, None, belongs)
        return name

    def _place(self, kind: str, number: int) -> str:
        name = f"{kind}-{number}"
        self._things.setdefault(name, Thing(name, kind, {"number": number}))
        return name

    def _clerk(self, actor: str) -> str:
        name = self._by(actor)
        self._things.setdefault(name, Thing(name, "staff"))
        return name
