from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.insight import views, views_spared, views_told

urlpatterns: list[URLPattern | URLResolver] = [
    path("director/", views.director, name="director"),
    path("director/figures", views.figures, name="director-figures"),
    path("director/spared", views_spared.spared, name="director-spared"),
    path("director/waits", views_told.told, name="director-told"),
]
