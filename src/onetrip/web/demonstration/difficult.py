"""Difficult cases of the demonstration centre, asked and answered in the days before today.

Invented, as the morning is: what clerks ask about their own work, never about somebody's entitlement, so that nobody
takes an invented sentence for policy.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from onetrip.catalogue import queries as catalogues
from onetrip.centres import actions as centres
from onetrip.centres.models import Centre
from onetrip.knowledge import actions
from onetrip.knowledge.models import Answer, Question
from onetrip.lobby import actions as lobby
from onetrip.staff.models import Account

WINDOW = 6
"""A window that the demonstration's morning leaves free."""


@dataclass(frozen=True)
class Case:
    """Asked so many days ago at that hour by a clerk; `how`: answered, reused (the answer before about that matter), settled, taken-back."""

    days_ago: int
    at: time
    clerk: str
    matter: str
    words: str
    answer: str
    minutes: int
    how: str = "answered"


CASES = (
    Case(
        20,
        time(9, 12),
        "clerk6",
        "elder-card",
        "小贴士是上个月打的，今天规则换了版，照哪个收？",
        "在单子的有效期里照单子收，单子没写的不要。过期了才按今天的规则。",
        2,
    ),
    Case(
        15,
        time(10, 40),
        "clerk7",
        "elder-card",
        "单子和今天的规则不一样，照单子收还是照规则收？",
        "",
        1,
        "reused",
    ),
    Case(
        12,
        time(14, 5),
        "clerk8",
        "residence-permit",
        "身份证读不出，手工录行不行？",
        "先换旁边窗口的读卡器试一次；还读不出就手工录，录完请居民自己核一遍屏幕。",
        4,
    ),
    Case(
        8,
        time(9, 55),
        "clerk9",
        "lease-filing",
        "居民想把刚交的件撤回去改，怎么撤？",
        "还没送走就能撤：在办件页按“撤回”，材料当面还，写一句原因。",
        3,
        "settled",
    ),
    Case(
        6,
        time(15, 20),
        "clerk6",
        "residence-permit",
        "读卡器读不出身份证，能不能手工录？",
        "",
        1,
        "reused",
    ),
    Case(3, time(11, 2), "clerk10", "", "", "", 2, "taken-back"),
    Case(
        1,
        time(10, 15),
        "clerk7",
        "medical-reimbursement",
        "代办人只带了委托书的复印件，先收别的行不行？",
        "收齐的先收，缺的开一次性告知单，写清楚要原件；别让人白跑第二趟问。",
        5,
    ),
)


def play(*, code: str, now: datetime) -> int:
    """Play the cases of the days before today, once; returns how many were played."""
    if Question.objects.filter(centre_id=code).exists():
        return 0
    centre, supervisor = Centre.objects.get(pk=code), Account.objects.get(username="supervisor")
    earlier: dict[str, Answer] = {}
    for case in CASES:
        moment = datetime.combine(centre.day_of(now) - timedelta(days=case.days_ago), case.at, tzinfo=centre.zone)
        answer = _play(case, code, supervisor, earlier.get(case.matter), moment)
        if answer is not None:
            earlier[case.matter] = answer
    return len(CASES)


def _play(case: Case, code: str, supervisor: Account, earlier: Answer | None, moment: datetime) -> Answer | None:
    """One case from the call to what the asker said of it; the answer that came of it."""
    clerk = Account.objects.get(username=case.clerk)
    matter = case.matter if catalogues.current().matter(case.matter) else ""
    centres.take_window(centre=code, number=WINDOW, account=clerk, now=moment)
    asked = actions.ask(
        centre=code,
        account_id=clerk.pk,
        words=case.words,
        matter=matter,
        now=moment,
        by=clerk.actor,
        key=uuid.uuid4(),
    )
    later = moment + timedelta(minutes=case.minutes)
    helping: dict[str, Any] = {"centre": code, "question_id": asked.pk, "now": later, "key": uuid.uuid4()}
    as_helper = {**helping, "account_id": supervisor.pk, "by": supervisor.actor}
    as_asker = {**helping, "account_id": clerk.pk, "by": clerk.actor}
    if case.how == "taken-back":
        one = actions.withdraw(**as_asker)
    elif case.how == "reused" and earlier is not None:
        one = actions.use_answer(answer_id=earlier.pk, **as_helper)
    elif case.how == "settled":
        actions.come(**as_helper)
        actions.settle(**as_helper | {"key": uuid.uuid4()})
        words: dict[str, Any] = {"words": case.answer, "question": case.words, "matter": matter}
        one = actions.write_up(**words, **as_helper | {"key": uuid.uuid4()})
    else:
        one = actions.answer(words=case.answer, question=case.words, matter=matter, **as_helper)
    if case.how != "taken-back":
        actions.judge(helped=True, **as_asker | {"key": uuid.uuid4(), "now": later + timedelta(minutes=1)})
    lobby.leave_window(account_id=clerk.pk, now=later + timedelta(minutes=2), by=clerk.actor)
    return one.answer
