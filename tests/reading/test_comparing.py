"""The paper beside what is known: what is said, and what is never shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.reading.comparing import compare
from onetrip.reading.fields import Read
from onetrip.reading.kinds import BY_KEY, Asked
from onetrip.reading.looked import Finding

DAY = date(2026, 11, 30)
NUMBER, OTHER = "310000198002057158", "310000196202241460"
OWN = Asked("id-card")


def found(
    page: str,
    known: dict[str, object],
    *,
    asked: Asked | None = None,
    confidence: float = 0.99,
    day: date = DAY,
    **fields: str,
) -> list[Finding]:
    read = [Read(name, value, confidence) for name, value in fields.items()]
    return compare(BY_KEY[page], read, asked or Asked(BY_KEY[page].kind), known, day)


def codes(findings: list[Finding]) -> set[str]:
    return {each.code for each in findings}


def test_a_card_that_fits_is_said_to_fit() -> None:
    findings = found(
        "id-card/front",
        {"name": "唐俊春", "id_number": NUMBER, "birth_date": date(1980, 2, 5)},
        name="唐俊春",
        id_number=NUMBER,
        birth_date="1980-02-05",
    )
    assert codes(findings) == {"fits"}


def test_somebody_elses_card_is_wrong_and_nothing_of_it_is_shown() -> None:
    findings = found("id-card/front", {"name": "唐俊春", "id_number": NUMBER}, name="侯英桂", id_number=OTHER)
    assert codes(findings) == {"name-differs", "id_number-differs"}
    assert all(each.severity == "wrong" for each in findings)
    for text in (said for each in findings for said in (each.text.zh, each.text.en)):
        assert "侯英桂" not in text
        assert OTHER not in text
        assert OTHER[-4:] not in text
        assert NUMBER not in text


@given(
    st.text("王李张刘陈杨赵黄周吴", min_size=2, max_size=4),
    st.text("王李张刘陈杨赵黄周吴", min_size=2, max_size=4),
    st.integers(0, 999),
)
def test_no_finding_ever_shows_a_number_or_the_name_on_the_paper(mine: str, theirs: str, serial: int) -> None:
    known: dict[str, object] = {
        "name": mine,
        "id_number": NUMBER,
        "sex": "male",
        "hukou": "elsewhere",
        "marital_status": "single",
        "birth_date": "1980-02-05",
    }
    number = f"31000019620224{serial:03}0"
    findings = found(
        "household-booklet/own",
        known,
        name=theirs,
        id_number=number,
        sex="女",
        birth_date="1962-02-24",
        address="上海市样本路1号",
        marital_status="已婚",
    )
    for each in findings:
        for text in (each.text.zh, each.text.en):
            assert number not in text
            assert NUMBER not in text
            assert theirs not in text or theirs in mine
            assert "拒" not in text
            assert "！" not in text


def test_one_sign_apart_may_be_the_reader_and_a_person_looks() -> None:
    findings = found(
        "id-card/front", {"name": "唐俊春", "id_number": NUMBER}, name="唐俊舂", id_number=NUMBER[:-2] + "88"
    )
    assert {
        each.code: each.severity
        for each in findings
        if each.field in ("name", "id_number") and each.code.endswith("unsure")
    } == {"name-unsure": "look", "id_number-unsure": "look"}
    assert not any(each.severity == "wrong" for each in findings)


def test_what_was_read_badly_is_never_said_to_differ() -> None:
    findings = found(
        "id-card/front",
        {"name": "唐俊春", "id_number": NUMBER, "birth_date": "1980-02-05"},
        confidence=0.5,
        name="侯英桂",
        id_number=OTHER,
        birth_date="1962-02-24",
    )
    assert all(each.severity == "look" for each in findings)


def test_a_number_whose_check_fails_is_looked_at() -> None:
    assert "number-check" in codes(found("id-card/front", {}, id_number=NUMBER[:-1] + "7"))
    assert "card-check" in codes(found("bank-card/front", {}, card_number="6200001234567890"))


def test_a_birth_date_other_than_the_one_in_the_number_is_looked_at() -> None:
    assert "birth-date-and-number" in codes(found("id-card/front", {}, id_number=NUMBER, birth_date="1980-02-06"))


@pytest.mark.parametrize(
    ("until", "code", "words"),
    [
        ("2026-10-20", "lapsed", "这张身份证上月到期了。"),
        ("2026-11-29", "lapsed", "昨天到期了。"),
        ("2026-11-05", "lapsed", "这个月到期了。"),
        ("2026-05-05", "lapsed", " 6 个月前到期了。"),
        ("2019-01-01", "lapsed", " 2019 年到期了。"),
        ("2026-12-05", "lapses-soon", "12 月 5 日到期，今天还能用。"),
        ("2026-11-30", "lapses-soon", "今天还能用。"),
    ],
)
def test_a_term_that_has_ended_is_said_with_when(until: str, code: str, words: str) -> None:
    (finding,) = found("id-card/back", {}, valid_until=until)
    assert finding.code == code
    assert words in finding.text.zh


@pytest.mark.parametrize("until", ["长期", "2030-01-01", "不清楚"])
def test_a_term_that_goes_on_or_cannot_be_read_is_not_said_to_have_ended(until: str) -> None:
    assert found("id-card/back", {}, valid_until=until) == []


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_card_counts_as_lapsed_exactly_from_the_day_after_its_last(until: date, day: date) -> None:
    findings = found("id-card/back", {}, day=day, valid_until=until.isoformat())
    assert ("lapsed" in codes(findings)) == (day > until)
    assert ("lapses-soon" in codes(findings)) == (until - timedelta(days=30) <= day <= until)


def test_a_bank_card_holds_to_the_end_of_its_month() -> None:
    assert codes(found("bank-card/front", {}, valid_until="2026-11")) == {"lapses-soon"}
    assert codes(found("bank-card/front", {}, day=date(2026, 12, 1), valid_until="2026-11")) == {"lapsed"}
    assert codes(found("bank-card/front", {}, day=date(2027, 1, 1), valid_until="2026-12")) == {"lapsed"}


def test_the_representatives_card_is_compared_with_the_representative() -> None:
    known: dict[str, object] = {"name": "唐俊春", "id_number": NUMBER, "proxy_name": "侯英桂", "proxy_id_number": OTHER}
    proxy = Asked("id-card", "proxy")
    assert codes(found("id-card/front", known, asked=proxy, name="侯英桂", id_number=OTHER)) == {"fits"}
    assert codes(found("id-card/front", known, asked=proxy, name="唐俊春", id_number=NUMBER)) == {"own-instead"}


def test_the_address_is_looked_at_beside_the_registration_that_was_said() -> None:
    assert codes(found("household-booklet/first", {"hukou": "shanghai"}, address="江苏省盐城市样本路1号")) == {
        "hukou-differs"
    }
    assert codes(found("household-booklet/first", {"hukou": "elsewhere"}, address="上海市样本区样本路1号")) == {
        "hukou-differs"
    }
    assert found("household-booklet/first", {"hukou": "shanghai"}, address="上海市样本区样本路1号") == []
    assert found("household-booklet/first", {"hukou": "shanghai"}, address="样本路1号") == []


def test_a_marriage_certificate_of_two_others_is_wrong() -> None:
    couple = {"husband_name": "唐俊春", "wife_name": "侯英桂", "husband_id_number": NUMBER, "wife_id_number": OTHER}
    assert codes(found("marriage-certificate/inside", {"name": "毛文"}, **couple)) == {"not-the-couple"}
    assert found("marriage-certificate/inside", {"name": "侯英桂", "id_number": OTHER}, **couple) == []
    assert codes(found("marriage-certificate/inside", {"name": "侯英桂", "marital_status": "divorced"}, **couple)) == {
        "marital-status-differs"
    }


def test_a_birth_certificate_and_a_deed_are_looked_at_where_the_person_is_not_on_them() -> None:
    assert codes(
        found(
            "infant-birth-certificate/front",
            {"name": "毛文", "child_name": "唐小宝"},
            name="侯小宝宝",
            mother_name="侯英桂",
            father_name="唐俊春",
        )
    ) == {"name-differs", "not-a-parent"}
    assert codes(found("title-deed/inside", {"name": "毛文"}, owner="唐俊春、侯英桂")) == {"not-the-owner"}
    assert found("title-deed/inside", {"name": "侯英桂"}, owner="唐俊春、侯英桂") == []


def test_nothing_known_compares_nothing() -> None:
    assert found("id-card/front", {}, name="唐俊春", id_number=NUMBER, birth_date="1980-02-05", sex="男") == []
