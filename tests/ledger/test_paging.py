"""A list read page by page is the list, whatever comes and goes meanwhile."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.paging import page
from onetrip.staff.models import Account, Qualification
from tests.factories import NOW, make_account

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)


def rows(days: list[int | None]) -> None:
    """A row for each day, None where it has none; qualifications have a day that may be missing."""
    account = Account.objects.first() or make_account("clerk")
    Qualification.objects.all().delete()
    Qualification.objects.bulk_create(
        Qualification(
            account=account,
            of="matter",
            name=f"matter-{number}",
            from_day=FIRST,
            until_day=None if day is None else FIRST + timedelta(days=day),
            source="test",
        )
        for number, day in enumerate(days)
    )


def read(order: list[str], most: int) -> list[str]:
    names, after = [], ""
    for _ in range(100):
        found = page(Qualification.objects.all(), order, after=after, most=most)
        assert len(found.lines) <= most
        names += [line.name for line in found.lines]
        if not found.next:
            return names
        after = found.next
    raise AssertionError("the list never ends")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.lists(st.none() | st.integers(0, 6), max_size=12), most=st.integers(1, 5), down=st.booleans())
def test_all_pages_together_are_the_whole_list_in_order(days: list[int | None], most: int, down: bool) -> None:
    rows(days)
    order = ["-until_day", "-name"] if down else ["until_day", "name"]

    known = sorted((day, f"matter-{number}") for number, day in enumerate(days) if day is not None)
    without = sorted(f"matter-{number}" for number, day in enumerate(days) if day is None)
    expected = [name for _, name in (reversed(known) if down else known)]
    assert read(order, most) == expected + (without[::-1] if down else without)


def test_a_line_that_goes_meanwhile_hides_none_and_doubles_none() -> None:
    rows([0, 1, 2, 3, 4])
    first = page(Qualification.objects.all(), ["until_day", "name"], after="", most=2)
    Qualification.objects.filter(name__in=["matter-0", "matter-1"]).delete()

    second = page(Qualification.objects.all(), ["until_day", "name"], after=first.next, most=2)

    assert [line.name for line in second.lines] == ["matter-2", "matter-3"]


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "%%%",
        "é",
        "A" * 500,
        *(
            base64.urlsafe_b64encode(json.dumps(made).encode()).decode().rstrip("=")
            for made in ({"a": 1}, ["2026-01-01"], ["no day", "a"], ["2026-01-01", None], [1, 2], ["2026-13-45", "a"])
        ),
        base64.urlsafe_b64encode(b'["2026-01-01", "a\\u0000"]').decode(),
    ],
)
def test_a_place_that_nobody_gave_out_begins_at_the_top(after: str) -> None:
    rows([0, 1])

    assert len(page(Qualification.objects.all(), ["until_day", "name"], after=after, most=5).lines) == 2


def test_a_list_by_moments_is_read_to_its_last_microsecond() -> None:
    for number in range(4):
        Event.objects.create(
            at=NOW + timedelta(microseconds=number // 2), actor="x", thing="t", thing_id=str(number), verb="v"
        )

    first = page(Event.objects.all(), ["at", "pk"], after="", most=3)
    second = page(Event.objects.all(), ["at", "pk"], after=first.next, most=3)

    assert [line.thing_id for line in [*first.lines, *second.lines]] == ["0", "1", "2", "3"]


def test_a_path_through_another_table_may_be_part_of_the_order() -> None:
    rows([3, 3, 3])

    order = ["until_day", "account__username", "name"]
    first = page(Qualification.objects.select_related("account"), order, after="", most=2)

    assert [one.name for one in page(Qualification.objects.all(), order, after=first.next, most=2).lines] == [
        "matter-2"
    ]
