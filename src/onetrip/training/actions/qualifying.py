"""From a test to a qualification, and what somebody who runs training does by hand."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.staff import qualifying
from onetrip.staff.models import Account, Qualification
from onetrip.staff.queries import is_governed
from onetrip.training import queries
from onetrip.training.actions.claiming import deed
from onetrip.training.actions.planning import make_plan
from onetrip.training.lifecycle import PATH
from onetrip.training.models import Oral, Path, Quiz
from onetrip.training.rules import TrainingRules

_CATEGORY = Qualification.Of.CATEGORY
_MATTER = Qualification.Of.MATTER


def passed(quiz: Quiz, *, now: datetime, by: str) -> None:
    """What follows from a test that was passed, in its transaction: of a category, a trial.

    A test of one matter, of somebody who may do everything already, or of somebody on trial or confirmed moves nothing: it
    was taken to learn.
    """
    if quiz.matter or not is_governed(quiz.account_id):
        return
    path, _ = Path.objects.select_for_update().get_or_create(
        account_id=quiz.account_id, category=quiz.category, defaults={"centre_id": quiz.centre_id, "since": now}
    )
    if not PATH.allows("pass", path.state):
        return
    path.quiz = quiz
    step(path, "pass", now=now, by=by)
    rules = queries.rules_of(path.centre_id)
    if not rules.oral_first or _oral_passed(path):
        begin_trial(path, rules, now=now, by=by)


def begin_trial(path: Path, rules: TrainingRules, *, now: datetime, by: str) -> None:
    """The trial begins, with a qualification that lasts beyond its end: nobody falls out by themselves before somebody has
    decided. In the caller's transaction, the path locked."""
    today = settled(path.centre_id).centre.day_of(now)
    path.trial_from = today
    grant_until(path, today + timedelta(days=rules.trial_days), rules, source=_of_test(path), now=now, by=by)
    step(path, "begin-trial", now=now, by=by)


def grant_until(path: Path, follow_up_on: date, rules: TrainingRules, *, source: str, now: datetime, by: str) -> None:
    """Qualified until the figures are looked at, and the days allowed for deciding; the caller saves the path by a step."""
    path.follow_up_on = follow_up_on
    path.until_day = follow_up_on + timedelta(days=rules.margin_days)
    qualifying.qualify(
        account_id=path.account_id,
        of=_CATEGORY,
        name=path.category,
        from_day=settled(path.centre_id).centre.day_of(now),
        until_day=path.until_day,
        source=source,
        now=now,
        by=by,
    )


def step(path: Path, verb: str, *, now: datetime, by: str, data: dict[str, object] | None = None) -> None:
    """One step of a path, saved with its event. Raises Refused where the table of steps does not have it."""
    before, path.state = path.state, PATH.move(verb, path.state, path.category)
    path.since = now
    path.save()
    events.record(
        now=now,
        centre=path.centre_id,
        actor=by,
        thing="training",
        thing_id=path.pk,
        verb=verb,
        from_state=before,
        to_state=path.state,
        data={"account": path.account.username, "category": path.category, **(data or {})},
    )


def end_now(account_id: int, of: str, name: str, *, today: date, now: datetime, by: str) -> int:
    """Not qualified any more, from today on; what began only today ends with the day. How many rows that ended."""
    given = {"account_id": account_id, "of": of, "name": name, "now": now, "by": by}
    earlier = qualifying.end_qualification(day=today - timedelta(days=1), **given)  # type: ignore[arg-type]
    return earlier + qualifying.end_qualification(day=today, **given)  # type: ignore[arg-type]


def enrol(*, account_id: int, centre: str, by: Account, now: datetime, key: uuid.UUID) -> bool:
    """Training begins with somebody: from now on they are called only for what they are qualified for. False: it had.

    Raises NotFound for nobody of this centre, Refused for oneself.
    """
    account = queries.person(account_id, centre)
    _refuse_oneself(account, by)
    with transaction.atomic():
        if requests.claim(key, action=deed("enrol", account_id), actor=by.actor, now=now, result={}) is not None:
            return False
        is_new = qualifying.enrol(account_id=account_id, centre=centre, now=now, by=by.actor)
        if is_new:
            make_plan(account=account, centre=centre, now=now, by=by.actor)
    return is_new


def take_enrolment_back(*, account_id: int, centre: str, by: Account, now: datetime, key: uuid.UUID) -> bool:
    """Undo an enrolment made for the wrong person. Raises Refused once something is written down about them."""
    account = queries.person(account_id, centre)
    _refuse_oneself(account, by)
    with transaction.atomic():
        if requests.claim(key, action=deed("end-enrol", account_id), actor=by.actor, now=now, result={}) is not None:
            return False
        if Qualification.objects.filter(account=account).exists():
            raise Refused(
                "has-qualifications",
                "已经有资格记录了，登记撤不回。要停，请一类一类地停。",
                "Qualifications are on record already, so this cannot be undone. They can be ended one by one.",
            )
        return qualifying.end_enrolment(account_id=account_id, centre=centre, now=now, by=by.actor)


