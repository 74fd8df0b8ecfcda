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
    "这个中心有自己的节点，它的号和记录由那边写。请在那个中心的系统里办。",
    "This centre has a node of its own, which writes its numbers and records. Please do this on that centre's system.",
)
