"""A page printer over IPP (its own, or a CUPS queue): state by Get-Printer-Attributes, papers by Print-Job."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from pyipp import IPP, IPPConnectionError, IPPError
from pyipp.enums import IppOperation

from onetrip.bridge.printing import MaySend, Printed
from onetrip.bridge.states import REASON_OF_STATE, WORKS, Outcome, PartKind, PartState, Reason
from onetrip.bridge.watch import Watch

LOOK_EVERY = 2.0
ANSWER_WITHIN = 3
PRINT_WITHIN = 75.0
"""Seconds for a page: a cold printer warms up for half a minute. Less than the house waits for us."""
_LOOK_AT_JOB = 0.3
_CANCELED, _ABORTED, _COMPLETED = 7, 8, 9

_BY_REASON = (
    ("media-jam", PartState.JAM),
    ("cover-open", PartState.OPEN),
    ("door-open", PartState.OPEN),
    ("interlock-open", PartState.OPEN),
    ("media-empty", PartState.OUT),
    ("media-needed", PartState.OUT),
    ("input-tray-missing", PartState.OPEN),
    ("toner-empty", PartState.FAULT),
    ("marker-supply-empty", PartState.FAULT),
    ("media-low", PartState.LOW),
    ("toner-low", PartState.LOW),
    ("marker-supply-low", PartState.LOW),
)
"""What a printer gives as its reasons (RFC 8011, 5.4.12), the worst first; each may end in -error, -warning, -report."""
_STOPPED = "stopped"


def state_of(state: str, reasons: list[str], levels: list[tuple[int, int]]) -> tuple[PartState, str]:
    """How a printer is by its state, its reasons and its marker levels as (level, counts as low from)."""
    for reason, found in _BY_REASON:
        named = next((one for one in reasons if one == reason or one.startswith(f"{reason}-")), None)
        if named:
            return found, named
    if state == _STOPPED:
        return PartState.FAULT, ", ".join(reasons) or _STOPPED
    if any(0 <= level <= low for level, low in levels):
        return PartState.LOW, "marker low"
    return PartState.READY, ""


class IppPrinter:
    """The driver. `address` is ipp://host:631/path."""

    def __init__(self, name: str, address: str) -> None:
        self.watch = Watch(name, PartKind.IPP)
        self._address = address
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Keep looking how it is."""
        while True:
            await self._look()
            await asyncio.sleep(LOOK_EVERY)

    async def print(self, content: bytes, may_send: MaySend) -> Printed | None:
        """Print one PDF."""
        async with self._turn:
            await self._look()
            if self.watch.state not in WORKS:
                return Printed(Outcome.FAILED, REASON_OF_STATE[self.watch.state])
            if not await may_send():
                return None
            async with self._line() as line:
                try:
                    number = await self._send(line, content)
                except IPPConnectionError:
                    return Printed(Outcome.UNKNOWN)
                except IPPError:
                    return Printed(Outcome.FAILED, Reason.REJECTED)
                return await self._wait(line, number)

    def _line(self) -> IPP:
        return IPP(self._address, request_timeout=ANSWER_WITHIN)

    async def _send(self, line: IPP, content: bytes) -> int:
        answer = await line.execute(
            IppOperation.PRINT_JOB,
            {
                "operation-attributes-tag": {"job-name": "onetrip", "document-format": "application/pdf"},
                "data": content,
            },
        )
        return int(answer["jobs"][0]["job-id"])

    async def _wait(self, line: IPP, number: int) -> Printed:
        """Until the printer says how it ended; a job that waits for paper is taken back, so that it does not come later."""
        until = time.monotonic() + PRINT_WITHIN
        while time.monotonic() < until:
            try:
                answer = await line.execute(
                    IppOperation.GET_JOB_ATTRIBUTES, {"operation-attributes-tag": {"job-id": number}}
                )
                state = int(answer["jobs"][0]["job-state"])
            except (IPPError, LookupError, ValueError):
                await self._look()
                await asyncio.sleep(_LOOK_AT_JOB)
                continue
            if state == _COMPLETED:
                return Printed(Outcome.PRINTED)
            if state in (_CANCELED, _ABORTED):
                return Printed(Outcome.FAILED, Reason.REJECTED)
            await self._look()
            if self.watch.state not in (*WORKS, PartState.AWAY, PartState.SILENT):
                return await self._take_back(line, number)
            await asyncio.sleep(_LOOK_AT_JOB)
        return Printed(Outcome.UNKNOWN)

    async def _take_back(self, line: IPP, number: int) -> Printed:
        why = REASON_OF_STATE[self.watch.state]
        try:
            await line.execute(IppOperation.CANCEL_JOB, {"operation-attributes-tag": {"job-id": number}})
        except IPPError:
            return Printed(Outcome.UNKNOWN)  # it may still come out when somebody puts in paper
        return Printed(Outcome.FAILED, why)

    async def _look(self) -> None:
        try:
            async with self._line() as line:
                found = await line.printer()
        except IPPConnectionError as error:
            silent = "Timeout" in str(error)
            self.watch.see(PartState.SILENT if silent else PartState.AWAY, "" if silent else "no connection")
        except IPPError as error:
            self.watch.see(PartState.GARBLED, type(error).__name__)
        else:
            levels = [(int(one.level), int(one.low_level)) for one in found.markers]
            self.watch.see(*state_of(str(found.state.printer_state), _list(found.state.reasons), levels))


def _list(reasons: Any) -> list[str]:
    if reasons is None:
        return []
    return [str(one) for one in reasons] if isinstance(reasons, list) else [str(reasons)]
