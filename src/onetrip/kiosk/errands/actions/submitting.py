"""The last press of a run: it is submitted, once; what can be accepted by rule is accepted in the same moment."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.db import transaction

from onetrip.cases import actions as cases
from onetrip.cases import numbers
from onetrip.cases.actions import ActedFor, Application
from onetrip.cases.proxies.actions import Shown
from onetrip.kiosk.errands import forms, sources
from onetrip.kiosk.errands.actions.changing import RELATED, changing, move, moving, record
from onetrip.kiosk.errands.actions.tidying import remove
from onetrip.kiosk.errands.before import handed_in_before
from onetrip.kiosk.errands.review_hours import hours_of, ready_from
from onetrip.kiosk.errands.rules import is_accepted_by_rule, received
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.sources import Told
from onetrip.kiosk.errands.steps import NAMES, Step
from onetrip.kiosk.models import Errand
from onetrip.ledger import requests
from onetrip.ledger.refusals import Refused
from onetrip.people.actions import correct
from onetrip.staff.actions import account_of_the_house


def submit(*, seat: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Errand:
    """Submit the run of this sitting: an application goes to the review desk or, by rule, is accepted at once; a print
    is ready, or goes to whoever looks first.

    The same key gives the same errand, also after its sitting is over. Raises Refused while a step is open, NotFound once the sitting is over.
    """
    with transaction.atomic():
        if earlier := requests.claim(key, action=f"submit errand {seat}", actor=by, now=now):
            return Errand.objects.select_related(*RELATED, "receipt").get(pk=earlier["errand"])
        with changing(seat, now) as errand:
            run = run_of(errand, now)
            if run.step is not Step.CHECK:
                raise _not_yet(run.step)
            _refuse_handed_in_meanwhile(errand)
            _give_number(errand, run, now=now, by=by)
            if errand.kind == "print":
                _submit_print(errand, run, now=now, by=by)
            else:
                _submit_application(errand, run, now=now, by=by)
            requests.answer(key, {"errand": str(errand.pk)})
    return errand


def send_again(*, errand_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Errand:
    """What was asked for once more is there: back to the review desk, without the pictures that were not good enough.

    Raises Refused while a paper is missing.
    """
    with moving(errand_id) as errand:
        if requests.claim(key, action=f"send-again {errand_id}", actor=by, now=now, result={}) is not None:
            return errand
        wanted = errand.pictures.filter(paper__in=errand.wanted_again, removed_at=None)
        since = errand.asked_at or errand.started_at
        answered = set(wanted.filter(taken_at__gte=since).values_list("paper", flat=True))
        if errand.state == Errand.State.ASKED and len(answered) < len(errand.wanted_again):
            raise Refused(
                "papers-open",
                "还有要补的没有拍。拍好了再交。",
                "Something that was asked for is still missing. Please add it first.",
            )
        before = move(errand, "answer-again")
        remove(wanted.filter(taken_at__lt=since), now)
        errand.wanted_again, errand.touched_at = [], now
        errand.save(update_fields=["state", "wanted_again", "touched_at"])
        record(errand, "answer-again", now=now, by=by, before=before, public=True)
    return errand


def ask_source(*, seat: uuid.UUID, now: datetime, by: str) -> Told:
    """The answer to a look-up, from its source; the run is answered. Asked again in the same sitting, it is read anew.

    Raises SourceAway, NotFound, and Refused while a step is open.
    """
    with changing(seat, now, states=(Errand.State.OPEN, Errand.State.ANSWERED)) as errand:
        run = run_of(errand, now)
        if run.step is not Step.ANSWER:
            raise _not_yet(run.step)
        errand.save(update_fields=["touched_at"])
    # Outside the transaction: another system answers, and takes its time.
    told = sources.ask(run.matter.at_kiosk.source or "", run.holder if run.needs_person else None, errand.form, run.day)
    with changing(seat, now, states=(Errand.State.OPEN, Errand.State.ANSWERED)) as errand:
        if errand.state == Errand.State.OPEN:
            before = move(errand, "show-answer")
            errand.ended_at = now
            errand.save(update_fields=["state", "ended_at", "touched_at"])
            record(errand, "show-answer", now=now, by=by, before=before)
    return told


def _give_number(errand: Errand, run: Run, *, now: datetime, by: str) -> None:
    errand.number = numbers.take(errand.centre_id, run.day, errand=1)["errand"][0]
    errand.token = secrets.token_urlsafe(16)
    errand.submitted_at, errand.step = now, "receipt"
    # What stood in the form because the identity filled it in was looked at and is now part of the application.
    errand.form = {one.field.id: one.value for one in forms.shown(run.fields, errand.form, run.person)}
    _keep_telephone(errand, run, now=now, by=by)
    errand.hand_overs.filter(closed_at=None).update(closed_at=now)


def _keep_telephone(errand: Errand, run: Run, *, now: datetime, by: str) -> None:
    """The next form is filled in with it, where its owner said it beside their card; any other stands in this form alone."""
    telephone = next((errand.form[field.id] for field in run.fields if field.kind == "telephone"), "")
    if errand.resident is not None and errand.card_read and not errand.by_proxy:
        correct(resident=errand.resident, telephone=telephone, source="card", by=by, centre=errand.centre_id, now=now)


_SUBMITTED = (
    "number",
    "token",
    "submitted_at",
    "step",
    "form",
    "state",
    "touched_at",
    "ready_from",
    "ended_at",
    "receipt",
    "reviewer",
)


def _submit_print(errand: Errand, run: Run, *, now: datetime, by: str) -> None:
    review = run.matter.at_kiosk.review
    before = move(errand, "submit" if review else "submit-print")
    if review is not None:
        place = run.place
        hours = hours_of(review, place.hours)
        errand.ready_from = ready_from(place.centre.local(now), review.minutes, hours, place.calendar)
    errand.save(update_fields=_SUBMITTED)
    record(errand, "submit", now=now, by=by, before=before, data={"number": errand.number}, public=True)


def _submit_application(errand: Errand, run: Run, *, now: datetime, by: str) -> None:
    before = move(errand, "submit")
    record(errand, "submit", now=now, by=by, before=before, data={"number": errand.number}, public=True)
    if is_accepted_by_rule(run):
        house = account_of_the_house(now=now)
        accept(errand, run, house.pk, now=now, by=house.actor)
    errand.save(update_fields=_SUBMITTED)


def accept(
    errand: Errand, run: Run, account_id: int, *, now: datetime, by: str, relation: str = "", shown: Shown | None = None
) -> None:
    """The application becomes a case, in the caller's transaction; the caller saves the row. `relation` and `shown` say as
    what somebody did it for the resident, and what was seen of their authority."""
    if errand.resident_id is None or errand.number is None:
        raise RuntimeError("an application without a resident or a number was submitted")
    before = move(errand, "accept")
    application = Application(
        at=run.at,
        resident_id=errand.resident_id,
        proxy=ActedFor(errand.proxy_id, relation, shown) if errand.proxy_id is not None else None,
        papers=received(run),
        began_at=errand.started_at,
        number=errand.number,
        slip=errand.slip,
    )
    errand.receipt = cases.accept_without_ticket(
        centre=errand.centre_id, application=application, account_id=account_id, now=now, by=by
    )
    errand.ended_at = now
    record(errand, "accept", now=now, by=by, before=before, data={"number": errand.number}, public=True)


def _refuse_handed_in_meanwhile(errand: Errand) -> None:
    """What was handed in before this run began was asked about at its beginning; here, what came since, from elsewhere."""
    if errand.resident_id is None:
        return
    before = handed_in_before(errand.resident_id, errand.matter, errand.kind)
    if before is not None and before.at > errand.started_at:
        raise Refused(
            "handed-in-meanwhile",
            "这件事刚在别处交过一件，这一件没有交。要看那一件，或者确实要两件，请按“我好了，清除”，选“全部删除”，再放一次身份证。",
            "This has been handed in elsewhere meanwhile, and was not submitted here. To see that one, or to do it twice all the "
            "same, press “I am done, clear”, choose “Delete everything” and lay down the ID card once more.",
        )


def _not_yet(step: Step) -> Refused:
    name = NAMES[step]
    return Refused(
        "step-open",
        f"还有一步没做完：{name.zh}。做完再交。",
        f"One step is not done yet: {name.en.lower()}. Please finish it first.",
    )
