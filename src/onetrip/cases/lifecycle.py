"""The life of a case, as one table. It begins accepted; what is decided on the spot is completed in the same moment."""

from __future__ import annotations

from onetrip.cases.models import Case
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

CASE = Lifecycle(
    thing=Text("办件", "Case"),
    states={
        Case.State.ACCEPTED: Text("已受理", "accepted"),
        Case.State.SUPPLEMENT: Text("等补材料", "waiting for a paper"),
        Case.State.DECIDED: Text("已决定", "decided"),
        Case.State.COMPLETED: Text("已办结", "completed"),
        Case.State.DELIVERED: Text("已送达", "delivered"),
        Case.State.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    steps=(
        Step("ask-supplement", (Case.State.ACCEPTED,), Case.State.SUPPLEMENT),
        Step("supplement", (Case.State.SUPPLEMENT,), Case.State.ACCEPTED),
        Step("decide", (Case.State.ACCEPTED,), Case.State.DECIDED),
        Step("complete", (Case.State.ACCEPTED, Case.State.DECIDED), Case.State.COMPLETED),
        Step("deliver", (Case.State.COMPLETED,), Case.State.DELIVERED),
        Step("withdraw", (Case.State.ACCEPTED, Case.State.SUPPLEMENT), Case.State.WITHDRAWN),
    ),
)
