"""The cabinet: a result goes into a compartment, a code opens it for the resident, and what nobody fetched comes out again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from onetrip.cases.actions.moving import locked
from onetrip.cases.delivering import codes, telling
from onetrip.cases.delivering.actions.stepping import finish, refuse_in_a_parcel, row_of, step, tell
from onetrip.cases.delivering.models import Cabinet, Compartment, Delivery, StoredResult, Way
from onetrip.cases.models import Case
from onetrip.cases.where import is_concerned
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

OPENS_AGAIN = timedelta(minutes=10)
"""A door that fell shut opens again for its code, as long as nothing else was put in."""
MOST_COMPARTMENTS = 99


@dataclass(frozen=True)
class Opened:
    """A door that is open now; `again`: what was in it had been taken already."""

    label: str
    again: bool


def add_cabinet(
    *, centre: str, number: int, compartments: int, where_zh: str, where_en: str, now: datetime, by: str
) -> Cabinet:
    """A cabinet with so many doors. Raises Malformed, Refused for a number that is taken."""
    if not (1 <= number <= 99 and 1 <= compartments <= MOST_COMPARTMENTS):
        raise Malformed("cabinet-size", "柜号 1 到 99，格子 1 到 99。", "Number and doors are 1 to 99.", field="number")
    with transaction.atomic():
        cabinet, made = Cabinet.objects.get_or_create(
            centre_id=settled(centre).centre.code,
            number=number,
            defaults={"where_zh": where_zh[:80], "where_en": where_en[:120]},
        )
        if not made:
            raise Refused("cabinet-exists", f"{number} 号柜已经有了。", f"Cabinet {number} exists already.")
        Compartment.objects.bulk_create(Compartment(cabinet=cabinet, number=n) for n in range(1, compartments + 1))
        events.record(
            now=now, centre=centre, actor=by, thing="cabinet", thing_id=cabinet.pk, verb="add",
            data={"number": number, "compartments": compartments},
        )  # fmt: skip
    return cabinet


def put_in(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> StoredResult:
    """Put a result that is ready into the first free compartment here; until when it lies there is the centre's to say.

    Raises Refused where the resident did not choose the cabinet, or every compartment is full.
    """
    with transaction.atomic():
        case = locked(case_id, centre)
        stored = StoredResult()
        if earlier := requests.claim(
            key, action=f"put-in {case_id}", actor=by, now=now, result={"stored": str(stored.pk)}
        ):
            return StoredResult.objects.select_related("compartment__cabinet").get(pk=earlier["stored"])
        row = row_of(case)
        if row.way != Way.CABINET or case.result_at_id != centre:
            raise Refused(
                "not-for-the-cabinet", f"{case.number} 不放取件柜。", f"{case.number} does not go into the cabinet."
            )
        refuse_in_a_parcel(case)
        stored.compartment = _free_compartment(centre)
        stored.delivery, stored.put_in_at, stored.put_in_by = row, now, by
        stored.expires_at = _until(settled(centre).centre, now)
        if send := telling.tells():
            code = codes.new_code()
            if send(stored, code):
                stored.code_hash = codes.hash_code(stored.pk, code)
        until, door = stored.expires_at.isoformat(), stored.compartment.label
        step(row, "put-in", centre=centre, now=now, by=by, door=door, until=until)
        stored.save(force_insert=True)
    return stored


def take_out(*, centre: str, stored_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """Take a result out of its compartment: it waits at the window from now on."""
    with transaction.atomic():
        case, stored = _stored_here(centre, stored_id)
        row = row_of(case)
        if requests.claim(key, action=f"take-out {stored_id}", actor=by, now=now, result={"of": str(stored_id)}):
            return row
        row.way = Way.WINDOW
        stored.taken_out_at = now
        stored.save(update_fields=["taken_out_at"])
        step(row, "take-out", centre=centre, now=now, by=by, door=stored.compartment.label)
        _open(stored.compartment, centre=centre, now=now, by=by)
    return row


def unlock(*, centre: str, stored_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> StoredResult:
    """A compartment that was tried wrongly too often is freed for its resident, who has shown a card; the old code is dead."""
    with transaction.atomic():
        case, stored = _stored_here(centre, stored_id)
        row = row_of(case)
        if requests.claim(key, action=f"unlock {stored_id}", actor=by, now=now, result={"of": str(stored_id)}):
            return stored
        stored.wrong_tries = stored.wrong_asks = 0
        stored.code_hash = None
        stored.save(update_fields=["wrong_tries", "wrong_asks", "code_hash"])
        tell(row, "unlock", row.state, centre=centre, now=now, by=by, door=stored.compartment.label)
    return stored


def ask_code(*, receipt_id: uuid.UUID, number: str, last_four: str, now: datetime, by: str) -> tuple[StoredResult, str]:
    """A new code for what lies in a compartment, told once: any earlier one opens nothing any more.

    Asked for with the receipt, and the last four characters of the resident's ID number: wrong five times, only a person
    helps. Raises Refused, NotFound.
    """
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("resident")
            .filter(receipt=receipt_id, number=number[:24])
            .first()
        )
        stored = _current().filter(delivery__case=case).first() if case else None
        if case is None or case.resident is None or stored is None or stored.expires_at <= now:
            raise NotFound("not-in-a-cabinet", "这件不在取件柜里。", "This is not in a cabinet.")
        if stored.wrong_asks >= codes.TRIES or stored.wrong_tries >= codes.TRIES:
            raise _locked()
        is_right = str(case.resident.number)[-4:] == last_four.strip().upper()
        code, row = codes.new_code(), row_of(case)
        if is_right:
            stored.code_hash, stored.wrong_asks = codes.hash_code(stored.pk, code), 0
        else:
            stored.wrong_asks += 1
        stored.save(update_fields=["code_hash", "wrong_asks"])
        verb = "give-code" if is_right else "refuse-code"
        centre = stored.compartment.cabinet.centre_id
        tell(row, verb, row.state, centre=centre, now=now, by=by, door=stored.compartment.label)
    if is_right:
        return stored, code
    if stored.wrong_asks >= codes.TRIES:
        raise _locked()
    raise Malformed(
        "last-four-wrong",
        "和受理时的身份证对不上，请再看一遍后四位。",
        "This does not fit the ID card of the acceptance. Please look at its last four characters again.",
        field="last_four",
    )


def open_door(*, centre: str, door: str, code: str, now: datetime, by: str) -> Opened:
    """The number on a door and its code are typed at the cabinet: the door opens, and the result is handed over.

    A wrong number and a wrong code are answered alike. Five wrong codes close the compartment until a person helps. What
    has expired is not given out. Raises Refused.
    """
    label, typed = codes.read_label(door), codes.read_digits(code)
    with transaction.atomic():
        compartment = _compartment(centre, label)
        case, stored = _lying_in(compartment)
        if compartment is None or case is None or stored is None:
            if compartment is not None and _opens_again(compartment, typed, now):
                _open(compartment, centre=centre, now=now, by=by)
                return Opened(compartment.label, again=True)
            raise _does_not_open()
        if stored.wrong_tries >= codes.TRIES:
            raise _locked()
        row, is_right = row_of(case), codes.fits(stored.pk, typed, stored.code_hash)
        if is_right and stored.expires_at <= now:
            raise _expired(compartment)
        if is_right:
            stored.opened_at = now
            stored.save(update_fields=["opened_at"])
            finish(row, "open", centre=centre, now=now, by=by, more={"door": compartment.label})
            _open(compartment, centre=centre, now=now, by=by)
            return Opened(compartment.label, again=False)
        stored.wrong_tries += 1
        stored.save(update_fields=["wrong_tries"])
        tell(
            row, "try-wrong", row.state, centre=centre, now=now, by=by, door=compartment.label, tries=stored.wrong_tries
        )
    if stored.wrong_tries >= codes.TRIES:
        raise _locked()
    raise _does_not_open()


def _current() -> models.QuerySet[StoredResult]:
    """What lies in a compartment now."""
    lying = StoredResult.objects.filter(opened_at=None, taken_out_at=None)
    return lying.select_related("compartment__cabinet").select_for_update(of=("self",))


def _free_compartment(centre: str) -> Compartment:
    lying = StoredResult.objects.filter(compartment=OuterRef("pk"), opened_at=None, taken_out_at=None)
    free = (
        Compartment.objects.select_related("cabinet")
        .filter(cabinet__centre=centre, is_out_of_order=False)
        .exclude(Exists(lying))
        .order_by("cabinet__number", "number")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if free is None:
        raise Refused(
            "cabinet-full",
            "取件柜满了。先取出过期的，或者请居民到窗口取。",
            "Every compartment is full. Take out what has expired, or have it collected at the window.",
        )
    return free


def _compartment(centre: str, label: tuple[int, int] | None) -> Compartment | None:
    if label is None:
        return None
    found = Compartment.objects.select_related("cabinet").select_for_update(of=("self",))
    return found.filter(cabinet__centre=centre, cabinet__number=label[0], number=label[1]).first()


def _lying_in(compartment: Compartment | None) -> tuple[Case | None, StoredResult | None]:
    """What lies in a compartment, with its case locked first: everybody locks in this order."""
    if compartment is None:
        return None, None
    lying = {"opened_at": None, "taken_out_at": None}
    case = (
        Case.objects.select_for_update(of=("self",))
        .filter(
            delivery__stored__compartment=compartment,
            **{f"delivery__stored__{name}": value for name, value in lying.items()},
        )
        .first()
    )
    return case, _current().filter(delivery__case=case).first() if case else None


def _stored_here(centre: str, stored_id: uuid.UUID) -> tuple[Case, StoredResult]:
    """What lies in a compartment of this centre, and its case, locked. Raises NotFound."""
    case = Case.objects.select_for_update(of=("self",)).filter(delivery__stored=stored_id).first()
    stored = StoredResult.objects.select_related("compartment__cabinet").filter(pk=stored_id).first()
    if case is None or stored is None or not is_concerned(case, centre):
        raise NotFound("not-in-a-cabinet", "取件柜里没有这一件。", "There is no such thing in the cabinet.")
    return case, stored


def _opens_again(compartment: Compartment, typed: str, now: datetime) -> bool:
    last = StoredResult.objects.filter(compartment=compartment).order_by("-put_in_at").first()
    if last is None or last.opened_at is None or now - last.opened_at > OPENS_AGAIN:
        return False
    return codes.fits(last.pk, typed, last.code_hash)


def _open(compartment: Compartment, *, centre: str, now: datetime, by: str) -> None:
    """The event by which the lock of the door opens: whoever drives the locks of a cabinet listens for it."""
    label = compartment.label
    events.record(
        now=now, centre=centre, actor=by, thing="compartment", thing_id=compartment.pk, verb="open",
        data={"door": label}, public={"changed": True, "door": label},
    )  # fmt: skip


def _until(centre: Centre, now: datetime) -> datetime:
    """The end of the last day on which it lies there."""
    last = centre.day_of(now) + timedelta(days=centre.cabinet_days + 1)
    return datetime.combine(last, time(), tzinfo=centre.zone)


def _does_not_open() -> Refused:
    return Refused(
        "does-not-open",
        "格子号或取件码不对，请对着短信或回执页再看一遍。",
        "The number of the door or the code is wrong. Please compare them with the message or the receipt page.",
        status=422,
    )


def _locked() -> Refused:
    return Refused(
        "compartment-locked",
        f"试错了 {codes.TRIES} 次，为了安全先锁上了。请带身份证找工作人员，马上帮您取。",
        f"It was tried wrongly {codes.TRIES} times and is locked for safety. Please show your ID card to the staff.",
        status=422,
    )


def _expired(compartment: Compartment) -> Refused:
    return Refused(
        "compartment-expired",
        f"{compartment.label} 过了时间，不在柜里取了。东西没有丢，请带身份证到窗口取。",
        f"The time of {compartment.label} is over. Nothing is lost: please collect it at the window with your ID card.",
        status=422,
    )
