from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.cases.proxies.views import window

urlpatterns: list[URLPattern | URLResolver] = [
    path("window/who-came", window.who_came, name="window-who-came"),
    path("window/authority", window.register, name="window-authority"),
    path("window/authority/<uuid:authority_id>/end", window.end, name="window-authority-end"),
    path("window/authority-letter/<uuid:ticket_id>.pdf", window.letter_pdf, name="window-authority-letter"),
]
