"""What can be done with a centre: a clerk takes a window, pauses, leaves it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from onetrip.centres.models import Centre, Device, Duty, Window, hash_pairing
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account

PAUSES = {
    "break": ("休息", "Break"),
    "meeting": ("开会、培训", "Meeting or training"),
    "back-office": ("后台办件", "Back-office work"),
    "help": ("去帮别人", "Helping elsewhere"),
}
"""Why somebody at a window is not calling: (Chinese, English) by code."""


def take_window(*, centre: str, number: int, account: Account, now: datetime) -> Duty:
    """`account` begins to work at window `number`; does nothing when it already does.

    Raises NotFound for a window that does not exist, Refused when somebody else is there or the account is elsewhere.
    """
    window = Window.objects.filter(centre_id=centre, number=number).first()
    if window is None:
        raise NotFound("window-unknown", f"没有 {number} 号窗口。", f"There is no window {number}.")
    current = Duty.objects.select_related("window").filter(account=account, ended=None).first()
    if current and current.window_id == window.pk:
        return current
    if current:
        raise _at_another_window(current.window.number, number)
    try:
        with transaction.atomic():
            duty = Duty.objects.create(window=window, account=account, began=now)
            events.record(
                now=now,
                centre=centre,
                actor=account.actor,
                thing="window",
                thing_id=number,
                verb="take",
                public={"window": number},
            )
    except IntegrityError as error:
        if "duty_one_window_per_person" in str(error):  # the same account, in another tab, in the same moment
            current = Duty.objects.select_related("window").filter(account=account, ended=None).first()
            if current is None:
                raise  # and has left it again
            if current.window_id == window.pk:
                return current
            raise _at_another_window(current.window.number, number) from error
        if "duty_one_person_per_window" not in str(error):
            raise
        raise Refused(
            "window-taken",
            f"{number} 号窗口已经有人在岗。请换一个窗口，或请他先离开；人不在，请值班长让他离岗。",
            f"Somebody is already working at window {number}. Take another one, or ask them to leave it first; if nobody is "
            "there, the supervisor can relieve the window.",
        ) from error
    return duty


def _at_another_window(current: int, wanted: int) -> Refused:
    return Refused(
        "window-other",
        f"您还在 {current} 号窗口。先离开那里，再到 {wanted} 号。",
        f"You are still at window {current}. Leave it first, then take window {wanted}.",
    )


def leave_window(*, duty: Duty, now: datetime, by: str) -> None:
    """The duty ends; ending it twice does nothing. Raises Refused while a resident is still at the window (see lobby)."""
    with transaction.atomic():
        if Duty.objects.filter(pk=duty.pk, ended=None).update(ended=now, paused=""):
            events.record(
                now=now,
                centre=duty.window.centre_id,
                actor=by,
                thing="window",
                thing_id=duty.window.number,
                verb="leave",
                public={"window": duty.window.number},
            )


def pause_window(*, duty: Duty, reason: str, now: datetime, by: str) -> None:
    """Stop calling for a `reason` of PAUSES, or go on with ""."""
    if reason and reason not in PAUSES:
        raise Refused("pause-unknown", "没有这种暂停原因。", "There is no such reason for a pause.", status=422)
    with transaction.atomic():
        if Duty.objects.filter(pk=duty.pk, ended=None).exclude(paused=reason).update(paused=reason):
            events.record(
                now=now,
                centre=duty.window.centre_id,
                actor=by,
                thing="window",
                thing_id=duty.window.number,
                verb="pause" if reason else "resume",
                data={"reason": reason},
                public={"window": duty.window.number},
            )


def add_device(
    *, centre: Centre, kind: str, number: int, by: str, now: datetime, capabilities: Sequence[str] = ()
) -> tuple[Device, str]:
    """Make a device with an account of its own and the secret with which it pairs; the secret is shown once."""
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        account = create_account(
            username=f"{centre.code.lower()}-{kind}-{number}",
            name=f"{Device.Kind(kind).label.split(' ')[0]} {number}",
            name_en=f"{kind} {number}",
            password=None,
            roles=[("device", centre.code)],
            by=by,
            now=now,
            demonstration=centre.is_demonstration,
        )
        device = Device.objects.create(
            centre=centre,
            kind=kind,
            number=number,
            account=account,
            pairing_hash=hash_pairing(secret),
            capabilities=list(capabilities),
        )
    return device, secret


def set_capabilities(*, centre: str, device_id: int, capabilities: Collection[str], now: datetime, by: str) -> Device:
    """Say what a device has beside its screen, in the words of planning.capabilities; in their order, each once.

    Raises NotFound for a device of another centre, Malformed for a word nobody knows.
    """
    if strange := set(capabilities) - set(CAPABILITIES):
        raise Malformed(
            "capability-unknown",
            f"没有“{min(strange)[:20]}”这种装置。",
            f'There is no such thing as "{min(strange)[:20]}".',
            field="capabilities",
        )
    chosen = [word for word in CAPABILITIES if word in capabilities]
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(pk=device_id, centre_id=centre).first()
        if device is None:
            raise NotFound("device-unknown", "这个中心没有这台设备。", "This centre has no such device.")
        if device.capabilities != chosen:
            before, device.capabilities = device.capabilities, chosen
            device.save(update_fields=["capabilities"])
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="device",
                thing_id=device.pk,
                verb="equip",
                data={"kind": device.kind, "number": device.number, "before": before, "capabilities": chosen},
            )
    return device
