"""Writing a draft: open it, save files in it, take a file out again. Nobody's saving is lost by somebody else's."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import drafts, queries
from onetrip.catalogue.actions.noting import take_up_finding
from onetrip.catalogue.files import MOST_BYTES, MOST_FILES
from onetrip.catalogue.lifecycle import DRAFT
from onetrip.catalogue.models import CatalogueVersion, Draft, DraftFile
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

FILE_NAME = re.compile(r"(?:[a-z_]{1,40}|[a-z_]{1,20}/[a-z0-9_-]{1,80})\.yaml")


class SavedMeanwhile(Refused):
    """Somebody saved the file after it was opened. Nothing was overwritten; both texts are here to be brought together.

    `theirs` is the text that stands in the draft now, `edition` its edition, `by` whoever saved it.
    """

    def __init__(self, name: str, theirs: str | None, edition: int, by: str) -> None:
        super().__init__(
            "saved-meanwhile",
            f"您打开以后，有人改过 {name} 并且存了。您写的还在这里，没有存；对方的也没有被盖掉。请看两边，合好再存。",
            f"Somebody changed and saved {name} after you opened it. Your text is still here, unsaved, and theirs was not "
            "overwritten. Please look at both, bring them together and save.",
        )
        self.name, self.theirs, self.edition, self.by = name, theirs, edition, by


def open_draft(*, title: str, now: datetime, by: str, key: uuid.UUID, finding_id: uuid.UUID | None = None) -> Draft:
    """Begin a draft on the version in force, perhaps because of something that the counter found out.

    Raises Malformed (field "title") without one, Refused (503) with no version; NotFound, Refused (409) for the finding.
    """
    name = " ".join(title.split())
    if not 0 < len(name) <= 120:
        raise Malformed(
            "draft-title",
            "给这次改动起个名字，120 字以内，以后好找。",
            "Give the change a name of at most 120 characters, so that it can be found again.",
            field="title",
        )
    base = queries.current_version()
    with transaction.atomic():
        draft = Draft(title=name, base=base, opened_at=now, opened_by=by, changed_at=now)
        earlier = requests.claim(key, action="catalogue.open-draft", actor=by, now=now, result={"draft": str(draft.pk)})
        if earlier is not None:
            return drafts.draft(uuid.UUID(earlier["draft"]))
        draft.save(force_insert=True)
        record(draft, "open", now, by, from_state="", data={"title": name, "base": base.number})
        if finding_id is not None:
            take_up_finding(finding_id=finding_id, draft=draft, now=now, by=by)
    return draft


def save_file(
    *, draft_id: uuid.UUID, name: str, text: str | None, edition: int, onto: int, now: datetime, by: str, key: uuid.UUID
) -> DraftFile:
    """Save `text` as the file `name` of the draft; None removes the file from the catalogue.

    `edition` is that of the file when it was opened, 0 when the draft did not change it yet; `onto` the version whose
    text the change starts from. Raises SavedMeanwhile (409) when somebody saved it since, Malformed, Refused, NotFound.
    A text with mistakes may be saved: they keep the draft from being submitted, not its author from going home.
    """
    refuse_bad_name(name)
    refuse_bad_text(name, text)
    with changing(draft_id, "save") as draft:
        earlier = requests.claim(key, action=f"catalogue.save {draft_id}", actor=by, now=now, result={"name": name})
        found = DraftFile.objects.filter(draft=draft, name=name).first()
        if earlier is not None and found is not None:
            return found
        if (found.edition if found else 0) != edition:
            raise SavedMeanwhile(
                name,
                found.text if found else drafts.in_force_texts()[1].get(name),
                found.edition if found else 0,
                found.saved_by if found else "",
            )
        _touch(draft, now, by)
        file = _write(draft, found or DraftFile(name=name), text, _version(onto), now, by)
        record(draft, "save", now, by, data={"file": name, "edition": file.edition, "removed": text is None})
    return file


def discard_file(*, draft_id: uuid.UUID, name: str, edition: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """Take a file's change out of the draft; the file stays as it is in force. Raises SavedMeanwhile, NotFound, Refused."""
    with changing(draft_id, "save") as draft:
        if requests.claim(key, action=f"catalogue.discard {draft_id}", actor=by, now=now, result={}) is not None:
            return
        found = DraftFile.objects.filter(draft=draft, name=name).first()
        if found is None:
            raise NotFound("draft-file-unknown", f"这份草稿没有改 {name}。", f"The draft does not change {name}.")
        if found.edition != edition:
            raise SavedMeanwhile(name, found.text, found.edition, found.saved_by)
        found.delete()
        _touch(draft, now, by)
        record(draft, "discard", now, by, data={"file": name, "edition": edition})


