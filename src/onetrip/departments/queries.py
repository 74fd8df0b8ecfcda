"""What can be asked about the systems of departments."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from onetrip.cases import queries as cases
from onetrip.cases.models import Case
from onetrip.cases.where import is_concerned
from onetrip.centres.models import Centre
from onetrip.departments.actions.systems import unknown
from onetrip.departments.models import Delivery, ResultFile, Subscription, System, Taking
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

EVERYWHERE = "*"


@dataclass(frozen=True)
class Page:
    """A page of a queue, and the point from which to go on; "" at the end."""

    cases: tuple[Case, ...]
    next: str


def queue(held: Collection[tuple[str, str]], *, after: str, most: int, state: str = "") -> Page:
    """The cases that a department has to work on, in the order of their acceptance, which never changes: whoever reads page
    by page meets each of them once. Raises Malformed for a point that no page has named."""
    waiting = cases.of_departments(held).order_by("accepted_at", "number")
    if state:
        waiting = waiting.filter(state=state)
    if after:
        at, number = _point(after)
        waiting = waiting.filter(Q(accepted_at__gt=at) | Q(accepted_at=at, number__gt=number))
    found = list(waiting.select_related("accepting_centre")[: most + 1])
    shown = found[:most]
    return Page(tuple(shown), _point_of(shown[-1]) if len(found) > most else "")


def taking(case: Case) -> Taking | None:
    """By which system the case is being worked on now."""
    return Taking.objects.filter(case=case, given_back_at=None).select_related("system__account").first()


def systems_for(account: Account) -> list[System]:
    """The systems that somebody may manage: those that work nowhere but where they manage accounts; the open ones first."""
    found = System.objects.select_related("account").prefetch_related("account__grants", "keys", "subscriptions")
    mine = [one for one in found.order_by("department", "code") if may_manage(account, centres_of(one))]
    return sorted(mine, key=lambda one: one.closed_at is not None)


def system_for(account: Account, code: str) -> System:
    """One of them. Raises NotFound."""
    found = System.objects.select_related("account").filter(pk=code[:30]).first() if "\0" not in code else None
    if found is None or not may_manage(account, centres_of(found)):
        raise unknown()
    return found


def centres_of(system: System) -> tuple[str, ...]:
    """The codes of the centres at which it works, "*" for every one."""
    return tuple(sorted({grant.centre for grant in system.account.grants.all()}))


def may_manage(account: Account, centres: Collection[str]) -> bool:
    """Whether somebody manages the accounts of all these centres ("*": of every one)."""
    return bool(centres) and all(account.may(Permission.MANAGE_ACCOUNTS, centre) for centre in centres)


def centres_for(account: Account) -> list[Centre]:
    """The centres whose accounts somebody manages."""
    return [one for one in Centre.objects.order_by("code") if account.may(Permission.MANAGE_ACCOUNTS, one.code)]


def subscription_for(account: Account, subscription_id: uuid.UUID) -> Subscription:
    """An address of a system that somebody may manage. Raises NotFound."""
    found = Subscription.objects.select_related("system__account").filter(pk=subscription_id).first()
    if found is None or not may_manage(account, centres_of(found.system)):
        raise NotFound("webhook-unknown", "没有这个通知地址。", "There is no such address.")
    return found


def subscriptions_of(system: System) -> QuerySet[Subscription]:
    """The addresses of a system, with what waits (`due`) and what was given up (`failed`)."""
    due, failed = Q(deliveries__state=Delivery.State.DUE), Q(deliveries__state=Delivery.State.FAILED)
    counted = system.subscriptions.annotate(
        due=Count("deliveries", filter=due), failed=Count("deliveries", filter=failed)
    )
    return counted.order_by("made_at")


def deliveries(subscription: Subscription, *, before: int, most: int) -> list[Delivery]:
    """The deliveries to an address, the latest change first; `before` 0: from the latest on."""
    found = subscription.deliveries.order_by("-change")
    return list((found.filter(change__lt=before) if before else found)[:most])


def switched_off(centre: str) -> int:
    """How many addresses the house has stopped telling by itself, of systems that work at this centre."""
    found = Subscription.objects.filter(state=Subscription.State.OFF, system__closed_at=None)
    return found.filter(system__account__grants__centre__in=[centre, EVERYWHERE]).distinct().count()


def result_files(number: str, *, centre: str) -> QuerySet[ResultFile]:
    """What a department sent as the result of a case with which `centre` has to do. Raises NotFound."""
    case = cases.case_by_number(number, centre=centre)
    return ResultFile.objects.filter(result_id=case.pk).select_related("system__account").order_by("sent_at", "id")


def result_file(file_id: uuid.UUID, *, centre: str) -> ResultFile:
    """One of them. Raises NotFound, also for a file that was never given out as a result."""
    found = ResultFile.objects.select_related("case").filter(pk=file_id, result__isnull=False).first()
    if found is None or not is_concerned(found.case, centre):
        raise NotFound("result-unknown", "这个中心没有这份结果。", "This centre has no such result.")
    return found


def _point_of(case: Case) -> str:
    return f"{case.accepted_at and case.accepted_at.isoformat()}.{case.number}"


def _point(after: str) -> tuple[datetime, str]:
    at, _, number = after.rpartition(".")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise _no_point() from error
    if moment.tzinfo is None or not 0 < len(number) <= 24 or "\0" in number:
        raise _no_point()
    return moment, number


def _no_point() -> Malformed:
    return Malformed(
        "cursor-unreadable",
        "after 要原样用上一页给的 next。",
        "Please give `after` as the `next` of the page before, unchanged.",
        field="after",
    )
