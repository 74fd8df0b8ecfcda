"""Two editors, and the small catalogue or the real one, published."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.browsing import visitor
from tests.catalogue.small import SMALL
from tests.factories import NOW, make_centre, published_catalogue


@pytest.fixture
def town() -> None:
    """A centre, and the small catalogue in force."""
    from onetrip.catalogue import actions

    make_centre()
    actions.publish(files=SMALL, city="testville", by="system", now=NOW)


@pytest.fixture
def city() -> None:
    """A centre, and the catalogue of the checkout in force."""
    make_centre()
    published_catalogue()


@pytest.fixture
def wu() -> Client:
    """An editor's browser."""
    return visitor("editor")


@pytest.fixture
def han() -> Client:
    """The browser of another editor."""
    return visitor("editor")
