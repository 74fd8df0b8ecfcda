from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.retention.views import keeping, owner

urlpatterns: list[URLPattern | URLResolver] = [
    path("personal-data/", keeping.report, name="personal-data"),
    path("personal-data/looks", keeping.looks, name="personal-data-looks"),
    path("personal-data/hold", keeping.hold, name="personal-data-hold"),
    path("personal-data/holds/<int:hold_id>/lift", keeping.lift, name="personal-data-lift"),
    path("personal-data/requests", keeping.requests, name="personal-data-requests"),
    path("personal-data/requests/<int:erasure_id>/erase", keeping.erase, name="personal-data-erase"),
    path("personal-data/requests/<int:erasure_id>/refuse", keeping.refuse, name="personal-data-refuse"),
    path("personal-data/owner", owner.at_window, name="personal-data-owner"),
    path("personal-data/owner/tell", owner.tell, name="personal-data-tell"),
    path("personal-data/owner/erase", owner.ask_erasure, name="personal-data-ask"),
    path("my/data", owner.mine, name="my-data"),
    path("my/data.json", owner.mine_as_data, name="my-data-json"),
]
