"""Fields from lines that were recorded from the recogniser: no model runs here."""

from __future__ import annotations

from typing import Any

import pytest

from onetrip.reading.evaluating import comparable
from onetrip.reading.fields import fields_of
from onetrip.reading.formats import luhn_holds
from onetrip.reading.kinds import BY_KEY
from onetrip.reading.lines import Line
from onetrip.reading.looked import SURE
from tests.reading.conftest import lines_of, page_lines, recorded


def read(page: str, lines: list[Line]) -> dict[str, str]:
    return {each.name: each.value for each in fields_of(BY_KEY[page], lines)}


@pytest.mark.parametrize("entry", recorded(), ids=lambda entry: f"{entry['page']}-{entry['sort']}")
def test_every_field_of_a_recorded_page_is_right_or_asks_to_be_looked_at(entry: dict[str, Any]) -> None:
    found = {each.name: each for each in fields_of(BY_KEY[entry["page"]], lines_of(entry))}
    right = 0
    for name, value in entry["fields"].items():
        same = name in found and comparable(name, found[name].value) == comparable(name, value)
        right += same
        assert same or name not in found or found[name].confidence < SURE, (name, value, found[name])
    assert right >= 0.7 * len(entry["fields"])


def test_a_name_is_never_corrected() -> None:
    assert (
        read("id-card/front", page_lines("姓名王小萌", "性别女|民族汉", "公民身份号码310000198002057168"))["name"]
        == "王小萌"
    )


def test_what_the_number_says_fills_in_what_was_not_read() -> None:
    fields = read("id-card/front", page_lines("姓名唐俊春", "公民身份号码310000198002057158"))
    assert fields["birth_date"] == "1980-02-05"
    assert fields["sex"] == "男"


@pytest.mark.parametrize("page", ["id-card/front", "household-booklet/own"])
def test_a_number_that_was_worked_out_may_say_another_sex_and_is_not_sure_of_it(page: str) -> None:
    # Of a woman's 310000198503020003 the 0 that tells the sex was read as 7; one other digit changed makes that number fit.
    rows = page_lines("姓名侯英桂", "出生1985年3月2日", "公民身份号码310000198503020073")
    found = {each.name: each for each in fields_of(BY_KEY[page], rows)}
    assert found["id_number"].repaired
    assert found["sex"].value == "男"
    assert found["sex"].confidence < SURE


def test_a_printed_birth_date_that_the_number_contradicts_stays_and_is_doubted() -> None:
    found = {
        each.name: each
        for each in fields_of(
            BY_KEY["id-card/front"], page_lines("姓名唐俊春", "出生1980年2月6日", "公民身份号码310000198002057158")
        )
    }
    assert found["birth_date"].value == "1980-02-06"
    assert found["birth_date"].confidence < SURE


def test_an_id_card_without_end_is_long_term() -> None:
    fields = read(
        "id-card/back",
        page_lines("中华人民共和国", "居民身份证", "签发机关上海市公安局样本分局", "有效期限2018.09.05-长期"),
    )
    assert fields == {"issuer": "上海市公安局样本分局", "valid_from": "2018-09-05", "valid_until": "长期"}


def test_an_end_of_which_only_the_beginning_was_read_is_not_given() -> None:
    assert "valid_until" not in read(
        "id-card/back", page_lines("居民身份证", "签发机关上海市公安局", "有效期限2018.09.05-")
    )


def test_the_couple_is_told_apart_by_their_numbers_side_by_side_as_well() -> None:
    rows = [
        "持证人唐俊春",
        "登记日期2010年5月6日|结婚证字号J310101-2010-001234",
        "姓名唐俊春|姓名侯英桂",
        "性别男|性别女",
        "身份证件号310000198002057158||身份证件号310000196202241460",
    ]
    fields = read("marriage-certificate/inside", page_lines(*rows, height=30))
    assert fields["husband_id_number"] == "310000198002057158"
    assert fields["wife_id_number"] == "310000196202241460"
    assert fields["husband_birth_date"] == "1980-02-05"
    assert fields["certificate_number"] == "J310101-2010-001234"


