"""What can be asked about drafts: which there are, the catalogue as it would be, and where others changed the same file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from onetrip.catalogue.models import CatalogueVersion, Draft, DraftFile
from onetrip.ledger.refusals import NotFound

OPEN = (Draft.State.DRAFT, Draft.State.SUBMITTED, Draft.State.APPROVED)
MOST_CLOSED = 30


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that a draft changes and that has changed in force since: the text it started from, that in force, its own.

    None stands for a file that is not there.
    """

    name: str
    base: str | None
    in_force: str | None
    draft: str | None


def draft(draft_id: uuid.UUID) -> Draft:
    """The draft, with the version it was opened on. Raises NotFound."""
    found = Draft.objects.select_related("base", "version").defer("base__source", "version__source")
    one = found.filter(pk=draft_id).first()
    if one is None:
        raise unknown()
    return one


def being_written(name: str, title: str, by: str) -> Draft | None:
    """The draft in which `by` is writing at the file `name` already, or had opened under this title for it."""
    mine = Draft.objects.filter(state=Draft.State.DRAFT, opened_by=by)
    return mine.filter(Q(files__name=name) | Q(title=title, files=None)).first()


def unknown() -> NotFound:
    """The refusal for a draft that does not exist."""
    return NotFound("draft-unknown", "没有这份草稿。", "There is no such draft.")


def open_drafts() -> QuerySet[Draft]:
    """Drafts that are not done with, the last changed first, each with the number of its files (`changes`)."""
    return _listed().filter(state__in=OPEN)


def closed_drafts() -> QuerySet[Draft]:
    """The drafts that were published or withdrawn last."""
    return _listed().exclude(state__in=OPEN)[:MOST_CLOSED]


def scheduled() -> QuerySet[Draft]:
    """Approved drafts with a day, the next one first."""
    return _listed().filter(state=Draft.State.APPROVED, publish_on__isnull=False).order_by("publish_on")


def changes_of(one: Draft) -> dict[str, DraftFile]:
    """The files that a draft changes, by name."""
    return {file.name: file for file in one.files.select_related("base").defer("base__source")}


def newest() -> CatalogueVersion | None:
    """The version in force, with its texts; None before the first publication."""
    return CatalogueVersion.objects.first()


def in_force_texts() -> tuple[int, dict[str, str]]:
    """The number and the texts of the version in force; 0 and nothing before the first publication."""
    found = newest()
    return (found.number, dict(found.source)) if found is not None else (0, {})


def applied(texts: dict[str, str], files: Iterable[DraftFile]) -> dict[str, str]:
    """The texts with the files of a draft put in and taken out."""
    merged = dict(texts)
    for file in files:
        if file.text is None:
            merged.pop(file.name, None)
        else:
            merged[file.name] = file.text
    return merged


def conflicts(files: Iterable[DraftFile], in_force: CatalogueVersion) -> list[Conflict]:
    """Where the version in force no longer has the text that a change started from, unless both came to the same."""
    found = []
    bases: dict[int, dict[str, str]] = {in_force.number: in_force.source}
    for file in files:
        if file.base.number not in bases:
            bases[file.base.number] = CatalogueVersion.objects.get(number=file.base.number).source
        before, now = bases[file.base.number].get(file.name), in_force.source.get(file.name)
        if now not in (before, file.text):
            found.append(Conflict(file.name, before, now, file.text))
    return found


def _listed() -> QuerySet[Draft]:
    return (
        Draft.objects.select_related("base", "version")
        .defer("base__source", "version__source")
        .annotate(changes=Count("files"))
    )
