"""What the house does by itself about limits: it warns before, tells more people after, and counts anew when the holidays of
a year are announced."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from onetrip.cases import clock
from onetrip.cases.actions.stopping import count_anew
from onetrip.cases.models import Alarm, Case
from onetrip.cases.notices import after_step
from onetrip.cases.queries import OPEN, running
from onetrip.cases.where import worked_at
from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.queries import Settled, settled
from onetrip.ledger import events

_AT_ONCE = 200
"""Cases of one transaction."""


def warn_of_limits(*, now: datetime, by: str) -> int:
    """Warn of every running case once for each of soon, late and late for long; how many warnings were given."""
    return sum(in_each_centre("warning of limits", lambda code: _warn(settled(code), now=now, by=by)))


def _warn(place: Settled, *, now: datetime, by: str) -> int:
    centre = place.centre
    days = clock.warning_days(
        centre.day_of(now),
        before=centre.warn_working_days,
        after=centre.long_late_working_days,
        calendar=place.calendar,
    )
    # The most pressing first: what nobody was told of in time is not told three times in one minute.
    levels = [
        (Alarm.LONG, days.long, (Alarm.NONE, Alarm.SOON, Alarm.LATE)),
        (Alarm.LATE, days.late, (Alarm.NONE, Alarm.SOON)),
        (Alarm.SOON, days.soon, (Alarm.NONE,)),
    ]
    warned = 0
    for level, until, before in levels:
        due = running(centre.code).filter(due_on__lte=until, alarm__in=before)
        for cases in _by_parts(due):
            _sound(cases, level, now=now, by=by)
            warned += len(cases)
    return warned


def _by_parts(due: QuerySet[Case]) -> Iterator[list[Case]]:
    """What is due, locked, some at a time; a case that somebody else holds is left for the next minute."""
    while True:
        with transaction.atomic():
            cases = list(due.order_by("due_on", "pk").select_for_update(skip_locked=True)[:_AT_ONCE])
            if cases:
                yield cases
        if len(cases) < _AT_ONCE:
            return


def _sound(cases: Sequence[Case], level: Alarm, *, now: datetime, by: str) -> None:
    """In the caller's transaction."""
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(alarm=level)
    events.record_all(
        now=now,
        centre=worked_at(cases[0]),
        actor=by,
        drafts=[
            events.Draft(
                "case",
                case.pk,
                "warn",
                from_state=case.state,
                to_state=case.state,
                data={
                    "number": case.number,
                    "alarm": level.value,
                    "due": case.due_on and case.due_on.isoformat(),
                    "certain": case.due_certain,
                },
            )
            for case in cases
        ],
    )


def count_uncertain_anew(*, now: datetime, by: str) -> int:
    """Count the last day anew of every open case whose day was an estimate, once the holidays it was counted through are
    announced; how many days are certain now."""
    return sum(in_each_centre("counting limits anew", lambda code: _count(code, now=now, by=by)))


def _count(code: str, *, now: datetime, by: str) -> int:
    estimated = Case.objects.filter(accepting_centre_id=code, due_certain=False, state__in=OPEN)
    known = settled(code).calendar.years
    return sum(
        _count_one(pk, now=now, by=by)
        for pk, due in estimated.order_by("pk").values_list("pk", "due_on")
        if due is not None and due.year in known
    )


def _count_one(pk: uuid.UUID, *, now: datetime, by: str) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=pk, due_certain=False).first()
        if case is None:
            return False
        before = case.due_on
        count_anew(case)
        if not case.due_certain:
            return False
        case.save(update_fields=["due_on", "due_certain", "legal_due_on", "alarm"])
        events.record(
            now=now,
            centre=worked_at(case),
            actor=by,
            thing="case",
            thing_id=case.pk,
            verb="count-anew",
            from_state=case.state,
            to_state=case.state,
            data={
                "number": case.number,
                "before": before and before.isoformat(),
                "due": case.due_on and case.due_on.isoformat(),
            },
            public={"changed": True},
        )
        after_step(case, "count-anew", now=now, due_before=before)
        return True
