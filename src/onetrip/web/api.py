"""The root of the HTTP API: JSON over the same actions as the pages, the same sessions, the same permissions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from onetrip.ledger.api import KEY_HEADER
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.requests import key_missing
from onetrip.staff.access import nobody
from onetrip.web.middleware.faults import refusal_response


class ObjectParser(Parser):
    """Reads a body that is a JSON object; a bare string or list would otherwise count as an object with nothing in it."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object. Raises TypeError, ValueError for everything else: answered as a body that is no JSON object."""
        found = super().parse_body(request)
        if not isinstance(found, dict):
            raise TypeError("not a JSON object")
        return found


api = NinjaAPI(
    parser=ObjectParser(),
    title="Onetrip",
    version="1",
    description="一趟: every answer is a promise. Changing requests are POST and carry an Idempotency-Key header (a UUID).",
    docs_url=None,
    openapi_url="openapi.json",
    auth=nobody,
    urls_namespace="api",
)
api.add_router("/advice", "onetrip.advice.api.router")
api.add_router("/notices", "onetrip.notices.api.router")
api.add_router("/appointments", "onetrip.appointments.api.router")
api.add_router("/lobby", "onetrip.lobby.api.router")
api.add_router("/devices", "onetrip.devices.api.router")
api.add_router("/cases", "onetrip.cases.proxies.api.router")
api.add_router("/cases", "onetrip.cases.api.router")
api.add_router("/v1/departments", "onetrip.departments.api.router")
api.add_router("/ratings", "onetrip.ratings.api.router")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal in words."""
    return refusal_response(request, refusal)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input that does not fit: names the fields, not the inside."""
    fields = sorted({".".join(str(part) for part in problem["loc"][1:]) or "body" for problem in error.errors})
    if KEY_HEADER in fields:
        return refusal_response(request, key_missing())
    named = "、".join(fields[:8]), ", ".join(fields[:8])
    return refusal_response(
        request,
        Malformed(
            "unreadable",
            f"这些内容读不懂或不全：{named[0]}。",
            f"Not readable or not complete: {named[1]}.",
            field=fields[0],
        ),
    )


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    return refusal_response(
        request,
        Refused(
            "unreadable",
            "请求的内容不是 JSON 对象，读不懂。",
            "The body of the request is no JSON object and cannot be read.",
            status=error.status_code,
        ),
    )


@api.exception_handler(MultiPartParserError)
@api.exception_handler(RawPostDataException)
def a_form(request: HttpRequest, _error: Exception) -> HttpResponse:
    """A body that was sent, and perhaps read, as a form with files."""
    return refusal_response(
        request,
        Refused(
            "not-json",
            "这里只收 JSON，不收表单。请把 Content-Type 设成 application/json。",
            "JSON is taken here, no forms. Please send it as Content-Type application/json.",
            status=415,
        ),
    )
