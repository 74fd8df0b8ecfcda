"""One file of a draft in the browser: a matter as a form or as text, with what it means beside it; any other file as text."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import actions, drafts
from onetrip.catalogue.actions import SavedMeanwhile
from onetrip.catalogue.actions.drafting import refuse_bad_name
from onetrip.catalogue.comparing import line_changes
from onetrip.catalogue.files import MOST_BYTES
from onetrip.catalogue.merging import merge
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.catalogue.rewriting import CannotRewrite
from onetrip.editing.form import MatterForm, stepped
from onetrip.editing.look import Look, look_at
from onetrip.editing.matter_fields import FIELD_NAMES
from onetrip.editing.opening import SKELETON, Opened, names_in, open_file
from onetrip.editing.views.common import named, page, today
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff.access import actor_of, requires
from onetrip.staff.permissions import Permission

OWN = "own."
"""Before the name of a fact: what the editor says of a resident to try the matter on."""


@requires(Permission.EDIT_CATALOGUE)
@never_cache
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, draft_id: uuid.UUID, name: str) -> HttpResponse:
    """GET shows it (`?as=yaml` as text). POST does what the pressed button says (`do`): look, save, remove, or a step of a
    list such as "add:papers"; only save and remove change anything."""
    draft = drafts.draft(draft_id)
    refuse_bad_name(name)
    opened = open_file(draft, name)
    if request.method == "GET":
        return _shown(request, opened, as_text=request.GET.get("as") == "yaml")
    do = request.POST.get("do", "save")
    as_text = "text" in request.POST
    try:
        if do == "remove":
            return _save(request, opened, None, as_text=as_text)
        if do == "save":
            return _save(request, opened, _written(request, opened), as_text=as_text)
        if do == "look" and request.headers.get("HX-Request") == "true":
            return _looked(request, opened)
        if do == "look":
            return _shown(request, opened, as_text=as_text, given=_fields(request))
        return _shown(request, opened, as_text=False, given=stepped(_fields(request), do))
    except Malformed as malformed:
        return _shown(request, opened, as_text=as_text, given=_fields(request), malformed=malformed)
    except CannotRewrite:
        return _shown(request, opened, as_text=as_text, given=_fields(request), malformed=_CANNOT)


@requires(Permission.EDIT_CATALOGUE)
@never_cache
@require_GET
def together(request: HttpRequest, draft_id: uuid.UUID, name: str) -> HttpResponse:
    """The file was changed in force since the draft began: the three texts, and both changes put together as a proposal."""
    draft = drafts.draft(draft_id)
    opened = open_file(draft, name)
    base = CatalogueVersion.objects.filter(number=opened.onto).first()
    newest, texts = drafts.in_force_texts()
    started = base.source.get(name) if base else None
    return _together(
        request,
        opened,
        started=started,
        theirs=texts.get(name),
        yours=opened.text,
        edition=opened.edition,
        onto=newest,
        whose=f"version {newest}",
        refused=None,
    )


_CANNOT = Malformed(
    "cannot-rewrite",
    "这一处改动写不回文件里。您填的都还在；请切到 YAML 那一栏直接改。",
    "This change cannot be written back into the file. What you typed is still here; please edit the YAML directly.",
)


def _save(request: HttpRequest, opened: Opened, text: str | None, *, as_text: bool) -> HttpResponse:
    if text == opened.text and not (opened.is_new and text is not None and not opened.edition):
        return _back(opened, as_text=as_text)
    given = _fields(request)
    edition, onto = _number(given, "file_edition"), _number(given, "onto") or opened.onto
    try:
        actions.save_file(
            draft_id=opened.draft.pk,
            name=opened.name,
            text=text,
            edition=edition,
            onto=onto,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except SavedMeanwhile as meanwhile:
        return _together(
            request,
            opened,
            started=given.get("opened", ""),
            theirs=meanwhile.theirs,
            yours=text,
            edition=meanwhile.edition,
            onto=opened.onto,
            whose=meanwhile.by,
            refused=meanwhile,
        )
    if text is None:
        return redirect("draft", opened.draft.pk)
    return _back(opened, as_text=as_text)


def _back(opened: Opened, *, as_text: bool) -> HttpResponse:
    response = redirect("draft-file", opened.draft.pk, opened.name)
    if as_text and opened.is_matter:
        response["Location"] += "?as=yaml"
    return response


def _written(request: HttpRequest, opened: Opened) -> str:
    """The text that the request means: as it was typed, or the text it started from with what was changed in the form."""
    given = _fields(request)
    if "text" in given:
        # A browser sends every line break as two signs; what the file had is kept.
        text = given["text"].replace("\r\n", "\n")
        return text.replace("\n", "\r\n") if "\r\n" in (opened.text or "") else text
    return MatterForm(_started(given, opened), names_in(opened.texts)).written(given)


def _started(given: dict[str, str], opened: Opened) -> str:
    """The text the form was drawn from; it came along, so that nobody's saving meanwhile is mistaken for one's own change."""
    current = opened.text or SKELETON.format(id=opened.matter)
    sent_along = given.get("opened", "").replace("\r\n", "\n")
    return current if sent_along in ("", current.replace("\r\n", "\n")) else sent_along


def _looked(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What stands in the form now and what it means; nothing is saved."""
    given = _fields(request)
    context: dict[str, Any] = {"opened": opened, "is_look": True, "preview": given.get("preview") or _language(request)}
    try:
        text = _written(request, opened)
        context |= {"look": _look(request, opened, text, given), "is_changed": text != opened.text}
    except Malformed as malformed:
        context |= {"look": Look([], {}), "malformed": malformed}
    except CannotRewrite:
        context |= {"look": Look([], {}), "malformed": _CANNOT}
    return render(request, "editing/parts/look.html", context)


