"""For whom, and who stands here: two persons are kept apart, and what one of them began is found again."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.advice import actions as advice
from onetrip.advice.models import Slip
from onetrip.centres.opening import is_open
from onetrip.centres.queries import Settled, settled
from onetrip.kiosk.errands.actions.changing import changing, record
from onetrip.kiosk.errands.actions.tidying import end_run
from onetrip.kiosk.errands.before import handed_in_before
from onetrip.kiosk.errands.steps import Step
from onetrip.kiosk.models import Errand
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.people.actions import correct, know
from onetrip.people.identity import Identity, is_same_name, read_number
from onetrip.people.models import Resident
from onetrip.walls.scope import everywhere


def choose_whom(*, seat: uuid.UUID, by_proxy: bool, now: datetime, by: str) -> None:
    """For oneself, or for somebody else. Whoever was read already is forgotten in this run."""
    with changing(seat, now) as errand:
        if errand.resident_id is not None and errand.by_proxy == by_proxy:
            return
        if errand.resident_id is not None:
            raise Refused(
                "person-settled",
                "已经读过证件了。要换人，请先退出，再重新开始。",
                "A card was read already. To change the person, leave and begin again.",
            )
        errand.by_proxy, errand.proxy, errand.proxy_card_read = by_proxy, None, False
        errand.save(update_fields=["by_proxy", "proxy", "proxy_card_read", "touched_at"])
        record(errand, "choose-whom", now=now, by=by, data={"by_proxy": by_proxy})


def identify(
    *, seat: uuid.UUID, id_number: str, name: str, card_read: bool, now: datetime, by: str, key: uuid.UUID
) -> Errand:
    """The next person of the run: who stands here, and where it is for somebody else, then for whom.

    `card_read`: the card lay on the reader. A number that was typed is taken only while the hall is staffed, with the
    name that belongs to it. A run that the same person began for the same resident takes the place of this one and asks
    whether to go on (`returned_at`); the errand of the sitting is then that one. Raises Malformed, Refused, NotFound.
    """
    with changing(seat, now) as errand:
        if errand.resident_id is not None:
            return errand
        if requests.claim(key, action=f"identify {seat}", actor=by, now=now, result={}) is not None:
            return errand  # the proxy's card, sent once more by a page that had no answer
        place = settled(errand.centre_id)
        name = " ".join(name.replace("\0", "").split())[:40]
        if not card_read:
            _refuse_typed(place, errand, name, now)
        identity = read_number(id_number, day=place.centre.day_of(now))
        person = _met(errand, identity, name, card_read=card_read, now=now, by=by)
        if errand.by_proxy and errand.proxy_id is None:
            return _stands_here(errand, person, card_read=card_read, now=now, by=by)
        _refuse_same(errand, person)
        if not card_read:
            _refuse_to_show(place, errand)
        if (earlier := _begun_before(errand, person)) is not None:
            if not card_read and not place.centre.numbers_at_any_hour:
                raise _card_to_go_on()
            return take_up(errand, earlier, seat, now, by)
        if not card_read and not place.centre.numbers_at_any_hour:
            _refuse_to_tell(errand, person)
        _belongs_to(errand, person, id_number, name, card_read=card_read, now=now, by=by)
    return errand


def _stands_here(errand: Errand, person: Resident, *, card_read: bool, now: datetime, by: str) -> Errand:
    errand.proxy, errand.proxy_card_read = person, card_read
    errand.save(update_fields=["proxy", "proxy_card_read", "touched_at"])
    record(errand, "identify", now=now, by=by, data={"who": "proxy", "card": card_read})
    return errand


def _refuse_same(errand: Errand, person: Resident) -> None:
    if errand.proxy_id == person.pk:
        raise Malformed(
            "same-person",
            "这是代办人自己的证件。请放上要办的那一位的身份证，或者退回去选“给自己办”。",
            "This is the card of the person standing here. Please lay down the card of whom it is for, or go back and "
            "choose “for myself”.",
            field="id_number",
        )


def _met(errand: Errand, identity: Identity, name: str, *, card_read: bool, now: datetime, by: str) -> Resident:
    """Who has this number. What a card says takes the place of the name that was known; what was typed has to fit it."""
    person = know(identity=identity, now=now, name=name or None)
    if card_read:
        correct(resident=person, name=name or None, source="card", by=by, centre=errand.centre_id, now=now)
    elif person.name is not None and not is_same_name(person.name, name):
        raise Malformed(
            "name-differs",
            "姓名和号码对不上。请对着证件再看一遍，或者放上身份证；还是不对，请到窗口，改过的名字在那里改。",
            "Name and number do not belong together. Please compare both with the card, or lay it down; a name that has "
            "changed is put right at a window.",
            field="name",
        )
    return person


def _refuse_typed(hall: Settled, errand: Errand, name: str, now: datetime) -> None:
    """A typed number proves nothing: somebody has to be there to look. For whom a known proxy comes, it is enough."""
    standing_apart = errand.by_proxy and errand.proxy_id is not None and errand.proxy_card_read
    staffed = hall.centre.numbers_at_any_hour or is_open(hall.hours, hall.calendar, hall.centre.local(now))
    if not staffed and not standing_apart:
        raise Refused(
            "card-needed",
            "现在大厅没有工作人员，要放上身份证才能办。证不在手边，开门以后再来，或打 12345。",
            "Nobody of the staff is here now, so your ID card has to be laid down. Without it please come during opening "
            "hours, or call 12345.",
        )
    if len(name) < 2:
        raise Malformed("name-missing", "请输姓名。", "Please give the name.", field="name")


def _refuse_to_show(hall: Settled, errand: Errand) -> None:
    """What a print or an answer shows of a resident is shown to nobody who merely knows the number."""
    if errand.kind in ("print", "query") and not hall.centre.numbers_at_any_hour:
        raise Refused(
            "card-needed-to-show",
            "这会显示个人信息，要放上本人的身份证才行。没带证，请到窗口。",
            "This shows personal data, so the ID card of that person has to be laid down. Without it please go to a window.",
        )


def _refuse_to_tell(errand: Errand, person: Resident) -> None:
    """Whether somebody has handed this in already is told to nobody who merely knows the number."""
    if handed_in_before(person.pk, errand.matter, errand.kind) is not None:
        raise Refused(
            "card-needed-again",
            "这件事要放上身份证才能在这里办。没带证，请到窗口。",
            "To do this here, the ID card has to be laid down. Without it please go to a window.",
        )


def _card_to_go_on() -> Refused:
    return Refused(
        "card-needed-to-go-on",
        "这件事上次办到一半。为了不让别人看到，要放上身份证才能接着办；没带证，请到窗口。",
        "This was begun before. So that nobody else sees it, the ID card has to be laid down to go on; without it please go "
        "to a window.",
    )


def _begun_before(errand: Errand, person: Resident) -> Errand | None:
    with everywhere(GOES_ON):
        return (
            Errand.objects.select_for_update(of=("self",))
            .filter(resident=person, proxy=errand.proxy, matter=errand.matter, state=Errand.State.OPEN)
            .exclude(pk=errand.pk)
            .select_related("consultation", "resident", "proxy", "slip")
            .first()
        )


GOES_ON = "whoever has the card goes on at any machine"


def take_up(errand: Errand, earlier: Errand, seat: uuid.UUID, now: datetime, by: str) -> Errand:
    """The new, still empty run ends; the sitting goes to the earlier one. Wherever that was open, it is not any more."""
    kiosk = errand.kiosk
    end_run(errand, now=now, by=by, why="took-up-earlier")
    earlier.seat, earlier.touched_at, earlier.kiosk = seat, now, kiosk
    earlier.returned_at = now if earlier.state == Errand.State.OPEN else None
    with everywhere(GOES_ON):
        earlier.save(update_fields=["seat", "touched_at", "kiosk", "returned_at"])
        earlier.hand_overs.filter(closed_at=None).update(closed_at=now)
    record(earlier, "come-back", now=now, by=by, data={"step": earlier.step}, public=True)
    return earlier


def _belongs_to(
    errand: Errand, person: Resident, id_number: str, name: str, *, card_read: bool, now: datetime, by: str
) -> None:
    advice.read_identity(consultation_id=errand.consultation_id, id_number=id_number, name=name or None, now=now, by=by)
    errand.resident, errand.card_read = person, card_read
    if handed_in_before(person.pk, errand.matter, errand.kind) is None:
        errand.confirmed = [Step.BEFORE.value]  # nothing to ask about
    notes = []
    if errand.slip is not None:
        notes = [_carry_over(errand, errand.slip, person, card_read=card_read, now=now, by=by)]
        if notes == ["slip-of-another"]:
            errand.slip = None
    errand.notes = notes
    errand.save(update_fields=["resident", "card_read", "confirmed", "notes", "slip", "touched_at"])
    record(errand, "identify", now=now, by=by, data={"who": "resident", "card": card_read})


def _carry_over(errand: Errand, slip: Slip, person: Resident, *, card_read: bool, now: datetime, by: str) -> str:
    """The answers behind a slip go into the run, if the slip is of this very person; what became of it, as a note.

    Whoever merely holds a slip may not learn what was answered for it.
    """
    if slip.resident_id is None:
        return "slip-without-person"
    if slip.resident_id != person.pk:
        return "slip-of-another"
    if not card_read:
        return "slip-without-card"
    advice.carry_over(consultation_id=errand.consultation_id, answered=slip, now=now, by=by)
    return "slip-taken-over"
