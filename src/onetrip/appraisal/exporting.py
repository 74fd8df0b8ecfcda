"""The table of a month for the pay office, as XLSX and as CSV: who, days, points, bonus. No case, and no resident."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

import xlsxwriter

from onetrip.appraisal import queries
from onetrip.appraisal.model import DIMENSIONS
from onetrip.appraisal.queries import Shown
from onetrip.rules import Text
from onetrip.staff.models import Account

Cell = str | float | None
Table = tuple[list[str], list[list[Cell]], list[str]]
"""Heads, rows, and the lines that say what the table is."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def rows_of(shown: Shown, language: str) -> Table:
    """The month as heads, rows and notes in the reader's language; figures are numbers, empty where nothing was scored."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).in_language(language)

    names = queries.names([one.clerk for one in shown.sheets.sheets])
    usernames = dict(Account.objects.filter(pk__in=list(names)).values_list("pk", "username"))
    heads = [
        say("账号", "Account"),
        say("姓名", "Name"),
        say("在岗天数", "Days on duty"),
        say("计件", "Cases counted"),
        *(name.in_language(language) for name in DIMENSIONS.values()),
        say("总分", "Total"),
        say("奖金（元）", "Bonus (yuan)"),
        say("说明", "Remark"),
    ]
    rows: list[list[Cell]] = []
    for one in shown.sheets.sheets:
        points = {figure.dimension: figure.points / 100 for figure in one.figures}
        rows.append(
            [
                usernames.get(one.clerk, ""),
                names[one.clerk].in_language(language) if one.clerk in names else "",
                one.days / 10,
                one.cases / 1000,
                *(points.get(code) for code in DIMENSIONS),
                None if one.total is None else one.total / 100,
                one.bonus / 100,
                "" if one.total is not None else say("不够打分", "not enough to score"),
            ]
        )
    return heads, rows, _notes(shown, say)


def _notes(shown: Shown, say: Callable[[str, str], str]) -> list[str]:
    month = date.fromisoformat(shown.sheets.first)
    notes = [f"{shown.sheets.centre} {month:%Y-%m}"]
    if shown.frozen is None:
        notes.append(say("还没定，数字会变。", "Not settled: the figures will change."))
    else:
        version, digest = shown.frozen.version, shown.frozen.digest
        notes.append(say(f"第 {version} 版，校验码 {digest}", f"Version {version}, check code {digest}"))
    if shown.is_example:
        notes.append(say("权重为示例，中心还没有定自己的。", "Example weights: the centre has not set its own."))
    return notes


def guarded(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; anything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads the Chinese; texts guarded against formulas."""
    heads, rows, notes = table
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    writer.writerows([guarded(note)] for note in notes)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def as_xlsx(table: Table) -> bytes:
    """One sheet with a frozen head; texts are written as texts and never as formulas or links."""
    heads, rows, notes = table
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold, figure = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, heads, bold)
        for place, row in enumerate(rows, start=1):
            _write(sheet, place, row, figure)
        for place, note in enumerate(notes, start=len(rows) + 2):
            sheet.write_string(place, 0, note)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(heads) - 1, 14)
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, place: int, row: Sequence[Cell], figure: object) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(place, column, cell)
        elif cell is not None:
            sheet.write_number(place, column, cell, figure)


FORMS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "csv": ("text/csv; charset=utf-8", as_csv),
}
"""The forms a month can be had in: content type, and how it is made."""
