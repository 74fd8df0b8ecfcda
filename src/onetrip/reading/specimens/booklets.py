"""Booklets: the pages of the household booklet, the inside of the marriage certificate."""

from __future__ import annotations

from datetime import date, timedelta

from onetrip.reading.specimens.papers import Order, Specimen, finished, some_years, written
from onetrip.reading.specimens.people import Person, address, person
from onetrip.reading.specimens.sheets import Manner, Sheet

_PAGE = (1430, 1050)
_RELATIONS_OF_MEN = ("户主", "夫", "子", "长子", "父亲", "孙子")
_RELATIONS_OF_WOMEN = ("户主", "妻", "女", "长女", "母亲", "孙女")
_SCHOOLS = ("小学", "初中", "高中", "中专", "大专", "大学本科", "硕士研究生")
_STATES = ("未婚", "已婚", "离婚", "丧偶", "初婚")
_WORKS = ("职员", "教师", "工人", "退休人员", "工程技术人员", "无业", "学生")
_OFFICES = ("新村", "石路", "北站", "东街", "江湾", "庙行", "大场")


def household_first(order: Order) -> Specimen:
    """The first page (户主页, 首页): kind of household, head, number, address, the seals, the day of issue."""
    head, manner, rng = order.person, Manner.drawn(order.seed), order.rng(21)
    sheet = Sheet(*_PAGE, manner)
    kind = str(rng.choice(["家庭户", "非农业家庭户", "农业家庭户", "集体户"]))
    number = f"{int(rng.integers(100_000_000)):08}"
    home = head.address if head.local else address(rng, local=True)
    issued = order.day - timedelta(days=int(rng.integers(100, 7000)))
    sheet.text(6, 5, f"No.{310000000 + int(rng.integers(999999))}", 2.6, ink=(160, 40, 40))
    top, row = 13.0, 7.5
    sheet.frame(6, top, 94, top + row * 3)
    _cell(sheet, 7, top, "户别", "household_type", kind, 17)
    _cell(sheet, 48, top, "户主姓名", "head_name", head.name, 62)
    sheet.rule(6, top + row, 94)
    _cell(sheet, 7, top + row, "户号", "household_number", number, 17)
    _cell(sheet, 48, top + row, "住址" if order.layout != 1 else "户籍地址", "address", home, 60, width=33)
    sheet.rule(6, top + row * 2, 94) if order.layout == 2 else None
    sheet.text(10, 38, "省级公安机关户口专用章", 2.4, ink=manner.label_ink)
    sheet.text(52, 38, "户口登记机关户口专用章", 2.4, ink=manner.label_ink)
    sheet.seal(24, 48, 6.5, "上海市公安局")
    sheet.seal(66, 48, 6.5, f"{rng.choice(_OFFICES)}派出所")
    sheet.label(10, 60, "承办人签章", 2.6)
    end = sheet.label(52, 60, "签发日期", 2.6)
    sheet.value("issued_on", end + 2, 60, written(issued, manner.date_form), 2.6)
    sheet.text(38, 65, "住址变动登记", 2.8, ink=manner.label_ink)
    sheet.rule(6, 69.5, 94)
    fields = {
        "household_type": kind,
        "head_name": head.name,
        "household_number": number,
        "address": home,
        "issued_on": issued.isoformat(),
    }
    return finished(sheet, "household-booklet", "first", fields)


def household_own(order: Order) -> Specimen:
    """The page of one person (常住人口登记卡)."""
    who, manner, rng = order.person, Manner.drawn(order.seed), order.rng(22)
    sheet = Sheet(*_PAGE, manner)
    sheet.text(34, 3, "常住人口登记卡", 4.0, bold=True, spacing=0.2)
    relation = str(rng.choice(_RELATIONS_OF_MEN if who.sex == "男" else _RELATIONS_OF_WOMEN))
    origin = "上海市" if rng.random() < 0.6 else "江苏省盐城市"
    school, state, work = (str(rng.choice(row)) for row in (_SCHOOLS, _STATES, _WORKS))
    registered = order.day - timedelta(days=int(rng.integers(60, 6000)))
    people = who.people if order.layout == 2 else f"{who.people}族"
    relation_label = ("户主或与户主关系", "与户主关系", "户主或与户主关系")[order.layout % 3]
    number_label = ("公民身份证件编号", "公民身份号码", "公民身份号码")[order.layout % 3]
    rows: list[list[tuple[str, str, str, float]]] = [
        [("姓名", "name", who.name, 6), (relation_label, "relation", relation, 52)],
        [("曾用名", "", "", 6), ("性别", "sex", who.sex, 52)],
        [
            ("出生地", "birth_place", f"{origin}{who.district if who.local and origin == '上海市' else ''}", 6),
            ("民族", "ethnicity", people, 52),
        ],
        [("籍贯", "native_place", origin, 6), ("出生日期", "birth_date", written(who.born, manner.date_form), 52)],
        [("本市（县）其他住址", "", "", 6), ("宗教信仰", "", "", 58)],
        [(number_label, "id_number", who.number, 6), ("身高", "", "", 64), ("血型", "", "", 80)],
        [("文化程度", "education", school, 6), ("婚姻状况", "marital_status", state, 38), ("兵役状况", "", "", 68)],
        [("服务处所", "", "", 6), ("职业", "occupation", work, 58)],
        [("何时由何地迁来本市（县）", "", "", 6)],
        [("何时由何地迁来本址", "", "", 6)],
    ]
    top, tall = 10.0, 5.0
    for number, row in enumerate(rows):
        y = top + number * tall
        if order.layout != 1:
            sheet.rule(5, y, 95)
        for place, (label, name, value, x) in enumerate(row):
            end = sheet.label(x, y + 0.9, label, 2.5)
            if order.layout != 1:
                sheet.post(end + 0.4, y, y + tall)
                if place:
                    sheet.post(x - 0.6, y, y + tall)
            if value:
                sheet.value(name, end + 1.4, y + 0.8, value, 2.6)
    if order.layout != 1:
        sheet.frame(5, top, 95, top + tall * len(rows))
    y = top + tall * len(rows) + 2
    sheet.label(8, y, "承办人签章", 2.4)
    sheet.seal(40, y + 2, 4.5, "户口专用章")
    end = sheet.label(58, y, "登记日期", 2.4)
    sheet.value("registered_on", end + 1.4, y, written(registered, manner.date_form), 2.4)
    fields = {
        "name": who.name, "relation": relation, "sex": who.sex, "ethnicity": who.people, "birth_date": who.born.isoformat(),
        "birth_place": rows[2][0][2], "native_place": origin, "id_number": who.number, "education": school, "marital_status": state,
        "occupation": work, "registered_on": registered.isoformat(),
    }  # fmt: skip
    return finished(sheet, "household-booklet", "own", fields)


