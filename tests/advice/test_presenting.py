"""How a plan is put in words, on screens and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import time_machine

from onetrip.advice import queries
from onetrip.advice.asking import known_lines, question_shown
from onetrip.advice.models import Slip
from onetrip.advice.presenting import from_day, hours_in_words, shown
from onetrip.advice.sheet import proxy_sentence, sheet_of
from onetrip.centres import queries as centres
from onetrip.centres.models import Centre, ChangedDay
from onetrip.centres.opening import Hours, Opening, SpecialDay
from onetrip.centres.queries import settled
from onetrip.prints.sheets import SlipSheet
from onetrip.rules import Text
from tests import browsing
from tests.advice.conftest import Talk
from tests.advice.town import TOWN, published_town
from tests.factories import NOW
from tests.prints.reading import text_of


def tags(talk: Talk) -> dict[str, str]:
    return {line.item.matter: line.tag.words.zh for line in shown(talk.state.plan).lines}


def sheet(talk: Talk) -> SlipSheet:
    slip = queries.slip_by_token(talk.issue().token)
    return sheet_of(queries.read(slip), place=settled("LF"), address="http://one.example/s/x", demonstration=True)


def test_each_standing_has_its_word(elder: Talk) -> None:
    for matter in ("points", "june-plan", "pension-check"):
        elder.hear(matter)
    assert tags(elder) == {
        "elder-card": "能办",
        "pension-check": "差 1 问",
        "june-plan": "明年 6 月 1 日起",
        "allowance": "自动来",
        "points": "不在这里办",
    }
    elder.skip("retired")
    assert tags(elder)["pension-check"] == "到窗口确认"
    elder.answer("retired", "no")
    assert tags(elder)["pension-check"] == "现在不能办"


def test_a_matter_nobody_asked_for_says_so(elder: Talk) -> None:
    elder.answer("retired", "yes")
    unasked = {line.item.matter: line.unasked for line in shown(elder.state.plan).now}
    assert unasked == {"elder-card": False, "pension-check": True}


def test_what_needs_the_resident_is_marked_when_somebody_else_comes(elder: Talk) -> None:
    elder.hear("pension-check")
    elder.answer("retired", "yes")
    elder.answer("by_proxy", "yes")
    assert tags(elder)["pension-check"] == "要本人来"
    assert tags(elder)["elder-card"] == "能办"


def test_whether_somebody_else_may_come_is_said_matter_by_matter(elder: Talk) -> None:
    assert proxy_sentence(elder.state.plan) == Text("别人可以代办。", "Somebody else may come for you.")
    elder.hear("pension-check")
    elder.answer("retired", "yes")
    elder.hear("booklet")
    said = proxy_sentence(elder.state.plan)
    assert said is not None
    assert said.zh == "退休资格认证要本人来。就医记录册申领能不能代办，还没核对到，请先打电话问。其余的别人可以代办。"
    assert said.en.endswith("For the rest, somebody else may come for you.")


def test_a_day_is_told_without_its_year_while_it_is_this_one() -> None:
    day = date(2026, 11, 24)
    assert from_day(date(2026, 12, 18), day).zh == "12 月 18 日起"
    assert from_day(date(2027, 6, 1), day).zh == "明年 6 月 1 日起"
    assert from_day(date(2031, 6, 1), day).zh == "2031 年 6 月 1 日起"
    assert from_day(None, day).zh == "以后"


def test_opening_hours_are_told_for_working_days_and_days_off() -> None:
    hours = (
        Hours(on_working_days=True, opens=time(13), closes=time(16, 30)),
        Hours(on_working_days=True, opens=time(8, 30), closes=time(11, 30)),
    )
    assert [line.zh for line in hours_in_words(hours)] == ["周一至周五 8:30–11:30、13:00–16:30"]
    assert hours_in_words(()) == ()


def test_days_of_the_next_two_weeks_that_are_different_are_told_beside_the_hours() -> None:
    usual = (Hours(on_working_days=True, opens=time(8, 30), closes=time(16, 30)),)
    storm, half = Text("台风", "typhoon"), Text("盘点", "stock-taking")
    said = [
        SpecialDay(date(2026, 12, 24), (), storm),
        SpecialDay(date(2026, 12, 28), ((time(8, 30), time(11, 30)),), half),
        SpecialDay(date(2027, 1, 4), ((time(13), time(16, 30)), (time(8, 30), time(9))), half),
        SpecialDay(date(2027, 1, 7), (), storm),
    ]
    opening = Opening(usual, {each.day: each for each in said})
    told = hours_in_words(opening, date(2026, 12, 24))
    assert [line.zh for line in told] == [
        "周一至周五 8:30–16:30",
        "12 月 24 日 不开门（台风）",
        "12 月 28 日 开 8:30–11:30（盘点）",
        "2027 年 1 月 4 日 开 8:30–9:00、13:00–16:30（盘点）",
    ]
    assert told[1].en == "24 December closed (typhoon)"
    assert told[2].en == "28 December open 8:30–11:30 (stock-taking)"
    assert len(hours_in_words(opening, date(2026, 12, 25))) == 4
    assert len(hours_in_words(opening)) == 1


def test_a_day_on_which_the_doors_stay_shut_is_told_wherever_somebody_reads_when_to_come(elder: Talk) -> None:
    ChangedDay.objects.create(
        centre_id="LF", day=date(2026, 11, 27), reason_zh="台风", reason_en="typhoon", said_by="staff:x", said_at=NOW
    )
    centres.forget()
    said = "11 月 27 日 不开门（台风）"
    assert said in [line.zh for line in sheet(elder).hours]
    token = Slip.objects.get().token
    with time_machine.travel(NOW, tick=False):
        phone = browsing.visitor()
        for address in (f"/s/{token}", "/"):
            assert said in browsing.words(phone.get(address)), address
        paper = phone.get(f"/s/{token}.pdf").content
        assert said.replace(" ", "") in text_of(paper)


def test_what_is_known_is_told_in_words_with_the_next_birthday(elder: Talk) -> None:
    state = elder.state
    lines = {line.fact: line for line in known_lines(state.known, state.catalogue.book.vocabulary, state.plan.day)}
    assert lines["birth_date"].label.zh == "年龄"
    assert lines["birth_date"].value.zh == "65 岁"
    assert lines["birth_date"].more == Text("11 月 1 日满 66", "66 on 1 November")
    assert lines["hukou"].value.zh == "上海"
    assert (lines["hukou"].changeable, lines["birth_date"].changeable) == (True, False)


def test_the_choices_of_a_question_have_number_keys(talk: Talk) -> None:
    talk.hear("pension-check")
    state = talk.state
    assert state.question is not None
    question = question_shown(state.question, state.catalogue.book.vocabulary)
    assert [(choice.value, choice.key, choice.label.zh) for choice in question.choices] == [
        ("yes", "1", "是"),
        ("no", "2", "不是"),
    ]


def test_the_printed_slip_says_what_the_screen_says(elder: Talk) -> None:
    for matter in ("points", "june-plan", "pension-check"):
        elder.hear(matter)
    elder.answer("retired", "yes")
    printed = sheet(elder)
    parts = shown(elder.state.plan)
    assert [line.name for line in printed.matters] == [line.item.name for line in parts.now]
    assert [line.name for line in printed.papers] == [shown_paper.paper.name for shown_paper in parts.bring]
    assert {line.name.zh for line in printed.not_needed} == {"申请表", "户口簿"}
    assert [line.name.zh for line in printed.automatic] == ["老年津贴"]
    assert [(line.name.zh, line.day) for line in printed.later] == [("六月互助保障", date(2027, 6, 1))]
    assert printed.elsewhere[0].sentence == Text(
        "由单位到区人才服务中心办。", "Your employer applies at the district talent centre."
    )
    assert printed.for_whom == "王＊＊"
    assert printed.rule_version == elder.state.plan.version
    assert printed.demonstration


def test_the_number_of_papers_that_no_source_states_is_left_open_on_paper(talk: Talk) -> None:
    talk.hear("booklet")
    assert [(paper.originals, paper.unverified) for paper in sheet(talk).papers] == [(1, False)]


def test_a_list_that_may_lack_papers_is_told_with_the_papers_and_not_as_complete(
    centre: Centre, begin: Callable[..., Talk]
) -> None:
    point = "open:\n  - {of: papers, incomplete: true, zh: 别的没有核对到。, en: More is not verified.}\n"
    published_town(TOWN | {"matters/booklet.yaml": TOWN["matters/booklet.yaml"] + point})
    talk = begin()
    talk.hear("booklet")

    parts = shown(talk.state.plan)

    assert [line.item.matter for line in parts.papers_not_complete] == ["booklet"]
    assert parts.papers_not_known == ()
    assert not parts.nothing_to_bring
    assert not parts.no_copies
    assert tags(talk)["booklet"] == "能办，材料也许不止这些"


def test_who_may_not_have_it_here_is_told_where_to_go(centre: Centre, begin: Callable[..., Talk]) -> None:
    place = "go_to: {zh: 到区社保中心。, en: Go to the district office.}\n"
    published_town(TOWN | {"matters/pension-check.yaml": TOWN["matters/pension-check.yaml"] + place})
    talk = begin()
    talk.hear("pension-check")
    talk.answer("retired", "no")

    parts = shown(talk.state.plan)

    assert [line.told.zh.endswith("可以去：到区社保中心。") for line in parts.refused] == [True]
    assert [line.brief.zh.endswith("可以去：到区社保中心。") for line in parts.refused] == [True]
    assert parts.is_worth_printing
    assert any("到区社保中心。" in line.sentence.zh for line in sheet(talk).refused)


def test_a_paper_tells_what_else_would_do_how_it_is_had_and_what_the_window_looks_at(talk: Talk) -> None:
    talk.hear("archive")
    talk.hear("booklet")
    (paper,) = shown(talk.state.plan).bring

    assert paper.said.zh == "两件事都用它，带一份就够。别的事也要用它，不用再带别的。"
    assert [each.words.zh for each in paper.others] == ["护照（只办“档案查询”时）（复印 1）"]
    assert [line.zh for line in paper.more] == ["本人的，在有效期内。", "窗口看：在有效期内。"]
    (printed,) = sheet(talk).papers
    assert [text.zh for text in printed.instead] == ["护照（只办“档案查询”时）"]
    assert [text.zh for text in printed.checks] == ["在有效期内"]


def test_on_paper_nobody_is_told_to_bring_instead_what_they_said_they_cannot_bring(talk: Talk) -> None:
    talk.hear("archive")
    talk.lack("passport")
    (printed,) = sheet(talk).papers

    assert printed.instead == ()
    talk.lack("id-card")
    (printed,) = sheet(talk).papers
    assert printed.why is not None
    assert "要先拿到它再来" in printed.why.zh
    assert printed.where is not None
    assert "另外跑 1 趟（估计）" in printed.where.zh
