"""The live stream as a page listens to it: again and again while the page is open, and without a word while its line is cut."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from onetrip.rehearsal.drilling.playing.client import Browser, Failed

AGAIN_AFTER = 2.0
"""Real seconds before a page tries its line again, as web/live.js."""


async def heard(browser: Browser, address: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """What comes through the line, for ever: (kind, data). `("open", {})` whenever it has come up: what happened before it
    did was not heard, so whoever listens looks for itself then."""
    while True:
        try:
            response = await browser.listen(address)
        except Failed:
            await asyncio.sleep(AGAIN_AFTER)
            continue
        try:
            yield "open", {}
            async for event in _events(response):
                yield event
        finally:
            response.close()
        await asyncio.sleep(AGAIN_AFTER)


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    kind = ""
    with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
        async for line in response.content:
            if line.startswith(b"event:"):
                kind = line[6:].strip().decode()
            elif line.startswith(b"data:") and kind != "beat":
                yield kind, json.loads(line[5:])
