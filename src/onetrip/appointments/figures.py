"""What became of bookings, for the director: how many came, how many did not, and the same as a table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Count, Q

from onetrip.appointments import queries
from onetrip.appointments.models import Appointment
from onetrip.appointments.wording import clock

FEW = 20
"""Bookings under which no percentage is told."""

WEEKS = 8
MOST_DAYS = 366


@dataclass(frozen=True)
class Kept:
    """Bookings of a stretch of days that are over: how many came, did not come, gave up in time; `late`: said that they would be late, and came."""

    came: int
    missed: int
    cancelled: int
    late: int

    @property
    def expected(self) -> int:
        """Those who should have come."""
        return self.came + self.missed

    @property
    def missed_rate(self) -> int | None:
        """Per cent who did not come; None of too few."""
        return round(100 * self.missed / self.expected) if self.expected >= FEW else None


def kept(code: str, today: date) -> Kept:
    """The last WEEKS weeks without today, in one statement."""
    state = Appointment.State
    past = Appointment.objects.filter(centre_id=code, day__gte=today - timedelta(weeks=WEEKS), day__lt=today)
    found = past.aggregate(
        came=Count("pk", filter=Q(state=state.ARRIVED)),
        missed=Count("pk", filter=Q(state=state.MISSED)),
        cancelled=Count("pk", filter=Q(state=state.CANCELLED)),
        late=Count("pk", filter=Q(state=state.ARRIVED, told_late_at__isnull=False)),
    )
    return Kept(**found)


HEADINGS = (
    *("day", "half_hour", "service", "quota", "booked", "arrived", "missed", "cancelled", "beyond_quota"),
    *("channel_phone", "channel_staff"),
)


def table(code: str, first: date, last: date) -> Iterator[str]:
    """Every half hour of the days from `first` to `last` as CSV, a line each, with its quota of today's rules. No person
    is in it."""
    yield _line(HEADINGS)
    setting = queries.setting(code, first, last)
    rows = (
        Appointment.objects.filter(centre_id=code, day__range=(first, last))
        .values("day", "starts", "service__kind", "service__of", "state", "channel", "beyond_quota")
        .annotate(people=Count("pk"))
        .order_by()
    )
    counted: dict[tuple[date, str, time], dict[str, int]] = {}
    for row in rows:
        code_of = f"{row['service__kind']}:{row['service__of']}" if row["service__of"] else row["service__kind"]
        into = counted.setdefault((row["day"], code_of, row["starts"]), {})
        names = [row["state"], "phone" if row["channel"] == "phone" else "staff"]
        names += ["beyond"] if row["beyond_quota"] else []
        for name in names:
            into[name] = into.get(name, 0) + row["people"]
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for offer in setting.offers:
            quotas = {each.starts: each.number for each in setting.quotas(offer, day)}
            booked_at = {at for on, of, at in counted if on == day and of == offer.code}
            for starts in sorted({*quotas, *booked_at}):
                found = counted.get((day, offer.code, starts), {})
                taken = sum(found.get(str(state), 0) for state in queries.TAKES_PLACE)
                yield _line(
                    (
                        *(day.isoformat(), clock(starts), offer.code, quotas.get(starts, 0), taken),
                        *(
                            found.get(name, 0)
                            for name in ("arrived", "missed", "cancelled", "beyond", "phone", "staff")
                        ),
                    )
                )


def _line(values: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue()
