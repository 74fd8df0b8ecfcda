"""How a gateway that reports receipts is let in: by the signature of its call, which the provider checks."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.notices.providers.reports import SIGNATURE_HEADER
from onetrip.staff.access import May
from onetrip.staff.permissions import Permission
from onetrip.walls import scope


class MayReport(May):
    """The permission of the operation for gateways: `auth=MayReport()`. No role holds it.

    Whoever comes without a signature is answered as their session says: 401, or 403. Whether the signature is right is
    found out with the provider that it is of. A browser sends none by itself, so there is nothing for a CSRF check to guard.
    """

    def __init__(self) -> None:
        super().__init__(Permission.REPORT_RECEIPTS)

    def __call__(self, request: HttpRequest) -> bool:
        if SIGNATURE_HEADER not in request.headers:
            return super().__call__(request)
        scope.begin(scope.wide("a gateway reports on messages of every centre"))
        return True
