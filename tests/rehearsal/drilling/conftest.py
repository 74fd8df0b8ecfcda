"""A drill in which everything went well, and the same one with something lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from onetrip.ledger import drill
from onetrip.rehearsal.drilling.accounting import Books, Number
from onetrip.rehearsal.drilling.record import Act, Call, Record, Story

NINE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def story(resident: int = 1, **more: object) -> Story:
    """A resident who drew a number, was called after four minutes and went with a receipt."""
    made = Story(
        resident=resident,
        kind="booklet",
        arrives=1.0,
        ticket=f"t{resident}",
        number=f"演A{resident:03d}",
        receipt=f"YLLF-20261125-S{resident:04d}",
        end="done",
        drew=1.0,
        called=5.0,
        served=5.5,
        went=10.0,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def in_books(of: Story, **more: object) -> Number:
    """The same resident as the house has them."""
    made = Number(of.ticket, of.number, "done", NINE, NINE, receipts=(of.receipt,) if of.receipt else (), cases=1)
    return replace(made, **more)  # type: ignore[arg-type]


def call(of: Story, **more: object) -> Call:
    """Their call, shown by display 1 and by their phone."""
    return replace(Call(of.number, 3, 5.0, True, (1,), phone=True), **more)  # type: ignore[arg-type]


def act(link: str = "gate", **more: object) -> Act:
    """An act that went well, answered in a tenth of a second."""
    return replace(Act(link, "R1", "draw", 1.0, 1.0, 0.1, ok=True, saw="200"), **more)  # type: ignore[arg-type]


def well(*stories: Story) -> tuple[Record, Books]:
    """A drill in which nothing was lost."""
    record = Record([act()], [call(one) for one in stories], list(stories))
    return record, Books(tuple(in_books(one) for one in stories))


@pytest.fixture
def in_a_drill(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """This process belongs to a drill's house."""
    monkeypatch.setenv(drill.ENVIRONMENT, "1")
    settings.DRILL = True  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def half_past_nine() -> None:
    """In place of the one above: a drill goes by the machine's own clock, which must not stand still."""
