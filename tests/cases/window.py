"""A window over HTTP: a signed-in clerk, and the requests of a visit as a machine would send them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cases.counter import Counter, open_counter


@dataclass
class HttpWindow:
    """Window 1 with its clerk signed in."""

    counter: Counter
    client: Client

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: uuid.UUID | None = None) -> HttpResponse:
        return self.client.post(
            f"/api/{path}",
            data=body or {},
            content_type="application/json",
            headers={"Idempotency-Key": str(key or uuid.uuid4())},
        )

    def arrive(self, **body: Any) -> dict[str, Any]:
        return self.post("lobby/arrivals", body).json()

    def serving(self, **body: Any) -> dict[str, Any]:
        """Somebody at the window."""
        self.arrive(**body)
        ticket = self.post("lobby/windows/1/call-next").json()["ticket"]
        return self.post(f"lobby/tickets/{ticket['id']}/start").json()


def open_http_window() -> HttpWindow:
    """Nobody waits yet."""
    counter = open_counter()
    client = Client()
    client.force_login(counter.hall.clerks[0])
    return HttpWindow(counter, client)
