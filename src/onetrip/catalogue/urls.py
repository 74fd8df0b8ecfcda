from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.catalogue import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("matters/", views.guide, name="guide"),
    path("matters/<slug:matter>", views.guide_matter, name="guide-matter"),
]
