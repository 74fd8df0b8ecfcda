"""A draft: what it changes and for whom, what is wrong with it, and the steps to the next pair of eyes and into force."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import actions, queries
from onetrip.catalogue import drafts as drafting
from onetrip.catalogue.archive import MOST_ARCHIVE, unpacked
from onetrip.catalogue.comparing import file_changes
from onetrip.catalogue.files import parse_all
from onetrip.catalogue.lifecycle import DRAFT
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.catalogue.problems import CatalogueInvalid, Problem
from onetrip.catalogue.schema import read
from onetrip.editing.effects import effects
from onetrip.editing.views.common import named, page, today
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.requests import further
from onetrip.ledger.words import is_id
from onetrip.staff.access import actor_of, requires
from onetrip.staff.permissions import Permission

_GIVE_BACK = {"return": actions.return_to_author, "withdraw": actions.withdraw}


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    """Begin a draft: about a matter, about a finding, or about anything, under a name of its own."""
    matter, finding = sent(request, "matter"), sent(request, "finding")
    found = queries.current().matter(matter)
    title = sent(request, "title", most=120) or (f"改“{found.name.zh}”" if found else "")
    by = actor_of(request)
    # Whoever presses "change it" again goes on where they were.
    draft = drafting.being_written(f"matters/{matter}.yaml", title, by) if found and not finding else None
    draft = draft or actions.open_draft(
        title=title,
        now=timezone.now(),
        by=by,
        key=sent_key(request),
        finding_id=_uuid(finding) if finding else None,
    )
    if matter and is_id(matter):
        return redirect("draft-file", draft.pk, f"matters/{matter}.yaml")
    return redirect("draft", draft.pk)


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft as it stands."""
    return _page(request, draft_id)


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def effects_of_draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """For whom the draft would change something, over the synthetic residents."""
    before, after = _before_and_after(drafting.draft(draft_id))
    context = {"effects": effects(before, after, today(request)), "catalogue": queries.current()}
    return render(request, "editing/parts/effects.html", context)


