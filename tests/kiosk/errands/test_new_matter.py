"""A matter for the kiosk is one YAML file: published alone, it runs to its receipt and becomes a case."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from tests.drawn import picture, signature
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db

LIBRARY_CARD = """\
id: library-card
name: {zh: 读者证申领, en: Library card}
also: [借书证, library card]
category: ageing
kind: apply
offer: asked
channels: [kiosk, window]
area: direct
entitled: age >= 6
papers:
  - {paper: id-card, originals: 1}
  - {paper: photo, originals: 1, check: [{zh: 近照、白底, en: "Recent, on white"}]}
limits: {decide: 3 working_days}
result: {zh: 读者证, en: Library card}
form:
  - id: branch
    label: {zh: 去哪个馆拿, en: Which library to collect it at}
    type: choice
    choices: {north: {zh: 北馆, en: North}, south: {zh: 南馆, en: South}}
  - {id: foreign-books, label: {zh: 要借外文书吗, en: Foreign books too}, type: yes_no, required: false}
sources:
  - {of: [entitled, papers, limits], what: {zh: 图书馆章程, en: rules of the library}, as_of: "2026", confidence: high}
"""


def test_one_file_alone_is_published_and_runs_to_the_receipt_and_the_case(machine: Machine) -> None:
    town.publish(**{"matters/library-card.yaml": LIBRARY_CARD})
    assert len(LIBRARY_CARD.splitlines()) <= 120

    machine.begin("library-card")
    machine.card(synthetic_number(date(1990, 1, 1)))
    assert machine.step == "form"
    with pytest.raises(actions.FormWrong):
        machine.do("fill", sent={})
    machine.do("fill", sent={"branch": "south"})
    assert machine.step == "papers"
    assert [(line.paper, line.state) for line in machine.run.lines] == [("id-card", "read"), ("photo", "open")]
    machine.do("photograph", paper="photo", raw=picture())
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    errand = machine.submit()
    assert errand.state == Errand.State.REVIEW

    clerk = make_account("clerk")
    actions.accept_errand(
        errand_id=errand.pk, centre="LF", account_id=clerk.pk, now=machine.tick(), by=clerk.actor, key=uuid.uuid4()
    )
    case = Errand.objects.get(pk=errand.pk).receipt.cases.get()
    assert (case.matter, case.limit) == ("library-card", {"days": 3, "unit": "working_days"})


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("type: choice\n", "type: choose\n", "choose"),
        ("    choices: {north: {zh: 北馆, en: North}, south: {zh: 南馆, en: South}}\n", "", "choices"),
        ("id: foreign-books", "id: branch", "an id of its own"),
        ("required: false}", "requird: false}", "required"),
        ("form:\n", "at_kiosk: {review: {minutes: 0}}\nform:\n", "less than 1"),
        ("form:\n", "at_kiosk: {source: Not A Name}\nform:\n", "cannot be an id"),
    ],
)
def test_a_mistake_in_the_form_is_told_with_its_line(machine: Machine, was: str, becomes: str, says: str) -> None:
    from onetrip.catalogue.problems import CatalogueInvalid

    assert was in LIBRARY_CARD
    with pytest.raises(CatalogueInvalid) as invalid:
        town.publish(**{"matters/library-card.yaml": LIBRARY_CARD.replace(was, becomes)})
    told = [problem for problem in invalid.value.problems if says in problem.text.en]
    assert told
    assert told[0].where.file == "matters/library-card.yaml"
    assert told[0].where.line > 1
