"""What can be asked about nodes and lines."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet

from onetrip.centres.models import Centre
from onetrip.nodes import outbox
from onetrip.nodes.calling import WHOLE
from onetrip.nodes.exchanging import LONGEST_PAUSE
from onetrip.nodes.models import Conflict, Here, Line, Node
from onetrip.nodes.outbox import Waiting
from onetrip.nodes.tables import CITY

SILENT = timedelta(minutes=2)
"""A node that has not called for so long is shown as not reached."""
UNTRIED = timedelta(seconds=2 * LONGEST_PAUSE + 2 * WHOLE)
"""Between two attempts lies no more than this, as long as there is somebody who tries."""
_KEPT_SECONDS = 2.0
_kept: dict[str, tuple[float, Any]] = {}


@dataclass(frozen=True)
class NodeShown:
    """A centre node as the city sees it. `waits_there` is what the node said of itself when it last called."""

    node: Node
    is_silent: bool
    waiting: Waiting
    waits_there: int
    keys: tuple[Any, ...]


@dataclass(frozen=True)
class LineShown:
    """The line to the city as a centre sees it: up or down since when."""

    line: Line
    is_up: bool
    since: datetime
    waiting: Waiting


def here() -> Here | None:
    """What this database is; None for a house that stands alone."""
    return Here.objects.first()


def run_elsewhere() -> frozenset[str]:
    """The centres that this database knows and does not run: those with a node, at the city; all but its own, at a node."""
    found = Here.objects.first()
    if found is None:
        return frozenset()
    if found.role == Here.Role.CENTRE:
        return frozenset(Centre.objects.exclude(code=found.centre).values_list("code", flat=True))
    return frozenset(Node.objects.values_list("centre_id", flat=True))


def line(*, now: datetime) -> LineShown | None:
    """The line to the city; None where there is none."""
    found = Line.objects.first()
    if found is None:
        return None
    down = _down_since(found, now)
    waiting = outbox.waiting(CITY, acknowledged=found.acknowledged)
    return LineShown(found, down is None, down or found.since, waiting)


def _down_since(line: Line, now: datetime) -> datetime | None:
    """Since when it is down; None while it is up. One that nobody has tried for long is not up, whatever was noted last."""
    if not line.is_up:
        return line.since
    return line.tried_at if line.tried_at is not None and now - line.tried_at > UNTRIED else None


def line_down(*, now: datetime) -> datetime | None:
    """Since when the line is down: for the notice on staff pages. Kept for two seconds; nothing is asked without a line."""
    if settings.NODE != "centre":
        return None
    at, found = _kept.get("line", (0.0, None))
    if time.monotonic() - at > _KEPT_SECONDS:
        found = Line.objects.first()
        _kept["line"] = (time.monotonic(), found)
    return None if found is None else _down_since(found, now)


def forget() -> None:
    """Forget what is kept in memory."""
    _kept.clear()


def nodes(*, now: datetime, centre: str | None = None) -> list[NodeShown]:
    """The centre nodes, those with trouble first; with `centre` that one alone."""
    found = Node.objects.select_related("centre").prefetch_related("keys")
    if centre is not None:
        found = found.filter(pk=centre)
    shown = [
        NodeShown(
            node,
            node.last_at is None or now - node.last_at > SILENT,
            outbox.waiting(node.centre_id, acknowledged=node.acknowledged),
            int(node.told.get("waiting") or 0),
            tuple(sorted(node.keys.all(), key=lambda key: -key.number)),
        )
        for node in found
    ]
    return sorted(shown, key=lambda one: (one.node.trouble is None, not one.is_silent, one.node.pk))


def conflicts(*, centre: str | None = None, decided: bool = False) -> QuerySet[Conflict]:
    """Conflicts, newest first; with `centre` those it takes part in."""
    found = Conflict.objects.filter(decided_at__isnull=not decided)
    if centre is not None:
        found = found.filter(Q(centre=centre) | Q(other=centre))
    return found.order_by("-decided_at" if decided else "-found_at", "pk")


def has_its_past() -> bool:
    """Whether this node has heard all that it begins with: without it, numbers of today would be given twice."""
    return Line.objects.filter(past__isnull=False, heard__gte=F("past")).exists()


def has_to_send() -> bool:
    """Whether there is something that has not been looked at yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT 1 FROM nodes_line l WHERE EXISTS (SELECT 1 FROM nodes_outgoing o WHERE o."to" = %s AND o.id > l.acknowledged)',
            [CITY],
        )
        return cursor.fetchone() is not None


def owned_here(centre: str) -> bool:
    """Whether this database writes the rows of `centre`: its events, numbers and seals."""
    found = here()
    if found is None:
        return True
    if found.role == Here.Role.CENTRE:
        return centre == found.centre  # those of no centre, of whichever node, are the city's to seal
    return not Node.objects.filter(pk=centre).exists()
