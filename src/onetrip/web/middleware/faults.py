"""What goes wrong, in words: refusals, a database that is away, and our own mistakes. Nothing about the inside gets out."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from psycopg.errors import DiskFull

from onetrip.ledger import current
from onetrip.ledger.refusals import Refused
from onetrip.nodes.wording import owned_elsewhere
from onetrip.operation import metrics
from onetrip.operation.routes import route_of
from onetrip.rules import Text
from onetrip.web.machines import first_page, machine_of
from onetrip.web.this_page import this_page

log = logging.getLogger("onetrip.faults")
Answer = Callable[[HttpRequest], HttpResponseBase]


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refusal_response(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page, fragment or JSON that says no, in the reader's language."""
    language = getattr(request, "language", "zh")
    sentence = refused.text.in_language(language)
    if _wants_json(request):
        body = {"code": refused.code, "zh": refused.text.zh, "en": refused.text.en, "number": current.number()}
        if field := getattr(refused, "field", None):
            body["field"] = field
        return JsonResponse(body, status=refused.status, json_dumps_params={"ensure_ascii": False})
    context = {"refused": refused, "sentence": sentence, "status": refused.status, **_numbered()}
    if refused.code == "prove-again":
        way = f"{reverse('prove')}?{urlencode({'next': this_page(request)})}"
        if not request.headers.get("HX-Request"):
            return redirect(way)
        context["way"] = way
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("web/refusal_part.html", context, request), status=refused.status)
    if machine := machine_of(request):
        context |= {"home": first_page(machine), "frame": "web/base_kiosk.html"}
    return HttpResponse(render_to_string("web/refusal.html", context, request), status=refused.status)


def _numbered() -> dict[str, object]:
    """The number of the request for a page, as it is written and as it is read out."""
    number = current.number()
    return {"number": number, "number_spoken": current.spoken(number)}


class RefusalsMiddleware:
    """Turns a Refused raised by a view into its answer, and puts words to a method that an address does not know."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            in_words = refusal_response(request, _NOT_SO)
            in_words["Allow"] = response["Allow"]
            return in_words
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refused = refusal_of(exception)
        return refusal_response(request, refused) if refused is not None else None


def refusal_of(exception: Exception) -> Refused | None:
    """What is to be said to an exception that the request is to blame for; None for a mistake of ours."""
    match exception:
        case Refused():
            return exception
        case Http404():
            return _NOT_FOUND
        case PermissionDenied():
            return _FORBIDDEN
        case RequestDataTooBig() | TooManyFieldsSent():
            return _TOO_BIG
        case SuspiciousOperation() | MultiPartParserError():
            return _UNREADABLE
        case ValueError() if "NUL" in str(exception).upper():
            return _UNREADABLE
        case IntegrityError():
            return owned_elsewhere(exception)
    return None


class FaultsMiddleware:
    """The outermost answer: refusals of other middleware, a database that is away (503), and mistakes of ours (500).

    Every page that says no, or that something went wrong, shows the number of the request, and how to read it out: whoever
    looks after the house finds the line of the log by it (`onetrip log find`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        return fault_response(request, exception)


def fault_response(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """The answer to an exception that nobody expected."""
    if _is_full(exception):
        return _disk_full(request)
    if isinstance(exception, (OperationalError, InterfaceError)):
        return database_away(request)
    route = route_of(request)
    metrics.count_mistake(route)
    log.error("mistake on %s %s", request.method, route, exc_info=exception)
    return _plain(request, "web/500.html", 500, _MISTAKE)


def database_away(request: HttpRequest) -> HttpResponse:
    """The answer while the database cannot be reached; the page tries again by itself."""
    metrics.count_database_away()
    log.error("database away")
    return _plain(request, "web/503.html", 503, _AWAY)


def _is_full(exception: BaseException | None) -> bool:
    """Whether a disk had no room, the database's or that of our own files."""
    if isinstance(exception, OSError):
        return exception.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(exception, OperationalError) and isinstance(exception.__cause__, DiskFull)


def _disk_full(request: HttpRequest) -> HttpResponse:
    """The answer while nothing can be written; what is only read is there all the same."""
    log.error("disk full")
    return _plain(request, "web/503.html", 503, _FULL)


def _plain(request: HttpRequest, template: str, status: int, text: Text) -> HttpResponse:
    """An answer that needs neither database nor context processors."""
    number = current.number()
    if _wants_json(request):
        body = {"code": "away" if status == 503 else "mistake", "zh": text.zh, "en": text.en, "number": number}
        response: HttpResponse = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        language = getattr(request, "language", "zh")
        context = {"language": language, "drill": settings.DRILL, "text": text, **_numbered()}
        response = HttpResponse(render_to_string(template, context), status=status)
    if status == 503:
        response["Retry-After"] = "3"
    return response


_NOT_FOUND = Refused(
    "not-found",
    "没有这一页。地址可能抄错了，或者已经过期。请回到首页，或问工作人员。",
    "There is no such page. The address may be mistyped or out of date. Please go to the start page or ask the staff.",
    status=404,
)
_FORBIDDEN = Refused("not-allowed", "您的账号没有这项权限。", "Your account does not have this right.", status=403)
_NOT_SO = Refused(
    "not-so",
    "这个地址不能这样用，什么都没有改动。请回到上一页，用页面上的按钮。",
    "This address cannot be used like that; nothing was changed. Please go back and use the buttons of the page.",
    status=405,
)
_TOO_BIG = Refused(
    "too-big", "内容太长了，收不下。请写短一点。", "This is too long. Please make it shorter.", status=413
)
_UNREADABLE = Refused(
    "unreadable",
    "内容里有读不懂的字符。请重新输入。",
    "The text holds unreadable characters. Please type it again.",
    status=400,
)
_AWAY = Text(
    "系统暂时连不上数据。您没有做错什么，刚才没有成功的操作不会算数。这一页会自己再试。",
    "The data cannot be reached at the moment. You did nothing wrong, and nothing half-done was kept. This page tries again by itself.",
)
_FULL = Text(
    "系统暂时存不下东西。刚才的操作没有办成，也没有办一半。工作人员请马上告诉运维；这一页会自己再试。",
    "There is no room to keep anything at the moment. Nothing was done, not even half. Staff: please tell the operator at once. This page tries again by itself.",
)
_MISTAKE = Text(
    "我们这边出了错，您的操作没有办成，也没有办一半。请再试一次；还不行，请把下面的编号告诉工作人员，电话里念也行。",
    "Something went wrong on our side. Nothing was done, not even half. Please try again; if it fails, tell the staff the number below, or read it out on the telephone.",
)
