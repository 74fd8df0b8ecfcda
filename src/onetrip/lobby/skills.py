"""What a clerk is not qualified for, in the words of the calling order: ids of matters, and "category:…".

Whoever training has said nothing about is qualified for everything, so an empty table gates nobody. A matter that the
catalogue does not know restricts nobody either: it must never keep a resident waiting.
"""

from __future__ import annotations

from datetime import date

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.centres.models import Duty
from onetrip.lobby.models import Ticket, Visit
from onetrip.staff.queries import Qualified, qualified_on

_MOST_KNOWN = 1000
_known: dict[tuple[Qualified, str], frozenset[str]] = {}


def lacking(day: date) -> dict[int, frozenset[str]]:
    """By account, what each one that training has said something about may not be called for on `day`."""
    return {account: _lacks(qualified) for account, qualified in qualified_on(day).items()}


def gates(account_id: int, centre: str, day: date) -> dict[str, list[str]]:
    """The same of the caller and of whoever else is on duty in `centre`, as JSON for the statement that calls; empty when
    nothing restricts this account."""
    qualified = qualified_on(day)
    if account_id not in qualified:
        return {}
    on_duty = Duty.objects.filter(window__centre_id=centre, ended=None).values_list("account_id", flat=True)
    return {str(one): sorted(_lacks(qualified[one])) for one in {account_id, *on_duty} if one in qualified}


def lacks_sql(account: str) -> str:
    """SQL over `ticket` and `visit`: the account named by the expression is not qualified for all that is needed.

    The parameter `gates` is what `gates` gave.
    """
    return f"""((visit.wanted || CASE WHEN ticket.category = '' THEN '[]' ELSE to_jsonb('category:' || ticket.category) END)
        ?| ARRAY(SELECT jsonb_array_elements_text(coalesce(%(gates)s -> {account}::text, '[]'))))"""


def needs(wanted: list[str], category: str) -> frozenset[str]:
    """What a clerk has to be qualified for who is called by somebody that wants this."""
    return frozenset([*wanted, *([f"category:{category}"] if category else [])])


def needs_of(ticket: Ticket) -> frozenset[str]:
    """The same of a ticket."""
    wanted: list[str] = Visit.objects.values_list("wanted", flat=True).get(pk=ticket.visit_id)
    return needs(wanted, ticket.category)


def _lacks(qualified: Qualified) -> frozenset[str]:
    """Worked out once for each set of qualifications and catalogue: a call must not wait for a walk through all matters."""
    catalogue = catalogues.current()
    known = _known.get((qualified, catalogue.digest))
    if known is None:
        if len(_known) >= _MOST_KNOWN:  # many versions later
            _known.clear()
        known = _known[qualified, catalogue.digest] = _work_out(qualified, catalogue)
    return known


def _work_out(qualified: Qualified, catalogue: Catalogue) -> frozenset[str]:
    matters = {
        name
        for name, matter in catalogue.matters.items()
        if name not in qualified.matters and matter.terms.category not in qualified.categories
    }
    categories = {f"category:{one}" for one in catalogue.categories if one not in qualified.categories}
    return frozenset(matters | categories)
