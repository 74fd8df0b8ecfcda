"""Reading what a page or a program sends about bookings: a day, a half hour, a code. What cannot be read is refused in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from onetrip.appointments.slots import is_slot
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound

_ADDRESS = re.compile(r"/b/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_CENTRE = re.compile(r"[A-Z]{2,6}")
_NUMBER = re.compile(r"B[0-9]{1,8}")


@dataclass(frozen=True)
class ReadCode:
    """What a scanner or a hand gave for a booking: the token of its link, or its number."""

    kind: Literal["token", "number"]
    value: str


def read_centre(raw: str) -> str:
    """The code of a centre that exists. Raises NotFound for anything else."""
    if not _CENTRE.fullmatch(raw):
        raise NotFound("centre-unknown", "没有这个中心。", "There is no such centre.")
    return settled(raw).centre.code


def read_day(raw: str) -> date:
    """A day as addresses and forms write it, 2026-12-01. Raises Malformed (field "day")."""
    try:
        if len(raw) == 10:
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise Malformed("day-form", "没有这一天。请重新选日子。", "There is no such day. Please choose again.", field="day")


def read_starts(raw: str) -> time:
    """The beginning of a half hour, 9:30 or 09:30. Raises Malformed (field "starts")."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", raw.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        starts = time(int(found[1]), int(found[2]))
        if is_slot(starts):
            return starts
    raise Malformed("starts-missing", "请选一个时间。", "Please choose a time.", field="starts")


def read_code(raw: str) -> ReadCode | None:
    """A booking's code or number out of what was scanned or typed; None for anything else. The lobby's field at the door
    asks this first: nothing else looks like either."""
    text = unicodedata.normalize("NFKC", raw[:300]).strip()
    if address := _ADDRESS.search(text):
        return ReadCode("token", address[1])
    plain = re.sub(r"[\s\-—.·]", "", text).upper()
    return ReadCode("number", plain) if _NUMBER.fullmatch(plain) else None
