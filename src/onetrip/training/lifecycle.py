"""The way to a qualification, as one table: 先测试，再试岗，再跟踪."""

from __future__ import annotations

from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text
from onetrip.training.models import FollowUp, Path

_STATE = Path.State

PATH = Lifecycle(
    thing=Text("培训", "Training"),
    states={
        _STATE.LEARNING: Text("在学", "learning"),
        _STATE.TESTED: Text("考过了", "test passed"),
        _STATE.TRIAL: Text("试岗", "on trial"),
        _STATE.DUE: Text("该看数据了", "follow-up due"),
        _STATE.CONFIRMED: Text("已确认", "confirmed"),
        _STATE.PRACTISE: Text("补练", "practises"),
        _STATE.AGAIN: Text("要重考", "to be tested again"),
        _STATE.WITHDRAWN: Text("已收回", "withdrawn"),
    },
    steps=(
        Step("pass", (_STATE.LEARNING, _STATE.AGAIN, _STATE.WITHDRAWN), _STATE.TESTED),
        Step("begin-trial", (_STATE.TESTED,), _STATE.TRIAL),
        Step("follow-up", (_STATE.TRIAL, _STATE.PRACTISE), _STATE.DUE),
        Step("confirm", (_STATE.DUE,), _STATE.CONFIRMED),
        Step("practise", (_STATE.DUE,), _STATE.PRACTISE),
        Step("extend", (_STATE.DUE,), _STATE.TRIAL),
        Step("again", (_STATE.DUE,), _STATE.AGAIN),
        Step("withdraw", (_STATE.DUE,), _STATE.WITHDRAWN),
        # By hand, on the page of the person, with a reason.
        Step("qualify", (_STATE.LEARNING, _STATE.TESTED, _STATE.AGAIN, _STATE.WITHDRAWN), _STATE.CONFIRMED),
        Step(
            "end",
            (_STATE.TESTED, _STATE.TRIAL, _STATE.DUE, _STATE.CONFIRMED, _STATE.PRACTISE, _STATE.AGAIN),
            _STATE.WITHDRAWN,
        ),
    ),
)
"""Every step of a `Path`. Somebody confirmed, or on trial, may take a test to learn; it moves nothing."""

SIGNS = {
    _STATE.LEARNING: Text("学", "L"),
    _STATE.TESTED: Text("考", "P"),
    _STATE.TRIAL: Text("试", "T"),
    _STATE.DUE: Text("看", "D"),
    _STATE.CONFIRMED: Text("定", "C"),
    _STATE.PRACTISE: Text("练", "X"),
    _STATE.AGAIN: Text("重", "A"),
    _STATE.WITHDRAWN: Text("收", "W"),
}
"""One character for each state, for the matrix."""

DECISIONS = {
    FollowUp.Decision.CONFIRM: Text("确认，长期有效", "Confirm, for good"),
    FollowUp.Decision.PRACTISE: Text("补练，过一阵再看", "Practise, and look again later"),
    FollowUp.Decision.AGAIN: Text("重考", "Test again"),
    FollowUp.Decision.EXTEND: Text("延长试岗", "Extend the trial"),
    FollowUp.Decision.WITHDRAW: Text("收回资格", "Withdraw the qualification"),
}
"""What a person may decide at a follow-up; each is the step of the same name."""
