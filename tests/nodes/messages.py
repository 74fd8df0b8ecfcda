"""A city in the test database, and messages to it as a centre's node would send them."""

from __future__ import annotations

import itertools
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from onetrip.advice.models import Consultation, Slip
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.lobby.models import Visit
from onetrip.nodes import actions, answering, capture, signing
from onetrip.nodes.models import Node
from onetrip.nodes.outbox import Message
from onetrip.nodes.signing import Key
from tests.factories import NOW, TODAY, make_centre

FIRST = 1 << capture.NUMBERS_EACH
"""The first number of a row that the first node gives itself."""


class _Undone(Exception):
    """Takes a row back that was only written to see how it looks."""


def message_of(instance: models.Model, number: int, deed: str = "I", **changes: Any) -> Message:
    """What a node would send of a new row: as the database writes it; nothing stays here."""
    table = instance._meta.db_table
    row = ""
    try:
        with transaction.atomic(), capture.applying("LF"):
            instance.save(force_insert=True)
            with connection.cursor() as cursor:
                key = instance._meta.pk.column
                cursor.execute(f"SELECT to_jsonb(r)::text FROM {table} r WHERE r.{key} = %s", [instance.pk])  # noqa: S608
                (row,) = cursor.fetchone()
            raise _Undone
    except _Undone:
        pass
    if deed == "U":
        row = json.dumps(changes)
    return Message(number, table, deed, str(instance.pk), row)


def changed(table: str, key: object, number: int, **columns: Any) -> Message:
    """What a node would send of a changed row."""
    return Message(number, table, "U", str(key), json.dumps(columns))


def a_visit(centre: str = "LF", **more: Any) -> Visit:
    """Somebody came."""
    return Visit(**{"id": uuid.uuid4(), "centre_id": centre, "day": TODAY, "arrived_at": NOW} | more)


def a_slip(serial: int, *, state: str = "issued") -> Slip:
    """One of ZZ's."""
    version = CatalogueVersion.objects.first() or CatalogueVersion.objects.create(
        number=1, city="x", digest="x", source={}, published_at=NOW, published_by="x"
    )
    asked = Consultation.objects.create(
        centre_id="ZZ", channel="desk", catalogue=version, started_at=NOW, started_by="x", facts={}
    )
    return Slip.objects.create(
        centre_id="ZZ",
        day=TODAY,
        valid_until=TODAY,
        serial=serial,
        number=f"ZZ1124{serial:04d}",
        token=f"token-{serial}",
        consultation=asked,
        catalogue=version,
        plan={},
        facts={},
        state=state,
        issued_at=NOW,
        issued_by="x",
    )


@dataclass
class Speaker:
    """A node that talks to the city in the test database."""

    key: Key
    client: Client = field(default_factory=Client)
    heard: int = 0
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def call(
        self,
        said: dict[str, Any] | None = None,
        *,
        path: str = "/nodes/exchange",
        number: int | None = None,
        at: datetime | None = None,
        body: bytes | None = None,
        sign: Key | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """A signed call; status and what was answered, whose signature has to be right where it has one."""
        number = next(self.numbers) if number is None else number
        at = at or timezone.now()
        body = answering.pack(said or {}) if body is None else body
        signature = signing.sign_call(sign or self.key, method="POST", path=path, call=number, at=at, body=body)
        answer = self.client.post(
            path,
            body,
            content_type="application/octet-stream",
            headers={
                "X-Onetrip-Node": f"{self.key.centre}.{self.key.number}",
                "X-Onetrip-Call": str(number),
                "X-Onetrip-Time": at.isoformat(),
                "X-Onetrip-Signature": signature,
            },
        )
        signed = answer.headers.get("X-Onetrip-Signature")
        if signed is None:
            return answer.status_code, {"page": answer.content.decode()}
        assert signed == signing.sign_answer(self.key, to=signature, status=answer.status_code, body=answer.content)
        return answer.status_code, answering.unpack(answer.content)

    def say(
        self, *messages: Message, after: int = 0, known: int | None = None, **more: Any
    ) -> tuple[int, dict[str, Any]]:
        """An exchange with these messages."""
        return self.call(
            {
                "after": after,
                "known": self.heard if known is None else known,
                "identity": answering.identity_mark(),
                "messages": [message.to_json() for message in messages],
                "told": {"waiting": 0},
                **more,
            }
        )

    @property
    def node(self) -> Node:
        return Node.objects.get(pk=self.key.centre)


def a_city(*codes: str) -> list[Speaker]:
    """A city with centres that each have a node, and one more, ZZ, that works on the city's own database."""
    for code in (*codes, "ZZ"):
        if not Centre.objects.filter(pk=code).exists():
            make_centre(code, windows=1)
    return [Speaker(actions.add_node(centre=code, now=NOW, by="test")) for code in codes]
