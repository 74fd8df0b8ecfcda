"""Who came, and for whom: two persons of one visit, put right until something was accepted."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.actions.recognising import change_visit, drop_slip
from onetrip.lobby.models import Relation, Visit


def somebody_came(
    *,
    ticket_id: uuid.UUID,
    account_id: int,
    proxy_id: uuid.UUID,
    relation: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Visit:
    """Somebody came for the person whose matter it is: who, and what they are to them.

    Where the card that was read before is that of the one who came, whose matter it is is not known any more, and a slip of
    theirs goes with them. Said again, the new one counts. Raises Malformed for a relation that there is not, Refused where
    something was accepted in this visit already or it is not served here.
    """
    if relation not in Relation.values:
        raise Malformed(
            "relation-unknown",
            "请选来的人是办件人的什么人。",
            "Please choose what whoever came is to the person concerned.",
            field="relation",
        )

    def change(visit: Visit) -> dict[str, Any]:
        refuse_once_accepted(visit)
        _leave_out(visit, proxy_id)
        visit.proxy_id, visit.relation = proxy_id, relation
        return {"relation": relation}

    return change_visit("somebody-came", change, ticket_id, account_id, now=now, by=by, key=key)


def came_in_person(*, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Visit:
    """Nobody came for anybody: whoever is here is the person whose matter it is. Raises Refused as `somebody_came`."""

    def change(visit: Visit) -> dict[str, Any]:
        refuse_once_accepted(visit)
        visit.proxy_id, visit.relation = None, ""
        return {}

    return change_visit("came-in-person", change, ticket_id, account_id, now=now, by=by, key=key)


def swap_persons(*, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Visit:
    """The two cards were read the wrong way round. What was wanted with a slip of the one who came goes with them.

    Raises Refused where only one of the two is known, and as `somebody_came`.
    """

    def change(visit: Visit) -> dict[str, Any]:
        refuse_once_accepted(visit)
        if visit.proxy_id is None or visit.resident_id is None:
            raise Refused(
                "one-person-known",
                "只读过一个人的证件，没有可以对调的。",
                "Only one card was read: there is nothing to exchange.",
            )
        concerned, came = visit.proxy_id, visit.resident_id
        _leave_out(visit, came)
        visit.resident_id, visit.proxy_id = concerned, came
        return {"relation": visit.relation}

    return change_visit("swap-persons", change, ticket_id, account_id, now=now, by=by, key=key)


def refuse_once_accepted(visit: Visit) -> None:
    """Raise Refused where something was accepted in this visit: its cases name the persons."""
    if visit.accepted:
        raise persons_stand()


def persons_stand() -> Refused:
    """The refusal of other persons for a visit in which something was accepted."""
    return Refused(
        "persons-stand",
        "这个号已经收过件，办件人和来的人不能再改。替另一个人办，请另取一个号；收错了，先撤回办件。",
        "Something was accepted with this number, so its persons stand. For another person draw another number; what was "
        "accepted by mistake is withdrawn first.",
    )


def _leave_out(visit: Visit, person: uuid.UUID) -> None:
    """`person` is not the one whose matter it is: neither the visit nor its slip is theirs."""
    if visit.slip is not None and visit.slip.resident_id == person:
        drop_slip(visit)
    if visit.resident_id == person:
        visit.resident_id = None
