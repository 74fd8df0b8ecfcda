"""What the window's script does with papers that are accepted on a later look-up."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from onetrip.cases.models import Gap
from onetrip.catalogue import actions as catalogue
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from tests.cases.counter import Counter
from tests.cases.test_in_the_browser import AXE, RULES, Open, a_tuesday_morning, browser_of, counter  # noqa: F401
from tests.cases.test_licences_at_window import TOWN
from tests.factories import NOW, TODAY, synthetic_number
from tests.licences.conftest import store as store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def licences_in_force(counter: Counter) -> None:  # noqa: F811 -- the fixture
    catalogue.publish(by="system", now=NOW, files=TOWN, city="test")


def test_by_keyboard_alone_a_resident_is_accepted_while_the_store_does_not_answer(
    counter: Counter,  # noqa: F811 -- the fixture
    browser_of: Open,  # noqa: F811 -- the fixture
    store: SimulatedStore,
) -> None:
    store.mood = Mood.DENYING
    resident = know(identity=read_number(synthetic_number(serial=4), day=TODAY), now=NOW, name="王测试")
    counter.serving(resident_id=resident.pk, wanted=["reward"])
    page = browser_of("/window/", counter.hall.clerks[0])
    page.locator("#box-reward\\|id-card").check()
    page.locator("#box-reward\\|photo").check()
    expect(page.locator("[data-gap-count]")).to_have_text("1")
    page.keyboard.press("F4")
    later = page.get_by_label("证照库没有回音：先收下，我们接着查")
    expect(later).to_be_visible()
    expect(page.locator("#box-reward\\|id-card")).to_be_checked()
    later.check()
    expect(page.locator("[data-gap-tag]")).to_have_text("齐了")
    expect(later).to_be_visible()
    page.evaluate(AXE)
    found = page.evaluate(
        "async (rules) => (await axe.run({runOnly: rules})).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])",
        RULES,
    )
    assert found == []
    page.keyboard.press("F9")
    expect(page.get_by_text("收下 1 件")).to_be_visible()
    assert Gap.objects.get().lookup.state == "waiting"
