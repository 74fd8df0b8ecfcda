"""Finding a matter with fingers: in own words, by pinyin or its initials. Words go in the body, never in an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onetrip.advice.forms import sent
from onetrip.advice.models import Consultation
from onetrip.advice.searching import found
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.actions import note_unanswered
from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.kiosk import usage
from onetrip.kiosk.frame import KioskRequest, at_kiosk, begin_stay
from onetrip.kiosk.pinyin import MOST_LETTERS, offered
from onetrip.kiosk.stay import actions
from onetrip.kiosk.usage import Step
from onetrip.staff.access import actor_of, centre_of

FOUND_AT_ONCE = 6


@at_kiosk
@sensitive_post_parameters("said")
@require_http_methods(["GET", "POST"])
def search(request: KioskRequest) -> HttpResponse:
    """The field and its keyboard, with what was typed so far; without scripts the words are sent and the page comes again."""
    now, by = timezone.now(), actor_of(request)
    if request.method == "POST":
        words = sent(request, "said", most=MOST_SAID)
        if words or request.stay is not None:  # nothing typed begins nothing
            actions.type_words(stay=begin_stay(request, now), words=words, now=now)
            _note(request, words)
        return redirect("kiosk-search")
    words = (request.stay.words or "") if request.stay else ""
    if request.stay:
        usage.step(request.stay, Step.SEARCH, now=now, by=by)
    return render(request, "kiosk/search.html", _found(words))


@at_kiosk
@sensitive_post_parameters("said", "letters")
@require_POST
def found_so_far(request: KioskRequest) -> HttpResponse:
    """What fits the words typed so far, and the letters that no character was chosen for yet."""
    now = timezone.now()
    words, letters = sent(request, "said", most=MOST_SAID), sent(request, "letters", most=MOST_LETTERS)
    if words or letters or request.stay is not None:
        stay = begin_stay(request, now)
        actions.type_words(stay=stay, words=words, now=now)
        usage.step(stay, Step.SEARCH, now=now, by=actor_of(request))
    return render(request, "kiosk/parts/found.html", _found(words + letters))


@at_kiosk
@sensitive_post_parameters("letters")
@require_POST
def pinyin(request: KioskRequest) -> JsonResponse:
    """The words and characters that the letters may stand for, each with how many letters it takes. Keeps nothing."""
    letters = sent(request, "letters", most=MOST_LETTERS)
    found = offered(catalogues.current(), letters)
    return JsonResponse(
        {"offered": [[each.text, each.used] for each in found]}, json_dumps_params={"ensure_ascii": False}
    )


def _found(words: str) -> dict[str, Any]:
    if not words:
        return {"words": "", "matters": [], "wrong": False, "unsure": False}
    if holds_long_number(words):
        return {"words": "", "matters": [], "wrong": True, "unsure": False}
    hits = found(words)[:FOUND_AT_ONCE]
    return {
        "words": words,
        "matters": [hit.matter for hit in hits],
        "wrong": False,
        "unsure": bool(hits) and not hits[0].sure,
    }


def _note(request: KioskRequest, words: str) -> None:
    """What nobody could answer is what the catalogue lacks: its editor hears of the words, and of nothing else."""
    if not words or holds_long_number(words):
        return
    hits = found(words)
    if not hits or not hits[0].sure:
        note_unanswered(
            words=words,
            channel=Consultation.Channel.KIOSK,
            centre=centre_of(request),
            now=timezone.now(),
            by=actor_of(request),
        )
