from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.words import is_id, one_line


@given(text=st.text(), most=st.integers(0, 50))
def test_a_line_can_always_be_kept(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert not set(line) & {"\0", "\n", "\r", "\t"}
    line.encode()


def test_halves_of_characters_are_left_out() -> None:
    assert one_line("好\ud83d的", 10) == "好的"


@pytest.mark.parametrize("text", ["elder-card", "a", "65-plus"])
def test_an_id_is_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-a", "Elder", "a b", "a\0", "老", "a" * 61, "a\n"])
def test_what_cannot_be_an_id_is_none(text: str) -> None:
    assert not is_id(text)
