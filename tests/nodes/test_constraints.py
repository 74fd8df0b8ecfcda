"""What the tables of the line refuse, whoever writes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from onetrip.advice.models import Consultation, Slip
from onetrip.nodes.models import Alias, Call, Conflict, Here, Holding, Line, Node, NodeKey, Outgoing
from tests.factories import NOW, TODAY, make_centre, published_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def node() -> Node:
    return Node.objects.create(centre=make_centre(), number=1, added_at=NOW)


def conflict(**more: Any) -> Conflict:
    return Conflict(
        **{"kind": "slip-twice", "same": "x", "centre": "LF", "left": {}, "right": {}, "found_at": NOW} | more
    )


def outgoing(**more: Any) -> Outgoing:
    return Outgoing(**{"to": "city", "transaction": 1, "table": "t", "deed": "I", "key": "1", "at": NOW} | more)


def key(number: int) -> NodeKey:
    return NodeKey(node_id="LF", number=number, secret="s", made_at=NOW, made_by="x")


def refuses(name: str, *rows: Model) -> None:
    *good, bad = rows
    for row in good:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        bad.save(force_insert=True)


def test_a_database_is_one_thing_at_most() -> None:
    refuses("nodes_here_pkey", Here(role="city", since=NOW), Here(role="city", since=NOW))
    refuses("node_here_once", Here(only=2, role="city", since=NOW))


@pytest.mark.parametrize(
    "given",
    [{"role": "centre"}, {"role": "city", "centre": "LF"}, {"role": "centre", "centre": "LF"}, {"role": "moon"}],
)
def test_a_node_is_the_city_or_a_centre_with_a_number(given: dict[str, str]) -> None:
    refuses("node_here_is_city_or_centre", Here(since=NOW, **given))


def test_there_is_one_line(node: Node) -> None:
    refuses("line_once", Line(only=2, city="x", since=NOW))


@pytest.mark.parametrize("number", [0, 8192])
def test_a_nodes_number_leaves_room_for_the_numbers_of_rows(number: int) -> None:
    centre = make_centre("PX")
    refuses("node_number_1_to_8191", Node(centre=centre, number=number, added_at=NOW))


def test_no_two_nodes_share_a_number() -> None:
    refuses("nodes_node_number", Node(centre=make_centre("PX"), number=1, added_at=NOW))


def test_trouble_has_a_beginning() -> None:
    refuses("node_trouble_since_when", Node(centre=make_centre("PX"), number=2, added_at=NOW, trouble={"zh": ""}))


def test_a_keys_number_and_a_calls_number_are_used_once() -> None:
    refuses("node_key_number_once", key(1), key(1))
    refuses("node_call_once", Call(node_id="LF", number=1, at=NOW), Call(node_id="LF", number=1, at=NOW))


def test_a_message_does_one_of_three_things() -> None:
    refuses("outgoing_deed_known", outgoing(deed="X"))


def test_an_alias_is_one_and_of_another() -> None:
    first = {"peer": "LF", "table": "t", "theirs": "a"}
    refuses("alias_once", Alias(**first, ours="b"), Alias(**first, ours="c"))
    refuses("alias_of_another", Alias(**(first | {"theirs": "z"}), ours="z"))


def test_a_conflict_is_found_once_and_decided_by_somebody() -> None:
    refuses("nodes_conflict_same", conflict(), conflict())
    refuses("conflict_kind_known", conflict(same="y", kind="quarrel"))
    refuses("conflict_decided_by_somebody", conflict(same="z", decided_at=NOW))


def test_a_slip_is_held_once_by_a_node() -> None:
    version = published_catalogue()
    consultation = Consultation.objects.create(
        centre_id="LF", channel="desk", catalogue=version, started_at=NOW, started_by="x", facts={}
    )
    slip = Slip.objects.create(
        id=uuid.uuid4(),
        centre_id="LF",
        day=TODAY,
        valid_until=TODAY,
        serial=1,
        number="LF11240001",
        token="t",
        consultation=consultation,
        catalogue=version,
        plan={},
        facts={},
        issued_at=NOW,
        issued_by="x",
    )
    held = {"node_id": "LF", "slip": slip, "since": NOW}
    refuses("holding_once", Holding(**held), Holding(**held))
