"""What a matter's item says of the matters that come before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onetrip.planning import visit_words, words
from onetrip.planning.plan import First, Standing
from onetrip.planning.standing import Due, Judged
from onetrip.planning.trips import Trips
from onetrip.planning.view import View
from onetrip.rules import Text, Verdict


@dataclass(frozen=True, slots=True)
class BeforeIt:
    """What comes before a matter, in words. Not `holds`: what is said of the matter cannot be promised for it.

    `from_day` is the day from which what comes before makes it possible, where that is known. `instead` is said in place
    of why the matter stands as it does, `besides` after it.
    """

    first: tuple[First, ...]
    holds: bool = True
    from_day: date | None = None
    instead: Text | None = None
    besides: Text | None = None

    def why(self, otherwise: Text) -> Text:
        """Why the matter stands as it does."""
        said = self.instead or otherwise
        return said if self.besides is None else words.joined([said, self.besides])


def told_of_forerunners(view: View, judged: Judged, trips: Trips) -> BeforeIt:
    """What comes before this matter, and what that makes of it."""
    circle = next((each for each in trips.circles if judged.id in each), None)
    if circle is not None:
        names = [view.book.terms(matter).name for matter in circle]
        return BeforeIt(_first(view, judged, trips), holds=False, besides=visit_words.in_a_circle(names))
    if not judged.before:
        return BeforeIt(())
    if _is_over_by_then(view, judged, trips):
        return BeforeIt(_first(view, judged, trips), holds=False, besides=visit_words.OVER_BY_THEN)
    names = [view.book.terms(each.first).name for each in judged.before]
    first = _first(view, judged, trips)
    if judged.opened:
        visit = trips.visit_of(judged.id)
        at_once = judged.standing == Standing.NOW
        opened = visit_words.opened_by(names, at_once=at_once)
        return BeforeIt(first, at_once, None if at_once or visit is None else visit.from_day, instead=opened)
    if judged.standing == Standing.NOT_ENTITLED:
        return BeforeIt(first, besides=visit_words.depends_on_result(names))
    in_plan = all(trips.visit_of(each.first) is not None for each in judged.before if each.sure)
    return BeforeIt(first, holds=in_plan or judged.standing != Standing.NOW)


def _is_over_by_then(view: View, judged: Judged, trips: Trips) -> bool:
    """Whether the resident is entitled today, and by what is known no more on the day of the visit that has to wait."""
    visit = trips.visit_of(judged.id)
    if judged.standing != Standing.NOW or judged.opened or visit is None or visit.from_day is None:
        return False
    return view.on(judged.prepared, visit.from_day) == Verdict.NO


def _first(view: View, judged: Judged, trips: Trips) -> tuple[First, ...]:
    return tuple(_told(view, judged, each, trips) for each in judged.before)


def _told(view: View, judged: Judged, due: Due, trips: Trips) -> First:
    terms = view.book.terms(due.first)
    own = trips.visit_of(judged.id)
    told = visit_words.do_first(
        terms.name,
        sure=due.sure,
        same_visit=own is not None and due.first in own.matters,
        here=terms.kind != "not_here",
    )
    paper = next((each.paper for each in judged.prepared.before if each.matter == due.first), None)
    return First(due.first, terms.name, due.sure, paper, told)
