"""Which matters can be run at a kiosk, and where to go with those that cannot. Pure, but for the sources that are connected."""

from __future__ import annotations

from datetime import date
from typing import Any

from onetrip.catalogue.book import Matter
from onetrip.catalogue.guide import CHANNELS
from onetrip.kiosk.errands import sources
from onetrip.ledger.refusals import Refused
from onetrip.planning.seasons import opening
from onetrip.rules import Text

RUNNABLE = ("apply", "register", "print", "query")


def kind_of(matter: Matter) -> str:
    """How it is run: by its kind; a look-up that somebody reviews first is a print, because nobody waits for it."""
    return "print" if matter.at_kiosk.review is not None else matter.terms.kind


def refuse_if_not_offered(matter: Matter, device: Any, day: date) -> None:
    """Raise Refused, with where to go instead, for a matter that cannot be run at this kiosk on `day`."""
    reason = not_offered(matter, device, day)
    if reason is not None:
        raise Refused("not-at-this-kiosk", reason.zh, reason.en)


def not_offered(matter: Matter, device: Any, day: date) -> Text | None:
    """Why the matter cannot be run at the kiosk `device` (None: some computer of the staff) on `day`; None: it can."""
    terms, name = matter.terms, matter.name
    if terms.kind not in RUNNABLE or "kiosk" not in terms.channels or terms.automatic:
        where = instead(matter)
        return Text(f"“{name.zh}”不在自助机上办。{where.zh}", f"“{name.en}” is not done at a kiosk. {where.en}")
    if terms.kind in ("print", "query") and sources.find(matter.at_kiosk.source) is None:
        where = instead(matter)
        return Text(
            f"“{name.zh}”的接口还没接到这台机器上，这里查不到。{where.zh}",
            f"The interface for “{name.en}” is not connected to this machine yet. {where.en}",
        )
    if missing := lacks(device, matter):
        zh, en = "、".join(missing), ", ".join(missing)
        where = instead(matter)
        return Text(
            f"这台机器没有办“{name.zh}”要用的设备（{zh}）。{where.zh}",
            f"This machine lacks what “{name.en}” needs ({en}). {where.en}",
        )
    if terms.season and opening(day, terms.season) > day:
        first, last = terms.season.first, terms.season.last
        return Text(
            f"“{name.zh}”每年 {first[0]} 月 {first[1]} 日到 {last[0]} 月 {last[1]} 日办，现在不在时候。",
            f"“{name.en}” is handled from {first[1]}/{first[0]} to {last[1]}/{last[0]} (day/month) each year, not now.",
        )
    return None


def lacks(device: Any, matter: Matter) -> tuple[str, ...]:
    """What the matter needs and this kiosk does not have (`capabilities`); nothing is known of a computer of the staff."""
    needed = tuple(getattr(matter, "needs_device", ()))
    has = getattr(device, "capabilities", None)
    return () if has is None else tuple(one for one in needed if one not in has)


def instead(matter: Matter) -> Text:
    """Where to go with it instead, in a sentence."""
    if matter.terms.go_to is not None:
        return matter.terms.go_to
    others = [CHANNELS[channel] for channel in matter.terms.channels if channel != "kiosk" and channel in CHANNELS]
    if not others:
        return Text("请到窗口问一声，或打 12345。", "Please ask at a window, or call 12345.")
    zh, en = "、".join(each.zh for each in others), ", ".join(each.en for each in others)
    return Text(f"可以改在：{zh}。", f"You can use instead: {en}.")
