"""Model fields that are encrypted in the table and plain in Python."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from onetrip.people.crypto import decrypt, encrypt


class EncryptedText(models.BinaryField):  # type: ignore[type-arg]  # generic for the checker only
    """Text, encrypted at rest. It cannot be searched: keep a keyed hash beside it where that is needed."""

    def get_prep_value(self, value: str | None) -> bytes | None:
        return None if value is None else encrypt(value)

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> str | None:
        return None if value is None else decrypt(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        prep = value if prepared else self.get_prep_value(value)
        return None if prep is None else connection.Database.Binary(prep)


class EncryptedJSON(EncryptedText):
    """JSON data, encrypted at rest."""

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        text = super().from_db_value(value, expression, connection)
        return None if text is None else json.loads(text)
