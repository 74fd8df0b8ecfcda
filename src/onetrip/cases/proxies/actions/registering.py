"""An authority is handed in: the window has looked at the original and enters what it is, for what, and until when."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from onetrip.cases.basis import refuse_ill_formed
from onetrip.cases.proxies.models import Authority
from onetrip.cases.proxies.rules import OF_AGE
from onetrip.cases.proxies.wording import KIND_OF, KINDS, PROOFS_OF
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.actions import note_matters
from onetrip.lobby.models import Visit
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.rules import age_on
from onetrip.rules.ages import reaches

MOST_MATTERS = 40
"""Matters that one letter may name."""


@dataclass(frozen=True)
class Shown:
    """What was shown. `until` None: no last day stands on it, and it serves on this day only. The last four characters of
    both ID numbers are those on a letter, as the window reads them there; a proof by law has none to compare."""

    proof: str
    matters: tuple[str, ...] = ()
    until: date | None = None
    principal_last_four: str = ""
    agent_last_four: str = ""


def read_shown(
    *, proof: str, matters: Collection[str], until: str, principal_last_four: str = "", agent_last_four: str = ""
) -> Shown:
    """What a form says of it. Raises Malformed for a day that is none."""
    try:
        last = date.fromisoformat(until) if until.strip() else None
    except ValueError as error:
        raise Malformed(
            "day-unreadable", "到哪天有效，日期读不懂。", "The last day cannot be read.", field="until"
        ) from error
    return Shown(proof, tuple(dict.fromkeys(matters)), last, principal_last_four, agent_last_four)


def register_at_window(
    *, ticket_id: uuid.UUID, account_id: int, shown: Shown, now: datetime, by: str, key: uuid.UUID
) -> Authority:
    """Enter on what whoever came in the visit served at this account's window acts; it stays on file until its end.

    Raises Refused where it does not fit the two persons or is over already, Malformed, and as every step at a window.
    """
    with transaction.atomic():
        new = uuid.uuid4()
        claimed = requests.claim(
            key, action=f"authority {ticket_id}", actor=by, now=now, result={"authority": str(new)}
        )
        if claimed is not None:
            return Authority.objects.get(pk=claimed["authority"])
        visit = note_matters(ticket_id=ticket_id, account_id=account_id).visit
        if visit.resident is None or visit.proxy is None:
            raise Refused(
                "two-persons-needed",
                "先读两个人的证件：办件人的，和来的人的。",
                "Read both cards first: of the person concerned, and of whoever came.",
            )
        return register(
            principal=visit.resident,
            agent=visit.proxy,
            relation=visit.relation,
            shown=shown,
            centre=visit.centre_id,
            visit=visit,
            now=now,
            by=by,
            authority_id=new,
        )


def register(
    *,
    principal: Resident,
    agent: Resident,
    relation: str,
    shown: Shown,
    centre: str,
    now: datetime,
    by: str,
    visit: Visit | None = None,
    authority_id: uuid.UUID | None = None,
) -> Authority:
    """Enter on what `agent` acts for `principal`, in the caller's transaction. Raises Refused, Malformed."""
    day = settled(centre).centre.day_of(now)
    kind = KIND_OF.get(relation)
    if kind is None or shown.proof not in PROOFS_OF[kind]:
        raise Malformed(
            "proof-unknown",
            "请选看的是哪种证明；受托人要委托书，监护人要监护证明。",
            "Please choose what was shown; an agent needs a letter, a guardian a proof of guardianship.",
            field="proof",
        )
    if kind == Authority.Kind.LETTER:
        _refuse_not_matching(principal, agent, shown)
    authority = Authority(
        id=authority_id or uuid.uuid4(),
        centre_id=centre,
        principal=principal,
        agent=agent,
        kind=kind,
        proof=shown.proof,
        matters=list(shown.matters) if kind == Authority.Kind.LETTER else [],
        since=day,
        until=_until(principal, kind, shown, day),
        visit=visit,
        registered_at=now,
        registered_by=by,
    )
    authority.save(force_insert=True)
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="authority",
        thing_id=authority.pk,
        verb="register",
        data={"kind": kind, "proof": shown.proof, "matters": authority.matters, "until": authority.until.isoformat()},
    )
    return authority


def _until(principal: Resident, kind: str, shown: Shown, day: date) -> date:
    """The last day. Without one on the paper it is this day; of a minor's guardian the one before the child comes of age."""
    if shown.until is not None and shown.until < day:
        what = KINDS[kind]
        raise Refused(
            "authority-expired",
            f"{what.zh}到 {shown.until.isoformat()} 就到期了，不能用。请带一份新的。",
            f"The {what.en} expired on {shown.until.isoformat()} and is of no use. A new one is needed.",
        )
    if kind == Authority.Kind.GUARDIANSHIP:
        born = read_number(str(principal.number), day=day).birth_date
        if age_on(born, day) < OF_AGE:
            last = reaches(born, OF_AGE) - timedelta(days=1)
            return min(last, shown.until or last)
    return shown.until or day


def _refuse_not_matching(principal: Resident, agent: Resident, shown: Shown) -> None:
    """A letter names two persons and what it is for: both have to be those who are known here."""
    if not shown.matters:
        raise Malformed(
            "letter-without-matters",
            "请勾上委托书写了哪几件事。",
            "Please tick the matters that the letter names.",
            field="matters",
        )
    if len(shown.matters) > MOST_MATTERS:
        raise Malformed(
            "letter-too-long", "委托书上的事太多了。", "The letter names too many matters.", field="matters"
        )
    refuse_ill_formed(shown.matters, field="matters")
    said = (
        (principal, shown.principal_last_four, "principal_last_four", "委托人", "The one who authorises"),
        (agent, shown.agent_last_four, "agent_last_four", "受托人", "The one who is authorised"),
    )
    for person, last_four, field, zh, en in said:
        if len(last_four.strip()) != 4:
            raise Malformed(
                "last-four-missing",
                f"请照委托书上写的，填{zh}身份证号后四位。",
                f"{en}: please give the last four characters of the ID number as they stand on the letter.",
                field=field,
            )
        if str(person.number)[-4:] != last_four.strip().upper():
            raise Refused(
                "letter-of-others",
                f"委托书上的{zh}和读到的证件不是同一个人，这份委托书不能用。请再对一遍。",
                f"{en} on the letter is not the person whose card was read: this letter is of no use here. Please compare "
                "once more.",
            )
