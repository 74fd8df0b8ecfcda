from __future__ import annotations

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.rules import Vocabulary
from onetrip.synthetic import City, city
from tests.factories import CATALOGUE, TODAY

PEOPLE = 20_000


@pytest.fixture(scope="session")
def shanghai() -> Catalogue:
    texts, unreadable = read_folder(CATALOGUE)
    found = read(texts).catalogue
    assert found is not None
    assert not unreadable
    return found


@pytest.fixture(scope="session")
def vocabulary(shanghai: Catalogue) -> Vocabulary:
    return shanghai.book.vocabulary


@pytest.fixture(scope="session")
def town(vocabulary: Vocabulary) -> City:
    """20,000 residents, a little more than one chunk, with every fact of the catalogue."""
    return city(vocabulary, None, TODAY, PEOPLE)
