"""Files in a folder of this machine: the default, for a house on one machine or on a shared disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from onetrip.storage.backings.base import Away, Gone

_HALF = ".part"


class Files:
    """A folder. Each file is written beside its name and put there when it is on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, content: bytes) -> None:
        """Keep `content`: whole or not at all, also when the power goes meanwhile."""
        self._write(name, content, at=None)

    def replace(self, name: str, content: bytes) -> None:
        """Keep `content` in the place of a file, as old as that is. Raises Gone, Away."""
        try:
            at = (self._root / name).stat().st_mtime_ns
        except FileNotFoundError as error:
            raise Gone(name) from error
        except OSError as error:
            raise Away from error
        self._write(name, content, at=at)

    def _write(self, name: str, content: bytes, *, at: int | None) -> None:
        """`at`: when it was written first, where it takes the place of what is there."""
        place = self._root / name
        beside = place.with_name(place.name + _HALF)
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                if at is not None:
                    os.utime(beside, ns=(at, at))
                os.fsync(file.fileno())
            if at is not None and not place.exists():  # it was removed meanwhile, and stays removed
                beside.unlink()
                raise Gone(name)
            beside.replace(place)
            # The row is on the disk once it is committed; without this the name of its file might not be.
            for folder in (place.parent, place.parent.parent):
                _settle(folder)
        except OSError as error:  # a full disk, a share that is not there
            with contextlib.suppress(OSError):
                beside.unlink()
            raise Away from error

    def read(self, name: str) -> bytes:
        """What is kept. Raises Gone, Away."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError as error:
            raise Gone(name) from error
        except OSError as error:
            raise Away from error

    def begins(self, name: str, length: int) -> bytes:
        """How a file begins. Raises Gone, Away."""
        try:
            with (self._root / name).open("rb") as file:
                return file.read(length)
        except FileNotFoundError as error:
            raise Gone(name) from error
        except OSError as error:
            raise Away from error

    def remove(self, name: str) -> None:
        """Delete it; nothing happens when it is gone already."""
        try:
            (self._root / name).unlink(missing_ok=True)
        except OSError as error:
            raise Away from error

    def names(self, before: datetime | None) -> Iterator[str]:
        """Every name, or those last written before a moment; half-written files that are as old are deleted on the way."""
        for place in sorted(self._root.glob("*/*")):
            with contextlib.suppress(FileNotFoundError):
                if before is not None and place.stat().st_mtime >= before.timestamp():
                    continue
                if place.name.endswith(_HALF):
                    if before is not None:
                        place.unlink()
                else:
                    yield place.relative_to(self._root).as_posix()


def backing(collection: str) -> Files:
    """The folder of a collection, which the settings name."""
    return Files(Path(getattr(settings, f"{collection.upper()}_ROOT")))


def _settle(folder: Path) -> None:
    """Put the names in `folder` on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
