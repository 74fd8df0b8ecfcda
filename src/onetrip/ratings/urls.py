from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.ratings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("rectifications/", views.rectifications, name="rectifications"),
    path("rectifications/<uuid:rectification_id>", views.rectification, name="rectification"),
    path("rectifications/<uuid:rectification_id>/cause", views.set_cause, name="rectification-cause"),
    path("rectifications/<uuid:rectification_id>/<slug:verb>", views.move, name="rectification-move"),
]
