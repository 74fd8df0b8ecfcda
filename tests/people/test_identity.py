from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from onetrip.ledger.refusals import Malformed
from onetrip.people.identity import is_same_name, mask_name, mask_number, read_number
from tests.factories import TODAY, synthetic_number

born = st.dates(date(1906, 11, 24), TODAY)


@given(born, st.sampled_from(["female", "male"]), st.integers(0, 499))
def test_a_number_tells_birth_date_and_sex(birth_date: date, sex: str, serial: int) -> None:
    identity = read_number(synthetic_number(birth_date, sex=sex, serial=serial), day=TODAY)
    assert (identity.birth_date, identity.sex) == (birth_date, sex)


@given(born, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth_date: date, position: int, by: int) -> None:
    number = synthetic_number(birth_date, serial=1)
    wrong = number[:position] + str((int(number[position]) + by) % 10) + number[position + 1 :]
    with pytest.raises(Malformed):
        read_number(wrong, day=TODAY)


@given(born, st.integers(0, 15))
def test_two_neighbouring_digits_swapped_are_always_noticed(birth_date: date, position: int) -> None:
    number = synthetic_number(birth_date, serial=7)
    swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
    if swapped != number:
        with pytest.raises(Malformed):
            read_number(swapped, day=TODAY)


def test_a_number_is_read_as_people_type_it() -> None:
    number = synthetic_number(date(1961, 12, 18), serial=3)
    wide = number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert read_number(f" {number[:6]} {number[6:14]}-{number[14:].lower()} ", day=TODAY).number == number
    assert read_number(wide, day=TODAY).number == number


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "1234567",
        "310000",
        "3" * 18,
        "0" * 18,
        "x" * 100_000,
        "310000\x0019611218",
        "三一零",
        "' OR 1=1 --",
        "３" * 18,
    ],
)
def test_what_is_no_number_is_refused_without_repeating_it(raw: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_number(raw, day=TODAY)
    assert not raw.strip() or raw not in refused.value.text.zh + refused.value.text.en
    assert refused.value.field == "id_number"


def with_check(body: str) -> str:
    return body + mod_11_2.calc_check_digit(body)


@pytest.mark.parametrize(
    ("number", "code", "zh"),
    [
        (synthetic_number(date(2026, 11, 25), serial=1), "id-number-birth-date", "在今天以后"),
        (synthetic_number(date(1905, 11, 24), serial=1), "id-number-birth-date", "超过 120 岁"),
        (synthetic_number(date(1800, 1, 1), serial=1), "id-number-birth-date", "超过 120 岁"),
        (with_check("31000019610230001"), "id-number-birth-date", "没有这一天"),
        (with_check("31000019611301001"), "id-number-birth-date", "没有这一天"),
        (with_check("31000000000000001"), "id-number-birth-date", "没有这一天"),
        (with_check("19000019611218001"), "id-number-region", "哪个省市"),
        (with_check("80000019611218001"), "id-number-region", "哪个省市"),
        (synthetic_number(date(1961, 12, 18), serial=1)[:-1] + "0", "id-number-check", "校验位"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_and_the_number_is_not(number: str, code: str, zh: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_number(number, day=TODAY)

    assert refused.value.code == code
    assert zh in refused.value.text.zh
    assert number not in refused.value.text.zh + refused.value.text.en


def test_whoever_is_120_today_and_whoever_was_born_today_is_read() -> None:
    for birth_date in (date(1905, 11, 25), TODAY):
        assert read_number(synthetic_number(birth_date, serial=1), day=TODAY).birth_date == birth_date


@pytest.mark.parametrize("region", ["110101", "810000", "820000", "830000", "931156"])
def test_residents_from_elsewhere_have_numbers_too(region: str) -> None:
    assert read_number(with_check(f"{region}19611218001"), day=TODAY).sex == "male"


def test_numbers_and_names_are_shown_masked() -> None:
    assert mask_number("310000196112180023") == "310***********0023"
    assert mask_name("王小明") == "王＊＊"
    assert mask_name("欧阳") == "欧＊"
    assert mask_name("Maria Lopez") == "M*** L***"
    assert mask_name("  ") == ""


@given(st.text(max_size=30))
def test_masking_never_shows_more_than_seven_characters_of_a_number(text: str) -> None:
    masked = mask_number(text)
    assert len(masked) == len(text)
    assert sum(a != "*" for a in masked) <= 7


@pytest.mark.parametrize(
    ("one", "other"), [("王小明", " 王 小明"), ("阿依古丽·买买提", "阿依古丽•买买提"), ("JOHN SMITH", "John  Smith")]
)
def test_the_same_name_is_known_in_another_spelling(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize("other", ["王小名", "王小", "小明王", "王小明明"])
def test_another_name_is_another(other: str) -> None:
    assert not is_same_name("王小明", other)
