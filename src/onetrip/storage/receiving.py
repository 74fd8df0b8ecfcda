"""The door for whatever is sent in: the scanner is asked, and what it found or could not look at is on record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from onetrip.ledger import events
from onetrip.ledger.outside import Away, Outside
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.storage import malware
from onetrip.storage.pictures import MOST_BYTES, too_large

_SCANNER = Outside()


def examine(raw: bytes, *, field: str, centre: str, by: str, now: datetime) -> None:
    """Let `raw` in, or not; call it before a transaction begins, because the event stays where the rest is refused.

    Raises Malformed (`field`) for malware, Refused (503) while the scanner is away and the house takes nothing unlooked at.
    """
    if not settings.CLAMD:
        return
    try:
        verdict = _SCANNER.ask(
            lambda: malware.scan(raw, scanner=settings.CLAMD, seconds=settings.CLAMD_PATIENCE),
            settings.CLAMD_PATIENCE + 1,
        )
    except Away as away:
        kept = settings.CLAMD_AWAY == "keep"
        _note(raw, "kept-unscanned" if kept else "refused-unscanned", {}, centre=centre, by=by, now=now)
        if kept:
            return
        raise Refused(
            "scanner-away",
            "查毒的程序现在没有回音，文件没有收。请过一会儿再试；急的话先看原件。",
            "The malware scanner does not answer, so the file was not taken. Please try again in a while; if it cannot wait, "
            "look at the original.",
            status=503,
        ) from away
    if verdict.found:
        _note(raw, "malware", {"found": verdict.found[:80]}, centre=centre, by=by, now=now)
        raise Malformed(
            "file-malware",
            "这个文件里查出了病毒，没有收，也没有留。请换一台设备重新拍或扫描。",
            "The scanner found malware in this file. It was not taken, and nothing of it was kept. Please take or scan it "
            "again on another device.",
            field=field,
        )


def _note(raw: bytes, verb: str, data: dict[str, str], *, centre: str, by: str, now: datetime) -> None:
    """The event names the file by its digest: whoever looks for the same file elsewhere finds it, and nothing is told of it."""
    with transaction.atomic():
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="upload",
            thing_id=hashlib.sha256(raw).hexdigest()[:32],
            verb=verb,
            data={"bytes": len(raw), **data},
        )


def body_of(request: HttpRequest) -> bytes:
    """The picture in the body. Raises Malformed before anything large is read."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise too_large()
    raw: bytes = request.read(MOST_BYTES + 1)
    if not raw:
        raise Malformed(
            "picture-missing", "没有收到图片。请再拍一次。", "No picture came. Please take it again.", field="picture"
        )
    return raw


def answered(request: HttpRequest, keep: Callable[[bytes], object]) -> HttpResponse:
    """Do `keep` with the body; answered as `told` does."""
    return told(request, lambda: keep(body_of(request)))


def told(request: HttpRequest, do: Callable[[], object]) -> HttpResponse:
    """Do it; the answer for the page's script is JSON, in words where it was refused."""
    try:
        do()
    except Refused as refused:
        words = refused.text.in_language(getattr(request, "language", "zh"))
        return JsonResponse({"words": words, "code": refused.code}, status=refused.status)
    return JsonResponse({"kept": True})
