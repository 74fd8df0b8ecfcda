"""The kiosk's pages of a run: begin, the step where it stands, and what is pressed on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.asking import known_lines, question_shown
from onetrip.advice.forms import sent, sent_key
from onetrip.bridge.states import PartKind
from onetrip.catalogue import queries as catalogues
from onetrip.centres.opening import is_open
from onetrip.centres.queries import settled
from onetrip.devices.cards import was_read_at
from onetrip.devices.models import PrintJob
from onetrip.kiosk import printing, usage, wheels
from onetrip.kiosk.errands import actions, forms, queries, seat
from onetrip.kiosk.errands.actions.changing import over
from onetrip.kiosk.errands.actions.filling import to_fetch
from onetrip.kiosk.errands.broken import out_of_order
from onetrip.kiosk.errands.offered import kind_of, not_offered
from onetrip.kiosk.errands.run import Run
from onetrip.kiosk.errands.steps import NAMES, Step, path_of, shown_step
from onetrip.kiosk.errands.views.ending import answer_page, ended_page
from onetrip.kiosk.frame import KioskRequest, at_kiosk, status_for
from onetrip.kiosk.models import Errand
from onetrip.ledger.addresses import public_origin
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.requests import further
from onetrip.planning.spoken import how_long
from onetrip.staff.access import account_of, actor_of, centre_of

MOST_TYPED = 1000


@at_kiosk
@require_GET
def start(request: KioskRequest, matter: str) -> HttpResponse:
    """What it is about, how long it takes, and for whom: the first press begins."""
    return _start_page(request, matter)


@at_kiosk
@require_POST
def begin(request: KioskRequest, matter: str) -> HttpResponse:
    """Begin the run, for oneself or for somebody else (`whom`), with the slip that lies before them, if any."""
    now, by = timezone.now(), actor_of(request)
    try:
        errand = actions.begin(
            centre=centre_of(request),
            kiosk=request.kiosk,
            matter=matter,
            now=now,
            by=by,
            key=sent_key(request),
            slip=request.stay.slip if request.stay is not None else None,
        )
        if errand.seat is None:  # begun by the same press before, and left since
            raise over()
        if sent(request, "whom") == "other":
            actions.choose_whom(seat=errand.seat, by_proxy=True, now=now, by=by)
    except Refused as refused:
        return _start_page(request, matter, refused=refused)
    return seat.sit(request, redirect("errand"), errand)


@at_kiosk
@require_GET
def now(request: KioskRequest) -> HttpResponse:
    """The step where the run stands, or (`?at=`) an earlier one to change."""
    moment = timezone.now()
    try:
        run = queries.run_at_seat(seat.seat_of(request), moment)
    except NotFound as over:
        return seat.forget(
            render(request, "kiosk/errands/over.html", {"refused": over}, status=status_for(request, over.status))
        )
    return step_page(request, run, request.GET.get("at", "")[:12])


@sensitive_post_parameters("id_number", "name", "proof")
@at_kiosk
@require_POST
def act(request: KioskRequest, verb: str) -> HttpResponse:
    """Whatever is pressed on a step; then the step where the run stands. What cannot be taken is said on the same step."""
    deed = _DEEDS.get(verb)
    if deed is None:
        raise NotFound("verb-unknown", "没有这个按键。请刷新页面。", "There is no such button. Please reload the page.")
    try:
        deed(request, timezone.now())
        if verb == "identify":
            _take_over_answers(request, timezone.now())
        else:
            actions.put_away_notes(seat=seat.seat_of(request))
    except (Malformed, Refused) as refused:
        if refused.status == 404:
            return seat.forget(
                render(request, "kiosk/errands/over.html", {"refused": refused}, status=status_for(request, 404))
            )
        return _step_again(request, refused, verb)
    return redirect("kiosk" if verb == "give-up" else "errand")


def step_page(request: KioskRequest, run: Run, asked: str = "", **more: Any) -> HttpResponse:
    """The page of a step; what is over has a page of its own."""
    errand = run.errand
    if errand.state == Errand.State.ANSWERED:
        return answer_page(request, run)
    if errand.state != Errand.State.OPEN:
        return ended_page(request, run, more.get("refused"))
    step = shown_step(run.progress, asked)
    actions.show_step(seat=seat.seat_of(request), step=step.value, now=run.now, by=actor_of(request))
    if request.stay is not None:
        usage.step(request.stay, _USED[step], matter=errand.matter, now=run.now, by=actor_of(request))
    if step is Step.ANSWER:
        return answer_page(request, run)
    context = {
        "run": run,
        "errand": errand,
        "step": step,
        "stops": _stops(run, step, getattr(request, "language", "zh")),
        "asked": asked,
        **_OF_STEP[step](run),
    }
    status = more.pop("status", 200)
    return render(request, f"kiosk/errands/{step.value}.html", {**context, **more}, status=status_for(request, status))


_USED = {
    Step.WHO: usage.Step.IDENTIFY,
    Step.RETURN: usage.Step.IDENTIFY,
    Step.BEFORE: usage.Step.IDENTIFY,
    Step.QUESTIONS: usage.Step.QUESTION,
    Step.STOP: usage.Step.QUESTION,
    Step.FORM: usage.Step.FORM,
    Step.PAPERS: usage.Step.PAPERS,
    Step.SIGN: usage.Step.SIGN,
    Step.CHECK: usage.Step.CHECK,
    Step.ANSWER: usage.Step.LOOK,
}
"""What the shell's count of steps calls them."""


