"""Every address of the house. Rooms name their own; a test walks all of them as every role."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from onetrip.web import views, views_open, views_parts, views_rights, views_switch
from onetrip.web.api import api

urlpatterns = [
    path("api/", api.urls),  # first: whoever asks often does not go through the names of all pages
    path("", include("onetrip.advice.urls")),
    path("", include("onetrip.catalogue.urls")),
    path("", include("onetrip.manuals.urls")),
    path("", include("onetrip.notices.urls")),
    path("", include("onetrip.appointments.urls")),
    path("", include("onetrip.lobby.urls")),
    path("", include("onetrip.devices.urls")),
    path("", include("onetrip.licences.urls")),
    path("", include("onetrip.cases.urls")),
    path("", include("onetrip.ratings.urls")),
    path("", include("onetrip.kiosk.urls")),
    path("", include("onetrip.departments.urls")),
    path("", include("onetrip.knowledge.urls")),
    path("", include("onetrip.training.urls")),
    path("", include("onetrip.duty.urls")),
    path("", include("onetrip.appraisal.urls")),
    path("", include("onetrip.rehearsal.urls")),
    path("", include("onetrip.rehearsal.drilling.urls")),
    path("", include("onetrip.nodes.urls")),
    path("", include("onetrip.retention.urls")),
    path("", include("onetrip.days.urls")),
    path("", include("onetrip.editing.urls")),
    path("", include("onetrip.insight.urls")),
    path("", include("onetrip.operation.urls")),
    path("staff/", views.staff_start, name="staff-start"),
    path("staff/rights/", views_rights.rights, name="staff-rights"),
    path("staff/rights/lend", views_rights.lend, name="staff-rights-lend"),
    path("staff/rights/<int:grant_id>/take-back", views_rights.take_back, name="staff-rights-take-back"),
    path("device/pair/<str:secret>", views.pair_device, name="pair-device"),
    path("language", views_switch.switch_language, name="switch-language"),
    path("scale", views_switch.switch_scale, name="switch-scale"),
    path("contrast", views_switch.switch_contrast, name="switch-contrast"),
    path("aloud", views_switch.switch_aloud, name="switch-aloud"),
    path("open-data/", views_open.open_data_page, name="open-data"),
    path("open-data/<str:name>", views_open.open_data_file, name="open-data-file"),
    path("sitemap.xml", views_open.site_map, name="site-map"),
    path("robots.txt", views_open.robots, name="robots"),
    path("health", views.health, name="health"),
    path("", include("onetrip.signin.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("parts/", views_parts.parts_page, name="parts"))

handler404 = "onetrip.web.views.not_found"
handler400 = "onetrip.web.views.bad_request"
handler500 = "onetrip.web.views.mistake"
