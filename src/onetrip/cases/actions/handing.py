"""Papers and results on their way between centres: onto a list, off with who carries it, signed for on arrival."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from onetrip.cases import numbers
from onetrip.cases.actions.moving import locked, sentence
from onetrip.cases.delivering.actions.stepping import result_is_there
from onetrip.cases.lifecycle import HAND_OVER
from onetrip.cases.models import Case, HandOver, HandOverLine
from onetrip.cases.notices import after_step
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line

Of = HandOverLine.Of
_MOST_CARRIER = 60


def put_on_list(*, centre: str, case_id: uuid.UUID, to: str, now: datetime, by: str, key: uuid.UUID) -> HandOver:
    """Put what lies here of a case onto the open list to the centre `to`: its result once there is one, else its papers.

    Papers go to the centre that is to accept, and `to` says which that is; a result goes where it is collected. Raises
    Refused where nothing of it lies here, where it is in a parcel already, or where it goes elsewhere.
    """
    settled(to)  # NotFound for a centre that does not exist
    if to == centre:
        raise Malformed("to-itself", "这里就是这个中心。", "This is that centre.", field="to")
    with transaction.atomic():
        case = locked(case_id, centre)
        action, result = f"put-on-list {case_id}", {"line": str(uuid.uuid4())}
        if earlier := requests.claim(key, action=action, actor=by, now=now, result=result):
            return HandOver.objects.get(lines__pk=earlier["line"])
        of = _what_lies_here(case, centre, to)
        going = _open_list(centre, to, now=now, by=by)
        try:
            with transaction.atomic():
                HandOverLine.objects.create(pk=result["line"], hand_over=going, case=case, of=of)
        except IntegrityError as error:
            raise _in_a_parcel(case) from error
        if of == Of.PAPERS:
            case.accepting_centre_id = to
            case.save(update_fields=["accepting_centre"])
        _tell_case(case, "list", going, of, centre=centre, now=now, by=by)
    return going


def take_off_list(*, centre: str, line_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> HandOver:
    """Take a line off a list that has not been sent."""
    with transaction.atomic():
        line = (
            HandOverLine.objects.select_for_update(of=("self",))
            .select_related("hand_over", "case")
            .filter(pk=line_id)
            .first()
        )
        if line is None or line.hand_over.sender_id != centre:
            raise _no_such_list()
        if requests.claim(key, action=f"take-off {line_id}", actor=by, now=now, result={"of": str(line_id)}):
            return line.hand_over
        if line.hand_over.state != HandOver.State.OPEN or not line.is_under_way:
            raise HAND_OVER.refuse("send", line.hand_over.state, line.hand_over.number)
        line.is_under_way = False
        line.save(update_fields=["is_under_way"])
        _tell_case(line.case, "off-list", line.hand_over, line.of, centre=centre, now=now, by=by)
    return line.hand_over


def send(*, centre: str, hand_over_id: uuid.UUID, carrier: str, now: datetime, by: str, key: uuid.UUID) -> HandOver:
    """The parcel leaves with `carrier`: what is in it lies nowhere until somebody signs for it. Raises Malformed without
    a carrier, Refused for an empty list."""
    carried_by = sentence(one_line(carrier, _MOST_CARRIER), field="carrier")
    with transaction.atomic():
        going = _locked_list(hand_over_id, sender=centre)
        if requests.claim(key, action=f"send {hand_over_id}", actor=by, now=now, result={"of": str(hand_over_id)}):
            return going
        before, going.state = going.state, HAND_OVER.move("send", going.state, going.number)
        lines = _lines(going)
        if not lines:
            raise Refused("list-empty", "这张单子上还没有东西。", "There is nothing on this list yet.")
        going.sent_at, going.sent_by, going.carrier = now, by, carried_by
        going.save(update_fields=["state", "sent_at", "sent_by", "carrier"])
        for line in lines:
            _lies_at(line, None)
            _tell_case(line.case, "send", going, line.of, centre=centre, now=now, by=by)
        _tell(going, "send", before, centre=centre, now=now, by=by, lines=len(lines))
    return going


def arrive(
    *,
    centre: str,
    hand_over_id: uuid.UUID,
    found: Collection[uuid.UUID],
    now: datetime,
    by: str,
    key: uuid.UUID,
    remark: str = "",
) -> HandOver:
    """Sign for a parcel: `found` are the lines that were in it. What was not stays under way, and `remark` says so.

    Raises Malformed for a line of another list, and where something is missing without a remark.
    """
    with transaction.atomic():
        come = _locked_list(hand_over_id, taker=centre)
        if requests.claim(key, action=f"arrive {hand_over_id}", actor=by, now=now, result={"of": str(hand_over_id)}):
            return come
        before, come.state = come.state, HAND_OVER.move("arrive", come.state, come.number)
        lines = _lines(come)
        if set(found) - {line.pk for line in lines}:
            raise Malformed("line-unknown", "勾的不是这张单子上的。", "That is not on this list.", field="found")
        missing = [line for line in lines if line.pk not in set(found)]
        come.remark = sentence(remark, field="remark") if missing else one_line(remark, 400)
        come.arrived_at, come.arrived_by = max(now, come.sent_at or now), by
        come.save(update_fields=["state", "arrived_at", "arrived_by", "remark"])
        for line in lines:
            _settle(line, come, is_found=line not in missing, centre=centre, now=now, by=by)
        _tell(come, "arrive", before, centre=centre, now=now, by=by, lines=len(lines), missing=len(missing))
    return come


def turn_up(*, centre: str, line_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> HandOverLine:
    """What was missing from a parcel is here after all: at the centre it went to, or still at the one it came from."""
    with transaction.atomic():
        line = (
            HandOverLine.objects.select_for_update(of=("self",))
            .select_related("hand_over", "case")
            .filter(pk=line_id)
            .first()
        )
        if line is None or centre not in (line.hand_over.sender_id, line.hand_over.taker_id):
            raise _no_such_list()
        if requests.claim(key, action=f"turn-up {line_id}", actor=by, now=now, result={"of": str(line_id)}):
            return line
        if line.found is not False or not line.is_under_way:
            raise Refused("not-missing", "这一样没有缺。", "This is not missing.")
        _settle(line, line.hand_over, is_found=True, centre=centre, now=now, by=by)
    return line


def _what_lies_here(case: Case, centre: str, to: str) -> str:
    if case.state == Case.State.COMPLETED and case.result_at_id == centre:
        if case.collect_at_id != to:
            raise Refused("collected-elsewhere", "居民不在那里取。", "The resident collects it elsewhere.")
        return Of.RESULT
    if case.state in (Case.State.RECEIVED, Case.State.LACKING) and case.papers_at_id == centre:
        return Of.PAPERS
    raise Refused(
        "nothing-to-send", f"{case.number} 没有要从这里送走的。", f"Nothing of {case.number} is to be sent from here."
    )


def _open_list(centre: str, to: str, *, now: datetime, by: str) -> HandOver:
    found = (
        HandOver.objects.select_for_update().filter(sender_id=centre, taker_id=to, state=HandOver.State.OPEN).first()
    )
    if found is not None:
        return found
    day = settled(centre).centre.day_of(now)
    (number,) = numbers.take(centre, day, hand=1)["hand"]
    going = HandOver.objects.create(number=number, sender_id=centre, taker_id=to, opened_at=now)
    _tell(going, "open", "", centre=centre, now=now, by=by)
    return going


def _locked_list(hand_over_id: uuid.UUID, *, sender: str = "", taker: str = "") -> HandOver:
    found = HandOver.objects.select_for_update().filter(pk=hand_over_id).first()
    if found is None or (sender and found.sender_id != sender) or (taker and found.taker_id != taker):
        raise _no_such_list()
    return found


def _lines(of_list: HandOver) -> list[HandOverLine]:
    """What is in a parcel, its cases locked in the order of their numbers."""
    lines = of_list.lines.filter(is_under_way=True).select_related("case").select_for_update(of=("self", "case"))
    return list(lines.order_by("case__number", "of"))


def _settle(line: HandOverLine, of_list: HandOver, *, is_found: bool, centre: str, now: datetime, by: str) -> None:
    line.found, line.is_under_way = is_found, not is_found
    line.save(update_fields=["found", "is_under_way"])
    if is_found:
        _lies_at(line, centre)
        result_is_there(line.case, centre=centre, now=now, by=by)
    _tell_case(line.case, "arrive" if is_found else "missing", of_list, line.of, centre=centre, now=now, by=by)
    if is_found and line.of == Of.RESULT:
        after_step(line.case, "result-arrive", now=now)


def _lies_at(line: HandOverLine, centre: str | None) -> None:
    field = "papers_at" if line.of == Of.PAPERS else "result_at"
    setattr(line.case, f"{field}_id", centre)
    line.case.save(update_fields=[field])


def _tell(of_list: HandOver, verb: str, before: str, *, centre: str, now: datetime, by: str, **more: int) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="hand-over",
        thing_id=of_list.pk,
        verb=verb,
        from_state=before,
        to_state=of_list.state,
        data={"number": of_list.number, "from": of_list.sender_id, "to": of_list.taker_id, **more},
        public={"changed": True},
    )


def _tell_case(case: Case, verb: str, of_list: HandOver, of: str, *, centre: str, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="case",
        thing_id=case.pk,
        verb=f"{of}-{verb}",
        from_state=case.state,
        to_state=case.state,
        data={"number": case.number, "list": of_list.number, "from": of_list.sender_id, "to": of_list.taker_id},
        public={"changed": True},
    )


def _in_a_parcel(case: Case) -> Refused:
    return Refused(
        "in-a-parcel",
        f"{case.number} 已经在一张交接单上。",
        f"{case.number} is on a list already.",
    )


def _no_such_list() -> NotFound:
    return NotFound("hand-over-unknown", "这个中心没有这张交接单。", "This centre has no such list.")
