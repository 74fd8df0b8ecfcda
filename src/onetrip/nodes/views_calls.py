"""The two addresses at which the city hears its centre nodes. They know no session: a call is known by its signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onetrip.ledger.refusals import NotFound, Refused
from onetrip.nodes import answering, mistakes, queries, signing
from onetrip.nodes.answering import CallRepeated, Heard
from onetrip.nodes.models import Here
from onetrip.nodes.signing import Key
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission

Does = Callable[..., dict[str, Any]]


@csrf_exempt  # no browser sends this; the signature covers everything
@requires(Permission.ANYONE, everywhere="a node speaks for its centre, and hears what concerns it")
@require_POST
def exchange(request: HttpRequest) -> HttpResponse:
    """A node says what happened there, and hears what happened here."""
    return _answer(request, answering.exchange)


@csrf_exempt  # as above
@requires(Permission.ANYONE, everywhere="a node speaks for its centre, and hears what concerns it")
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """A node asks for a slip that was issued elsewhere."""
    return _answer(request, answering.send_slip)


def _answer(request: HttpRequest, does: Does) -> HttpResponse:
    now = timezone.now()
    here = queries.here()
    if here is None or here.role != Here.Role.CITY:
        raise NotFound("not-the-city", "这里不是市节点。", "This is not the city node.")
    heard = Heard("POST", request.path_info, request.headers, request.body)
    key = answering.who_calls(heard, now=now)  # what is refused here is answered unsigned: nobody knows who asks
    status, said = _said(key, heard, does, now)
    body = answering.pack(said)
    response = HttpResponse(body, status=status, content_type="application/octet-stream")
    to = heard.headers["X-Onetrip-Signature"]
    response["X-Onetrip-Signature"] = signing.sign_answer(key, to=to, status=status, body=body)
    response["Cache-Control"] = "no-store"
    return response


def _said(key: Key, heard: Heard, does: Does, now: datetime) -> tuple[int, dict[str, Any]]:
    try:
        answering.count_call(key, int(heard.headers["X-Onetrip-Call"]), now=now)
        return 200, does(key, answering.unpack(heard.body), now=now)
    except Refused as refused:
        told = _told(refused)
        if isinstance(refused, CallRepeated):
            told["highest"] = refused.highest
        else:
            answering.keep_trouble(key, refused, now=now)
        return refused.status, told
    except mistakes.AWAY:
        raise  # then this side cannot be reached, and that is how it is told
    except Exception as mistake:  # noqa: BLE001 -- of whichever kind: the line is well, and it has to be said so
        unexpected = mistakes.note(mistake)
        answering.keep_trouble(key, unexpected, now=now)
        return unexpected.status, _told(unexpected)


def _told(refused: Refused) -> dict[str, Any]:
    return {"code": refused.code, "zh": refused.text.zh, "en": refused.text.en}
