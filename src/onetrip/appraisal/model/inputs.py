"""What a month is appraised from: plain rows without any resident, as they are kept with a frozen month."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

FAULTS = ("returned", "corrected", "overdue", "promise")
"""What may be wrong with a case by the person: sent back for a paper, done over, late in their hands, a promise broken by them."""


@dataclass(frozen=True, slots=True)
class Work:
    """One clerk's part of one case.

    `visit` names the visit by a number that says nothing of who came; `band` is the half hour of the day (0–47) in which it
    was begun; `seconds` at the window (None: not known, as for papers that came without a number), those of a visit shared
    over its cases; `share` in thousandths, 1000 where one clerk did it all. `again_of`: the earlier case of the same person
    and matter within the days the rules say, "" for none. `overtime` are the seconds of it that lay after the doors closed.
    """

    case: str
    visit: str
    matter: str
    category: str
    clerk: int
    day: str
    band: int
    seconds: int | None
    share: int = 1000
    again_of: str = ""
    withdrawn: bool = False
    faults: tuple[str, ...] = ()
    overtime: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A resident's judgement of a clerk's visit. `excluded`: it was found not to be the person's doing, or is still looked
    into. `visit` as of Work."""

    visit: str
    level: int
    channel: str
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Help to colleagues or away from the window: `kind` is desk, kiosk, answer or teach; `asker` the colleague who was
    helped, 0 where nobody recorded whom; `minutes` only where they were recorded, as for teaching."""

    kind: str
    count: int
    asker: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk's month beside the cases.

    Days in tenths, as duty counts half days. Tickets: called, sent to a colleague or a category, put back, parked, picked
    out of turn; `held_seconds` from the last thing done to the resident going. `served` visits, `one_trip` of them finished
    with all they came for.
    """

    account: int
    days: int
    leave: int = 0
    called: int = 0
    sent: int = 0
    put_back: int = 0
    held: int = 0
    picked: int = 0
    served: int = 0
    one_trip: int = 0
    idle_seconds: int = 0
    ratings: tuple[Judged, ...] = ()
    help: tuple[Help, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """All that a month of a centre is computed from. `coefficients` in thousandths, as reviewed by people; a matter without
    one takes that of its category (`categories`), and else 1000."""

    centre: str
    first: str
    last: str
    works: tuple[Work, ...]
    clerks: tuple[Clerk, ...]
    coefficients: tuple[tuple[str, int], ...] = ()
    categories: tuple[tuple[str, int], ...] = ()

    def in_order(self) -> Month:
        """The same month with everything in its place: the order in which rows were read is of no account."""
        clerks = tuple(
            Clerk(
                **{
                    **{name: getattr(one, name) for name in Clerk.__slots__},
                    "ratings": tuple(sorted(one.ratings, key=lambda each: (each.visit, each.level, each.channel))),
                    "help": tuple(sorted(one.help, key=lambda each: (each.kind, each.asker, each.count))),
                }
            )
            for one in sorted(self.clerks, key=lambda each: each.account)
        )
        works = tuple(sorted(self.works, key=lambda one: (one.case, one.clerk)))
        return Month(
            self.centre,
            self.first,
            self.last,
            works,
            clerks,
            tuple(sorted(self.coefficients)),
            tuple(sorted(self.categories)),
        )


_WORK = tuple(Work.__slots__)


def as_json(month: Month) -> dict[str, Any]:
    """The month as JSON may hold it; cases as rows under their column names, because there are ten thousand of them."""
    ordered = month.in_order()
    return {
        "centre": ordered.centre,
        "first": ordered.first,
        "last": ordered.last,
        "columns": list(_WORK),
        "works": [[getattr(one, name) for name in _WORK] for one in ordered.works],
        "clerks": [asdict(one) for one in ordered.clerks],
        "coefficients": dict(ordered.coefficients),
        "categories": dict(ordered.categories),
    }


def from_json(stored: dict[str, Any]) -> Month:
    """The month that `as_json` stored; a column that is added later takes its default for months stored before."""
    columns = stored["columns"]
    works = []
    for row in stored["works"]:
        given = dict(zip(columns, row, strict=True))
        works.append(Work(**{**given, "faults": tuple(given["faults"])}))
    clerks = [
        Clerk(
            **{
                **one,
                "ratings": tuple(Judged(**each) for each in one["ratings"]),
                "help": tuple(Help(**each) for each in one["help"]),
            }
        )
        for one in stored["clerks"]
    ]
    return Month(
        stored["centre"],
        stored["first"],
        stored["last"],
        tuple(works),
        tuple(clerks),
        tuple(stored["coefficients"].items()),
        tuple(stored["categories"].items()),
    ).in_order()