def _look(request: HttpRequest, opened: Opened, text: str, given: dict[str, str]) -> Look:
    own = {name.removeprefix(OWN): value for name, value in given.items() if name.startswith(OWN)}
    return look_at({**opened.texts, opened.name: text}, opened.name, today(request), own)


def _shown(
    request: HttpRequest,
    opened: Opened,
    *,
    as_text: bool,
    given: dict[str, str] | None = None,
    malformed: Malformed | None = None,
) -> HttpResponse:
    """The page; with what was `given` and not saved, so that nobody has to type it again."""
    start = opened.text if opened.text is not None else SKELETON.format(id=opened.matter) if opened.is_matter else ""
    if given is not None:
        start = _started(given, opened)
    form = None
    if opened.is_matter and not as_text:
        try:
            form = MatterForm(start, names_in(opened.texts))
        except CannotRewrite:
            as_text = True
    text = start
    if given is not None and malformed is None:
        text = form.written(given) if form else given.get("text", start)
    elif given is not None and as_text:
        text = given.get("text", start)
    context: dict[str, Any] = {
        **page(request),
        "opened": opened,
        "draft": opened.draft,
        "start": start,
        "text": text,
        "as_text": as_text or not opened.is_matter,
        "groups": form.drawn(given) if form else [],
        "condition": form.condition(given) if form else "",
        "look": _look(request, opened, text, given or {}),
        "edition": _number(given, "file_edition") if given else opened.edition,
        "onto": (_number(given, "onto") if given else 0) or opened.onto,
        "is_unsaved": given is not None,
        "is_changed": text != opened.text,
        "may_save": opened.draft.state == Draft.State.DRAFT,
        "preview": (given or {}).get("preview") or _language(request),
        "names": named([opened.saved_by]),
        "malformed": malformed,
        "lines": range(1, text.count("\n") + 2),
    }
    return render(request, "editing/file.html", context, status=malformed.status if malformed else 200)


def _together(
    request: HttpRequest,
    opened: Opened,
    *,
    started: str | None,
    theirs: str | None,
    yours: str | None,
    edition: int,
    onto: int,
    whose: str,
    refused: Refused | None,
) -> HttpResponse:
    """Both changes beside each other and, where it can be done field by field, put together for the author to look over."""
    merged = merge(started, theirs, yours)
    context = {
        **page(request),
        "opened": opened,
        "draft": opened.draft,
        "theirs": theirs,
        "yours": yours,
        "their_changes": list(line_changes(started or "", theirs or "")),
        "your_changes": list(line_changes(started or "", yours or "")),
        "merged": merged.text if merged else yours if yours is not None else theirs or "",
        "by_hand": merged is None,
        "both": [FIELD_NAMES.get(key, key) for key in merged.both] if merged else [],
        "edition": edition,
        "onto": onto,
        "whose": named([whose]).get(whose),
        "refused": refused,
    }
    return render(request, "editing/together.html", context, status=refused.status if refused else 200)


def _fields(request: HttpRequest) -> dict[str, str]:
    """What the form holds, each field of a sensible length. Raises Malformed."""
    given = {name: request.POST.get(name, "") for name in request.POST}
    for name in given:
        sent(request, name, most=MOST_BYTES)
    return given


def _language(request: HttpRequest) -> str:
    language: str = request.language  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return language


def _number(given: dict[str, str], name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
