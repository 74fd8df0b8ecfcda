"""The model of a centre and the coefficients of its matters: set by people, in versions, from a month on."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from onetrip.appraisal import queries, reading
from onetrip.appraisal.model import RulesError, read_rules
from onetrip.appraisal.models import Coefficient, FrozenMonth, ModelVersion
from onetrip.appraisal.wording import month_words, needed_reason
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused


def set_model(
    *,
    centre: str,
    rules: dict[str, Any],
    from_month: date,
    reason: str,
    account_id: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> ModelVersion:
    """Set the rules of a centre from a month on. Months that are frozen stay as they are.

    Raises Malformed, with every reason, for rules that do not work (weights that do not make a whole); Refused for a month
    that is frozen, and where somebody else set a version in the same moment.
    """
    reason = needed_reason(reason)
    rules = {**rules, "example": False}
    try:
        read_rules(rules)
    except RulesError as error:
        zh, en = "".join(one.zh for one in error.reasons), " ".join(one.en for one in error.reasons)
        raise Malformed("rules-do-not-work", zh, en, field="rules") from error
    from_month = from_month.replace(day=1)
    refuse_frozen(centre, from_month)
    try:
        with transaction.atomic():
            earlier = requests.claim(key, action=f"set-model {centre}", actor=by, now=now)
            if earlier is not None:
                return ModelVersion.objects.get(pk=earlier["version"])
            newest = ModelVersion.objects.filter(centre_id=centre).order_by("-version").first()
            made = ModelVersion.objects.create(
                centre_id=centre,
                version=newest.version + 1 if newest else 1,
                from_month=from_month,
                rules=rules,
                reason=reason,
                set_at=now,
                set_by_id=account_id,
            )
            requests.answer(key, {"version": made.pk})
            data = {"version": made.version, "from": from_month.isoformat(), "weights": rules["weights"]}
            _record(centre, "set-model", made.version, data, now=now, by=by)
    except IntegrityError as error:
        raise Refused(
            "set-at-once",
            "刚才有人也改了模型。请刷新看一看，再决定。",
            "Somebody else set the model a moment ago. Please reload, look, and decide again.",
        ) from error
    queries.forget()
    return made


def review_coefficient(
    *,
    centre: str,
    matter: str,
    value: int,
    from_month: date,
    reason: str,
    account_id: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Coefficient:
    """Say what a matter weighs, in thousandths, from a month on, and why; what the figures proposed is kept beside it.

    Raises Malformed for a value outside what the model allows or a matter nobody knows; Refused for a frozen month.
    """
    reason, from_month = needed_reason(reason), from_month.replace(day=1)
    rules = read_rules(queries.rules_of(centre, from_month)[0])
    place = settled(centre).centre
    if not rules.coefficient_least <= value <= rules.coefficient_most:
        low, high = rules.coefficient_least / 1000, rules.coefficient_most / 1000
        raise Malformed(
            "coefficient-out-of-range",
            f"系数要在 {low:g} 到 {high:g} 之间。",
            f"A coefficient lies between {low:g} and {high:g}.",
            field="value",
        )
    refuse_frozen(centre, from_month)
    with transaction.atomic():
        earlier = requests.claim(key, action=f"review-coefficient {centre} {matter}", actor=by, now=now)
        if earlier is not None:
            return Coefficient.objects.get(pk=earlier["coefficient"])
        newest = Coefficient.objects.filter(centre_id=centre, matter=matter).order_by("-version").first()
        made = Coefficient.objects.create(
            centre_id=centre,
            matter=matter,
            version=newest.version + 1 if newest else 1,
            from_month=from_month,
            value=value,
            proposed=reading.proposals(place, from_month, rules).get(matter),
            reason=reason,
            reviewed_at=now,
            reviewed_by_id=account_id,
        )
        requests.answer(key, {"coefficient": made.pk})
        _record(centre, "review-coefficient", matter, {"value": value, "from": from_month.isoformat()}, now=now, by=by)
    queries.forget()
    return made


def refuse_frozen(centre: str, month: date) -> None:
    """Raises Refused where the month, or one after it, is settled: what people were paid by is not changed behind them."""
    frozen = FrozenMonth.objects.filter(centre_id=centre, month__gte=month).order_by("-month").first()
    if frozen is not None:
        words = month_words(frozen.month)
        raise Refused(
            "month-frozen",
            f"{words.zh}已经定了。新的规则请从之后的月份起。",
            f"{words.en} is settled. Please let the new rules begin in a later month.",
        )


def _record(centre: str, verb: str, thing_id: object, data: dict[str, Any], *, now: datetime, by: str) -> None:
    events.record(now=now, centre=centre, actor=by, thing="appraisal-model", thing_id=thing_id, verb=verb, data=data)
