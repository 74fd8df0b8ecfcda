"""Formats that check themselves: what is corrected, and above all what is not."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onetrip.reading import formats
from onetrip.synthetic import id_numbers

NUMBERS = [
    number.decode()
    for number in id_numbers(
        np.array(["1956-01-29", "1980-02-05", "2001-12-31", "1999-10-10"] * 20, dtype="datetime64[D]"),
        np.array([True, False] * 40),
    )
]


def test_every_synthetic_number_of_the_house_is_read_as_it_is() -> None:
    for number in NUMBERS:
        assert formats.read_id_number(f"公民身份号码 {number}") == formats.ReadNumber(number, valid=True)


def test_letters_among_the_digits_are_read_as_digits() -> None:
    number = next(number for number in NUMBERS if "0" in number[6:])
    assert formats.read_id_number(number.replace("0", "O", 3).replace("1", "l", 2)) == formats.ReadNumber(
        number, valid=True
    )


@given(st.sampled_from(NUMBERS), st.integers(6, 16), st.integers(1, 9))
def test_a_misread_digit_is_never_given_as_sure(number: str, place: int, step: int) -> None:
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    read = formats.read_id_number(wrong)
    assert read is None or not read.valid or read.repaired


@given(st.sampled_from(NUMBERS), st.integers(0, 16), st.integers(0, 9))
def test_a_repair_changes_one_sign_and_fits_the_printed_birth_date(number: str, place: int, digit: int) -> None:
    wrong = number[:place] + str(digit) + number[place + 1 :]
    born = formats.born_by(number)
    read = formats.read_id_number(wrong, born=born)
    if read is not None and read.repaired:
        assert sum(a != b for a, b in zip(read.number, wrong, strict=True)) == 1
        assert formats.number_holds(read.number)
        assert formats.born_by(read.number) == born


def test_of_two_repairs_that_fit_neither_is_made() -> None:
    several = []
    for number in NUMBERS[:4]:
        for place in range(6, 17):
            for other in "0123456789":
                wrong = number[:place] + other + number[place + 1 :]
                if not formats.number_holds(wrong) and len(formats._repairs(wrong, None)) > 1:
                    several.append(wrong)
    assert several
    for wrong in several:
        assert formats.read_id_number(wrong) == formats.ReadNumber(wrong, valid=False)


def test_a_number_is_found_behind_its_label_and_before_another() -> None:
    assert formats.read_id_number("身份证件号31000019701104655X") is not None
    assert formats.read_id_number("电话 13800138000") is None
    assert formats.read_id_number("") is None


def test_dates_are_read_in_every_way_papers_write_them() -> None:
    for text in (
        "2020年1月2日",
        "2020 年 01 月 02 日",
        "2020.01.02",
        "2020-1-2",
        "20200102",
        "二〇二〇年一月二日",
        "签发日期：2020/1/2",
        "2O20年l月2日",
    ):
        assert formats.read_date(text) == date(2020, 1, 2), text
    assert formats.read_date("二〇一九年十二月三十一日") == date(2019, 12, 31)
    assert formats.read_dates("2018.09.05-2038.09.05") == [date(2018, 9, 5), date(2038, 9, 5)]
    assert formats.read_dates("2018.09.05一长期") == [date(2018, 9, 5)]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert formats.read_date("2021年2月29日") is None
    assert formats.read_date("2021年13月1日") is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_written_is_a_date_read(day: date) -> None:
    assert formats.read_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert formats.read_date(f"{day:%Y.%m.%d}") == day
    assert formats.read_date(f"{day:%Y%m%d}") == day


def test_a_card_number_is_known_by_its_check_and_never_guessed() -> None:
    sound = next(
        f"6200001234567{last}9{digit}"
        for last in range(10)
        for digit in range(10)
        if formats.luhn_holds(f"6200001234567{last}9{digit}")
    )
    assert formats.read_card_number(" ".join(sound[at : at + 4] for at in range(0, 16, 4))) == formats.ReadNumber(
        sound, valid=True
    )
    wrong = sound[:-1] + str((int(sound[-1]) + 1) % 10)
    assert formats.read_card_number(wrong) == formats.ReadNumber(wrong, valid=False)
    assert formats.read_card_number("VALID THRU 12/31") is None


@given(st.text(max_size=60))
def test_no_text_breaks_a_format(text: str) -> None:
    formats.read_id_number(text)
    formats.read_dates(text)
    formats.read_card_number(text)
