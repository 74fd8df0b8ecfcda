"""ID numbers that are right in form and belong to nobody."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from onetrip.people.identity import read_number
from onetrip.synthetic import City, id_numbers
from onetrip.synthetic.identity import MOST_ON_A_DAY
from tests.factories import TODAY

births = st.lists(st.tuples(st.dates(date(1906, 1, 1), TODAY), st.booleans()), max_size=30)


def numbers_of(people: list[tuple[date, bool]]) -> list[str]:
    born = np.array([birth for birth, _ in people], dtype="datetime64[D]")
    male = np.array([man for _, man in people], dtype=bool)
    return [number.decode() for number in id_numbers(born, male)]


@settings(deadline=None)
@given(births)
def test_a_number_is_valid_and_tells_birth_date_and_sex(people: list[tuple[date, bool]]) -> None:
    for number, (birth, man) in zip(numbers_of(people), people, strict=True):
        assert mod_11_2.is_valid(number)
        identity = read_number(number, day=TODAY)
        assert (identity.birth_date, identity.sex) == (birth, "male" if man else "female")


def test_the_numbers_of_a_city_are_consistent_different_and_nobodys(town: City) -> None:
    numbers = [number.decode() for number in town.id_numbers()]
    assert len(set(numbers)) == len(town)
    sexes = town.values("sex")
    for number, born, sex in zip(numbers, town.values("birth_date"), sexes, strict=True):
        assert number.startswith("310000")
        assert mod_11_2.is_valid(number)
        assert isinstance(born, date)
        assert (number[6:14], int(number[16]) % 2) == (f"{born:%Y%m%d}", int(sex == "male"))


def test_no_county_has_the_code_that_the_numbers_begin_with() -> None:
    """In the register of places that python-stdnum brings, 310000 is the city itself: the level above its counties."""
    place, county = (ric.get_birth_place(f"{code}199001010000") for code in ("310000", "310101"))
    assert place["county"] == place["province"] == "上海市"
    assert county["county"] != county["province"]


def test_brothers_and_sisters_of_one_day_have_different_numbers_until_there_are_no_more() -> None:
    day = date(1990, 1, 1)
    full = [(day, False)] * MOST_ON_A_DAY + [(day, True)] * MOST_ON_A_DAY
    assert len(set(numbers_of(full))) == 2 * MOST_ON_A_DAY
    with pytest.raises(ValueError, match="no different ID numbers"):
        numbers_of([*full, (day, True)])
