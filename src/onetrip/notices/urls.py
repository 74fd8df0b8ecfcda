from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.notices.views import undelivered, words

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", words.words, name="notice-words"),
    path("notices/rules", words.set_rules, name="notice-rules"),
    path("notices/undelivered/", undelivered.undelivered, name="notices-undelivered"),
    path("notices/undelivered/<uuid:notice_id>/<slug:verb>", undelivered.press, name="notice-press"),
]
