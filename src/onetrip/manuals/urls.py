from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.manuals import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("matters/<slug:matter>.pdf", views.guide_print, name="guide-pdf"),
    path("manual/", views.contents, name="manual"),
    path("manual/book.pdf", views.book, name="manual-book"),  # before a matter's own print
    path("manual/<slug:matter>", views.manual, name="manual-matter"),
    path("manual/<slug:matter>.pdf", views.manual_print, name="manual-pdf"),
]
