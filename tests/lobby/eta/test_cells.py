from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.eta.cells import amount_of, count_of, is_nobody, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A087", ("A", 87)),
        ("A 087", ("A", 87)),
        ("A-087", ("A", 87)),
        ("a087", ("A", 87)),
        ("87.0", ("", 87)),
        ("No. 87", ("", 87)),
        ("Nr 87", ("", 87)),
        ("#87", ("", 87)),
        ("1A087", ("1A", 87)),
        ("B2-015", ("B2", 15)),
        ("S1/123", ("S1", 123)),
        ("A087*", ("A", 87)),
        ("12-A", ("A", 12)),
        ("K12 (3)", ("K", 12)),
        ("A087号", ("A", 87)),
        ("请A087号到3号窗口", ("A", 87)),
        ("A087 → 3", ("A", 87)),
        ("Ａ０８７", ("A", 87)),
        ("Ł12", ("Ł", 12)),
        ("000", ("", 0)),
    ],
)
def test_a_number_is_its_series_and_its_figure(text: str, number: tuple[str, int]) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text", ["", "-", "—", "-1", "Brak", "brak", "closed", "None", "NaN", "n/a", "无", "暂无", "zamknięte"]
)
def test_some_words_and_sentinels_mean_that_nobody_is_called(text: str) -> None:
    assert number_of(text) is None
    assert is_nobody(text)


def test_a_word_that_nobody_knows_is_neither() -> None:
    assert number_of("left") is None
    assert not is_nobody("left")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5", 5), ("5.0", 5), ("5,5", 5.5), ("1 234", 1234), ("5 os.", 5), ("5 people", 5), ("5人", 5), ("约5人", 5),
        (">20", 20), ("20+", 20), ("3/9", 3), ("3 of 9", 3), ("12 min", 12), ("12分钟", 12), ("0:12:30", 12.5), ("PT12M", 12),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_what_stands_around_it(text: str, amount: float) -> None:
    assert amount_of(text) == amount


@pytest.mark.parametrize("text", ["", "-1", "many", "?", "nan", "brak", "true"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_of(text) is None


def test_windows_that_are_listed_are_counted() -> None:
    assert [count_of(text) for text in ("1,2,5", "1;2", "1、3、4", "3", "3,0")] == [3, 2, 3, 3, 3]


@given(st.text(max_size=30))
def test_any_cell_is_read_or_none(text: str) -> None:
    number, amount = number_of(text), amount_of(text)
    assert number is None or number[1] >= 0
    assert amount is None or amount >= 0
