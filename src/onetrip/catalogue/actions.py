"""What can be done to the catalogue: publish a new version of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from onetrip.catalogue import queries
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.models import CatalogueVersion
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.catalogue.schema import read
from onetrip.ledger import events, requests


def publish(
    *,
    by: str,
    now: datetime,
    path: Path | None = None,
    files: Mapping[str, str] | None = None,
    city: str | None = None,
    notes: str = "",
    key: uuid.UUID | None = None,
) -> CatalogueVersion:
    """Publish the catalogue in the folder `path`, or the texts in `files`, and return the version in force afterwards.

    Everything is checked first; the content of the version in force makes no new version. `city` is the folder's name
    unless it is given. With a `key`, the same request asked again gives the version the first one led to. Raises
    CatalogueInvalid with everything that is wrong; ValueError when neither or both of `path` and `files` are given, or
    `files` without a city.
    """
    if (path is None) == (files is None):
        raise ValueError("give either a folder or its files")
    texts, problems = read_folder(path) if path is not None else (dict(files or {}), [])
    name = city or (path.resolve().name if path is not None else "")
    if not name:
        raise ValueError("name the city whose catalogue this is")
    reading = read(texts)
    if reading.catalogue is None or any(problem.is_error for problem in problems):
        raise CatalogueInvalid([*problems, *reading.problems])
    with transaction.atomic():
        earlier = requests.claim(key, action="catalogue.publish", actor=by, now=now) if key is not None else None
        if earlier is not None:
            return CatalogueVersion.objects.defer("source").get(number=earlier["number"])
        version = _in_force(texts, name, reading.catalogue.digest, notes, by, now)
        if key is not None:
            requests.answer(key, {"number": version.number})
    queries.forget()
    return version


def _in_force(texts: dict[str, str], city: str, digest: str, notes: str, by: str, now: datetime) -> CatalogueVersion:
    """The newest version if it has this content, else a new one. One publication at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.publish'))")
    newest = CatalogueVersion.objects.defer("source").first()
    if newest is not None and (newest.digest, newest.city) == (digest, city):
        return newest
    version = CatalogueVersion.objects.create(
        number=newest.number + 1 if newest is not None else 1,
        city=city,
        digest=digest,
        source=texts,
        notes=notes,
        published_at=now,
        published_by=by,
    )
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="catalogue",
        thing_id=version.number,
        verb="publish",
        data={"city": city, "digest": digest, "notes": notes},
    )
    return version
