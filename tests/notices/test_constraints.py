"""What the database holds about messages, each by violating it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from onetrip.notices.models import Notice, NoticeTry, Rules
from onetrip.people.models import Resident
from tests.notices.gateway import Gateway
from tests.notices.house import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(post: Post, sms: Gateway) -> Notice:
    return post.tell()


def changed(**values: object) -> Callable[[Notice], object]:
    return lambda notice: Notice.objects.filter(pk=notice.pk).update(**values)


def another(notice: Notice) -> object:
    fields = (
        "centre_id",
        "resident_id",
        "kind",
        "about",
        "about_id",
        "occasion",
        "number",
        "values",
        "written_at",
        "due_at",
    )
    return Notice.objects.create(**{field: getattr(notice, field) for field in fields})


def tried(**values: object) -> Callable[[Notice], object]:
    given = {"round": 1, "way": "sms", "provider": "x", "to_hash": b"x", **values}
    return lambda notice: NoticeTry.objects.create(notice=notice, begun_at=notice.written_at, **given)


def ruled(**values: object) -> Callable[[Notice], object]:
    return lambda notice: Rules.objects.create(centre_id=notice.centre_id, **values)


def resident(**values: object) -> Callable[[Notice], object]:
    return lambda notice: Resident.objects.filter(pk=notice.resident_id).update(**values)


@pytest.mark.parametrize(
    ("constraint", "deed"),
    [
        ("notice_once_per_occasion", another),
        ("notice_state_known", changed(state="lost", ended_at="2026-11-24T00:00Z")),
        ("notice_ended_at_some_time", changed(state="delivered")),
        ("notice_ended_at_some_time", changed(ended_at="2026-11-24T00:00Z")),
        ("notice_way_known", changed(way="dove")),
        ("notice_failed_says_why", changed(state="failed", ended_at="2026-11-24T00:00Z")),
        ("notice_try_outcome_known", tried(outcome="lost", answered_at="2026-11-24T00:00Z")),
        ("notice_try_answered_at_some_time", tried(outcome="taken")),
        ("notice_try_fate_known", tried(fate="lost")),
        ("notice_rules_most_a_day", ruled(most_a_day=0)),
        ("notice_rules_collect_days", ruled(collect_days=0)),
        ("notice_rules_remind_days", ruled(remind_days=366)),
        ("resident_language_known", resident(language="fr")),
        ("resident_notice_way_known", resident(notice_way="dove")),
    ],
)
def test_the_database_refuses(notice: Notice, constraint: str, deed: Callable[[Notice], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed(notice)
