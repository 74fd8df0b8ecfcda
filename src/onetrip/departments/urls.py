from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.departments.views import results, systems, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("departments/", systems.systems, name="department-systems"),
    path("departments/add", systems.add, name="department-system-add"),
    path("departments/results/of/<str:number>", results.of_case, name="case-results"),
    path("departments/results/<uuid:file_id>", results.file, name="case-result-file"),
    path("departments/webhooks/<uuid:subscription_id>", webhooks.webhook, name="webhook"),
    path("departments/webhooks/<uuid:subscription_id>/<slug:verb>", webhooks.turn, name="webhook-turn"),
    path(
        "departments/webhooks/<uuid:subscription_id>/again/<int:delivery>",
        webhooks.send_again,
        name="webhook-send-again",
    ),
    path("departments/systems/<slug:code>", systems.system, name="department-system"),
    path("departments/systems/<slug:code>/key", systems.give_key, name="department-system-key"),
    path(
        "departments/systems/<slug:code>/keys/<slug:key_id>/revoke", systems.revoke_key, name="department-system-revoke"
    ),
    path("departments/systems/<slug:code>/webhooks", webhooks.subscribe, name="department-system-subscribe"),
    path("departments/systems/<slug:code>/<slug:verb>", systems.turn, name="department-system-turn"),
]
