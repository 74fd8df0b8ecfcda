"""What can be asked about authorities: who may act for whom, in which matter, on which day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from onetrip.cases.proxies.models import Authority
from onetrip.walls.scope import everywhere

HONOURED = "an authority is honoured at any window, whichever centre has it on file"


def between(principal_id: uuid.UUID, agent_id: uuid.UUID) -> list[Authority]:
    """Everything on file by which one acts for the other, also what is over; the newest first."""
    found = Authority.objects.filter(principal_id=principal_id, agent_id=agent_id)
    with everywhere(HONOURED):
        return list(found.order_by("-registered_at", "-pk"))


def for_matter(held: Sequence[Authority], matter: str, day: date) -> Authority | None:
    """The one by which the agent may do this matter on `day`: of several the one that lasts longest."""
    found = [one for one in held if one.holds_on(day) and one.covers(matter)]
    return max(found, key=lambda one: (one.until, one.registered_at), default=None)


def may_act(principal_id: uuid.UUID | None, agent_id: uuid.UUID | None, matter: str, day: date) -> Authority | None:
    """The authority by which `agent` acts for `principal` in a matter on `day`; None: there is none."""
    if principal_id is None or agent_id is None:
        return None
    return for_matter(between(principal_id, agent_id), matter, day)


def held_for(principal_id: uuid.UUID, day: date) -> list[Authority]:
    """Everything by which somebody may act for a person on `day`; the newest first."""
    found = Authority.objects.filter(principal_id=principal_id, ended_at=None, since__lte=day, until__gte=day)
    with everywhere(HONOURED):
        return list(found.select_related("agent").order_by("-registered_at", "-pk"))


def given_by(principal_id: uuid.UUID, day: date) -> list[Authority]:
    """The letters of a person that hold on `day`, which they may revoke; the newest first."""
    return [one for one in held_for(principal_id, day) if one.kind == Authority.Kind.LETTER]
