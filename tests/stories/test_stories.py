"""Every story on every channel: who comes, what they say, and what they must be told, the same wherever they ask."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from onetrip.advice import queries
from onetrip.advice.models import Slip
from onetrip.cases import queries as cases
from onetrip.catalogue.book import Catalogue
from onetrip.planning import Plan
from onetrip.planning.promise import differing_fields
from tests import browsing
from tests.lobby.hall import Hall
from tests.prints.reading import text_of
from tests.reading import page
from tests.stories.checking import to_come_for, unsaid, wrong_in_plan
from tests.stories.story import Story, names
from tests.stories.ways import Computing, Desk, Phone, Talking, Way, slip_of, tight

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[Story], Way]] = {
    "stateless API": Computing,
    "resident's API": Talking,
    "staff's API": lambda story: Talking(story, browsing.visitor("guide"), "telephone"),
    "phone": Phone,
    "desk": Desk,
    "telephone": lambda story: Desk(story, on_telephone=True),
}
READ_ALOUD = (Computing, Talking)
WITH_A_CARD = ("staff's API", "desk", "telephone")
"""Where the ID card is read, which also tells the sex."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", names())
def test_a_resident_is_told(name: str, way: str, story: Story, hall: Hall, shanghai: Catalogue) -> None:
    talk = WAYS[way](story)
    talk.hold()
    if not story.is_consultation:
        return
    assert not unsaid(talk.told(), story, shanghai, aloud=isinstance(talk, READ_ALOUD))
    if (plan := talk.plan()) is not None:
        assert not wrong_in_plan(plan, story)
        _says_what_is_computed(plan, story, way)
    if isinstance(talk, Computing):
        return
    token = talk.issue()
    assert (token is not None) is story.told.slip, "a slip was issued" if token else "no slip was issued"
    if token is None:
        return
    slip = slip_of(token)
    issued = queries.read(slip)
    assert not wrong_in_plan(issued.plan, story)
    _says_what_is_computed(issued.plan, story, way)
    if way in ("phone", "telephone"):
        _is_read_on_screen_and_paper(slip, story, shanghai)
        _is_accepted_at_a_window(slip, story, hall, shanghai)


def _says_what_is_computed(plan: Plan, story: Story, way: str) -> None:
    """The same bytes as the plan of a program that knows the same facts."""
    if story.id_card and way in WITH_A_CARD:
        return
    computed = Computing(story)
    computed.hold()
    assert not differing_fields(plan, computed.plan())


def _is_read_on_screen_and_paper(slip: Slip, story: Story, catalogue: Catalogue) -> None:
    reader = browsing.visitor(language=story.language)
    assert not unsaid(tight(page(reader.get(f"/s/{slip.token}")).text), story, catalogue)
    for address in (f"/s/{slip.token}.pdf", f"/s/{slip.token}/80mm.pdf"):
        answer = reader.get(address, {"language": story.language})
        assert not unsaid(text_of(answer.content), story, catalogue), address
    desk = browsing.visitor("guide", language=story.language)
    assert not unsaid(tight(page(desk.get(f"/desk/slip/{slip.token}")).text), story, catalogue)


def _is_accepted_at_a_window(slip: Slip, story: Story, hall: Hall, catalogue: Catalogue) -> None:
    """Whoever brings what the slip says is accepted, and the slip is what it was."""
    plan = queries.read(slip).plan
    ticket = hall.serving(slip_id=slip.pk)
    clerk = browsing.visitor(hall.clerks[0], language=story.language)
    seen = page(clerk.get("/window/")).text
    checked = cases.checklist(ticket.pk, now=hall.now)
    for matter in plan.order:
        assert catalogue.matters[matter].name.in_language(story.language) in seen
    for one in checked.matters:
        expected = {
            (each.paper, 1 if use.originals is None else use.originals, use.copies)
            for each in plan.bring
            for use in each.uses
            if use.matter == one.matter
        }
        assert {(each.paper, each.originals, each.copies) for each in one.at.papers.needed} == expected
    before = slip.plan
    matters = [
        {
            "matter": one.matter,
            "papers": [each.paper for each in one.at.papers.needed],
            "by_proxy": plan.by_proxy,
        }
        for one in checked.matters
        if one.matter in to_come_for(plan)
    ]
    if matters:
        answer = clerk.post(
            "/api/cases/accept",
            data={"ticket": str(ticket.pk), "matters": matters},
            content_type="application/json",
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )
        assert answer.status_code == 200, answer.content.decode()
    slip.refresh_from_db()
    assert slip.plan == before
    assert slip.state in (Slip.State.HONOURED, Slip.State.ISSUED)
    assert slip.state == Slip.State.HONOURED or not matters
