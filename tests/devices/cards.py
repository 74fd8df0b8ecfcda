"""A card on the reader, as the bridge of a place tells its page of it: for tests that have no bridge."""

from __future__ import annotations

import time
import uuid

from onetrip.bridge.proof import secret_of, sign


def a_card(
    key: str, number: str, name: str = "王测试", *, station: str = "kiosk-1", at: float | None = None
) -> dict[str, str]:
    """What was read, with the proof that the bridge with `key` makes of it; `at` now, where nothing is said."""
    moment = int(time.time() if at is None else at)
    proof = sign(secret_of(key), station=station, number=number, name=name, at=moment)
    return {"number": number, "name": name, "proof": proof}


def sent(key: str, number: str, **given: object) -> dict[str, str]:
    """What the page of a kiosk sends of such a card."""
    read = a_card(key, number, **given)
    once = {"idempotency_key": str(uuid.uuid4())}
    return {**once, "id_number": read["number"], "name": read["name"], "proof": read["proof"]}
