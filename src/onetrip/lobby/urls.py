from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.lobby.views import check_in, correct, display, personal, quiet, waiting, watch, weights

urlpatterns: list[URLPattern | URLResolver] = [
    path("hall/", check_in.start, name="check-in"),
    path("hall/arrivals", check_in.arrive, name="arrive"),
    path("hall/line", check_in.line, name="check-in-line"),
    path("hall/tickets/<uuid:ticket_id>", check_in.drawn, name="drawn"),
    path("hall/tickets/<uuid:ticket_id>/restore", check_in.restore, name="restore"),
    path("hall/tickets/<uuid:ticket_id>/release", correct.release, name="release"),
    path("hall/tickets/<uuid:ticket_id>/priority", correct.priority, name="ticket-priority"),
    path("hall/tickets/<uuid:ticket_id>/slip", correct.slip, name="ticket-slip"),
    path("hall/tickets/<uuid:ticket_id>/matters", correct.matters, name="ticket-matters"),
    path("hall/tickets/<uuid:ticket_id>/send", correct.send, name="ticket-send"),
    path("hall/tickets/<uuid:ticket_id>/leave", correct.leave, name="ticket-leave"),
    path("hall/find", correct.find, name="hall-find"),
    path("hall/alert", watch.alert, name="hall-alert"),
    path("hall/watch", watch.watch, name="watch"),
    path("hall/watch/now", watch.watch_now, name="watch-now"),
    path("hall/tidal/<int:alert_id>/see", watch.see, name="tidal-see"),
    path("hall/tidal/<int:alert_id>/ask", watch.ask, name="tidal-ask"),
    path("hall/weights", weights.weights, name="weights"),
    path("hall/weights/effect", weights.effect, name="weights-effect"),
    path("hall/weights/set", weights.set_weights, name="weights-set"),
    path("me/<str:token>", personal.personal_code, name="personal-code"),
    path("t/<uuid:ticket_id>", waiting.waiting_page, name="waiting"),
    path("t/<uuid:ticket_id>/now", waiting.waiting_now, name="waiting-now"),
    path("t/<uuid:ticket_id>/leave", waiting.leave, name="leave"),
    path("t/<uuid:ticket_id>/80mm.pdf", waiting.ticket_paper, name="ticket-paper"),
    path("hall/<slug:code>/quiet-hours", quiet.quiet, name="quiet-hours"),
    path("display/", display.display, name="display"),
    path("display/calls", display.calls, name="display-calls"),
]
