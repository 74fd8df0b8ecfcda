"""A booking as screens, files and messages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onetrip.appointments.calendar_file import Entry, summary
from onetrip.appointments.models import Appointment
from onetrip.catalogue import queries as catalogues
from onetrip.notices.providers import registry
from onetrip.people.contacts import stored
from onetrip.rules import Text


def entry_of(appointment: Appointment, language: str, now: datetime) -> Entry:
    """What stands in its calendar file: nothing by which others who see the calendar could change the booking."""
    centre = appointment.centre
    place = Text(centre.name_zh, centre.name_en)
    words = Text(
        f"到了报预约号 {appointment.number}，或出示二维码。改时间、取消、要晚到：用预约时存下的链接，或打 {centre.telephone}。",
        f"When you arrive say {appointment.number} or show the code. To change, cancel or be late: the link you kept, or "
        f"call {centre.telephone}.",
    )
    address = ", ".join(part for part in (place.in_language(language), _address(appointment, language)) if part)
    return Entry(
        uid=f"{appointment.pk}@onetrip",
        sequence=appointment.sequence,
        is_cancelled=appointment.state == Appointment.State.CANCELLED,
        starts=appointment.starts_at,
        ends=appointment.ends_at,
        stamped=now,
        summary=summary(Text(centre.short_zh, centre.short_en), appointment.number).in_language(language),
        place=address,
        words=words.in_language(language),
        organizer=place.in_language(language),
    )


@dataclass(frozen=True)
class Matters:
    """What somebody comes for, in names; "" for what the catalogue does not know any more."""

    names: tuple[Text, ...]

    @classmethod
    def of(cls, ids: Sequence[str]) -> Matters:
        """The names of these matters in the version in force."""
        if not ids:
            return cls(())
        known = catalogues.current().matters
        return cls(tuple(known[each].name if each in known else Text(each, each) for each in ids))


def masked_contact(appointment: Appointment) -> str:
    """The contact as it may be shown: 138****5678."""
    contact = stored(appointment.contact)
    return contact.masked if contact else ""


def is_told(appointment: Appointment) -> bool:
    """Whether messages go to its contact at all."""
    contact = stored(appointment.contact)
    return contact is not None and registry.sends(contact.way)


def _address(appointment: Appointment, language: str) -> str:
    centre = appointment.centre
    return Text(centre.address_zh, centre.address_en).in_language(language)
