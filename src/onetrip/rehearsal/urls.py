from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.rehearsal.mapping import views as mapping
from onetrip.rehearsal.views import kept, pages, replay, roster

urlpatterns: list[URLPattern | URLResolver] = [
    path("rehearsal/map", mapping.page, name="rehearsal-map"),
    path("rehearsal/", pages.start, name="rehearsal"),
    path("rehearsal/ask/<slug:code>", pages.ask, name="rehearsal-ask"),
    path("rehearsal/print", pages.printed, name="rehearsal-print"),
    path("rehearsal/replay", replay.page, name="rehearsal-replay"),
    path("rehearsal/roster", roster.page, name="rehearsal-roster"),
    path("rehearsal/trust", pages.how_far, name="rehearsal-trust"),
    path("rehearsal/keep", kept.keep, name="rehearsal-keep"),
    path("rehearsal/kept/<uuid:plan_id>", kept.look, name="rehearsal-kept"),
    path("rehearsal/kept/<uuid:plan_id>/let-go", kept.let_go, name="rehearsal-let-go"),
]