def test_of_a_couple_with_one_name_in_glare_the_other_is_not_given_to_the_wrong_one() -> None:
    rows = ["持证人唐俊春", "身份证件号310000198002057158", "姓名侯英桂|性别女", "身份证件号310000196202241460"]
    fields = read("marriage-certificate/inside", page_lines(*rows))
    assert fields["wife_name"] == "侯英桂"
    assert "husband_name" not in fields


def test_a_card_number_in_two_lines_is_put_together_and_not_taken_for_its_first_sixteen_digits() -> None:
    whole = "6200001514620007004"
    assert (luhn_holds(whole), luhn_holds(whole[:16])) == (True, True)
    rows = [Line(whole[:16], 0.99, (60, 400, 700, 440)), Line(whole[16:], 0.99, (740, 402, 860, 441))]
    (number,) = fields_of(BY_KEY["bank-card/front"], rows)
    assert (number.value, number.confidence >= SURE) == (whole, True)
    rows[1] = Line("777", 0.99, (740, 402, 860, 441))
    (number,) = fields_of(BY_KEY["bank-card/front"], rows)
    assert number.confidence < SURE


def test_the_month_beside_a_card_number_is_no_part_of_it() -> None:
    rows = [Line("6200 0084 8600 9671", 0.99, (60, 400, 700, 440)), Line("11/30", 0.99, (740, 400, 860, 440))]
    found = {each.name: each for each in fields_of(BY_KEY["bank-card/front"], rows)}
    assert found["card_number"].value == "6200008486009671"
    assert found["card_number"].confidence >= SURE


def test_a_mark_of_the_ground_is_no_part_of_an_address() -> None:
    assert (
        read("id-card/front", page_lines("姓名唐俊春", "住址上海市样本区样本路1号 SPECIMEN"))["address"]
        == "上海市样本区样本路1号"
    )


@pytest.mark.parametrize("page", sorted(BY_KEY))
def test_a_page_of_nonsense_gives_fields_or_none_but_no_error(page: str) -> None:
    assert read(page, []) == {}
    read(page, page_lines("????", "姓名", "身份证件号31", "性别性别", "有效期限", "出生", "—|—|—", "1" * 40))


def test_numbers_of_a_couple_that_fail_their_check_are_given_to_be_looked_at() -> None:
    rows = [
        "持证人毛建国",
        "姓名毛建国|性别男",
        "身份证件号310000198503020017",
        "姓名欧阳若琳|性别女",
        "身份证件号310000198812030023",
    ]
    found = {each.name: each for each in fields_of(BY_KEY["marriage-certificate/inside"], page_lines(*rows))}
    assert found["husband_id_number"].value == "310000198503020017"
    assert found["wife_id_number"].value == "310000198812030023"
    assert found["husband_name"].value == "毛建国"
    assert max(found[name].confidence for name in ("husband_id_number", "wife_id_number")) < SURE


def test_a_number_of_a_couple_that_was_worked_out_is_whoevers_is_left_and_not_by_the_sex_in_it() -> None:
    rows = [
        "持证人毛建国",
        "姓名毛建国",
        "身份证件号310000198002057158",
        "姓名侯英桂",
        "身份证件号310000198503020073",
    ]
    found = {each.name: each for each in fields_of(BY_KEY["marriage-certificate/inside"], page_lines(*rows))}
    assert found["husband_id_number"].value == "310000198002057158"
    assert found["husband_id_number"].confidence >= SURE
    assert found["wife_name"].value == "侯英桂"
    assert found["wife_id_number"].confidence < SURE


def test_the_day_of_issue_is_found_before_its_word_as_well() -> None:
    assert (
        read("household-booklet/first", page_lines("户别家庭户|户主姓名毛建国", "2008 年 03 月 15 日签发"))["issued_on"]
        == "2008-03-15"
    )
