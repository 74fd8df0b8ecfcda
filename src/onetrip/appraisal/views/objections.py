"""An objection and its answer, by somebody who did not set the sheet."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appraisal import actions, queries
from onetrip.appraisal.actions.objecting import MOST_WORDS, faults_of, refuse_own
from onetrip.appraisal.model import DIMENSIONS
from onetrip.appraisal.showing import FAULT_NAMES
from onetrip.appraisal.wording import month_words
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SET_APPRAISAL)
@never_cache
@require_GET
def page(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """The objection, and the form of the answer for whoever may give it."""
    return _page(request, objection_id)


@requires(Permission.SET_APPRAISAL)
@require_POST
def answer(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """Answer; what is ticked counts no more."""
    spared = [(case, fault) for case, _, fault in (one.partition("|") for one in request.POST.getlist("spared")[:200])]
    try:
        answered = actions.answer(
            centre=centre_of(request),
            objection_id=objection_id,
            account_id=account_of(request).pk,
            words=sent(request, "words", most=MOST_WORDS),
            spared=spared,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _page(request, objection_id, refused)
    return redirect("sheets-of", answered.month)


def _page(request: HttpRequest, objection_id: uuid.UUID, refused: Refused | None = None) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    found = queries.objection(centre.code, objection_id)
    not_mine: Refused | None = None
    try:
        refuse_own(found, account_of(request).pk)
    except Refused as reason:
        not_mine = reason
    context = {
        "centre": centre,
        "one": found,
        "month_words": month_words(found.month),
        "whose": queries.names([found.account_id])[found.account_id],
        "dimension": DIMENSIONS.get(found.dimension),
        "faults": [(f"{case}|{fault}", case, FAULT_NAMES[fault]) for case, fault in faults_of(found, timezone.now())]
        if found.answered_at is None
        else [],
        "spared": [(case, FAULT_NAMES[fault]) for case, fault in found.spared],
        "not_mine": not_mine,
        "refused": refused,
        "words": request.POST.get("words", "")[:MOST_WORDS],
    }
    return render(request, "appraisal/objection.html", context, status=refused.status if refused else 200)
