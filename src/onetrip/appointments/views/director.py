"""The director's page of bookings: a day against its quota and against those who walk in, and what another quota would do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appointments import actions, queries
from onetrip.appointments.actions.planning import LIMITS, MAY_BE_LEFT_OUT
from onetrip.appointments.charts import chart
from onetrip.appointments.effects import Effect, effect
from onetrip.appointments.expected_queries import expected_on
from onetrip.appointments.figures import FEW, MOST_DAYS, WEEKS, kept, table
from onetrip.appointments.queries import Setting
from onetrip.appointments.quotas import Mode, Offer, quotas_of
from onetrip.appointments.reading import read_day, read_starts
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.requests import further
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

MODE_WORDS = {
    Mode.OPEN: Text("不预约，来了取号", "no bookings: come and draw a number"),
    Mode.MIXED: Text("预约和现场都办", "booked and walking in"),
    Mode.BOOKINGS_ONLY: Text("只办预约的", "bookings only"),
}
RULE_WORDS = {
    "day_number": Text("只办预约的日子，一天多少个", "Bookings of a day of bookings only"),
    "windows": Text("按几个窗口算", "Windows that count"),
    "days_ahead": Text("最多提前几天约", "Days ahead"),
    "working_days_ahead": Text(
        "或者：最多提前几个工作日约（填了就按这个）", "Or: working days ahead (counts where it is filled in)"
    ),
    "early": Text("早到多少分钟算准时", "Minutes early that are on time"),
    "late": Text("晚到多少分钟留位置", "Minutes late that keep the place"),
    "head_start": Text("准时的，排队时算提前多少分钟来的", "Head start in the line, minutes"),
    "late_credit": Text("太晚的，算已经等了多少分钟", "Minutes counted as waited for who is too late"),
    "told_late": Text("打过招呼的，多留多少分钟", "Further minutes for who told us"),
    "most_upcoming": Text("一个人最多几个没用的预约", "Bookings to come of one person"),
    "most_a_day": Text("一个人一天最多约几次", "Bookings of one person in a day"),
    "remind_hours": Text("提前多少小时提醒", "Hours before, for the reminder"),
}


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def bookings(request: HttpRequest) -> HttpResponse:
    """A day in a picture; with `?share=` and the like, what that would change, decided by nobody yet."""
    return _page(request)


@requires(Permission.PLAN_OPENING)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Another share, other minutes or windows: as they were looked at."""
    return _act(request, _decide)


@requires(Permission.PLAN_OPENING)
@require_POST
def set_quota(request: HttpRequest) -> HttpResponse:
    """A number for one half hour, on this day or on every day."""
    return _act(request, _set_quota)


