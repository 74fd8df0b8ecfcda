"""At the city: whose a row is. A centre says nothing of what is not its own, whoever holds its key."""

# ruff: noqa: S608 -- the SQL is composed of names and conditions out of our own list

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Q

from onetrip.nodes import aliases
from onetrip.nodes.capture import NUMBERS_EACH
from onetrip.nodes.models import Conflict, Node
from onetrip.nodes.outbox import Message
from onetrip.nodes.shape import has_key
from onetrip.nodes.tables import Table, Way


def may_say(table: Table, message: Message, key: str, peer: str, row: dict[str, Any]) -> bool:
    """Whether the centre `peer` may say this of the row that is `key` here: it and what it would become are its own."""
    if table.model == "nodes.Conflict":
        of_others = Conflict.objects.filter(pk=key).exclude(Q(centre=peer) | Q(other=peer))
        return message.deed == "I" and not of_others.exists()
    if table.way is not Way.UP:
        return False
    if table.is_final:
        return message.deed == "I" and (
            _is_of(peer, table, message, key, row) or _may_say_of_others(table, message, peer)
        )
    if message.deed == "U" and row.keys() <= set(table.of_everybody):
        return True
    if table.centre == "NULL":
        return message.deed == "I"  # of one that is here already, what is fixed stays as it is
    if table.name in aliases.MERGED and key != message.key:
        return True  # counted together with ours, and nothing else
    of_nobody = {""} if "U" in table.city_may else set()  # a consent that the resident gave from home
    return _owners(table, message, key) <= {peer, *of_nobody}


def _is_of(peer: str, table: Table, message: Message, key: str, row: dict[str, Any]) -> bool:
    """Whether a new row that never changes belongs to `peer`: by a column of its own, else by the rows it points to."""
    column = table.centre.removeprefix("r.")
    return row[column] == peer if column in row else _owners(table, message, key) == {peer}


def _may_say_of_others(table: Table, message: Message, peer: str) -> bool:
    """Whether this is an event that a centre may write of another one, or of none: under a number that only it gives."""
    if not table.foreign or not message.key.isdigit():
        return False
    number = Node.objects.values_list("number", flat=True).get(pk=peer)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table.foreign} FROM jsonb_populate_record(NULL::{table.name}, %s::jsonb) r", [message.row]
        )
        return bool(cursor.fetchone()[0]) and int(message.key) >> NUMBERS_EACH == number


def _owners(table: Table, message: Message, key: str) -> set[str]:
    """Whose the row is that is here, and whose it would be as the message has it; of none that is known: nobody's."""
    whose = f"SELECT {table.centre} FROM {table.name} r WHERE {has_key(table)}"
    wanted: list[str | None] = [key]
    if message.deed == "I":
        whose += f" UNION SELECT {table.centre} FROM jsonb_populate_record(NULL::{table.name}, %s::jsonb) r"
        wanted += [message.row]
    elif message.deed == "U":
        here = f"(SELECT x FROM {table.name} x WHERE {has_key(table)})"
        whose += f" UNION SELECT {table.centre} FROM jsonb_populate_record({here}, %s::jsonb) r"
        wanted += [key, message.row]
    with connection.cursor() as cursor:
        cursor.execute(whose, wanted)
        return {found for (found,) in cursor.fetchall() if found is not None}
