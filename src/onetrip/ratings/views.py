"""Rectifications: what residents were not content with and which promises were broken, and who sees to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger.counting import counted
from onetrip.ledger.paging import page
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ratings import actions, queries
from onetrip.ratings.lifecycle import RECTIFICATION
from onetrip.ratings.models import BrokenPromise, Complaint, Rectification
from onetrip.ratings.scale import LEVELS, REASONS
from onetrip.ratings.views_complaints import KINDS, OUTCOMES
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

SHOWN = 60
"""Lines of one page."""

LISTS = {
    "open": Text("没了结", "Open"),
    "late": Text("过期", "Overdue"),
    "ratings": Text("差评", "Bad ratings"),
    "promises": Text("失约", "Broken promises"),
    "complaints": Text("办不成事", "Could not be done"),
    "closed": Text("已了结", "Closed"),
}
CAUSES = {
    BrokenPromise.Cause.RULE: Text("规则写错", "The rule was wrong"),
    BrokenPromise.Cause.TRAINING: Text("没培训到", "Not trained"),
    BrokenPromise.Cause.SYSTEM: Text("系统、接口", "A system failed"),
    BrokenPromise.Cause.UNKNOWN: Text("还没查清", "Not known yet"),
}
_STAGES = {
    "answer": Text("联系居民", "contact the resident"),
    "handle": Text("处理好", "put it right"),
    "close": Text("了结", "close"),
    "review": Text("请人复核", "look at it again"),
}
_VERBS = {
    "claim": (Text("我来负责", "I take it on"), Text("", "")),
    "answer": (
        Text("已联系居民", "The resident was contacted"),
        Text("说了什么，居民怎么说", "What was said, and what the resident said"),
    ),
    "handle": (
        Text("已处理", "Put right"),
        Text(
            "改了什么：规则、培训、系统，还是道歉", "What was changed: a rule, training, a system, or an apology made"
        ),
    ),
    "close": (
        Text("了结", "Close"),
        Text("居民认不认可，学到什么", "Whether the resident is content, and what was learned"),
    ),
    "uphold": (
        Text("复核过，维持", "Looked at again: it stands"),
        Text("为什么维持，居民会看到这句", "Why it stands; the resident reads this"),
    ),
    "send-back": (
        Text("居民有道理，重新办，我来负责", "The resident is right: begin anew, I take it on"),
        Text("哪里要重来", "What has to be done anew"),
    ),
}
_OF_A_KIND: Mapping[str, Mapping[str, Any]] = {
    "ratings": {"rating__isnull": False},
    "promises": {"broken_promise__isnull": False},
    "complaints": {"complaint__isnull": False},
}
_INSIDE = Text("原话点开看", "their words are inside")
_MORE = {"handle": ("reply",), "close": ("outcome",)}
"""What a step is told beside its note."""
_DID = {
    "claim": Text("认领", "claimed"),
    "answer": Text("联系了居民", "contacted the resident"),
    "handle": Text("处理了", "put right"),
    "close": Text("了结了", "closed"),
    "uphold": Text("复核，维持", "looked again: it stands"),
    "send-back": Text("复核，重办", "looked again: begun anew"),
}


@requires(Permission.HANDLE_RECTIFICATION)
@never_cache
@require_GET
def rectifications(request: HttpRequest) -> HttpResponse:
    """The work orders of the centre, what is due first at the top; `?show=` one of LISTS."""
    show = request.GET.get("show", "open")
    show = show if show in LISTS else "open"
    centre = settled(centre_of(request)).centre
    today = centre.day_of(timezone.now())
    late: Mapping[str, Any] = {"due_on__lt": today}
    chosen: Mapping[str, Any] = {"late": late, **_OF_A_KIND}.get(show, {})
    order = ["-closed_at", "-pk"] if show == "closed" else ["due_on", "opened_at", "pk"]
    found = queries.rectifications(centre.code, closed=show == "closed").filter(**chosen)
    shown = page(found, order, after=request.GET.get("after", ""), most=SHOWN)
    context = {
        "lines": [_line(one, today) for one in shown.lines],
        "lists": LISTS.items(),
        "show": show,
        "late": counted(queries.rectifications(centre.code).filter(**late)),
        "next": shown.next,
        "centre": centre,
    }
    return render(request, "ratings/rectifications.html", context)


@requires(Permission.HANDLE_RECTIFICATION)
@never_cache
@require_GET
def rectification(request: HttpRequest, rectification_id: uuid.UUID) -> HttpResponse:
    """One work order: what happened, what was done, and the next step."""
    return _page(request, rectification_id)


@requires(Permission.HANDLE_RECTIFICATION)
@require_POST
def move(request: HttpRequest, rectification_id: uuid.UUID, verb: str) -> HttpResponse:
    """Claim it, say that the resident was contacted, that it was put right, close it, or look at it again."""
    if verb not in _VERBS:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    more = {name: sent(request, name, most=2000) for name in _MORE.get(verb, ())}
    try:
        getattr(actions, verb.replace("-", "_"))(
            centre=centre_of(request),
            rectification_id=rectification_id,
            account_id=account_of(request).pk,
            note=sent(request, "note", most=1000),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
            **more,
        )
    except Malformed as malformed:
        if malformed.field not in ("note", "reply"):
            raise
        return _page(request, rectification_id, malformed=malformed, verb=verb)
    return redirect("rectification", rectification_id)


@requires(Permission.HANDLE_RECTIFICATION)
@require_POST
def set_cause(request: HttpRequest, rectification_id: uuid.UUID) -> HttpResponse:
    """What was at fault, once that has been looked into."""
    one = queries.rectification(centre_of(request), rectification_id)
    given: dict[str, Any] = {
        "centre": centre_of(request),
        "cause": sent(request, "cause"),
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    if one.broken_promise_id is None:
        actions.find_cause(rectification_id=one.pk, **given)
    else:
        actions.set_cause(broken_promise_id=one.broken_promise_id, **given)
    return redirect("rectification", rectification_id)


@dataclass(frozen=True)
class _Line:
    """A work order as the pages say it."""

    one: Rectification
    what: Text
    story: tuple[Text, ...]
    window: int | None
    state: Text
    due: queries.Due | None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due.is_past

    @property
    def stage(self) -> Text | None:
        return _STAGES[self.due.stage] if self.due else None


def _line(one: Rectification, today: date) -> _Line:
    promise, rating = one.broken_promise, one.rating
    state = RECTIFICATION.states[one.state]
    if one.state == Rectification.State.OPEN:
        state = Text("没人认领", "unclaimed") if one.owner is None else Text("已认领", "claimed")
    if promise is not None:
        name = _matter_name(promise.matter)
        what, story = Text(f"失约：{name.zh}", f"Broken promise: {name.en}"), _promise_story(promise)
        window = promise.window
    elif one.complaint is not None:
        what, story, window = KINDS[Complaint.Kind(one.complaint.kind)], (_INSIDE,), None
        if one.complaint.matter:
            name = _matter_name(one.complaint.matter)
            what = Text(f"{what.zh}：{name.zh}", f"{what.en}: {name.en}")
    else:
        assert rating is not None  # noqa: S101 -- the constraint rectification_of_one_thing
        level = LEVELS[rating.level]
        what = Text(f"差评：{level.zh}", f"Rating: {level.en.lower()}")
        story = tuple(REASONS[reason] for reason in rating.reasons if reason in REASONS)
        window = rating.invitation.window
    return _Line(one, what, story, window, state, queries.due(one, today))


def _promise_story(promise: BrokenPromise) -> tuple[Text, ...]:
    said, asked = promise.slip_said, promise.window_asked
    return tuple(Text(part.get("zh", ""), part.get("en", "")) for part in (said, asked) if part.get("zh"))


def _page(
    request: HttpRequest, rectification_id: uuid.UUID, *, malformed: Malformed | None = None, verb: str = ""
) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    one = queries.rectification(centre.code, rectification_id)
    line = _line(one, centre.day_of(timezone.now()))
    steps = [step.verb for step in RECTIFICATION.steps if one.state in step.sources]
    if one.owner_id == account_of(request).pk:
        steps = [verb for verb in steps if verb not in ("claim", "uphold", "send-back")]
    steps = [verb for verb in steps if verb in _VERBS]
    context: dict[str, Any] = {
        "line": line,
        "one": one,
        "rating": one.rating,
        "promise": one.broken_promise,
        "complaint": one.complaint,
        "cause": one.broken_promise.cause if one.broken_promise else one.cause,
        "is_mine": one.owner_id == account_of(request).pk,
        "outcomes": [(outcome.value, words) for outcome, words in OUTCOMES.items()],
        "outcome": OUTCOMES.get(Rectification.Outcome(one.outcome)) if one.outcome else None,
        "wrong_verb": verb,
        "reply": request.POST.get("reply", "")[:1000] if malformed else one.reply,
        "steps": [(verb, *_VERBS[verb]) for verb in steps],
        "causes": [(cause.value, words) for cause, words in CAUSES.items()],
        "notes": _notes(one),
        "malformed": malformed,
        "note": request.POST.get("note", "")[:1000] if malformed else "",
        "centre": centre,
    }
    return render(request, "ratings/rectification.html", context, status=malformed.status if malformed else 200)


def _notes(one: Rectification) -> list[dict[str, Any]]:
    usernames = {note["by"].removeprefix("staff:") for note in one.notes}
    names = {
        account.username: Text(account.name, account.name_en)
        for account in Account.objects.filter(username__in=usernames)
    }
    return [
        {
            "did": _DID.get(note["verb"], Text(note["verb"], note["verb"])),
            "who": names.get(note["by"].removeprefix("staff:"), Text(note["by"], note["by"])),
            "at": datetime.fromisoformat(note["at"]),
            "note": note["note"],
        }
        for note in one.notes
    ]


def _matter_name(matter: str) -> Text:
    found = catalogues.current().matter(matter)
    return found.name if found else Text(matter, matter)
