"""The life of a difficult case, as one table."""

from __future__ import annotations

from onetrip.knowledge.models import Question
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_State = Question.State
_OPEN = (_State.ASKED, _State.COMING)

QUESTION = Lifecycle(
    thing=Text("疑难", "The difficult case"),
    states={
        _State.ASKED: Text("在叫", "asked"),
        _State.COMING: Text("有人过来", "somebody is coming"),
        _State.ANSWERED: Text("答了", "answered"),
        _State.SETTLED: Text("当面说好了", "settled in person"),
        _State.WITHDRAWN: Text("不用了", "withdrawn"),
    },
    steps=(
        Step("come", (_State.ASKED,), _State.COMING),
        # Whoever cannot come after all, or does not know either, hands it on: then it is asked anew.
        Step("pass-on", _OPEN, _State.ASKED),
        Step("answer", _OPEN, _State.ANSWERED),
        Step("settle", (_State.COMING,), _State.SETTLED),
        # What was said at the window is written down afterwards; until then it helps nobody else.
        Step("write-up", (_State.SETTLED,), _State.SETTLED),
        Step("withdraw", _OPEN, _State.WITHDRAWN),
    ),
)
