"""From what is typed to what it tells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.advice.answers import read_answer
from onetrip.catalogue.schema import read
from onetrip.ledger.refusals import Malformed
from tests.advice.town import TOWN

DAY = date(2026, 11, 24)
_catalogue = read(TOWN).catalogue
assert _catalogue is not None
WORDS = _catalogue.book.vocabulary


def answer(fact: str, raw: str) -> dict[str, object]:
    return dict(read_answer(WORDS.facts[fact], raw, day=DAY, vocabulary=WORDS))


@pytest.mark.parametrize("raw", ["1961-11-30", "19611130", "1961/11/30", "1961年11月30日", " １９６１１１３０ "])
def test_a_birth_date_is_read_in_every_usual_way_of_writing(raw: str) -> None:
    assert answer("birth_date", raw) == {"birth_date": date(1961, 11, 30)}


@pytest.mark.parametrize(("raw", "years"), [("65", 65), ("65岁", 65), ("６５", 65), ("8", 8)])
def test_an_age_is_an_answer_to_the_question_for_the_birth_date(raw: str, years: int) -> None:
    assert answer("birth_date", raw) == {"age": years}


def test_a_birth_date_is_an_answer_to_the_question_for_the_age() -> None:
    assert answer("age", "19611130") == {"birth_date": date(1961, 11, 30)}


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        ("birth_date", "2027-01-01"),
        ("birth_date", "1961-13-30"),
        ("birth_date", "昨天"),
        ("birth_date", "999"),
        ("birth_date", "1890-01-01"),
        ("birth_date", "2026-11-25"),
        ("age", "1890-01-01"),
        ("age", "131"),
        ("age", "-1"),
        ("hukou", "beijing"),
        ("hukou", ""),
        ("hukou", "Shanghai'; DROP TABLE advice_slip; --"),
        ("retired", "maybe"),
        ("income", "many"),
        ("income", "1e999"),
        ("income", "nan"),
        ("hukou", "x" * 100_000),
        ("birth_date", "\0"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words_at_its_field(fact: str, raw: str) -> None:
    with pytest.raises(Malformed) as refused:
        answer(fact, raw)
    assert refused.value.field == "answer"
    assert refused.value.text.zh.endswith("。")
    assert refused.value.text.en.endswith(".")


@given(fact=st.sampled_from(sorted(WORDS.facts)), raw=st.text(max_size=80))
def test_no_text_breaks_the_reading_and_what_is_read_fits_its_fact(fact: str, raw: str) -> None:
    try:
        told = answer(fact, raw)
    except Malformed:
        return
    for name, value in told.items():
        found = WORDS.fact(name)
        assert found is not None
        assert found.fits(value)  # type: ignore[arg-type]
