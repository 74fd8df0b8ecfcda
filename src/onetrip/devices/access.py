"""How a bridge signs in: a bearer key of its own, which opens the operations of bridges and nothing else."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from onetrip.devices.models import Station
from onetrip.devices.queries import station_of_key
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import May
from onetrip.staff.permissions import Permission
from onetrip.walls import scope


class MayBridge(May):
    """The permission of an operation for bridges: `auth=MayBridge()`. No role has it; a key that is known has.

    A browser sends no such key by itself, so there is nothing for a CSRF check to guard. Whoever comes without one is
    answered as their session says: 401, or 403.
    """

    def __init__(self) -> None:
        super().__init__(Permission.RUN_BRIDGE)

    def __call__(self, request: HttpRequest) -> bool:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return super().__call__(request)
        station = station_of_key(key.strip())
        if station is None:
            raise Refused(
                "bridge-unknown",
                "这把钥匙不对，或者已经作废。请在服务器上重新发一把。",
                "This key is wrong or was revoked. Please give the bridge a new one.",
                status=401,
            )
        request.station = station  # type: ignore[attr-defined]  # read by station_of_request
        request.centre_code = station.centre_id  # type: ignore[attr-defined]
        scope.begin(scope.of_centres([station.centre_id]))
        return True


def station_of_request(request: HttpRequest) -> Station:
    """The place for which the bridge of this request speaks."""
    return cast(Station, request.station)  # type: ignore[attr-defined]
