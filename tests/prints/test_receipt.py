from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onetrip.planning.terms import Limit
from onetrip.prints import receipt_pdf, receipt_roll_pdf
from onetrip.prints.receipt import receipt_words
from onetrip.prints.sheets import CaseLine, PaperTaken, PaperToFollow
from onetrip.rules import Text
from tests.prints import samples
from tests.prints.reading import squeezed, text_of, words_of

CASE = CaseLine(name=Text("敬老卡申领", "Elder card"), case_number="LF-20261124-0101")
FIFTEEN = Limit(15, "working_days")


def printed(*cases: CaseLine) -> tuple[str, str]:
    """A receipt for these cases, in Chinese and in English."""
    sheet = replace(samples.RECEIPT, cases=cases, demonstration=False)
    return text_of(receipt_pdf(sheet, "zh")), text_of(receipt_pdf(sheet, "en"))


def test_every_matter_has_its_case_number() -> None:
    zh, en = printed(CASE, replace(CASE, name=Text("居住登记", "Residence"), case_number="LF-20261124-0102"))

    assert "敬老卡申领办件号LF202611240101" in zh
    assert "居住登记办件号LF202611240102" in zh
    assert "ElderCardCasenumberLF202611240101".casefold() in en.casefold()


def test_papers_seen_and_papers_kept_are_told_apart() -> None:
    taken = (
        PaperTaken(name=Text("身份证", "ID card"), originals_seen=1),
        PaperTaken(name=Text("结婚证", "marriage certificate"), originals_seen=1, copies_kept=2),
        PaperTaken(name=Text("申请表", "application form"), originals_kept=1),
    )
    zh, en = printed(replace(CASE, papers=taken))

    assert "看过原件：身份证1、结婚证1留下原件：申请表1留下复印件：结婚证2" in zh
    assert squeezed("Originals seen: ID card 1, marriage certificate 1") in en


def test_the_day_it_is_due_is_said_in_words_with_the_limit() -> None:
    zh, en = printed(replace(CASE, due=date(2026, 12, 16), limit=FIFTEEN))

    assert "12月16日前（15个工作日）" in zh
    assert squeezed("By 16 December (15 working days)") in en


def test_a_day_in_another_year_names_the_year() -> None:
    zh, en = printed(replace(CASE, due=date(2027, 1, 6), limit=Limit(30, "calendar_days")))

    assert "2027年1月6日前（30天）" in zh
    assert squeezed("By 6 January 2027 (30 days)") in en


def test_a_day_whose_calendar_is_not_announced_is_marked_as_an_estimate() -> None:
    zh, en = printed(replace(CASE, due=date(2027, 1, 6), due_certain=False, limit=FIFTEEN))

    assert "预计2027年1月6日前（15个工作日；那时的放假安排还没公布，可能差几天）" in zh
    assert squeezed("About 6 January 2027 (15 working days; the holidays of that time are not announced yet") in en


def test_a_limit_without_a_day_is_said_as_it_is_known() -> None:
    zh, _ = printed(replace(CASE, limit=FIFTEEN))

    assert "15个工作日内" in zh


def test_a_limit_nobody_knows_is_not_invented() -> None:
    zh, en = printed(CASE)

    assert "期限待核对，可以问12345" in zh
    assert squeezed("Time limit not yet checked; you may ask 12345") in en


def test_a_matter_done_at_the_window_says_so_and_has_no_day() -> None:
    zh, _ = printed(replace(CASE, done=True, due=date(2026, 12, 16), limit=FIFTEEN))

    assert "当场办好" in zh
    assert "12月16日" not in zh


@pytest.mark.parametrize(
    ("done", "zh", "en"),
    [
        ((True,), "办好一件", "One thing done"),
        ((True, True), "办好两件", "Two things done"),
        ((False, False, False), "收下三件", "Three things accepted"),
        ((True, False, False), "收下三件，其中一件当场办好", "Three things accepted, one of them done"),
    ],
)
def test_the_headline_says_what_was_accepted_and_what_is_done(done: tuple[bool, ...], zh: str, en: str) -> None:
    sheet = replace(samples.RECEIPT, cases=tuple(replace(CASE, done=each) for each in done))

    assert zh in words_of(receipt_words(sheet, "zh"))
    assert en in words_of(receipt_words(sheet, "en"))


def test_a_paper_that_may_follow_has_its_day() -> None:
    zh, en = printed(
        replace(CASE, to_follow=(PaperToFollow(name=Text("退休证", "certificate"), by=date(2026, 12, 8)),))
    )

    assert "还要补：退休证，12月8日前" in zh
    assert squeezed("Still to bring: certificate, by 8 December") in en


def test_thanks_claim_no_more_than_is_true() -> None:
    done, _ = printed(replace(CASE, done=True))
    begun, _ = printed(CASE, replace(CASE, done=True))

    assert "办好了。谢谢您跑这一趟。" in done
    assert "收下了。谢谢您跑这一趟。" in begun


def test_the_code_invites_to_rate_and_nobody_is_pressed() -> None:
    zh = text_of(receipt_roll_pdf(samples.RECEIPT, "zh"))

    assert "给这次服务打分" in zh
    assert "打不打分、打几分，都由您。" in zh


def test_for_whom_when_where_and_whom_to_ask() -> None:
    zh = text_of(receipt_pdf(samples.RECEIPT, "zh"))

    assert "给王＊＊2026年11月24日9:41，5号窗口有事问12345，报这张单子的号" in zh


def test_a_receipt_given_to_a_proxy_says_so() -> None:
    assert "代办人来办" in text_of(receipt_pdf(replace(samples.RECEIPT, by_proxy=True), "zh"))
