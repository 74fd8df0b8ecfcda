"""A window at which cases are accepted: a hall with the small catalogue in force, and slips to come with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.advice import actions as advice
from onetrip.advice.models import Slip
from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter, MissingPaper
from onetrip.cases.models import Authority, MissingNotice, Receipt
from onetrip.cases.proxies.actions import Shown, register_at_window
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from tests.cases import matters
from tests.factories import NOW, synthetic_identity
from tests.lobby.hall import Hall, open_hall

CARD = AcceptedMatter("card", ("id-card",))
PRINT = AcceptedMatter("booklet-print", ("id-card",))
REWARD = AcceptedMatter("reward", ("id-card", "marriage-certificate", "photo"))


@dataclass
class Counter:
    """The hall, with the verbs of a window's work."""

    hall: Hall

    def slip(self, *wanted: str, hukou: str = "shanghai", age: str = "66", **answers: str) -> Slip:
        """A slip for `wanted`, its questions answered."""
        consultation = advice.begin(centre="LF", channel="desk", now=NOW, by="staff:desk")
        for matter in wanted:
            advice.hear(consultation_id=consultation.pk, said=matter, matter=matter, now=NOW, by="staff:desk")
        for fact, raw in {"hukou": hukou, "age": age, **answers}.items():
            advice.answer(consultation_id=consultation.pk, fact=fact, raw=raw, now=NOW, by="staff:desk")
        return advice.issue(
            consultation_id=consultation.pk,
            last_four=None,
            language="zh",
            key=uuid.uuid4(),
            now=NOW,
            by="staff:desk",
        )

    def serving(self, slip: Slip | None = None, **given: object) -> Ticket:
        """Somebody at a window (the first), with or without a slip."""
        return self.hall.serving(slip_id=slip.pk if slip else None, **given)

    def accept(self, ticket: Ticket, *asked: AcceptedMatter, place: int = 0, key: uuid.UUID | None = None) -> Receipt:
        return actions.accept(
            ticket_id=ticket.pk,
            account_id=self.hall.clerks[place].pk,
            matters=asked,
            now=self.hall.tick(),
            by=self.hall.clerks[place].actor,
            key=key or uuid.uuid4(),
        )

    def came(self, ticket: Ticket, relation: str = "agent", *, born: date = date(1980, 1, 2), place: int = 0) -> Visit:
        """Somebody came for the person concerned; both cards are read, whoever it is for."""
        hall = self.hall
        given = {"ticket_id": ticket.pk, "account_id": hall.clerks[place].pk, "by": hall.clerks[place].actor}
        if Visit.objects.get(pk=ticket.visit_id).resident_id is None:
            resident = know(identity=synthetic_identity(date(1958, 3, 2)), name="王本人", now=hall.now)
            lobby.recognise(resident_id=resident.pk, now=hall.tick(), key=uuid.uuid4(), **given)
        proxy = know(identity=synthetic_identity(born, sex="male"), name="李代办", now=hall.now)
        return lobby.somebody_came(proxy_id=proxy.pk, relation=relation, now=hall.tick(), key=uuid.uuid4(), **given)

    def authorise(self, ticket: Ticket, *matters: str, until: date | None = None, proof: str = "letter") -> Authority:
        """The letter or the proof is shown, and entered as it stands on it."""
        visit = Visit.objects.select_related("resident", "proxy").get(pk=ticket.visit_id)
        four = (str(visit.resident.number)[-4:], str(visit.proxy.number)[-4:])
        return register_at_window(
            ticket_id=ticket.pk,
            account_id=self.hall.clerks[0].pk,
            shown=Shown(proof, matters, until, *four),
            now=self.hall.tick(),
            by=self.hall.clerks[0].actor,
            key=uuid.uuid4(),
        )

    def tell(self, ticket: Ticket, missing: Sequence[MissingPaper], key: uuid.UUID | None = None) -> MissingNotice:
        return actions.tell_missing(
            ticket_id=ticket.pk,
            account_id=self.hall.clerks[0].pk,
            missing=missing,
            now=self.hall.tick(),
            by=self.hall.clerks[0].actor,
            key=key or uuid.uuid4(),
        )


def open_counter(windows: int = 2) -> Counter:
    """A counter with nobody at it."""
    hall = open_hall(windows)
    matters.publish()
    return Counter(hall)
