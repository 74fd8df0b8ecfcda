"""Model fields that are encrypted in the table and plain in Python."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from onetrip.people.crypto import AROUND_FIRST, AROUND_LATER, LATER, decrypt, encrypt


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


class SealedBytes(models.BinaryField):  # type: ignore[type-arg]  # as above
    """Bytes that were encrypted by `encrypt_bytes` under the id of their row, a UUID. The room seals and opens them; the
    field tells whoever changes keys what lies here. For the database it is a BinaryField."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, BINARY, args, kwargs


class IndexHash(models.BinaryField):  # type: ignore[type-arg]  # as above
    """The keyed hash (`index_hash`) for `purpose` of the encrypted text in the field `of` of the same row. It is written anew
    together with that when the key changes. For the database it is a BinaryField."""

    def __init__(self, *args: Any, of: str = "", purpose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.purpose = of, purpose

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, BINARY, args, kwargs


class TextLength(models.Func):
    """How many bytes the text of an encrypted column has, without reading it; NULL where there is none."""

    output_field = models.IntegerField()
    template = (
        "octet_length(%(expressions)s) - CASE WHEN get_byte(%(expressions)s, 0) = "
        f"{LATER} THEN {AROUND_LATER} ELSE {AROUND_FIRST} END"
    )


BINARY = "django.db.models.BinaryField"
