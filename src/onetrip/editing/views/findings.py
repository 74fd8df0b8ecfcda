"""Seeing to what the counter found out."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import actions
from onetrip.staff.access import actor_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.EDIT_CATALOGUE)
@require_POST
def settle(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """The editor has seen to it, and says how."""
    actions.settle_finding(
        finding_id=finding_id,
        note=sent(request, "note", most=400),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("catalogue-work")
