"""A plan never says "bring X" at the telephone and "bring X and Y" at the window from the same facts: 10,000 residents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest
from pydantic import TypeAdapter

from onetrip.advice import presenting, sheet
from onetrip.catalogue.book import Catalogue
from onetrip.planning import Plan, plan
from onetrip.rules import KnownFacts
from onetrip.synthetic import city
from tests.advice import channels
from tests.factories import TODAY

RESIDENTS = 10_000
SEED = 20261124

_SENT = TypeAdapter(Plan)
"""What the API makes of a plan."""


def somebody(catalogue: Catalogue, number: int) -> Iterator[tuple[list[str], KnownFacts]]:
    """So many residents, each with one to four wishes and a part of their facts known, the same at every run."""
    lot = Random(SEED)  # noqa: S311 - lots for a test
    matters = sorted(catalogue.matters)
    everybody = city(catalogue.book.vocabulary, None, TODAY, number, SEED)
    for truth in everybody.known():
        known_part = lot.choice([0.1, 0.4, 0.7, 0.95])
        known = {name: value for name, value in truth.items() if lot.random() < known_part and name != "age"}
        yield lot.sample(matters, lot.randint(1, 4)), known


def heard(catalogue: Catalogue, wanted: list[str], known: KnownFacts) -> list[str]:
    """Where the channels disagree about this resident."""
    return differing(plan(catalogue.book, known, TODAY, wanted))


def differing(made: Plan) -> list[str]:
    """Where the channels disagree about this plan."""
    return channels.disagreements(channels.every_channel(made, _SENT.dump_python(made, mode="json")))


def test_every_channel_says_the_same_to_ten_thousand_residents(shanghai: Catalogue) -> None:
    told = dict.fromkeys(("items", "bring", "perhaps", "not_needed", "trips", "by_proxy"), 0)
    for number, (wanted, known) in enumerate(somebody(shanghai, RESIDENTS)):
        made = plan(shanghai.book, known, TODAY, wanted)
        assert not differing(made), f"resident {number}, who asks for {wanted}"
        for part in told:
            told[part] += bool(getattr(made, part))
    assert min(told.values()) > RESIDENTS / 20, f"too few have something to be told: {told}"


@pytest.fixture(scope="module")
def with_papers(shanghai: Catalogue) -> tuple[list[str], KnownFacts]:
    """A resident with two papers to bring, one of them used twice, something perhaps and something not needed."""
    for wanted, known in somebody(shanghai, RESIDENTS):
        made = plan(shanghai.book, known, TODAY, wanted)
        if len(made.bring) > 1 and made.perhaps and made.not_needed and any(len(each.uses) > 1 for each in made.bring):
            return wanted, known
    raise AssertionError("nobody has papers to bring")


def dropping(part: str) -> Callable[[Plan], Plan]:
    """What loses the last of one part of a plan."""
    return lambda made: replace(made, **{part: getattr(made, part)[:-1]})


LOSSES = [
    (channel, part)
    for channel in ("phone", "print", "window", "read aloud")
    for part in ("items", "bring", "perhaps", "not_needed")
    if (channel, part) != ("window", "items")  # a window is told the matters
]


@pytest.mark.parametrize(("channel", "part"), LOSSES)
def test_a_channel_that_loses_something_is_found_out(
    shanghai: Catalogue,
    with_papers: tuple[list[str], KnownFacts],
    monkeypatch: pytest.MonkeyPatch,
    channel: str,
    part: str,
) -> None:
    wanted, known = with_papers
    assert not heard(shanghai, wanted, known)
    lose = dropping(part)
    if channel == "phone":
        right = presenting.shown
        monkeypatch.setattr(channels, "shown", lambda made: right(lose(made)))
    elif channel == "print":
        right_sheet = sheet.sheet_of
        monkeypatch.setattr(
            channels, "sheet_of", lambda issued, **more: right_sheet(replace(issued, plan=lose(issued.plan)), **more)
        )
    elif channel == "window":
        right_papers = channels.papers_of
        monkeypatch.setattr(
            channels, "papers_of", lambda matter, made, **more: right_papers(matter, lose(made), **more)
        )
    else:
        right_sentences = channels.sentences
        monkeypatch.setattr(channels, "sentences", lambda made: right_sentences(lose(made)))
    assert heard(shanghai, wanted, known)


def test_another_number_of_copies_or_trips_is_found_out(
    shanghai: Catalogue, with_papers: tuple[list[str], KnownFacts], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, known = with_papers
    right = channels.sentences

    def one_copy_more(made: Plan) -> tuple[object, ...]:
        first, *others = made.bring
        return right(replace(made, bring=(replace(first, copies=first.copies + 1), *others)))

    monkeypatch.setattr(channels, "sentences", one_copy_more)
    assert any("bring" in found for found in heard(shanghai, wanted, known))
    monkeypatch.setattr(channels, "sentences", lambda made: right(replace(made, trips=made.trips + 1)))
    assert any("trips" in found for found in heard(shanghai, wanted, known))
