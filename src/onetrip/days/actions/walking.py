"""The morning round: begun, each check made, what is red answered, the hall declared ready."""

from __future__ import annotations

import logging
import time
import uuid
from datetime import datetime

from django.db import transaction

from onetrip.centres.queries import settled
from onetrip.days.checks import BY_CODE, CHECKS, Check, Moment
from onetrip.days.judging import Answered, Found, State, hinders, wrong
from onetrip.days.models import Round, RoundFinding
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text

log = logging.getLogger("onetrip.days")

LONGEST_ANSWER = 200
"""Characters."""


def begin_round(*, centre: str, now: datetime, by: str, key: uuid.UUID) -> Round:
    """Begin a round of today in which nothing has been tried yet."""
    with transaction.atomic():
        new = uuid.uuid4()
        earlier = requests.claim(key, action="begin-round", actor=by, now=now, result={"round": str(new)})
        if earlier is not None:
            return Round.objects.get(pk=earlier["round"])
        day = settled(centre).centre.day_of(now)
        begun = Round.objects.create(pk=new, centre_id=centre, day=day, begun_at=now, begun_by=by)
        _record(begun, "begin", now=now, by=by)
    return begun


def make_check(
    *,
    centre: str,
    round_id: uuid.UUID,
    code: str,
    now: datetime,
    by: str,
    browser: datetime | None = None,
    origin: str = "",
) -> RoundFinding | None:
    """Try one thing for real and keep what was found, None while it is not known yet (ask again); what an earlier try of this round found gives way, with its answer.

    `browser` is what the clock in front of the director says, `origin` the house as phones reach it. Whatever a check raises is a red finding: a round never
    breaks off. Trying again is harmless, so no key is asked for; asked for once more while the same try is under way, as
    by a page that is loaded again, no paper comes out twice. Raises NotFound for a round of another centre or a check
    that does not exist, Refused for a round of another day or one that has been declared ready.
    """
    check = BY_CODE.get(code)
    if check is None:
        raise NotFound("check-unknown", "没有这项检查。", "There is no such check.")
    walked = _open_round(centre, round_id, now)
    began = time.monotonic()
    found = _try(check, Moment(settled(centre), now, browser, origin, _key_of_try(walked, code)))
    if found is None:
        return None
    took = round((time.monotonic() - began) * 1000)
    with transaction.atomic():
        _open_round(centre, round_id, now, locked=True)
        finding, _ = RoundFinding.objects.update_or_create(
            round=walked,
            check_code=code,
            defaults={
                "state": found.state.value,
                "said": _both(found.said),
                "to_do": found.to_do and _both(found.to_do),
                "details": [_both(line) for line in found.details],
                "at": now,
                "milliseconds": took,
                "answer": "",
                "answered_by": "",
                "answered_at": None,
            },
        )
        _record(walked, "check", now=now, by=by, check=code, state=found.state.value)
    return finding


def answer(
    *, centre: str, round_id: uuid.UUID, code: str, words: str, now: datetime, by: str, key: uuid.UUID
) -> RoundFinding:
    """Say what was done, or why the hall opens all the same, about a finding that is not green.

    Raises Malformed without words, Refused for a green finding or a check that has not been made.
    """
    said = " ".join(words.split())[:LONGEST_ANSWER]
    if not said:
        raise Malformed(
            "answer-missing",
            "写一句做了什么，或者为什么照样开门。",
            "Say in a sentence what was done, or why the hall opens all the same.",
            field="words",
        )
    with transaction.atomic():
        walked = _open_round(centre, round_id, now, locked=True)
        finding = walked.findings.filter(check_code=code).exclude(state=State.GREEN.value).first()
        if finding is None:
            raise Refused(
                "nothing-to-answer",
                "这一项没有要处理的，或者还没查。请刷新后再看。",
                "There is nothing to answer here, or it has not been tried yet. Please reload the page.",
            )
        claimed = requests.claim(key, action=f"answer-check {round_id} {code}", actor=by, now=now, result={})
        if claimed is None:
            finding.answer, finding.answered_by, finding.answered_at = said, by, now
            finding.save(update_fields=["answer", "answered_by", "answered_at"])
            _record(walked, "answer", now=now, by=by, check=code)
    return finding


def declare_ready(*, centre: str, round_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Round:
    """The hall may open. Raises Refused while a check has not been made, or is red and nobody has answered it."""
    with transaction.atomic():
        if requests.claim(key, action=f"declare-ready {round_id}", actor=by, now=now, result={}) is not None:
            return Round.objects.get(pk=round_id)
        walked = _open_round(centre, round_id, now, locked=True)
        found = {one.check_code: Answered(State(one.state), bool(one.answer)) for one in walked.findings.all()}
        left = hinders(found, [check.code for check in CHECKS])
        if left:
            names = [BY_CODE[code].name for code in left]
            raise Refused(
                "round-not-ready",
                f"还不能宣布开门：{'、'.join(name.zh for name in names)}，没查完，或者红着没人说怎么办。",
                f"Not ready to open: {', '.join(name.en for name in names)} not tried yet, or red and unanswered.",
            )
        walked.opened_at, walked.opened_by = now, by
        walked.save(update_fields=["opened_at", "opened_by"])
        _record(walked, "open", now=now, by=by)
    return walked


def _open_round(centre: str, round_id: uuid.UUID, now: datetime, *, locked: bool = False) -> Round:
    rounds = Round.objects.select_for_update() if locked else Round.objects
    walked = rounds.filter(pk=round_id, centre_id=centre).first()
    if walked is None:
        raise NotFound("round-unknown", "没有这次晨检。", "There is no such round.")
    if walked.opened_at is not None or walked.day != settled(centre).centre.day_of(now):
        raise Refused(
            "round-over",
            "这次晨检已经结束，作为记录留着。要再查，请开始新的一次。",
            "This round is over and kept as a record. To try again, begin a new one.",
        )
    return walked


def _key_of_try(walked: Round, code: str) -> uuid.UUID:
    """The same from one finding to the next."""
    earlier = walked.findings.filter(check_code=code).values_list("at", flat=True).first()
    return requests.further(walked.pk, f"{code} {earlier.isoformat() if earlier else ''}")


def _try(check: Check, moment: Moment) -> Found | None:
    try:
        return check.run(moment)
    except Exception as error:
        log.warning("round: check %s raised", check.code, exc_info=True)
        return wrong(
            Text(f"查不了（{type(error).__name__}）。", f"Could not be tried ({type(error).__name__})."),
            Text(
                "再测一次；还是这样，请找运维看日志。",
                "Try once more; if it stays so, ask the operator to look into the log.",
            ),
        )


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _record(walked: Round, verb: str, *, now: datetime, by: str, **data: str) -> None:
    events.record(
        now=now, centre=walked.centre_id, actor=by, thing="round", thing_id=walked.pk, verb=verb, data=dict(data)
    )
