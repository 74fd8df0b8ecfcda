"""Sending what is due, one message after the other: claimed in a short transaction, sent outside of any, its answer recorded.

Whatever is killed in between, the message is taken up again when its claim has run out, under the same reference. A gateway
that knows the reference sends nothing twice. SMTP cannot be asked: there the letter may arrive twice, under one Message-ID.
"""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction

from onetrip.notices import kinds, times
from onetrip.notices.actions.moving import finish, go_another_way, move
from onetrip.notices.models import Notice, NoticeTry, Rules
from onetrip.notices.providers import registry
from onetrip.notices.providers.base import Letter, Outcome, Provider
from onetrip.notices.queries import next_contact, rules_of
from onetrip.people.contacts import Contact
from onetrip.people.crypto import Undecipherable, index_hashes
from onetrip.rules import Text

log = logging.getLogger("onetrip.notices")

CLAIM = timedelta(minutes=3)
"""How long one process may take over a message before another tries; a provider answers within seconds."""

LATER = timedelta(minutes=1)
"""When a message is looked at again whose gateway does not answer at the moment."""

FAILURES = 3
"""After so many calls without an answer, one after the other, a way is left alone for the rest of this turn."""

WAIT_FOR_RECEIPT = timedelta(hours=72)
"""After that nobody knows what became of it (example)."""


@dataclass(frozen=True)
class _Begun:
    """A message that was claimed, with the try that was begun."""

    attempt: NoticeTry
    contact: Contact
    provider: Provider


def send_due(*, moment: Callable[[], datetime], by: str, most: int = 200) -> int:
    """Send up to `most` messages that are due; how many were taken. Safe to run in several processes at once.

    `moment` tells the time: sending takes long, and a claim counts from when it was made.
    """
    taken, silent = 0, Counter[str]()
    for _ in range(most):
        resting = {way for way, failures in silent.items() if failures >= FAILURES}
        found, begun = _claim_next(moment(), by, resting)
        if not found:
            break
        if begun is None:
            continue
        outcome = _send(begun)
        _note(begun, outcome, moment(), by)
        way = begun.contact.way
        silent[way] = 0 if outcome.succeeded or outcome.is_final else silent[way] + 1
        taken += outcome.succeeded
    return taken


def _claim_next(now: datetime, by: str, resting: Collection[str]) -> tuple[bool, _Begun | None]:
    """Whether there was one that is due, and the try begun for it; None: it waits, or is over."""
    with transaction.atomic():
        due = Notice.objects.filter(state=Notice.State.DUE, due_at__lte=now).exclude(claimed_until__gt=now)
        # Without its person: one that cannot be read must not stop the others.
        free = due.select_related("centre").select_for_update(skip_locked=True, of=("self",))
        notice = free.order_by("due_at", "pk").first()
        if notice is None:
            return False, None
        return True, _begin(notice, now, by, resting)


def _begin(notice: Notice, now: datetime, by: str, resting: Collection[str]) -> _Begun | None:
    """In the caller's transaction, with the message locked."""
    try:
        contact = next_contact(notice)
    except Undecipherable:
        # Written with another key: nobody can be told, and one such row must not hold up the others.
        finish(notice, "fail", now=now, by=by, why="unreadable")
        return None
    provider = registry.provider(contact.way) if contact else None
    if contact is None or provider is None:
        # Whoever has to do something is told by a person then; of everything else the receipt speaks.
        if notice.must_arrive or notice.attempts.exists():
            finish(notice, "fail", now=now, by=by, why="no-way")
        else:
            finish(notice, "drop", now=now, by=by, why="no-way")
        return None
    if notice.tries > len(times.BACK_OFF):  # cut off at the last of its tries
        finish(notice, "fail", now=now, by=by, why="given-up")
        return None
    if later := _not_before(notice, contact, now, resting):
        Notice.objects.filter(pk=notice.pk).update(due_at=later, claimed_until=None)
        return None
    hashes = index_hashes("notice-address", f"{contact.way}:{contact.to}")
    if notice.attempts.filter(round=notice.round).exclude(to_hash__in=hashes).exists():
        # The address was put right meanwhile. Under the old reference a gateway would send the new one nothing.
        notice.round = notice.fresh_round = notice.round + 1
    notice.way, notice.tries, notice.claimed_until = contact.way, notice.tries + 1, now + CLAIM
    notice.save(update_fields=["way", "tries", "claimed_until", "round", "fresh_round"])
    attempt = NoticeTry.objects.create(
        notice=notice, round=notice.round, way=contact.way, provider=provider.name, to_hash=hashes[0], begun_at=now
    )
    return _Begun(attempt, contact, provider)


