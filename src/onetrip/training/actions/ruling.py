"""A centre sets how it trains."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from onetrip.centres.models import Centre
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.training.actions.claiming import deed
from onetrip.training.models import Rules
from onetrip.training.queries import rules_of
from onetrip.training.rules import LIMITS, TrainingRules, read


def set_rules(
    *, centre: str, values: Mapping[str, object], reason: str, now: datetime, by: str, key: uuid.UUID
) -> TrainingRules:
    """The next version of a centre's rules. What began by an earlier one goes on by it. Raises Malformed, with the field."""
    why = one_line(reason, 200)
    if len(why) < 2:
        raise Malformed("reason-missing", "请写为什么改。", "Please say why it is changed.", field="reason")
    with transaction.atomic():
        if requests.claim(key, action=deed("training-rules", centre), actor=by, now=now, result={}) is not None:
            return rules_of(centre)
        Centre.objects.select_for_update().get(pk=centre)  # two who change them at once get one version each
        version = rules_of(centre).version + 1
        try:
            rules = read(values, version)
        except ValueError as error:
            name = str(error)
            limit = LIMITS[name]
            raise Malformed(
                "rules-form",
                f"“{limit.name.zh}”要在 {limit.least:g} 到 {limit.most:g} 之间；重考线不能低于补练线。",
                f"“{limit.name.en}” is between {limit.least:g} and {limit.most:g}; the line for a new test is not below "
                "that for practising.",
                field=name,
            ) from error
        Rules.objects.create(
            centre_id=centre, version=version, values=rules.values(), reason=why, said_at=now, said_by=by
        )
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="training-rules",
            thing_id=f"{centre} {version}",
            verb="set",
            data=rules.values(),
        )
    return rules
