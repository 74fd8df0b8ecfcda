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
    },
    steps=(
        # Claiming gives it an owner; a colleague may take it over until the resident has been answered.
        Step("claim", (Rectification.State.OPEN,), Rectification.State.OPEN),
        Step("answer", (Rectification.State.OPEN,), Rectification.State.ANSWERED),
        Step("handle", (Rectification.State.ANSWERED,), Rectification.State.HANDLED),
        Step("close", (Rectification.State.HANDLED,), Rectification.State.CLOSED),
    ),
)
