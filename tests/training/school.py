"""A centre in which people are trained: a hall with clerks, the catalogue of Shanghai, and cases that were."""

from __future__ import annotations

import itertools
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path as Folder
from tempfile import TemporaryDirectory

from onetrip.advice.models import Consultation, Slip
from onetrip.cases.models import Case, Receipt, Stop
from onetrip.catalogue import actions as catalogue_actions
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.ledger.events import record
from onetrip.lobby.models import Ticket, Visit
from onetrip.ratings.models import BrokenPromise, Invitation, Rating
from onetrip.staff.models import Account
from onetrip.training import actions, queries
from onetrip.training import items as questions
from onetrip.training.models import Path, Quiz, QuizItem
from tests import browsing
from tests.factories import CATALOGUE, NOW, TODAY
from tests.lobby.hall import Hall

_serial = itertools.count(1)
CATEGORY = "ageing"


@dataclass
class School:
    """The hall and who runs training; `clerk` sits at window 1, `other` at window 2."""

    hall: Hall
    head: Account
    deputy: Account

    @property
    def clerk(self) -> Account:
        return self.hall.clerks[0]

    @property
    def other(self) -> Account:
        return self.hall.clerks[1]

    def enrol(self, account: Account | None = None, now: datetime = NOW) -> None:
        account = account or self.clerk
        actions.enrol(account_id=account.pk, centre="LF", by=self.head, now=now, key=uuid.uuid4())

    def begin(
        self, account: Account | None = None, *, category: str = CATEGORY, matter: str = "", now: datetime = NOW
    ) -> Quiz:
        return actions.begin(
            account=account or self.clerk, centre="LF", category=category, matter=matter, now=now, key=uuid.uuid4()
        )

    def take(self, quiz: Quiz, *, wrong: int = 0, now: datetime = NOW, most: int = 99) -> Quiz:
        """Answer what is open, the first `wrong` of them wrongly."""
        account = Account.objects.get(pk=quiz.account_id)
        for place in range(most):
            item = queries.next_item(queries.items_of(quiz))
            if item is None:
                break
            self.answer(account, quiz, item, right=place >= wrong, now=now)
        quiz.refresh_from_db()
        return quiz

    def answer(
        self, account: Account, quiz: Quiz, item: QuizItem, *, right: bool = True, now: datetime = NOW
    ) -> QuizItem:
        chosen = right_of(item) if right else wrong_of(item)
        return actions.answer(
            quiz_id=quiz.pk, account=account, position=item.position, chosen=chosen, now=now, key=uuid.uuid4()
        )

    def on_trial(self, account: Account | None = None, now: datetime = NOW) -> Path:
        """Somebody enrolled who has passed the test."""
        account = account or self.clerk
        self.enrol(account, now)
        self.take(self.begin(account, now=now), now=now)
        return Path.objects.get(account=account, category=CATEGORY)


def right_of(item: QuizItem) -> frozenset[str]:
    """What the engine says is right, which the page is never told before the answer."""
    day = item.quiz.day
    return questions.judge(catalogues.version(item.catalogue), item.item, frozenset(), day).right


def wrong_of(item: QuizItem) -> set[str]:
    right = right_of(item)
    return {next(one["id"] for one in item.shown["options"] if {one["id"]} != set(right))}


@contextmanager
def a_changed_catalogue(matter: str, before: str, after: str) -> Iterator[Folder]:
    """The catalogue of Shanghai with a change in one matter, as a folder to publish."""
    with TemporaryDirectory() as place:
        folder = Folder(place) / "shanghai"
        shutil.copytree(CATALOGUE, folder)
        file = next(folder.glob(f"matters/**/{matter}.yaml"))
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")
        yield folder


def change(matter: str, before: str, after: str) -> int:
    """Publish that, and give its number."""
    with a_changed_catalogue(matter, before, after) as folder:
        return catalogue_actions.publish(path=folder, by="system", now=NOW).number


def cases(
    clerk: Account,
    matter: str = "elder-card",
    number: int = 1,
    *,
    at: datetime = NOW,
    minutes: float | None = 10,
    centre: str = "LF",
    returned: int = 0,
    taken_back: int = 0,
    level: int | None = None,
) -> list[Case]:
    """So many cases that somebody took in, a visit each; the first were returned, then some taken back."""
    made = [_case(clerk, matter, at + timedelta(seconds=n), minutes, centre, level) for n in range(number)]
    for case in made[:returned]:
        Stop.objects.create(case=case, procedure=Stop.SUPPLEMENT, reason="少一样", began_at=at + timedelta(days=1))
    for case in made[returned : returned + taken_back]:
        take_back(case, at + timedelta(minutes=5))
    return made


def take_back(case: Case, at: datetime) -> None:
    from django.db import transaction

    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=Case.State.WITHDRAWN)
        record(
            now=at, centre=case.receiving_centre_id, actor="staff:x", thing="case", thing_id=case.pk, verb="withdraw"
        )


def broken_promise(clerk: Account, case: Case, cause: str = "training") -> None:
    """A promise that was not kept in that case; the slip belongs to nobody."""
    version, n = CatalogueVersion.objects.first(), next(_serial)
    consultation = Consultation.objects.create(
        centre_id="LF", channel="desk", catalogue=version, started_at=NOW, started_by="x", facts={}
    )
    slip = Slip.objects.create(
        centre_id="LF", day=TODAY, valid_until=TODAY, serial=n, number=f"LF{n}", token=f"s{n}", catalogue=version,
        consultation=consultation, plan={}, facts={}, issued_at=NOW, issued_by="x",
    )  # fmt: skip
    BrokenPromise.objects.create(
        centre_id="LF", slip=slip, visit=case.visit, matter=case.matter, slip_said={}, window_asked={},
        cause=cause, recorded_at=case.received_at, recorded_by=clerk.actor,
    )  # fmt: skip


def _case(clerk: Account, matter: str, at: datetime, minutes: float | None, code: str, level: int | None) -> Case:
    centre, n = Centre.objects.get(pk=code), next(_serial)
    visit = Visit.objects.create(centre=centre, day=centre.day_of(at), arrived_at=at, wanted=[matter])
    if minutes is not None:
        Ticket.objects.create(
            centre=centre, visit=visit, day=TODAY, prefix="T", serial=n, state="done", served_by=clerk,
            drawn_at=at, waits_since=at, queue_at=at, started_at=at, finished_at=at + timedelta(minutes=minutes),
        )  # fmt: skip
    receipt = Receipt.objects.create(
        number=f"T{n}", token=f"t{n}", centre=centre, visit=visit, lines=[], issued_at=at, issued_by=clerk.actor
    )
    if level is not None:
        invitation = Invitation.objects.create(token=f"t{n}", centre=centre, visit=visit, served_by=clerk, made_at=at)
        Rating.objects.create(invitation=invitation, centre=centre, level=level, at=at)
    return Case.objects.create(
        number=f"C{n}", matter=matter, matter_name={"zh": matter, "en": matter},
        catalogue_id=catalogues.newest_number(), visit=visit, receipt=receipt, receiving_centre=centre,
        accepting_centre=centre, clerk=clerk, received_at=at, accepted_at=at,
    )  # fmt: skip


def open_school(hall: Hall) -> School:
    """With the catalogue of Shanghai in force already."""
    return School(hall, browsing.account("supervisor"), browsing.account("director"))
