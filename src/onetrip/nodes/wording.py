"""What is said when one side would write what belongs to the other."""

from __future__ import annotations

from django.db import IntegrityError

from onetrip.ledger.refusals import Refused
from onetrip.nodes.capture import CENTRES, CITYS


def owned_elsewhere(error: IntegrityError) -> Refused | None:
    """The refusal behind an integrity error that a guard raised; None for any other."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return {CITYS: _CITYS, CENTRES: _CENTRES}.get(constraint or "")


_CITYS = Refused(
    "owned-by-city",
    "这项归市里管，中心节点上改不了。请在市里改，改好会自动传过来。",
    "This belongs to the city and cannot be changed at a centre node. Please change it there; it comes here by itself.",
)
_CENTRES = Refused(
    "owned-by-centre",
    "这个中心的号和记录由它自己的系统写，这里改不了。请打那个中心的电话或到它的窗口办；工作人员请在那个中心的系统里办。",
    "This centre's numbers and records are written by its own system and cannot be changed here. Please call that centre or "
    "go to its windows; staff do this on that centre's system.",
)
