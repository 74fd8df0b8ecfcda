"""The life of a delivery, as one table. It waits until the result lies where it is handed over from."""

from __future__ import annotations

from onetrip.cases.delivering.models import Delivery
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_S = Delivery.State

DELIVERY = Lifecycle(
    thing=Text("送达", "Delivery"),
    states={
        _S.WAITING: Text("等结果", "waiting for the result"),
        _S.READY: Text("可以取", "ready"),
        _S.STORED: Text("在取件柜", "in the cabinet"),
        _S.POSTED: Text("在寄", "in the post"),
        _S.LOST: Text("寄丢了", "lost in the post"),
        _S.COMING_BACK: Text("退回途中", "coming back"),
        _S.DONE: Text("已送达", "handed over"),
        _S.GIVEN_BACK: Text("已退回部门", "returned to the department"),
    },
    steps=(
        Step("choose", (_S.WAITING, _S.READY), _S.WAITING),
        Step("be-ready", (_S.WAITING,), _S.READY),
        Step("hand-over", (_S.WAITING, _S.READY), _S.DONE),
        Step("put-in", (_S.READY,), _S.STORED),
        Step("take-out", (_S.STORED,), _S.READY),
        Step("open", (_S.STORED,), _S.DONE),
        Step("post", (_S.READY,), _S.POSTED),
        Step("not-taken", (_S.POSTED,), _S.READY),
        Step("lose", (_S.POSTED, _S.COMING_BACK), _S.LOST),
        Step("find", (_S.LOST, _S.COMING_BACK), _S.POSTED),
        Step("turn-back", (_S.POSTED, _S.LOST), _S.COMING_BACK),
        Step("be-back", (_S.POSTED, _S.LOST, _S.COMING_BACK), _S.READY),
        Step("sign", (_S.POSTED, _S.LOST, _S.COMING_BACK), _S.DONE),
        Step("send", (_S.WAITING,), _S.DONE),
        Step("give-back", (_S.READY,), _S.GIVEN_BACK),
        Step("fetch-back", (_S.GIVEN_BACK,), _S.READY),
    ),
)
