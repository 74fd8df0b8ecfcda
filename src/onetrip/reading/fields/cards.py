"""Cards: ID card, residence permit, bank card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from onetrip.reading import formats
from onetrip.reading.fields import sheet
from onetrip.reading.fields.sheet import Cut, Read
from onetrip.reading.lines import Line

PERSON: Mapping[str, str | None] = {
    "姓名": "name",
    "性别": "sex",
    "民族": "ethnicity",
    "出生日期": "birth_date",
    "出生年月": "birth_date",
    "出生": "birth_date",
    "住址": "address",
    "户籍地址": "address",
    "户籍所在地": "address",
    "公民身份号码": "id_number",
    "公民身份证号码": "id_number",
    "身份证号码": "id_number",
    "身份证号": "id_number",
}
PERMIT: Mapping[str, str | None] = {
    **PERSON,
    "常住户口所在地": "address",
    "户籍地": "address",
    "有效期限": None,
    "签发机关": None,
    "上海市居住证": None,
}
PERMIT_BACK: Mapping[str, str | None] = {
    "居住地址": "residence_address",
    "现居住地址": "residence_address",
    "在沪居住地址": "residence_address",
    "签发机关": "issuer",
    "签发日期": "issued_on",
    "签注有效期至": "valid_until",
    "签注有效期": "valid_until",
    "有效期至": "valid_until",
    "有效期限": "valid_until",
}
_WRAPPED = frozenset({"address", "residence_address", "issuer"})


def _person(lines: Sequence[Line], labels: Mapping[str, str | None]) -> list[Read]:
    """The fields of a card with a person: the same on the ID card and on the residence permit."""
    cut = Cut(_without_side_text(lines), labels, several_lines=_WRAPPED)
    read = (
        cut.take("name", sheet.name)
        + cut.take("sex", sheet.sex, closed=True)
        + cut.take("ethnicity", sheet.people, closed=True)
    )
    read += _born(cut)
    read += cut.take("address", sheet.address)
    born = next((date.fromisoformat(each.value) for each in read if each.name == "birth_date"), None)
    number = sheet.best_number(sheet.id_numbers(lines, born))
    read = sheet.settled_sex(sheet.settled_birth(read, number), number)
    return [*read, number.as_field("id_number")] if number is not None else read


def _without_side_text(lines: Sequence[Line]) -> list[Line]:
    """All lines but those far smaller than the rest: what the mark of a specimen or the ground leaves."""
    heights = sorted(line.height for line in lines)
    usual = heights[len(heights) // 2] if heights else 0.0
    return [line for line in lines if line.height > 0.45 * usual]


def _born(cut: Cut) -> list[Read]:
    """The birth date behind its label, also where year, month and day were found as lines of their own."""
    found = cut.first("birth_date")
    if found is None:
        return []
    value = sheet.day(found.text)
    if value:
        return [Read("birth_date", value, found.confidence, found.box)]
    row = sorted(
        (
            line
            for line in cut.lines
            if min(line.box[3], found.box[3]) - max(line.box[1], found.box[1])
            > 0.5 * min(line.height, found.box[3] - found.box[1])
        ),
        key=lambda line: line.box[0],
    )
    value = sheet.day("".join(line.text for line in row))
    return [Read("birth_date", value, min(line.confidence for line in row), found.box)] if value else []


def id_card_front(lines: Sequence[Line]) -> list[Read]:
    """姓名 性别 民族 出生 住址 公民身份号码."""
    return _person(lines, PERSON)


def residence_permit_front(lines: Sequence[Line]) -> list[Read]:
    """The same person's fields, with the address of the registered household."""
    return _person(lines, PERMIT)


def id_card_back(lines: Sequence[Line]) -> list[Read]:
    """签发机关 有效期限, the latter as two dates or as 长期."""
    cut = Cut(
        lines,
        {"签发机关": "issuer", "有效期限": "valid", "有效期": "valid", "中华人民共和国": None, "居民身份证": None},
        several_lines=frozenset({"issuer"}),
    )
    read = cut.take("issuer", sheet.chinese)
    if not read:
        read = [
            Read("issuer", text, line.confidence * 0.9, line.box)
            for line in lines
            if (text := sheet.chinese(line.text)) and "公安" in text
        ][:1]
    found = cut.first("valid")
    texts = [(found.text, found.confidence, found.box)] if found else []
    texts += [(line.text, line.confidence, line.box) for line in lines]
    for text, confidence, box in texts:
        term = _term(text)
        if term is not None:
            return [*read, Read("valid_from", term[0], confidence, box), Read("valid_until", term[1], confidence, box)]
    return read


