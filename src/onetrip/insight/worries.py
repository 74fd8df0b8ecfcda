"""What waits for somebody's decision: open rectifications, and the list "for you to decide". Reading only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onetrip.centres.models import Centre
from onetrip.ledger.counting import Counted
from onetrip.ratings.models import Rectification
from onetrip.rules import Text

SHOWN = 6
"""Lines of the table on the director's page; the page of rectifications has them all."""


@dataclass(frozen=True)
class Worry:
    """An open rectification, without the person behind it. `of` is "rating", "promise" or "complaint"; `level` is that of a
    bad rating."""

    id: uuid.UUID
    opened_at: datetime
    of: str
    level: int | None
    words: str
    matter: str
    slip_said: dict[str, Any]
    window_asked: dict[str, Any]
    cause: str
    window: int | None
    state: str
    owner: str
    owner_en: str
    next_due: date
    is_late: bool

    @property
    def is_claimed(self) -> bool:
        return bool(self.owner)


@dataclass(frozen=True)
class Worries:
    """The open rectifications, those due first at the top, and their counts."""

    shown: tuple[Worry, ...]
    total: int
    unclaimed: int
    late: int
    without_cause: int


def worries(centre: Centre, today: date) -> Worries:
    """Everything that is not closed yet in `centre`."""
    rows = (
        Rectification.objects.filter(centre=centre)
        .exclude(state="closed")
        .select_related("rating__invitation", "broken_promise", "complaint", "owner")
        .order_by("opened_at")
    )
    found = sorted((_worry(row, today) for row in rows[:500]), key=lambda worry: (worry.next_due, worry.opened_at))
    return Worries(
        shown=tuple(found[:SHOWN]),
        total=len(found),
        unclaimed=sum(not worry.is_claimed for worry in found),
        late=sum(worry.is_late for worry in found),
        without_cause=sum(worry.of == "promise" and worry.cause == "unknown" for worry in found),
    )


def _worry(row: Rectification, today: date) -> Worry:
    promise, rating, complaint = row.broken_promise, row.rating, row.complaint
    due = {"open": row.answer_by, "answered": row.handle_by}.get(row.state, row.finish_by)
    return Worry(
        id=row.pk,
        opened_at=row.opened_at,
        of="rating" if rating else "complaint" if complaint else "promise",
        level=rating.level if rating else None,
        words=rating.words if rating else "",
        matter=promise.matter if promise else complaint.matter if complaint else "",
        slip_said=promise.slip_said if promise else {},
        window_asked=promise.window_asked if promise else {},
        cause=promise.cause if promise else row.cause if complaint else "",
        window=promise.window if promise else (rating.invitation.window if rating else None),
        state=row.state,
        owner=row.owner.name if row.owner else "",
        owner_en=(row.owner.name_en or row.owner.name) if row.owner else "",
        next_due=due,
        is_late=due < today,
    )


@dataclass(frozen=True)
class Decision:
    """One thing that is the director's to decide: what, why, and where to do it (None: in the hall, not on a page)."""

    what: Text
    why: Text
    href: str | None = None
    action: Text | None = None


def decisions(
    *,
    estimate_minutes: int | None,
    threshold_minutes: int,
    spare_tidal: tuple[int, ...],
    open_worries: Worries,
    past_due: int,
    unclaimed: Counted = Counted(),  # noqa: B008 -- it does not change
    astray: int = 0,
    not_told: int = 0,
) -> list[Decision]:
    """What the figures ask for, the most pressing first; nothing is proposed that the figures do not carry."""
    found = []
    if estimate_minutes is not None and estimate_minutes > threshold_minutes:
        over = Text(
            f"现在取号约等 {estimate_minutes} 分钟，超过 {threshold_minutes} 分钟线（示例）。",
            f"A number drawn now waits about {estimate_minutes} minutes, over the line of {threshold_minutes} (example).",
        )
        if spare_tidal:
            number = spare_tidal[0]
            what = Text(f"开 {number} 号潮汐窗口", f"Open tidal window {number}")
        else:
            what = Text("加人，或请人到自助区", "Add staff, or show people to the machines")
        found.append(Decision(what, over, "/hall/watch", Text("去值班台", "Duty desk")))
    if open_worries.late:
        late = open_worries.late
        found.append(
            Decision(
                Text(f"{late} 件整改过了期限", f"{late} overdue rectification{'s' if late > 1 else ''}"),
                Text("居民还在等回话。", "Residents are still waiting for an answer."),
                "/rectifications/?show=late",
                Text("去看", "See"),
            )
        )
    if open_worries.unclaimed:
        number = open_worries.unclaimed
        found.append(
            Decision(
                Text(f"{number} 件整改没人认领", f"{number} rectification{'s' if number > 1 else ''} unclaimed"),
                Text("一个工作日内要有人联系居民。", "Somebody has to contact the resident within one working day."),
                "/rectifications/?show=open",
                Text("指派", "Assign"),
            )
        )
    if open_worries.without_cause:
        number = open_worries.without_cause
        found.append(
            Decision(
                Text(f"{number} 次失约没查清原因", f"Cause not known yet: {number}"),
                Text("查清了，规则才改得对。", "Only a known cause corrects the rule."),
                "/rectifications/?show=promises",
                Text("去查", "Look into"),
            )
        )
    if past_due:
        found.append(
            Decision(
                Text(f"{past_due} 件办件过了期限", f"{past_due} case{'s' if past_due > 1 else ''} past the limit"),
                Text("期限是对居民说过的。", "The limit was told to the resident."),
                "/cases/limits",
                Text("去看", "See"),
            )
        )
    if unclaimed:
        found.append(
            Decision(
                Text(
                    f"{unclaimed} 件结果没人来取",
                    f"{unclaimed} result{'s' if unclaimed.number > 1 else ''} not collected",
                ),
                Text("办好了，居民还没拿到。", "Done, and not yet in the residents' hands."),
                "/deliver/unclaimed",
                Text("去看", "See"),
            )
        )
    if astray:
        found.append(
            Decision(
                Text(f"{astray} 件寄丢或没消息", f"{astray} parcel{'s' if astray > 1 else ''} lost or silent"),
                Text("要有人追快递，告诉居民。", "Somebody has to press the carrier and tell the resident."),
                "/deliver/post",
                Text("去看", "See"),
            )
        )
    if not_told:
        found.append(
            Decision(
                Text(f"{not_told} 个部门系统收不到通知", f"Systems not told of changes any more: {not_told}"),
                Text("对方一直没有答复，我们停发了。", "Nobody answered there for days, so sending was stopped."),
                "/departments/",
                Text("去看", "See"),
            )
        )
    return found
