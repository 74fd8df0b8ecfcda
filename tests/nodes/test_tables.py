"""Every table of the house has its direction, and what crosses the line is guarded and captured."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from onetrip.nodes import capture
from onetrip.nodes.models import Here, Node
from onetrip.nodes.tables import TABLES, Way, by_name
from tests.factories import NOW, make_centre


def test_every_model_stands_in_the_list_once() -> None:
    listed = [table.model for table in TABLES]
    there = {f"{model._meta.app_label}.{model._meta.object_name}" for model in apps.get_models()}
    assert sorted(listed) == sorted(there), "say in nodes/tables.py which way the table crosses the line"


def test_a_table_comes_after_those_that_its_rows_point_to() -> None:
    order = [name for name in by_name() if name != "nodes_conflict"]
    for place, name in enumerate(order):
        for target in by_name()[name].points_to.values():
            renews = (name, target) == ("advice_consultation", "advice_slip")
            assert target == name or renews or target not in order[place:], f"{name} stands before {target}"


def test_what_crosses_the_line_points_to_nothing_that_stays() -> None:
    for table in by_name().values():
        for column, target in table.points_to.items():
            assert target in by_name() or column in table.local, (
                f"{table.name}.{column} points to {target}, which stays"
            )


def test_what_stays_says_why() -> None:
    assert all(table.why for table in TABLES if table.way is Way.HERE)


@pytest.mark.django_db
def test_a_house_that_stands_alone_has_no_trigger_of_ours() -> None:
    capture.attach()
    assert triggers() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["city", "centre"])
def test_a_node_captures_and_guards_every_table_of_the_list(role: str) -> None:
    centre = make_centre()
    Here.objects.create(role=role, centre="LF" if role == "centre" else "", number=role == "centre", since=NOW)
    if role == "city":
        Node.objects.create(centre=centre, number=1, added_at=NOW)
    capture.attach()
    capture.attach()
    found = triggers()
    for table in (one for one in by_name().values() if one.way is not Way.ONCE):
        if role == "city":
            captured, guarded = table.centre != "NULL", table.way is Way.UP and table.centre != "NULL"
        else:
            captured, guarded = table.way is Way.UP, True
        assert ((table.name, "nodes_capture") in found) is captured, table.name
        assert ((table.name, "nodes_guard") in found) is guarded, table.name


def triggers() -> set[tuple[str, str]]:
    """Table and name of every trigger of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'nodes%%' AND NOT tgisinternal"
        )
        return set(cursor.fetchall())
