"""A test is begun, answered question by question, and ends. The engine judges; no key leaves the house before the answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from onetrip.staff.models import Account
from onetrip.staff.queries import is_governed
from onetrip.training import items as questions
from onetrip.training import queries
from onetrip.training.actions.claiming import deed
from onetrip.training.actions.qualifying import passed
from onetrip.training.choosing import choose, has_passed
from onetrip.training.items.shapes import Item
from onetrip.training.models import Path, Quiz, QuizItem

_MOST_ASKED = 32_767
"""The highest place a question can have in the table."""


def begin(*, account: Account, centre: str, category: str, matter: str = "", now: datetime, key: uuid.UUID) -> Quiz:
    """A test of a category, or of one matter of it; the one that is open already is given again.

    Raises NotFound for no such category or matter, Refused while another test is open, before the time to wait is over,
    or where the catalogue yields no question.
    """
    catalogue = catalogues.current()
    named = catalogue.matter(matter) if matter else None
    if category not in catalogue.categories or (matter and (named is None or named.terms.category != category)):
        raise NotFound("category-unknown", "目录里没有这一类事项。", "The catalogue has no such category.")
    with transaction.atomic():
        earlier = requests.claim(key, action=deed("test", category, matter), actor=account.actor, now=now)
        if earlier is not None:
            return queries.quiz(uuid.UUID(earlier["quiz"]), account.pk)
        Account.objects.select_for_update().get(pk=account.pk)  # two tabs that begin at once stand in line here
        quiz = _open(account, category, matter) or _begin(account, centre, catalogue, category, matter, key, now)
        requests.answer(key, {"quiz": str(quiz.pk)})
    return quiz


def answer(
    *, quiz_id: uuid.UUID, account: Account, position: int, chosen: Collection[str], now: datetime, key: uuid.UUID
) -> QuizItem:
    """The answer to one question, which is final; the last one ends the test. The same key again gives the first answer.

    Raises Malformed where nothing, or no option of the question, was chosen; Refused ("answered-already") for a question
    that has its answer, and ("rule-changed") for one whose rule changed meanwhile: it does not count.
    """
    if not 0 < position <= _MOST_ASKED:
        raise _no_such_question()
    with transaction.atomic():
        quiz = _locked(quiz_id, account)
        earlier = requests.claim(
            key, action=deed("test-answer", quiz_id, position), actor=account.actor, now=now, result={}
        )
        if earlier is not None:
            return _item(quiz, position)
        _refuse_if_over(quiz)
        _strike_what_changed(quiz, now=now)
        item = _item(quiz, position)
        if item.struck_at is None:
            _refuse_answered(item)
            _judge(quiz, item, chosen, now)
            _record(quiz, "answer", account.actor, now, {"position": position, "right": item.is_right})
        _end_if_all_answered(quiz, by=account.actor, now=now)
    if item.struck_at is not None:  # said after the commit: what was struck out stays so
        raise Refused(
            "rule-changed",
            "这道题的规则刚刚改了，不算分，已经换了一道新的。",
            "The rule of this question has just changed: it does not count, and there is a new one.",
        )
    return item


def abandon(*, quiz_id: uuid.UUID, account: Account, now: datetime, key: uuid.UUID) -> Quiz:
    """Give a test up: it counts for nothing. Giving up what is over does nothing."""
    with transaction.atomic():
        quiz = _locked(quiz_id, account)
        done = requests.claim(key, action=deed("test-abandon", quiz_id), actor=account.actor, now=now, result={})
        if done is None and quiz.state == Quiz.State.OPEN:
            _give_up(quiz, by=account.actor, now=now, why="by-hand")
    return quiz


def follow_catalogue(*, quiz_id: uuid.UUID, account: Account, now: datetime) -> Quiz:
    """Strike out what a newer version of the catalogue touched, before the test is shown; nothing to do is the rule."""
    quiz = queries.quiz(quiz_id, account.pk)
    if quiz.state != Quiz.State.OPEN or quiz.seen_catalogue == catalogues.current().number:
        return quiz
    with transaction.atomic():
        quiz = _locked(quiz_id, account)
        if quiz.state == Quiz.State.OPEN:
            _strike_what_changed(quiz, now=now)
            _end_if_all_answered(quiz, by=account.actor, now=now)
    return quiz


def give_up_forgotten(*, centre: str, now: datetime, by: str) -> int:
    """Tests that nobody went on with for the hours the rules give, and those of closed accounts, are given up."""
    rules = queries.rules_of(centre)
    since = now - timedelta(hours=rules.open_hours)
    ended = 0
    for quiz_id in Quiz.objects.filter(centre_id=centre, state=Quiz.State.OPEN).values_list("pk", flat=True):
        with transaction.atomic():
            quiz = Quiz.objects.select_for_update().select_related("account").get(pk=quiz_id)
            last = quiz.items.filter(answered_at__isnull=False).order_by("-answered_at").first()
            touched = last.answered_at if last and last.answered_at else quiz.begun_at
            if quiz.state == Quiz.State.OPEN and (touched < since or not quiz.account.is_active):
                _give_up(quiz, by=by, now=now, why="forgotten" if quiz.account.is_active else "account-closed")
                ended += 1
    return ended


def _open(account: Account, category: str, matter: str) -> Quiz | None:
    found = queries.open_quiz(account.pk)
    if found is None or (found.category, found.matter) == (category, matter):
        return found
    raise Refused(
        "test-open",
        "您有一次测验还没考完。请先考完，或者放弃那一次。",
        "You have a test that is not over. Please finish it, or give it up, first.",
    )


def _begin(
    account: Account, centre: str, catalogue: Catalogue, category: str, matter: str, key: uuid.UUID, now: datetime
) -> Quiz:
    rules = queries.rules_of(centre)
    _refuse_too_soon(account, category, matter, rules.retry_hours, rules.abandoned_hours, now)
    day = settled(centre).centre.day_of(now)
    seed = key.hex
    asked = choose(
        _questions(catalogue, category, matter, day),
        a_year=queries.a_year(centre, now),
        high_above=rules.high_frequency,
        wanted=rules.quiz_items,
        seed=seed,
    )
    if not asked:
        raise Refused(
            "no-questions",
            "这一类的规则还出不了题：没有一条能判对错的条件。请告诉事项编辑。",
            "No question can be made of this category: it has no condition to judge by. Please tell the editor.",
        )
    quiz = Quiz.objects.create(
        centre_id=centre,
        account=account,
        category=category,
        matter=matter,
        seed=seed,
        catalogue=catalogue.number,
        seen_catalogue=catalogue.number,
        rules=rules.version,
        pass_percent=rules.pass_percent,
        day=day,
        begun_at=now,
    )
    QuizItem.objects.bulk_create(_row(quiz, place, one, catalogue) for place, one in enumerate(asked, 1))
    if not matter and is_governed(account.pk):
        Path.objects.get_or_create(account=account, category=category, defaults={"centre_id": centre, "since": now})
    _record(quiz, "begin", account.actor, now, {"category": category, "matter": matter, "items": len(asked)})
    return quiz


def _refuse_too_soon(
    account: Account, category: str, matter: str, retry_hours: int, abandoned_hours: int, now: datetime
) -> None:
    last = Quiz.objects.filter(account=account, category=category, matter=matter).order_by("-begun_at").first()
    if last is None or last.ended_at is None:
        return
    if not last.items.filter(struck_at=None).exists():
        return  # the catalogue took its questions away: nobody's fault, and nobody waits for it
    hours = {Quiz.State.FAILED: retry_hours, Quiz.State.ABANDONED: abandoned_hours}.get(Quiz.State(last.state), 0)
    again = last.ended_at + timedelta(hours=hours)
    if now < again:
        minutes = -(-int((again - now).total_seconds()) // 60)
        hours, rest = divmod(minutes, 60)
        raise Refused(
            "test-too-soon",
            f"离上一次太近，再过 {hours} 小时 {rest} 分钟可以考。先看看错在哪里，练一练。",
            f"This is too soon after the last one: it can be taken again in {hours} h {rest} min. Look at what went wrong, "
            "and practise.",
        )


def _questions(catalogue: Catalogue, category: str, matter: str, day: date) -> dict[str, Sequence[Item]]:
    """By matter the questions a test may ask: only those whose rule somebody has verified, for nobody fails by another."""
    names = [matter] if matter else [one.id for one in catalogue.in_category(category)]
    asked = {name: questions.items_of(catalogue, name, day) for name in names if name in catalogue.matters}
    return {name: [item for item in made if item.is_verified] for name, made in asked.items()}


def _row(quiz: Quiz, position: int, item: Item, catalogue: Catalogue) -> QuizItem:
    return QuizItem(quiz=quiz, position=position, item=item.id, catalogue=catalogue.number, shown=_as_shown(item))


def _as_shown(item: Item) -> dict[str, Any]:
    """The question as the page shows it; nothing in it says which option is right."""
    return {
        "matter": item.matter,
        "category": item.category,
        "kind": item.kind.value,
        "told": [_both(one) for one in item.told],
        "question": _both(item.question),
        "options": [{"id": one.id, **_both(one.text)} for one in item.options],
        "several": item.several,
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _locked(quiz_id: uuid.UUID, account: Account) -> Quiz:
    queries.quiz(quiz_id, account.pk)
    return Quiz.objects.select_for_update().get(pk=quiz_id)


def _item(quiz: Quiz, position: int) -> QuizItem:
    found = QuizItem.objects.filter(quiz=quiz, position=position).first()
    if found is None:
        raise _no_such_question()
    return found


def _no_such_question() -> NotFound:
    return NotFound("question-unknown", "这次测验没有这道题。", "This test has no such question.")


def _refuse_if_over(quiz: Quiz) -> None:
    if quiz.state != Quiz.State.OPEN:
        raise Refused("test-over", "这次测验已经结束了，答案没有收。", "This test is over; the answer was not taken.")


def _refuse_answered(item: QuizItem) -> None:
    if item.answered_at is not None:
        raise Refused(
            "answered-already",
            "这道题已经答过，以第一次为准。",
            "This question has its answer already; the first one counts.",
        )


def _judge(quiz: Quiz, item: QuizItem, chosen: Collection[str], now: datetime) -> None:
    picked, options = set(chosen), {one["id"] for one in item.shown["options"]}
    if not picked or not picked <= options or (len(picked) > 1 and not item.shown["several"]):
        raise Malformed("nothing-chosen", "请选一个答案再交。", "Please choose an answer first.", field="chosen")
    catalogue = catalogues.version(item.catalogue)
    asked = questions.find(catalogue, item.item, quiz.day)
    if asked is None:
        raise RuntimeError(f"{item.item} was asked and cannot be judged by version {item.catalogue}")
    judged = questions.judge(catalogue, asked, frozenset(picked), quiz.day)
    item.chosen, item.right = sorted(picked), sorted(judged.right)
    item.why, item.is_right = [_both(one) for one in judged.why], judged.is_right
    item.answered_at = now
    item.save(update_fields=["chosen", "right", "why", "is_right", "answered_at"])


def _strike_what_changed(quiz: Quiz, *, now: datetime) -> None:
    """Questions that the version in force no longer asks just so are struck out, answered or not, each replaced by a fresh
    one of the same matter where there is one, else of the same category; the others stay as they began."""
    current = catalogues.current()
    if current.number == quiz.seen_catalogue:
        return
    items = queries.items_of(quiz)
    counting = [one for one in items if one.struck_at is None]
    touched = [one for one in counting if questions.find(current, one.item, quiz.day) is None]
    QuizItem.objects.filter(pk__in=[one.pk for one in touched]).update(struck_at=now)
    used = {one.item for one in items}
    place = max((one.position for one in items), default=0)
    for old in touched:
        fresh = _fresh(current, quiz, old.shown["matter"], frozenset(used))
        if fresh is not None:
            place += 1
            used.add(fresh.id)
            _row(quiz, place, fresh, current).save(force_insert=True)
    quiz.seen_catalogue = current.number
    quiz.save(update_fields=["seen_catalogue"])
    if touched:
        _record(quiz, "strike", "system", now, {"catalogue": current.number, "struck": len(touched)})


def _fresh(catalogue: Catalogue, quiz: Quiz, matter: str, used: frozenset[str]) -> Item | None:
    nothing: Mapping[str, int] = {}
    for name in dict.fromkeys((matter, quiz.matter)):
        if not name and quiz.matter:
            continue
        pool = _questions(catalogue, quiz.category, name, quiz.day)
        seed = f"{quiz.seed} {len(used)}"
        found = choose(pool, a_year=nothing, high_above=0, wanted=1, seed=seed, without=used)
        if found:
            return found[0]
    return None


def _end_if_all_answered(quiz: Quiz, *, by: str, now: datetime) -> None:
    items = queries.items_of(quiz)
    if quiz.state != Quiz.State.OPEN or queries.next_item(items) is not None:
        return
    counting = [one for one in items if one.struck_at is None]
    if not counting:  # the catalogue took every question away: nobody's fault
        _give_up(quiz, by=by, now=now, why="no-questions-left")
        return
    quiz.right, quiz.counted = sum(bool(one.is_right) for one in counting), len(counting)
    is_passed = has_passed(quiz.right, quiz.counted, quiz.pass_percent)
    quiz.state, quiz.ended_at = Quiz.State.PASSED if is_passed else Quiz.State.FAILED, now
    quiz.save(update_fields=["state", "ended_at", "right", "counted"])
    _record(quiz, quiz.state, by, now, {"right": quiz.right, "counted": quiz.counted})
    if is_passed:
        passed(quiz, now=now, by=by)


def _give_up(quiz: Quiz, *, by: str, now: datetime, why: str) -> None:
    quiz.state, quiz.ended_at = Quiz.State.ABANDONED, now
    quiz.save(update_fields=["state", "ended_at"])
    _record(quiz, "abandon", by, now, {"why": why})


def _record(quiz: Quiz, verb: str, by: str, now: datetime, data: dict[str, Any]) -> None:
    events.record(
        now=now,
        centre=quiz.centre_id,
        actor=by,
        thing="quiz",
        thing_id=quiz.pk,
        verb=verb,
        to_state=quiz.state,
        data=data,
    )
