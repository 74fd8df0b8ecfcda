"""What the editor's pages share: the day of the centre, who did it in words, the page of an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

_HOUSE = Text("系统", "the system")


def today(request: HttpRequest) -> date:
    """The day in the centre of the request."""
    return settled(centre_of(request)).centre.day_of(timezone.now())


def named(actors: Iterable[str]) -> dict[str, Text]:
    """The names of those who acted ("staff:chen"), by what events call them; what is no account is the system."""
    wanted = {actor for actor in actors if actor}
    usernames = {actor.removeprefix("staff:") for actor in wanted if actor.startswith("staff:")}
    found = {
        account.actor: Text(account.name, account.name_en or account.name)
        for account in Account.objects.filter(username__in=usernames)
    }
    return {
        actor: found.get(actor, _HOUSE if not actor.startswith("staff:") else Text(actor, actor)) for actor in wanted
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page of the editor needs: who is here, what they may do, the version in force."""
    account = account_of(request)
    centre = centre_of(request)
    return {
        "account": account,
        "may_edit": account.may(Permission.EDIT_CATALOGUE, centre),
        "may_review": account.may(Permission.REVIEW_CATALOGUE, centre),
        "may_publish": account.may(Permission.PUBLISH_CATALOGUE, centre),
        "catalogue_version": catalogues.current_version().number,
        "today": today(request),
    }