@requires(Permission.PLAN_OPENING)
@require_POST
def set_rules(request: HttpRequest) -> HttpResponse:
    """The rules of the centre."""
    return _act(request, _set_rules)


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Bookings by day and half hour as CSV, from `?first=` to `?last=` (the last WEEKS weeks and the next two if left out)."""
    centre = settled(centre_of(request)).centre
    today = centre.day_of(timezone.now())
    first = read_day(request.GET["first"]) if request.GET.get("first") else today - timedelta(weeks=WEEKS)
    last = read_day(request.GET["last"]) if request.GET.get("last") else today + timedelta(weeks=2)
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Malformed(
            "span-senseless", "最多一年，先早后晚。", "A year at most, the earlier day first.", field="first"
        )
    return StreamingHttpResponse(
        table(centre.code, first, last),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="bookings-{first}-{last}.csv"'},
    )


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    place = settled(centre_of(request))
    today = place.centre.day_of(now)
    on = _day(request, today)
    last = max(on, today + timedelta(days=13))
    setting = queries.setting(place.centre.code, min(on, today), last)
    offer = setting.offer(str(request.GET.get("service") or request.POST.get("service") or "anything")[:100])
    asked, wrong = _asked(request, setting, offer, on)
    shown = _effect(setting, offer, on, asked, now)
    days = [setting.day(offer, today + timedelta(days=offset), now) for offset in range(14)]
    context: dict[str, Any] = {
        "centre": place.centre,
        "day": on,
        "today": today,
        "on": setting.day(offer, on, now),
        "mode": MODE_WORDS[setting.mode(on)],
        "modes": list(MODE_WORDS.items()),
        "days": days,
        "service": offer,
        "services": [(each, _service_name(each)) for each in setting.offers],
        "effect": shown,
        "asked": asked,
        "is_preview": bool(request.GET.get("share")) and not wrong,
        "chart": chart(shown.slots),
        "knows_walk_ins": any(slot.expected is not None for slot in shown.slots),
        "kept": kept(place.centre.code, today),
        "few": FEW,
        "weeks": WEEKS,
        "rules": setting.rules,
        "rule_fields": [(name, RULE_WORDS[name], getattr(setting.rules, name), *LIMITS[name]) for name in RULE_WORDS],
        "windows_now": setting.windows_on(on),
        "refused": refused or wrong,
        "may_plan": account_of(request).may(Permission.PLAN_OPENING, place.centre.code),
    }
    return render(request, "appointments/director/bookings.html", context, status=refused.status if refused else 200)


def _day(request: HttpRequest, today: date) -> date:
    try:
        return read_day(request.GET.get("day") or request.POST.get("day") or today.isoformat())
    except Refused:
        return today


def _asked(request: HttpRequest, setting: Setting, offer: Offer, on: date) -> tuple[dict[str, Any], Refused | None]:
    """The share, minutes and windows that are looked at: those of the address, else those in force."""
    as_it_is = {"share": offer.share, "minutes": offer.minutes, "windows": setting.windows_on(on)}
    if not request.GET.get("share"):
        return as_it_is, None
    try:
        return {
            "share": _whole(request.GET.get("share", ""), "share", 0, 100),
            "minutes": _number(request.GET.get("minutes", ""), "minutes", 1, 240),
            "windows": _whole(request.GET.get("windows", ""), "windows", 0, 100),
        }, None
    except Malformed as malformed:
        return as_it_is, malformed


def _effect(setting: Setting, offer: Offer, on: date, asked: dict[str, Any], now: datetime) -> Effect:
    quotas = setting.quotas(offer, on)
    said = {each.starts: each.number for each in quotas if each.is_said}
    starts = [each.starts for each in quotas]
    then = quotas_of(
        Offer(offer.code, offer.kind, offer.of, asked["share"], asked["minutes"]),
        starts,
        mode=setting.mode(on),
        windows=asked["windows"],
        day_number=setting.number(on) or 0,
        said=said,
    )
    expected = expected_on(setting.place.centre.code, on, now)
    return effect(
        starts,
        {each.starts: each.number for each in quotas},
        {each.starts: each.number for each in then},
        booked={each: setting.booked_at(offer, on, each) for each in starts},
        expected=expected.by_slot if expected.days else None,
        windows=asked["windows"],
        minutes=asked["minutes"],
    )


def _service_name(offer: Offer) -> Text:
    if offer.kind == "anything":
        return Text("任何事项", "Anything")
    catalogue = catalogues.current()
    known = catalogue.matters.get(offer.of) if offer.kind == "matter" else catalogue.categories.get(offer.of)
    return known.name if known else Text(offer.of, offer.of)


def _act(request: HttpRequest, deed: Any) -> HttpResponse:
    try:
        deed(request, {"now": timezone.now(), "by": actor_of(request), "centre": centre_of(request)}, sent_key(request))
    except Refused as refused:
        return _page(request, refused=refused)
    service = sent(request, "service", most=100)
    return redirect(f"{reverse('director-bookings')}?day={sent(request, 'day')[:10]}&service={service}")


def _decide(request: HttpRequest, given: dict[str, Any], key: Any) -> None:
    kind, _, of = (sent(request, "service", most=100) or "anything").partition(":")
    share = _whole(sent(request, "share"), "share", 0, 100)
    minutes = _number(sent(request, "minutes"), "minutes", 1, 240)
    windows = _whole(sent(request, "windows"), "windows", *LIMITS["windows"])
    on = read_day(sent(request, "day"))
    setting = queries.setting(given["centre"], on, on)
    with transaction.atomic():
        actions.set_service(kind=kind, of=of, share=share, minutes=minutes, key=key, **given)
        # The windows that were shown are those of one day: only others than those are a word for every day.
        if windows != setting.windows_on(on):
            actions.set_rules(changes={"windows": windows}, key=further(key, "windows"), **given)


def _set_quota(request: HttpRequest, given: dict[str, Any], key: Any) -> None:
    raw = sent(request, "number")
    actions.set_quota(
        service=sent(request, "service", most=100) or "anything",
        day=None if sent(request, "every_day") == "1" else read_day(sent(request, "day")),
        starts=read_starts(sent(request, "starts")),
        number=_whole(raw, "number", 0, 500) if raw else None,
        key=key,
        **given,
    )


def _set_rules(request: HttpRequest, given: dict[str, Any], key: Any) -> None:
    changes: dict[str, Any] = {"mode": sent(request, "mode")}
    for name, (least, most) in LIMITS.items():
        raw = sent(request, name)
        if name in MAY_BE_LEFT_OUT and not raw:
            changes[name] = None
        elif raw:
            changes[name] = _whole(raw, name, least, most)
    actions.set_rules(changes=changes, key=key, **given)


def _whole(raw: str, field: str, least: int, most: int) -> int:
    return int(_number(raw, field, least, most, whole=True))


def _number(raw: str, field: str, least: int, most: int, *, whole: bool = False) -> float:
    try:
        value = int(raw) if whole else float(raw)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise Malformed(
            "figure-senseless",
            f"请填 {least} 到 {most} 之间的数。",
            f"Please give a number from {least} to {most}.",
            field=field,
        )
    return value
