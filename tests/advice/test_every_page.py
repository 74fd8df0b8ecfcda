"""What ten thousand residents are told by the data of each channel, forty read on the pages and the paper themselves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import time_machine

from onetrip.advice import queries
from onetrip.advice.memory import to_stored
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.sheet import sheet_of
from onetrip.cases import queries as cases
from onetrip.catalogue.book import Catalogue
from onetrip.centres.queries import settled
from onetrip.planning import Plan, Standing, plan
from onetrip.prints.slip import slip_words
from onetrip.rules import Known
from tests import browsing
from tests.advice.channels import Said, disagreements, of_json, of_print, of_spoken
from tests.advice.rendered import on_desk, on_phone, without_open
from tests.advice.talking import Program
from tests.advice.test_every_channel import somebody
from tests.factories import NOW, TODAY, published_catalogue
from tests.lobby.hall import Hall, open_hall
from tests.markup import page
from tests.prints.reading import missing_words

RESIDENTS = 40
AMONG = 2_000
"""Of so many those are read who have most to be told."""


@pytest.mark.django_db
def test_forty_residents_read_the_same_on_every_page_and_paper(shanghai: Catalogue) -> None:
    with time_machine.travel(NOW, tick=True):
        hall = open_hall(windows=1)
        published_catalogue()
        phone, telephone = Program(), Program(browsing.visitor("guide"))
        printed = 0
        for number, (wanted, known) in enumerate(with_most_to_be_told(shanghai)):
            of_phone = answered(phone, "phone", wanted, known)
            of_desk = answered(telephone, "telephone", wanted, known)
            told = phone.state()
            said = {
                "api": of_json(told["plan"]),
                "sentences": of_spoken(
                    [each["zh"] for each in told["sentences"]], [item.name for item in of_phone.items]
                ),
                "phone": on_phone(page(phone.client.get(f"/ask/{phone.at}/plan"))),
                "desk": on_desk(page(telephone.client.get(f"/desk/{telephone.at}/"))),
            }
            assert of_desk.to_bytes() == of_phone.to_bytes()
            answer = phone.try_to("slip")
            if answer.status_code == 200:
                slip = Slip.objects.get(token=answer.json()["token"])
                said["slip"] = on_phone(page(phone.client.get(f"/s/{slip.token}")))
                said["paper"] = on_paper(phone, slip)
                said["window"] = at_window(hall, slip)
                printed += 1
            found = disagreements({channel: without_open(one) for channel, one in said.items()})
            assert not found, f"resident {number}, who asks for {wanted}"
        assert printed > RESIDENTS / 2


def with_most_to_be_told(catalogue: Catalogue) -> list[tuple[list[str], Mapping[str, Known]]]:
    """Residents with many papers, and the first few as they come."""
    everybody = list(somebody(catalogue, AMONG))
    plans = [plan(catalogue.book, known, TODAY, wanted) for wanted, known in everybody]
    most = sorted(range(AMONG), key=lambda place: -len(plans[place].bring) - len(plans[place].perhaps) / 10)
    return [everybody[place] for place in (*range(RESIDENTS // 4), *most[: RESIDENTS - RESIDENTS // 4])]


def answered(program: Program, channel: str, wanted: list[str], known: Mapping[str, Known]) -> Plan:
    """A consultation in which all this was said; its plan."""
    program.begin(channel)
    Consultation.objects.filter(pk=program.at).update(wanted=wanted)
    consultation = Consultation.objects.get(pk=program.at)
    consultation.facts = to_stored(known)
    consultation.save(update_fields=["facts"])
    return queries.state(consultation.pk, now=NOW).plan


def on_paper(program: Program, slip: Slip) -> Said:
    """The printed slip: every word that was to be printed stands in the PDF."""
    pdf = program.client.get(f"/s/{slip.token}.pdf").content
    issued = queries.read(slip)
    place = settled(slip.centre_id)
    sheet = sheet_of(issued, place=place, address="https://example.org/s/t", demonstration=True)
    assert not missing_words(pdf, slip_words(sheet, "zh"))
    return of_print(issued.plan)


def at_window(hall: Hall, slip: Slip) -> Said:
    """What the window has before it when the slip is scanned."""
    ticket = hall.serving(slip_id=slip.pk)
    checked = cases.checklist(ticket.pk, now=hall.now)
    promised = queries.read(slip).plan
    names = {item.matter: item.name.zh for item in promised.items}
    uses = frozenset(
        (each.name.zh, names[one.matter], each.originals, each.copies)
        for one in checked.matters
        for each in one.at.papers.needed
    )
    seen = page(browsing.visitor(hall.clerks[0]).get("/window/")).text
    here = [item.name.zh for item in promised.standing(Standing.NOW) if item.matter in promised.order]
    assert not [name for name in here if name not in seen]
    hall.at_window("finish", ticket, outcome="all")
    return Said(uses=uses)
