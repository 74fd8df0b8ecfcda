"""What can be done with a resident's identity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from onetrip.ledger import events, requests
from onetrip.ledger.brakes import Limit
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.people.contacts import read_contact
from onetrip.people.crypto import index_hashes, keyed_hash
from onetrip.people.identity import Identity
from onetrip.people.models import NUMBER, Consent, IdentityView, Resident
from onetrip.people.purposes import For
from onetrip.people.queries import find
from onetrip.walls.scope import everywhere

PLAIN_VIEWS = Limit("plain-views", 60, timedelta(hours=1))
"""Unmasked views of one person who works here: more than a window needs, fewer than a thief wants. Whoever shows a page
counts (`ledger.brakes.count`), before it begins a transaction."""


def know(*, identity: Identity, now: datetime, name: str | None = None, telephone: str | None = None) -> Resident:
    """The resident with this ID number, made on first sight; a name or telephone not known before is added.

    One that is known stays: whoever merely says a number may change nothing of its owner (`correct` does). Two windows
    that meet the same new resident at once get the same row.
    """
    with everywhere("a resident is known by the number at every centre"):
        resident, made = _meet(identity, {"name": name, "telephone": telephone, "first_seen": now})
        if not made:
            for field, value in (("name", name), ("telephone", telephone)):
                if value and getattr(resident, field) is None:
                    Resident.objects.filter(pk=resident.pk, **{f"{field}__isnull": True}).update(**{field: value})
                    resident.refresh_from_db(fields=[field])
    return resident


def _meet(identity: Identity, what: dict[str, Any]) -> tuple[Resident, bool]:
    """The resident with this number, made if there is none, and whether it was."""
    hashes = index_hashes(NUMBER, identity.number)
    defaults = {"number": identity.number, **what}
    if len(hashes) == 1:
        return Resident.objects.get_or_create(number_hash=hashes[0], defaults=defaults)
    # While a key changes, two processes may for a moment write with different ones, and the unique index sees no repeat:
    # whoever meets this person waits here for whoever is meeting them, by the hash that both know.
    found = find(identity)
    if found is not None:
        return found, False
    both_know = keyed_hash(NUMBER, identity.number)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"resident {both_know.hex()}"])
        found = find(identity)
        if found is not None:
            return found, False
        return Resident.objects.create(number_hash=hashes[0], **defaults), True


def correct(
    *,
    resident: Resident,
    name: str | None = None,
    telephone: str | None = None,
    source: str,
    by: str,
    centre: str,
    now: datetime,
) -> None:
    """What is known of a resident gives way to what is said by somebody who can know, with an event.

    `source`: "card" for what a reader read of the card and for what its owner said beside it, "window" for a clerk who
    has the card in hand.
    """
    said = {field: value for field, value in (("name", name), ("telephone", telephone)) if value}
    news = {field: value for field, value in said.items() if getattr(resident, field) != value}
    if not news:
        return
    with transaction.atomic():
        with everywhere("who holds the card is put right before anything of theirs is here"):
            Resident.objects.filter(pk=resident.pk).update(**news)
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="resident",
            thing_id=resident.pk,
            verb="correct",
            data={"what": sorted(news), "source": source},
        )
    for field, value in news.items():
        setattr(resident, field, value)


def view_plain(*, resident_id: uuid.UUID, purpose: For, by: str, centre: str, now: datetime) -> Resident:
    """Give out the unmasked identity, logged with its purpose (`purposes.read_purpose` reads one from a form)."""
    with transaction.atomic():
        resident = Resident.objects.get(pk=resident_id)
        said = str(purpose)[:200]
        IdentityView.objects.create(
            resident=resident, by=by, centre=centre, purpose=said, reason=purpose.purpose.value, at=now
        )
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="resident",
            thing_id=resident.pk,
            verb="view-plain",
            data={"purpose": said, "for": purpose.purpose.value},
        )
    return resident


@dataclass(frozen=True)
class NoticeChoice:
    """How somebody wants to be told: `way` and `language` as in Resident; `telephone` and `email` as they say them, "":
    what is known stays; `forget_email`: the address is not to be used any more; `guardian`: who agrees for a child."""

    way: str
    language: str
    telephone: str = ""
    email: str = ""
    forget_email: bool = False
    guardian: str = ""


def choose_notices(
    *, resident_id: uuid.UUID, choice: NoticeChoice, by: str, centre: str, now: datetime, key: uuid.UUID
) -> Resident:
    """The resident, who is here, says how messages reach them. An address given is a consent to use it; "none" ends it.

    Raises Malformed (field "telephone", "email", "way"), NotFound.
    """
    said = _read_choice(choice)
    with transaction.atomic():
        resident = Resident.objects.select_for_update().filter(pk=resident_id).first()
        if resident is None:
            raise NotFound("resident-unknown", "没有这位居民。", "There is no such resident.")
        if requests.claim(key, action=f"choose-notices {resident_id}", actor=by, now=now, result={}) is not None:
            return resident
        changed = sorted(field for field, value in said.items() if getattr(resident, field) != value)
        if said["notice_way"] == "email" and not said.get("email", resident.email):
            raise Malformed(
                "email-missing", "要发邮件，请写邮箱。", "For e-mail, please give an address.", field="email"
            )
        for field in changed:
            setattr(resident, field, said[field])
        if changed:
            resident.save(update_fields=changed)
            _record_choice(resident, changed, by=by, centre=centre, now=now)
        _agree_or_not(resident, choice, by=by, centre=centre, now=now)
    return resident


def link_app(*, resident_id: uuid.UUID, account: str, by: str, centre: str, now: datetime) -> None:
    """The city's app, in which the resident has signed in, takes messages for them from now on, as they have agreed there."""
    with transaction.atomic():
        if not Resident.objects.filter(pk=resident_id).update(app_account=account):
            raise NotFound("resident-unknown", "没有这位居民。", "There is no such resident.")
        resident = Resident.objects.get(pk=resident_id)
        _record_choice(resident, ["app_account"], by=by, centre=centre, now=now)
        give_consent(
            resident_id=resident_id, purpose=Consent.Purpose.MESSAGES, channel="app", by=by, centre=centre, now=now
        )


