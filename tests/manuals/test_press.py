"""The book is made once, whole or not at all, in a process of its own."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from onetrip.manuals import press
from tests.manuals.conftest import TOWN_WITH_HIDDEN, imprint_of, read_town
from tests.prints.reading import opened


@pytest.fixture
def edition() -> press.Edition:
    return press.Edition(replace(imprint_of(read_town()), version=7), "zh")


def ended(folder: Path, edition: press.Edition) -> press.State:
    """How the press ended; what takes two minutes has failed."""
    until = time.monotonic() + 120
    while isinstance(told := press.state(folder, edition), press.Making):
        assert time.monotonic() < until
        time.sleep(0.1)
    return told


def test_eight_who_ask_at_once_make_one_book_which_is_whole(
    tmp_path: Path, edition: press.Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[press.Edition] = []
    start, together = press._start, threading.Barrier(8)

    def counted(path: Path, edition: press.Edition, *rest: object) -> None:
        begun.append(edition)
        start(path, edition, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(press, "_start", counted)

    def asks(_: int) -> press.State:
        together.wait(timeout=30)
        return press.ask(tmp_path / "books", edition, TOWN_WITH_HIDDEN)

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(asks, range(8)))
    assert all(isinstance(each, press.Making) for each in told)
    made = ended(tmp_path / "books", edition)
    assert isinstance(made, press.Made)
    assert len(begun) == 1
    assert len(opened(made.path.read_bytes()).outline) > 4
    assert press.ask(tmp_path / "books", edition, {}) == made, "it is there and not made again"
    assert not list((tmp_path / "books").glob("*.part"))


def test_a_press_that_is_killed_leaves_nothing_half_and_can_be_started_again(
    tmp_path: Path, edition: press.Edition
) -> None:
    before = {child.pid for child in psutil.Process().children()}
    press.ask(tmp_path, edition, TOWN_WITH_HIDDEN)
    (child,) = [each for each in psutil.Process().children() if each.pid not in before]
    child.kill()
    assert isinstance(ended(tmp_path, edition), press.Failed)
    assert not list(tmp_path.glob("*.pdf"))
    assert isinstance(press.ask(tmp_path, edition, TOWN_WITH_HIDDEN), press.Making)
    assert isinstance(ended(tmp_path, edition), press.Made)


def test_a_catalogue_that_cannot_be_read_is_told_as_failed_and_not_tried_for_ever(
    tmp_path: Path, edition: press.Edition
) -> None:
    press.ask(tmp_path, edition, {"facts.yaml": "["})
    assert isinstance(ended(tmp_path, edition), press.Failed)


def test_another_version_language_or_day_of_figures_is_another_book(edition: press.Edition) -> None:
    imprint = edition.imprint
    others = [
        press.Edition(replace(imprint, version=8), "zh"),
        press.Edition(replace(imprint, digest="other"), "zh"),
        press.Edition(replace(imprint, day=imprint.day.replace(year=2027)), "zh"),
        press.Edition(imprint, "en"),
    ]
    assert len({edition.file, *(other.file for other in others)}) == 5


def test_asking_how_far_it_is_starts_nothing(tmp_path: Path, edition: press.Edition) -> None:
    assert press.state(tmp_path, edition) == press.NotBegun()
    assert list(tmp_path.iterdir()) == []
