"""The tables: read back as they were meant, in both languages, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import table
from onetrip.catalogue.exports.parts import papers_asked
from onetrip.catalogue.schema import read
from tests.advice.town import TOWN
from tests.factories import TODAY


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_matter_and_every_paper_is_a_row(shanghai: Catalogue, language: table.Language) -> None:
    matters, papers = (rows(made(shanghai, TODAY, language)) for made in (table.matters, table.papers))
    ids = [column.name.in_language(language) for column in (table.MATTER_COLUMNS[0], table.PAPER_COLUMNS[2])]
    assert [row[ids[0]] for row in matters] == list(shanghai.matters)
    asked = [each.ask.paper for matter in shanghai.matters.values() for each in papers_asked(matter)]
    assert [row[ids[1]] for row in papers] == asked
    names = [row["事项" if language == "zh" else "matter"] for row in matters]
    assert names == [matter.name.in_language(language) for matter in shanghai.matters.values()]
    for row in (*matters, *papers):
        assert None not in row
        assert None not in row.values()


def test_what_is_not_known_says_so_in_its_cell() -> None:
    catalogue = read(TOWN).catalogue
    assert catalogue is not None
    by_id = {row["编号"]: row for row in rows(table.matters(catalogue, TODAY, "zh"))}
    assert by_id["june-plan"]["代办"] == "待核对"
    assert by_id["elder-card"]["承诺时限"] == "30 个工作日"


def test_codes_law_and_who_decides_are_in_the_table(shanghai: Catalogue) -> None:
    by_id = {row["编号"]: row for row in rows(table.matters(shanghai, TODAY, "zh"))}
    for matter in shanghai.matters.values():
        row = by_id[matter.id]
        for scheme, codes in matter.codes.items():
            for code in codes:
                assert (code in row["基本编码"]) if scheme == "basic" else (f"{scheme} {code}" in row["其他编码"])
        assert all(law.zh.rstrip("。") in row["法规依据"] for law in matter.basis)
        assert bool(row["由哪里决定"]) == (matter.decided_by is not None)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＠x", "=cmd|' /C calc'!A0"])
def test_no_text_is_computed_by_a_spreadsheet(formula: str) -> None:
    quoted = formula.replace("'", "''")
    hostile = TOWN["matters/booklet.yaml"].replace("sources:", f"slip: {{zh: '{quoted}', en: '{quoted}'}}\nsources:", 1)
    steps = TOWN | {
        "matters/booklet.yaml": hostile,
        "departments.yaml": f"town-hall:\n  name: {{zh: '{quoted}', en: '{quoted}'}}\n",
    }
    catalogue = read(steps).catalogue
    assert catalogue is not None
    for language in table.LANGUAGES:
        for made in (table.matters, table.papers):
            cells = [cell for row in rows(made(catalogue, TODAY, language)) for cell in row.values()]
            assert not [cell for cell in cells if cell[:1] in "=+-@＝＋－＠\t\r\n" and cell]
        departments = {
            row["部门" if language == "zh" else "department"] for row in rows(table.matters(catalogue, TODAY, language))
        }
        assert f"'{formula}" in departments
