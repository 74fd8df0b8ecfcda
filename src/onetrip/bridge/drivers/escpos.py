"""A receipt printer over TCP: one line kept open, its state asked for every second, one paper at a time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from urllib.parse import urlsplit

from onetrip.bridge.escpos import ASK_ALL, ASK_WHEN_DONE, CLEAR_BUFFER, Answers, Garbled, is_status, state_of
from onetrip.bridge.printing import MaySend, Printed
from onetrip.bridge.states import REASON_OF_STATE, WORKS, Outcome, PartKind, PartState, Reason
from onetrip.bridge.watch import Watch

LOOK_EVERY = 1.0
ANSWER_WITHIN = 1.5
CONNECT_WITHIN = 2.0
PRINT_WITHIN = 15.0
"""Seconds from the first byte until the printer has to have said that it is done; less than the house waits for us."""
_LOOK_WHILE_PRINTING = 0.3


class EscposPrinter:
    """The driver. `address` is tcp://host:port, the port 9100 unless given."""

    def __init__(self, name: str, address: str) -> None:
        parts = urlsplit(address)
        self.watch = Watch(name, PartKind.ESCPOS)
        self._host, self._port = parts.hostname or "", parts.port or 9100
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Keep looking how it is."""
        try:
            while True:
                async with self._turn:
                    await self._look()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        self._hang_up(hard=True)

    async def print(self, content: bytes, may_send: MaySend) -> Printed | None:
        """Print one paper. A printer that is not well is sent nothing, so that nothing comes out of it later."""
        async with self._turn:
            await self._look()
            if self.watch.state not in WORKS:
                return Printed(Outcome.FAILED, REASON_OF_STATE[self.watch.state])
            if not await may_send():
                return None
            try:
                return await self._send_and_wait(content)
            except Garbled as answer:
                self._hang_up(hard=True)
                self.watch.see(PartState.GARBLED, str(answer))
                return Printed(Outcome.UNKNOWN)
            except OSError:
                return await self._after_the_line_broke()

    async def _send_and_wait(self, content: bytes) -> Printed:
        """Send everything with the question when it is done behind it, and meanwhile look whether it still prints.

        Raises Garbled, OSError.
        """
        reader, writer = await self._connected()
        until = time.monotonic() + PRINT_WITHIN
        writer.write(content + ASK_WHEN_DONE)
        answers = Answers()
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(_LOOK_WHILE_PRINTING):
                    answer = await reader.read(1)
            except TimeoutError:
                if not answers.owed:
                    self._ask_how_it_is(writer, answers)
                continue
            if not answer:
                raise ConnectionResetError("the printer closed the line")
            found = answers.hear(answer[0])
            if found is not None:
                self.watch.see(*found)
            if answers.is_confirmed:
                return Printed(Outcome.FAILED, Reason.PAPER_OUT) if answers.is_out else Printed(Outcome.PRINTED)
            if answers.done is not None and not answers.is_asked_since:
                self._ask_how_it_is(writer, answers)
            if answers.done is None and self.watch.state not in WORKS:
                await self._forget_the_rest(writer)
                return Printed(Outcome.FAILED, REASON_OF_STATE[self.watch.state])
        whole = not writer.transport.get_write_buffer_size()
        self._hang_up(hard=True)
        self.watch.see(PartState.SILENT)
        return Printed(Outcome.UNKNOWN) if whole else Printed(Outcome.FAILED, Reason.SILENT)

    def _ask_how_it_is(self, writer: asyncio.StreamWriter, answers: Answers) -> None:
        writer.write(ASK_ALL)
        answers.asked()

    async def _forget_the_rest(self, writer: asyncio.StreamWriter) -> None:
        """So that half an old ticket does not come out when the paper has been changed."""
        writer.write(CLEAR_BUFFER)
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                await writer.drain()
        await asyncio.sleep(0.05)
        self._hang_up()

    async def _after_the_line_broke(self) -> Printed:
        """Everything may have arrived. A printer that is out of paper or open has surely not finished."""
        self._hang_up()
        await self._look()
        if self.watch.state in (PartState.OUT, PartState.OPEN, PartState.JAM):
            return Printed(Outcome.FAILED, REASON_OF_STATE[self.watch.state])
        return Printed(Outcome.UNKNOWN)

    async def _look(self) -> None:
        """Ask how it is; a line that an idle printer has closed is opened once more before it counts as out of reach."""
        for last in (False, True):
            fresh = self._line is None
            try:
                self.watch.see(*await self._ask())
                return
            except Garbled as answer:
                self._hang_up()
                self.watch.see(PartState.GARBLED, str(answer))
                return
            except TimeoutError:
                self._hang_up()
                self.watch.see(PartState.SILENT)
                return
            except OSError as error:
                self._hang_up()
                if last or fresh:
                    self.watch.see(PartState.AWAY, type(error).__name__)
                    return

    async def _ask(self) -> tuple[PartState, str]:
        reader, writer = await self._connected()
        writer.write(ASK_ALL)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                answers = await reader.readexactly(4)
        except asyncio.IncompleteReadError as error:
            if error.partial and not all(map(is_status, error.partial)):
                raise Garbled(error.partial.hex(" ")) from error
            raise ConnectionResetError("the printer closed the line") from error
        if not all(map(is_status, answers)):
            raise Garbled(answers.hex(" "))
        return state_of(*answers)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._line is None:
            try:
                async with asyncio.timeout(CONNECT_WITHIN):
                    self._line = await asyncio.open_connection(self._host, self._port)
            except TimeoutError as error:
                raise ConnectionError("no connection in time") from error
        return self._line

    def _hang_up(self, *, hard: bool = False) -> None:
        if self._line is not None:
            writer = self._line[1]
            self._line = None
            # Hard: what the kernel still holds of a paper that nobody wants any more must not be sent after all.
            if hard:
                writer.transport.abort()
            else:
                writer.close()
