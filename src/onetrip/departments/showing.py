"""What the pages say of addresses and deliveries."""

from __future__ import annotations

from onetrip.departments import feed
from onetrip.departments.models import Delivery, Subscription
from onetrip.departments.webhooks import posting
from onetrip.rules import Text

_STATES = {
    Subscription.State.ACTIVE: (Text("在发", "active"), "tag-kept"),
    Subscription.State.PAUSED: (Text("暂停", "paused"), "tag-plain"),
    Subscription.State.OFF: (Text("停了", "switched off"), "tag-broken"),
}
_BECAUSE = {
    "gone": Text("对方说不再要了（410）", "the receiver wants no more (410)"),
    "failing": Text("三天以上一直没送到", "nothing has arrived for three days or more"),
}
_ENDED = {
    Delivery.State.DUE: (Text("等着发", "waiting"), "tag-wait"),
    Delivery.State.SENT: (Text("送到了", "delivered"), "tag-kept"),
    Delivery.State.FAILED: (Text("没送到", "given up"), "tag-broken"),
}
_TYPES = {
    "case.accepted": Text("受理", "accepted"),
    "case.taken": Text("部门系统领件", "taken by a system"),
    "case.given-back": Text("部门系统退回", "given back by a system"),
    "case.supplement-asked": Text("要补材料", "a paper is wanted"),
    "case.supplement-received": Text("材料补到", "the paper is here"),
    "case.paper-received": Text("容缺材料补到", "a promised paper is here"),
    "case.procedure-begun": Text("特别程序开始", "special procedure begun"),
    "case.procedure-ended": Text("特别程序结束", "special procedure over"),
    "case.limit-near": Text("期限提醒", "limit near or passed"),
    "case.limit-moved": Text("期限重算", "limit counted anew"),
    "case.decided": Text("作出决定", "decided"),
    "case.completed": Text("办结", "completed"),
    "case.delivered": Text("送达", "delivered to the resident"),
    "case.withdrawn": Text("撤回", "withdrawn"),
    "case.terminated": Text("终止", "ended without a decision"),
}

_NO_ANSWERS = {
    posting.NO_TIME: Text("没有在限时内答复", "no answer in time"),
    posting.NOT_REACHED: Text("连不上", "not reached"),
    posting.NO_ANSWER: Text("没有像样的答复", "no proper answer"),
    posting.NOT_TRUSTED: Text("证书不可信", "the certificate is not trusted"),
    posting.REDIRECTED: Text("要转到别处，没有跟去", "redirected, not followed"),
    posting.INSIDE: Text("内部地址，不发", "an internal address: not sent"),
}


def answer_in_words(said: str) -> Text:
    """What a receiver answered last, or why no answer came."""
    return _NO_ANSWERS.get(said, Text(said, said))


def state_of(one: Subscription) -> tuple[Text, str, Text | None]:
    """The state of an address in words, its tag, and why the house stopped."""
    words, tag = _STATES[Subscription.State(one.state)]
    if one.state == Subscription.State.ACTIVE and one.failures:
        words, tag = Text("在发，送不到", "active, nothing arrives"), "tag-wait"
    return words, tag, _BECAUSE.get(one.off_because)


def end_of(one: Delivery) -> tuple[Text, str]:
    """What became of a delivery, in words, and its tag."""
    return _ENDED[Delivery.State(one.state)]


def type_in_words(name: str) -> Text:
    """A kind of change as people call it."""
    return _TYPES.get(name, Text(name, name))


def types_told() -> list[tuple[str, Text]]:
    """Every kind of change with its words, in the order of a case's life."""
    return [(name, type_in_words(name)) for name in dict.fromkeys(feed.TYPES.values())]
