"""Whether somebody's right reaches the matters that they are about to work on."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from onetrip.catalogue import queries as catalogues
from onetrip.staff.access import account_of, centre_of, insist_on_category
from onetrip.staff.permissions import Permission


def insist_on_matters(
    request: HttpRequest, matters: Iterable[str], permission: Permission = Permission.SERVE_AT_WINDOW
) -> None:
    """Raise Refused (403) where a grant is limited to kinds of matters and one of these is of none of them.

    A matter that the catalogue no longer has is of no kind, and reached by whoever is not limited.
    """
    if account_of(request).may(permission, centre_of(request), category=NO_KIND):
        return
    catalogue = catalogues.current()
    for matter in set(matters):
        found = catalogue.matter(matter)
        insist_on_category(request, permission, found.terms.category if found else NO_KIND)


NO_KIND = "-"
