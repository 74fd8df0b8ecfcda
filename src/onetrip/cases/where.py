"""At which centre a step of a case is done. Pure.

The centre that accepts works on a case; until it is known that is the centre that took the papers, which may also take
what the resident brings later and their withdrawal. The result is handed over where it lies.
"""

from __future__ import annotations

from onetrip.cases.models import Case

_AT_EITHER = frozenset({"papers-brought", "supplement", "bring", "withdraw"})


def worked_at(case: Case) -> str:
    """The code of the centre that works on the case."""
    return case.accepting_centre_id or case.receiving_centre_id


def may_step(case: Case, verb: str, centre: str) -> bool:
    """Whether `verb` is done at `centre`."""
    if verb == "deliver":
        return case.result_at_id == centre
    if verb in _AT_EITHER:
        return centre in (worked_at(case), case.receiving_centre_id)
    if verb in ("accept", "refuse") and case.papers_at_id != centre:
        return False  # whoever has not got the papers decides nothing about them
    return centre == worked_at(case)


def is_concerned(case: Case, centre: str) -> bool:
    """Whether people at `centre` have to do with the case, and may therefore look at it."""
    return centre in {
        case.receiving_centre_id,
        case.accepting_centre_id,
        case.papers_at_id,
        case.collect_at_id,
        case.result_at_id,
    }
