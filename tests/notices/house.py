"""A centre that sends messages, and somebody to tell; the time of day is 9:30 until somebody moves it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.centres.models import Centre
from onetrip.notices import actions
from onetrip.notices.actions import About
from onetrip.notices.models import Notice
from onetrip.people.actions import know
from onetrip.people.models import Resident
from onetrip.rules import Text
from tests.factories import NOW, make_centre, synthetic_identity

TELEPHONE = "13800005678"
EMAIL = "wang@example.org"
VALUES = {
    name: Text(zh, en)
    for name, zh, en in (
        ("centre", "测试街道中心", "Test Street"),
        ("what", "老人卡", "Card"),
        ("number", "LF-20261124-0001", "LF-20261124-0001"),
        ("due", "12 月 1 日前办好", "due by 1 December"),
        ("place", "测试街道中心", "Test Street"),
        ("until", "12 月 24 日前", "by 24 December"),
    )
}


@dataclass
class Post:
    """The centre, its messages, and the clock."""

    centre: Centre
    now: datetime = NOW

    def resident(self, telephone: str | None = TELEPHONE, **more: object) -> Resident:
        resident = know(identity=synthetic_identity(), now=self.now, name="王小测", telephone=telephone)
        for field, value in more.items():
            setattr(resident, field, value)
        resident.save()
        return resident

    def tell(self, resident: Resident | None = None, kind: str = "case-accepted", **more: object) -> Notice:
        """Something happened to a case of theirs."""
        about = About("case", uuid.uuid4(), "LF-20261124-0001")
        given = {
            "kind": kind,
            "about": about,
            "resident_id": (resident or self.resident()).pk,
            "centre": self.centre.code,
            "values": VALUES,
            "link": "/r/secret-token",
            "now": self.now,
            **more,
        }
        with transaction.atomic():
            actions.tell(**given)
        return Notice.objects.get(about_id=given["about"].id, kind=kind, occasion=given.get("occasion", ""))

    def send(self) -> int:
        """The clock of the house looks once; how many were taken."""
        return actions.send_due(moment=lambda: self.now, by="system:clock")

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def at(self, clock: str, *, day: int = 24) -> None:
        """The time in Shanghai on a day of November."""
        hour, minute = clock.split(":")
        self.now = datetime(2026, 11, day, int(hour), int(minute), tzinfo=self.centre.zone)


def open_post() -> Post:
    """Nothing to tell yet."""
    return Post(make_centre())


def state(notice: Notice) -> str:
    """The state of a message as it is now, with why."""
    notice.refresh_from_db()
    return f"{notice.state} {notice.why}".strip()
