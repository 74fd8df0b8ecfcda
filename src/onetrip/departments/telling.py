"""A case as its department's system is told of it: what deciding needs, the person masked."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.cases.where import may_step, worked_at
from onetrip.departments import feed, queries
from onetrip.departments.actions.working import STEPS
from onetrip.departments.models import ResultFile

_GRANTED = "true: granted, false: refused, null: not decided yet"


class InBothLanguages(Schema):
    """A name in both languages."""

    zh: str
    en: str


class CaseLine(Schema):
    """A case in the queue. Nothing in it says whose it is."""

    number: str
    matter: str
    matter_name: InBothLanguages
    department: str
    centre: str = Field(description="the code of the centre that works on it")
    state: str
    accepted_at: datetime
    due_on: date | None = Field(description="the last day; null: no limit is known, or it was done on the spot")
    due_certain: bool = Field(description="false: the holidays of that year are not announced yet")
    legal_due_on: date | None
    clock_stopped_at: datetime | None
    granted: bool | None = Field(description=_GRANTED)


class Cases(Schema):
    """A page of the queue; `next` goes into `after` for the next one, null at the end."""

    cases: list[CaseLine]
    next: str | None


class PaperOfCase(Schema):
    """A paper that was taken, or that is to follow."""

    paper: str
    name: InBothLanguages
    originals: int = Field(description="originals that were looked at")
    copies: int = Field(description="copies that were kept")
    follows: bool = Field(description="promised for later, and not here when the case was accepted")
    follows_by: date | None


class StopTold(Schema):
    """A time in which the clock stood still: "supplement" or one of the special procedures."""

    procedure: str
    reason: str
    began_at: datetime
    expected_on: date | None
    ended_at: datetime | None
    result: str


class Person(Schema):
    """Whose case it is, masked. The whole identity: POST …/identity, with a purpose and on record."""

    name: str | None
    id_number: str


class ProxyTold(Schema):
    """Who came for the person concerned, masked: somebody else, and never the one who is decided about."""

    name: str | None
    id_number: str
    relation: str = Field(description="agent | guardian | relative | representative: what they are to the resident")
    authority: str | None = Field(
        description="letter | guardianship | representation; null: the matter asks for none, or none is on record"
    )
    authority_until: date | None = Field(description="its last day")
    authority_ended: bool = Field(description="true: revoked, or entered by mistake")


class TakenBy(Schema):
    """By which system the case is worked on, and under which file number of its own."""

    system: str
    reference: str
    taken_at: datetime


class FileTold(Schema):
    """A file that was sent as a result; `sha256` is of its bytes, hexadecimal."""

    id: uuid.UUID
    kind: str
    size: int
    sha256: str
    given_out: bool = Field(description="whether the case was completed with it")


class DepartmentCase(CaseLine):
    """One case."""

    received_at: datetime
    completed_at: datetime | None
    delivered_at: datetime | None
    by_proxy: bool = Field(description="somebody else came for the resident")
    resident: Person | None = Field(description="the person concerned")
    proxy: ProxyTold | None = Field(description="who came for them; null: nobody, or not on record")
    papers: list[PaperOfCase]
    open_gaps: list[str] = Field(description="ids of papers that were promised and are not here yet")
    stops: list[StopTold]
    taken: TakenBy | None
    files: list[FileTold]
    can: list[str] = Field(description="the steps that can be done now")


class StepDone(Schema):
    """How a case stands after a step."""

    number: str
    state: str
    due_on: date | None
    legal_due_on: date | None
    granted: bool | None = Field(description=_GRANTED)


class ChangeTold(Schema):
    """Something that happened to a case; `id` is its place in the feed. For what the case holds now, fetch the case."""

    id: int
    type: str
    at: datetime
    case: str
    matter: str
    centre: str
    from_state: str
    to_state: str
    granted: bool | None = Field(description=_GRANTED)


class Changes(Schema):
    """Changes after a point; `next` goes into `after` the next time, also when there was nothing."""

    changes: list[ChangeTold]
    next: int
    more: bool = Field(description="true: there are others already, ask again at once")


def line(case: Case) -> dict[str, Any]:
    """A case in the queue."""
    return {
        "number": case.number,
        "matter": case.matter,
        "matter_name": case.matter_name,
        "department": case.department,
        "centre": worked_at(case),
        "state": case.state,
        "accepted_at": case.accepted_at or case.received_at,
        "due_on": case.due_on,
        "due_certain": case.due_certain,
        "legal_due_on": case.legal_due_on,
        "clock_stopped_at": case.clock_stopped_at,
        "granted": case.granted,
    }


def case_told(case: Case) -> dict[str, Any]:
    """One case, the person masked."""
    resident, taking = case.resident, queries.taking(case)
    return {
        **line(case),
        "received_at": case.received_at,
        "completed_at": case.completed_at,
        "delivered_at": case.delivered_at,
        "by_proxy": case.by_proxy,
        "resident": resident and {"name": resident.masked_name or None, "id_number": resident.masked_number},
        "proxy": _proxy(case),
        "papers": [_paper(one) for one in case.papers],
        "open_gaps": sorted(case.gaps.filter(brought_at=None).values_list("paper", flat=True)),
        "stops": list(case.stops.order_by("began_at")),
        "taken": taking and {"system": taking.system_id, "reference": taking.reference, "taken_at": taking.taken_at},
        "files": [file_told(one) for one in ResultFile.objects.filter(case=case).order_by("sent_at", "id")],
        "can": [verb for verb in STEPS if CASE.allows(verb, case.state) and may_step(case, verb, worked_at(case))],
    }


def _proxy(case: Case) -> dict[str, Any] | None:
    if case.proxy is None:
        return None
    authority = case.authority
    return {
        "name": case.proxy.masked_name or None,
        "id_number": case.proxy.masked_number,
        "relation": case.relation,
        "authority": authority and authority.kind,
        "authority_until": authority and authority.until,
        "authority_ended": authority is not None and authority.ended_at is not None,
    }


def done(case: Case) -> StepDone:
    """How a case stands after a step."""
    return StepDone(
        number=case.number,
        state=case.state,
        due_on=case.due_on,
        legal_due_on=case.legal_due_on,
        granted=case.granted,
    )


def change_told(told: feed.Told) -> dict[str, Any]:
    """A change in the feed."""
    return {
        "id": told.id,
        "type": told.type,
        "at": told.at,
        "case": told.case,
        "matter": told.matter,
        "centre": told.centre,
        "from_state": told.from_state,
        "to_state": told.to_state,
        "granted": told.granted,
    }


def file_told(one: ResultFile) -> dict[str, Any]:
    """A file of a result."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "size": one.size,
        "sha256": one.digest,
        "given_out": one.result_id is not None,
    }


def _paper(paper: dict[str, Any]) -> dict[str, Any]:
    return {
        "paper": paper["paper"],
        "name": paper["name"],
        "originals": paper.get("originals", 0),
        "copies": paper.get("copies", 0),
        "follows": bool(paper.get("follows")),
        "follows_by": paper.get("by"),
    }
