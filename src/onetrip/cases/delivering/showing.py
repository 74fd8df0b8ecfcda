"""How, where and until when a result is handed over, in the words of the resident's page. Reads nothing by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from onetrip.cases.delivering.codes import TRIES
from onetrip.cases.delivering.models import Delivery, StoredResult, Way
from onetrip.cases.models import Case
from onetrip.centres.models import Centre
from onetrip.rules import Text

WAYS = {
    Way.WINDOW: Text("到窗口取", "At a window"),
    Way.CABINET: Text("到 24 小时厅的取件柜取", "From the cabinet in the 24-hour hall"),
    Way.POST: Text("寄到家", "By post"),
    Way.ELECTRONIC: Text("电子的，不用取", "Electronic, nothing to collect"),
}

DID = {
    "choose": Text("选了怎么取", "chosen how to hand it over"),
    "be-ready": Text("结果到了，可以取", "the result is ready"),
    "put-in": Text("放进取件柜", "put into the cabinet"),
    "take-out": Text("从取件柜取出，转到窗口", "taken out of the cabinet, at the window now"),
    "give-code": Text("本人看了取件码", "the resident was shown the code"),
    "refuse-code": Text("要取件码，身份证后四位不对", "code asked for with wrong characters of the ID number"),
    "try-wrong": Text("取件码输错", "wrong code at the cabinet"),
    "unlock": Text("取件柜解锁", "compartment unlocked"),
    "post": Text("叫了快递", "pick-up ordered"),
    "carrier-takes": Text("快递接单", "taken by the carrier"),
    "not-taken": Text("快递不收", "not taken by the carrier"),
    "lose": Text("快递说丢了", "lost, says the carrier"),
    "find": Text("快递又有消息了", "heard of again"),
    "turn-back": Text("快递在退回", "on its way back"),
    "be-back": Text("退回来了，转到窗口", "back here, at the window now"),
    "remind": Text("提醒来取", "reminded"),
    "call": Text("打过电话", "called"),
    "give-back": Text("没人来取，退回部门", "not collected, returned to the department"),
    "fetch-back": Text("部门又送来了", "sent again by the department"),
}
"""What was done about a delivery, for the history of a case."""


@dataclass(frozen=True)
class Handing:
    """`says`: what the resident has to know now. `has_code`: a code for the cabinet can be asked for on this page.
    `may_change`: where it is collected can still be chosen."""

    way: Text
    says: Text
    where: Centre | None = None
    until: date | None = None
    door: str = ""
    has_code: bool = False
    waybill: str = ""
    may_change: bool = False


def handing(
    case: Case, row: Delivery | None, stored: StoredResult | None, waybill: str, *, now: datetime
) -> Handing | None:
    """What a resident is told of how the result of a case gets to them; None where the case is over otherwise."""
    if case.state in (Case.State.REFUSED, Case.State.WITHDRAWN, Case.State.TERMINATED):
        return None
    is_open = row is None or row.state in (Delivery.State.WAITING, Delivery.State.READY)
    may_change = is_open and case.state != Case.State.DELIVERED and not _on_the_spot(case, row)
    return replace(_handing(case, row, stored, waybill, now), may_change=may_change)


def _on_the_spot(case: Case, row: Delivery | None) -> bool:
    return row is None and case.completed_at is not None and case.completed_at == case.accepted_at


def _handing(case: Case, row: Delivery | None, stored: StoredResult | None, waybill: str, now: datetime) -> Handing:
    way = WAYS[Way(row.way if row else Way.WINDOW)]
    state = row.state if row else Delivery.State.WAITING
    if case.state == Case.State.DELIVERED:
        return Handing(way, Text("已经交给您了。", "It is in your hands."))
    place = case.collect_at
    match state:
        case Delivery.State.WAITING:
            return Handing(way, *_awaited(case, row))
        case Delivery.State.READY if row is not None and row.way == Way.POST:
            return Handing(way, Text("办好了，这几天寄出。", "It is done and will be posted in the next days."))
        case Delivery.State.READY if row is not None and row.way == Way.CABINET:
            says = Text("到了，正要放进取件柜。也可以到窗口取。", "It is here and about to go into the cabinet.")
            return Handing(way, says, place)
        case Delivery.State.READY:
            says = Text("可以取了：带上这张回执和身份证。", "It is ready: bring this receipt and your ID card.")
            return Handing(way, says, place)
        case Delivery.State.STORED:
            return _in_the_cabinet(way, stored, place, now)
        case Delivery.State.POSTED:
            return Handing(way, Text("在寄给您的路上。", "It is on its way to you."), waybill=waybill)
        case Delivery.State.GIVEN_BACK:
            says = Text(
                "放了很久没有来取，退回部门了。要的话，请打电话，我们请部门再送来。",
                "It waited long and was returned to the department. Please call, and we have it sent again.",
            )
            return Handing(way, says, place)
    says = Text(
        "寄的路上出了问题，我们在追。找到了、补办了都会告诉您，您不用跑。",
        "Something went wrong on the way, and we are after it. You will be told; there is no need to come.",
    )
    return Handing(way, says, waybill=waybill)


def last_day(stored: StoredResult) -> date:
    """The last day on which something lies in its compartment."""
    return stored.compartment.cabinet.centre.day_of(stored.expires_at - timedelta(seconds=1))


def _awaited(case: Case, row: Delivery | None) -> tuple[Text, Centre | None]:
    if row is not None and row.way == Way.POST:
        return Text("办好了就寄给您。", "It is posted as soon as it is done."), None
    if row is not None and row.way == Way.ELECTRONIC:
        return Text("办好了在电子证照里看，不用来取。", "It appears among your e-licences; nothing to collect."), None
    if _on_the_spot(case, row):
        return Text("当场交给您。", "It is handed to you on the spot."), None
    if case.state == Case.State.COMPLETED and case.result_at_id != case.collect_at_id:
        return Text("办好了，正送到您取的地方。", "It is done and on its way to where you collect it."), case.collect_at
    if case.state == Case.State.COMPLETED:
        return Text(
            "可以取了：带上这张回执和身份证。", "It is ready: bring this receipt and your ID card."
        ), case.collect_at
    return Text("办好了在这里取：", "Collect it here when it is done:"), case.collect_at


def _in_the_cabinet(way: Text, stored: StoredResult | None, place: Centre | None, now: datetime) -> Handing:
    if stored is None or stored.expires_at <= now:
        says = Text(
            "取件柜的时间过了，改到窗口取：带上身份证。", "The time in the cabinet is over: collect it at the window."
        )
        return Handing(way, says, place)
    door = stored.compartment.label
    until = last_day(stored)
    if stored.wrong_tries >= TRIES or stored.wrong_asks >= TRIES:
        says = Text(
            "在取件柜里，试错太多次锁上了。请带身份证找工作人员。",
            "It is in the cabinet, locked after wrong tries. Please show your ID card to the staff.",
        )
        return Handing(way, says, place, until, door)
    says = Text("在取件柜里，白天晚上都能取。", "It is in the cabinet, at any hour.")
    return Handing(way, says, place, until, door, has_code=True)
