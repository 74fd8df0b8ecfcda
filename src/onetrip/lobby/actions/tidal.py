"""The wait is over the centre's line: the hall is told, somebody is asked to open a window, and it is told when it is over."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.models import Centre, Window
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import queries
from onetrip.lobby.models import TidalAlert
from onetrip.lobby.proposing import CLEARED_SHARE, NOBODY_CALLS
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

_RAISE = """
INSERT INTO lobby_tidalalert (centre_id, began_at, minutes, waiting, threshold_minutes, seen_by, asked_by)
SELECT %(centre)s::text, %(now)s, %(minutes)s::int, count(*), %(threshold)s::int, '', '' FROM lobby_ticket
WHERE centre_id = %(centre)s::text AND day = %(day)s AND state = 'waiting'
HAVING %(minutes)s::int > %(threshold)s OR (%(minutes)s::int IS NULL AND min(waits_since) <= %(stood_since)s)
ON CONFLICT (centre_id) WHERE cleared_at IS NULL DO NOTHING
RETURNING id, waiting
"""


def raise_alert(centre: Centre, minutes: int | None, *, now: datetime, by: str) -> None:
    """Tell the hall that who comes now is told `minutes`, where that is over the centre's line; once until it is over.

    None: no window calls, and no wait can be told. Then the hall is told when somebody has stood in line for
    `proposing.NOBODY_CALLS`. In the caller's transaction.
    """
    threshold = centre.wait_threshold_minutes
    if minutes is not None and minutes <= threshold:
        return
    given: dict[str, Any] = {
        "centre": centre.code,
        "now": now,
        "day": centre.day_of(now),
        "minutes": minutes,
        "threshold": threshold,
        "stood_since": now - NOBODY_CALLS,
    }
    midnight = centre.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    # One that still stands from an earlier day is over: the night has emptied the hall.
    TidalAlert.objects.filter(centre=centre, cleared_at=None, began_at__lt=midnight).update(cleared_at=midnight)
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, given)
        row = cursor.fetchone()
    if row is not None:
        _record(centre.code, row[0], "raise", {"minutes": minutes, "waiting": row[1]}, now=now, by=by)


def after_call(centre: Centre, window_id: int, *, now: datetime, by: str) -> None:
    """A window has called while an alert stands: the one that was asked to open has, and perhaps the wait is over.

    In the caller's transaction.
    """
    alert = TidalAlert.objects.select_for_update().filter(centre=centre, cleared_at=None).first()
    if alert is None:
        return
    if alert.asked_window_id == window_id and alert.opened_at is None:
        alert.opened_at = now
        _record(centre.code, alert.pk, "open", {}, now=now, by=by)
    _clear_if_over(alert, centre, queries.waiting_count(centre, now), now=now, by=by)
    alert.save(update_fields=["opened_at", "cleared_at"])


def look_at_waits(*, now: datetime, by: str) -> None:
    """What no arrival and no call tells: a line that stands because windows pause or nobody has come to one, and one that
    has gone home. The house looks once a minute, in every centre."""
    in_each_centre("looking at the wait", lambda code: _look_at_wait(settled(code).centre, now=now, by=by))


def _look_at_wait(centre: Centre, *, now: datetime, by: str) -> None:
    with transaction.atomic():
        alert = TidalAlert.objects.select_for_update().filter(centre=centre, cleared_at=None).first()
        waiting = queries.waiting_count(centre, now)
        if alert is not None:
            _clear_if_over(alert, centre, waiting, now=now, by=by)
            alert.save(update_fields=["cleared_at"])
        elif waiting:
            wait = queries.waits(centre, now).behind(waiting)
            raise_alert(centre, wait.likely if wait else None, now=now, by=by)


def _clear_if_over(alert: TidalAlert, centre: Centre, waiting: int, *, now: datetime, by: str) -> None:
    """The wait of who came now is down again; or nobody waits, and there is nobody who could say."""
    wait = queries.waits(centre, now).behind(waiting)
    if wait.likely <= alert.threshold_minutes * CLEARED_SHARE if wait else not waiting:
        alert.cleared_at = now
        _record(centre.code, alert.pk, "clear", {"minutes": wait.likely if wait else None}, now=now, by=by)


def see_alert(*, centre: str, alert_id: int, now: datetime, by: str, key: uuid.UUID) -> TidalAlert:
    """Somebody has seen it. Whoever was first stays on record. Raises NotFound."""
    with transaction.atomic():
        repeated = requests.claim(key, action=f"tidal-see {alert_id}", actor=by, now=now, result={})
        alert = _alert(centre, alert_id)
        if repeated is None and alert.seen_at is None:
            alert.seen_at, alert.seen_by = now, by
            alert.save(update_fields=["seen_at", "seen_by"])
            _record(centre, alert.pk, "see", {}, now=now, by=by)
    return alert


def ask_to_open(
    *, centre: str, alert_id: int, window: int, account_id: int, now: datetime, by: str, key: uuid.UUID
) -> TidalAlert:
    """Ask this account to open window number `window`; their own screen says so. The last one asked counts.

    Raises NotFound for an alert or a window that is not there, Refused when it is over, or the account may not serve here.
    """
    with transaction.atomic():
        repeated = requests.claim(key, action=f"tidal-ask {alert_id}", actor=by, now=now, result={})
        alert = _alert(centre, alert_id)
        if repeated is not None:
            return alert
        if alert.cleared_at is not None:
            raise Refused(
                "alert-over",
                "等候已经降下来了，不用再开窗口。",
                "The wait has come down; no further window is needed.",
            )
        place = Window.objects.filter(centre_id=centre, number=window).first()
        account = Account.objects.filter(pk=account_id).first()
        if place is None or account is None or not account.may(Permission.SERVE_AT_WINDOW, centre):
            raise NotFound(
                "proposal-unknown", "没有这个窗口，或这位不上窗口。", "No such window, or they do not serve at one."
            )
        alert.asked_window, alert.asked_account, alert.asked_at, alert.asked_by = place, account, now, by
        alert.opened_at = None
        if alert.seen_at is None:
            alert.seen_at, alert.seen_by = now, by
        alert.save()
        _record(centre, alert.pk, "ask", {"window": window, "account": account.username}, now=now, by=by)
    return alert


def _alert(centre: str, alert_id: int) -> TidalAlert:
    found = TidalAlert.objects.select_for_update().filter(pk=alert_id, centre_id=centre).first()
    if found is None:
        raise NotFound("alert-unknown", "没有这条提醒。", "There is no such alert.")
    return found


def _record(centre: str, alert_id: int, verb: str, data: dict[str, Any], *, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="tidal",
        thing_id=alert_id,
        verb=verb,
        data=data,
        public={"changed": True},
    )
