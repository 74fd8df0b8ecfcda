"""A program that talks to the API of a consultation, with the cookies of one browser."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass
class Program:
    """One session over HTTP. `at` is the consultation it goes on with."""

    client: Client = field(default_factory=Client)
    at: str = ""

    def post(self, path: str, body: Any = None, *, key: uuid.UUID | None = None) -> HttpResponse:
        return self.client.post(
            f"/api/advice/{path}",
            data=json.dumps({} if body is None else body),
            content_type="application/json",
            headers={"Idempotency-Key": str(key or uuid.uuid4())},
        )

    def get(self, path: str) -> HttpResponse:
        return self.client.get(f"/api/advice/{path}")

    def begin(self, channel: str = "phone") -> dict[str, Any]:
        """Begin a consultation and go on with it."""
        answer = self.post("consultations", {"channel": channel})
        assert answer.status_code == 200, answer.content
        self.at = answer.json()["id"]
        return answer.json()

    def act(self, verb: str, *, key: uuid.UUID | None = None, **body: Any) -> dict[str, Any]:
        """Do something in the consultation; where it stands afterwards."""
        answer = self.try_to(verb, key=key, **body)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def try_to(self, verb: str, *, key: uuid.UUID | None = None, **body: Any) -> HttpResponse:
        return self.post(f"consultations/{self.at}/{verb}", body, key=key)

    def state(self) -> dict[str, Any]:
        answer = self.get(f"consultations/{self.at}")
        assert answer.status_code == 200
        return answer.json()

    def compute(self, **asked: Any) -> dict[str, Any]:
        answer = self.post("compute", asked)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()
