"""A question is answered: judged by the engine at once, remembered by FSRS, and kept once whatever is pressed twice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff.models import Account
from onetrip.training.items.shapes import Item
from onetrip.training.practice import queries
from onetrip.training.practice.cases import CaseItem
from onetrip.training.practice.models import PracticeCard, PracticeReview
from onetrip.training.practice.scheduling import Memory, due_of, fresh, rating_of, reviewed

_MARK = 16
"""Characters at the end of an item's id by which the key of a request knows it: the digits that stand for its content."""


def answer(
    *,
    account: Account,
    centre: str,
    item: str,
    edition: int,
    chosen: Sequence[str],
    now: datetime,
    key: uuid.UUID,
) -> PracticeReview:
    """Judge what was chosen and ask the question again when FSRS says so.

    `edition` is how often it had been answered when it was shown: answered meanwhile on another device, that answer is
    given back and this one counts for nothing. Raises Malformed (field "chosen") without an answer or with one that the
    question does not offer, Refused where the question is not asked any more because its rule has changed.
    """
    with transaction.atomic():
        made = uuid.uuid4()
        earlier = requests.claim(key, action=f"practise {item[-_MARK:]}", actor=account.actor, now=now)
        if earlier is not None:
            return queries.review_of(account, uuid.UUID(earlier["review"]))
        asked = queries.asked_by_id(account, centre, item, now)
        if asked is None:
            raise Refused(
                "item-not-in-force",
                "这道题的规则刚刚变了，这次不算。请接着做下一题。",
                "The rule of this question has just changed, so this answer does not count. Please go on with the next one.",
            )
        _refuse_unreadable(asked.item, chosen)
        was_right = asked.judge(frozenset(chosen)).is_right
        card = _claim(account, asked, edition, now)
        if card is None:
            other = _newest(account, item)
            requests.answer(key, {"review": str(other.pk)})
            return other
        rating = rating_of(is_right=was_right)
        before = card.memory
        after = reviewed(before, rating, now, queries.terms_of(centre).retention)
        review = PracticeReview.objects.create(
            pk=made,
            card=card,
            account=account,
            centre_id=centre,
            number=card.edition,
            at=now,
            chosen=sorted(chosen),
            was_right=was_right,
            rating=rating,
            before=before,
            after=after,
            catalogue=asked.catalogue.number,
        )
        _remember(card, after)
        if was_right and not asked.is_coming and card.change_id is not None:
            card.change = None
            card.save(update_fields=["change"])
        _record(review, "answer", centre, now)
        requests.answer(key, {"review": str(made)})
    return review


def feel(
    *, account: Account, centre: str, review_id: uuid.UUID, felt: str, now: datetime, key: uuid.UUID
) -> PracticeReview:
    """Say that a right answer was guessed, or known at once: it comes back sooner, or later.

    Raises NotFound for an answer of somebody else, Malformed (field "felt") for another word, Refused once the next
    question was answered, where the answer was wrong, and where it was said already.
    """
    if felt not in (PracticeReview.Felt.GUESSED.value, PracticeReview.Felt.KNEW.value):
        raise Malformed(
            "felt-unknown", "请选“猜的”或“一看就会”。", "Please choose “guessed” or “knew it at once”.", field="felt"
        )
    with transaction.atomic():
        review = _newest_locked(account, review_id)
        if requests.claim(key, action=f"feel {review_id}", actor=account.actor, now=now, result={}) is not None:
            return review
        if not review.was_right or review.felt:
            raise Refused(
                "felt-said",
                "这一题已经记下了，不能再选。",
                "This is written down already and cannot be chosen again.",
            )
        _rate_anew(review, felt, centre)
        _record(review, "feel", centre, now)
    return review


