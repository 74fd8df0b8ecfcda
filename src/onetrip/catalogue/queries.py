"""What can be asked about the catalogue: the version in force, and any version there ever was."""

from __future__ import annotations

import threading
import time as clock
from datetime import datetime

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.models import CatalogueVersion
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.catalogue.schema import read
from onetrip.ledger.refusals import NotFound, Refused

CHECK_SECONDS = 1.0
"""How long the version in force is taken for granted before one cheap query looks for a newer one."""

_MOST_KEPT = 8

_lock = threading.Lock()
_kept: dict[int, Catalogue] = {}
_in_force: tuple[float, int] | None = None


def current() -> Catalogue:
    """The catalogue in force, at most a second old. Raises Refused (503) when none has been published."""
    known = _in_force
    if known is None or known[0] <= clock.monotonic():
        return version(current_version().number)
    return version(known[1])


def current_version() -> CatalogueVersion:
    """The version in force, without its texts. Raises Refused (503) when none has been published."""
    global _in_force
    found = CatalogueVersion.objects.defer("source").first()
    if found is None:
        raise Refused(
            "catalogue-missing",
            "还没有发布事项目录。请管理员先运行 onetrip catalogue publish。",
            "No catalogue has been published yet. An operator has to run onetrip catalogue publish first.",
            status=503,
        )
    _in_force = (clock.monotonic() + CHECK_SECONDS, found.number)
    return found


def newest_number() -> int:
    """The number of the version in force; 0 before the first publication."""
    return CatalogueVersion.objects.values_list("number", flat=True).first() or 0


def texts(number: int) -> dict[str, str]:
    """The files of a version by their names, as they were published. Raises NotFound."""
    return dict(_published(number).source)


def published_at(number: int) -> datetime:
    """When a version was published; it must be one that there is."""
    return CatalogueVersion.objects.defer("source").get(number=number).published_at


def version(number: int) -> Catalogue:
    """The catalogue of a version, read once in this process. Raises NotFound."""
    kept = _kept.get(number)
    if kept is not None:
        return kept
    with _lock:
        # Whoever waited here for the same version finds it read.
        return _kept.get(number) or _keep(number)


def _published(number: int) -> CatalogueVersion:
    found = CatalogueVersion.objects.filter(number=number).first()
    if found is None:
        raise unknown_version(number)
    return found


def _keep(number: int) -> Catalogue:
    found = _published(number)
    reading = read(found.source, number=found.number)
    if reading.catalogue is None:
        raise CatalogueInvalid(reading.problems)
    while len(_kept) >= _MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[number] = reading.catalogue
    return reading.catalogue


def unknown_version(number: int) -> NotFound:
    """The refusal for a version that never was."""
    return NotFound("catalogue-unknown", f"没有第 {number} 版目录。", f"There is no catalogue version {number}.")


def forget() -> None:
    """Drop what is kept in memory (after a publication, and between tests)."""
    global _in_force
    with _lock:
        _kept.clear()
        _in_force = None
