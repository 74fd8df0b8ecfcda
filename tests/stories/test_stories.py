"""Every story on every channel: who comes, what they say, and what they must be told, the same wherever they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.test import Client

from onetrip.advice import queries
from onetrip.advice.models import Slip
from onetrip.cases import queries as cases
from onetrip.catalogue.book import Catalogue
from onetrip.lobby.actions.arriving import came_for
from onetrip.lobby.models import Ticket, Visit
from onetrip.planning import Plan, Standing
from onetrip.planning.promise import differing_fields
from onetrip.rules import Text
from tests import browsing
from tests.factories import synthetic_number
from tests.lobby.hall import Hall
from tests.markup import page
from tests.prints.reading import text_of
from tests.stories.checking import unsaid, wrong_in_plan
from tests.stories.story import Story, names
from tests.stories.ways import Computing, Desk, Kiosk, Phone, Talking, Way, slip_of, tight

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[Story], Way]] = {
    "stateless API": Computing,
    "resident's API": Talking,
    "staff's API": lambda story: Talking(story, browsing.visitor("guide"), "telephone"),
    "phone": Phone,
    "kiosk": Kiosk,
    "desk": Desk,
    "telephone": lambda story: Desk(story, on_telephone=True),
}
READ_ALOUD = ("stateless API", "resident's API", "staff's API", "desk", "telephone")
"""Where the whole plan is there in sentences."""
WITH_A_CARD = ("staff's API", "desk", "telephone")
"""Where the ID card is read, which also tells the sex."""


@pytest.mark.parametrize("name", names())
def test_a_resident_is_told_the_same_wherever_they_ask(
    name: str, story: Story, hall: Hall, shanghai: Catalogue
) -> None:
    computed = Computing(story)
    computed.hold()
    for way, begin in WAYS.items():
        with _noted(f"{name}, by way of the {way}"):
            talk = begin(story)
            talk.hold()
            if story.is_consultation:
                slip = _is_told(talk, way, story, computed.plan(), shanghai)
                if slip is not None and way == "phone":
                    _is_read_on_screen_and_paper(slip, story, shanghai)
                if slip is not None and way == "telephone":
                    _is_accepted_at_a_window(slip, story, hall, shanghai)


def _is_told(talk: Way, way: str, story: Story, computed: Plan, catalogue: Catalogue) -> Slip | None:
    """What must be told is told, and a slip says it, in the same bytes as for a program that knows the same facts."""
    assert not unsaid(talk.told(), story, catalogue, aloud=way in READ_ALOUD)
    token = talk.issue()
    slip = slip_of(token) if token else None
    assert (slip is not None) is (story.told.slip and not isinstance(talk, Computing)), "whether a slip is issued"
    for plan in (talk.plan(), queries.read(slip).plan if slip else None):
        if plan is not None:
            assert not wrong_in_plan(plan, story)
            assert (way in WITH_A_CARD and story.id_card) or not differing_fields(plan, computed)
    return slip


def _is_read_on_screen_and_paper(slip: Slip, story: Story, catalogue: Catalogue) -> None:
    reader = browsing.visitor(language=story.language)
    assert not unsaid(tight(page(reader.get(f"/s/{slip.token}")).text), story, catalogue)
    for address in (f"/s/{slip.token}.pdf", f"/s/{slip.token}/80mm.pdf"):
        answer = reader.get(address, {"language": story.language})
        assert not unsaid(text_of(answer.content), story, catalogue), address


def _is_accepted_at_a_window(slip: Slip, story: Story, hall: Hall, catalogue: Catalogue) -> None:
    """Any colleague finds it, whoever brings what it says is accepted, and the slip is what it was."""
    desk = browsing.visitor("guide", language=story.language)
    assert not unsaid(tight(page(desk.get(f"/desk/slip/{slip.token}")).text), story, catalogue)
    plan = queries.read(slip).plan
    ticket = hall.serving(slip_id=slip.pk)
    clerk = browsing.visitor(hall.clerks[0], language=story.language)
    seen = page(clerk.get("/window/")).text
    assert not [item.name for item in plan.items if item.matter in plan.order and not _seen(item.name, seen, story)]
    accepted = []
    for one in cases.checklist(ticket.pk, now=hall.now).matters:
        uses = [(each.paper, use) for each in plan.bring for use in each.uses if use.matter == one.matter]
        expected = {(paper, 1 if use.originals is None else use.originals, use.copies) for paper, use in uses}
        assert {(each.paper, each.originals, each.copies) for each in one.at.papers.needed} == expected
        if one.here and one.at.item.standing is Standing.NOW and not one.at.item.in_person:
            accepted.append({"matter": one.matter, "papers": [paper for paper, _ in uses], "by_proxy": plan.by_proxy})
    before = slip.plan
    if accepted and plan.by_proxy:
        _says_who_came(clerk, ticket, [each["matter"] for each in accepted])
    if accepted:
        body = {"ticket": str(ticket.pk), "matters": accepted}
        headers = {"Idempotency-Key": browsing.key()}
        answer = clerk.post("/api/cases/accept", data=body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content.decode()
    slip.refresh_from_db()
    assert slip.plan == before
    done = bool(accepted) and set(came_for(plan)) <= {each["matter"] for each in accepted}
    assert slip.state == (Slip.State.HONOURED if done else Slip.State.ISSUED)


def _says_who_came(clerk: Client, ticket: Ticket, matters: list[str]) -> None:
    """The card of whoever came is read, that of the person concerned where the slip was made without it, and the letter is
    entered as it stands."""
    came = synthetic_number(date(1985, 1, 1), sex="male")
    visit = Visit.objects.select_related("resident").get(ticket=ticket)
    concerned = visit.resident.number if visit.resident else synthetic_number(date(1950, 5, 6))
    if visit.resident is None:
        read = {"ticket": str(ticket.pk), "scan": concerned, "idempotency_key": browsing.key()}
        assert clerk.post("/window/recognise", read).status_code == 200
    letter = {"proof": "letter", "principal_last_four": concerned[-4:], "agent_last_four": came[-4:]}
    for address, said in (
        ("/api/cases/who-came", {"id_number": came, "name": "李代办", "relation": "agent"}),
        ("/api/cases/authority", {**letter, "matters": matters}),
    ):
        headers = {"Idempotency-Key": browsing.key()}
        body = {"ticket": str(ticket.pk), **said}
        answer = clerk.post(address, data=body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content.decode()


def _seen(name: Text, text: str, story: Story) -> bool:
    return name.in_language(story.language) in text


@contextmanager
def _noted(where: str) -> Iterator[None]:
    """Says where something went wrong."""
    try:
        yield
    except Exception as error:
        error.add_note(where)
        raise
