from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.devices import views, views_papers

urlpatterns: list[URLPattern | URLResolver] = [
    path("devices/", views.devices, name="devices"),
    path("devices/here", views.here, name="screen-here"),
    path("devices/notice", views.notice, name="devices-notice"),
    path("devices/now", views.devices_now, name="devices-now"),
    path("devices/<int:printer_id>/trial", views.trial, name="trial-print"),
    path("papers/<slug:kind>/<slug:token>", views_papers.here, name="paper-here"),
    path("papers/<slug:kind>/<slug:token>/print", views_papers.print_here, name="print-here"),
]
