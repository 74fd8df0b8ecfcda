"""The review desk: what came from the kiosks, papers large beside the facts and the machine's advice."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.asking import known_lines
from onetrip.advice.forms import sent, sent_key
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.proxies.views.forms import authority_shown
from onetrip.cases.proxies.wording import PROOFS, RELATIONS
from onetrip.centres.queries import settled
from onetrip.kiosk.errands import actions, forms, queries
from onetrip.kiosk.errands.actions.reviewing import MOST_WORDS
from onetrip.kiosk.errands.lifecycle import ERRAND, is_of_kind
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.views.pictures import shown
from onetrip.kiosk.errands.waiting import waits_until
from onetrip.kiosk.models import Errand
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.actions import PLAIN_VIEWS
from onetrip.people.purposes import For, Purpose, read_purpose
from onetrip.rules import Known
from onetrip.staff.access import account_of, centre_of, insist_on_proof, may_see, requires
from onetrip.staff.permissions import Permission

MOST_SHOWN = 100
"""Errands of one list; more would not be read by anybody."""


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return render(request, "kiosk/errands/review.html", _queue(request))


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def errand(request: HttpRequest, errand_id: uuid.UUID) -> HttpResponse:
    """One errand: who, the facts, the form, the papers."""
    found = queries.of_centre(errand_id, centre_of(request))
    return _errand_page(request, found)


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_POST
def decide(request: HttpRequest, errand_id: uuid.UUID, verb: str) -> HttpResponse:
    """Accept, let print, ask again, or refuse; then the next one."""
    common: dict[str, Any] = {
        "errand_id": errand_id,
        "centre": centre_of(request),
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": account_of(request).actor,
        "key": sent_key(request),
    }
    words = sent(request, "words", most=4 * MOST_WORDS)
    insist_on_matters(request, [queries.of_centre(errand_id, centre_of(request)).matter], Permission.REVIEW_ERRANDS)
    try:
        if verb == "accept":
            actions.accept_errand(**common, relation=sent(request, "relation", most=20), shown=authority_shown(request))
        elif verb == "approve-print":
            actions.approve_print(**common)
        elif verb == "ask-again":
            actions.ask_again(**common, papers=request.POST.getlist("paper")[:40], words=words)
        elif verb == "refuse":
            actions.refuse(**common, words=words)
        else:
            raise NotFound("verb-unknown", "没有这个按键。", "There is no such button.")
    except Refused as refused:
        if refused.status == 404:
            raise
        found = queries.of_centre(errand_id, centre_of(request))
        return _errand_page(request, found, refused=refused, words=words)
    return redirect("review")


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def picture(request: HttpRequest, picture_id: uuid.UUID) -> HttpResponse:
    """A picture, for whoever opened its errand a while ago, which was put on record."""
    found = queries.picture_of_centre(picture_id, centre_of(request))
    if not _has_opened(request, found.errand_id):
        raise Refused(
            "look-over",
            "看图的时间过了。请重新打开这一件。",
            "The time for looking at this picture is over. Please open the application again.",
            status=403,
        )
    return shown(found)


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_POST
def look(request: HttpRequest, errand_id: uuid.UUID) -> HttpResponse:
    """The pictures and the number of an errand that needs no decision (any more), for a purpose that is put on record."""
    found = queries.of_centre(errand_id, centre_of(request))
    try:
        purpose = read_purpose(sent(request, "purpose", most=20), sent(request, "words", most=400))
        return _errand_page(request, found, purpose=purpose)
    except Malformed as malformed:
        return _errand_page(request, found, refused=malformed)


def _queue(request: HttpRequest) -> dict[str, Any]:
    now, code = timezone.now(), centre_of(request)
    place = settled(code)
    centre = place.centre
    midnight = datetime.combine(centre.day_of(now), time.min, tzinfo=centre.zone)
    waiting = list(queries.to_review(code)[:MOST_SHOWN])
    how_many = queries.how_many_to_review(code)
    return {
        "waiting": waiting,
        "how_many": how_many,
        "more": max(0, how_many - len(waiting)),
        "theirs": [
            (one, waits_until(one, centre, place.calendar)) for one in queries.waiting_for_person(code)[:MOST_SHOWN]
        ],
        "decided": queries.reviewed_today(code, midnight),
    }


_OPENED = "review.opened"
_OPEN_FOR = timedelta(hours=1)
"""How long the pictures of an errand stay open after it was opened."""


def _has_opened(request: HttpRequest, errand_id: uuid.UUID) -> bool:
    try:
        opened = signing.loads(request.GET.get("opened", ""), salt=_OPENED, max_age=_OPEN_FOR)
    except signing.BadSignature:
        return False
    return bool(opened == [str(errand_id), account_of(request).pk])


def _errand_page(
    request: HttpRequest, found: Errand, *, refused: Refused | None = None, words: str = "", purpose: For | None = None
) -> HttpResponse:
    """Whoever has to decide sees pictures, and a typed number in full, to compare them; anybody else for a `purpose`."""
    run = run_of(found, timezone.now())
    decides = found.state == Errand.State.REVIEW
    typed = not found.card_read or (found.by_proxy and not found.proxy_card_read)
    shows = purpose is not None or (decides and (typed or bool(run.pictures)))
    shows = shows and may_see(request, Permission.SEE_IDENTITY)
    if shows:
        insist_on_proof(request)
        brakes.count(PLAIN_VIEWS, account_of(request).actor, run.now)
        why = purpose or For(Purpose.REVIEW, str(found.number))
        actions.look_at(errand=found, purpose=why, now=run.now, by=account_of(request).actor)
    context = {
        **_queue(request),
        "run": run,
        "errand": found,
        "facts": known_lines(_shown_facts(request, run), run.catalogue.book.vocabulary, run.day),
        "fields": [one for one in forms.shown(_shown_fields(request, run), found.form, run.person) if one.value],
        "opened": signing.dumps([str(found.pk), account_of(request).pk], salt=_OPENED) if shows else "",
        "is_plain": shows and (purpose is not None or typed),
        "state": ERRAND.states[found.state],
        "wanted": [line.name for line in run.lines if line.again],
        "telephone": _telephone(run) if may_see(request, Permission.SEE_TELEPHONE) else "",
        "may": {verb for verb in ("accept", "approve-print", "ask-again", "refuse") if _may(found, verb)},
        "complete": all(line.state != "open" for line in run.lines),
        "relations": list(RELATIONS.items()),
        "proofs": list(PROOFS.items()),
        "refused": refused,
        "words": words,
        "most_words": MOST_WORDS,
    }
    return render(request, "kiosk/errands/review_errand.html", context, status=refused.status if refused else 200)


def _telephone(run: Run) -> str:
    """Where its person can be called: what stands in the form, else what is known of them."""
    typed = (run.errand.form.get(field.id, "") for field in run.fields if field.kind == "telephone")
    return next((number for number in typed if number), run.person.telephone)


def _shown_fields(request: HttpRequest, run: Run) -> tuple[Any, ...]:
    """The form without what only repeats the ID number, which is shown masked, and without telephones for who sees none."""
    withheld = set() if may_see(request, Permission.SEE_TELEPHONE) else {"telephone"}
    return tuple(field for field in run.fields if field.prefill != "id_number" and field.kind not in withheld)


def _shown_facts(request: HttpRequest, run: Run) -> dict[str, Known]:
    """What was answered, without health, family and money for who does not see them."""
    if may_see(request, Permission.SEE_PRIVATE):
        return dict(run.known)
    facts = run.catalogue.facts
    return {name: known for name, known in run.known.items() if name not in facts or not facts[name].sensitive}


def _may(found: Errand, verb: str) -> bool:
    return is_of_kind(verb, found.kind) and ERRAND.allows(verb, found.state)
