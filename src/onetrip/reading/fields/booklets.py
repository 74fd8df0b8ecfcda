"""Booklets: the two pages of the household booklet, the inside of the marriage certificate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from onetrip.reading import formats
from onetrip.reading.fields import sheet
from onetrip.reading.fields.sheet import Cut, Numbered, Read
from onetrip.reading.lines import Found, Line

FIRST: Mapping[str, str | None] = {
    "户别": "household_type",
    "户主姓名": "head_name",
    "户号": "household_number",
    "住址": "address",
    "户籍地址": "address",
    "签发日期": "issued_on",
    "承办人签章": None,
    "承办人签名": None,
    "省级公安机关": None,
    "户口登记机关": None,
    "户口专用章": None,
    "住址变动登记": None,
    "变动后住址": None,
    "变动日期": None,
}
OWN: Mapping[str, str | None] = {
    "姓名": "name",
    "户主或与户主关系": "relation",
    "与户主关系": "relation",
    "户主关系": "relation",
    "户主或与": None,
    "曾用名": None,
    "性别": "sex",
    "出生地": "birth_place",
    "民族": "ethnicity",
    "籍贯": "native_place",
    "出生日期": "birth_date",
    "本市(县)其他住址": None,
    "其他住址": None,
    "宗教信仰": None,
    "公民身份证件编号": "id_number",
    "公民身份号码": "id_number",
    "公民身份证号码": "id_number",
    "公民身份证编号": "id_number",
    "证件编号": "id_number",
    "身高": None,
    "血型": None,
    "文化程度": "education",
    "婚姻状况": "marital_status",
    "兵役状况": None,
    "服务处所": None,
    "职业": "occupation",
    "何时由何地迁来本市(县)": None,
    "何时由何地迁来本址": None,
    "何时由何地迁来": None,
    "承办人签章": None,
    "登记日期": "registered_on",
    "常住人口登记卡": None,
    "户口专用章": None,
}
_MARRIAGE: Mapping[str, str | None] = {
    "持证人": "holder",
    "登记日期": "registered_on",
    "结婚证字号": "certificate_number",
    "结婚证号": "certificate_number",
    "备注": None,
    "姓名": "name",
    "性别": "sex",
    "国籍": None,
    "民族": None,
    "出生日期": "birth_date",
    "身份证件号": "id_number",
    "身份证件号码": "id_number",
    "身份证号": "id_number",
    "身份证号码": "id_number",
    "婚姻登记专用章": None,
    "登记机关": None,
    "婚姻登记员": None,
}


def household_first(lines: Sequence[Line]) -> list[Read]:
    """户别 户主姓名 户号 住址 签发日期."""
    cut = Cut(lines, FIRST, several_lines=frozenset({"address"}))
    read = cut.take("household_type", sheet.chinese) + cut.take("head_name", sheet.name)
    read += cut.take("household_number", lambda text: sheet.capital(text) or formats.digits_of(text))
    read += cut.take("address", sheet.address)
    issued = cut.take("issued_on", sheet.day)
    return read + (issued or [each for line in lines if "签发" in line.text for each in _dated("issued_on", line)][:1])


def _dated(name: str, line: Line) -> list[Read]:
    value = sheet.day(line.text)
    return [Read(name, value, line.confidence, line.box)] if value else []


def household_own(lines: Sequence[Line]) -> list[Read]:
    """The page of one person."""
    cut = Cut(lines, OWN, several_lines=frozenset())
    read = cut.take("name", sheet.name) + cut.take("relation", sheet.chinese) + cut.take("sex", sheet.sex, closed=True)
    read += (
        cut.take("ethnicity", sheet.people, closed=True)
        + cut.take("birth_place", sheet.address_part)
        + cut.take("native_place", sheet.address_part)
    )
    read += cut.take("birth_date", sheet.day)
    for name in ("education", "marital_status", "occupation"):
        read += cut.take(name, sheet.chinese)
    read += cut.take("registered_on", sheet.day)
    born = next((date.fromisoformat(each.value) for each in read if each.name == "birth_date"), None)
    number = sheet.best_number(sheet.id_numbers(lines, born))
    read = sheet.settled_sex(sheet.settled_birth(read, number), number)
    return [*read, number.as_field("id_number")] if number is not None else read


# --- Marriage certificate ------------------------------------------------------------------------------------------


def marriage_certificate(lines: Sequence[Line]) -> list[Read]:
    """Holder, day, number, and the spouses, told apart by the sex in their ID numbers, else by the one printed."""
    cut = Cut(lines, _MARRIAGE)
    read = cut.take("holder", sheet.name) + cut.take("registered_on", sheet.day) + _certificate_number(cut)
    numbers = sheet.id_numbers(lines)
    roles = _roles(numbers)
    for role, found in _named(cut, roles):
        if (name := sheet.name(found.text)) is not None:
            read.append(Read(f"{role}_name", name, found.confidence, found.box))
    read += _births(cut, roles, read)
    unsure = {_role_of(number): number for number in reversed(numbers) if number not in roles.values()}
    for role in ("husband", "wife"):
        if role in roles:
            read.append(roles[role].as_field(f"{role}_id_number"))
        elif role in unsure:
            read.append(unsure[role].as_field(f"{role}_id_number"))
    return read


def _roles(numbers: Sequence[Numbered]) -> dict[str, Numbered]:
    """Whose each number is, by the sex in it. One that was worked out may have got another sex with it: it says nothing of
    whose it is, and belongs to whoever is left."""
    roles = {_role_of(each): each for each in reversed(numbers) if each.read.valid and not each.read.repaired}
    repaired = [each for each in numbers if each.read.repaired]
    left = {"husband", "wife"} - set(roles)
    if len(left) == len(repaired) == 1:
        roles[left.pop()] = repaired[0]
    return roles


def _role_of(number: Numbered) -> str:
    return "husband" if formats.sex_by(number.read.number) == "男" else "wife"


def _named(cut: Cut, roles: Mapping[str, Numbered]) -> list[tuple[str, Found]]:
    """Whose each name is: by the sex printed in its row, else by the ID number nearest below it, else by who is left."""
    names = [found for found in cut.all("name") if sheet.name(found.text)][:2]
    told: dict[str, Found] = {}
    left: list[Found] = []
    for found in names:
        role = _printed_role(cut, found, names) or _role_below(found, names, roles)
        if role is None or role in told:
            left.append(found)
        else:
            told[role] = found
    if len(left) == 1 and len(told) == 1:
        told[({"husband", "wife"} - set(told)).pop()] = left[0]
    return list(told.items())


def _printed_role(cut: Cut, name: Found, names: Sequence[Found]) -> str | None:
    height = name.box[3] - name.box[1]
    for sex in cut.all("sex"):
        same_row = abs(_middle(sex.box) - _middle(name.box)) < 0.9 * height and sex.box[0] > name.box[0]
        another_between = any(
            name.box[0] < other.box[0] < sex.box[0]
            for other in names
            if other is not name and abs(_middle(other.box) - _middle(name.box)) < height
        )
        if same_row and not another_between and (said := sheet.sex(sex.text)):
            return {"男": "husband", "女": "wife"}[said]
    return None


def _role_below(name: Found, names: Sequence[Found], roles: Mapping[str, Numbered]) -> str | None:
    """The spouse whose number stands below this name with no other name between; side by side, the one in its column."""
    below: list[tuple[float, str]] = []
    for role, number in roles.items():
        gap = number.box[1] - name.box[1]
        others = [other for other in names if other is not name]
        if gap < 0 or any(
            name.box[1] + 5 < other.box[1] < number.box[1] and abs(other.box[0] - name.box[0]) < 200 for other in others
        ):
            continue
        below.append((gap + abs(number.box[0] - name.label_box[0]), role))
    return min(below)[1] if below and len(names) == 2 else None


def _births(cut: Cut, roles: Mapping[str, Numbered], read: list[Read]) -> list[Read]:
    """Birth dates: the one in a number that holds, beside the printed date that agrees or stands nearest to it."""
    printed = [(found, value) for found in cut.all("birth_date") if (value := sheet.day(found.text))]
    out: list[Read] = []
    for role, number in roles.items():
        born = formats.born_by(number.read.number)
        inside = born.isoformat() if born else ""
        agreeing = next((pair for pair in printed if pair[1] == inside), None)
        if agreeing is not None:
            printed.remove(agreeing)
            out.append(Read(f"{role}_birth_date", inside, max(agreeing[0].confidence, 0.97), agreeing[0].box))
        elif len(printed) <= 1 and not number.read.repaired:
            out.append(Read(f"{role}_birth_date", inside, 0.9, number.box))
    said = {each.name for each in out}
    names = {each.name: each for each in read}
    for role in ("husband", "wife"):
        name = names.get(f"{role}_name")
        if f"{role}_birth_date" in said or name is None or name.box is None:
            continue
        near = [
            (abs(_middle(found.box) - _middle(name.box)), found, value)
            for found, value in printed
            if _middle(found.box) > _middle(name.box)
        ]
        if near:
            _, found, value = min(near, key=lambda each: each[0])
            out.append(Read(f"{role}_birth_date", value, min(found.confidence, 0.8), found.box))
            printed = [pair for pair in printed if pair[0] is not found]
    return out


def _middle(box: tuple[float, float, float, float]) -> float:
    return (box[1] + box[3]) / 2


def _certificate_number(cut: Cut) -> list[Read]:
    read = cut.take("certificate_number", _number_text)
    if read:
        return read
    for line in cut.lines:
        if value := _number_text(line.text):
            return [Read("certificate_number", value, line.confidence, line.box)]
    return []


def _number_text(text: str) -> str | None:
    """J310101-2010-001234: district of the registry, year, serial."""
    match = re.search(
        r"([JLB]?)\(?([0-9OoIl]{6})\)?[-—–一_~.]?((?:19|20)[0-9OoIl]{2})[-—–一_~.]?([0-9OoIl]{4,7})(?![0-9])",
        formats.plain(text).upper(),
    )
    if match is None:
        return None
    begin, *parts = match.groups()
    return begin + "-".join(part.translate(formats.LOOKS_LIKE) for part in parts)
