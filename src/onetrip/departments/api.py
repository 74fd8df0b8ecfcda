"""The API for departments' own systems (docs/departments.md). Every call is signed; a changing one carries a key, and the
same key gets the same answer byte for byte."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from onetrip.cases import queries as cases
from onetrip.cases.procedures import procedures
from onetrip.cases.wording import as_json
from onetrip.departments import actions, checking, feed, queries, telling
from onetrip.departments.access import MaySign, body_of, system_of
from onetrip.departments.answering import REPEATED, once
from onetrip.departments.telling import Changes, DepartmentCase, FileTold, InBothLanguages, StepDone
from onetrip.ledger.api import REFUSALS, Key

router = Router(tags=["departments"])

_NOTE = 800
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file itself, at most 10 MB.",
        "content": {name: {"schema": {"type": "string", "format": "binary"}} for name in checking.TYPES},
    }
}
_REPEATED = {
    "responses": {
        200: {
            "headers": {REPEATED: {"description": "“true”: asked before with this key", "schema": {"type": "string"}}}
        }
    }
}

Limit = Annotated[int, Query(ge=1, le=200)]


class Me(Schema):
    """What this system may do, and what time it is here: a call to try a key with."""

    system: str
    department: str
    centres: list[str] = Field(description="codes of the centres; “*” for every one")
    may_see_identity: bool
    now: datetime


class ProcedureTold(Schema):
    """A special procedure whose time is not counted in the limit."""

    id: str
    name: InBothLanguages


class Taking(Schema):
    """The file number under which the department works on it. No personal data."""

    reference: str = Field("", max_length=60)


class Wanted(Schema):
    """Everything that is wanted, in a sentence, at once (一次性告知)."""

    papers: str = Field(max_length=_NOTE)


class Note(Schema):
    """A sentence for the record."""

    note: str = Field("", max_length=_NOTE)


class Beginning(Schema):
    """A special procedure begins: which (GET /procedures), why, and by when it should be over."""

    procedure: str = Field(max_length=24)
    reason: str = Field(max_length=_NOTE)
    expected_on: date | None = None


class Ending(Schema):
    """What came of the special procedure."""

    result: str = Field(max_length=_NOTE)


class Decision(Schema):
    """The decision; a refusal needs its reason, in words that the resident understands."""

    granted: bool
    reason: str = Field("", max_length=_NOTE)


class Completion(Schema):
    """The result: files that were sent before (their ids), the number of an e-licence, a paper that goes to the centre."""

    files: list[uuid.UUID] = Field(default_factory=list, max_length=10)
    licence: str = Field("", max_length=80)
    on_paper: bool = False
    note: str = Field("", max_length=_NOTE)


class Asking(Schema):
    """What the unmasked identity is needed for; kept on record with who asked."""

    purpose: str = Field(min_length=2, max_length=160)


class WhoseCase(Schema):
    """Whose case it is, unmasked."""

    name: str | None
    id_number: str


@router.get("/me", auth=MaySign(), response={200: Me, **REFUSALS}, operation_id="department_me")
def me(request: HttpRequest) -> dict[str, Any]:
    """Try a key: what it opens, and the time here."""
    system = system_of(request)
    return {
        "system": system.pk,
        "department": system.department,
        "centres": list(queries.centres_of(system)),
        "may_see_identity": system.may_see_identity,
        "now": timezone.now(),
    }


@router.get(
    "/procedures", auth=MaySign(), response={200: list[ProcedureTold], **REFUSALS}, operation_id="department_procedures"
)
def special_procedures(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- ninja names it
    """The special procedures that stop the clock of a case."""
    return [{"id": name, "name": as_json(text)} for name, text in procedures().items()]


@router.get("/cases", auth=MaySign(), response={200: telling.Cases, **REFUSALS}, operation_id="department_cases")
def list_cases(
    request: HttpRequest,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Limit = 50,
    state: Literal["", "accepted", "supplement", "procedure", "decided"] = "",
) -> dict[str, Any]:
    """What waits for the department, in the order of acceptance, page by page."""
    page = queries.queue(system_of(request).account.departments(), after=after, most=limit, state=state)
    return {"cases": [telling.line(case) for case in page.cases], "next": page.next or None}


@router.get("/changes", auth=MaySign(), response={200: Changes, **REFUSALS}, operation_id="department_changes")
def list_changes(
    request: HttpRequest, after: Annotated[int, Query(ge=0, le=2**62)] = 0, limit: Limit = 100
) -> dict[str, Any]:
    """What happened to the department's cases since a point, from the beginning (0) on, in order and without gaps."""
    page = feed.page(system_of(request).account.departments(), after=after, most=limit)
    return {"changes": [telling.change_told(one) for one in page.changes], "next": page.next, "more": page.more}


@router.get(
    "/cases/{number}", auth=MaySign(), response={200: DepartmentCase, **REFUSALS}, operation_id="department_case"
)
def one_case(request: HttpRequest, number: str) -> dict[str, Any]:
    """One case of the department, in whatever state, the person masked."""
    return telling.case_told(cases.case_of_departments(number, system_of(request).account.departments()))


