"""An authority ends before its day: the principal revokes it, or it was entered by mistake."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.cases.proxies.models import Authority
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby.actions import note_matters
from onetrip.lobby.models import Visit
from onetrip.walls.scope import everywhere

_AT_ANY_WINDOW = "what was given at any centre is revoked at any window"


def end_authority(
    *, ticket_id: uuid.UUID, account_id: int, authority_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID
) -> Authority:
    """Whoever is served at this account's window ends an authority that stands on file.

    Here in person, whoever gave a letter revokes it: what was accepted on it before stays as it is, nothing more is given
    or done on it. Entered in this very visit and not used yet, it was a mistake. Raises Refused, NotFound.
    """
    with transaction.atomic():
        given = {"authority": str(authority_id)}
        if requests.claim(key, action=f"end-authority {authority_id}", actor=by, now=now, result=given) is not None:
            with everywhere(_AT_ANY_WINDOW):
                return Authority.objects.get(pk=authority_id)
        visit = note_matters(ticket_id=ticket_id, account_id=account_id).visit
        with everywhere(_AT_ANY_WINDOW):
            authority = Authority.objects.select_for_update().filter(pk=authority_id).first()
            if authority is None or visit.resident_id != authority.principal_id:
                # What others have on file is nothing to tell whoever is here.
                raise NotFound("authority-unknown", "没有登记过这份委托。", "There is no such authority on file.")
            ending = _ending(authority, visit)
            if authority.ended_at is not None:
                return authority
            authority.ended_at, authority.ended_by, authority.ending = now, by, ending
            authority.save(update_fields=["ended_at", "ended_by", "ending"])
        events.record(
            now=now,
            centre=visit.centre_id,
            actor=by,
            thing="authority",
            thing_id=authority.pk,
            verb="revoke" if ending == Authority.Ending.REVOKED else "take-back",
            data={"kind": authority.kind},
        )
    return authority


def _ending(authority: Authority, visit: Visit) -> str:
    if visit.proxy_id is None:
        if authority.kind != Authority.Kind.LETTER:
            raise Refused(
                "not-revocable",
                "监护、法定代理不是本人委托的，不能在窗口撤回。",
                "Guardianship and representation by law are not given by the person concerned, and are not revoked at a window.",
            )
        return Authority.Ending.REVOKED
    if visit.proxy_id == authority.agent_id and authority.visit_id == visit.pk and not authority.cases.exists():
        return Authority.Ending.MISTAKEN
    raise Refused(
        "only-the-principal",
        "只有本人到窗口才能撤回委托；这次登记错、还没用过的，才能在这里取消。",
        "Only the person who gave it revokes it, at a window; here only what was entered by mistake in this visit and not "
        "used yet is taken back.",
    )
