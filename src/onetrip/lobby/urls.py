from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.lobby.views import check_in, display, layouts, quiet, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    path("hall/", check_in.start, name="check-in"),
    path("hall/arrivals", check_in.arrive, name="arrive"),
    path("hall/line", check_in.line, name="check-in-line"),
    path("hall/tickets/<uuid:ticket_id>", check_in.drawn, name="drawn"),
    path("hall/tickets/<uuid:ticket_id>/restore", check_in.restore, name="restore"),
    path("t/<uuid:ticket_id>", waiting.waiting_page, name="waiting"),
    path("t/<uuid:ticket_id>/now", waiting.waiting_now, name="waiting-now"),
    path("t/<uuid:ticket_id>/leave", waiting.leave, name="leave"),
    path("t/<uuid:ticket_id>/80mm.pdf", waiting.ticket_paper, name="ticket-paper"),
    path("hall/<slug:code>/quiet-hours", quiet.quiet, name="quiet-hours"),
    path("display/", display.display, name="display"),
    path("display/layouts/", layouts.layouts, name="display-layouts"),
    path("display/layouts/<int:number>", layouts.layouts, name="display-layout"),
    path("display/layouts/<int:number>/set", layouts.set_layout, name="display-layout-set"),
    path("display/layouts/<int:number>/clear", layouts.clear_layout, name="display-layout-clear"),
    path("display/calls", display.calls, name="display-calls"),
]
