"""The house as a bridge sees it: four operations and one live stream. See docs/devices.md."""

from __future__ import annotations

import base64
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp

from onetrip.bridge.printing import Printed

log = logging.getLogger("onetrip.bridge")

ANSWER_WITHIN = 4.0
SILENCE = 40.0
"""Seconds without a beat of the live stream (it sends one every 15) after which its line counts as dead."""


class HouseAway(Exception):
    """The house did not answer, or answered that it cannot now; later it may."""


class HouseRefuses(Exception):
    """The house said no; `status` and `code` say why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass(frozen=True)
class Job:
    """A paper to print, and under which number of ours it was taken."""

    id: str
    printer: str
    lease: uuid.UUID
    content: bytes


@dataclass(frozen=True)
class Told:
    """What the house answered to a beat."""

    station: str
    waiting: int
    live: str
    every: float


class House:
    """One kept connection to the house, with the key of this bridge."""

    def __init__(self, address: str, key: str, instance: uuid.UUID) -> None:
        self._api = f"{address}/api/devices"
        self._instance = str(instance)
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {key}"}, timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        )

    async def close(self) -> None:
        """Hang up."""
        await self._session.close()

    async def beat(self, parts: Iterable[dict[str, object]], *, fresh: bool, version: str) -> Told:
        """Say that we are here and how the devices are. Raises HouseAway, HouseRefuses."""
        said = {
            "instance": self._instance,
            "clock": time.time(),
            "version": version,
            "fresh": fresh,
            "parts": list(parts),
        }
        told = await self._post("/beats", said)
        return Told(told["station"], told["waiting"], told["live"], told["every"])

    async def take(self, lease: uuid.UUID, printers: list[str]) -> Job | None:
        """Fetch the next paper for one of these printers. The same lease again gives the same paper."""
        said = {"instance": self._instance, "lease": str(lease), "printers": printers}
        job = (await self._post("/jobs/take", said))["job"]
        if job is None:
            return None
        return Job(job["id"], job["printer"], lease, base64.b64decode(job["content"]))

    async def sent(self, job: Job) -> None:
        """Ask whether the first byte may go out; it may when this returns."""
        await self._post(f"/jobs/{job.id}/sent", {"lease": str(job.lease)})

    async def ended(self, job: Job, printed: Printed) -> None:
        """Say how it ended."""
        said = {"lease": str(job.lease), "outcome": printed.outcome.value, "reason": printed.reason}
        await self._post(f"/jobs/{job.id}/ended", said)

    async def listen(self, live: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """What the live stream says, as (kind, data), until its line ends. Raises HouseAway."""
        patience = aiohttp.ClientTimeout(total=None, sock_connect=ANSWER_WITHIN, sock_read=SILENCE)
        try:
            async with self._session.get(live, timeout=patience, headers={"Authorization": ""}) as answer:
                if answer.status != 200:
                    raise HouseAway(f"live stream: {answer.status}")
                kind = ""
                async for line in answer.content:
                    text = line.decode("utf-8", "replace").rstrip("\n")
                    if text.startswith("event: "):
                        kind = text[7:]
                    elif text.startswith("data: "):
                        yield kind, _data(text[6:])
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise HouseAway(f"live stream: {type(error).__name__}") from error

    async def _post(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self._session.post(self._api + path, json=said) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise HouseAway(type(error).__name__) from error
        told = _data(body.decode("utf-8", "replace"))
        if answer.status >= 500:
            raise HouseAway(str(answer.status))
        if answer.status != 200:
            raise HouseRefuses(answer.status, str(told.get("code", "")))
        return told


def _data(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
