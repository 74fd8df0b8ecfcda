"""A role is lent to a colleague for some days, and taken back. Whoever lends, lends what is theirs."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import is_id, one_line
from onetrip.staff.models import Account, Grant, counting
from onetrip.staff.permissions import DATA_CLASSES
from onetrip.staff.roles import ROLES

LENDS: dict[str, frozenset[str]] = {
    "supervisor": frozenset({"guide", "clerk", "supervisor"}),
    "director": frozenset({"guide", "clerk", "supervisor", "director"}),
}
"""What each role may lend to a colleague of the same centre."""

LONGEST = timedelta(days=92)
"""For longer the director has a role given for good (`onetrip account`). An example; the centre sets its own rule."""

AHEAD = timedelta(days=92)
"""How long before its first day a role may be lent."""


def may_lend(standing: Collection[str]) -> frozenset[str]:
    """The roles that somebody may lend who holds the roles `standing` for good. What was lent is not lent on."""
    return frozenset(role for held in standing for role in LENDS.get(held, frozenset()))


def roles_for_good(account: Account, centre: str) -> frozenset[str]:
    """The roles that an account holds for good in a centre, with all matters."""
    held = account.grants.filter(centre__in=(centre, "*"), until_at=None, categories="")
    return frozenset(held.values_list("role", flat=True)) if account.is_active else frozenset()


def lend(
    *,
    to: str,
    role: str,
    centre: str,
    from_at: datetime,
    until_at: datetime,
    reason: str,
    by: Account,
    now: datetime,
    key: uuid.UUID,
    categories: Collection[str] = (),
    withheld: Collection[str] = (),
) -> Grant:
    """The account `to` holds `role` in `centre` from `from_at` until `until_at`; the same key again gives the same grant.

    `categories` limits it to matters of these (none: all), `withheld` names classes of personal data that do not come with
    it. Raises Malformed for a span, a reason or a limit that cannot be, NotFound for nobody of that name who works in this
    centre, Refused for a role that is not `by`'s to lend (403) or that is held at that time already.
    """
    why, kept, without = one_line(reason, 200), sorted(set(categories)), sorted(set(withheld))
    _refuse_span(from_at, until_at, now)
    if len(why) < 2:
        raise Malformed("reason-missing", "请写为什么借。", "Please say why it is lent.", field="reason")
    if not all(is_id(each) for each in kept) or len(",".join(kept)) > 400:
        raise Malformed("category-unknown", "没有这一类事项。", "There is no such kind of matters.", field="categories")
    if not set(without) <= {each.value for each in DATA_CLASSES}:
        raise Malformed("data-unknown", "没有这一类数据。", "There is no such class of data.", field="withheld")
    with transaction.atomic():
        earlier = requests.claim(key, action=f"lend {role} {centre}", actor=by.actor, now=now)
        if earlier is not None:
            return Grant.objects.select_related("account").get(pk=earlier["grant"])
        if role not in may_lend(roles_for_good(by, centre)):
            raise _not_yours()
        taker = _colleague(to, centre, by, now)
        _refuse_if_held(taker, role, centre, from_at, until_at)
        grant = Grant.objects.create(
            account=taker,
            role=role,
            centre=centre,
            categories=",".join(kept),
            withheld=",".join(without),
            from_at=from_at,
            until_at=until_at,
            given_by=by.actor,
            reason=why,
        )
        _record(grant, "lend-role", by, now, {"reason": why})
        requests.answer(key, {"grant": grant.pk})
    return grant


def take_back(*, grant_id: int, centre: str, by: Account, now: datetime, key: uuid.UUID) -> Grant:
    """What was lent counts no more from this moment on; taking it back again does nothing.

    Raises NotFound for what was not lent in this centre, Refused (403) for who may not lend that role themselves.
    """
    with transaction.atomic():
        grant = Grant.objects.select_for_update(of=("self",)).select_related("account").filter(pk=grant_id).first()
        if grant is None or grant.until_at is None or grant.centre != centre:
            raise NotFound("grant-unknown", "没有借出过这个角色。", "No such role was lent here.")
        if grant.role not in may_lend(roles_for_good(by, centre)):
            raise _not_yours()
        if requests.claim(key, action=f"take-back {grant_id}", actor=by.actor, now=now, result={}) is not None:
            return grant
        if grant.ended_at is None and now < grant.until_at:
            grant.ended_at, grant.ended_by = now, by.actor
            grant.save(update_fields=["ended_at", "ended_by"])
            _record(grant, "take-role-back", by, now, {})
    return grant


def _refuse_span(from_at: datetime, until_at: datetime, now: datetime) -> None:
    if until_at <= max(from_at, now):
        raise Malformed(
            "lent-until-past",
            "最后一天要是今天或以后，也不能早于第一天。",
            "The last day is today or later, and not before the first.",
            field="until",
        )
    if until_at - from_at > LONGEST:
        raise Malformed(
            "lent-too-long",
            f"最多借 {LONGEST.days} 天。要一直有，请主任开通。",
            f"A role is lent for {LONGEST.days} days at most. For good, the director has it granted.",
            field="until",
        )
    if from_at - now > AHEAD:
        raise Malformed(
            "lent-too-early",
            f"最多提前 {AHEAD.days} 天借。",
            f"A role is lent {AHEAD.days} days ahead at most.",
            field="from",
        )


def _colleague(username: str, centre: str, by: Account, now: datetime) -> Account:
    """Somebody else who works in this centre; machines and departments do not."""
    here = Q(grants__centre__in=(centre, "*"), grants__role__in=["guide", "clerk", "supervisor", "director", "editor"])
    found = Account.objects.filter(counting(now, "grants__"), here, username=username, is_active=True).first()
    if found is None:
        raise NotFound("colleague-unknown", "这个中心没有这位同事。", "Nobody of this name works in this centre.")
    if found.pk == by.pk:
        raise Refused("lent-to-oneself", "不能借给自己。", "Nobody lends a role to themselves.")
    return found


def _refuse_if_held(taker: Account, role: str, centre: str, from_at: datetime, until_at: datetime) -> None:
    Account.objects.select_for_update().get(pk=taker.pk)  # two who lend the same at once stand in line here
    held = Grant.objects.filter(account=taker, role=role, centre__in=(centre, "*"), ended_at=None)
    if held.filter(Q(until_at=None) | Q(from_at__lt=until_at, until_at__gt=from_at)).exists():
        name = ROLES[role].name
        raise Refused(
            "role-held-already",
            f"这段时间{taker.name}已经是{name.zh}了。",
            f"{taker.name_en or taker.name} holds the role {name.en} at that time already.",
        )


def _not_yours() -> Refused:
    return Refused(
        "role-not-yours-to-lend",
        "这个角色不是您能借出的。自己的角色，而且是长期的，才能借给同事。",
        "This role is not yours to lend. Only a role that you hold for good yourself can be lent to a colleague.",
        status=403,
    )


def _record(grant: Grant, verb: str, by: Account, now: datetime, more: dict[str, object]) -> None:
    assert grant.from_at is not None and grant.until_at is not None  # noqa: S101, PT018 -- what is lent has both
    events.record(
        now=now,
        centre=grant.centre,
        actor=by.actor,
        thing="account",
        thing_id=grant.account.username,
        verb=verb,
        data={
            "role": grant.role,
            "from": grant.from_at.isoformat(),
            "until": grant.until_at.isoformat(),
            "categories": grant.categories,
            "withheld": grant.withheld,
            **more,
        },
    )