def qualify_by_hand(
    *, account_id: int, centre: str, of: str, name: str, reason: str, by: Account, now: datetime, key: uuid.UUID
) -> None:
    """Somebody is qualified for good for a category or a matter, for a reason that a person gives.

    Raises Malformed without a reason, NotFound for no such person, category or matter, Refused for oneself, for somebody
    with whom training has not begun (they would lose everything else), and on trial (that is decided at the follow-up).
    """
    account, why = queries.person(account_id, centre), _reason(reason)
    _refuse_oneself(account, by)
    _refuse_unknown(of, name)
    with transaction.atomic():
        if (
            requests.claim(key, action=deed("qualify", account_id, name), actor=by.actor, now=now, result={})
            is not None
        ):
            return
        if not is_governed(account_id):
            raise Refused(
                "not-enrolled",
                "这位同事现在什么都能办。请先登记开始培训，不然只剩下这一项。",
                "They may do everything now. Please begin their training first, or this would be all that is left.",
            )
        today = settled(centre).centre.day_of(now)
        given = {"account_id": account_id, "of": of, "name": name, "from_day": today, "now": now, "by": by.actor}
        if of == _CATEGORY:
            path = _path(account, centre, name, now)
            step(path, "qualify", now=now, by=by.actor, data={"reason": why})
        qualifying.qualify(source=f"手工 by hand: {why}", until_day=None, **given)  # type: ignore[arg-type]


def end_by_hand(
    *, account_id: int, centre: str, of: str, name: str, reason: str, by: Account, now: datetime, key: uuid.UUID
) -> int:
    """A qualification ends, from today on, for a reason that a person gives; how many rows that ended.

    Raises Malformed without a reason, NotFound for nobody of this centre, Refused for oneself.
    """
    account, why = queries.person(account_id, centre), _reason(reason)
    _refuse_oneself(account, by)
    if of not in (_CATEGORY, _MATTER):
        raise NotFound("category-unknown", "目录里没有这一类事项。", "The catalogue has no such category.")
    with transaction.atomic():
        if requests.claim(key, action=deed("end", account_id, name), actor=by.actor, now=now, result={}) is not None:
            return 0
        today = settled(centre).centre.day_of(now)
        ended = end_now(account_id, of, name, today=today, now=now, by=by.actor)
        path = Path.objects.select_for_update(of=("self",)).filter(account=account, category=name).first()
        if of == _CATEGORY and path is not None and PATH.allows("end", path.state):
            path.follow_ups.filter(decision="").update(decision="withdraw", words=why, decided_at=now, decided_by=by)
            step(path, "end", now=now, by=by.actor, data={"reason": why})
    return ended


def _of_test(path: Path) -> str:
    """What a trial rests on: the test with its day and score."""
    quiz = path.quiz
    if quiz is None or quiz.ended_at is None:
        raise ValueError(f"{path} has passed no test")
    return f"测验 test {quiz.ended_at:%F} {quiz.right}/{quiz.counted} {quiz.pk.hex[:8]}"


def _oral_passed(path: Path) -> bool:
    matters = [one.id for one in catalogues.current().in_category(path.category)]
    return Oral.objects.filter(account_id=path.account_id, matter__in=matters, passed=True).exists()


def _path(account: Account, centre: str, category: str, now: datetime) -> Path:
    path, _ = Path.objects.select_for_update(of=("self",)).get_or_create(
        account=account, category=category, defaults={"centre_id": centre, "since": now}
    )
    return path


def _refuse_oneself(account: Account, by: Account) -> None:
    if account.pk == by.pk:
        raise Refused(
            "about-oneself",
            "自己的资格不能自己定。请同事来定。",
            "Nobody decides about their own qualification. Please ask a colleague.",
            status=403,
        )


def _refuse_unknown(of: str, name: str) -> None:
    catalogue = catalogues.current()
    if not ((of == _CATEGORY and name in catalogue.categories) or (of == _MATTER and name in catalogue.matters)):
        raise NotFound(
            "category-unknown", "目录里没有这一类、这件事。", "The catalogue has no such category or matter."
        )


def _reason(words: str) -> str:
    line = one_line(words, 150)
    if len(line) < 2:
        raise Malformed("reason-missing", "请写为什么。", "Please say why.", field="reason")
    return line
