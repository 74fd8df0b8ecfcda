"""A demonstration without a store: the simulated one, asked over HTTP as any other. `onetrip run` starts one for the whole house;
a process that was told of none (a test) starts its own, in a thread."""

from __future__ import annotations

import http.client
import json
import secrets
from dataclasses import replace
from functools import lru_cache

from onetrip.licences.contrib.http import HttpStore
from onetrip.licences.contrib.http import store as http_store
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore

NAME = "simulated"


@lru_cache(maxsize=1)
def running() -> SimulatedStore:
    """The simulated store of this process, started when it is first needed."""
    return SimulatedStore(secrets.token_urlsafe(16)).start()


def store(address: str, key: str) -> HttpStore:
    """The way to the one at `address`, or to that of this process where there is none."""
    if not address:
        address, key = running().address, running().key
    return replace(http_store(address, key), name=NAME)


def set_mood(way: HttpStore, mood: Mood) -> None:
    """Have the simulated store behave otherwise from now on. Raises OSError when it is gone."""
    line = http.client.HTTPConnection(way.host, way.port, timeout=2)
    try:
        line.request("POST", "/mood", json.dumps({"mood": mood.value}), {"Authorization": f"Bearer {way.key}"})
        line.getresponse().read()
    finally:
        line.close()


def mood(way: HttpStore) -> Mood | None:
    """How it behaves; None when it is gone."""
    line = http.client.HTTPConnection(way.host, way.port, timeout=2)
    try:
        line.request("GET", "/mood")
        return Mood(json.loads(line.getresponse().read())["mood"])
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        line.close()
