"""Django's `migrate`, as the owner of the tables, with the second wall built behind it (docs/walls.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from onetrip.walls import building
from onetrip.walls.scope import as_owner
from onetrip.web import schema


class Command(migrate.Command):
    """Migrates, an empty database from the tables as they come to be, and then sets what the wall lacks."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner("tables are made and changed"):
            schema.lay_down(connections[options["database"]])
            super().handle(*args, **options)
            building.build(connections[options["database"]])
