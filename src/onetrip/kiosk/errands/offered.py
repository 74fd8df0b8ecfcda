"""Which matters can be run at a kiosk, and where to go with those that cannot. Pure, but for the sources that are connected.

The lists, the page of a matter and the beginning of a run all ask here: what is called "done right here" is begun.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from onetrip.catalogue.book import Matter
from onetrip.catalogue.guide import CHANNELS
from onetrip.centres.models import Device
from onetrip.kiosk.errands import sources
from onetrip.ledger.refusals import Refused
from onetrip.planning.capabilities import CAPABILITIES, lacking
from onetrip.planning.seasons import opening
from onetrip.rules import Text

RUNNABLE = ("apply", "register", "print", "query")


class Hindrance(Enum):
    """Why a matter is not run at a kiosk."""

    NOT_AT_KIOSKS = "not-at-kiosks"
    NOT_CONNECTED = "not-connected"
    DEVICE_MISSING = "device-missing"
    NOT_IN_SEASON = "not-in-season"


def kind_of(matter: Matter) -> str:
    """How it is run: by its kind; a look-up that somebody reviews first is a print, because nobody waits for it."""
    return "print" if matter.at_kiosk.review is not None else matter.terms.kind


def is_personal(matter: Matter) -> bool:
    """Whether it is about somebody, who has to be known: all but a look-up in a source that is not about persons."""
    if kind_of(matter) != "query":
        return True
    source = sources.find(matter.at_kiosk.source)
    return source is None or source.personal


def needed(matter: Matter) -> frozenset[str]:
    """What a kiosk must have beside its screen: what every run of this kind takes, and what the matter's file adds.

    A camera is never in the way: the resident's own phone takes pictures too.
    """
    kind, found = kind_of(matter), set(matter.needs_device)
    if kind == "print":
        found.add("a4_printer")
    if kind in ("apply", "register"):
        found.add("signature")
    if is_personal(matter):
        found.add("id_reader")
    return frozenset(found)


def lacks(device: Device | None, matter: Matter) -> tuple[str, ...]:
    """What the matter needs and this kiosk does not have (`capabilities`); a computer of the staff (None) lacks nothing."""
    return () if device is None else lacking(device.capabilities, needed(matter))


def hindrance(matter: Matter, device: Device | None, day: date) -> Hindrance | None:
    """Why the matter cannot be run at the kiosk `device` (None: some computer of the staff) on `day`; None: it can."""
    terms = matter.terms
    if terms.kind not in RUNNABLE or "kiosk" not in terms.channels or terms.automatic:
        return Hindrance.NOT_AT_KIOSKS
    if terms.kind in ("print", "query") and sources.find(matter.at_kiosk.source) is None:
        return Hindrance.NOT_CONNECTED
    if lacks(device, matter):
        return Hindrance.DEVICE_MISSING
    if terms.season and opening(day, terms.season) > day:
        return Hindrance.NOT_IN_SEASON
    return None


def not_offered(matter: Matter, device: Device | None, day: date) -> Text | None:
    """The same in a sentence, with where to go instead."""
    why, name, where = hindrance(matter, device, day), matter.name, instead(matter)
    if why is Hindrance.NOT_AT_KIOSKS:
        return Text(f"“{name.zh}”不在自助机上办。{where.zh}", f"“{name.en}” is not done at a kiosk. {where.en}")
    if why is Hindrance.NOT_CONNECTED:
        return Text(
            f"“{name.zh}”的接口还没接到自助机上，现在办不了。{where.zh}",
            f"The interface for “{name.en}” is not connected to the kiosks yet. {where.en}",
        )
    if why is Hindrance.DEVICE_MISSING:
        named = [CAPABILITIES.get(word, Text(word, word)) for word in lacks(device, matter)]
        zh, en = "、".join(one.zh for one in named), ", ".join(one.en for one in named)
        return Text(
            f"这台机器没有办“{name.zh}”要用的设备：{zh}。{where.zh}",
            f"This machine lacks what “{name.en}” needs: {en}. {where.en}",
        )
    if why is Hindrance.NOT_IN_SEASON and matter.terms.season:
        first, last = matter.terms.season.first, matter.terms.season.last
        return Text(
            f"“{name.zh}”每年 {first[0]} 月 {first[1]} 日到 {last[0]} 月 {last[1]} 日办，现在不在时候。",
            f"“{name.en}” is handled from {first[1]}/{first[0]} to {last[1]}/{last[0]} (day/month) each year, not now.",
        )
    return None


def refuse_if_not_offered(matter: Matter, device: Device | None, day: date) -> None:
    """Raise Refused, with where to go instead, for a matter that cannot be run at this kiosk on `day`."""
    reason = not_offered(matter, device, day)
    if reason is not None:
        raise Refused("not-at-this-kiosk", reason.zh, reason.en)


def instead(matter: Matter) -> Text:
    """Where to go with it instead, in a sentence."""
    if matter.terms.go_to is not None:
        return matter.terms.go_to
    others = [CHANNELS[channel] for channel in matter.terms.channels if channel != "kiosk" and channel in CHANNELS]
    if not others:
        return Text("请到窗口问一声，或打 12345。", "Please ask at a window, or call 12345.")
    zh, en = "、".join(each.zh for each in others), ", ".join(each.en for each in others)
    return Text(f"可以改在：{zh}。", f"You can use instead: {en}.")
