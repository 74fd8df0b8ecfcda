from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.devices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("devices/", views.devices, name="devices"),
    path("devices/now", views.devices_now, name="devices-now"),
]