def import_files(
    *,
    draft_id: uuid.UUID,
    files: Mapping[str, str],
    missing_go: bool,
    edition: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> int:
    """Take a whole folder into the draft: every file that differs from the version in force; returns how many do.

    `missing_go`: files that the folder does not hold are removed. `edition` is that of the draft when the page was
    shown: a folder never overwrites what somebody saved meanwhile. All of it or nothing.
    """
    if len(files) > MOST_FILES:
        raise Malformed(
            "too-many-files", f"文件超过 {MOST_FILES} 个。", f"More than {MOST_FILES} files.", field="archive"
        )
    for name, text in files.items():
        refuse_bad_name(name)
        refuse_bad_text(name, text)
    with changing(draft_id, "save") as draft:
        earlier = requests.claim(key, action=f"catalogue.import {draft_id}", actor=by, now=now)
        if earlier is not None:
            return int(earlier["changed"])
        refuse_changed_since(draft, edition)
        in_force = drafts.newest()
        if in_force is None:
            raise drafts.unknown()
        wanted: dict[str, str | None] = dict(files)
        if missing_go:
            wanted |= {name: None for name in in_force.source if name not in files}
        kept = {file.name: file for file in draft.files.all()}
        changed = 0
        _touch(draft, now, by)
        for name, wish in sorted(wanted.items()):
            if wish == in_force.source.get(name):
                if name in kept:
                    kept[name].delete()
                continue
            _write(draft, kept.get(name) or DraftFile(name=name), wish, in_force, now, by)
            changed += 1
        record(draft, "import", now, by, data={"files": changed})
        requests.answer(key, {"changed": changed})
    return changed


@contextmanager
def changing(draft_id: uuid.UUID, verb: str) -> Iterator[Draft]:
    """The draft, locked, in a state in which `verb` may be done to it. Raises NotFound, Refused (409)."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
        if draft is None:
            raise drafts.unknown()
        if not DRAFT.allows(verb, draft.state):
            raise DRAFT.refuse(verb, draft.state, f"“{draft.title}”")
        yield draft


def refuse_changed_since(draft: Draft, edition: int) -> None:
    """Raise Refused when the draft is not the one that the page had shown."""
    if draft.edition != edition:
        raise Refused(
            "draft-changed",
            f"“{draft.title}”在您打开以后又改过，这一步没有做。请看过新的内容再决定。",
            f"“{draft.title}” was changed after you opened it, so this was not done. Please look at it again and decide.",
        )


def record(
    draft: Draft,
    verb: str,
    now: datetime,
    by: str,
    *,
    from_state: str | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """One event of a draft's life; `from_state` None: the state did not change."""
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="draft",
        thing_id=draft.pk,
        verb=verb,
        from_state=draft.state if from_state is None else from_state,
        to_state=draft.state,
        data=data,
    )


def refuse_bad_name(name: str) -> None:
    """Raise Malformed (field "name") for what is no name of a catalogue's file."""
    if not FILE_NAME.fullmatch(name):
        raise Malformed(
            "file-name",
            f"文件名不行：“{name[:80]}”。事项写成 matters/编号.yaml，编号用小写字母、数字和连字符。",
            f"This cannot be a file’s name: “{name[:80]}”. A matter is matters/<id>.yaml, with small letters, digits, hyphens.",
            field="name",
        )


def refuse_bad_text(name: str, text: str | None) -> None:
    """Raise Malformed (field "text") for a text that cannot be kept."""
    if text is None:
        return
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        most = MOST_BYTES // 1024
        raise Malformed(
            "file-too-big",
            f"{name} 超过 {most} KB，没有存。",
            f"{name} is larger than {most} KB; not saved.",
            field="text",
        )
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Malformed(
            "unreadable",
            f"{name} 里有读不懂的字符，没有存。",
            f"{name} holds characters that cannot be read; not saved.",
            field="text",
        )


def _version(number: int) -> CatalogueVersion:
    found = CatalogueVersion.objects.defer("source").filter(number=number).first()
    if found is None:
        raise queries.unknown_version(number)
    return found


def _write(
    draft: Draft, file: DraftFile, text: str | None, base: CatalogueVersion, now: datetime, by: str
) -> DraftFile:
    # The draft's edition never comes again: a change taken out and made anew is not taken for the first one.
    file.draft, file.edition = draft, draft.edition
    file.text, file.base, file.saved_at, file.saved_by = text, base, now, by
    file.save()
    return file


def _touch(draft: Draft, now: datetime, by: str) -> None:
    draft.edition += 1
    draft.changed_at = now
    if by not in draft.authors:
        draft.authors.append(by)
    draft.save(update_fields=["edition", "changed_at", "authors"])
