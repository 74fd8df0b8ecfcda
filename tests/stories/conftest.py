"""A centre with the real catalogue in force, on the day of the story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from onetrip.catalogue.book import Catalogue
from tests.factories import published_catalogue
from tests.lobby.hall import Hall, open_hall
from tests.stories.story import Story, read


@pytest.fixture
def story(name: str, shanghai: Catalogue) -> Story:
    """The story of this test. One that needs what plans cannot say is left out, with the reason."""
    found = read(name, shanghai)
    if not found.is_supported:
        pytest.skip(f"plans do not say yet: {found.needs}")
    return found


@pytest.fixture
def hall(db: None, story: Story) -> Iterator[Hall]:
    """An open hall at half past nine on the day of the story."""
    moment = datetime.combine(story.day, time(9, 30), tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(moment, tick=True):
        opened = open_hall(windows=1)
        published_catalogue()
        opened.now = moment
        yield opened
