"""How the resident of a case is told something, as a clerk sees it: masked, with what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onetrip.cases.models import Case
from onetrip.notices.providers import registry
from onetrip.people import queries as people
from onetrip.people.contacts import Contact
from onetrip.people.models import Resident
from onetrip.rules import Text

WAYS = {
    "": Text("都行", "Any way"),
    "sms": Text("短信", "SMS"),
    "app": Text("应用", "App"),
    "email": Text("邮件", "E-mail"),
    "none": Text("不要发", "No messages"),
}


@dataclass(frozen=True)
class Reach:
    """`ways` to choose among, `way` and `language` as chosen, what is known (masked), and what the next message would take
    (None: nothing reaches them). `needs_guardian`: it is a child, for whom a guardian agrees."""

    ways: tuple[tuple[str, Text], ...]
    way: str
    language: str
    telephone: str
    email: str
    next: Contact | None
    needs_guardian: bool = False

    @property
    def ways_named(self) -> tuple[str, ...]:
        """The codes of `ways`."""
        return tuple(code for code, _ in self.ways)


def reach_of(case: Case, day: date) -> Reach | None:
    """How the resident of a case is reached; None where nobody is on record, or the house sends nothing."""
    resident, sends = case.resident, registry.ways()
    if resident is None or not sends:
        return None
    offered = [way for way in WAYS if way in ("", "none", resident.notice_way) or way in sends]
    if not resident.app_account:
        offered = [way for way in offered if way != "app"]
    return Reach(
        ways=tuple((way, WAYS[way]) for way in offered),
        way=resident.notice_way,
        language=resident.language,
        telephone=_masked(resident, "telephone"),
        email=_masked(resident, "email"),
        next=next((contact for contact in people.ways_to(resident) if contact.way in sends), None),
        needs_guardian=resident.is_child_on(day),
    )


def _masked(resident: Resident, field: str) -> str:
    value = getattr(resident, field)
    if not value:
        return ""
    return Contact("email" if field == "email" else "sms", str(value)).masked