def _read_choice(choice: NoticeChoice) -> dict[str, Any]:
    """The fields that the choice sets. Raises Malformed."""
    if choice.way not in Resident.NoticeWay.values or choice.language not in ("zh", "en"):
        raise Malformed("way-unknown", "请选一种方式。", "Please choose a way.", field="way")
    said: dict[str, Any] = {"notice_way": choice.way, "language": choice.language}
    if choice.telephone.strip():
        contact = read_contact(choice.telephone, email=False)
        said["telephone"] = contact.to if contact else None
    if choice.forget_email:
        said["email"] = None
    elif choice.email.strip():
        contact = read_contact(choice.email, email=True)
        if contact is None or contact.way != "email":
            raise Malformed("email-form", "邮箱里要有一个 @。", "An e-mail address has one @.", field="email")
        said["email"] = contact.to
    return said


def _agree_or_not(resident: Resident, choice: NoticeChoice, *, by: str, centre: str, now: datetime) -> None:
    purpose = Consent.Purpose.MESSAGES
    if choice.way == Resident.NoticeWay.NONE or not (resident.email or resident.app_account):
        withdraw_consent(resident_id=resident.pk, purpose=purpose, by=by, centre=centre, now=now)
    elif choice.email.strip() or choice.way in (Resident.NoticeWay.EMAIL, Resident.NoticeWay.APP):
        give_consent(
            resident_id=resident.pk,
            purpose=purpose,
            channel="window",
            by=by,
            centre=centre,
            now=now,
            guardian=choice.guardian,
        )


def _record_choice(resident: Resident, changed: list[str], *, by: str, centre: str, now: datetime) -> None:
    """The event names what was changed, never the number or the address."""
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="resident",
        thing_id=resident.pk,
        verb="choose-notices",
        data={"what": changed, "way": resident.notice_way},
    )


MOST_GUARDIAN = 60


def give_consent(
    *,
    resident_id: uuid.UUID,
    purpose: Consent.Purpose,
    channel: str,
    by: str,
    centre: str,
    now: datetime,
    guardian: str = "",
) -> Consent:
    """The resident agrees; `by` is who wrote it down. Given already, it stays as it was given.

    For a child a guardian agrees, whose name and relation stand in `guardian`. Raises Refused without one.
    """
    said = one_line(guardian, MOST_GUARDIAN)
    with transaction.atomic():
        resident = Resident.objects.get(pk=resident_id)
        child = resident.is_child_on(timezone.localdate(now))
        if child and len(said) < 2:
            raise Refused(
                "guardian-needed",
                "不满 14 岁，要监护人同意。请监护人带证件到前台或窗口，写下姓名和关系。",
                "For a child under 14 a guardian agrees: at the front desk or a window, with name and relation written down.",
                status=422,
            )
        consent, made = Consent.objects.get_or_create(
            resident_id=resident_id,
            purpose=purpose,
            withdrawn_at=None,
            defaults={
                "given_at": now,
                "given_by": by,
                "channel": channel,
                "centre": centre,
                "guardian": said if child else None,
            },
        )
        if made:
            _record_consent(resident_id, "give-consent", purpose, by=by, centre=centre, now=now)
    return consent


def withdraw_consent(*, resident_id: uuid.UUID, purpose: Consent.Purpose, by: str, centre: str, now: datetime) -> bool:
    """The resident no longer agrees. True when a consent held until now."""
    with transaction.atomic():
        held = Consent.objects.filter(resident_id=resident_id, purpose=purpose, withdrawn_at=None)
        if not held.update(withdrawn_at=now, withdrawn_by=by):
            return False
        _record_consent(resident_id, "withdraw-consent", purpose, by=by, centre=centre, now=now)
    return True


def _record_consent(
    resident_id: uuid.UUID, verb: str, purpose: Consent.Purpose, *, by: str, centre: str, now: datetime
) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="resident",
        thing_id=resident_id,
        verb=verb,
        data={"purpose": purpose.value},
    )