def _stops(run: Run, step: Step, language: str) -> list[dict[str, Any]]:
    path = path_of(run.progress)
    at = path.index(step) if step in path else 0
    return [
        {"name": NAMES[one].in_language(language), "state": "done" if place < at else "now" if place == at else "later"}
        for place, one in enumerate(path)
    ]


def _who(run: Run) -> dict[str, Any]:
    errand, hall = run.errand, run.place
    second = errand.by_proxy and errand.proxy_id is not None
    return {
        "second_person": second,
        "for_other": errand.by_proxy,
        "typed_will_do": _typed_will_do(run, second=second),
        "hall": hall,
    }


def _typed_will_do(run: Run, *, second: bool) -> bool:
    hall = run.place
    if hall.centre.numbers_at_any_hour:
        return True
    if run.errand.kind in ("print", "query") and not (run.errand.by_proxy and not second):
        return False
    return second or is_open(hall.hours, hall.calendar, hall.centre.local(run.now))


def _before(run: Run) -> dict[str, Any]:
    before = run.before
    return {"before": before, "at": run.place.centre.local(before.at) if before else None}


def _questions(run: Run) -> dict[str, Any]:
    if run.question is None:
        # Gone back to from a later step: what was answered, each to be taken back.
        lines = known_lines(run.known, run.catalogue.book.vocabulary, run.day)
        return {"answered": [line for line in lines if line.changeable and line.fact in run.errand.consultation.asked]}
    vocabulary, asked = run.catalogue.book.vocabulary, len(run.errand.consultation.asked)
    question = question_shown(run.question, vocabulary)
    fact = vocabulary.facts[question.fact]
    return {
        "question": question,
        "percent": round(100 * asked / max(1, asked + question.left)),
        "typed": "",
        "wheels": wheels.wheels_for(fact, question.value, run.day) if question.form == "date" else None,
    }


def _form(run: Run) -> dict[str, Any]:
    return {"fields": forms.shown(run.fields, run.errand.form, run.person)}


def _papers(run: Run) -> dict[str, Any]:
    open_lines = [line for line in run.lines if not line.is_there]
    return {
        "open_lines": open_lines,
        "to_fetch": bool(to_fetch(run)),
        "first_open": open_lines[0] if open_lines else None,
        "waiting": any(picture.looking == "waiting" for picture in run.pictures),
    }


def _check(run: Run) -> dict[str, Any]:
    facts = known_lines(run.known, run.catalogue.book.vocabulary, run.day)
    asked = set(run.errand.consultation.asked)
    return {
        "facts": [line for line in facts if line.fact in asked],
        "fields": [one for one in forms.shown(run.fields, run.errand.form, run.person) if one.value],
        "how_long": how_long(run.item),
        "review": run.matter.at_kiosk.review,
    }


def _stop(run: Run) -> dict[str, Any]:
    return {"why": run.stopped, "go_to": run.item.go_to}


_OF_STEP: dict[Step, Callable[[Run], dict[str, Any]]] = {
    Step.WHO: _who,
    Step.RETURN: lambda run: {"began": run.place.centre.local(run.errand.started_at)},
    Step.BEFORE: _before,
    Step.QUESTIONS: _questions,
    Step.STOP: _stop,
    Step.FORM: _form,
    Step.PAPERS: _papers,
    Step.SIGN: lambda run: {"signature": run.signature, "signed_before": queries.was_signed(run.errand)},
    Step.CHECK: _check,
}


def _step_again(request: KioskRequest, refused: Refused, verb: str) -> HttpResponse:
    moment = timezone.now()
    try:
        run = queries.run_at_seat(seat.seat_of(request), moment)
    except NotFound as over:
        return seat.forget(
            render(request, "kiosk/errands/over.html", {"refused": over}, status=status_for(request, over.status))
        )
    more: dict[str, Any] = {
        "refused": refused,
        "wrong_field": getattr(refused, "field", None),
        "status": refused.status,
    }
    if isinstance(refused, actions.FormWrong):
        more["fields"] = forms.shown(run.fields, refused.typed, run.person, refused.wrong)
    if verb == "identify" and not sent(request, "proof"):
        more["typed_name"], more["typed_number"] = sent(request, "name"), sent(request, "id_number", most=40)
    if more["wrong_field"] == "answer":
        more["typed"] = sent(request, "answer", most=40)
    at = {"form": "form", "answer": "questions", "papers": "papers"}.get(verb, "")
    return step_page(request, run, at, **more)


