"""At a centre: one exchange with the city, and what follows for the line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.metadata import version

from django.db import transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Refused
from onetrip.nodes import calling, inbox, outbox
from onetrip.nodes.answering import identity_mark
from onetrip.nodes.models import Here, Line
from onetrip.nodes.outbox import Message
from onetrip.nodes.signing import Key
from onetrip.nodes.tables import CITY

EXCHANGE, SLIP = "/nodes/exchange", "/nodes/slip"
PUT_BACK = "centre-put-back"
"""The code of the refusal of a database that has less than it has said."""
GRACE = timedelta(seconds=float(os.environ.get("ONETRIP_NODE_GRACE", "10")))
"""How long attempts may fail before the line is called down: a hiccup is not worth a word."""
LEAST_PAUSE = float(os.environ.get("ONETRIP_NODE_LEAST_PAUSE", "1"))
LONGEST_PAUSE = float(os.environ.get("ONETRIP_NODE_LONGEST_PAUSE", "60"))


@dataclass(frozen=True)
class Went:
    """How an exchange went: whether there is more to say or to hear at once."""

    sent: int
    heard: int
    more: bool


def pause_after(failures: int, chance: float) -> float:
    """Seconds until the next attempt after so many failed ones: doubling, bounded, and apart from those of other centres.

    `chance` from 0 to 1. Pure.
    """
    return float(min(LONGEST_PAUSE, LEAST_PAUSE * 2 ** min(failures - 1, 10)) * (0.5 + chance))


def exchange(key: Key, *, now: datetime, listen_only: bool = False, patience: float = calling.PATIENCE) -> Went:
    """Send the next batch and take in the city's. Raises LineDown; Refused where one side does not take what it is sent.

    What was heard is counted in the transaction that takes it in, so that after any cut or kill the next exchange goes on
    from what both sides really have.
    """
    line = Line.objects.get()
    settled = outbox.settle(line)
    batch = outbox.batch(CITY, after=line.acknowledged, settled=0 if listen_only else settled)
    if batch.upto > line.said:  # before it goes out: what was heard was said, whatever happens to this database
        line.said = batch.upto
        Line.objects.filter(said__lt=batch.upto).update(said=batch.upto)
    waiting = outbox.waiting(CITY, acknowledged=line.acknowledged)
    said = {
        "after": batch.after,
        "known": line.heard,
        "identity": identity_mark(),
        "messages": [message.to_json() for message in batch.messages],
        "told": {
            "version": version("onetrip"),
            "waiting": waiting.messages,
            "oldest": waiting.oldest and waiting.oldest.isoformat(),
        },
    }
    answer = calling.call(line.city, key, EXCHANGE, said, now=now, patience=patience)
    try:
        heard_there, past, down = int(answer["heard"]), int(answer.get("past", 0)), answer["down"]
        after, upto = int(down["after"]), int(down["upto"])
        messages = [Message.from_json(raw) for raw in down["messages"]]
    except (KeyError, TypeError, ValueError) as error:
        raise calling.LineDown("unreadable") from error
    if heard_there > line.said and heard_there > Line.objects.get().said:  # said meanwhile by another exchange of ours
        raise _put_back(key.centre)
    if line.past is None:
        Line.objects.update(past=past)
    arrived = heard_there if not listen_only else line.acknowledged
    _keep(line, arrived, after, upto, messages, sent=bool(batch.messages), now=now)
    more = bool(batch.messages) or bool(messages)
    return Went(len(batch.messages), len(messages), more)


def _put_back(centre: str) -> Refused:
    return Refused(
        PUT_BACK,
        "这个中心的数据库回到了以前的一天：市里收到过的，这里自己都没有了，再往下写会有重号。两边先停传，什么都不丢。"
        f"请运维在市里运行 onetrip nodes renew {centre}，用一个空的数据文件夹重新加入。",
        "This centre's database was put back to an earlier day: the city has heard what is no longer here, and numbers "
        f"would be given twice. Nothing crosses the line until an operator runs onetrip nodes renew {centre} at the city "
        "and joins again with an empty data folder.",
    )


def _keep(
    line: Line, arrived: int, after: int, upto: int, messages: list[Message], *, sent: bool, now: datetime
) -> None:
    with transaction.atomic():  # by itself: the city has it, also when what it says in turn cannot be taken
        held = Line.objects.select_for_update().get()
        if held.acknowledged == line.acknowledged:  # else somebody else was quicker
            held.acknowledged = arrived
        if sent:
            held.sent_at = now
        held.save(update_fields=["acknowledged", "sent_at"])
    with transaction.atomic():
        held = Line.objects.select_for_update().get()
        if messages and after <= held.heard < upto:
            fresh = [message for message in messages if message.id > held.heard]
            inbox.take(fresh, peer=CITY, now=now)
            held.heard = upto
            held.save(update_fields=["heard"])


def ask_for_slip(key: Key, *, token: str, number: str, now: datetime, patience: float) -> int | None:
    """Have the city send a slip; the number of the message with which it is here, None where there is none.

    Raises LineDown, Refused.
    """
    said = {"identity": identity_mark(), "token": token, "number": number}
    answer = calling.call(Line.objects.get().city, key, SLIP, said, now=now, patience=patience)
    return int(answer["upto"]) if answer.get("found") else None


def note_up(*, now: datetime, trouble: Refused | None = None) -> None:
    """The city answered; `trouble` is what it would not take, or what we would not."""
    with transaction.atomic():
        line = Line.objects.select_for_update().get()
        was_up, line.is_up, line.tried_at = line.is_up, True, now
        line.trouble = None if trouble is None else _words(trouble)
        if not was_up:
            line.since = now
        line.save(update_fields=["is_up", "since", "tried_at", "trouble"])
        if not was_up:
            _record("up", now)


def note_trouble(trouble: Refused, *, now: datetime) -> None:
    """It was tried, and something went wrong of which nobody knows whether the line is to blame."""
    Line.objects.update(trouble=_words(trouble), tried_at=now)


def _words(trouble: Refused) -> dict[str, str]:
    return {"code": trouble.code, "zh": trouble.text.zh, "en": trouble.text.en}


def note_failure(*, now: datetime, first_failed: datetime) -> None:
    """The city was not reached, at first at `first_failed`; the line is down once that is longer ago than GRACE."""
    with transaction.atomic():
        line = Line.objects.select_for_update().get()
        line.tried_at = now
        goes_down = line.is_up and now - first_failed >= GRACE
        if goes_down:
            line.is_up, line.since = False, first_failed
        line.save(update_fields=["is_up", "since", "tried_at"])
        if goes_down:
            _record("down", now)


def _record(verb: str, now: datetime) -> None:
    centre = Here.objects.get().centre
    events.record(now=now, centre=centre, actor="system:line", thing="line", thing_id=CITY, verb=verb, public={})


@lru_cache(maxsize=1)
def own_key() -> Key | None:
    """The key of this node."""
    return calling.key_from_environment()
