from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.training.practice import views, views_people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="practice"),
    path("next", views.ask, name="practice-next"),
    path("answer", views.answer, name="practice-answer"),
    path("answers/<uuid:review_id>", views.answered, name="practice-answered"),
    path("answers/<uuid:review_id>/felt", views.feel, name="practice-feel"),
    path("answers/<uuid:review_id>/undo", views.unfeel, name="practice-unfeel"),
    path("at-window", views.at_window, name="practice-at-window"),
    path("somebody-waits", views.somebody_waits, name="practice-somebody-waits"),
    path("people/", views_people.people, name="practice-people"),
    path("people/terms", views_people.set_terms, name="practice-terms"),
]