def _start_page(request: KioskRequest, matter: str, *, refused: Refused | None = None) -> HttpResponse:
    catalogue = catalogues.current()
    found = catalogue.matter(matter)
    if found is None:
        raise NotFound(
            "matter-unknown", "没有这个事项。请重新找一下。", "There is no such matter. Please search again."
        )
    place, moment = settled(centre_of(request)), timezone.now()
    reason = not_offered(found, request.kiosk, place.centre.day_of(moment)) or out_of_order(
        found, request.kiosk, moment
    )
    context = {
        "matter": found,
        "kind": kind_of(found),
        "reason": reason,
        "refused": refused,
    }
    status = refused.status if refused else 409 if reason else 200
    return render(request, "kiosk/errands/start.html", context, status=status_for(request, status))


def _take_over_answers(request: KioskRequest, moment: datetime) -> None:
    """What this person answered here a moment ago, for the plan, is known to the run as soon as their card is."""
    if request.stay is not None and request.stay.consultation_id is not None:
        actions.take_over_answers(
            seat=seat.seat_of(request),
            consultation_id=request.stay.consultation_id,
            now=moment,
            by=actor_of(request),
        )


def _seat_verb(
    call: Callable[..., Any], **fields: Callable[[HttpRequest], Any]
) -> Callable[[HttpRequest, datetime], None]:
    """A verb of the sitting, with its arguments read from the form."""

    def deed(request: HttpRequest, moment: datetime) -> None:
        given = {name: read(request) for name, read in fields.items()}
        call(seat=seat.seat_of(request), now=moment, by=actor_of(request), **given)

    return deed


def _text(name: str, most: int = 80) -> Callable[[HttpRequest], str]:
    return lambda request: sent(request, name, most=most)


def _form_sent(request: HttpRequest) -> dict[str, str]:
    return {name[6:]: str(value)[:MOST_TYPED] for name, value in request.POST.items() if name.startswith("field-")}


def _answer(request: KioskRequest, moment: datetime) -> None:
    """A day comes as three lists, or typed."""
    wheels.read_date(request)
    _seat_verb(actions.answer, fact=_text("fact"), raw=_text("answer"))(request, moment)


def _identify(request: KioskRequest, moment: datetime) -> None:
    """A card that the reader beside this machine read, or a name and a number that were typed."""
    number, name = sent(request, "id_number", most=40), sent(request, "name", most=80)
    read = was_read_at(account_of(request), proof=sent(request, "proof", most=80), number=number, name=name, now=moment)
    actions.identify(
        seat=seat.seat_of(request),
        id_number=number,
        name=name,
        card_read=read,
        now=moment,
        by=actor_of(request),
        key=sent_key(request),
    )


def _print(request: KioskRequest, moment: datetime) -> None:
    """Out of the kiosk's own page printer where its bridge speaks of one; else the page prints itself."""
    kiosk, by, key = request.kiosk, actor_of(request), sent_key(request)

    def ask(errand: Errand) -> None:
        printing.refuse_in_trouble(kiosk, moment, PartKind.IPP)
        if printing.printer_of(kiosk, moment, PartKind.IPP) is None:
            return
        printing.put_out(
            kiosk=kiosk,
            kind=PrintJob.Kind.RECORD,
            reference=errand.pk,
            origin=public_origin(request),
            language=getattr(request, "language", "zh"),
            key=further(key, "paper"),
            now=moment,
            by=by,
            prints=PartKind.IPP,
        )

    actions.print_out(seat=seat.seat_of(request), now=moment, by=by, key=key, ask=ask)


_DEEDS: dict[str, Callable[[KioskRequest, datetime], None]] = {
    "whom": _seat_verb(actions.choose_whom, by_proxy=lambda request: sent(request, "whom") == "other"),
    "identify": _identify,
    "go-on": _seat_verb(actions.go_on),
    "see-earlier": _seat_verb(actions.see_earlier),
    "once-more": _seat_verb(actions.do_once_more),
    "give-up": _seat_verb(actions.give_up),
    "answer": _answer,
    "skip": _seat_verb(actions.skip, fact=_text("fact")),
    "back": _seat_verb(actions.take_back, fact=lambda request: sent(request, "fact") or None),
    "form": _seat_verb(actions.fill, sent=_form_sent),
    "papers": _seat_verb(actions.confirm_papers),
    "fetch": _seat_verb(actions.fetch_licences),
    "choose": _seat_verb(actions.choose_paper, paper=_text("paper")),
    "later": _seat_verb(actions.bring_later, paper=_text("paper"), later=lambda request: sent(request, "later") == "1"),
    "submit": _seat_verb(actions.submit, key=sent_key),
    "print": _print,
    "print-failed": _seat_verb(actions.print_failed),
}
