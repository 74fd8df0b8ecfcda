"""Devices over HTTP: what a bridge says and fetches, and what a page says of its camera. See docs/devices.md."""

from __future__ import annotations

import base64
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from onetrip.bridge.states import BEAT_EVERY, Outcome, PartKind, PartState, Reason
from onetrip.devices import actions, rendering
from onetrip.devices.access import MayBridge, station_of_request
from onetrip.devices.models import PrintJob
from onetrip.devices.queries import station_of_account
from onetrip.ledger.api import REFUSALS
from onetrip.ledger.refusals import NotFound
from onetrip.staff.access import May, account_of
from onetrip.staff.permissions import Permission

router = Router(tags=["devices"])

Seconds = Annotated[float, Field(ge=0, le=10**9)]


class PartSaid(Schema):
    """One device as its driver found it; `seconds` since it has been so."""

    name: str = Field(pattern=r"^[a-z0-9-]{1,30}$")
    kind: PartKind
    state: PartState
    seconds: Seconds = 0.0
    detail: str = Field("", max_length=80)


class BeatSaid(Schema):
    """A bridge is there. `instance` is made anew by every bridge; `clock` its own, in seconds since 1970."""

    instance: uuid.UUID
    clock: Annotated[float, Field(ge=-(10**11), le=10**11)]
    version: str = Field("", max_length=20)
    fresh: bool = False
    parts: list[PartSaid] = Field(default_factory=list, max_length=20)


class BeatTold(Schema):
    """What the house answers: how many papers wait, where its live stream is ("" without one), when to speak again."""

    station: str
    waiting: int
    live: str
    every: float


class TakeSaid(Schema):
    """`lease`: a number that the bridge makes for this taking; the same one again gives the same job. `printers`: those
    that are free, by name; left out: any."""

    instance: uuid.UUID
    lease: uuid.UUID
    printers: list[str] | None = Field(None, max_length=20)


class JobTold(Schema):
    """A paper to print: the bytes for the printer called `printer`, in base64, as `format` ("escpos", "pdf") says."""

    id: uuid.UUID
    printer: str
    format: str
    content: str


class TakeTold(Schema):
    """What there is to print; null when nothing waits."""

    job: JobTold | None


class SentSaid(Schema):
    """Which taking this belongs to."""

    lease: uuid.UUID


class EndedSaid(Schema):
    """How a job ended; `reason` of a failure."""

    lease: uuid.UUID
    outcome: Outcome
    reason: Reason | None = None


class StateTold(Schema):
    """A job as it stands now."""

    state: str


class CameraSaid(Schema):
    """What a page found of its camera: ready, away (there is none), black, refused; `seconds` since it has been so."""

    state: Literal[PartState.READY, PartState.AWAY, PartState.BLACK, PartState.REFUSED]
    seconds: Seconds = 0.0


class Done(Schema):
    """Noted."""

    ok: bool = True


@router.post("/beats", auth=MayBridge(), response={200: BeatTold, **REFUSALS}, operation_id="bridge_beat")
def beat(request: HttpRequest, said: BeatSaid) -> dict[str, Any]:
    """A bridge says that it is there and how its devices are. Said every two seconds; saying it twice changes nothing."""
    station, now = station_of_request(request), timezone.now()
    parts = tuple(actions.Heard(one.name, one.kind, one.state, one.seconds, one.detail) for one in said.parts)
    waiting = actions.beat(
        station=station,
        said=actions.Beat(said.instance, said.clock, said.version, said.fresh, parts),
        now=now,
    )
    live = request.live_for(station.centre_id)  # type: ignore[attr-defined]  # set by LiveMiddleware
    return {"station": station.name, "waiting": waiting, "live": live, "every": BEAT_EVERY}


@router.post("/jobs/take", auth=MayBridge(), response={200: TakeTold, **REFUSALS}, operation_id="bridge_take")
def take(request: HttpRequest, said: TakeSaid) -> dict[str, Any]:
    """Fetch the next paper of this place that can be made, with what goes to the printer. Idempotent by its lease."""
    station, now = station_of_request(request), timezone.now()
    while job := actions.take(
        station=station, instance=said.instance, lease=said.lease, printers=said.printers, now=now
    ):
        try:
            return {"job": _told(job, rendering.render(job, now))}
        except rendering.NoPaper as why:
            actions.cannot_render(station=station, job_id=job.pk, lease=said.lease, reason=why.reason, now=now)
    return {"job": None}


def _told(job: PrintJob, content: bytes) -> dict[str, Any]:
    return {
        "id": job.pk,
        "printer": job.printer.name,
        "format": rendering.format_of(job),
        "content": base64.b64encode(content).decode("ascii"),
    }


@router.post("/jobs/{uuid:job}/sent", auth=MayBridge(), response={200: StateTold, **REFUSALS})
def sent(request: HttpRequest, job: uuid.UUID, said: SentSaid) -> dict[str, Any]:
    """Ask whether the first byte may go out. Only a 200 is a yes."""
    found = actions.sent(station=station_of_request(request), job_id=job, lease=said.lease, now=timezone.now())
    return {"state": found.state}


@router.post("/jobs/{uuid:job}/ended", auth=MayBridge(), response={200: StateTold, **REFUSALS})
def ended(request: HttpRequest, job: uuid.UUID, said: EndedSaid) -> dict[str, Any]:
    """How it ended. Said again until the house has answered; a second time changes nothing."""
    found = actions.ended(
        station=station_of_request(request),
        job_id=job,
        lease=said.lease,
        outcome=said.outcome,
        reason=said.reason or "",
        now=timezone.now(),
    )
    return {"state": found.state}


@router.post("/camera", auth=May(Permission.CHECK_IN), response={200: Done, **REFUSALS}, operation_id="report_camera")
def camera(request: HttpRequest, said: CameraSaid) -> dict[str, Any]:
    """A page at a machine says how its camera is. Says how things are, so that saying it twice changes nothing."""
    station = station_of_account(account_of(request))
    if station is None:
        raise NotFound(
            "station-unknown",
            "这个账号不是一台登记过设备的机器。",
            "This account is not a machine whose devices are on record.",
        )
    actions.report_camera(station=station, state=said.state, seconds=said.seconds, now=timezone.now())
    return {"ok": True}
