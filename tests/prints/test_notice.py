from __future__ import annotations

from dataclasses import replace

from onetrip.prints import notice_pdf
from onetrip.prints.sheets import MissingLine, NoticeSheet
from onetrip.rules import Text
from tests.prints import samples
from tests.prints.reading import squeezed, text_of

BOOKLET = MissingLine(
    paper=Text("户口簿", "household booklet"),
    matter=Text("居民医保参保", "Medical insurance"),
    originals=1,
    why=Text("新生儿没有电子证照。", "A newborn has no electronic certificate."),
    where=Text("找不到可到派出所补领。", "Lost it? The police station reissues it."),
)
BIRTH = MissingLine(paper=Text("出生医学证明", "birth certificate"), matter=Text("居民医保参保", "Medical insurance"))
NOTICE = replace(samples.SMALL_NOTICE, missing=(BOOKLET, BIRTH))


def printed(sheet: NoticeSheet) -> str:
    return text_of(notice_pdf(sheet, "zh"))


def in_english(sheet: NoticeSheet) -> str:
    return text_of(notice_pdf(sheet, "en"))


def test_everything_missing_is_told_at_once_with_why_and_where_to_get_it() -> None:
    found = printed(NOTICE)

    assert "还缺两样，一次说全" in found
    assert "户口簿居民医保参保：新生儿没有电子证照。找不到可到派出所补领。原件1" in found
    assert "出生医学证明居民医保参保" in found
    assert squeezed("Two papers missing, all told at once") in in_english(NOTICE)


def test_a_paper_that_two_matters_need_is_one_paper() -> None:
    found = printed(
        replace(NOTICE, missing=(BOOKLET, replace(BOOKLET, matter=Text("居住登记", "Residence"), copies=1)))
    )

    assert "还缺一样，一次说全" in found
    assert found.count("居民医保参保") == 1
    assert found.count("居住登记") == 1
    assert "原件1复印件1" in found


def test_where_no_slip_promised_otherwise_nobody_apologises() -> None:
    assert "失约了" not in printed(NOTICE)
    assert "brokeourpromise:" not in in_english(NOTICE)


def test_a_broken_promise_is_owned_in_the_words_of_the_house() -> None:
    broken = replace(NOTICE, missing=(replace(BOOKLET, promised_otherwise=True, accepted_anyway=True),))

    assert "我们失约了：单子没写户口簿，窗口却要了。今天照样给您收下，规则我们去改。" in printed(broken)
    assert squeezed(
        "We broke our promise: the slip did not ask for “household booklet”, the window did."
        " We accept your papers today and will correct the rule."
    ) in in_english(broken)


def test_an_apology_does_not_say_accepted_where_that_is_not_true() -> None:
    found = printed(replace(NOTICE, missing=(replace(BOOKLET, promised_otherwise=True), BIRTH)))

    assert "我们失约了：单子没写户口簿，窗口却要了。不是您带错。" in found
    assert "照样给您收下" not in found
    assert "小贴士没写" in found


def test_who_need_not_come_back_is_told_so_and_not_sent_for_papers() -> None:
    found = printed(replace(NOTICE, missing=(replace(BOOKLET, promised_otherwise=True, accepted_anyway=True),)))

    assert "都收下了，不用再来" in found
    assert "还缺" not in found
    assert "补齐再来" not in found


def test_what_was_accepted_meanwhile_has_its_case_number() -> None:
    found = printed(replace(NOTICE, accepted=samples.NOTICE.accepted))

    assert "今天已经收下1敬老卡申领办件号LF202611240101" in found
    assert "今天已经收下" not in printed(NOTICE)


def test_no_new_number_is_promised_only_where_it_is_true() -> None:
    assert "不用重新取号，直接到窗口。" in printed(replace(NOTICE, no_new_number=True))
    assert "取号" not in printed(NOTICE)


def test_the_notice_promises_that_nothing_else_will_be_asked_for() -> None:
    assert "缺的都在这张单子上，补齐就收。再要别的，就是我们失约。" in printed(NOTICE)


def test_the_slip_is_named_by_its_number() -> None:
    assert "小贴士LF11240386" in printed(NOTICE)
    assert "小贴士" not in printed(replace(NOTICE, slip_number=""))
