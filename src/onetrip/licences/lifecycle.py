"""The life of a look-up, as one table. It begins answered or unanswered; what was accepted on it waits for an answer."""

from __future__ import annotations

from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.licences.models import Lookup
from onetrip.rules import Text

_State = Lookup.State

LOOKUP = Lifecycle(
    thing=Text("证照查询", "Look-up"),
    states={
        _State.FOUND: Text("查到了", "found"),
        _State.NONE: Text("库里没有", "not there"),
        _State.UNUSABLE: Text("库里的已失效", "no longer valid"),
        _State.UNANSWERED: Text("没有回音", "no answer"),
        _State.WAITING: Text("接着查", "being repeated"),
        _State.GIVEN_UP: Text("一直没有回音", "never answered"),
        _State.DROPPED: Text("不用查了", "no longer needed"),
    },
    steps=(
        Step("wait", (_State.UNANSWERED,), _State.WAITING),
        Step("find", (_State.WAITING,), _State.FOUND),
        Step("miss", (_State.WAITING,), _State.NONE),
        Step("find-invalid", (_State.WAITING,), _State.UNUSABLE),
        Step("give-up", (_State.WAITING,), _State.GIVEN_UP),
        Step("drop", (_State.WAITING,), _State.DROPPED),
    ),
)
