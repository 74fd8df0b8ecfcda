"""The drills of a centre, for its director: what was found, and what is to be done."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.prints.typesetter import Print
from onetrip.rehearsal.drilling import actions, queries, reading, showing
from onetrip.rehearsal.drilling.cards import cards_print
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def drills(request: HttpRequest) -> HttpResponse:
    """Every drill so far, and the scenarios that can be drilled."""
    centre = settled(centre_of(request)).centre
    context = {"centre": centre, "drills": queries.drills(centre.code), "scenarios": reading.shipped()}
    return render(request, "drilling/drills.html", context)


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def drill(request: HttpRequest, drill_id: uuid.UUID) -> HttpResponse:
    """The report of one drill."""
    centre = settled(centre_of(request)).centre
    found = queries.drill(centre.code, drill_id)
    context = {
        "centre": centre,
        "drill_run": found,
        "told": found.told,
        "links": showing.links(found.told),
        "ends": showing.ends(found.told),
        "bars": showing.queue_chart(found.told, centre.local(found.opens)),
        "opens": centre.local(found.opens),
        "before": queries.one_before(found),
    }
    return render(request, "drilling/drill.html", context)


@requires(Permission.REHEARSE)
@require_POST
def set_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Who does a task, and whether it is done."""
    task = actions.set_task(
        centre=centre_of(request),
        task_id=task_id,
        owner=sent(request, "owner", most=actions.LONGEST_OWNER),
        done=sent(request, "done") == "1",
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect(f"/rehearsal/drills/{task.drill_id}#task-{task.position}")


@requires(Permission.REHEARSE)
@require_GET
def cards(request: HttpRequest, scenario: str) -> HttpResponse:
    """The role cards of one of the house's own scenarios, four on a sheet."""
    language = request.language  # type: ignore[attr-defined]  # set by LanguageMiddleware
    found = reading.shipped_one(scenario)
    made: Print = cards_print(found, language, made=settled(centre_of(request)).centre.day_of(timezone.now()))
    return HttpResponse(
        made.pdf(),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{scenario}-cards.pdf"'},
    )
