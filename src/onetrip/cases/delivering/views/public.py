"""What a resident asks for on the page of the receipt: the code of the compartment, shown once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onetrip.advice.forms import sent
from onetrip.cases import queries
from onetrip.cases.delivering import actions
from onetrip.cases.views.papers import receipt_page
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("last_four")
@require_POST
def code(request: HttpRequest, token: str) -> HttpResponse:
    """A new code for a compartment, on this one page; asked again, there is another one and this one is dead."""
    found = queries.receipt_by_token(token)
    number = sent(request, "number", most=24)
    try:
        _, plain = actions.ask_code(
            receipt_id=found.pk,
            number=number,
            last_four=sent(request, "last_four", most=8),
            now=timezone.now(),
            by="resident",
        )
    except Refused as refused:
        return receipt_page(request, found, not_given=refused, code_of=number)
    return receipt_page(request, found, code=plain, code_of=number)
