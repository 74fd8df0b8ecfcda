from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.training.courses import views, views_notes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.courses, name="courses"),
    path("studied", views.studied, name="course-studied"),
    path("not-studied", views.not_studied, name="course-not-studied"),
    path("matters/<slug:matter>/", views.matter, name="course-matter"),
    path("matters/<slug:matter>/examples", views.examples, name="course-examples"),
    path("notes/<slug:of>/<slug:name>", views_notes.add, name="course-note-add"),
    path("note/<uuid:note_id>/", views_notes.note, name="course-note"),
    path("note/<uuid:note_id>/remove", views_notes.remove, name="course-note-remove"),
    path("note/<uuid:note_id>/bring-back", views_notes.bring_back, name="course-note-bring-back"),
    path("pictures/<uuid:picture>.jpg", views_notes.picture, name="course-picture"),
    path("<slug:category>/", views.category, name="course-category"),
]
