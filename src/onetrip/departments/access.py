"""How a department's system proves itself: by a signature over each call, which opens the operations of departments only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from onetrip.departments import signing
from onetrip.departments.models import Nonce, System, SystemKey
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import May
from onetrip.staff.permissions import Permission
from onetrip.walls import scope

MOST_BODY = 64 * 1024
"""Bytes of a call that is no file."""

_USED_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a key was last used."""


class MaySign(May):
    """The permission of an operation for departments' systems: `auth=MaySign()`. No role has it; a right signature has.

    A browser signs nothing by itself, so there is nothing for a CSRF check to guard. Whoever comes without a signature is
    answered as their session says: 401, or 403. `most`: bytes of the body.
    """

    def __init__(self, *, most: int = MOST_BODY) -> None:
        super().__init__(Permission.CALL_AS_DEPARTMENT)
        self.most = most

    openapi_security_schema = {
        "type": "apiKey",
        "in": "header",
        "name": "Signature",
        "description": "HTTP Message Signatures (RFC 9421) with Ed25519: the headers Signature-Input and Signature, and "
        "Content-Digest (RFC 9530) for a body. See docs/departments.md.",
    }
    """How the OpenAPI description names it; read by ninja."""

    def __call__(self, request: HttpRequest) -> bool:
        if not request.headers.get("Signature-Input") and not request.headers.get("Signature"):
            return super().__call__(request)
        call = _call(request, self.most)
        system = prove(call, now=timezone.now())
        request.department_system = system  # type: ignore[attr-defined]  # read by system_of
        request.signed_body = call.body  # type: ignore[attr-defined]  # read by body_of
        request.centre_code = ""  # type: ignore[attr-defined]  # a department acts at whichever centre a case is worked on
        scope.begin(scope.of_centres([], system.account.departments()))
        return True


def system_of(request: HttpRequest) -> System:
    """The system that signed this call."""
    return cast(System, request.department_system)  # type: ignore[attr-defined]


def body_of(request: HttpRequest) -> bytes:
    """The body of a signed call."""
    return cast(bytes, request.signed_body)  # type: ignore[attr-defined]


def prove(call: signing.Call, *, now: datetime) -> System:
    """The system that signed `call`, which is used up by this. Raises Refused (401, 403) in words that help to put it
    right, to nobody but the owner of the key once the signature is right."""
    try:
        signed = signing.read(call)
    except signing.Unreadable as wrong:
        raise _unreadable(str(wrong)) from wrong
    key = SystemKey.objects.select_related("system__account").filter(pk=signed.key[:24]).first()
    if key is None or not signing.is_right(signed, bytes(key.public)):
        raise _wrong()
    if call.body and not signing.has_digest(call):
        raise _other_body()
    if abs(signed.created - now) > signing.FAR:
        raise _clock_apart(signed.created, now)
    if signed.expires is not None and signed.expires < now:
        raise _expired()
    if not holds(key, now):
        raise _ended()
    if key.system.closed_at is not None or not key.system.account.is_active:
        raise _closed()
    _use_up(key, signed.nonce, now)
    return key.system


def holds(key: SystemKey, now: datetime) -> bool:
    """Whether a key still opens anything."""
    return key.revoked_at is None and (key.ends_at is None or key.ends_at > now)


def _use_up(key: SystemKey, nonce: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            Nonce.objects.create(key=key, nonce=nonce, at=now)
    except IntegrityError as error:
        if "nonce_once_per_key" not in str(error):
            raise
        raise Refused(
            "signature-replayed",
            "这个请求以前收到过（nonce 用过了），没有再办。每个请求都要换一个新的 nonce 再签。",
            "This call was received before (its nonce was used) and was not done again. Sign each call with a new nonce.",
            status=401,
        ) from error
    if key.used_at is None or key.used_at < now - _USED_EVERY:
        SystemKey.objects.filter(pk=key.pk).update(used_at=now)


def _call(request: HttpRequest, most: int) -> signing.Call:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > most:
        raise too_large(most)
    # Read once, by us: what is parsed later is what was signed. Django's own limit is for forms, and smaller than a file.
    body = request.read(most + 1)
    if len(body) > most:
        raise too_large(most)
    request._body = body  # noqa: SLF001 -- where Django keeps a body that was read
    return signing.Call(
        method=str(request.method),
        path=escape_uri_path(request.path),
        query=f"?{request.META.get('QUERY_STRING', '')}",
        authority=request.get_host().lower(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )


def too_large(most: int) -> Refused:
    """The refusal of a body that is not even looked at."""
    return Refused(
        "too-big",
        f"请求太大了，最多 {most // 1024} KB。",
        f"This call is too large: {most // 1024} KB at most.",
        status=413,
    )


def _unreadable(what: str) -> Refused:
    return Refused(
        "signature-unreadable",
        f"签名读不懂或不全：{what}。要签 @method、@path、@query，有正文的签 content-digest，有 Idempotency-Key 的也签，"
        "并写明 created、nonce、keyid（见 docs/departments.md）。",
        f"The signature cannot be read or covers too little: {what}. It covers @method, @path, @query, content-digest where "
        "there is a body, idempotency-key where there is one, and names created, nonce and keyid (docs/departments.md).",
        status=401,
    )


def _wrong() -> Refused:
    return Refused(
        "signature-wrong",
        "签名对不上，或者没有这把钥匙。请核对 keyid、私钥和签名的内容。",
        "The signature does not fit, or there is no such key. Please check keyid, private key and what was signed.",
        status=401,
    )


def _other_body() -> Refused:
    return Refused(
        "digest-wrong",
        "正文和 Content-Digest 对不上。请按发出的字节算 sha-256。",
        "The body is not the one of Content-Digest. Please take the sha-256 of the bytes as they are sent.",
        status=401,
    )


def _clock_apart(created: datetime, now: datetime) -> Refused:
    apart = int((now - created).total_seconds())
    zh, en = ("慢", "behind") if apart > 0 else ("快", "ahead of")
    return Refused(
        "clock-apart",
        f"你们的钟比我们{zh} {abs(apart)} 秒，最多差 {int(signing.FAR.total_seconds())} 秒。我们现在是 {now:%Y-%m-%dT%H:%M:%SZ}。",
        f"Your clock is {abs(apart)} s {en} ours, {int(signing.FAR.total_seconds())} s at most. Here it is {now:%Y-%m-%dT%H:%M:%SZ}.",
        status=401,
    )


def _expired() -> Refused:
    return Refused(
        "signature-expired",
        "签名写明的时限（expires）过了。请重新签。",
        "The signature has passed its own end (expires). Please sign anew.",
        status=401,
    )


def _ended() -> Refused:
    return Refused(
        "key-ended",
        "这把钥匙作废了或者到期了。请用新的，或者请管账号的人发一把。",
        "This key was revoked or has run out. Please use the new one, or ask whoever manages accounts for one.",
        status=401,
    )


def _closed() -> Refused:
    return Refused("system-closed", "这个系统的账号停用了。", "The account of this system is closed.", status=403)
