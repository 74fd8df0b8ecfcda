"""A centre with the real catalogue in force, on the day of the story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import time_machine

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read as read_catalogue
from tests.factories import CATALOGUE, published_catalogue
from tests.lobby.hall import Hall, open_hall
from tests.stories.story import Story, read


@pytest.fixture
def story(name: str, shanghai: Catalogue) -> Story:
    """The story of this test. One that needs what plans cannot say is left out, with the reason."""
    found = read(name, shanghai)
    if not found.is_supported:
        pytest.skip(f"plans do not say yet: {found.needs}")
    return found


@pytest.fixture(scope="session")
def as_published() -> Callable[[int], Catalogue]:
    """The catalogue of the checkout as a version, read and indexed once for all stories."""

    @cache
    def kept(number: int) -> Catalogue:
        found = read_catalogue(read_folder(CATALOGUE)[0], number).catalogue
        assert found is not None
        return found

    return kept


@pytest.fixture
def hall(db: None, story: Story, as_published: Callable[[int], Catalogue]) -> Iterator[Hall]:
    """An open hall at half past nine on the day of the story."""
    moment = datetime.combine(story.day, time(9, 30), tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(moment, tick=True):
        opened = open_hall(windows=1)
        number = published_catalogue().number
        catalogues._kept[number] = as_published(number)
        opened.now = moment
        yield opened
