"""Pictures in files, encrypted, each readable only under its own id. A city puts its object store in this place."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from onetrip.people.crypto import decrypt_bytes, encrypt_bytes


class Gone(Exception):
    """There is no picture of this id any more."""


def put(picture_id: uuid.UUID, content: bytes) -> None:
    """Keep `content`: whole or not at all, also when the power goes meanwhile."""
    place = _place(picture_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(encrypt_bytes(content, about=picture_id.bytes))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
    # The row is on the disk once it is committed; without this the name of its file might not be.
    for folder in (place.parent, place.parent.parent):
        _settle(folder)


def get(picture_id: uuid.UUID) -> bytes:
    """The picture. Raises Gone, and Undecipherable for a file that was damaged or is another's."""
    try:
        stored = _place(picture_id).read_bytes()
    except FileNotFoundError as error:
        raise Gone(str(picture_id)) from error
    return decrypt_bytes(stored, about=picture_id.bytes)


def remove(picture_id: uuid.UUID) -> None:
    """Delete it; nothing happens when it is gone already."""
    with contextlib.suppress(FileNotFoundError):
        _place(picture_id).unlink()


def kept_before(moment: datetime) -> Iterator[uuid.UUID]:
    """The ids of all files last written before `moment`; half-written ones that are as old are deleted on the way."""
    root = Path(settings.PICTURES_ROOT)
    for place in root.glob("*/*"):
        with contextlib.suppress(FileNotFoundError, ValueError):
            if place.stat().st_mtime >= moment.timestamp():
                continue
            if place.suffix == ".part":
                place.unlink()
            else:
                yield uuid.UUID(place.name)


def _settle(folder: Path) -> None:
    """Put the names in `folder` on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(picture_id: uuid.UUID) -> Path:
    return Path(settings.PICTURES_ROOT) / picture_id.hex[:2] / picture_id.hex