def _term(text: str) -> tuple[str, str] | None:
    """From when until when: 2018.09.05-2038.09.05, or 2018.09.05-长期. None where it cannot be told."""
    dates = formats.read_dates(text)
    if not dates:
        digits = formats.digits_of(text)
        if len(digits) == 16:
            dates = [each for part in (digits[:8], digits[8:]) for each in formats.read_dates(part)]
    if len(dates) >= 2:
        return dates[0].isoformat(), dates[1].isoformat()
    if len(dates) == 1 and ("长" in text or "期" in re.sub("有效期限?", "", formats.plain(text))):
        return dates[0].isoformat(), "长期"
    return None


def residence_permit_back(lines: Sequence[Line]) -> list[Read]:
    """居住地址 签发机关 签发日期 有效期至."""
    cut = Cut(_without_side_text(lines), PERMIT_BACK, several_lines=_WRAPPED)
    read = (
        cut.take("residence_address", sheet.address)
        + cut.take("issuer", sheet.chinese)
        + cut.take("issued_on", sheet.day)
    )
    for found in cut.all("valid_until"):
        dates = formats.read_dates(found.text)
        if dates:
            return [*read, Read("valid_until", dates[-1].isoformat(), found.confidence, found.box)]
    return read


# --- Bank card -----------------------------------------------------------------------------------------------------


def bank_card(lines: Sequence[Line]) -> list[Read]:
    """The bank by its name, the number by its form and check, the end of validity as 2031-05."""
    read: list[Read] = []
    bank = next(
        (
            line
            for line in lines
            if (line.text and re.search(r"银行|信用社", line.text)) and len(formats.plain(line.text)) <= 24
        ),
        None,
    )
    if bank is not None and (name := re.search(r"[\u4e00-\u9fff]*?(?:银行|信用社)", formats.plain(bank.text))):
        read.append(Read("bank", name.group(), bank.confidence, bank.box))
    number = _card_number(lines)
    if number is not None:
        read.append(number)
    ends = _ends(lines)
    return [*read, ends] if ends is not None else read


def _card_number(lines: Sequence[Line]) -> Read | None:
    """In neighbouring groups of one row, or in one line.

    The check lets one number in ten through, so also a part of a longer one: a line beside which more groups of digits stand
    is sure only together with them.
    """
    best: Read | None = None
    for line in lines:
        row = _groups_beside(line, lines)
        for group in (row, [line]) if len(row) > 1 else ([line],):
            found = formats.read_card_number("".join(each.text for each in group))
            if found is None:
                continue
            confidence = min(each.confidence for each in group)
            if found.valid and group == row:
                return Read("card_number", found.number, max(confidence, 0.95), _around(group))
            unsure = Read("card_number", found.number, 0.6 if found.valid else min(confidence, 0.4), _around(group))
            best = unsure if best is None or unsure.confidence > best.confidence else best
    return best


def _groups_beside(line: Line, lines: Sequence[Line]) -> list[Line]:
    """The line and the groups of digits that stand in one row with it, from left to right."""
    row = [
        other
        for other in lines
        if other is line or (_is_group(other.text) and abs(other.middle - line.middle) < 0.5 * line.height)
    ]
    return sorted(row, key=lambda each: each.box[0])


def _is_group(text: str) -> bool:
    """Whether a text is digits and nothing else; a month such as 05/31 is not."""
    signs = re.sub(r"[\s.·-]", "", formats.plain(text))
    return len(signs) >= 2 and len(formats.digits_of(text)) == len(signs)


def _around(group: Sequence[Line]) -> tuple[float, float, float, float]:
    return (
        group[0].box[0],
        min(each.box[1] for each in group),
        group[-1].box[2],
        max(each.box[3] for each in group),
    )


def _ends(lines: Sequence[Line]) -> Read | None:
    """The later of the months on the card, written 05/31."""
    months: list[tuple[str, Line]] = []
    for line in lines:
        for month, year in re.findall(
            r"(?<![0-9])(0[1-9]|1[0-2])\s*[/／]\s*([0-9]{2})(?![0-9])",
            formats.plain(line.text).translate(formats.LOOKS_LIKE),
        ):
            months.append((f"20{year}-{month}", line))
    if not months:
        return None
    value, line = max(months, key=lambda pair: pair[0])
    return Read("valid_until", value, line.confidence, line.box)
