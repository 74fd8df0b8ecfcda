"""Moments and characters as the formats allow them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

_WITH_MINUTES_OF_ZONE = len("2026-11-24T09:30:00.000+08:00")

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 forbids, even as a reference (https://www.w3.org/TR/xml/#charsets)."""

# Written out as they are, line ends and tabs in an attribute would be read back as blanks.
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def moment(at: datetime) -> str:
    """`at` as xs:dateTime with milliseconds and its zone. Raises ValueError without one: nobody could say when that is.

    What is the same for a whole minute is kept: `isoformat` would take a third of the time of a log.
    """
    before, behind = _minute(at.tzinfo, at.fold, at.toordinal(), at.hour, at.minute)
    if not behind:
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
    thousandths = at.microsecond // 1000
    return (
        f"{before}{_TWO[at.second]}.{thousandths:03d}{behind}"
        if thousandths
        else f"{before}{_TWO[at.second]}.000{behind}"
    )


_TWO = tuple(f"{number:02d}" for number in range(60))


@lru_cache(maxsize=1 << 16)
def _minute(zone: tzinfo | None, fold: int, day: int, hour: int, minute: int) -> tuple[str, str]:
    """What stands before and behind the seconds; nothing behind them where the minute has no one zone in whole minutes.

    Zones of before 1901 have seconds themselves; those that count leap seconds change within a minute.
    """
    at = datetime.combine(date.fromordinal(day), time(hour, minute, fold=fold), zone)
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    text = at.isoformat(timespec="milliseconds")
    whole = len(text) == _WITH_MINUTES_OF_ZONE and at.replace(second=59).utcoffset() == at.utcoffset()
    return text[:17], text[23:] if whole else ""


@lru_cache(maxsize=1 << 16)
def in_attribute(text: str) -> str:
    """`text` inside the quotes of an XML attribute; what XML cannot hold becomes U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text).translate(_ESCAPES)
