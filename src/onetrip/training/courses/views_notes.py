"""Notes of the editors: written, changed, taken away, brought back; and their pictures."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import COURSES
from onetrip.storage.pictures import MOST_BYTES, too_large
from onetrip.storage.serving import given
from onetrip.training.courses import actions, queries
from onetrip.training.courses.actions.noting import MOST_SHOWN, MOST_SIGNS, Words
from onetrip.training.courses.models import CourseNote

_FIELDS = ("zh", "en", "shows_zh", "shows_en", "picture")


@requires(Permission.EDIT_CATALOGUE)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, of: str, name: str) -> HttpResponse:
    """A new note on a category or a matter."""
    course = _course_name(of, name)
    if request.method == "GET":
        return _form(request, of, name, course)
    try:
        actions.add_note(
            centre=centre_of(request),
            of=of,
            name=name,
            words=_words(request),
            picture=_picture(request),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field not in _FIELDS:
            raise
        return _form(request, of, name, course, malformed=malformed)
    return redirect(_place(of), name)


@requires(Permission.EDIT_CATALOGUE)
@never_cache
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """A note with its history; POST writes it anew."""
    one = queries.note_of(centre_of(request), note_id)
    course = _course_name(one.of, one.name)
    if request.method == "GET":
        return _form(request, one.of, one.name, course, note=one)
    try:
        actions.change_note(
            centre=centre_of(request),
            note_id=note_id,
            seen=_seen(request),
            words=_words(request),
            picture=_picture(request),
            keeps_picture=request.POST.get("drop_picture") != "yes",
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field not in _FIELDS:
            raise
        return _form(request, one.of, one.name, course, note=one, malformed=malformed)
    return redirect(_place(one.of), one.name)


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def remove(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Take it away; it can be brought back."""
    one = actions.remove_note(
        centre=centre_of(request),
        note_id=note_id,
        seen=_seen(request),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect(_place(one.of), one.name)


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def bring_back(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """An earlier edition is the newest again."""
    one = actions.bring_back(
        centre=centre_of(request),
        note_id=note_id,
        seen=_seen(request),
        number=_number(sent(request, "number")),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect(_place(one.of), one.name)


@requires(Permission.READ_MANUAL)
@require_GET
def picture(request: HttpRequest, picture: uuid.UUID) -> HttpResponse:
    """A picture of a note of this centre."""
    if not queries.picture_is_of(centre_of(request), picture):
        raise _no_picture()
    try:
        content = COURSES.get(picture)
    except Gone as gone:
        raise _no_picture() from gone
    return given(content, content_type="image/jpeg", name=f"{picture}.jpg", inline=True)


def _form(
    request: HttpRequest,
    of: str,
    name: str,
    course: Text,
    *,
    note: CourseNote | None = None,
    malformed: Malformed | None = None,
) -> HttpResponse:
    editions = queries.editions_of(note) if note is not None else []
    newest = next((one for one in editions if not one.is_removed), None)
    kept = {
        "zh": newest.text_zh if newest else "",
        "en": newest.text_en if newest else "",
        "shows_zh": newest.shows_zh if newest else "",
        "shows_en": newest.shows_en if newest else "",
    }
    context: dict[str, Any] = {
        "account": account_of(request),
        "catalogue_version": catalogues.current().number,
        "of": of,
        "course_id": name,
        "course": course,
        "note": note,
        "editions": editions,
        "newest": newest,
        "values": {field: request.POST.get(field, "")[: MOST_SIGNS * 2] for field in kept} if malformed else kept,
        "malformed": malformed,
        "most_signs": MOST_SIGNS,
        "most_shown": MOST_SHOWN,
        "place": _place(of),
    }
    return render(request, "training/courses/note.html", context, status=malformed.status if malformed else 200)


def _words(request: HttpRequest) -> Words:
    fields = {"zh": MOST_SIGNS, "en": MOST_SIGNS, "shows_zh": MOST_SHOWN, "shows_en": MOST_SHOWN}
    # A text area sends each end of a line as two signs.
    return Words(**{field: sent(request, field, most=most * 2).replace("\r\n", "\n") for field, most in fields.items()})


def _picture(request: HttpRequest) -> bytes | None:
    sent_in = request.FILES.get("picture")
    if sent_in is None:
        return None
    if (sent_in.size or 0) > MOST_BYTES:
        raise too_large()
    content: bytes = sent_in.read()
    return content or None


def _course_name(of: str, name: str) -> Text:
    catalogue = catalogues.current()
    if of == CourseNote.Of.MATTER and (matter := catalogue.matter(name)) is not None:
        return matter.name
    if of == CourseNote.Of.CATEGORY and name in catalogue.categories:
        return catalogue.categories[name].name
    if of in CourseNote.Of.values:
        return Text(name, name)  # of an earlier catalogue: its notes can still be read
    raise NotFound("course-unknown", "没有这一课。", "There is no such course.")


def _place(of: str) -> str:
    return "course-matter" if of == CourseNote.Of.MATTER else "course-category"


def _seen(request: HttpRequest) -> int:
    return _number(sent(request, "seen"))


def _number(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise Malformed(
            "edition-unknown", "这一页不完整，请刷新。", "This page is not whole. Please reload it.", field="seen"
        )
    return int(raw)


def _no_picture() -> NotFound:
    return NotFound("picture-unknown", "没有这张图片。", "There is no such picture.")
