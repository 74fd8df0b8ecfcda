"""What has changed in the rules since the last working day: everybody at a window has to know."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.comparing import changed_matters
from onetrip.catalogue.models import CatalogueVersion
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well
from onetrip.rules import Text

NAMED = 12
"""Changed matters that are named; the version's page has them all."""


def changed(at: Moment) -> Found:
    """Compare the catalogue in force with the one that was in force when the last working day began."""
    centre, calendar = at.place.centre, at.place.calendar
    before = at.day - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    morning = datetime.combine(before, time(8), tzinfo=centre.zone)
    newest = catalogues.current_version()
    earlier = CatalogueVersion.objects.defer("source").filter(published_at__lte=morning).order_by("-number").first()
    if earlier is None or earlier.number == newest.number:
        return well(
            f"规则没有变，用的是第 {newest.number} 版。", f"No rule has changed: version {newest.number} is in force."
        )
    old, new = catalogues.version(earlier.number), catalogues.version(newest.number)
    names = changed_matters(old, new)
    if not names:
        return well(f"第 {newest.number} 版，改的都是文字。", f"Version {newest.number}: only words have changed.")
    details = [(new.matters.get(name) or old.matters[name]).name for name in names[:NAMED]]
    if len(names) > NAMED:
        rest = len(names) - NAMED
        details.append(Text(f"还有 {rest} 件", f"and {rest} more"))
    return mind(
        Text(
            f"{len(names)} 件事的规则变了，现行第 {newest.number} 版。",
            f"{len(names)} matters have changed; version {newest.number} is in force.",
        ),
        Text(
            "开门前在晨会上念一遍，看“事项目录”里的对照。",
            "Read them out before the doors open; the catalogue page shows what differs.",
        ),
        *details,
    )


CHECKS = (Check("rules", Text("规则", "Rules"), Text("今天的规则", "Today's rules"), changed),)
