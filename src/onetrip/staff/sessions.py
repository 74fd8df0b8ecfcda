"""Who is signed in: the row behind a browser's session, its limits, and the one statement that every request asks.

A session ends by itself when nobody has used it for long, when its longest time is over, when its owner signs in at too
many places, and when it turns up in another browser or network than the one it began in: then its cookie was taken away
and whoever holds it signs in again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login, user_logged_in
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from onetrip.ledger import events, rows
from onetrip.ledger.visitors import browser_of, network_of
from onetrip.staff.models import Account, Session
from onetrip.walls import scope

KEY = "sitting"
"""Where a browser's signed cookie names the row of its session."""

_PROOFS = "_proofs"
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when somebody was last here: each request would be a write otherwise."""

KEPT_FOR = timedelta(days=90)
"""How long the row of an ended session is kept, for its owner to look at."""


@dataclass(frozen=True)
class Limits:
    """How long a session may go unused, how long it may last, how many one person has at once (None: any number)."""

    idle: timedelta | None
    whole: timedelta
    at_once: int | None


@dataclass(frozen=True)
class Standing:
    """What is known of a session when a request names it."""

    began_at: datetime
    seen_at: datetime
    browser: str
    network: str


def limits_of(account: Account) -> Limits:
    """The limits for this account: a machine of the hall is signed in for a year, and a demonstration account, whose
    password stands on paper, at any number of places."""
    if account.is_machine:
        return Limits(idle=None, whole=timedelta(days=365), at_once=None)
    return Limits(
        idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES),
        whole=timedelta(hours=settings.SESSION_HOURS),
        at_once=None if account.is_demonstration else settings.SESSIONS_AT_ONCE,
    )


def why_over(
    standing: Standing, limits: Limits, *, now: datetime, browser: str, network: str, is_machine: bool = False
) -> Session.End | None:
    """Why a session does not count any more for a request that comes now, from this browser and network; None: it counts.

    What was not known at the sign-in is not compared. A machine of the hall may be given another network. Pure.
    """
    if standing.browser and browser != standing.browser:
        return Session.End.ELSEWHERE
    if standing.network and network != standing.network and not is_machine:
        return Session.End.ELSEWHERE
    if now - standing.began_at >= limits.whole:
        return Session.End.OVER
    if limits.idle is not None and now - standing.seen_at >= limits.idle:
        return Session.End.IDLE
    return None


def sign_in(request: HttpRequest, account: Account, *, proofs: Iterable[str]) -> Session:
    """Begin a session of `account` in this browser, with everything new: the row, the cookie and the page's token.

    `proofs`: what was shown, such as ("password", "totp").
    """
    leave(request, now=timezone.now())
    setattr(request, _PROOFS, "+".join(proofs))
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return Session.objects.get(pk=request.session[KEY])


def leave(request: HttpRequest, *, now: datetime) -> str:
    """Nobody is signed in in this browser any more, and nothing of before goes on in it; the proofs of the session that
    ended, "" where there was none."""
    mine = Session.objects.filter(pk=request.session.get(KEY, uuid.UUID(int=0)))
    proofs = mine.values_list("proofs", flat=True).first() or ""
    end(mine, why=Session.End.SIGNED_OUT, now=now)
    request.session.flush()
    return proofs


@receiver(user_logged_in, dispatch_uid="onetrip.staff.sessions")
def _begin(sender: object, request: HttpRequest, user: Account, **_: object) -> None:  # noqa: ARG001 -- Django's signature
    """However somebody was signed in, there is a row: no way in can forget it."""
    now = timezone.now()
    session = Session.objects.create(
        account=user,
        began_at=now,
        seen_at=now,
        proved_at=now,
        proofs=getattr(request, _PROOFS, ""),
        browser=browser_of(request),
        network=network_of(request),
    )
    request.session[KEY] = str(session.pk)
    limits = limits_of(user)
    if limits.at_once is not None:
        _end_the_oldest(user, limits.at_once, now)


def _end_the_oldest(account: Account, most: int, now: datetime) -> None:
    held = Session.objects.filter(account=account, ended_at=None).order_by("-began_at", "-pk")
    too_many = list(held.values_list("pk", flat=True)[most:])
    end(Session.objects.filter(pk__in=too_many), why=Session.End.TOO_MANY, now=now)


def end(sessions: QuerySet[Session], *, why: Session.End, now: datetime) -> int:
    """End those of `sessions` that still run; how many."""
    return sessions.filter(ended_at=None).update(ended_at=now, why_ended=why)


# The statement of every request of everybody who works here.
_SIGNED_IN = f"""
SELECT {rows.columns(Account, "account")}, ARRAY(
    SELECT role || '@' || centre || '@' || categories || '@' || withheld FROM staff_grant
    WHERE staff_grant.account_id = account.id
      AND (until_at IS NULL OR from_at <= %s AND until_at > %s AND ended_at IS NULL)
), s.began_at, s.seen_at, s.proved_at, s.browser, s.network
FROM staff_session s JOIN staff_account account ON account.id = s.account_id
WHERE s.id = %s AND s.ended_at IS NULL AND account.id = %s AND account.is_active
"""  # noqa: S608 -- names of columns, from the model
_READ = ("granted", "_began_at", "_seen_at", "proved_at", "_browser", "_network")


def account_behind(request: HttpRequest) -> Account | None:
    """The account that is signed in in this browser, with the grants that count now: one statement, and once a minute a
    second one.

    None when nobody is, and when the session has just come to its end.
    """
    named, account_id = request.session.get(KEY), request.session.get(SESSION_KEY)
    if not named or not account_id:
        return None
    now = timezone.now()
    with scope.under(scope.INDIFFERENT):
        account = rows.one(Account, _SIGNED_IN, [now, now, uuid.UUID(named), int(account_id)], _READ)
    if account is None or not _is_of_this_password(request, account):
        return None
    known = account.__dict__
    standing = Standing(known["_began_at"], known["_seen_at"], known["_browser"], known["_network"])
    network = network_of(request) if settings.SESSION_NETWORK else standing.network
    why = why_over(
        standing,
        limits_of(account),
        now=now,
        browser=browser_of(request),
        network=network,
        is_machine=account.is_machine,
    )
    if why is not None:
        _over(account, uuid.UUID(named), why, now)
        return None
    if now - standing.seen_at >= SEEN_EVERY and _is_by_hand(request):
        Session.objects.filter(pk=named).update(seen_at=now)
    return account


def _is_of_this_password(request: HttpRequest, account: Account) -> bool:
    """Whether the cookie was made for the password that the account has now, under a key of this house."""
    shown = request.session.get(HASH_SESSION_KEY, "")
    right = (account.get_session_auth_hash(), *account.get_session_auth_fallback_hash())
    return any(constant_time_compare(shown, one) for one in right)


def _is_by_hand(request: HttpRequest) -> bool:
    """Whether somebody sits there: a page opened or a form sent. What pages fetch by themselves keeps nobody signed in."""
    return request.method != "GET" or not (request.headers.get("HX-Request") or request.path_info.startswith("/api/"))


def _over(account: Account, session_id: uuid.UUID, why: Session.End, now: datetime) -> None:
    with transaction.atomic():
        if not end(Session.objects.filter(pk=session_id), why=why, now=now) or why is not Session.End.ELSEWHERE:
            return
        events.record(
            now=now,
            centre="",
            actor=account.actor,
            thing="account",
            thing_id=account.username,
            verb="session-elsewhere",
            data={"session": str(session_id)},
        )


def prove(request: HttpRequest, *, proof: str, now: datetime) -> None:
    """Whoever is signed in has just shown once more who they are. The session goes on under a new name, so that a copy of
    its cookie made before is worth nothing afterwards."""
    held, fresh = Session.objects.filter(pk=request.session[KEY], ended_at=None), uuid.uuid4()
    session = held.first()
    if session is None:
        return
    proofs = session.proofs if proof in session.proofs.split("+") else f"{session.proofs}+{proof}".strip("+")[:60]
    if held.update(id=fresh, proved_at=now, seen_at=now, proofs=proofs):
        request.session[KEY] = str(fresh)
        rotate_token(request)


def tidy(now: datetime) -> int:
    """End what nobody will come back to, and remove rows that nobody needs to see any more; how many were removed."""
    staff = Session.objects.filter(ended_at=None).exclude(account__grants__role="device")
    end(staff.filter(began_at__lte=now - timedelta(hours=settings.SESSION_HOURS)), why=Session.End.OVER, now=now)
    idle = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    end(staff.filter(seen_at__lte=idle), why=Session.End.IDLE, now=now)
    return Session.objects.filter(ended_at__lte=now - KEPT_FOR).delete()[0]
