"""What somebody who learns sees: their plan, their tests, how far they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.staff.queries import working_in
from onetrip.training import actions, queries, showing
from onetrip.training.lifecycle import DECISIONS
from onetrip.training.models import FollowUp, Quiz, Teaching
from onetrip.training.views.reading import day_of, whole

SAID = {
    "answered-already": Text(
        "那道题已经答过，以第一次为准。接着答这一题。",
        "That question had its answer already; the first one counts. Please go on with this one.",
    ),
    "rule-changed": Text(
        "那道题的规则刚刚改了，不算分，换了一道新的。",
        "The rule of that question has just changed: it does not count, and there is a new one.",
    ),
    "test-over": Text("这次测验已经结束，那个答案没有收。", "This test is over; that answer was not taken."),
}
"""What the page says above a question after an answer that was not taken."""


@requires(Permission.LEARN)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My training: the plan of the week, tests, how far I am, what was decided."""
    return render(request, "training/mine.html", _mine(request))


@requires(Permission.LEARN)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a test, or go on with the one that is open."""
    quiz = actions.begin(
        account=account_of(request),
        centre=centre_of(request),
        category=sent(request, "category"),
        matter=sent(request, "matter"),
        now=timezone.now(),
        key=sent_key(request),
    )
    return redirect("training-test", quiz.pk)


@requires(Permission.LEARN)
@never_cache
@require_GET
def test(request: HttpRequest, quiz_id: uuid.UUID) -> HttpResponse:
    """The question that is asked now; of a test that is over, what was right and why."""
    return _test(request, quiz_id)


@requires(Permission.LEARN)
@never_cache
@require_POST
def answer(request: HttpRequest, quiz_id: uuid.UUID) -> HttpResponse:
    """Take one answer, and go on to the next question."""
    try:
        actions.answer(
            quiz_id=quiz_id,
            account=account_of(request),
            position=whole(sent(request, "position"), "position"),
            chosen=[one[:80] for one in request.POST.getlist("chosen")[:60]],
            now=timezone.now(),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field != "chosen":
            raise
        return _test(request, quiz_id, malformed=malformed, status=422)
    except Refused as refused:
        if refused.code not in SAID:
            raise
        return redirect(f"/training/tests/{quiz_id}?said={refused.code}")
    return redirect("training-test", quiz_id)


@requires(Permission.LEARN)
@require_POST
def abandon(request: HttpRequest, quiz_id: uuid.UUID) -> HttpResponse:
    """Give a test up."""
    actions.abandon(quiz_id=quiz_id, account=account_of(request), now=timezone.now(), key=sent_key(request))
    return redirect("training")


@requires(Permission.LEARN)
@never_cache
@require_POST
def teach(request: HttpRequest) -> HttpResponse:
    """Write down a lesson that I gave to a colleague."""
    try:
        actions.record_teaching(
            learner_id=whole(sent(request, "learner"), "learner"),
            centre=centre_of(request),
            about=sent(request, "about", most=200),
            day=day_of(sent(request, "day")),
            minutes=whole(sent(request, "minutes"), "minutes"),
            by=account_of(request),
            now=timezone.now(),
            key=sent_key(request),
        )
    except Malformed as malformed:
        given = {name: request.POST.get(name, "")[:200] for name in ("learner", "about", "day", "minutes")}
        return render(
            request, "training/mine.html", {**_mine(request), "malformed": malformed, "given": given}, status=422
        )
    return redirect("training")


@requires(Permission.LEARN)
@require_POST
def taught(request: HttpRequest, teaching_id: uuid.UUID) -> HttpResponse:
    """Say whether a lesson that a colleague wrote down was so."""
    actions.answer_teaching(
        teaching_id=teaching_id,
        learner=account_of(request),
        it_was_so=sent(request, "so") == "yes",
        now=timezone.now(),
        key=sent_key(request),
    )
    return redirect("training")


def _mine(request: HttpRequest) -> dict[str, Any]:
    account, centre = account_of(request), settled(centre_of(request)).centre
    names = showing.Names(catalogues.current())
    day = centre.day_of(timezone.now())
    plan = queries.plan_of(account.pk, centre.code)
    groups = showing.plan_groups(plan, names) if plan else []
    first, later = showing.parted(groups)
    quizzes = queries.quizzes_of(account.pk)
    newest: dict[str, Quiz] = {}
    for quiz in quizzes:
        if not quiz.matter and quiz.state != Quiz.State.OPEN:
            newest.setdefault(quiz.category, quiz)
    row = queries.cells_of(account, day)
    follow_ups = queries.follow_ups_of(account.pk)
    return {
        "centre": centre,
        "plan": plan,
        "groups": groups,
        "first": first,
        "later": later,
        "rules": queries.rules_of(centre.code),
        "row": row,
        "tests": [(cell, newest.get(cell.cell.category)) for cell in showing.cells(row, names)],
        "open": queries.open_quiz(account.pk),
        "history": [(one, names.category(one.category), showing.QUIZ_STATES[Quiz.State(one.state)]) for one in quizzes],
        "follow_ups": [
            (
                one,
                names.category(one.path.category),
                DECISIONS.get(FollowUp.Decision(one.decision)) if one.decision else None,
            )
            for one in follow_ups
        ],
        "orals": [(one, names.matter(one.matter)) for one in queries.orals_of(account.pk)],
        "to_confirm": [
            one
            for one in queries.lessons_of(account.pk)
            if one.learner_id == account.pk and one.state == Teaching.State.SAID
        ],
        "lessons": [one for one in queries.lessons_of(account.pk) if one.teacher_id == account.pk][:8],
        "colleagues": [one for one in working_in(centre.code, queries.TRAINED) if one.pk != account.pk],
        "today": day,
        "may_learn": True,
        "may_run": account.may(Permission.RUN_TRAINING, centre.code),
    }


def _test(
    request: HttpRequest, quiz_id: uuid.UUID, *, malformed: Malformed | None = None, status: int = 200
) -> HttpResponse:
    quiz = actions.follow_catalogue(quiz_id=quiz_id, account=account_of(request), now=timezone.now())
    names = showing.Names(catalogues.current())
    items = queries.items_of(quiz)
    counting = [one for one in items if one.struck_at is None]
    context: dict[str, Any] = {
        "centre": settled(quiz.centre_id).centre,
        "quiz": quiz,
        "subject": names.matter(quiz.matter) if quiz.matter else names.category(quiz.category),
        "struck": len(items) - len(counting),
        "total": len(counting),
        "said": SAID.get(request.GET.get("said", "")),
        "malformed": malformed,
    }
    if quiz.state == Quiz.State.OPEN:
        item = queries.next_item(items)
        done = sum(one.answered_at is not None for one in counting)
        context |= {"item": item, "number": done + 1, "done": done, "chosen": request.POST.getlist("chosen")[:60]}
        return render(request, "training/question.html", context, status=status)
    context |= {
        "answered": showing.answered((one for one in items if one.answered_at or one.struck_at), names),
        "is_void": bool(items) and not counting,
        "state": showing.QUIZ_STATES[Quiz.State(quiz.state)],
        "path": queries.paths_of(quiz.account_id).get(quiz.category),
        "rules": queries.rules_of(quiz.centre_id),
    }
    return render(request, "training/result.html", context, status=status)
