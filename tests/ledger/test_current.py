"""The number of a request can be said over the telephone, and is found again however it was written down."""

from __future__ import annotations

import pytest

from onetrip.ledger import current
from onetrip.rules import Text

ALIKE = ("0OQD", "1ILJ", "BDEPGCVZ", "AH8", "MN", "SF", "UV")
"""Signs that look or sound like one another: at most one of each group is used."""


def test_no_two_signs_look_or_sound_alike() -> None:
    for group in ALIKE:
        assert len(set(group) & set(current.SIGNS)) <= 1, group
    assert len(set(current.SIGNS)) == 16


def test_a_number_has_two_groups_of_four_and_another_request_has_another() -> None:
    drawn = {current.new_number() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(current.read_number(number) == number for number in drawn)
    assert {sign for number in drawn for sign in number} == {*current.SIGNS, "-"}


@pytest.mark.parametrize("written", ["K7MR-4T2X", "k7mr4t2x", "K7MR 4T2X", " k 7 m r — 4 t 2 x "])
def test_it_is_read_however_it_was_written_down(written: str) -> None:
    assert current.read_number(written) == "K7MR-4T2X"


@pytest.mark.parametrize("written", ["", "K7MR-4T2", "K7MR-4T2XX", "K0MR-4T2X", "……", "K7MR-4T2%"])
def test_what_is_no_number_is_not_read_as_one(written: str) -> None:
    assert current.read_number(written) is None


def test_it_is_spelt_out_in_both_languages() -> None:
    said = current.spoken("K7MR-4T2X")
    assert said == Text("K 七 M R，四 T 二 X", "Kilo seven Mike Romeo, four Tango two X-ray")


def test_outside_of_a_request_there_is_no_number_and_no_trace() -> None:
    assert (current.number(), current.trace(), current.headers()) == ("", "", {})
    with current.answering(current.Request("K7MR-4T2X", "00-" + "a" * 32 + "-" + "b" * 16 + "-01")):
        assert current.number() == "K7MR-4T2X"
        assert current.trace() == "a" * 32
    assert current.number() == ""
