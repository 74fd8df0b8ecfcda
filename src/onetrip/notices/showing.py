"""Messages as pages show them. Pure but for the words of the lifecycle."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.notices import kinds
from onetrip.notices.lifecycle import NOTICE
from onetrip.notices.models import Notice, NoticeTry
from onetrip.rules import Text

WAYS = {
    "sms": Text("短信", "SMS"),
    "app": Text("应用", "app"),
    "email": Text("邮件", "e-mail"),
    "": Text("还没定", "not chosen yet"),
}

WHY = {
    "no-way": Text("没有手机号、邮箱，或者本人不要消息", "no mobile number or address, or they want no messages"),
    "refused": Text("号码或邮箱不对，对方不收", "the number or address was refused"),
    "reported": Text("运营商说没送到", "the network reports that it did not arrive"),
    "given-up": Text("试了多次，发不出去", "tried several times, it could not be sent"),
    "unreadable": Text(
        "联系方式读不出来，是用别的密钥存的", "the address cannot be read; it was stored with another key"
    ),
    "no-receipt": Text("三天没有回执", "no receipt in three days"),
}
"""Why something was not delivered."""

_OUTCOMES = {
    NoticeTry.Outcome.BEGUN: Text("断在半路", "cut off"),
    NoticeTry.Outcome.TAKEN: Text("收下了", "taken"),
    NoticeTry.Outcome.REFUSED: Text("不收", "refused"),
    NoticeTry.Outcome.LATER: Text("没收，过会儿再试", "not taken, tried again later"),
    NoticeTry.Outcome.UNCERTAIN: Text("没听清收没收", "no clear answer"),
}
_TONES = {
    Notice.State.DELIVERED: "kept",
    Notice.State.TOLD: "kept",
    Notice.State.TAKEN: "plain",
    Notice.State.DROPPED: "plain",
    Notice.State.FAILED: "broken",
}


@dataclass(frozen=True)
class Shown:
    """A message as a line of a page: what it is, how far it came, and how it was tried."""

    notice: Notice
    kind: Text
    state: Text
    tone: str
    way: Text
    why: Text | None
    tries: tuple[tuple[NoticeTry, Text, Text], ...]


def shown(notice: Notice) -> Shown:
    """The line of a message."""
    known = kinds.kinds().by_id.get(notice.kind)
    return Shown(
        notice=notice,
        kind=known.name if known else Text(notice.kind, notice.kind),
        state=_state(notice),
        tone=_TONES.get(Notice.State(notice.state), "wait"),
        way=WAYS[notice.way],
        why=WHY.get(notice.why),
        tries=tuple(
            (each, WAYS[each.way], _OUTCOMES[NoticeTry.Outcome(each.outcome)]) for each in notice.attempts.all()
        ),
    )


def _state(notice: Notice) -> Text:
    """Where no receipt will come, that it was handed over is all that is ever known."""
    if notice.state == Notice.State.TAKEN and notice.reported_until is None:
        return (
            Text("交给邮局了", "handed to the mail server") if notice.way == "email" else Text("已交出", "handed over")
        )
    return NOTICE.states[notice.state]