def unfeel(*, account: Account, centre: str, review_id: uuid.UUID, now: datetime, key: uuid.UUID) -> PracticeReview:
    """Take back, once, how an answer felt: a wrong press. Raises as `feel`, and Refused the second time."""
    with transaction.atomic():
        review = _newest_locked(account, review_id)
        if requests.claim(key, action=f"unfeel {review_id}", actor=account.actor, now=now, result={}) is not None:
            return review
        if not review.felt or review.felt_undone:
            raise Refused(
                "nothing-to-undo",
                "没有可以撤回的，或者已经撤回过一次。",
                "There is nothing to take back, or it was taken back once already.",
            )
        review.felt_undone = True
        _rate_anew(review, PracticeReview.Felt.NOTHING.value, centre)
        _record(review, "unfeel", centre, now)
    return review


def _refuse_unreadable(item: Item | CaseItem, chosen: Sequence[str]) -> None:
    offered = {option.id for option in item.options}
    if not chosen or not offered.issuperset(chosen):
        raise Malformed("answer-missing", "请先选一个答案。", "Please choose an answer first.", field="chosen")
    if not item.several and len(set(chosen)) > 1:
        raise Malformed("one-answer", "这道题只选一个。", "Please choose one answer only.", field="chosen")


def _claim(account: Account, asked: queries.Asked, edition: int, now: datetime) -> PracticeCard | None:
    """The card, with its edition risen by one for this answer alone; None where somebody answered it since it was shown."""
    card, _ = PracticeCard.objects.get_or_create(
        account=account,
        item=asked.item.id,
        defaults={
            "matter": asked.item.matter,
            "category": asked.item.category,
            "memory": fresh(now),
            "due_at": now,
            "made_at": now,
        },
    )
    claimed = PracticeCard.objects.filter(pk=card.pk, edition=edition).update(edition=F("edition") + 1)
    if not claimed:
        return None
    # Read after the claim, so that no change of another transaction is written over.
    card = PracticeCard.objects.select_for_update().get(pk=card.pk)
    if card.state == PracticeCard.State.RETIRED:  # its rule is in force again, and the clock has not come round yet
        card.state, card.retired_at, card.retired_why = PracticeCard.State.IN_FORCE, None, ""
        card.save(update_fields=["state", "retired_at", "retired_why"])
    return card


def _newest(account: Account, item: str) -> PracticeReview:
    found = PracticeReview.objects.filter(card__account=account, card__item=item).order_by("-number").first()
    if found is None:  # shown as answered before, and it never was
        raise Malformed(
            "edition-unknown",
            "这一页旧了。请回到练习再来。",
            "This page is out of date. Please go back to practice.",
            field="edition",
        )
    return found


def _newest_locked(account: Account, review_id: uuid.UUID) -> PracticeReview:
    """One's own answer, its card locked, while nothing was answered after it."""
    review = queries.review_of(account, review_id)
    review.card = PracticeCard.objects.select_for_update().get(pk=review.card_id)
    review.refresh_from_db(fields=["felt", "felt_undone", "rating", "after"])
    if not queries.is_newest(review):
        raise Refused(
            "review-settled",
            "已经答了下一题，上一题就定了。",
            "The next question has been answered, so this one stands.",
        )
    if review.card.state == PracticeCard.State.RETIRED:
        raise Refused(
            "item-not-in-force",
            "这道题的规则刚刚变了，不再问它。",
            "The rule of this question has just changed; it is not asked any more.",
        )
    return review


def _rate_anew(review: PracticeReview, felt: str, centre: str) -> None:
    """Work out the memory again from what it was before the answer, at the moment of the answer."""
    review.felt = felt
    review.rating = rating_of(is_right=review.was_right, felt=felt)
    review.after = reviewed(review.before, review.rating, review.at, queries.terms_of(centre).retention)
    review.save(update_fields=["felt", "felt_undone", "rating", "after"])
    _remember(review.card, review.after)


def _remember(card: PracticeCard, memory: Memory) -> None:
    card.memory, card.due_at = memory, due_of(memory)
    card.save(update_fields=["memory", "due_at"])


def _record(review: PracticeReview, verb: str, centre: str, now: datetime) -> None:
    """What is on record is that somebody practised: neither the question nor whether it was right is anybody else's."""
    events.record(
        now=now,
        centre=centre,
        actor=review.account.actor,
        thing="practice-review",
        thing_id=review.pk,
        verb=verb,
    )
