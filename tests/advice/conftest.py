"""A centre with the town's catalogue, and the steps that tests take in a consultation."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from onetrip.advice import actions, queries
from onetrip.advice.models import Consultation, Slip
from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from tests.advice.town import TOWN_WITH_A_CHOICE, published_town
from tests.factories import NOW, make_account, make_centre, synthetic_number

BY = "staff:li"


@dataclass
class Talk:
    """One consultation, and its verbs with everything but the matter at hand filled in."""

    id: uuid.UUID
    now: datetime = NOW
    by: str = BY

    def hear(self, matter: str, said: str = "") -> None:
        actions.hear(consultation_id=self.id, said=said, matter=matter, now=self.now, by=self.by)

    def answer(self, fact: str, raw: str) -> None:
        actions.answer(consultation_id=self.id, fact=fact, raw=raw, now=self.now, by=self.by)

    def skip(self, fact: str) -> None:
        actions.skip(consultation_id=self.id, fact=fact, now=self.now, by=self.by)

    def back(self, fact: str | None = None) -> None:
        actions.take_back(consultation_id=self.id, fact=fact, now=self.now, by=self.by)

    def have(self, paper: str, instead_of: str | None = None) -> None:
        actions.have_paper(consultation_id=self.id, paper=paper, instead_of=instead_of, now=self.now, by=self.by)

    def lack(self, paper: str) -> None:
        actions.lack_paper(consultation_id=self.id, paper=paper, now=self.now, by=self.by)

    def forget(self, paper: str) -> None:
        actions.forget_paper(consultation_id=self.id, paper=paper, now=self.now, by=self.by)

    def read_card(self, number: str | None = None, name: str | None = None) -> str:
        number = number or synthetic_number(date(1961, 11, 1))
        actions.read_identity(consultation_id=self.id, id_number=number, name=name, now=self.now, by=self.by)
        return number

    def issue(self, last_four: str = "", *, key: uuid.UUID | None = None, now: datetime | None = None) -> Slip:
        return actions.issue(
            consultation_id=self.id,
            last_four=last_four,
            language="zh",
            key=key or uuid.uuid4(),
            now=now or self.now,
            by=self.by,
        )

    @property
    def row(self) -> Consultation:
        return Consultation.objects.get(pk=self.id)

    @property
    def state(self) -> queries.ConsultationState:
        return queries.state(self.id, now=self.now)


@pytest.fixture
def centre(db: None) -> Centre:
    made = make_centre()
    published_town(TOWN_WITH_A_CHOICE)
    return made


@pytest.fixture
def begin(centre: Centre) -> Callable[..., Talk]:
    def start(channel: str = "desk", now: datetime = NOW, by: str = BY) -> Talk:
        return Talk(actions.begin(centre="LF", channel=channel, now=now, by=by).pk, now, by)

    return start


@pytest.fixture
def talk(begin: Callable[..., Talk]) -> Talk:
    return begin()


@pytest.fixture
def elder(talk: Talk) -> Talk:
    """Somebody of 65 with Shanghai registration, read from the card, who asked for the elder card."""
    talk.hear("elder-card", "老娘坐车的卡")
    talk.read_card(name="王测试")
    talk.answer("hukou", "shanghai")
    return talk


@pytest.fixture
def guide(centre: Centre) -> Account:
    return make_account("guide")


@pytest.fixture
def desk(client: Client, guide: Account) -> Client:
    """A browser signed in at the front desk."""
    client.force_login(guide)
    return client
