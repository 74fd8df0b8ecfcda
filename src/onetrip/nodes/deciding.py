"""What follows from a person's decision about two records of one thing: where the other one was chosen, ours is made like it.

City and centre each do this for themselves when they know of the decision, out of what they kept aside.
"""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list and of columns that the table has

from __future__ import annotations

import json

from django.db import connection

from onetrip.nodes.capture import applying
from onetrip.nodes.choices import OF_ONE_THING
from onetrip.nodes.models import Conflict, Here, Withheld
from onetrip.nodes.shape import columns, has_key
from onetrip.nodes.tables import by_name
from onetrip.walls.scope import everywhere

_LOSES = {Here.Role.CITY: "keep-centre", Here.Role.CENTRE: "keep-city"}


def follow(conflict: Conflict) -> None:
    """Make our record like the one that was chosen, inside the caller's transaction. The other one stays on file, and with
    it what is still said of it."""
    here = Here.objects.first()
    if here is None or conflict.decision != _LOSES[Here.Role(here.role)]:
        return
    aside = conflict.withheld.filter(deed="I", table__in=OF_ONE_THING).exclude(beside="").order_by("id").first()
    if aside is not None:
        with everywhere("a decided conflict is between two centres"):
            _write_over(aside)


def _write_over(aside: Withheld) -> None:
    """The other side has it so already: this is neither guarded nor sent."""
    table = by_name()[aside.table]
    row = json.loads(aside.row or "{}")
    kept = {table.key, *table.local, *table.fixed, *table.points_to}
    names = ", ".join(f'"{name}"' for name in columns(table.name) if name in row and name not in kept)
    with applying(aside.peer), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table.name} SET ({names}) = (SELECT {names} FROM jsonb_populate_record(NULL::{table.name}, "
            f"%s::jsonb)) WHERE {has_key(table)}",
            [aside.row, aside.beside],
        )
