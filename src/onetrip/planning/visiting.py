"""The visits of a plan as they are shown: which one, when, what is done, what is brought, and why not all at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.planning.plan import Plan, PlannedVisit
from onetrip.rules import Text


@dataclass(frozen=True)
class VisitShown:
    """One of several visits. `title` says which, `bring` the papers to bring then, `from_before` those that an earlier
    visit gives."""

    visit: PlannedVisit
    title: Text
    bring: tuple[Text, ...]
    from_before: tuple[Text, ...]

    @property
    def papers(self) -> Text | None:
        """What to bring, in a sentence; None where nothing is known to be brought."""
        if not self.bring and not self.from_before:
            return None
        zh = [each.zh for each in self.bring] + [f"{each.zh}（前面办到的）" for each in self.from_before]
        en = [each.en for each in self.bring] + [f"{each.en} (from before)" for each in self.from_before]
        return Text(f"带：{'、'.join(zh)}。", f"Bring: {', '.join(en)}.")


def visits_shown(plan: Plan) -> tuple[VisitShown, ...]:
    """The visits where there is more than one; a single one needs no schedule."""
    if len(plan.schedule) < 2:
        return ()
    return tuple(_shown(visit, plan) for visit in plan.schedule)


def not_proven(plan: Plan) -> Text | None:
    """That fewer visits may do, where nobody could try out all ways."""
    if plan.schedule_exact or plan.trips <= plan.trips_at_least:
        return None
    least = plan.trips_at_least
    return Text(
        f"这是目前找到的排法，也许还能少，最少 {least} 趟。",
        f"The best found so far; fewer trips may do, though not fewer than {least}.",
    )


def things_done(plan: Plan) -> int:
    """How many matters the visits to a centre are sure to do, those of a later day included."""
    visited = [matter for visit in plan.schedule if visit.number is not None for matter in visit.matters]
    found = (plan.item(matter) for matter in visited)
    return sum(item is not None and item.standing in ("now", "later") for item in found)


def _shown(visit: PlannedVisit, plan: Plan) -> VisitShown:
    given = given_before(visit, plan)
    brought = [paper for paper in plan.bring if paper.paper in visit.bring]
    return VisitShown(
        visit=visit,
        title=_title(visit),
        bring=tuple(paper.name for paper in brought if paper.paper not in given),
        from_before=tuple(paper.name for paper in brought if paper.paper in given),
    )


def given_before(visit: PlannedVisit, plan: Plan) -> frozenset[str]:
    """The papers of this visit that matters of the plan give first."""
    items = (plan.item(matter) for matter in visit.matters)
    firsts = (first for item in items if item is not None for first in item.first if first.sure)
    return frozenset(first.paper for first in firsts if first.paper is not None and plan.item(first.matter) is not None)


def _title(visit: PlannedVisit) -> Text:
    if visit.number is not None:
        return Text(f"第 {visit.number} 趟", f"Trip {visit.number}")
    if visit.channel is None:
        return Text("先去别处", "Elsewhere first")
    return Text("不用来", "Without coming")
