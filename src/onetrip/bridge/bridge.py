"""One bridge at work: beats, papers, and what its devices say to the page beside it.

It decides nothing about papers: the house says what is printed and whether it still is; here it is only made sure that
the house has agreed before the first byte, and hears how it ended, however long that takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from onetrip.bridge.house import House, HouseAway, HouseRefuses, Job
from onetrip.bridge.printing import Printed, Printer
from onetrip.bridge.states import BEAT_EVERY, Outcome, Reason
from onetrip.bridge.watch import Watch

log = logging.getLogger("onetrip.bridge")

VERSION = "1"
ASK_WHILE_DEAF = 0.5
"""Seconds between two questions for papers while the live stream is cut: half a second is not worth a word to anybody."""
ASK_ANYWAY = 5.0
SEND_WITHIN = 4.0
"""Seconds in which the house has to agree to a paper; after that it is not printed."""
REPORT_AGAIN = (0.3, 0.5, 1.0, 2.0)
GONE_WITHIN = 1.0
FINISH_WITHIN = 8.0
"""Seconds for papers that are at the printers when the bridge is told to stop: the house still hears how they ended."""


class Driver(Protocol):
    """A device that is looked after until the bridge ends."""

    watch: Watch

    async def run(self) -> None: ...


class Bridge:
    """The process of one place: `printers` print, `others` (scanners, readers) only speak.

    `station` is what the house calls the place; "" until it has said so.
    """

    def __init__(self, house: House, printers: list[Printer], others: list[Driver]) -> None:
        self.house = house
        self.printers = {printer.watch.name: printer for printer in printers}
        self.watches = [device.watch for device in (*printers, *others)]
        self._others = others
        self._busy: set[str] = set()
        self._beat_now, self._ask_now = asyncio.Event(), asyncio.Event()
        self._deaf = True
        self._holds = False
        self._fresh = True
        self._live = self.station = ""
        self._tasks: set[asyncio.Task[None]] = set()
        for watch in self.watches:
            watch.changed = self._beat_now.set

    async def run(self) -> None:
        """Work until cancelled, and then finish what is printing.

        A part that breaks is begun again, so that a reader's fault stops no printer.
        """
        devices = (*self.printers.values(), *self._others)
        async with asyncio.TaskGroup() as group:
            fetching = group.create_task(_for_ever(self._fetches))
            for part in (self._beats, self._listens, *(device.run for device in devices)):
                group.create_task(_for_ever(part))
            try:
                await asyncio.Event().wait()
            finally:
                fetching.cancel()
                await self._finish()

    async def _finish(self) -> None:
        """Let the papers that are at the printers come out and the house hear of them. What takes longer is left: the house
        counts it as unsure once this bridge is back."""
        if not self._tasks:
            return
        _, unfinished = await asyncio.wait(self._tasks, timeout=FINISH_WITHIN)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _beats(self) -> None:
        await asyncio.sleep(0.2)  # the drivers have had their first look
        while True:
            self._beat_now.clear()
            try:
                told = await self.house.beat(
                    [watch.told() for watch in self.watches], fresh=self._fresh, version=VERSION
                )
            except HouseAway as error:
                log.warning("the house is away: %s", error)
                every = GONE_WITHIN
            except HouseRefuses as error:
                self._holds = False
                log.error("the house refuses this bridge: %s", error)
                every = BEAT_EVERY
            else:
                self._fresh, self._holds, self._live, every = False, True, told.live, told.every
                self.station = told.station
                if told.waiting:
                    self._ask_now.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._beat_now.wait()

    async def _listens(self) -> None:
        while True:
            live = self._live
            if live and self._holds:
                try:
                    async for kind, data in self.house.listen(live):
                        if self._deaf:
                            self._deaf = False
                            self._ask_now.set()  # what was asked for meanwhile was not heard
                        if kind == "device" and self._is_about_us(data):
                            self._ask_now.set()
                except HouseAway as error:
                    log.warning("%s", error)
            self._deaf = True
            self._ask_now.set()  # from now on by itself, and not only after the long pause of one who hears
            await asyncio.sleep(ASK_WHILE_DEAF)

    def _is_about_us(self, data: dict[str, Any]) -> bool:
        """Whether a paper may wait for this place; where the stream does not say for whom, it may."""
        asked = data.get("thing") == "print-job" and data.get("verb") in ("ask", "give-back")
        return asked and data.get("station", self.station) == self.station

    async def _fetches(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ASK_WHILE_DEAF if self._deaf else ASK_ANYWAY):
                    await self._ask_now.wait()
            self._ask_now.clear()
            try:
                while self._holds and await self._fetch_one():
                    pass
            except HouseAway as error:
                log.warning("the house is away: %s", error)
                await asyncio.sleep(ASK_WHILE_DEAF)
            except HouseRefuses as error:
                log.warning("no papers for this bridge: %s", error)
                await asyncio.sleep(BEAT_EVERY)

    async def _fetch_one(self) -> bool:
        free = sorted(set(self.printers) - self._busy)
        if not free:
            return False
        lease = uuid.uuid4()
        try:
            job = await self.house.take(lease, free)
        except HouseAway:
            # The answer may have been lost on its way: the same lease gives the same paper again.
            job = await self.house.take(lease, free)
        if job is None:
            return False
        self._busy.add(job.printer)
        self._begin(self._see_to(job))
        return True

    def _begin(self, deed: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_to(self, job: Job) -> None:
        """Print one paper and say how it ended. Nothing here may end without a word to the house."""
        agreed = False

        async def may_send() -> bool:
            nonlocal agreed
            agreed = True  # from here on the house may believe that we have sent
            return await self._agree(job)

        try:
            printed = await self.printers[job.printer].print(job.content, may_send)
        except Exception as error:  # noqa: BLE001 -- the house has to hear of it, whatever it was
            log.error("a driver broke while printing: %s", type(error).__name__)
            printed = Printed(Outcome.UNKNOWN) if agreed else Printed(Outcome.FAILED, Reason.FAULT)
        finally:
            self._busy.discard(job.printer)
            self._ask_now.set()
        if printed is None:
            printed = Printed(Outcome.FAILED, Reason.NOT_FETCHED)
        await self._report(job, printed)

    async def _agree(self, job: Job) -> bool:
        try:
            async with asyncio.timeout(SEND_WITHIN):
                while True:
                    try:
                        await self.house.sent(job)
                    except HouseAway:
                        await asyncio.sleep(0.2)
                    else:
                        return True
        except (TimeoutError, HouseRefuses) as why:
            log.warning("a paper is not printed: %s", why or "no answer in time")
            return False

    async def _report(self, job: Job, printed: Printed) -> None:
        pauses = iter(REPORT_AGAIN)
        while True:
            try:
                await self.house.ended(job, printed)
            except HouseAway:
                await asyncio.sleep(next(pauses, REPORT_AGAIN[-1]))
            except HouseRefuses as error:
                log.warning("the house does not take the word on a paper: %s", error)
                return
            else:
                return


async def _for_ever(part: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        try:
            await part()
        except Exception as error:  # noqa: BLE001 -- whatever it was, the others go on
            # Its kind alone: what an exception says may be what a reader read.
            log.error("a part of the bridge broke and begins again: %s", type(error).__name__)
            await asyncio.sleep(1.0)
