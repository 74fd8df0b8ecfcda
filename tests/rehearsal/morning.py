"""A morning in a hall, small enough to be known by heart."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from onetrip.cases.models import Case
from onetrip.ledger import events
from onetrip.lobby.models import Ticket
from onetrip.people import actions as people
from onetrip.people.models import Resident
from tests.factories import NOW, synthetic_identity
from tests.insight.past import a_case
from tests.lobby.hall import Hall, open_hall

NAME = "测小试"
NOTE = "居民说的话，不该出门"


@dataclass
class Morning:
    """A morning in a hall: two are served, one of them with a case, one goes, one misses the call and comes back."""

    hall: Hall
    resident: Resident
    tickets: list[Ticket] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def play(self) -> None:
        hall = self.hall
        first = hall.serving(0, resident_id=self.resident.pk)
        self.accept(first)
        hall.at_window("finish", first, 0)
        second = hall.serving(1)
        hall.at_window("finish", second, 1)
        gone = hall.arrive()
        hall.in_hall("leave", gone)
        late = hall.arrive()
        hall.call(2)
        for _ in range(hall.centre.calls_before_missed - 1):
            hall.at_window("call_again", late, 2)
        hall.at_window("miss", late, 2)
        hall.in_hall("restore", late)
        hall.call(2)
        hall.at_window("start", late, 2)
        hall.at_window("finish", late, 2)
        self.tickets = [first, second, gone, late]

    def accept(self, ticket: Ticket) -> None:
        """A case with its event, as a window writes it, and a note that nobody outside may read."""
        case = a_case(ticket.visit, "elder-card", self.hall.clerks[0])
        data = {"number": case.number, "matter": "elder-card", "note": NOTE}
        with transaction.atomic():
            events.record(
                now=self.hall.tick(),
                centre=self.hall.centre.code,
                actor=self.hall.clerks[0].actor,
                thing="case",
                thing_id=case.pk,
                verb="accept",
                to_state="accepted",
                data=data,
            )
        self.cases.append(case)


def played_morning() -> Morning:
    """The morning, over."""
    resident = people.know(identity=synthetic_identity(), now=NOW, name=NAME, telephone="13800000000")
    morning = Morning(open_hall(), resident)
    morning.play()
    return morning
