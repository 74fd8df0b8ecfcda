"""The director's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.catalogue import queries as catalogues
from onetrip.insight.overview import CAUSES, PERIOD_WORDS, Overview, overview
from onetrip.insight.periods import Period
from onetrip.insight.rates import FEW
from onetrip.insight.worries import Worry
from onetrip.rules import Text
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def director(request: HttpRequest) -> HttpResponse:
    """The page; `?period=` today (also for anything unknown), month or year."""
    context = {**_context(request), "periods": list(PERIOD_WORDS.items()), "few": FEW}
    return render(request, "insight/director.html", context)


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What moves on the page, for a refresh in place."""
    return render(request, "insight/figures.html", {**_context(request), "is_refresh": True})


def _context(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("period", "")
    period = Period(asked) if asked in set(Period) else Period.TODAY
    language: str = getattr(request, "language", "zh")
    page = overview(centre_of(request), period, timezone.now(), language=language)
    return {"page": page, "lines": [_line(worry, page) for worry in page.worries.shown]}


_LEVELS = {
    1: Text("非常不满意", "very dissatisfied"),
    2: Text("不满意", "dissatisfied"),
}
_NO_WORDS = Text("没有留言。", "No words left.")
_NONE = Text("—", "—")


def _line(worry: Worry, page: Overview) -> dict[str, Any]:
    """One open rectification as the table says it."""
    return {
        "id": worry.id,
        "at": worry.opened_at,
        "is_today": page.centre.day_of(worry.opened_at) == page.centre.day_of(page.now),
        "what": _rated(worry) if worry.of == "rating" else _matter(worry.matter) if worry.matter else _NONE,
        "story": _story(worry),
        "cause": CAUSES.get(worry.cause, _NONE),
        "now": _now(worry, page.centre.day_of(page.now)),
        "tag": "tag-broken" if worry.is_late else "tag-wait",
    }


def _matter(matter: str) -> Text:
    catalogue = catalogues.current()
    found = catalogue.matters.get(matter)
    return found.name if found else Text(matter, matter)


def _rated(worry: Worry) -> Text:
    level = _LEVELS[worry.level or 1]
    if worry.window is None:
        return Text(f"评价：{level.zh}", f"Rated {level.en}")
    return Text(f"{worry.window} 号窗口评价：{level.zh}", f"Window {worry.window} rated {level.en}")


def _story(worry: Worry) -> Text:
    if worry.of == "rating":
        return Text(worry.words, worry.words) if worry.words else _NO_WORDS
    if worry.of == "complaint":  # its words are for whoever handles it
        return Text("居民说没办成", "A resident could not get it done")
    said, asked = worry.slip_said, worry.window_asked
    return Text(f"{said.get('zh', '')}{asked.get('zh', '')}", f"{said.get('en', '')} {asked.get('en', '')}".strip())


def _now(worry: Worry, today: date) -> Text:
    if worry.is_late:
        days = (today - worry.next_due).days
        owner = (
            Text(f"，{worry.owner}", f", {worry.owner_en}") if worry.is_claimed else Text("，没人认领", ", unclaimed")
        )
        return Text(f"超 {days} 天{owner.zh}", f"{days} day{'s' if days > 1 else ''} late{owner.en}")
    if not worry.is_claimed:
        return Text("没人认领", "unclaimed")
    state = {
        "open": ("已认领", "claimed"),
        "answered": ("已联系", "contacted"),
        "handled": ("已处理", "handled"),
        "appealed": ("要求复核", "another look asked for"),
    }
    zh, en = state[worry.state]
    return Text(f"{zh}，{worry.owner}", f"{en}, {worry.owner_en}")
