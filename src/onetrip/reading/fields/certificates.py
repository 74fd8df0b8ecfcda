"""Certificates: of birth, of title to real estate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onetrip.reading import formats
from onetrip.reading.fields import sheet
from onetrip.reading.fields.sheet import Cut, Read
from onetrip.reading.lines import Line

BIRTH: Mapping[str, str | None] = {
    "新生儿姓名": "name",
    "婴儿姓名": "name",
    "性别": "sex",
    "出生孕周": None,
    "出生时间": "birth_date",
    "出生日期": "birth_date",
    "出生体重": None,
    "出生身长": None,
    "出生地点": None,
    "出生地": None,
    "医疗机构名称": "hospital",
    "医疗机构": "hospital",
    "接生机构": "hospital",
    "接生机构名称": "hospital",
    "母亲姓名": "mother_name",
    "父亲姓名": "father_name",
    "年龄": None,
    "国籍": None,
    "民族": None,
    "住址": None,
    "有效身份证件类别": None,
    "有效身份证件号码": "id_number",
    "有效身份证件号": "id_number",
    "身份证号码": "id_number",
    "身份证号": "id_number",
    "签发机构": "issuer",
    "签发单位": "issuer",
    "签发日期": "issued_on",
    "签发人员": None,
    "出生医学证明编号": "certificate_number",
    "出生证编号": "certificate_number",
    "编号": "certificate_number",
    "出生证专用章": None,
    "出生医学证明": None,
}
TITLE: Mapping[str, str | None] = {
    "权利人": "owner",
    "共有情况": "ownership",
    "坐落": "location",
    "不动产单元号": "unit_number",
    "权利类型": "right",
    "权利性质": "nature",
    "用途": "use",
    "面积": "area",
    "建筑面积": "area",
    "使用期限": None,
    "权利其他状况": None,
    "附记": None,
}


def birth_certificate(lines: Sequence[Line]) -> list[Read]:
    """The child, the parents (told apart by the sex in their ID numbers), the hospital, day and number of issue."""
    cut = Cut(lines, BIRTH, several_lines=frozenset({"hospital"}))
    read = cut.take("name", sheet.name) + cut.take("sex", sheet.sex, closed=True) + cut.take("birth_date", sheet.day)
    read += cut.take("hospital", _hospital) + cut.take("mother_name", sheet.name) + cut.take("father_name", sheet.name)
    read += cut.take("issued_on", sheet.day) + _certificate_number(cut)
    read += _parents(lines, cut)
    return read


def _hospital(text: str) -> str | None:
    """A name of a hospital, without the words of a stamp over its end."""
    text = sheet.chinese(text) or ""
    match = re.match(r".*?(?:妇幼保健院|妇婴保健院|保健院|医院|卫生院|卫生中心|卫生服务中心)(?:[(（].+?[)）])?", text)
    return match.group() if match else text or None


def _certificate_number(cut: Cut) -> list[Read]:
    """A capital and nine digits."""

    def number(text: str) -> str | None:
        match = re.search(r"(?<![A-Z0-9])([A-Z])[:.]?([0-9OIL]{9})(?![0-9])", formats.plain(text).upper())
        return match.group(1) + match.group(2).translate(formats.LOOKS_LIKE) if match else None

    read = cut.take("certificate_number", number)
    if read:
        return read
    return [
        Read("certificate_number", value, line.confidence * 0.95, line.box)
        for line in cut.lines
        if (value := number(line.text))
    ][:1]


def _parents(lines: Sequence[Line], cut: Cut) -> list[Read]:
    """Whose number is whose: by sex where both hold, else by the name above it."""
    read: list[Read] = []
    names = {role: found for role in ("mother", "father") if (found := cut.first(f"{role}_name"))}
    for number in sheet.id_numbers(lines):
        if number.read.valid:
            role = "father" if formats.sex_by(number.read.number) == "男" else "mother"
        else:
            above = [(found.box[1], name) for name, found in names.items() if found.box[1] < number.box[1] + 5]
            if not above:
                continue
            role = max(above)[1]
        if not any(each.name == f"{role}_id_number" for each in read):
            read.append(number.as_field(f"{role}_id_number"))
    return read


def title_deed(lines: Sequence[Line]) -> list[Read]:
    """The page with the table."""
    cut = Cut(lines, TITLE, several_lines=frozenset({"owner", "location", "unit_number", "right"}))
    read = _deed_number(cut) + cut.take("owner", _owners) + cut.take("ownership", sheet.chinese)
    read += cut.take("location", sheet.address) + _unit_number(cut) + cut.take("use", sheet.chinese)
    return read + cut.take("area", _area)


def _deed_number(cut: Cut) -> list[Read]:
    """沪（2021）浦字不动产权第097752号, also where it was found in pieces of one row."""
    texts = [(line.text, line.confidence, line.box) for line in cut.lines]
    for line in cut.lines:
        row = sorted(
            (other for other in cut.lines if abs(other.middle - line.middle) < 0.7 * line.height),
            key=lambda other: other.box[0],
        )
        if len(row) > 1:
            box = (row[0].box[0], min(each.box[1] for each in row), row[-1].box[2], max(each.box[3] for each in row))
            texts.append(("".join(each.text for each in row), min(each.confidence for each in row), box))
    for text, confidence, box in texts:
        match = re.search(
            r"([\u4e00-\u9fff])[(\[]?([0-9OIl]{4})[)\]]?([\u4e00-\u9fff]{1,8}?)[字宇宁]?[不禾木]动产权第?([0-9OIl]{4,9})号?",
            formats.plain(text),
        )
        if match:
            province, year, district, serial = match.groups()
            number = f"{province}({year.translate(formats.LOOKS_LIKE)}){district}字不动产权第{serial.translate(formats.LOOKS_LIKE)}号"
            return [Read("certificate_number", number, confidence, box)]
    return []


def _owners(text: str) -> str | None:
    """One name or several, with 、 between."""
    parts = [name for part in re.split(r"[、,，;；/]", text) if (name := sheet.name(part))]
    return "、".join(parts) or None


def _unit_number(cut: Cut) -> list[Read]:
    """28 signs: place 12, kind of land 2 with 5 digits, F or W with 8. What has another form is given to be looked at."""
    found = cut.first("unit_number")
    if found is None:
        return []
    text = formats.plain(found.text).upper()
    match = re.search(r"([0-9OILDQ]{12})(G[B8]|GX|JC)([0-9OILDQ]{5})([FW])([0-9OILDQ]{8})", text)
    if match is None:
        value = sheet.words(text)
        digits = sum(sign.isdigit() for sign in text)
        return [Read("unit_number", value, min(found.confidence, 0.4), found.box)] if value and digits > 10 else []
    place, kind, serial, thing, number = match.groups()
    digits_only = [part.translate(formats.LOOKS_LIKE) for part in (place, serial, number)]
    value = f"{digits_only[0]}{kind.replace('8', 'B')}{digits_only[1]}{thing}{digits_only[2]}"
    return [Read("unit_number", value, found.confidence, found.box)]


def _area(text: str) -> str | None:
    """Square metres of the building, as 88.60; the last figure where land and building are both given."""
    text = formats.plain(text)
    building = re.search(r"(?:建筑面积|房屋)\D{0,4}([0-9]+\.[0-9]+|[0-9]+)", text)
    if building:
        return building.group(1)
    figures = re.findall(r"[0-9]+\.[0-9]+|[0-9]+(?=平|㎡|m)", text)
    return str(figures[-1]) if figures else None
