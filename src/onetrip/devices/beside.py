"""The bridge beside a page, as the page finds it."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.devices.queries import station_of_account
from onetrip.staff.access import account_of


def bridge_beside(request: HttpRequest) -> str:
    """The address of the socket on this machine's own bridge, which the page may then open; "" where there is none.

    Only a machine that is signed in has one: a page of staff or of a resident is told of no socket.
    """
    station = station_of_account(account_of(request))
    if station is None or station.key_hash is None:
        return ""
    address = f"ws://127.0.0.1:{station.socket_port}"
    request.bridge_socket = address  # type: ignore[attr-defined]  # LiveMiddleware lets the page connect there
    return address
