from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.licences import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("licences/", views.store, name="licence-store"),
    path("licences/now", views.store_now, name="licence-store-now"),
    path("licences/mood", views.change_mood, name="licence-store-mood"),
]
