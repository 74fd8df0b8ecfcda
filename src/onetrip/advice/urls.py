from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.advice.views import desk, phone, slips

urlpatterns: list[URLPattern | URLResolver] = [
    path("", phone.start, name="start"),
    path("ask/", phone.search, name="ask-search"),
    path("ask/begin", phone.begin, name="ask-begin"),
    path("ask/<uuid:consultation_id>/", phone.ask, name="ask"),
    path("ask/<uuid:consultation_id>/plan", phone.plan, name="ask-plan"),
    path("ask/<uuid:consultation_id>/slip", phone.take_slip, name="ask-slip"),
    path("ask/<uuid:consultation_id>/<slug:act>", phone.press, name="ask-press"),
    path("slip", slips.find, name="find-slip"),
    path("s/<str:token>.pdf", slips.pdf, name="slip-pdf"),
    path("s/<str:token>/80mm.pdf", slips.roll, name="slip-roll"),
    path("s/<str:token>/authority.pdf", slips.authority, name="slip-authority"),
    path("s/<str:token>/again", slips.again, name="slip-again"),
    path("s/<str:token>", slips.slip, name="slip"),
    path("desk/", desk.start, name="desk"),
    path("desk/search", desk.search, name="desk-search"),
    path("desk/next", desk.following, name="desk-next"),
    path("desk/slip/<str:token>", desk.slip, name="desk-slip"),
    path("desk/slip/<str:token>/again", desk.again, name="desk-again"),
    path("desk/begin/<slug:act>", desk.begin, name="desk-begin"),
    path("desk/<uuid:consultation_id>/", desk.consultation, name="desk-consultation"),
    path("desk/<uuid:consultation_id>/<slug:act>", desk.press, name="desk-press"),
]
