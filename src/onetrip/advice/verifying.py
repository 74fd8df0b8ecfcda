"""Whether a slip still says what it said when it was made: its plan computed again, and every difference in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onetrip.advice import queries
from onetrip.advice.differing import differences
from onetrip.advice.models import Slip
from onetrip.planning import ENGINE
from onetrip.planning.promise import differing_fields
from onetrip.rules import Text

MOST_NAMED = 5
"""Fields named where a difference has no words of its own."""


class Outcome(StrEnum):
    """What came of computing a slip again.

    `KEPT`: the same bytes. `WRONG`: other bytes by the very engine that made it, which must not be. `OTHER_ENGINE`: it was
    made by another engine and this one says otherwise; the slip counts as it stands. `UNREADABLE`: it cannot be computed.
    """

    KEPT = "kept"
    WRONG = "wrong"
    OTHER_ENGINE = "other-engine"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verified:
    """A slip computed again. `differs` says in sentences where the new plan is another."""

    number: str
    outcome: Outcome
    engine: str
    differs: tuple[Text, ...] = ()


def verify(slip: Slip) -> Verified:
    """Compute the plan of a slip again and compare it with the one that is stored."""
    try:
        said, again = queries.read(slip).plan, queries.recompute(slip)
    except (ValueError, KeyError) as error:
        why = Text(f"算不了：{type(error).__name__}。", f"It cannot be computed: {type(error).__name__}.")
        return Verified(slip.number, Outcome.UNREADABLE, "", (why,))
    # What the plan of an earlier engine did not hold yet is no difference in what it says.
    fields = [each for each in differing_fields(said, again) if each != "engine" or said.engine == ENGINE]
    if not fields:
        return Verified(slip.number, Outcome.KEPT, said.engine)
    outcome = Outcome.WRONG if said.engine == ENGINE else Outcome.OTHER_ENGINE
    told = differences(said, again)
    return Verified(slip.number, outcome, said.engine, told or (_in_fields(fields),))


def _in_fields(fields: list[str]) -> Text:
    named = ", ".join(fields[:MOST_NAMED])
    more_zh = f" 等 {len(fields)} 处" if len(fields) > MOST_NAMED else ""
    more_en = f" and {len(fields) - MOST_NAMED} more" if len(fields) > MOST_NAMED else ""
    return Text(f"不一样的地方：{named}{more_zh}。", f"It differs in {named}{more_en}.")
