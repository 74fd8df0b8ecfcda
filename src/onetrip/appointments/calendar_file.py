"""A booking as an iCalendar file (RFC 5545, RFC 5546): one event whose name stays the same through every change.

It says where and when, and neither what somebody comes for nor the link with which the booking can be changed: calendars
are shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vDDDTypes, vText

from onetrip.rules import Text

_ALARMS = (timedelta(days=-1), timedelta(hours=-1))


@dataclass(frozen=True)
class Entry:
    """What stands in the file. `uid` and `sequence` tell a calendar that it is the same event, and which is the newer."""

    uid: str
    sequence: int
    is_cancelled: bool
    starts: datetime
    ends: datetime
    stamped: datetime
    summary: str
    place: str
    words: str
    organizer: str


def summary(place: Text, number: str) -> Text:
    """The line that a calendar shows."""
    return Text(f"去{place.zh}（预约 {number}）", f"{place.en}, booking {number}")


def method(entry: Entry) -> str:
    """What the file asks of a calendar: to take the event in, or to take it out."""
    return "CANCEL" if entry.is_cancelled else "PUBLISH"


def calendar_file(entry: Entry) -> bytes:
    """The file. Times carry their zone with its rules, so that a phone in another country shows the right hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Onetrip//appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method(entry))
    calendar.add_component(_zone(entry))
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _zone(entry: Entry) -> Timezone:
    year = timedelta(days=366)
    return Timezone.from_tzinfo(
        entry.starts.tzinfo or UTC, first_date=(entry.starts - year).date(), last_date=(entry.starts + year).date()
    )


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary)
    event.add("location", entry.place)
    event.add("description", entry.words)
    # A calendar that is told that an event is off asks by whom; ours reads no answers, so the address is that of nobody.
    organizer = vCalAddress("MAILTO:no-reply@invalid")
    organizer.params["cn"] = vText(entry.organizer)
    event["organizer"] = organizer
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if not entry.is_cancelled:
        for before in _ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry.summary)
            alarm["trigger"] = vDDDTypes(before)
            event.add_component(alarm)
    return event
