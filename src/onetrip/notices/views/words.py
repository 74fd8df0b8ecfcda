"""What messages say, in both languages, with their length; and how the centre sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.requests import read_key
from onetrip.notices import actions, kinds
from onetrip.notices.actions.setting import RulesSaid
from onetrip.notices.kinds import Kind
from onetrip.notices.parts import Length, length
from onetrip.notices.providers import registry
from onetrip.notices.queries import rules_of
from onetrip.notices.showing import WAYS
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

_FIELDS = (
    ("quiet_from", Text("晚上几点以后不发", "Nothing after"), "time"),
    ("quiet_until", Text("早上几点以前不发", "Nothing before"), "time"),
    ("most_a_day", Text("一个人一天最多几条", "Messages to one person in a day"), "number"),
    ("collect_days", Text("办好后几天内来取", "Days in which a result is to be collected"), "number"),
    ("remind_days", Text("几天没来取就提醒", "Days after which an uncollected result is reminded of"), "number"),
)


@dataclass(frozen=True)
class _Said:
    """A text message in one language, with the matter named and without."""

    lang: str
    text: str
    unnamed: str
    length: Length
    unnamed_length: Length


@requires(Permission.READ_NOTICE_WORDS)
@never_cache
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """Every message with sample values, and how long it is."""
    return _page(request)


@requires(Permission.SET_NOTICES)
@require_POST
def set_rules(request: HttpRequest) -> HttpResponse:
    """Quiet hours, most a day, days of collection."""
    try:
        actions.set_rules(
            centre=centre_of(request),
            said=_rules_said(request),
            now=timezone.now(),
            by=actor_of(request),
            key=read_key(request.POST.get("idempotency_key")),
        )
    except Malformed as malformed:
        return _page(request, refused=malformed)
    return redirect("notice-words")


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    code = centre_of(request)
    rules = rules_of(code)
    told = kinds.kinds()
    context: dict[str, Any] = {
        "centre": settled(code).centre,
        "kinds": [
            (one, [_said(one, language) for language in ("zh", "en")], _letters(one)) for one in told.by_id.values()
        ],
        "ways": [(WAYS[way], registry.is_simulated(way)) for way in registry.ways()],
        "rules": [
            (name, label, kind, request.POST.get(name, "")[:8] if refused else _as_typed(getattr(rules, name)))
            for name, label, kind in _FIELDS
        ],
        "may_set": account_of(request).may(Permission.SET_NOTICES, code),
        "refused": refused,
        "wrong": getattr(refused, "field", None),
    }
    return render(request, "notices/words.html", context, status=refused.status if refused else 200)


def _said(kind: Kind, language: str) -> _Said:
    told = kinds.kinds()
    text = kinds.text_message(kind, told.sample, language)
    unnamed = kinds.text_message(kind, told.sample | {"what": told.unnamed}, language)
    return _Said("zh-CN" if language == "zh" else "en", text, unnamed, length(text), length(unnamed))


def _letters(kind: Kind) -> list[tuple[str, str, str]]:
    """Title and letter in each language."""
    sample = kinds.kinds().sample
    return [
        (
            "zh-CN" if language == "zh" else "en",
            kinds.fill(kind.title, sample, language),
            kinds.fill(kind.letter, sample, language),
        )
        for language in ("zh", "en")
    ]


def _as_typed(value: time | int) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _rules_said(request: HttpRequest) -> RulesSaid:
    return RulesSaid(
        quiet_from=_time(request, "quiet_from"),
        quiet_until=_time(request, "quiet_until"),
        most_a_day=_number(request, "most_a_day"),
        collect_days=_number(request, "collect_days"),
        remind_days=_number(request, "remind_days"),
    )


def _time(request: HttpRequest, field: str) -> time:
    try:
        return time.fromisoformat(request.POST.get(field, "")[:8]).replace(tzinfo=None)
    except ValueError as error:
        raise Malformed("not-a-time", "请写成 21:00 这样。", "Please write it as 21:00.", field=field) from error


def _number(request: HttpRequest, field: str) -> int:
    text = request.POST.get(field, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise Malformed("not-a-number", "请写一个数。", "Please write a number.", field=field)
    return int(text)
