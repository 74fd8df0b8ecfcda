"""The life of a message, as one table."""

from __future__ import annotations

from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.notices.models import Notice
from onetrip.rules import Text

_State = Notice.State

NOTICE = Lifecycle(
    thing=Text("消息", "Message"),
    states={
        _State.DUE: Text("待发", "to be sent"),
        _State.TAKEN: Text("已交出，等回执", "handed over, no receipt yet"),
        _State.DELIVERED: Text("送到了", "delivered"),
        _State.UNKNOWN: Text("不知道到没到", "nobody knows whether it arrived"),
        _State.FAILED: Text("没送到", "not delivered"),
        _State.DROPPED: Text("不用发了", "no longer needed"),
        _State.TOLD: Text("打电话告诉了", "told by telephone"),
    },
    steps=(
        # Sent in the moment in which somebody dropped it: then it was handed over all the same.
        Step("take", (_State.DUE, _State.DROPPED), _State.TAKEN),
        # A receipt may come before the answer to the call that it is of, and long after it was given up.
        Step(
            "deliver",
            (_State.DUE, _State.TAKEN, _State.UNKNOWN, _State.FAILED, _State.DROPPED),
            _State.DELIVERED,
        ),
        Step("lose-sight", (_State.TAKEN,), _State.UNKNOWN),
        Step("fail", (_State.DUE, _State.TAKEN, _State.UNKNOWN), _State.FAILED),
        Step("other-way", (_State.DUE, _State.TAKEN, _State.UNKNOWN), _State.DUE),
        Step("drop", (_State.DUE,), _State.DROPPED),
        Step("send-again", (_State.FAILED, _State.UNKNOWN), _State.DUE),
        Step("tell", (_State.FAILED, _State.UNKNOWN), _State.TOLD),
    ),
)
