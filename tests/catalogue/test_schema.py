"""What is wrong with a catalogue is told all at once, with file, line and the nearest right name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onetrip.catalogue.checking import check, render_problems
from onetrip.catalogue.problems import Problem
from onetrip.catalogue.schema import read
from onetrip.planning import Effort
from onetrip.rules import Where, parse
from tests.catalogue.small import SMALL, spoilt
from tests.factories import CATALOGUE

MATTER = "matters/elder-card.yaml"


def said(texts: dict[str, str]) -> list[str]:
    return [f"{each.where.file}:{each.where.line} {each.text.en}" for each in read(texts).problems]


def only(texts: dict[str, str]) -> Problem:
    problems = read(texts).problems
    assert len(problems) == 1, [str(each) for each in problems]
    return problems[0]


def added(text: str) -> dict[str, str]:
    return {**SMALL, MATTER: SMALL[MATTER] + text}


def test_the_small_catalogue_is_sound() -> None:
    reading = read(SMALL)

    assert reading.problems == ()
    assert reading.catalogue is not None
    assert list(reading.catalogue.matters) == ["elder-card"]


def test_the_catalogue_of_shanghai_is_sound() -> None:
    assert [problem for problem in check(CATALOGUE) if problem.is_error] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        (MATTER, "category: ageing", "category: agein", 4, 'No such category: "agein". Did you mean "ageing"?'),
        (MATTER, "department: civil-affairs", "department: civil-affair", 5, 'Did you mean "civil-affairs"?'),
        (MATTER, "{paper: id-card, originals: 1}", "{paper: idcard, originals: 1}", 10, 'Did you mean "id-card"?'),
        (MATTER, "offer: always", "ofer: always", 7, 'Unknown key "ofer". Did you mean "offer"?'),
        (MATTER, "offer: always", "offer: sometimes", 7, "use one of: always, asked"),
        (MATTER, "originals: 1", "originals: one", 10, "Write a number"),
        (MATTER, "originals: 1", "originals: 1.5", 10, "whole number"),
        (MATTER, "originals: 1", "originals: -1", 10, "cannot be less than 0"),
        (MATTER, "originals: 1", "originals: 0", 10, "No original and no copy"),
        (MATTER, "originals: 1", "main: yes", 10, "Write true or false"),
        (MATTER, "{paper: photo}, {paper: id-card}", "{paper: photo}", 11, "at least two"),
        (MATTER, "30 working_days", "30 days", 12, 'not "30 days"'),
        (MATTER, "30 working_days", "0 working_days", 12, "Write a limit"),
        (MATTER, "{zh: 敬老卡申领, en: Elder card}", "{zh: 敬老卡申领}", 2, '"en" is missing'),
        (MATTER, "{zh: 敬老卡申领, en: Elder card}", "敬老卡申领", 2, "both languages"),
        (MATTER, "also: [老年卡]", "also: 老年卡", 3, "Write a list"),
        (MATTER, "confidence: high", "confidence: sure", 14, "use one of: high, medium, low"),
        (MATTER, "of: [entitled, papers]", "of: [entitled, paper]", 14, 'Did you mean "papers"?'),
        (MATTER, "id: elder-card", "id: elder_kard", 1, 'The id must be the name of the file: "elder-card"'),
        (MATTER, "age >= 65", "agee >= 65", 8, "age"),
        (MATTER, "age >= 65", 'hukou == "beijing"', 8, "beijing"),
        (MATTER, "age >= 65", 'hukou == "elsewhere"', 8, "Nobody can ever meet this condition"),
        ("papers.yaml", '"310105109000100"', '"310105109000101"', 3, 'Did you mean "310105109000100"?'),
        ("licences.yaml", '"310105109000100"', '"31010510900010"', 2, "15 digits"),
        ("categories.yaml", "seal: 老", "seal: 老年", 2, "one character"),
        ("facts.yaml", "least: 0", "least: 200", 9, "contradicts itself"),
        ("facts.yaml", "type: int", "type: integer", 9, "use one of"),
        ("amounts.yaml", "2025-07-01", "1 July", 4, "2025-07-01"),
    ],
)
def test_a_mistake_is_named_where_it_stands(name: str, old: str, new: str, line: int, words: str) -> None:
    found = said(spoilt(name, old, new))

    assert any(each.startswith(f"{name}:{line} ") and words in each for each in found), found


@pytest.mark.parametrize("key", ["name", "also", "category", "kind", "offer", "entitled", "sources"])
def test_what_every_matter_must_say_is_missed(key: str) -> None:
    lines = SMALL[MATTER].splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((at for at in range(start + 1, len(lines)) if not lines[at].startswith(" ")), len(lines))
    texts = {**SMALL, MATTER: "\n".join(lines[:start] + lines[end:])}

    assert f'{MATTER}:1 "{key}" is missing.' in said(texts)


def test_a_file_that_is_missing_is_missed() -> None:
    texts = {name: text for name, text in SMALL.items() if name != "amounts.yaml"}

    assert only(texts).text.en == "The file amounts.yaml is missing."


def test_a_file_that_nothing_reads_is_named() -> None:
    assert "Unknown file. Did you mean" in only({**SMALL, "fact.yaml": "a: 1"}).text.en


def test_all_mistakes_are_told_at_once_in_both_languages() -> None:
    texts = spoilt(MATTER, "category: ageing", "category: agein")
    texts[MATTER] = texts[MATTER].replace("30 working_days", "soon").replace("age >= 65", "agee >= 65")
    texts["licences.yaml"] = texts["licences.yaml"].replace("en: ID card", "en: ''")

    problems = read(texts).problems

    assert len(problems) >= 4
    assert all(problem.text.zh and problem.text.en for problem in problems)
    assert render_problems(problems, "en").endswith(f"errors: {len(problems)}, warnings: 0.")
    assert render_problems(problems, "zh").endswith(f"{len(problems)} 处错误，0 处提醒。")


def test_one_broken_fact_does_not_make_every_condition_wrong() -> None:
    problem = only(spoilt("facts.yaml", "label: {zh: 年龄, en: age}", "label: {zh: 年龄}"))

    assert problem.where.file == "facts.yaml"


def test_a_matter_not_handled_here_says_where_to_go() -> None:
    assert "go_to" in only(spoilt(MATTER, "kind: apply", "kind: not_here")).text.en


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ('{basic: "31200043200"}', "basic has 12"),
        ('{handling: "310000999000YB000053120003770000"}', "handling has 33"),
        ('{implementation: "310000999000YB00005312000377000", basic: "312000377001"}', "does not contain basic"),
        (
            '{implementation: "310000999000YB00005312000377000", handling: "310000999000YB0000531200037700101"}',
            "does not",
        ),
    ],
)
def test_a_code_of_the_wrong_length_or_kind_is_named(codes: str, words: str) -> None:
    assert words in only(added(f"codes: {codes}\n")).text.en


def test_right_codes_are_kept() -> None:
    catalogue = read(added('codes: {basic: "312000377000", handling: "310000999000YB0000531200037700001"}\n')).catalogue

    assert catalogue is not None
    assert catalogue.matters["elder-card"].codes == {
        "basic": ("312000377000",),
        "handling": ("310000999000YB0000531200037700001",),
    }


def test_one_matter_may_have_several_codes_of_a_scheme() -> None:
    written = 'codes: {basic: ["312000377000", "312000378000"], item: ["531200037700001"], local: [YJS0001]}\n'
    catalogue = read(added(written)).catalogue

    assert catalogue is not None
    assert catalogue.matters["elder-card"].codes["basic"] == ("312000377000", "312000378000")
    assert catalogue.matters["elder-card"].codes["local"] == ("YJS0001",)


def test_facts_and_papers_may_stand_in_files_by_topic() -> None:
    texts = {**SMALL, "papers/photos.yaml": SMALL["papers.yaml"].split("photo:")[1].join(["photo:", ""])}
    texts["papers.yaml"] = SMALL["papers.yaml"].split("photo:")[0]

    reading = read(texts)

    assert reading.problems == ()
    assert reading.catalogue is not None
    assert set(reading.catalogue.papers) == {"id-card", "photo"}


def test_an_id_stands_once_in_all_files_of_its_kind() -> None:
    problem = only({**SMALL, "papers/photos.yaml": "photo:\n  name: {zh: 相片, en: picture}\n"})

    assert (problem.where.file, problem.where.line) == ("papers/photos.yaml", 1)
    assert "stands at papers.yaml:4 already" in problem.text.en


def test_a_file_one_folder_too_deep_is_not_read_in_silence() -> None:
    assert "Unknown file" in only({**SMALL, "papers/more/photos.yaml": "picture:\n  name: {zh: 相片, en: a}\n"}).text.en


def test_a_matter_whose_department_nobody_names_has_none() -> None:
    catalogue = read(spoilt(MATTER, "department: civil-affairs\n", "")).catalogue

    assert catalogue is not None
    assert catalogue.matters["elder-card"].department is None


def test_what_is_open_for_the_editor_alone_is_not_shown() -> None:
    written = "open:\n  - {of: papers, zh: 没见过的材料, en: an unseen paper, shown: false}\n  - {of: fees, zh: 钱, en: fee}\n"
    catalogue = read(added(written)).catalogue

    assert catalogue is not None
    matter = catalogue.matters["elder-card"]
    assert [point.of for point in matter.open] == ["papers", "fees"]
    assert [point.of for point in matter.shown_open] == ["fees"]
    assert matter.open_points("papers") == ()


def test_a_life_event_must_exist() -> None:
    events = "life_events.yaml"
    texts = {**added("life_events: [retirin]\n"), events: "retiring:\n  name: {zh: 退休, en: Retiring}\n"}

    assert 'Did you mean "retiring"?' in only(texts).text.en
    texts[MATTER] = SMALL[MATTER] + "life_events: [retiring]\n"
    catalogue = read(texts).catalogue
    assert catalogue is not None
    assert [matter.id for matter in catalogue.in_life_event("retiring")] == ["elder-card"]


def test_a_fee_cannot_end_before_it_begins() -> None:
    fee = "{pays: true, item: {zh: 卡, en: card}, amount: 5, unit: {zh: 元, en: yuan}, from: 2026-01-01, until: 2025-12-31}"

    assert "ends before it begins" in only(added(f"fees:\n  - {fee}\n")).text.en


def test_a_paper_whose_condition_contradicts_the_matter_is_a_warning() -> None:
    reading = read(spoilt(MATTER, "{paper: id-card, originals: 1}", "{paper: id-card, originals: 1, when: age < 60}"))

    assert reading.catalogue is not None
    assert ["is ever asked for" in problem.text.en for problem in reading.problems] == [True]


def second(entitled: str, more: str = "") -> dict[str, str]:
    """The small catalogue with a second matter that comes before the first."""
    other = SMALL[MATTER].replace("id: elder-card", "id: other").replace("also: [老年卡]", "also: [别的]")
    other = other.replace("敬老卡申领", "别的事").replace("Elder card", "Something else")
    other = other.replace('hukou == "shanghai" and age >= 65', entitled) + more
    return {**SMALL, MATTER: SMALL[MATTER] + "needs_first: [other]\n", "matters/other.yaml": other}


def test_a_matter_that_contradicts_what_must_come_first_is_a_warning() -> None:
    assert [problem.text.en[:24] for problem in read(second('hukou == "elsewhere"')).problems] == [
        'This contradicts "other"'
    ]
    assert read(second('hukou == "shanghai"')).problems == ()


def test_what_the_first_result_changes_is_no_contradiction() -> None:
    assert read(second('hukou == "elsewhere"', "changes: [hukou]\n")).problems == ()


def test_a_promise_longer_than_the_law_allows_is_wrong() -> None:
    assert (
        "longer than the legal one"
        in only(spoilt(MATTER, "{decide: 30", "{legal: 20 calendar_days, decide: 30")).text.en
    )
    assert read(spoilt(MATTER, "{decide: 30", "{legal: 30 working_days, decide: 30")).problems == ()


@pytest.mark.parametrize("season", ['{from: "06-01", to: "06-31"}', '{from: June, to: "06-30"}', '{from: "06-01"}'])
def test_a_season_is_two_days_of_the_year(season: str) -> None:
    assert only(added(f"season: {season}\n")).where.line >= 15


def test_two_files_cannot_have_one_id() -> None:
    found = said({**SMALL, "matters/other.yaml": SMALL[MATTER]})

    assert any("is used in matters/elder-card.yaml already" in each for each in found)


def test_matters_that_wait_for_each_other_are_found() -> None:
    other = SMALL[MATTER].replace("id: elder-card", "id: other").replace("also: [老年卡]", "also: [别的]")
    other = other.replace("敬老卡申领", "别的事").replace("Elder card", "Something else")
    texts = {
        **SMALL,
        MATTER: SMALL[MATTER] + "needs_first: [other]\n",
        "matters/other.yaml": other + "needs_first: [elder-card]\n",
    }

    found = only(texts)
    assert "elder-card → other → elder-card" in found.text.zh
    assert found.where == Where(MATTER, SMALL[MATTER].count("\n") + 1)


def test_what_comes_by_itself_after_a_matter_cannot_have_to_come_before_it() -> None:
    texts = second('hukou == "shanghai"', "automatic: true\n")
    texts[MATTER] += "leads_to: [other]\n"

    assert "elder-card → other → elder-card" in only(texts).text.en


def test_what_comes_first_may_say_when_and_which_paper_it_gives() -> None:
    texts = second('hukou == "shanghai"')
    long = "needs_first: [{matter: other, when: age >= 70, paper: photo}]"
    reading = read({**texts, MATTER: texts[MATTER].replace("needs_first: [other]", long)})

    assert reading.problems == ()
    assert reading.catalogue is not None
    (first,) = reading.catalogue.book.terms("elder-card").needs_first
    assert (first.matter, first.paper) == ("other", "photo")
    assert first.when == parse("age >= 70", reading.catalogue.book.vocabulary)


@pytest.mark.parametrize(
    ("entry", "said_of_it"),
    [
        ("{matter: nobody}", "No such matter"),
        ("{matter: other, whn: age >= 70}", 'Unknown key "whn"'),
        ("{when: age >= 70}", '"matter" is missing'),
        ("{matter: other, paper: passport}", "No such paper"),
        ('{matter: other, when: hukou == "elsewhere"}', "it is never due"),
    ],
)
def test_a_mistake_in_what_comes_first_is_named(entry: str, said_of_it: str) -> None:
    texts = second('hukou == "shanghai"')
    texts[MATTER] = texts[MATTER].replace("needs_first: [other]", f"needs_first: [{entry}]")

    assert said_of_it in only(texts).text.en


def test_what_follows_has_to_come_by_itself() -> None:
    assert "does not come by itself" in only(added("leads_to: [elder-card]\n")).text.en


def test_a_phrase_of_two_matters_is_a_warning() -> None:
    other = SMALL[MATTER].replace("id: elder-card", "id: other").replace("also: [老年卡]", "also: [老人卡]")
    other = other.replace("敬老卡申领", "别的事").replace("Elder card", "Something else")

    reading = read({**SMALL, "matters/other.yaml": other})

    assert reading.catalogue is not None
    assert [(each.level, each.where.line) for each in reading.problems] == [("warning", 3)]


def test_half_width_punctuation_inside_chinese_is_a_warning() -> None:
    reading = read(spoilt(MATTER, "{zh: 指南, en: guide}", "{zh: '指南,第一页', en: guide}"))

    assert reading.catalogue is not None
    assert "Half-width" in reading.problems[0].text.en


def test_papers_and_facts_that_nothing_uses_are_warnings() -> None:
    texts = spoilt(MATTER, "  - one_of: [{paper: photo}, {paper: id-card}]\n", "")
    texts[MATTER] = texts[MATTER].replace(" and age >= 65", "")

    assert [(each.level, each.text.en) for each in read(texts).problems] == [
        ("warning", 'No condition uses "age".'),
        ("warning", 'No matter asks for "photo".'),
    ]


def test_a_situation_nobody_entitled_can_be_in_is_a_warning() -> None:
    text = "situations:\n  - {id: young, name: {zh: 年轻, en: young}, when: age < 20, papers: []}\n"

    assert "Nobody who is entitled" in only(added(text)).text.en


def test_an_exemption_needs_a_reason_to_tell() -> None:
    assert "exempt_why" in only(spoilt("papers.yaml", "photo:\n", "photo:\n  exempt: age >= 60\n")).text.en


def test_hostile_files_are_problems_not_faults(folder: Path) -> None:
    (folder / "matters" / "bomb.yaml").write_text("a: &a [x]\nb: [*a, *a]\n", encoding="utf-8")
    (folder / "matters" / "object.yaml").write_text("!!python/object:os.system {}\n", encoding="utf-8")
    (folder / "matters" / "deep.yaml").write_text("[" * 9999, encoding="utf-8")
    (folder / "matters" / "list.yaml").write_text("- a\n- b\n", encoding="utf-8")
    (folder / "matters" / "huge.yaml").write_text("x" * 300_000, encoding="utf-8")

    files = {problem.where.file for problem in check(folder) if problem.is_error}

    assert {f"matters/{name}.yaml" for name in ("bomb", "object", "deep", "list", "huge")} <= files


def test_equal_texts_have_equal_digests_and_others_do_not() -> None:
    first, second = read(SMALL).catalogue, read(dict(reversed(SMALL.items()))).catalogue
    third = read(spoilt(MATTER, "guide", "another guide")).catalogue

    assert first is not None
    assert second is not None
    assert third is not None
    assert first.digest == second.digest != third.digest


@pytest.mark.parametrize("value", ["null", "[]", "{}", "5", "'x'", "[[[]]]", "{a: {b: c}}", "true", "2025-01-01"])
def test_no_wrong_value_anywhere_is_a_fault(value: str) -> None:
    keys = [line.split(":")[0] for line in SMALL[MATTER].splitlines() if not line.startswith(" ")]
    optional = [
        "codes",
        "channels",
        "situations",
        "proxy",
        "minor_gap",
        "fees",
        "season",
        "open",
        "asked_often",
        "steps",
    ]
    for key in keys:
        start = SMALL[MATTER].index(f"{key}:")
        rest = SMALL[MATTER][start:]
        length = next((at for at in range(1, len(rest)) if rest[at - 1] == "\n" and rest[at] != " "), len(rest))
        read({**SMALL, MATTER: SMALL[MATTER].replace(rest[:length], f"{key}: {value}\n")})
    for key in optional:
        read(added(f"{key}: {value}\n"))
        read(added(f"{key}: [{value}]\n"))
    for name in SMALL:
        read({**SMALL, name: value})
        read({**SMALL, name: f"a: {value}"})


def test_a_matter_without_a_list_whose_papers_are_open_says_that_nobody_knows_them() -> None:
    point = "open:\n  - {{of: {}, zh: 没有看到。, en: Not seen.}}\n"

    def known(text: str) -> bool:
        found = read({**SMALL, MATTER: text})
        assert found.catalogue is not None, [problem.text.en for problem in found.problems]
        return found.catalogue.book.matters[0].papers_known

    listed = SMALL[MATTER]
    unlisted = re.sub(r"papers:\n(  .*\n)+", "papers: []\n", listed)
    assert unlisted != listed
    assert known(listed)
    assert known(listed + point.format("papers"))
    assert known(unlisted)
    assert known(unlisted + point.format("limits"))
    assert not known(unlisted + point.format("papers"))


def test_open_to_all_and_condition_unknown_are_two_things() -> None:
    for_all = spoilt(MATTER, 'hukou == "shanghai" and age >= 65', "true")
    unknown = {**for_all, MATTER: for_all[MATTER] + "open:\n  - {of: entitled, zh: 条件没有找到, en: not found}\n"}

    for texts, known in ((for_all, True), (unknown, False)):
        catalogue = read(texts).catalogue
        assert catalogue is not None
        assert catalogue.matters["elder-card"].terms.entitled_known is known


def test_an_open_point_says_that_a_list_of_papers_may_lack_some() -> None:
    point = "open:\n  - {{of: {}, incomplete: {}, zh: 还要不要别的，没有核对到。, en: Whether it takes more is not known.}}\n"

    def complete(of: str, incomplete: str) -> bool:
        found = read({**SMALL, MATTER: SMALL[MATTER] + point.format(of, incomplete)})
        assert found.catalogue is not None, [problem.text.en for problem in found.problems]
        terms = found.catalogue.book.matters[0]
        assert terms.papers_known
        return terms.papers_complete

    assert complete("papers", "false")
    assert not complete("papers", "true")
    assert not complete("situations", "true")


def test_a_situation_says_that_its_own_papers_may_lack_some() -> None:
    situation = "situations:\n  - {{id: first, name: {{zh: 第一次, en: first}}, when: age >= 66, papers: []{}}}\n"

    def complete(more: str) -> tuple[bool, bool]:
        found = read({**SMALL, MATTER: SMALL[MATTER] + situation.format(more)})
        assert found.catalogue is not None, [problem.text.en for problem in found.problems]
        terms = found.catalogue.book.matters[0]
        return terms.papers_complete, terms.situations[0].papers_complete

    assert complete("") == (True, True)
    assert complete(", incomplete: true") == (True, False)


def test_only_a_list_of_papers_can_lack_some() -> None:
    point = "open:\n  - {of: limits, incomplete: true, zh: 没有找到。, en: Not found.}\n"

    problems = read({**SMALL, MATTER: SMALL[MATTER] + point}).problems

    assert ["incomplete" in problem.text.en for problem in problems] == [True]


def test_how_a_paper_is_provided_is_said_only_of_one_that_is() -> None:
    photo = "  name: {zh: 照片, en: photograph}\n"

    def problems(more: str) -> list[str]:
        return [problem.text.en for problem in read(spoilt("papers.yaml", photo, photo + more)).problems]

    assert problems("  provided: true\n  provided_as: handed_out\n") == []
    assert len(problems("  provided_as: handed_out\n")) == 1
    assert len(problems("  provided: true\n  provided_as: by_post\n")) == 1


def test_whose_licence_a_paper_is_is_said_only_of_one_that_has_one() -> None:
    photo = "photo:\n  name: {zh: 照片, en: photograph}\n"
    licence = '  licence: "310105109000100"\n'

    def read_with(more: str):
        return read(spoilt("papers.yaml", photo, photo + more))

    own, other = read_with(licence), read_with(licence + "  licence_of: somebody_else\n")
    assert own.catalogue is not None
    assert own.catalogue.papers["photo"].own_licence == "310105109000100"
    assert other.catalogue is not None
    assert other.catalogue.papers["photo"].own_licence is None
    assert len(read_with("  licence_of: somebody_else\n").problems) == 1
    assert len(read_with(licence + "  licence_of: the_neighbour\n").problems) == 1


def test_what_a_paper_proves_of_two_persons_is_one_of_three_things() -> None:
    photo = "photo:\n  name: {zh: 照片, en: photograph}\n"

    def read_with(more: str):
        return read(spoilt("papers.yaml", photo, photo + more))

    letter = read_with("  proves: authority\n")
    assert letter.catalogue is not None
    assert letter.catalogue.papers["photo"].proves == "authority"
    assert read_with("").catalogue.papers["photo"].proves is None
    assert len(read_with("  proves: friendship\n").problems) == 1


_VOUCHED = "  sources:\n    - {of: [obtain, usual], what: {zh: 公开指南, en: public guide}, confidence: %s}\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("  obtain: {minutes: 20, money: 7.5, trips: 1}\n  usual: true\n", []),
        ("  obtain: {trips: -1}\n", ["This cannot be less than 0."]),
        ("  obtain: {minutes: 1.5}\n", ["Write a whole number here."]),
        ("  obtain: {money: 10 yuan}\n", ["Write a number here, without a unit."]),
        ("  obtain: {hours: 2}\n", ['Unknown key "hours".']),
        ("  obtain: {}\n", ["obtain needs at least one of minutes, money and trips."]),
        ("  usual: often\n", ["Write true or false."]),
        ("  provided: true\n  usual: true\n", ["A provided paper need not be obtained: leave out usual."]),
    ],
)
def test_what_it_takes_to_obtain_a_paper_is_read_and_mistakes_are_named(more: str, said: list[str]) -> None:
    photo = "  name: {zh: 照片, en: photograph}\n"
    found = read(spoilt("papers.yaml", photo, photo + more + _VOUCHED % "low")).problems

    assert [problem.text.en[: len(start)] for problem, start in zip(found, said, strict=True)] == said


def test_an_effort_is_an_estimate_unless_a_better_source_vouches_for_it() -> None:
    photo = "  name: {zh: 照片, en: photograph}\n"

    def effort(sources: str) -> tuple[Effort | None, list[bool]]:
        found = read(spoilt("papers.yaml", photo, f"{photo}  obtain: {{trips: 1}}\n{sources}"))
        assert found.catalogue is not None
        return found.catalogue.book.papers["photo"].obtain, [problem.is_error for problem in found.problems]

    assert effort(_VOUCHED % "low") == (Effort(trips=1, estimated=True), [])
    assert effort(_VOUCHED % "medium") == (Effort(trips=1, estimated=False), [])
    assert effort("") == (Effort(trips=1, estimated=True), [False]), "that nothing vouches for it is a warning"


def test_what_a_kiosk_needs_for_a_matter_is_read_from_its_file() -> None:
    catalogue = read(added("needs_device: [camera, id_reader]\n")).catalogue
    assert catalogue is not None
    assert catalogue.matters["elder-card"].needs_device == ("camera", "id_reader")
    plain = read(SMALL).catalogue
    assert plain is not None
    assert plain.matters["elder-card"].needs_device == ()


def test_something_no_kiosk_can_have_is_told_with_the_words_there_are() -> None:
    assert "use one of: printer" in only(added("needs_device: [teleporter]\n")).text.en


@pytest.mark.parametrize(
    ("hours", "read_as"),
    [
        ('{working_days: "8:30-11:30, 13:00-16:30", days_off: "8:30-11:30"}', 3),
        ('{working_days: "08:30-16:30"}', 1),
        ('{working_days: "16:30-8:30"}', None),
        ('{working_days: "all day"}', None),
        ('{working_days: "8:30"}', None),
        ('{mondays: "8:30-16:30"}', None),
    ],
)
def test_the_hours_of_whoever_reviews_are_read_and_mistakes_are_named(hours: str, read_as: int | None) -> None:
    said = f"at_kiosk: {{source: archive-copy, review: {{minutes: 30, hours: {hours}}}}}\n"
    found = read(added(said))
    if read_as is None:
        assert len([problem for problem in found.problems if problem.is_error]) == 1
        return
    assert found.catalogue is not None
    (matter,) = [one for one in found.catalogue.matters.values() if one.at_kiosk.review is not None]
    assert len(matter.at_kiosk.review.hours) == read_as