@requires(Permission.EDIT_CATALOGUE)
@require_GET
def goto(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Go on to a file of the catalogue (`?name=`) or to a new matter (`?matter=`)."""
    name, matter = request.GET.get("name", "").strip(), request.GET.get("matter", "").strip()
    return redirect("draft-file", drafting.draft(draft_id).pk, name or f"matters/{matter}.yaml")


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def import_archive(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Take in a zip of a catalogue's folder."""
    archive = request.FILES.get("archive")
    try:
        if archive is None or (archive.size or 0) > MOST_ARCHIVE:
            most = MOST_ARCHIVE >> 20
            raise Malformed(
                "archive-missing",
                f"请选一个 zip 文件，最大 {most} MB。",
                f"Please choose a zip file of at most {most} MB.",
                field="archive",
            )
        files = unpacked(archive.read())
        _refuse_unreadable(files)
        actions.import_files(
            draft_id=draft_id,
            files=files,
            missing_go=request.POST.get("missing_go") == "yes",
            edition=_edition(request),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        return _page(request, draft_id, malformed=malformed)
    return redirect("draft", draft_id)


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def discard(request: HttpRequest, draft_id: uuid.UUID, name: str) -> HttpResponse:
    """Take the change of a file out of the draft."""
    actions.discard_file(
        draft_id=draft_id,
        name=name,
        edition=_edition(request),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("draft", draft_id)


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def submit(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Hand it to the next pair of eyes, with a note and perhaps a day."""
    try:
        actions.submit(
            draft_id=draft_id,
            edition=_edition(request),
            note=sent(request, "note", most=400),
            publish_on=_day(sent(request, "publish_on")),
            today=today(request),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        return _page(request, draft_id, malformed=malformed)
    except CatalogueInvalid as invalid:
        return _page(request, draft_id, refused=_UNSOUND, problems=invalid.problems)
    return redirect("draft", draft_id)


@requires(Permission.REVIEW_CATALOGUE)
@require_POST
def approve(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The second pair of eyes finds it right; with `publish` it comes into force at once."""
    key, now, by = sent_key(request), timezone.now(), actor_of(request)
    actions.approve(draft_id=draft_id, edition=_edition(request), now=now, by=by, key=key)
    if request.POST.get("publish") == "yes":
        return _publish(request, draft_id, further(key, "publish"))
    return redirect("draft", draft_id)


@requires(Permission.PUBLISH_CATALOGUE)
@require_POST
def publish(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Bring it into force now."""
    return _publish(request, draft_id, sent_key(request))


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def give_back(request: HttpRequest, draft_id: uuid.UUID, verb: str) -> HttpResponse:
    """Send it back to its author ("return"), or give it up ("withdraw"), with a reason."""
    if verb not in _GIVE_BACK:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    try:
        _GIVE_BACK[verb](
            draft_id=draft_id,
            edition=_edition(request),
            reason=sent(request, "reason", most=400),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        return _page(request, draft_id, malformed=malformed)
    return redirect("draft", draft_id)


_UNSOUND = Refused(
    "draft-unsound",
    "目录里还有错，没有送审。改好下面这些再送。",
    "The catalogue would have errors, so it was not submitted. Please correct these first.",
    status=422,
)


def _publish(request: HttpRequest, draft_id: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    try:
        actions.publish_draft(draft_id=draft_id, now=timezone.now(), by=actor_of(request), key=key)
    except CatalogueInvalid as invalid:
        return _page(request, draft_id, refused=invalid, problems=invalid.problems)
    except Refused as refused:
        return _page(request, draft_id, refused=refused)
    return redirect("draft", draft_id)


def _page(
    request: HttpRequest,
    draft_id: uuid.UUID,
    *,
    malformed: Malformed | None = None,
    refused: Refused | None = None,
    problems: tuple[Problem, ...] | None = None,
) -> HttpResponse:
    one = drafting.draft(draft_id)
    changes = drafting.changes_of(one)
    before, after = _before_and_after(one)
    if problems is None and one.state in drafting.OPEN:
        problems = tuple(each for each in read(after).problems if each.is_error or each.where.file in changes)
    newest = drafting.newest()
    told = list(Event.objects.filter(thing="draft", thing_id=str(one.pk)).order_by("pk"))
    verbs = [step.verb for step in DRAFT.steps if one.state in step.sources]
    refusal = malformed or refused
    context: dict[str, Any] = {
        **page(request),
        "draft": one,
        "state": DRAFT.states[one.state],
        "files": [(change, changes.get(change.name)) for change in file_changes(before, after)],
        "same": [file for file in changes.values() if before.get(file.name) == after.get(file.name)],
        "conflicts": drafting.conflicts(changes.values(), newest) if newest and one.state in drafting.OPEN else [],
        "problems": [each for each in problems or () if each.is_error],
        "warnings": [each for each in problems or () if not each.is_error],
        "verbs": verbs,
        "is_author": actor_of(request) in one.authors,
        "story": told,
        "names": named([event.actor for event in told] + [one.opened_by, one.reviewed_by]),
        "findings": one.findings.all(),
        "all_files": sorted(after),
        "matters": queries.current().matters.values(),
        "malformed": malformed,
        "refused": refused,
        "typed": {name: request.POST.get(name, "")[:400] for name in ("note", "reason", "publish_on")},
    }
    return render(request, "editing/draft.html", context, status=refusal.status if refusal else 200)


def _before_and_after(one: Draft) -> tuple[dict[str, str], dict[str, str]]:
    """The catalogue without and with the draft: as it is in force now, or, once published, as it was made."""
    if one.version is not None:
        made = CatalogueVersion.objects.get(pk=one.version.pk)
        earlier = CatalogueVersion.objects.filter(number=made.number - 1).first()
        return dict(earlier.source) if earlier else {}, dict(made.source)
    texts = drafting.in_force_texts()[1]
    return texts, drafting.applied(texts, drafting.changes_of(one).values())


def _refuse_unreadable(files: dict[str, str]) -> None:
    """A folder whose YAML cannot even be read is refused as a whole: nobody would find their way in such a draft."""
    _, problems = parse_all(files)
    if problems:
        first = problems[0]
        raise Malformed(
            "archive-unreadable",
            f"{first.where}：{first.text.zh}什么都没有收。",
            f"{first.where}: {first.text.en} Nothing was taken.",
            field="archive",
        )


def _edition(request: HttpRequest) -> int:
    """The edition that the page had shown; 0 for anything unreadable, which fits no draft."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            "day-form", "日期要写成 2026-12-01 这样。", "Write the day like 2026-12-01.", field="publish_on"
        ) from error


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound("finding-unknown", "没有这一条。", "There is no such entry.") from error
