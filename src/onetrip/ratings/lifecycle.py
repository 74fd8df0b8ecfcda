"""The life of a rectification, as one table."""

from __future__ import annotations

from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.ratings.models import Rectification
from onetrip.rules import Text

RECTIFICATION = Lifecycle(
    thing=Text("整改单", "Rectification"),
    states={
        Rectification.State.OPEN: Text("待联系", "to be answered"),
        Rectification.State.ANSWERED: Text("已联系", "answered"),
        Rectification.State.HANDLED: Text("已处理", "handled"),
        Rectification.State.CLOSED: Text("已了结", "closed"),
        Rectification.State.APPEALED: Text("要求复核", "to be looked at again"),
    },
    steps=(
        # Claiming gives it an owner; a colleague may take it over until the resident has been answered.
        Step("claim", (Rectification.State.OPEN,), Rectification.State.OPEN),
        Step("answer", (Rectification.State.OPEN,), Rectification.State.ANSWERED),
        Step("handle", (Rectification.State.ANSWERED,), Rectification.State.HANDLED),
        Step("close", (Rectification.State.HANDLED,), Rectification.State.CLOSED),
        # Whoever complained is not content: somebody who did not handle it looks again, and lets it stand or sends it back.
        Step("appeal", (Rectification.State.CLOSED,), Rectification.State.APPEALED),
        Step("uphold", (Rectification.State.APPEALED,), Rectification.State.CLOSED),
        Step("send-back", (Rectification.State.APPEALED,), Rectification.State.ANSWERED),
    ),
)
