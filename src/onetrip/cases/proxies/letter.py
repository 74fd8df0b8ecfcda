"""The letter of authority for whoever is at a window: what they want done that somebody else may do. Pure but for the persons."""

from __future__ import annotations

from datetime import date, datetime

from onetrip.cases.proxies.wording import KIND_OF
from onetrip.cases.queries import Checklist
from onetrip.centres.queries import Settled
from onetrip.ledger.refusals import Refused
from onetrip.planning import ProxyChance
from onetrip.prints.sheets import AuthoritySheet
from onetrip.rules import Text


def of_visit(
    listed: Checklist, place: Settled, *, address: str, until: date | None, now: datetime, demonstration: bool
) -> AuthoritySheet:
    """The letter as it is printed. Raises Refused where nothing is left that somebody else may do, or whoever came acts by
    law."""
    visit, centre = listed.visit, place.centre
    if visit.relation and KIND_OF[visit.relation] != "letter":
        raise Refused(
            "no-letter-needed",
            "监护人、法定代理人不用委托书，看证明就行。",
            "A guardian or representative by law needs no letter; look at the proof.",
        )
    items = [one.at.item for one in listed.open]
    possible = tuple(item.name for item in items if item.proxy is not ProxyChance.NO)
    if not possible:
        raise no_matters()
    return AuthoritySheet(
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(now),
        matters=possible,
        not_possible=tuple(item.name for item in items if item.proxy is ProxyChance.NO),
        principal=visit.resident.masked_name if visit.resident is not None else "",
        agent=visit.proxy.masked_name if visit.proxy is not None else "",
        until=until,
        reference=listed.slip.number if listed.slip is not None else listed.ticket.number,
        opens_slip=listed.slip is not None,
        ask=centre.telephone,
        demonstration=demonstration,
    )


def no_matters() -> Refused:
    """The refusal of a letter for nothing."""
    return Refused(
        "no-matters",
        "没有能委托别人办的事，委托书没法写。先把要办的事加进来。",
        "There is nothing that somebody else may do, so there is no letter. Add what is wanted first.",
    )
