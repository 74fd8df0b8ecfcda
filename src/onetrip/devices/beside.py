"""The bridge beside a page, as the page finds it."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.centres.queries import duty_of
from onetrip.devices.models import Station
from onetrip.devices.queries import station_at, station_of_account
from onetrip.staff.access import account_of, centre_of
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission


def bridge_beside(request: HttpRequest) -> str:
    """The address of the socket on this machine's own bridge, which the page may then open; "" where there is none.

    A machine that is signed in has one, and whoever works at a window or the front desk that has devices: a page of a
    resident is told of no socket.
    """
    account = account_of(request)
    station = station_of_account(account) or _station_worked_at(account, centre_of(request))
    if station is None or station.key_hash is None:
        return ""
    address = f"ws://127.0.0.1:{station.socket_port}"
    request.bridge_socket = address  # type: ignore[attr-defined]  # LiveMiddleware lets the page connect there
    return address


def _station_worked_at(account: Account, centre: str) -> Station | None:
    """The window at which somebody is on duty, else the front desk for whoever may consult there."""
    if not account.may(Permission.CONSULT_AT_DESK, centre):
        return None
    duty = duty_of(account.pk)
    if duty is not None:
        return station_at(centre, Station.Kind.WINDOW, duty.window.number)
    return station_at(centre, Station.Kind.DESK, 1)
