"""A morning of the demonstration centre, played through the very actions of desk, hall, windows and phones.

Invented from beginning to end, by chance that is the same each time: it is there so that the director's page, the
display and the lists can be seen with something in them. Nobody in it has a name or an ID number.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from onetrip.advice import actions as advice
from onetrip.advice import queries as consultations
from onetrip.advice.models import Slip
from onetrip.cases import actions as cases
from onetrip.cases import queries as checklists
from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper
from onetrip.cases.queries import CheckedMatter
from onetrip.catalogue import queries as catalogues
from onetrip.centres import actions as centres
from onetrip.centres.models import Centre
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby.actions.arriving import came_for
from onetrip.lobby.models import Ticket
from onetrip.ratings import actions as ratings
from onetrip.ratings.models import Invitation
from onetrip.ratings.scale import GOOD_REASONS
from onetrip.rules import Fact, FactType
from onetrip.staff.models import Account

DESK, DOOR = "staff:guide", "device:check-in-1"
WINDOWS = 5
OPENS, CLOSES = time(8, 30), time(11, 30)
MOST_QUESTIONS = 12

WANTED = (
    ("elder-card",),
    ("elder-card", "family-planning-reward"),
    ("medical-record-booklet",),
    ("medical-reimbursement",),
    ("residence-permit-endorsement",),
    ("residence-permit", "residence-registration"),
    ("living-apart-registration",),
    ("lease-filing",),
    ("unemployment-registration",),
    ("resident-medical-insurance",),
    ("disability-certificate-reissue",),
)
"""What people come for; the first are asked for most."""
FAMILIAR = {"birth_date": "1958-03-02", "hukou": "shanghai", "by_proxy": "no", "record_booklet": "used_up"}
"""Answers that most give; any other question gets one by chance."""


@dataclass
class Morning:
    """What is to happen, in the order of time; `idle` windows wait for somebody to come."""

    centre: Centre
    chance: Random
    until: datetime
    clerks: dict[int, Account]
    to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    idle: list[int] = field(default_factory=list)
    visits: int = 0
    serial: count[int] = field(default_factory=count)

    def plan(self, moment: datetime, deed: Callable[[datetime], None]) -> None:
        """`deed` happens at `moment`, unless the morning is over by then."""
        if moment < self.until:
            heapq.heappush(self.to_come, (moment, next(self.serial), deed))

    def go_on(self) -> None:
        """Let everything happen."""
        while self.to_come:
            moment, _, deed = heapq.heappop(self.to_come)
            deed(moment)

    def somebody_is_to_come(self, moment: datetime) -> None:
        """Two of three have asked before: at the desk in the same morning, or by telephone the day before."""
        if self.chance.random() > 0.67:
            self.plan(moment, lambda now: self.arrive(None, now))
            return
        asked = moment - timedelta(minutes=self.chance.choice((12, 25, 24 * 60)))
        self.plan(asked, lambda now: self.ask(moment, now))

    def ask(self, comes: datetime, moment: datetime) -> None:
        """A consultation; whoever has nothing to come for stays at home."""
        slip = self.slip(moment)
        if slip is not None:
            self.plan(comes, lambda now: self.arrive(slip, now))

    def arrive(self, slip: Slip | None, moment: datetime) -> None:
        """They draw a number; a window that waits calls them."""
        lobby.arrive(centre=self.centre.code, now=moment, by=DOOR, key=uuid.uuid4(), slip_id=slip.pk if slip else None)
        if self.idle:
            window = self.idle.pop(0)
            self.plan(moment + timedelta(seconds=8), lambda now: self.a_window_calls(window, now))

    def a_window_calls(self, number: int, moment: datetime) -> None:
        """The next, who takes some minutes; nobody: the window waits."""
        clerk = self.clerks[number]
        duty = clerk.duties.get(ended=None)
        ticket = lobby.call_next(
            centre=self.centre.code,
            window_id=duty.window_id,
            account_id=clerk.pk,
            now=moment,
            by=clerk.actor,
            key=uuid.uuid4(),
        )
        if ticket is None:
            self.idle.append(number)
            return
        minutes = self.chance.triangular(3, 16, 6)
        done = moment + timedelta(minutes=minutes)
        if done + timedelta(minutes=1) >= self.until:
            return  # still at the window when the morning ends
        self.plan(moment + timedelta(seconds=25), lambda now: self.start(ticket, clerk, now))
        self.plan(done, lambda now: self.serve(ticket, clerk, now))
        self.plan(done + timedelta(seconds=20), lambda now: self.finish(ticket, clerk, number, now))

    def start(self, ticket: Ticket, clerk: Account, moment: datetime) -> None:
        """They are at the window."""
        lobby.start(ticket_id=ticket.pk, account_id=clerk.pk, now=moment, by=clerk.actor, key=uuid.uuid4())

    def serve(self, ticket: Ticket, clerk: Account, moment: datetime) -> None:
        """Accept what they came for; now and then a paper is missing, or one is asked for that no slip spoke of."""
        at: dict[str, Any] = {"ticket_id": ticket.pk, "account_id": clerk.pk, "now": moment, "by": clerk.actor}
        if not ticket.visit.wanted:
            matter = self.chance.choice(self.chance.choice(WANTED))
            lobby.want(matter=matter, key=uuid.uuid4(), **at)
            ticket.visit.refresh_from_db()
        listed = checklists.checklist(ticket.pk, now=moment, added=ticket.visit.wanted).open
        luck = self.chance.random()
        missing = next((one for one in listed if one.lines), None) if luck < 0.06 else None
        taken = [self.taken(one, asks_more=luck > 0.95) for one in listed if one is not missing]
        if taken:
            cases.accept(matters=taken, key=uuid.uuid4(), **at)
        if missing is not None:
            paper = missing.lines[-1].needed.paper
            told = MissingPaper(missing.at.matter, paper, "没带")
            cases.tell_missing(missing=[told], key=uuid.uuid4(), **at)

    def taken(self, one: CheckedMatter, *, asks_more: bool) -> AcceptedMatter:
        """A matter with every paper that it needs."""
        papers = tuple(line.needed.paper for line in one.lines)
        beyond = "bank-card"
        known = beyond in catalogues.current().papers and beyond not in papers
        extra = (ExtraPaper(beyond, "training"),) if asks_more and known else ()
        return AcceptedMatter(one.at.matter, papers, extra=extra)

    def finish(self, ticket: Ticket, clerk: Account, number: int, moment: datetime) -> None:
        """They go, perhaps after judging; the window calls the next."""
        lobby.finish(ticket_id=ticket.pk, account_id=clerk.pk, now=moment, by=clerk.actor, key=uuid.uuid4())
        self.visits += 1
        invitation = Invitation.objects.filter(visit_id=ticket.visit_id).first()
        if invitation is not None and self.chance.random() < 0.5:
            self.plan(moment + timedelta(seconds=40), lambda now: self.rate(invitation, now))
        self.plan(moment + timedelta(seconds=30), lambda now: self.a_window_calls(number, now))

    def rate(self, invitation: Invitation, moment: datetime) -> None:
        """Most are content; one in thirty is not."""
        level = self.chance.choices((5, 4, 3, 2), (20, 7, 2, 1))[0]
        ratings.rate(
            token=invitation.token,
            level=level,
            reasons=[self.chance.choice(GOOD_REASONS)] if level > 3 else ["slow"],
            words="" if level > 2 else "等得有点久。",
            now=moment,
            by="resident",
            key=uuid.uuid4(),
            channel="phone",
        )

    def slip(self, moment: datetime) -> Slip | None:
        """What the desk told somebody; None when it led to nothing to come for."""
        talk = advice.begin(centre=self.centre.code, channel="desk", now=moment, by=DESK).pk
        weights = range(2 * len(WANTED), len(WANTED), -1)
        for matter in self.chance.choices(WANTED, weights)[0]:
            advice.hear(consultation_id=talk, said="", matter=matter, now=moment, by=DESK)
        for _ in range(MOST_QUESTIONS):
            state = consultations.state(talk, now=moment)
            if state.question is None:
                break
            fact = state.catalogue.book.vocabulary.facts[state.question.fact]
            advice.answer(consultation_id=talk, fact=fact.id, raw=self.answer(fact), now=moment, by=DESK)
            if consultations.state(talk, now=moment).plan.contradicts_itself:
                # Chance makes students with a pension; people would rather not answer than say so.
                advice.skip(consultation_id=talk, fact=fact.id, now=moment, by=DESK)
        if not came_for(consultations.state(talk, now=moment).plan):
            return None
        return advice.issue(consultation_id=talk, last_four=None, language="zh", key=uuid.uuid4(), now=moment, by=DESK)

    def answer(self, fact: Fact) -> str:
        """What somebody says to a question."""
        if fact.id in FAMILIAR:
            return FAMILIAR[fact.id]
        match fact.type:
            case FactType.BOOL:
                return self.chance.choice(("yes", "no"))
            case FactType.CHOICE:
                return self.chance.choice(list(fact.choices))
            case FactType.DATE:
                return "2019-05-06"
            case _:
                return str(int(fact.least or 0) + 1)


def play(*, code: str, now: datetime, people: int = 100) -> int:
    """Play the morning of today's opening hours up to `now`; returns how many visits ended.

    Raises Refused before there is an hour to play, and when somebody has come today or works at a window already.
    """
    centre = Centre.objects.get(pk=code)
    day = centre.day_of(now)
    if Ticket.objects.filter(centre=centre, day=day).exists():
        raise Refused(
            "day-begun",
            "今天已经有人取过号，演示不再加进来。",
            "Somebody has drawn a number today; nothing is played into a day that has begun.",
        )
    opens = datetime.combine(day, OPENS, tzinfo=centre.zone)
    until = min(now, datetime.combine(day, CLOSES, tzinfo=centre.zone))
    if until - opens < timedelta(hours=1):
        raise Refused(
            "morning-to-come",
            "今天还没有可演示的上午，请在 9:30 以后再试。",
            "There is no morning to play yet. Please try after 9:30.",
        )
    clerks = {n: Account.objects.get(username=f"clerk{n}") for n in range(1, WINDOWS + 1)}
    for number, clerk in clerks.items():
        centres.take_window(centre=code, number=number, account=clerk, now=opens)
    chance = Random(str(day))  # noqa: S311 -- an invented morning, no secret
    morning = Morning(centre, chance, until, clerks, idle=list(clerks))
    hours = (until - opens).total_seconds() / 3600
    for _ in range(round(people * hours / 3)):
        # Most come in the first hour and a half, as everywhere.
        moment = opens + (until - opens) * chance.betavariate(1.3, 1.7)
        morning.somebody_is_to_come(moment)
    morning.go_on()
    for number, clerk in clerks.items():
        if number in morning.idle:
            lobby.leave_window(account_id=clerk.pk, now=until, by=clerk.actor)
    return morning.visits
