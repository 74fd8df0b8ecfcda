"""The director says how the centre sends messages."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed
from onetrip.notices.models import Rules
from onetrip.notices.queries import rules_of

_BOUNDS = {"most_a_day": (1, 10), "collect_days": (1, 365), "remind_days": (1, 365)}


@dataclass(frozen=True)
class RulesSaid:
    """How a centre sends messages; the fields are those of Rules."""

    quiet_from: time
    quiet_until: time
    most_a_day: int
    collect_days: int
    remind_days: int


def set_rules(*, centre: str, said: RulesSaid, now: datetime, by: str, key: uuid.UUID) -> Rules:
    """Set how the centre sends messages; the event holds what was before and what is now. Raises Malformed."""
    for field, (least, most) in _BOUNDS.items():
        if not least <= getattr(said, field) <= most:
            raise Malformed(
                "out-of-bounds", f"请写 {least} 到 {most}。", f"From {least} to {most}, please.", field=field
            )
    with transaction.atomic():
        if requests.claim(key, action=f"notice-rules {centre}", actor=by, now=now, result={}) is not None:
            return rules_of(centre)
        before = rules_of(centre)
        rules, _ = Rules.objects.update_or_create(centre_id=centre, defaults=asdict(said))
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="notice-rules",
            thing_id=centre,
            verb="set",
            data={"before": _told(before), "now": _told(rules)},
        )
    return rules


def _told(rules: Rules) -> dict[str, Any]:
    return {
        "quiet": f"{rules.quiet_from:%H:%M}-{rules.quiet_until:%H:%M}",
        **{field: getattr(rules, field) for field in _BOUNDS},
    }
