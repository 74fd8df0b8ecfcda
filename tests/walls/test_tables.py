"""Every table has its place, and no two conditions ask each other."""

from __future__ import annotations

import re

from django.apps import apps

from onetrip.staff.permissions import Permission
from onetrip.walls.tables import OPENED, WALLS
from tests.web.test_access import PAGES, operations


def test_every_model_stands_behind_the_wall_or_says_why_not() -> None:
    behind = [wall.model for wall in WALLS]
    before = [model for opened in OPENED for model in opened.models]
    there = {f"{model._meta.app_label}.{model._meta.object_name}" for model in apps.get_models()}
    assert sorted(behind + before) == sorted(there), "say in walls/tables.py which rows of the table a centre may see"
    assert all(len(opened.why.split()) > 3 for opened in OPENED)


def test_a_condition_asks_only_tables_that_come_before_it() -> None:
    order = [wall.name for wall in WALLS]
    for place, wall in enumerate(WALLS):
        asked = set(re.findall(r"FROM (\w+)", wall.condition)) & set(order)
        assert asked <= set(order[:place]), f"{wall.model} asks {asked - set(order[:place])}"


def test_every_table_with_a_person_in_it_is_behind_the_wall() -> None:
    open_models = {model for opened in OPENED for model in opened.models}
    for model in apps.get_models():
        points_to = {field.related_model for field in model._meta.get_fields() if field.many_to_one or field.one_to_one}
        if any(getattr(one, "__name__", "") == "Resident" for one in points_to if not isinstance(one, str)):
            assert f"{model._meta.app_label}.{model._meta.object_name}" not in open_models


def test_which_addresses_see_every_centre() -> None:
    """Whoever adds one changes this list, and somebody reads it."""
    wide = {route for route, pattern in PAGES.items() if getattr(pattern.callback, "everywhere", "")}
    assert {route.split("/")[0] for route in wide} == WIDE_PAGES
    wide_operations = {
        name for name, operation in operations() if getattr(operation.auth_callbacks[0], "everywhere", "")
    }
    assert {name.split()[1].strip("/").split("/")[0] for name in wide_operations} == {
        "advice",
        "appointments",
        "ratings",
    }


def test_what_a_resident_finds_by_a_token_is_looked_for_at_every_centre() -> None:
    """A page that forgot to say so would tell whoever holds a good paper that there is none."""
    narrow = {
        route
        for route, pattern in PAGES.items()
        if "token>" in route
        and getattr(pattern.callback, "permission", None) is Permission.ANYONE
        and not getattr(pattern.callback, "everywhere", "")
    }
    assert narrow == set()


WIDE_PAGES = {
    *(
        "",
        "ask",
        "b",
        "book",
        "carriers",
        "could-not",
        "e",
        "hall",
        "health",
        "hours",
        "knowledge",
        "me",
        "metrics",
        "my",
        "n",
        "nodes",
    ),
    *("operator", "p", "r", "s", "slip", "t", "v"),
}
