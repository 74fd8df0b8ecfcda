from __future__ import annotations

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from onetrip.days.views import evening, morning


class IsoDay:
    """A day in an address, 2026-11-30; one that does not exist leads nowhere."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day. ValueError, which Django answers as 404, for 2026-02-30."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As in the address."""
        return value.isoformat()


register_converter(IsoDay, "iso_day")

urlpatterns: list[URLPattern | URLResolver] = [
    path("morning/", morning.start, name="morning"),
    path("morning/begin", morning.begin, name="morning-begin"),
    path("morning/<uuid:round_id>", morning.walk, name="round"),
    path("morning/<uuid:round_id>/ready", morning.ready, name="round-ready"),
    path("morning/<uuid:round_id>/checks/<slug:code>", morning.make_check, name="round-check"),
    path("morning/<uuid:round_id>/checks/<slug:code>/answer", morning.answer, name="round-answer"),
    path("evening/", evening.accounts, name="evening"),
    path("evening/close", evening.close, name="evening-close"),
    path("evening/close-earlier", evening.close_earlier, name="evening-close-earlier"),
    path("evening/<iso_day:day>", evening.account, name="day-account"),
]
