"""Colleagues who teach: role-plays that they examine, and lessons that the learner confirms."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.staff.models import Account
from onetrip.training import queries
from onetrip.training.actions.claiming import deed
from onetrip.training.actions.qualifying import begin_trial
from onetrip.training.models import Oral, Path, Teaching

_LATE_BY = timedelta(days=31)
"""A lesson is written down within a month, while both still know."""
_MOST_A_DAY = 480


def record_oral(
    *,
    account_id: int,
    centre: str,
    matter: str,
    minutes: int,
    is_passed: bool,
    words: str,
    by: Account,
    now: datetime,
    key: uuid.UUID,
) -> Oral:
    """A role-play on one matter, examined by `by`; where the rules ask for one, it may begin a trial.

    Raises NotFound for nobody of this centre or no such matter, Refused for oneself, Malformed for minutes or words.
    """
    account, said = queries.person(account_id, centre), one_line(words, 400)
    catalogue = catalogues.current()
    found = catalogue.matter(matter)
    if found is None:
        raise NotFound("matter-unknown", "目录里没有这件事。", "The catalogue has no such matter.")
    if account.pk == by.pk:
        raise Refused("about-oneself", "自己不能考自己。", "Nobody examines themselves.", status=403)
    if not 1 <= minutes <= 240:
        raise Malformed("minutes-form", "分钟数要在 1 到 240 之间。", "Minutes are between 1 and 240.", field="minutes")
    if len(said) < 2:
        raise Malformed("words-missing", "请写一句评语。", "Please write a sentence about it.", field="words")
    with transaction.atomic():
        earlier = requests.claim(key, action=deed("oral", account_id, matter), actor=by.actor, now=now)
        if earlier is not None:
            return Oral.objects.get(pk=earlier["oral"])
        oral = Oral.objects.create(
            centre_id=centre,
            account=account,
            examiner=by,
            matter=matter,
            catalogue=catalogue.number,
            day=settled(centre).centre.day_of(now),
            minutes=minutes,
            passed=is_passed,
            words=said,
            recorded_at=now,
        )
        data = {"account": account.username, "matter": matter, "passed": is_passed, "minutes": minutes}
        events.record(now=now, centre=centre, actor=by.actor, thing="oral", thing_id=oral.pk, verb="record", data=data)
        _begin_waiting_trial(account, found.terms.category, is_passed=is_passed, now=now, by=by.actor)
        requests.answer(key, {"oral": str(oral.pk)})
    return oral


def record_teaching(
    *,
    learner_id: int,
    centre: str,
    about: str,
    day: date,
    minutes: int,
    by: Account,
    now: datetime,
    key: uuid.UUID,
) -> Teaching:
    """`by` taught a colleague; it counts once the colleague has confirmed it.

    Raises NotFound for nobody of this centre, Refused for oneself, Malformed for words, a day that is to come or long past,
    and minutes that no day has.
    """
    learner, what = queries.person(learner_id, centre), one_line(about, 120)
    today = settled(centre).centre.day_of(now)
    if learner.pk == by.pk:
        raise Refused("about-oneself", "带教要有别人。", "A lesson takes somebody else.")
    if len(what) < 2:
        raise Malformed("about-missing", "请写教了什么。", "Please say what was taught.", field="about")
    if not today - _LATE_BY <= day <= today:
        raise Malformed("day-form", "日期要在最近 31 天里。", "The day is one of the last 31.", field="day")
    if not 5 <= minutes <= _MOST_A_DAY:
        raise Malformed("minutes-form", "分钟数要在 5 到 480 之间。", "Minutes are between 5 and 480.", field="minutes")
    with transaction.atomic():
        earlier = requests.claim(key, action=deed("teaching", learner_id, day), actor=by.actor, now=now)
        if earlier is not None:
            return Teaching.objects.get(pk=earlier["teaching"])
        Account.objects.select_for_update().get(pk=by.pk)  # two lessons written down at once stand in line here
        that_day = Teaching.objects.filter(teacher=by, day=day).exclude(state=Teaching.State.DENIED)
        if (that_day.aggregate(sum=Sum("minutes"))["sum"] or 0) + minutes > _MOST_A_DAY:
            raise Malformed(
                "day-full",
                "这一天记的带教加起来超过 480 分钟了。",
                "The lessons of that day would be more than 480 minutes together.",
                field="minutes",
            )
        lesson = Teaching.objects.create(
            centre_id=centre, teacher=by, learner=learner, about=what, day=day, minutes=minutes, recorded_at=now
        )
        _record(lesson, "record", by.actor, now)
        requests.answer(key, {"teaching": str(lesson.pk)})
    return lesson


def answer_teaching(
    *, teaching_id: uuid.UUID, learner: Account, it_was_so: bool, now: datetime, key: uuid.UUID
) -> Teaching:
    """The learner says whether a lesson was so; said once. Raises NotFound for a lesson of somebody else."""
    with transaction.atomic():
        lesson = Teaching.objects.select_for_update().filter(pk=teaching_id, learner=learner).first()
        if lesson is None:
            raise NotFound(
                "teaching-unknown", "没有等您确认的这次带教。", "There is no such lesson for you to confirm."
            )
        done = requests.claim(key, action=deed("teaching-answer", teaching_id), actor=learner.actor, now=now, result={})
        if done is None and lesson.state == Teaching.State.SAID:
            lesson.state = Teaching.State.CONFIRMED if it_was_so else Teaching.State.DENIED
            lesson.answered_at = now
            lesson.save(update_fields=["state", "answered_at"])
            _record(lesson, "confirm" if it_was_so else "deny", learner.actor, now)
    return lesson


def _begin_waiting_trial(account: Account, category: str, *, is_passed: bool, now: datetime, by: str) -> None:
    waiting = Path.objects.select_for_update(of=("self",)).select_related("account")
    path = waiting.filter(account=account, category=category, state=Path.State.TESTED).first()
    if is_passed and path is not None:
        begin_trial(path, queries.rules_of(path.centre_id), now=now, by=by)


def _record(lesson: Teaching, verb: str, by: str, now: datetime) -> None:
    events.record(
        now=now,
        centre=lesson.centre_id,
        actor=by,
        thing="teaching",
        thing_id=lesson.pk,
        verb=verb,
        to_state=lesson.state,
        data={"learner": lesson.learner.username, "minutes": lesson.minutes, "day": lesson.day.isoformat()},
    )
