"""The answer to a changing call, kept byte for byte: the same key gets it again, whatever has happened since."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema

from onetrip.departments.access import body_of, system_of
from onetrip.departments.models import Answer
from onetrip.ledger.refusals import Refused
from onetrip.ledger.requests import further
from onetrip.walls.scope import everywhere

KEPT = timedelta(days=90)
"""After this an answer is forgotten; the deed is not done twice even then (`ledger.requests`)."""

REPEATED = "Idempotency-Replayed"
_JSON = "application/json; charset=utf-8"
_CLAIM = """
INSERT INTO departments_answer (system_id, key, asked, status, body, at) VALUES (%s, %s, %s, 0, '', %s)
ON CONFLICT (system_id, key) DO NOTHING
"""


_ITS_OWN = "a system asks for what it was answered itself"


def once(request: HttpRequest, key: uuid.UUID, deed: Callable[[uuid.UUID, datetime], Schema]) -> HttpResponse:
    """Do `deed` once for this key and answer what it gives, also a refusal; asked again, the same bytes.

    Everything is one transaction: whoever asks twice at the same moment waits, and an answer that is kept was done. The
    deed gets a key of its own, so that two systems may use the same number. Raises Refused (422) where the key was used
    for another call.
    """
    system, now = system_of(request), timezone.now()
    asked = _asked(request)
    with transaction.atomic():
        with everywhere(_ITS_OWN):
            with connection.cursor() as cursor:
                cursor.execute(_CLAIM, [system.pk, key, asked, now])
                is_new = cursor.rowcount == 1
            if not is_new:
                return _again(Answer.objects.get(system=system, key=key), asked)
        try:
            with transaction.atomic():
                status, body = 200, deed(further(key, f"system:{system.pk}"), now).model_dump_json().encode()
        except Refused as refused:
            status, body = refused.status, _refusal(refused)
        with everywhere(_ITS_OWN):
            Answer.objects.filter(system=system, key=key).update(status=status, body=body)
    return HttpResponse(body, status=status, content_type=_JSON)


def _again(earlier: Answer, asked: bytes) -> HttpResponse:
    if bytes(earlier.asked) != asked:
        raise Refused(
            "key-used-otherwise",
            "这个 Idempotency-Key 已经用在别的请求上了。换一个新的再发。",
            "This Idempotency-Key was already used for another call. Please send it with a new one.",
            status=422,
        )
    return HttpResponse(bytes(earlier.body), status=earlier.status, content_type=_JSON, headers={REPEATED: "true"})


def _asked(request: HttpRequest) -> bytes:
    said = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    said.update(body_of(request))
    return said.digest()


def _refusal(refused: Refused) -> bytes:
    told = {"code": refused.code, "zh": refused.text.zh, "en": refused.text.en}
    if field := getattr(refused, "field", None):
        told["field"] = field
    return json.dumps(told, ensure_ascii=False).encode()
