"""A bridge that is told to stop: it ends, whatever comes in at that moment, and what is printing comes out."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress

import pytest

from onetrip.bridge.bridge import Bridge
from onetrip.bridge.drivers.escpos import EscposPrinter
from onetrip.bridge.house import House
from onetrip.web.serving import free_port
from tests.bridge.loops import in_a_loop


@pytest.mark.parametrize("steps", range(6))
@in_a_loop
async def test_it_ends_although_a_device_changes_in_the_moment_of_the_stop(steps: int) -> None:
    nobody = free_port()
    house = House(f"http://127.0.0.1:{nobody}", "key", uuid.uuid4())
    printer = EscposPrinter("ticket", f"tcp://127.0.0.1:{nobody}")
    bridge = Bridge(house, [printer], [])
    work = asyncio.create_task(bridge.run())
    await asyncio.sleep(0.4)  # the first beat found nobody; the next waits for a change
    printer.watch.changed()
    for _ in range(steps):
        await asyncio.sleep(0)
    work.cancel()
    ended, _ = await asyncio.wait({work}, timeout=3)
    assert ended, "the bridge goes on"
    with suppress(asyncio.CancelledError):
        await work
    await house.close()
