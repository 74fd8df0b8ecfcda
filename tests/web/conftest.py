"""A small server for the tests of scripts, and a page on which they run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A server of pages, forms and events for one test."""
    built = Stage()
    yield built
    built.close()


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """An empty page; the test fails on any error that a script of ours throws."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert thrown == []
