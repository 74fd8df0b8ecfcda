"""What a look-up says to whoever stands there, and how the store does, in sentences. Pure."""

from __future__ import annotations

from datetime import date, datetime

from onetrip.licences.base import TROUBLE
from onetrip.licences.breaker import State
from onetrip.licences.models import Lookup
from onetrip.rules import Text


def said(state: str, valid_until: date | None) -> Text:
    """One look-up, without its number."""
    match state:
        case Lookup.State.FOUND if valid_until is not None:
            until = valid_until.isoformat()
            return Text(f"查到了，有效到 {until}", f"found, valid until {until}")
        case Lookup.State.FOUND:
            return Text("查到了，长期有效", "found, valid for good")
        case Lookup.State.NONE:
            return Text("证照库里没有，请看原件", "not in the store: ask for the paper")
        case Lookup.State.UNUSABLE:
            return Text("证照库里的已经失效，请看原件", "the one in the store is not valid: ask for the paper")
        case Lookup.State.GIVEN_UP:
            return Text("证照库一直没有回音，请看原件", "the store never answered: ask for the paper")
        case Lookup.State.DROPPED:
            return Text("不用查了", "no longer looked up")
        case Lookup.State.WAITING:
            return Text("证照库没有回音，在接着查", "the store does not answer; it is asked again")
    return Text("证照库没有回音：先收下，我们接着查", "the store does not answer: accept, and look it up later")


def mask(number: str) -> str:
    """A licence's number as screens show it: its last four characters. Some hold the ID number whole."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def state_of_store(state: State, until: datetime | None, now: datetime) -> Text:
    """The breaker as the operator reads it; `until` and `now` in the centre's zone."""
    if state is State.CLOSED:
        return Text("通着", "in use")
    if until is None or until <= now:
        return Text("歇完了，下一个人去试一次", "rested; the next enquiry tries it")
    if state is State.HALF_OPEN:
        return Text("正在试一次", "being tried once")
    return Text(f"连着出错，歇到 {until:%H:%M:%S}", f"failed repeatedly; left alone until {until:%H:%M:%S}")


def trouble(code: str) -> Text:
    """A trouble in words."""
    return TROUBLE.get(code, Text(code, code))
