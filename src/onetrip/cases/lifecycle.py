"""The life of a case, as one table. It begins received where another centre accepts it (收受分离), else accepted; what is
decided on the spot is completed in the same moment."""

from __future__ import annotations

from onetrip.cases.models import Case, HandOver
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_BEFORE_THE_DECISION = (
    Case.State.RECEIVED,
    Case.State.LACKING,
    Case.State.ACCEPTED,
    Case.State.SUPPLEMENT,
    Case.State.PROCEDURE,
)

CASE = Lifecycle(
    thing=Text("办件", "Case"),
    states={
        Case.State.RECEIVED: Text("已收件", "received"),
        Case.State.LACKING: Text("受理前要补正", "wanted before acceptance"),
        Case.State.REFUSED: Text("不予受理", "not accepted"),
        Case.State.ACCEPTED: Text("已受理", "accepted"),
        Case.State.SUPPLEMENT: Text("等补材料", "waiting for a paper"),
        Case.State.PROCEDURE: Text("特别程序中", "in a special procedure"),
        Case.State.DECIDED: Text("已决定", "decided"),
        Case.State.COMPLETED: Text("已办结", "completed"),
        Case.State.DELIVERED: Text("已送达", "delivered"),
        Case.State.WITHDRAWN: Text("已撤回", "withdrawn"),
        Case.State.TERMINATED: Text("已终止", "terminated"),
    },
    steps=(
        Step("accept", (Case.State.RECEIVED, Case.State.LACKING), Case.State.ACCEPTED),
        Step("deem-accepted", (Case.State.RECEIVED,), Case.State.ACCEPTED),
        Step("refuse", (Case.State.RECEIVED, Case.State.LACKING), Case.State.REFUSED),
        Step("ask-papers", (Case.State.RECEIVED,), Case.State.LACKING),
        Step("papers-brought", (Case.State.LACKING,), Case.State.RECEIVED),
        Step("ask-supplement", (Case.State.ACCEPTED,), Case.State.SUPPLEMENT),
        Step("supplement", (Case.State.SUPPLEMENT,), Case.State.ACCEPTED),
        Step("begin-procedure", (Case.State.ACCEPTED,), Case.State.PROCEDURE),
        Step("end-procedure", (Case.State.PROCEDURE,), Case.State.ACCEPTED),
        Step("decide", (Case.State.ACCEPTED,), Case.State.DECIDED),
        Step("complete", (Case.State.ACCEPTED, Case.State.DECIDED), Case.State.COMPLETED),
        Step("deliver", (Case.State.COMPLETED,), Case.State.DELIVERED),
        Step("withdraw", _BEFORE_THE_DECISION, Case.State.WITHDRAWN),
        Step("terminate", (Case.State.ACCEPTED, Case.State.SUPPLEMENT, Case.State.PROCEDURE), Case.State.TERMINATED),
    ),
)

HAND_OVER = Lifecycle(
    thing=Text("交接单", "Hand-over"),
    states={
        HandOver.State.OPEN: Text("在装", "being filled"),
        HandOver.State.SENT: Text("在路上", "on its way"),
        HandOver.State.ARRIVED: Text("已签收", "arrived"),
    },
    steps=(
        Step("send", (HandOver.State.OPEN,), HandOver.State.SENT),
        Step("arrive", (HandOver.State.SENT,), HandOver.State.ARRIVED),
    ),
)
