"""What the clock of the house does with the ledger: seals what is new, and once a day says how far the chains go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from onetrip.ledger import events, heads, sealing
from onetrip.ledger.models import Event

Owned = Callable[[str], bool]
"""Whether this database seals the events of a centre; a centre with a node of its own does that there."""


def seal_new(*, owned: Owned, everything: bool = False) -> int:
    """Seal what has no seal yet, of every centre that is `owned`; returns how many events. Looks at the newest part of the
    ledger, or through all of it (`everything`), which finds also what committed very late or came from elsewhere."""
    beyond = 0 if everything else sealing.lately()
    return sum(sealing.seal(centre, beyond=beyond) for centre in filter(owned, sealing.waiting(beyond=beyond)))


def note_heads(*, owned: Owned, here: str, folder: Path, day: date, now: datetime, by: str) -> list[heads.Head]:
    """Once a `day`: write the signed head of every chain that is `owned` into `folder` and note it in the ledger itself,
    under the name of this database (`here`: "city", or the code of its centre).

    Looks through the whole ledger first, so that the heads of a day cover everything before it. Returns what was written:
    nothing when the day has been noted already. The file of a year lies at `folder`/heads-<year>.jsonl; to be of use
    against somebody who rules this machine it has to be copied away from it.
    """
    last = Event.objects.filter(thing=heads.THING, thing_id=here, verb=heads.VERB).order_by("-id").first()
    if last is not None and last.data.get("day") == day.isoformat():
        return []
    seal_new(owned=owned, everything=True)
    found = [head for code in sealing.sealed_centres() if owned(code) and (head := heads.head_of(code, now=now))]
    if not found:
        return []
    heads.write(folder / f"heads-{day.year}.jsonl", found)
    with transaction.atomic():
        events.record(
            now=now,
            centre="",
            actor=by,
            thing=heads.THING,
            thing_id=here,
            verb=heads.VERB,
            data={"day": day.isoformat(), "key": heads.public_key()}
            | {"heads": {head.centre: [head.position, head.digest, head.at] for head in found}},
        )
    return found
