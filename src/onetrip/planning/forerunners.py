"""What has to be done before a matter, and whether it is still to be done for this resident.

Somebody who wants a matter that needs the result of another is told so, and that other one is brought into the plan: it
is part of what they want. It is due for whoever can still do it, because a matter is closed to those who have its result;
where that is not so, the catalogue says when it is due, or which paper its result is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from onetrip.planning.book import Before, Prepared
from onetrip.planning.plan import Standing
from onetrip.planning.standing import Due, Judged, judge
from onetrip.planning.view import View
from onetrip.rules import Known, Verdict, derive, evaluate

_MAY_BE_DONE = (Standing.NOW, Standing.LATER, Standing.UNDECIDED)


def with_forerunners(
    view: View,
    judged: Sequence[Judged],
    declined: Collection[str] = frozenset(),
    held: Collection[str] = frozenset(),
    lacking: Collection[str] = frozenset(),
    until: date = date.max,
) -> list[Judged]:
    """The same matters, each with what is due before it, and after them what that brings in.

    `held` and `lacking` are papers that the resident has, and has not. A matter that becomes possible by the results of
    those before it stands NOW where all of them are given on the spot, else LATER.
    """
    if not any(each.prepared.before for each in judged):
        return list(judged)
    due = _Due(view, held, lacking)
    found = {each.id: each for each in judged}
    ahead = list(found)
    while ahead:
        each = found[ahead.pop(0)]
        before = due.before(each) if each.prepared.before else ()
        if before:
            found[each.id] = replace(each, before=before)
        for one in before:
            if one.sure and one.first not in found and one.first not in declined and _brings_in(each):
                found[one.first] = judge(view, view.book.prepared[one.first], wanted=False, until=until)
                ahead.append(one.first)
            if one.first in found:
                first = found[one.first]
                found[one.first] = replace(first, first_for=(*first.first_for, each.id))
    for matter in reversed(list(found)):
        found[matter] = due.opened(found[matter], found)
    return list(found.values())


def needed_for(wanted: Collection[str], judged: Sequence[Judged]) -> frozenset[str]:
    """The wanted matters, and what has to be done first for them."""
    needed = set(wanted)
    while more := {each.id for each in judged if each.id not in needed and not needed.isdisjoint(each.first_for)}:
        needed |= more
    return frozenset(needed)


def _brings_in(each: Judged) -> bool:
    """Whether what is due before this matter belongs in the plan: not for what is merely announced for another day."""
    return each.wanted or bool(each.first_for) or each.standing == Standing.NOW


class _Due:
    """What is due before each matter, for one resident."""

    def __init__(self, view: View, held: Collection[str], lacking: Collection[str]) -> None:
        self._view = view
        self._held = held
        self._lacking = lacking

    def before(self, judged: Judged) -> tuple[Due, ...]:
        """What is due before it. Nothing for what comes by itself, or cannot be had whatever is done before."""
        if judged.standing == Standing.AUTOMATIC:
            return ()
        due = self._before(judged.prepared, (judged.id,))
        if judged.standing == Standing.NOT_ENTITLED and self._verdict_after(judged.prepared, due) == Verdict.NO:
            return ()
        return due

    def opened(self, judged: Judged, found: dict[str, Judged]) -> Judged:
        """A matter that is closed today and becomes possible for certain by the results of what comes before it."""
        if judged.standing != Standing.NOT_ENTITLED or not judged.before:
            return judged
        firsts = [found[each.first] for each in judged.before if each.sure and each.first in found]
        if len(firsts) < len(judged.before) or any(each.standing not in _MAY_BE_DONE[:2] for each in firsts):
            return judged
        if self._verdict_after(judged.prepared, judged.before) != Verdict.YES:
            return judged
        at_once = all(each.standing == Standing.NOW and each.prepared.terms.limits.on_the_spot for each in firsts)
        return replace(judged, standing=Standing.NOW if at_once else Standing.LATER, opened=True)

    def _before(self, prepared: Prepared, path: tuple[str, ...]) -> tuple[Due, ...]:
        verdicts = [(each.matter, self._is_due(each, path)) for each in prepared.before]
        return tuple(Due(first, verdict == Verdict.YES) for first, verdict in verdicts if verdict != Verdict.NO)

    def _is_due(self, before: Before, path: tuple[str, ...]) -> Verdict:
        first = self._view.book.prepared[before.matter]
        if first.terms.automatic or (before.paper is not None and before.paper in self._held):
            return Verdict.NO
        asked_for = Verdict.YES if before.paper in self._lacking else self._view.verdict(before.when)
        return min(asked_for, self._can_be_done(first, path))

    def _can_be_done(self, prepared: Prepared, path: tuple[str, ...]) -> Verdict:
        """Whether the resident is entitled, or will perhaps be by what comes before in its turn."""
        verdict = self._view.verdict(prepared.entitled)
        matter = prepared.terms.id
        if verdict != Verdict.NO or matter in path:
            return verdict
        due = self._before(prepared, (*path, matter))
        if not due or self._verdict_after(prepared, due) == Verdict.NO:
            return Verdict.NO
        return Verdict.YES if all(each.sure for each in due) else Verdict.UNKNOWN

    def _verdict_after(self, prepared: Prepared, due: Sequence[Due]) -> Verdict:
        """Whether the resident is entitled once those are done: a yes-or-no fact is then the other way round, of any other
        fact that their results change nobody can say how it comes out."""
        view = self._view
        if prepared.entitled is None or not due:
            return view.verdict(prepared.entitled)
        known = dict(view.known)
        for fact in {fact for each in due for fact in view.book.terms(each.first).changes}:
            was = known.pop(fact, None)
            if was is not None and isinstance(was.value, bool):
                known[fact] = Known(value=not was.value, origin=was.origin)
        then = derive(known, view.day)
        return evaluate(view.book.conditions[prepared.entitled], then, view.day, view.book.vocabulary)