def marriage_certificate(order: Order) -> Specimen:
    """The inside: holder, day, number, then both spouses with name, sex, nationality, birth date, ID number."""
    holder, manner, rng = order.person, Manner.drawn(order.seed), order.rng(23)
    other = person(rng, order.day, ages=(22, 85), sex="女" if holder.sex == "男" else "男")
    youngest = max(holder.born, other.born)
    first = max(some_years(youngest, 22), date(1994, 2, 1))
    registered = first + timedelta(days=int(rng.integers(0, max(1, (order.day - first).days))))
    number = f"J{310101 + int(rng.integers(0, 18))}-{registered.year}-{int(rng.integers(1, 999999)):06}"
    wide = order.layout == 2
    sheet = Sheet(*((1300, 900) if wide else (880, 1240)), manner)
    sheet.pattern((220, 150, 150), strength=0.18)
    size = 2.7 if wide else 3.5
    left, y, step = (40.0, 7.0, size * 2.0) if wide else (9.0, 13.0, size * 2.15)
    if wide:
        sheet.portrait(10, 10, 38, 28)
        sheet.seal(24, 45, 8, "婚姻登记专用章")
    else:
        sheet.portrait(64, 6, 93, 26)
        sheet.seal(80, 41, 8, "婚姻登记专用章")
    for label, name, value in (
        ("持证人", "holder", holder.name),
        ("登记日期", "registered_on", written(registered, manner.date_form)),
        ("结婚证字号", "certificate_number", number),
        ("备注", "", ""),
    ):
        end = sheet.label(left, y, label, size)
        if value:
            sheet.value(name, end + 2, y, value, size)
        y += step
    pair = (holder, other) if order.layout != 1 or holder.sex == "男" else (other, holder)
    fields = {"holder": holder.name, "registered_on": registered.isoformat(), "certificate_number": number}
    for spouse in pair:
        y = _spouse(sheet, spouse, left, y + step * 0.6, size)
        role = "husband" if spouse.sex == "男" else "wife"
        fields |= {
            f"{role}_name": spouse.name,
            f"{role}_birth_date": spouse.born.isoformat(),
            f"{role}_id_number": spouse.number,
        }
    return finished(sheet, "marriage-certificate", "inside", fields)


def _spouse(sheet: Sheet, spouse: Person, left: float, y: float, size: float) -> float:
    role = "husband" if spouse.sex == "男" else "wife"
    step = size * 2.1
    middle = left + size * (11.5 if sheet.width > sheet.height else 13)
    end = sheet.label(left, y, "姓名", size)
    sheet.value(f"{role}_name", end + 2, y, spouse.name, size)
    end = sheet.label(middle, y, "性别", size)
    sheet.value(f"{role}_sex", end + 2, y, spouse.sex, size)
    y += step
    end = sheet.label(left, y, "国籍", size)
    sheet.value(f"{role}_nationality", end + 2, y, "中国", size)
    end = sheet.label(middle - size * (3 if sheet.width > sheet.height else 2), y, "出生日期", size)
    sheet.value(f"{role}_birth_date", end + 1.5, y, written(spouse.born, sheet.manner.date_form), size)
    y += step
    end = sheet.label(left, y, "身份证件号", size)
    sheet.value(f"{role}_id_number", end + 2, y, spouse.number, size)
    return y + step


def _cell(
    sheet: Sheet, x: float, y: float, label: str, name: str, value: str, at: float, width: float = 1000.0
) -> None:
    end = sheet.label(x, y + 1.8, label, 2.8)
    sheet.value(name, max(at, end + 1.5), y + (0.6 if len(value) > 10 else 1.7), value, 2.7, width=width)
