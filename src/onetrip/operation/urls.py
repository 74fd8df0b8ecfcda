from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.operation import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("metrics", views.figures, name="metrics"),
    path("operator/", views.page, name="operator"),
    path("operator/part", views.part, name="operator-part"),
]
