from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.nodes import views, views_calls

urlpatterns: list[URLPattern | URLResolver] = [
    path("nodes/", views.state, name="nodes"),
    path("nodes/state", views.state_part, name="nodes-state"),
    path("nodes/notice", views.notice, name="line-notice"),
    path("nodes/conflicts/<uuid:conflict_id>", views.conflict, name="conflict"),
    path("nodes/conflicts/<uuid:conflict_id>/decide", views.decide, name="conflict-decide"),
    path("nodes/exchange", views_calls.exchange, name="node-exchange"),
    path("nodes/slip", views_calls.slip, name="node-slip"),
]
