"""A page printer over IPP (its own, or a CUPS queue): state by Get-Printer-Attributes, papers by Print-Job.

A paper that is not known to be out when nobody waits for it any more is taken back, now or when the printer can be reached
again: it would come out later, before whoever stands there then.
"""

from __future__ import annotations

import asyncio
import socket
import time
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp
from pyipp import IPP, IPPConnectionError, IPPError, IPPParseError, IPPResponseError
from pyipp.enums import IppOperation

from onetrip.bridge.ipp import state_of
from onetrip.bridge.printing import MaySend, Printed
from onetrip.bridge.states import REASON_OF_STATE, WORKS, Outcome, PartKind, PartState, Reason
from onetrip.bridge.watch import Watch

LOOK_EVERY = 2.0
ANSWER_WITHIN = 3
SEND_WITHIN = 30
"""Seconds for a printer to take a whole paper: some answer only when they have worked through the PDF."""
FIND_WITHIN = 10.0
"""Seconds for which a paper is looked for at the printer after the line broke while it was sent."""
PRINT_WITHIN = 75.0
"""Seconds for a page: a cold printer warms up for half a minute. Less than the house waits for us."""
_LOOK_AT_JOB = 0.3
_CANCELED, _ABORTED, _COMPLETED = 7, 8, 9
_NOTHING_WAS_SENT = (aiohttp.ClientConnectorError, socket.gaierror)
_NO_ANSWER = (IPPConnectionError, IPPParseError, IPPResponseError)


@dataclass
class _Job:
    """A paper at the printer: by our name for it, and by the printer's number once that has been heard."""

    name: str
    until: float
    number: int | None = None


class IppPrinter:
    """The driver. `address` is ipp://host:631/path."""

    def __init__(self, name: str, address: str) -> None:
        self.watch = Watch(name, PartKind.IPP)
        self._address = address
        self._turn = asyncio.Lock()
        self._unwanted: list[_Job] = []

    async def run(self) -> None:
        """Keep looking how it is."""
        while True:
            await self._look()
            if self._unwanted and not self._turn.locked():
                async with self._turn:
                    await self._take_back_the_unwanted()
            await asyncio.sleep(LOOK_EVERY)

    async def print(self, content: bytes, may_send: MaySend) -> Printed | None:
        """Print one PDF."""
        async with self._turn:
            await self._look()
            if self.watch.state not in WORKS:
                return Printed(Outcome.FAILED, REASON_OF_STATE[self.watch.state])
            await self._take_back_the_unwanted()
            if not await may_send():
                return None
            job = _Job(f"onetrip-{uuid.uuid4().hex}", time.monotonic() + PRINT_WITHIN)
            printed = await self._send(job, content)
            if printed.outcome is Outcome.UNKNOWN:
                self._unwanted.append(job)
            return printed

    async def _send(self, job: _Job, content: bytes) -> Printed:
        said = {
            "operation-attributes-tag": {"job-name": job.name, "document-format": "application/pdf"},
            "data": content,
        }
        try:
            answer = await self._ask(IppOperation.PRINT_JOB, said, within=SEND_WITHIN)
            job.number = int(answer["jobs"][0]["job-id"])
        except IPPConnectionError as error:
            if isinstance(error.__cause__, _NOTHING_WAS_SENT):
                return Printed(Outcome.FAILED, Reason.AWAY)
        except (IPPParseError, LookupError, ValueError):
            pass  # it may have been taken all the same
        except IPPError:
            return Printed(Outcome.FAILED, Reason.REJECTED)
        return await self._follow(job)

    async def _follow(self, job: _Job) -> Printed:
        """Until the printer says how it ended; what waits for paper, or for too long, is taken back."""
        found_by = time.monotonic() + FIND_WITHIN
        while time.monotonic() < (job.until if job.number is not None else min(found_by, job.until)):
            state = await self._state(job)
            if state == _COMPLETED:
                return Printed(Outcome.PRINTED)
            if state in (_CANCELED, _ABORTED):
                return Printed(Outcome.FAILED, Reason.REJECTED)
            await self._look()
            if self.watch.state not in (*WORKS, PartState.AWAY, PartState.SILENT):
                return await self._give_up(job, REASON_OF_STATE[self.watch.state])
            await asyncio.sleep(_LOOK_AT_JOB)
        return await self._give_up(job, Reason.SILENT)

    async def _state(self, job: _Job) -> int | None:
        """How far a job is; None while nobody can tell."""
        try:
            if job.number is None:
                job.number = await self._find(job.name)
            if job.number is None:
                return None
            named = {"operation-attributes-tag": {"job-id": job.number}}
            answer = await self._ask(IppOperation.GET_JOB_ATTRIBUTES, named)
            return int(answer["jobs"][0]["job-state"])
        except (IPPError, LookupError, ValueError):
            return None

    async def _find(self, name: str) -> int | None:
        """The printer's number of the job that we named so; None: it does not know one. Raises IPPError."""
        for which in ("not-completed", "completed"):
            wanted = {"which-jobs": which, "my-jobs": True, "requested-attributes": ["job-id", "job-name"]}
            answer = await self._ask(IppOperation.GET_JOBS, {"operation-attributes-tag": wanted})
            for one in answer["jobs"]:
                if one.get("job-name") == name:
                    return int(one["job-id"])
        return None

    async def _give_up(self, job: _Job, why: Reason) -> Printed:
        try:
            is_taken_back = await self._cancel(job)
        except (IPPError, LookupError, ValueError):
            is_taken_back = False
        return Printed(Outcome.FAILED, why) if is_taken_back else Printed(Outcome.UNKNOWN)

    async def _cancel(self, job: _Job) -> bool:
        """Take a job back; False for one that the printer does not know. Raises IPPError."""
        if job.number is None:
            job.number = await self._find(job.name)
        if job.number is None:
            return False
        await self._ask(IppOperation.CANCEL_JOB, {"operation-attributes-tag": {"job-id": job.number}})
        return True

    async def _take_back_the_unwanted(self) -> None:
        """The papers that nobody could take back before, once the printer can be spoken with."""
        for job in list(self._unwanted):
            try:
                await self._cancel(job)
            except _NO_ANSWER:
                return
            except (IPPError, LookupError, ValueError):
                pass  # it has ended meanwhile, or this printer takes nothing back
            self._unwanted.remove(job)

    async def _look(self) -> None:
        try:
            async with IPP(self._address, request_timeout=ANSWER_WITHIN) as line:
                found = await line.printer()
        except IPPConnectionError as error:
            silent = "Timeout" in str(error)
            self.watch.see(PartState.SILENT if silent else PartState.AWAY, "" if silent else "no connection")
        except IPPError as error:
            self.watch.see(PartState.GARBLED, type(error).__name__)
        else:
            levels = [(int(one.level), int(one.low_level)) for one in found.markers]
            self.watch.see(*state_of(str(found.state.printer_state), _list(found.state.reasons), levels))

    async def _ask(self, operation: IppOperation, said: dict[str, Any], *, within: int | None = None) -> dict[str, Any]:
        async with IPP(self._address, request_timeout=within or ANSWER_WITHIN) as line:
            return await line.execute(operation, said)


def _list(reasons: Any) -> list[str]:
    if reasons is None:
        return []
    return [str(one) for one in reasons] if isinstance(reasons, list) else [str(reasons)]
