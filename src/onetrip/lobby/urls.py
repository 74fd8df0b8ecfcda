from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.lobby.views import check_in, display, paper, quiet, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    path("hall/", check_in.start, name="check-in"),
    path("hall/arrivals", check_in.arrive, name="arrive"),
    path("hall/line", check_in.line, name="check-in-line"),
    path("hall/tickets/<uuid:ticket_id>", check_in.drawn, name="drawn"),
    path("hall/tickets/<uuid:ticket_id>/restore", check_in.restore, name="restore"),
    path("hall/tickets/<uuid:ticket_id>/paper", check_in.on_its_way, name="ticket-on-its-way"),
    path("hall/tickets/<uuid:ticket_id>/print", paper.print_again, name="print-ticket"),
    path("hall/tickets/<uuid:ticket_id>/told", paper.told, name="ticket-told"),
    path("hall/tickets/<uuid:ticket_id>/gone", paper.gone, name="ticket-gone"),
    path("hall/unissued", paper.unissued_list, name="unissued"),
    path("t/<uuid:ticket_id>/on-phone", paper.on_phone, name="ticket-on-phone"),
    path("t/<uuid:ticket_id>", waiting.waiting_page, name="waiting"),
    path("t/<uuid:ticket_id>/now", waiting.waiting_now, name="waiting-now"),
    path("t/<uuid:ticket_id>/leave", waiting.leave, name="leave"),
    path("t/<uuid:ticket_id>/80mm.pdf", waiting.ticket_paper, name="ticket-paper"),
    path("hall/<slug:code>/quiet-hours", quiet.quiet, name="quiet-hours"),
    path("display/", display.display, name="display"),
    path("display/calls", display.calls, name="display-calls"),
]
