"""In how few trips, in which order, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onetrip.planning import words
from onetrip.planning.plan import Place, ProxyChance, Standing
from onetrip.planning.proxies import chance_of_proxy
from onetrip.planning.standing import Judged
from onetrip.planning.terms import MatterTerms
from onetrip.planning.view import View
from onetrip.rules import Text

_PLACES = {"direct": Place.ANY, "split": Place.ANY_SENT_ON, "none": Place.HOUSEHOLD, None: Place.UNKNOWN}
_NARROWEST = (Place.HOUSEHOLD, Place.UNKNOWN, Place.ANY_SENT_ON, Place.ANY)
_TEXTS = {
    Place.ANY: words.ANY_CENTRE,
    Place.ANY_SENT_ON: words.ANY_CENTRE_SENT_ON,
    Place.HOUSEHOLD: words.CERTAIN_CENTRE,
}


@dataclass(frozen=True, slots=True)
class Trips:
    """How often somebody comes to a centre, why more than once, in which order, where."""

    count: int
    why: Text | None
    order: tuple[str, ...]
    place: Place
    where: Text


def trips_of(view: View, judged: Sequence[Judged]) -> Trips:
    """The trips for what is done at a centre now, and for what may be decided there.

    One trip does it all, except: a matter whose result is a paper of another one and is not given on the spot comes a
    trip earlier; and what only the resident can do takes a trip of its own when somebody else comes for the rest.
    """
    today = [each for each in judged if each.at_centre and each.standing in (Standing.NOW, Standing.UNDECIDED)]
    if not today:
        return Trips(0, None, (), Place.ANY, words.NO_CENTRE)
    rounds, cause = _rounds(today)
    order = sorted((each.id for each in today), key=lambda matter: rounds[matter])
    count, why = 1 + max(number for number, _ in rounds.values()), None
    if cause is not None:
        why = words.second_trip(*(view.book.terms(matter).name for matter in cause))
    if view.by_proxy:
        personal = [each for each in today if chance_of_proxy(view, each)[0] == ProxyChance.NO]
        if personal:
            why = words.person_must_come([each.prepared.terms.name for each in personal])
            count += 1 if len(personal) < len(today) else 0
    place, where = _place([each.prepared.terms for each in today])
    return Trips(count, why, tuple(order), place, where)


def place_of(terms: MatterTerms) -> Place:
    """Where this matter is handled."""
    return _PLACES[terms.area]


def _rounds(today: Sequence[Judged]) -> tuple[dict[str, tuple[int, int]], tuple[str, str] | None]:
    """For each matter its trip, counted from 0, and its turn in it; and the pair that makes a second trip necessary."""
    terms = {each.id: each.prepared.terms for each in today}
    found: dict[str, tuple[int, int]] = {}
    cause: tuple[str, str] | None = None

    def visit(matter: str, path: tuple[str, ...]) -> tuple[int, int]:
        nonlocal cause
        if matter in found:
            return found[matter]
        trip, turn = 0, 0
        for first in terms[matter].needs_first:
            if first not in terms or first in path:
                continue
            earlier_trip, earlier_turn = visit(first, (*path, matter))
            waits = 0 if terms[first].limits.on_the_spot else 1
            if waits and earlier_trip + 1 > trip:
                cause = (first, matter)
            trip, turn = max((trip, turn), (earlier_trip + waits, 0 if waits else earlier_turn + 1))
        found[matter] = (trip, turn)
        return found[matter]

    for matter in terms:
        visit(matter, ())
    return found, cause


def _place(terms: Sequence[MatterTerms]) -> tuple[Place, Text]:
    """The place where everything can be done: that of the narrowest matter."""
    place = min((place_of(each) for each in terms), key=_NARROWEST.index)
    if place == Place.UNKNOWN:
        unknown = [each for each in terms if place_of(each) == Place.UNKNOWN]
        at_machines = all(each.kind in ("print", "query") and "kiosk" in each.channels for each in unknown)
        said = words.machines_not_known if at_machines else words.place_not_known
        return place, said([each.name for each in unknown])
    if place == Place.HOUSEHOLD:
        deciders = {each.decided_by for each in terms if place_of(each) == place}
        return place, words.CENTRE_OF.get(deciders.pop(), _TEXTS[place]) if len(deciders) == 1 else _TEXTS[place]
    return place, _TEXTS[place]
