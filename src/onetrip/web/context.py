"""What every page knows without asking the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from onetrip.rehearsal.drilling import clock
from onetrip.web.language import HTML_LANG, current
from onetrip.web.live_address import live_address
from onetrip.web.this_page import this_page


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, type size and whether this is a demonstration, for the base templates."""
    language = current()
    return {
        "language": language,
        "html_lang": HTML_LANG[language],
        "scale": getattr(request, "scale", "normal"),
        "contrast": getattr(request, "contrast", "normal"),
        "aloud": getattr(request, "aloud", False),
        "demonstration": settings.DEMONSTRATION,
        "drill": {"now": timezone.localtime().isoformat(), "pace": clock.pace()} if settings.DRILL else None,
        "zone": settings.TIME_ZONE,
        "live": live_address(request),
        "this_page": this_page(request),
        "watches_line": settings.NODE == "centre",
        "city_identity": settings.RESIDENT_IDENTITY is not None,
    }
