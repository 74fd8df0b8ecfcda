"""Addresses whose views forgot every filter, on purpose: what the database still shows is what the second wall lets through."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.urls import path

from onetrip.cases.models import Case, Receipt
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import Resident
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission
from onetrip.web.urls import urlpatterns as of_the_house


def everything() -> dict[str, list[str]]:
    """Every row, as a query without a filter gives it, and as raw SQL does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM advice_slip ORDER BY 1")
        slips = [number for (number,) in cursor.fetchall()]
    return {
        "cases": list(Case.objects.order_by("number").values_list("number", flat=True)),
        "receipts": list(Receipt.objects.order_by("number").values_list("number", flat=True)),
        "visits": list(Visit.objects.order_by("centre_id").values_list("centre_id", flat=True)),
        "tickets": list(Ticket.objects.order_by("centre_id").values_list("centre_id", flat=True)),
        "residents": sorted(str(resident.pk) for resident in Resident.objects.all()),
        "slips": slips,
    }


@requires(Permission.SEE_FIGURES)
def of_the_director(_request: HttpRequest) -> JsonResponse:
    """Forgot that a director has one centre."""
    return JsonResponse(everything())


@requires(Permission.DECIDE_CASES)
def of_the_department(_request: HttpRequest) -> JsonResponse:
    """Forgot that a department has its own matters."""
    return JsonResponse(everything())


@requires(Permission.ANYONE)
def of_anybody(_request: HttpRequest) -> JsonResponse:
    """Forgot that residents see nothing of anybody."""
    return JsonResponse(everything())


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
def of_an_owner(_request: HttpRequest) -> JsonResponse:
    """Says that it looks for what only its owner can name."""
    return JsonResponse(everything())


@requires(Permission.SEE_FIGURES)
def broken_off(_request: HttpRequest) -> JsonResponse:
    """Breaks off in the middle of a transaction."""
    with transaction.atomic():
        Visit.objects.count()
        raise Refused("broken-off", "断了。", "Broken off.")


@requires(Permission.SEE_FIGURES)
def streamed(_request: HttpRequest) -> StreamingHttpResponse:
    """Reads while it is being sent."""

    def lines() -> Iterator[str]:
        yield "begin\n"
        yield from (f"{number}\n" for number in Case.objects.order_by("number").values_list("number", flat=True))

    return StreamingHttpResponse(lines())


urlpatterns = [
    *of_the_house,
    path("forgetful/director", of_the_director),
    path("forgetful/department", of_the_department),
    path("forgetful/anybody", of_anybody),
    path("forgetful/owner", of_an_owner),
    path("forgetful/broken-off", broken_off),
    path("forgetful/streamed", streamed),
]