def _not_before(notice: Notice, contact: Contact, now: datetime, resting: Collection[str]) -> datetime | None:
    """When it may go; None: now."""
    if contact.way in resting:
        return now + LATER
    if notice.is_urgent:
        return None
    rules, zone = rules_of(notice.centre_id), notice.centre.zone
    if times.is_quiet(now, rules.quiet_from, rules.quiet_until, zone):
        return times.not_at_night(now, rules.quiet_from, rules.quiet_until, zone)
    if _told_today(notice, now) >= rules.most_a_day:
        return times.next_day(now, rules.quiet_from, rules.quiet_until, zone)
    return None


def _told_today(notice: Notice, now: datetime) -> int:
    """How many other messages this person got today, at whichever centre. Two processes count one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"notice {notice.resident_id}"])
    zone = notice.centre.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
    others = NoticeTry.objects.filter(
        notice__resident_id=notice.resident_id, notice__is_urgent=False, begun_at__gte=midnight
    ).exclude(notice=notice)
    may_have_come = others.exclude(outcome__in=[NoticeTry.Outcome.REFUSED, NoticeTry.Outcome.LATER])
    return may_have_come.values("notice").distinct().count()


def _send(begun: _Begun) -> Outcome:
    """A provider raises nothing; one that does all the same says nothing about what it did."""
    try:
        return begun.provider.send(_letter(begun))
    except Exception as error:  # noqa: BLE001 -- whatever a vendor's folder does, the others go out
        # Where, and not what it says: a sentence of a library may repeat the number.
        where = "".join(traceback.format_tb(error.__traceback__, limit=-3))
        log.error("%s: %s\n%s", begun.provider.name, type(error).__name__, where)
        return Outcome(succeeded=False, answer=type(error).__name__, is_certain=False)


def _letter(begun: _Begun) -> Letter:
    notice, contact = begun.attempt.notice, begun.contact
    kind, language = kinds.kind(notice.kind), notice.resident.language
    address = f"{settings.PUBLIC_ADDRESS}{notice.link}" if settings.PUBLIC_ADDRESS and notice.link else ""
    telephone = notice.centre.telephone
    look = Text(address or f"打 {telephone}", address or f"call {telephone}")
    values = {name: Text(said["zh"], said["en"]) for name, said in notice.values.items()} | {"look": look}
    words = {
        "sms": lambda: kinds.text_message(kind, values, language),
        "app": lambda: kinds.fill(kind.short, values, language),
        "email": lambda: kinds.fill(kind.letter, values, language),
    }
    return Letter(
        to=contact.to,
        subject=kinds.fill(kind.title, values, language),
        words=words[contact.way](),
        reference=notice.reference,
        kind=notice.kind,
        values={name: value.in_language(language) for name, value in values.items()},
        link=address,
    )


def _note(begun: _Begun, outcome: Outcome, now: datetime, by: str) -> None:
    """Record the answer. A receipt may have been quicker, somebody may have dropped it meanwhile, or another process may
    have taken it up after a claim that ran out: each of them stands."""
    attempt = begun.attempt
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=attempt.notice_id)
        attempt.answered_at, attempt.outcome = now, _outcome_of(outcome)
        attempt.answer, attempt.gateway_number = outcome.answer[:120], outcome.number
        attempt.save(update_fields=["answered_at", "outcome", "answer", "gateway_number"])
        if notice.round != attempt.round or notice.state not in (Notice.State.DUE, Notice.State.DROPPED):
            return
        if outcome.succeeded:
            _taken(notice, begun.provider, now, by)
        elif notice.state == Notice.State.DROPPED:
            return
        elif outcome.is_final:
            go_another_way(notice, now=now, by=by, why="refused")
        else:
            _later(notice, outcome, now, by)


def _taken(notice: Notice, provider: Provider, now: datetime, by: str) -> None:
    notice.claimed_until, notice.ended_at = None, None
    notice.reported_until = now + WAIT_FOR_RECEIPT if provider.reports else None
    move(notice, "take", now=now, by=by, fields=["claimed_until", "ended_at", "reported_until"])


def _later(notice: Notice, outcome: Outcome, now: datetime, by: str) -> None:
    again = times.next_try(notice.tries, now, wait=outcome.wait)
    if again is None:
        # What nobody knows of may have arrived: a person decides, and no other way is tried by itself.
        if outcome.is_certain:
            go_another_way(notice, now=now, by=by, why="given-up")
        else:
            finish(notice, "fail", now=now, by=by, why="given-up")
        return
    rules: Rules = rules_of(notice.centre_id)
    if not notice.is_urgent:
        again = times.not_at_night(again, rules.quiet_from, rules.quiet_until, notice.centre.zone)
    notice.due_at, notice.claimed_until = again, None
    notice.save(update_fields=["due_at", "claimed_until"])


def _outcome_of(outcome: Outcome) -> str:
    if outcome.succeeded:
        return NoticeTry.Outcome.TAKEN
    if outcome.is_final:
        return NoticeTry.Outcome.REFUSED
    return NoticeTry.Outcome.LATER if outcome.is_certain else NoticeTry.Outcome.UNCERTAIN
