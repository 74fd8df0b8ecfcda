"""A card on the reader of a signed-in machine, and what is only said to be one."""

from __future__ import annotations

from datetime import datetime

from onetrip.bridge.proof import is_good
from onetrip.devices.queries import station_of_account
from onetrip.ledger.refusals import Refused
from onetrip.staff.models import Account


def was_read_at(account: Account, *, proof: str, number: str, name: str, now: datetime) -> bool:
    """Whether the reader beside the machine of `account` read this card within the last minute.

    Without a proof, and on any screen that is no machine with a bridge (a preview of the staff), it was typed. Raises
    Refused for a proof that does not hold: the card has to be laid down once more.
    """
    station = station_of_account(account)
    if not proof or station is None or station.key_hash is None:
        return False
    by_its_clock = now.timestamp() + (station.skew_seconds or 0.0)
    secret = bytes(station.key_hash)
    if not is_good(proof, secret, station=station.name, number=number, name=name, now=by_its_clock):
        raise Refused(
            "card-again",
            "这张证读过有一会儿了。请拿起来，再放一次。",
            "This card was read some time ago. Please take it up and lay it down once more.",
        )
    return True
