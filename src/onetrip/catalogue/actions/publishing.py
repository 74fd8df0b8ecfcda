"""Bringing a catalogue into force: a folder of files, an approved draft, the drafts whose day has come, an older version."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from django.db import connection, transaction

from onetrip.catalogue import drafts, queries
from onetrip.catalogue.actions.drafting import changing, record
from onetrip.catalogue.actions.reviewing import move
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.catalogue.schema import read
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused


class ChangedInForce(Refused):
    """Files of the draft were changed by somebody else's publication; `conflicts` holds the three texts of each."""

    def __init__(self, conflicts: list[drafts.Conflict]) -> None:
        names = "、".join(each.name for each in conflicts)
        super().__init__(
            "changed-in-force",
            f"这份草稿开始以后，别人发布的版本也改了 {names}。没有发布。请退回，把两边的改动合好，再审一次。",
            f"Since this draft was begun, a published version has changed {names.replace('、', ', ')} too. Nothing was "
            "published. Please return it, bring both changes together, and have it reviewed again.",
        )
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class Due:
    """What became of a draft whose day had come: the number of its version, or why it was not published."""

    draft: Draft
    version: int | None
    refused: Refused | None = None


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


def publish_draft(*, draft_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> CatalogueVersion:
    """Bring an approved draft into force: its files put into the version in force, as one new version, or nothing at all.

    Raises ChangedInForce (409) where a file was changed in force since the draft began, CatalogueInvalid (422),
    Refused (409) when the draft is not approved.
    """
    with transaction.atomic():
        earlier = requests.claim(key, action=f"catalogue.publish {draft_id}", actor=by, now=now)
        if earlier is not None:
            return CatalogueVersion.objects.defer("source").get(number=earlier["number"])
        version = _publish_approved(draft_id, now, by)
        requests.answer(key, {"number": version.number})
    queries.forget()
    return version


def publish_due(*, now: datetime, zone: tzinfo, by: str) -> list[Due]:
    """Publish every approved draft whose day has come in `zone`, the earliest first, each in its own transaction.

    One that cannot be published keeps its state and says why (`trouble`); the others are published all the same.
    """
    day = now.astimezone(zone).date()
    waiting = Draft.objects.filter(state=Draft.State.APPROVED, publish_on__lte=day).order_by("publish_on", "changed_at")
    done = []
    for draft in waiting:
        try:
            with transaction.atomic():
                number = _publish_approved(draft.pk, now, by).number
            done.append(Due(draft, number))
        except Refused as refused:
            _tell_trouble(draft, refused, now, by)
            done.append(Due(draft, None, refused))
    if done:
        queries.forget()
    return done


def roll_back(*, to: int, reason: str, now: datetime, by: str, key: uuid.UUID) -> CatalogueVersion:
    """Publish the texts of version `to` again, as a new version; nothing is removed.

    Raises Malformed (field "reason") without one, NotFound, Refused (409) when these texts are in force already.
    """
    said = " ".join(reason.split())
    if not 0 < len(said) <= 300:
        raise Malformed(
            "reason-missing",
            "请写一句为什么退回，300 字以内。",
            "Please say in a sentence why, in at most 300 characters.",
            field="reason",
        )
    with transaction.atomic():
        earlier = requests.claim(key, action=f"catalogue.roll-back {to}", actor=by, now=now)
        if earlier is not None:
            return CatalogueVersion.objects.defer("source").get(number=earlier["number"])
        _one_at_a_time()
        old = CatalogueVersion.objects.filter(number=to).first()
        if old is None:
            raise queries.unknown_version(to)
        newest = CatalogueVersion.objects.defer("source").first()
        if newest is not None and newest.digest == old.digest:
            raise Refused(
                "in-force-already",
                f"现在用的就是第 {to} 版的内容。",
                f"The texts of version {to} are in force already.",
            )
        reading = read(old.source)
        if reading.catalogue is None:
            # A newer program may ask more of a file than the one that published it.
            raise CatalogueInvalid(reading.problems)
        notes = f"退回第 {to} 版 back to version {to}：{said}"
        version = _in_force(dict(old.source), old.city, reading.catalogue.digest, notes, by, now)
        requests.answer(key, {"number": version.number})
    queries.forget()
    return version


def _publish_approved(draft_id: uuid.UUID, now: datetime, by: str) -> CatalogueVersion:
    """In the caller's transaction: the version made of the draft, which is then published."""
    with changing(draft_id, "publish") as draft:
        _one_at_a_time()
        newest = CatalogueVersion.objects.first()
        if newest is None:
            raise drafts.unknown()
        files = list(draft.files.select_related("base").defer("base__source"))
        found = drafts.conflicts(files, newest)
        if found:
            raise ChangedInForce(found)
        texts = drafts.applied(newest.source, files)
        reading = read(texts)
        if reading.catalogue is None:
            raise CatalogueInvalid(reading.problems)
        if reading.catalogue.digest == newest.digest:
            raise Refused(
                "nothing-to-publish",
                "现在用的版本已经是这样了，没有什么要发布的。可以撤回这份草稿。",
                "The version in force says all this already; there is nothing to publish. You can withdraw the draft.",
            )
        notes = f"{draft.title}：{draft.note}" if draft.note else draft.title
        draft.version = _in_force(texts, newest.city, reading.catalogue.digest, notes[:400], by, now)
        draft.trouble = None
        move(draft, "publish", now, by, "version", "trouble")
        return draft.version


def _tell_trouble(draft: Draft, refused: Refused, now: datetime, by: str) -> None:
    """Keep why a draft was not published on its day; said once, however often it is tried."""
    told = {"zh": refused.text.zh[:2000], "en": refused.text.en[:2000]}
    with transaction.atomic():
        kept = Draft.objects.select_for_update().filter(pk=draft.pk, state=Draft.State.APPROVED).first()
        if kept is not None and kept.trouble != told:
            kept.trouble = told
            kept.save(update_fields=["trouble"])
            record(kept, "not-published", now, by, data={"code": refused.code})


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.publish'))")


def _in_force(texts: dict[str, str], city: str, digest: str, notes: str, by: str, now: datetime) -> CatalogueVersion:
    """The newest version if it has this content, else a new one. One publication at a time."""
    _one_at_a_time()
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
