"""How each matter stands for a resident, and which matters a plan speaks of at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.planning.book import Prepared
from onetrip.planning.moments import days_after
from onetrip.planning.plan import Standing
from onetrip.planning.seasons import last_day, opening
from onetrip.planning.view import View
from onetrip.rules import Verdict, shift_months

AT_CENTRE = frozenset({"window", "kiosk"})
MONTHS_AHEAD = 12
"""How far ahead a matter that nobody asked for is announced; a wanted one is announced however far it is."""


@dataclass(frozen=True, slots=True)
class Due:
    """A matter to be done before another; not `sure`: that depends on facts not known."""

    first: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A matter with its standing; the fields are those of `plan.Item`.

    `before` is what is due before it, `first_for` the matters of the plan before which it is due itself. `opened`: it is
    not possible today, and becomes possible by what is done before.
    """

    prepared: Prepared
    standing: Standing
    wanted: bool
    from_day: date | None = None
    until_day: date | None = None
    follows: str | None = None
    before: tuple[Due, ...] = ()
    first_for: tuple[str, ...] = ()
    opened: bool = False

    @property
    def id(self) -> str:
        """The id of the matter."""
        return self.prepared.terms.id

    @property
    def at_centre(self) -> bool:
        """Whether somebody has to come to a centre for it."""
        return not AT_CENTRE.isdisjoint(self.prepared.terms.channels)


def judge(
    view: View, prepared: Prepared, *, wanted: bool, until: date = date.max, follows: str | None = None
) -> Judged:
    """The standing of one matter for the resident of the view, who is taken to be entitled on no day after `until`."""
    terms = prepared.terms

    def stands(standing: Standing, from_day: date | None = None, until_day: date | None = None) -> Judged:
        return Judged(prepared, standing, wanted, from_day, until_day, follows)

    if terms.kind == "not_here":
        return stands(Standing.NOT_HERE)
    verdict = view.verdict(prepared.entitled)
    if verdict == Verdict.UNKNOWN:
        return stands(Standing.UNDECIDED)
    first = first_day(view, prepared, until)
    if first is None:
        return stands(Standing.NOT_ENTITLED)
    last = last_day(first, terms.season) if terms.season else None
    arrives = first if first > view.day else None
    if terms.automatic:
        return stands(Standing.AUTOMATIC, arrives)
    return stands(Standing.LATER if arrives else Standing.NOW, arrives, last)


def first_day(view: View, prepared: Prepared, until: date = date.max) -> date | None:
    """The first day, from the day of the view on, on which the resident is entitled and the season is open.

    All that is known stays as it is, only time goes on. None: no such day follows from what is known, or the resident
    becomes entitled only after `until`.
    """
    today = _possible_from(view, prepared, view.day)
    if today is not None:
        return today
    later = days_after(view.day, until, prepared.moments, view.birth, view.book.vocabulary) if until > view.day else ()
    return next((found for day in later if (found := _possible_from(view, prepared, day)) is not None), None)


def _possible_from(view: View, prepared: Prepared, day: date) -> date | None:
    """The day on which the season opens for somebody who is entitled on `day`; None for somebody who is not."""
    if view.on(prepared, day) != Verdict.YES:
        return None
    season = prepared.terms.season
    opens = opening(day, season) if season else day
    # Until the season opens a birthday may pass; then the day of that birthday has its own turn.
    return opens if opens == day or view.on(prepared, opens) == Verdict.YES else None


def relevant(view: View, wanted: Sequence[str], declined: Collection[str], *, today: bool = False) -> list[Judged]:
    """Every matter the plan speaks of: the wanted ones in the order wanted, then what is offered, then what follows.

    An offered matter is spoken of when the resident is entitled now or within the months ahead; what comes by itself
    when it follows something in the plan, or when its own time is near or has come. With `today` nobody looks ahead:
    those that stand NOW or UNDECIDED are the same, and sooner found.
    """
    book = view.book
    far, near = (view.day, view.day) if today else (date.max, shift_months(view.day, MONTHS_AHEAD))
    found = {matter: judge(view, book.prepared[matter], wanted=True, until=far) for matter in dict.fromkeys(wanted)}
    for prepared in book.offered:
        matter = prepared.terms.id
        if matter in found or matter in declined:
            continue
        if today and view.verdict(prepared.entitled) is not Verdict.YES:
            continue  # it could stand neither NOW nor, with nobody looking ahead, anything else that is spoken of
        judged = judge(view, prepared, wanted=False, until=near)
        if judged.standing in (Standing.NOW, Standing.LATER, Standing.AUTOMATIC):
            found[matter] = judged
    if today:
        return list(found.values())
    for cause in [each for each in found.values() if each.standing in (Standing.NOW, Standing.LATER)]:
        for matter in cause.prepared.terms.leads_to:
            known = found.get(matter)
            if matter in declined or (known is not None and known.standing != Standing.AUTOMATIC):
                continue
            judged = judge(view, book.prepared[matter], wanted=known is not None and known.wanted, follows=cause.id)
            if judged.standing == Standing.AUTOMATIC:
                found[matter] = judged
    return list(found.values())