@router.post(
    "/cases/{number}/identity",
    auth=MaySign(),
    response={200: WhoseCase, **REFUSALS},
    operation_id="department_identity",
)
def identity(request: HttpRequest, number: str, asking: Asking) -> dict[str, Any]:
    """The unmasked identity behind a case. Each call is on record with its purpose; nothing of the answer is kept."""
    resident = actions.view_identity(
        system=system_of(request), number=number, purpose=asking.purpose, now=timezone.now()
    )
    return {"name": resident.name, "id_number": resident.number}


@router.post(
    "/cases/{number}/take",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_take",
    openapi_extra=_REPEATED,
)
def take(request: HttpRequest, number: str, taking: Taking, key: Key) -> HttpResponse:
    """This system works on the case from now on, and no other one of the department does."""

    def deed(own: uuid.UUID, now: datetime) -> Schema:
        system = system_of(request)
        return telling.done(
            actions.take(system=system, number=number, reference=taking.reference, now=now, key=own).case
        )

    return once(request, key, deed)


@router.post(
    "/cases/{number}/give-back",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_give_back",
    openapi_extra=_REPEATED,
)
def give_back(request: HttpRequest, number: str, key: Key) -> HttpResponse:
    """This system does not work on the case any more."""

    def deed(own: uuid.UUID, now: datetime) -> Schema:
        return telling.done(actions.give_back(system=system_of(request), number=number, now=now, key=own))

    return once(request, key, deed)


@router.post(
    "/cases/{number}/ask-supplement",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_ask_supplement",
    openapi_extra=_REPEATED,
)
def ask_supplement(request: HttpRequest, number: str, wanted: Wanted, key: Key) -> HttpResponse:
    """A paper is wanted after all: everything, at once. The clock stops."""
    return _step(request, number, "ask-supplement", key, papers=wanted.papers)


@router.post(
    "/cases/{number}/supplement",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_supplement",
    openapi_extra=_REPEATED,
)
def supplement(request: HttpRequest, number: str, said: Note, key: Key) -> HttpResponse:
    """What was wanted is here. The clock goes on, and the last day moves."""
    return _step(request, number, "supplement", key, note=said.note)


@router.post(
    "/cases/{number}/begin-procedure",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_begin_procedure",
    openapi_extra=_REPEATED,
)
def begin_procedure(request: HttpRequest, number: str, beginning: Beginning, key: Key) -> HttpResponse:
    """A special procedure begins. The clock stops."""
    given = {"procedure": beginning.procedure, "reason": beginning.reason, "expected_on": beginning.expected_on}
    return _step(request, number, "begin-procedure", key, **given)


@router.post(
    "/cases/{number}/end-procedure",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_end_procedure",
    openapi_extra=_REPEATED,
)
def end_procedure(request: HttpRequest, number: str, ending: Ending, key: Key) -> HttpResponse:
    """The special procedure is over. The clock goes on, and the last day moves."""
    return _step(request, number, "end-procedure", key, result=ending.result)


@router.post(
    "/cases/{number}/decide",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_decide",
    openapi_extra=_REPEATED,
)
def decide(request: HttpRequest, number: str, decision: Decision, key: Key) -> HttpResponse:
    """Grant, or refuse with the reason."""
    return _step(request, number, "decide", key, granted=decision.granted, note=decision.reason)


@router.post(
    "/cases/{number}/files",
    auth=MaySign(most=checking.MOST_BYTES),
    response={200: FileTold, **REFUSALS},
    operation_id="department_send_file",
    openapi_extra={**_FILE, **_REPEATED},
)
def send_file(request: HttpRequest, number: str, key: Key) -> HttpResponse:
    """Send a file of the result: the body is the file, its content type says what it is. Complete the case with its id."""

    def deed(_own: uuid.UUID, now: datetime) -> Schema:
        sent = actions.send_file(
            system=system_of(request),
            number=number,
            content=body_of(request),
            content_type=request.headers.get("Content-Type", ""),
            now=now,
        )
        return FileTold(**telling.file_told(sent))

    return once(request, key, deed)


@router.post(
    "/cases/{number}/complete",
    auth=MaySign(),
    response={200: StepDone, **REFUSALS},
    operation_id="department_complete",
    openapi_extra=_REPEATED,
)
def complete(request: HttpRequest, number: str, completion: Completion, key: Key) -> HttpResponse:
    """办结: the case is done, with its result."""

    def deed(own: uuid.UUID, now: datetime) -> Schema:
        return telling.done(
            actions.complete(
                system=system_of(request),
                number=number,
                files=completion.files,
                licence=completion.licence,
                on_paper=completion.on_paper,
                note=completion.note,
                now=now,
                key=own,
            )
        )

    return once(request, key, deed)


def _step(request: HttpRequest, number: str, verb: str, key: uuid.UUID, **given: Any) -> HttpResponse:
    """One of `actions.working.STEPS`, done once for each key."""

    def deed(own: uuid.UUID, now: datetime) -> Schema:
        return telling.done(actions.step(verb, system=system_of(request), number=number, now=now, key=own, **given))

    return once(request, key, deed)
