from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from onetrip.training.views import mine, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("training/", mine.mine, name="training"),
    path("training/tests/begin", mine.begin, name="training-begin"),
    path("training/tests/<uuid:quiz_id>", mine.test, name="training-test"),
    path("training/tests/<uuid:quiz_id>/answer", mine.answer, name="training-answer"),
    path("training/tests/<uuid:quiz_id>/abandon", mine.abandon, name="training-abandon"),
    path("training/lessons", mine.teach, name="training-teach"),
    path("training/lessons/<uuid:teaching_id>", mine.taught, name="training-taught"),
    path("training/my-follow-ups/<uuid:follow_up_id>", people.own_follow_up, name="training-own-follow-up"),
    path("training/people/", people.matrix, name="training-people"),
    path("training/people/<int:account_id>", people.person, name="training-person"),
    path("training/people/<int:account_id>/enrol", people.enrol, name="training-enrol"),
    path("training/people/<int:account_id>/by-hand", people.by_hand, name="training-by-hand"),
    path("training/people/<int:account_id>/oral/<slug:matter>", people.oral, name="training-oral"),
    path("training/follow-ups/<uuid:follow_up_id>", people.follow_up, name="training-follow-up"),
    path("training/rules", people.rules, name="training-rules"),
    path("training/courses/", include("onetrip.training.courses.urls")),
    path("training/practice/", include("onetrip.training.practice.urls")),
]
