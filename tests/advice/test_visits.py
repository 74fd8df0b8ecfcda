"""Several visits on every page: phone, desk, slip, print; one visit stays as quiet as it was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.advice import queries
from onetrip.advice.presenting import shown
from onetrip.centres import queries as centres
from onetrip.centres.models import CalendarYear, Centre
from onetrip.lobby import actions as lobby
from onetrip.lobby.actions.arriving import wanted_by
from onetrip.lobby.models import Visit
from onetrip.planning import plan
from onetrip.planning.visiting import things_done
from tests.advice.conftest import Talk
from tests.advice.town import TOWN, published_town
from tests.factories import NOW, make_account, make_calendar, make_duty
from tests.prints.reading import text_of

PERMIT = """\
id: permit
name: {zh: 通行证补领, en: Permit}
also: [通行证]
category: hardship
department: town-hall
kind: apply
offer: asked
channels: [window]
area: direct
entitled: retired
papers:
  - {paper: id-card, originals: 1}
limits: {decide: 5 working_days}
sources:
  - {of: [entitled, papers, limits], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
"""

GRANT = """\
id: grant
name: {zh: 通行补助, en: Travel grant}
also: [补助]
category: hardship
department: town-hall
kind: apply
offer: asked
channels: [window]
area: direct
entitled: hukou == "shanghai"
needs_first: [{matter: permit, paper: permit}]
papers:
  - {paper: permit, originals: 1}
sources:
  - {of: [entitled, papers], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
"""

PAPER = "permit:\n  name: {zh: 通行证, en: permit}\n"

WHEN = "12 月 2 日起"
"""NOW is Tuesday, 24 November 2026: five working days end on 1 December."""


@pytest.fixture
def traveller(begin: Callable[..., Talk]) -> Talk:
    """Somebody who wants the grant, and has to get the permit first."""
    make_calendar()
    centres.forget()
    published_town(
        {**TOWN, "papers.yaml": TOWN["papers.yaml"] + PAPER, "matters/permit.yaml": PERMIT, "matters/grant.yaml": GRANT}
    )
    talk = begin()
    talk.hear("grant", "补助")
    talk.answer("hukou", "shanghai")
    talk.answer("retired", "yes")
    talk.answer("birth_date", "1980-01-01")
    return talk


def test_the_plan_has_its_days_from_the_calendar_of_the_centre(traveller: Talk) -> None:
    made = traveller.state.plan

    assert [(visit.number, visit.matters, visit.when.zh) for visit in made.schedule] == [
        (1, ("pension-check", "permit"), "今天起"),
        (2, ("grant",), WHEN),
    ]
    assert made.calendar == "2026:1"


def test_a_stored_plan_is_made_again_from_the_calendar_that_it_names(traveller: Talk) -> None:
    state = traveller.state
    CalendarYear.objects.create(year=2026, version=2, source="a later notice")
    centres.forget()
    newer = centres.calendar()
    named = centres.calendar_by(state.plan.calendar)
    again = plan(state.catalogue.book, state.known, state.plan.day, state.consultation.wanted, calendar=named)

    assert newer.version(state.plan.day, state.plan.day) == "2026:2"
    assert again.to_json() == state.plan.to_json()


def test_every_visit_stands_on_the_slip_with_its_papers_and_its_reason(client: Client, traveller: Talk) -> None:
    slip = traveller.issue()
    page = client.get(f"/s/{slip.token}?lang=zh").content.decode()

    for part in ("来<em>两趟</em>", "办好三件事", "怎么跑", "第 2 趟", WHEN, "带：通行证（前面办到的）。"):
        assert part in page
    assert "先办“通行证补领”，拿到结果再来办“通行补助”。" in page
    assert "先办“通行证补领”，办好就有了。" in page
    english = client.get(f"/s/{slip.token}?lang=en").content.decode()
    for part in ("Two trips", "Trip 2", "From 2 December", "Bring: permit (from before)."):
        assert part in english


@pytest.mark.parametrize("address", ["/s/{}.pdf", "/s/{}/80mm.pdf"])
def test_every_visit_stands_in_print(client: Client, traveller: Talk, address: str) -> None:
    slip = traveller.issue()
    chinese = text_of(client.get(address.format(slip.token) + "?language=zh").content)
    english = text_of(client.get(address.format(slip.token) + "?language=en").content)

    for part in ("分两趟，办三件", "第2趟", "12月2日起", "先办“通行证补领”，办好就有了"):
        assert part in chinese
    for part in ("Twotrips,threethingsdone", "From2December"):
        assert part in english


def test_the_desk_shows_the_visits(desk: Client, traveller: Talk) -> None:
    with time_machine.travel(traveller.now):
        page = desk.get(f"/desk/{traveller.id}/?lang=zh").content.decode()

    for part in ("2 趟", "办好 3 件", "怎么跑", WHEN, "办“通行补助”要先有它的结果。"):
        assert part in page
    assert f'hx-get="/hall/{traveller.row.centre_id}/quiet-hours?lang=zh"' in page


def test_one_visit_is_told_without_a_schedule(client: Client, elder: Talk) -> None:
    page = client.get(f"/s/{elder.issue().token}?lang=zh").content.decode()

    assert "来<em>一趟</em>" in page
    assert "怎么跑" not in page
    assert "第 1 趟" not in page
    assert "/quiet-hours" in page


def test_a_matter_of_a_later_visit_carries_the_number_of_that_visit(traveller: Talk) -> None:
    tags = {line.item.matter: line.tag.words.zh for line in shown(traveller.state.plan).lines}

    assert (tags["permit"], tags["grant"]) == ("能办", "第 2 趟")
    assert things_done(traveller.state.plan) == 3


def arrive(centre: Centre, slip_id: uuid.UUID, days: int = 0) -> Visit:
    ticket = lobby.arrive(
        centre=centre.code, slip_id=slip_id, now=NOW + timedelta(days=days), by="staff:guide", key=uuid.uuid4()
    )
    return ticket.visit


def test_a_visit_is_for_what_is_planned_for_it(centre: Centre, traveller: Talk) -> None:
    slip = traveller.issue()

    first = arrive(centre, slip.pk)
    assert first.wanted == ["permit"]
    Visit.objects.filter(pk=first.pk).update(accepted=["permit"], finished_at=NOW, outcome="all")
    assert arrive(centre, slip.pk, days=8).wanted == ["grant"]
    assert wanted_by(queries.slip_by_token(slip.token)) == ("grant",)


def test_the_window_sees_in_how_many_visits_the_slip_is_planned(
    centre: Centre, client: Client, traveller: Talk
) -> None:
    slip = traveller.issue()
    clerk = make_account("clerk")
    window = centre.windows.first()
    assert window is not None
    make_duty(window, clerk)
    arrive(centre, slip.pk)
    step = {"account_id": clerk.pk, "now": NOW + timedelta(minutes=5), "by": clerk.actor}
    ticket = lobby.call_next(centre=centre.code, window_id=window.pk, key=uuid.uuid4(), **step)
    assert ticket is not None
    lobby.start(ticket_id=ticket.pk, key=uuid.uuid4(), **step)
    client.force_login(clerk)
    with time_machine.travel(NOW + timedelta(minutes=6)):
        page = client.get("/window/?lang=zh").content.decode()

    assert "分 2 趟办" in page
    assert WHEN in page
