from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.ratings import views, views_complaints

urlpatterns: list[URLPattern | URLResolver] = [
    path("rectifications/", views.rectifications, name="rectifications"),
    path("rectifications/<uuid:rectification_id>", views.rectification, name="rectification"),
    path("rectifications/<uuid:rectification_id>/cause", views.set_cause, name="rectification-cause"),
    path(
        "rectifications/<uuid:rectification_id>/telephone",
        views_complaints.show_telephone,
        name="rectification-telephone",
    ),
    path("could-not/", views_complaints.could_not, name="could-not"),
    path("could-not/make", views_complaints.make, name="complaint-make"),
    path("could-not/<str:token>", views_complaints.complaint, name="complaint"),
    path("could-not/<str:token>/appeal", views_complaints.appeal, name="complaint-appeal"),
    path("rectifications/<uuid:rectification_id>/<slug:verb>", views.move, name="rectification-move"),
]
