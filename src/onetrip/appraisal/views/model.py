"""The model as a form, tried on past months before it applies, and the coefficients that people review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appraisal import actions, form, queries, reading, showing
from onetrip.appraisal.model import DIMENSIONS, RulesError, read_rules
from onetrip.appraisal.model.comparing import tried
from onetrip.appraisal.model.figures import THOUSAND, decimal
from onetrip.appraisal.model.rules import NORMALISED
from onetrip.appraisal.models import Coefficient
from onetrip.appraisal.views.everybody import moved_rows
from onetrip.appraisal.wording import month_words
from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

TRIED_MONTHS = 3
"""Past months on which a change is tried."""


@requires(Permission.SET_APPRAISAL)
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The model in force, as a form."""
    return _page(request)


@requires(Permission.SET_APPRAISAL)
@never_cache
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """What the rules typed would have meant for the last months; nothing is set."""
    try:
        rules = _typed(request)
        found = _tried(settled(centre_of(request)).centre, rules)
    except Malformed as refused:
        return _page(request, refused=refused)
    return _page(request, found=found)


@requires(Permission.SET_APPRAISAL)
@require_POST
def set_rules(request: HttpRequest) -> HttpResponse:
    """Set the rules from a month on."""
    try:
        actions.set_model(
            centre=centre_of(request),
            rules=_typed(request),
            from_month=_month(request),
            reason=sent(request, "reason", most=400),
            account_id=account_of(request).pk,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect("appraisal-model")


@requires(Permission.SET_APPRAISAL)
@never_cache
@require_GET
def coefficients(request: HttpRequest) -> HttpResponse:
    """What each matter weighs, by the figures and by people."""
    return _coefficients(request)


@requires(Permission.SET_APPRAISAL)
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Say what a matter weighs, and why."""
    try:
        matter = sent(request, "matter", most=60)
        if matter not in catalogues.current().matters:
            raise Malformed("matter-unknown", "没有这个事项。", "There is no such matter.", field="matter")
        actions.review_coefficient(
            centre=centre_of(request),
            matter=matter,
            value=_thousandths(sent(request, "value", most=8)),
            from_month=_month(request),
            reason=sent(request, "reason", most=400),
            account_id=account_of(request).pk,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _coefficients(request, refused)
    return redirect("coefficients")


def _typed(request: HttpRequest) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    base, _ = queries.rules_of(centre.code, centre.day_of(timezone.now()))
    return form.read_form(base, request.POST.dict())


def _month(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(f"{sent(request, 'from_month', most=7)}-01")
    except ValueError as error:
        raise Malformed(
            "month-unreadable", "请选从哪个月起。", "Please choose the month it begins with.", field="from_month"
        ) from error


def _thousandths(raw: str) -> int:
    try:
        return int(Decimal(raw) * THOUSAND)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Malformed("figure-unreadable", "系数要填一个数。", "A coefficient is a number.", field="value") from error


def _tried(centre: Centre, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The last months that are over, each with who moves. Raises Malformed for rules that do not work."""
    try:
        rules = read_rules(given)
    except RulesError as error:
        zh, en = "".join(one.zh for one in error.reasons), " ".join(one.en for one in error.reasons)
        raise Malformed("rules-do-not-work", zh, en, field="rules") from error
    now = timezone.now()
    found = []
    for month in queries.months(centre, now, number=TRIED_MONTHS + 1)[1:]:
        shown = queries.shown(centre, month, now)
        if shown.month.works:
            moved = list(tried(shown.month, shown.rules, rules))
            rows = moved_rows(moved)
            found.append({"month": month_words(month), "rows": rows, "still": sum(one.change == 0 for one in moved)})
    return found


def _page(
    request: HttpRequest, *, refused: Refused | None = None, found: list[dict[str, Any]] | None = None
) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    now = timezone.now()
    rules, version = queries.rules_of(centre.code, centre.day_of(now))
    post = request.POST

    def value(path: str, otherwise: str) -> str:
        return str(post.get(path, otherwise))[:80]

    groups = [
        (title, [(field, value(field.path, form.typed(rules, field))) for field in fields])
        for title, fields in form.GROUPS
    ]
    normalise = []
    for code in NORMALISED:
        at = f"normalise.{code}"
        current = form.value_at(rules, at)
        normalise.append(
            {
                "code": code,
                "name": DIMENSIONS[code],
                "how": value(f"{at}.how", current["how"]),
                "bounds": [
                    (name, words, value(f"{at}.{name}", str(current.get(name, fallback))))
                    for name, words, fallback in _BOUNDS
                ],
                "bands": value(f"{at}.bands", form.bands_typed(rules, code)),
            }
        )
    months = queries.months(centre, now, number=2)
    context = {
        "centre": centre,
        "rules": rules,
        "version": version,
        "groups": groups,
        "normalise": normalise,
        "hows": form.HOW_NAMES,
        "overtime": post.get("counting.overtime") == "yes" if post else rules["counting"]["overtime"],
        "reason": value("reason", ""),
        "from_months": [(one, month_words(one)) for one in (_after(months[0]), *months)],
        "versions": list(queries.versions(centre.code)[:10]),
        "found": found,
        "refused": refused,
    }
    return render(request, "appraisal/model.html", context, status=refused.status if refused else 200)


_BOUNDS = (
    ("at_median", Text("等于中位数得", "At the median"), 85),
    ("floor", Text("最低", "Least"), 50),
    ("cap", Text("最高", "Most"), 110),
)


def _after(month: date) -> date:
    return (month.replace(day=28) + (date(2000, 1, 5) - date(2000, 1, 1))).replace(day=1)


def _coefficients(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    now = timezone.now()
    month = centre.day_of(now).replace(day=1)
    rules = read_rules(queries.rules_of(centre.code, month)[0])
    counted, categories = reading.coefficients_of(centre, month, rules)
    proposed = reading.proposals(centre, month, rules)
    reviewed: dict[str, Coefficient] = {}
    for row in Coefficient.objects.filter(centre=centre).select_related("reviewed_by").order_by("matter", "version"):
        reviewed[row.matter] = row
    rows: list[dict[str, Any]] = []
    for name, matter in catalogues.current().matters.items():
        value = counted.get(name) or categories.get(matter.terms.category) or THOUSAND
        rows.append(
            {
                "matter": name,
                "name": matter.terms.name,
                "value": decimal(value, THOUSAND, 2),
                "sort": value,
                "proposed": decimal(proposed[name], THOUSAND, 2) if name in proposed else "",
                "reviewed": reviewed.get(name),
            }
        )
    rows.sort(key=lambda one: (one["reviewed"] is None, -one["sort"], one["matter"]))
    context = {
        "centre": centre,
        "rows": rows,
        "from_months": [(one, month_words(one)) for one in (_after(month), month)],
        "refused": refused,
        "points": showing.points,
    }
    return render(request, "appraisal/coefficients.html", context, status=refused.status if refused else 200)
