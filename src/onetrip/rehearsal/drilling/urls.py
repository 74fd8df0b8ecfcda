from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.rehearsal.drilling import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("rehearsal/drills/", views.drills, name="drills"),
    path("rehearsal/drills/<uuid:drill_id>", views.drill, name="drill"),
    path("rehearsal/drills/tasks/<int:task_id>", views.set_task, name="drill-task"),
    path("rehearsal/drills/cards/<slug:scenario>.pdf", views.cards, name="drill-cards"),
]
