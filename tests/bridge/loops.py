"""Asynchronous tests without a plugin: each runs in a loop of its own and may not hang."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LONGEST = 40.0


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run the test in an event loop, on a thread of its own: Playwright keeps a loop running in the thread of the tests."""

    @functools.wraps(test)
    def run(*args: Any, **given: Any) -> None:
        async def bounded() -> None:
            async with asyncio.timeout(LONGEST):
                await test(*args, **given)

        with ThreadPoolExecutor(1) as apart:
            apart.submit(lambda: asyncio.run(bounded())).result()

    return run


async def until(true: Callable[[], bool], patience: float = 10.0) -> float:
    """Wait until something is so; how long it took. AssertionError when it does not become so."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > patience:
            raise AssertionError("it did not become so in time")
        await asyncio.sleep(0.01)
    return time.monotonic() - began


async def may() -> bool:
    """The house that agrees."""
    return True
