"""Cards: the ID card, the residence permit, the bank card, with the fields and the places that public descriptions give."""

from __future__ import annotations

from datetime import timedelta

from onetrip.reading.formats import luhn_holds
from onetrip.reading.specimens.papers import Order, Specimen, dotted, finished, some_years
from onetrip.reading.specimens.sheets import Manner, Sheet

_CARD = (1010, 640)
_BANKS = (
    "中国工商银行",
    "中国建设银行",
    "中国农业银行",
    "中国银行",
    "交通银行",
    "上海银行",
    "上海农商银行",
    "招商银行",
    "浦发银行",
    "中国邮政储蓄银行",
)


def id_card_front(order: Order) -> Specimen:
    """The side with the person: 姓名 性别 民族 出生 住址 公民身份号码."""
    person, manner = order.person, Manner.drawn(order.seed)
    sheet = Sheet(*_CARD, manner)
    sheet.pattern((120, 170, 205), strength=0.25)
    step = 8.6 + 0.4 * (order.layout % 3)
    x, y = 6.0, 6.5 + order.layout * 0.5
    value = 16.5 if not manner.spaced_labels else 18.5
    sheet.label(x, y, "姓名", 4.2)
    sheet.value("name", value, y - 0.3, person.name, 4.8)
    y += step
    sheet.label(x, y, "性别", 4.2)
    sheet.value("sex", value, y, person.sex, 4.2)
    end = sheet.label(value + 11, y, "民族", 4.2)
    sheet.value("ethnicity", end + 2, y, person.people, 4.2)
    y += step
    sheet.label(x, y, "出生", 4.2)
    born, at = person.born, value
    for number, unit in ((str(born.year), "年"), (str(born.month), "月"), (str(born.day), "日")):
        at = sheet.text(at, y, number, 4.2, bold=manner.value_bold, ink=manner.ink, spacing=0) + 1.0
        at = sheet.text(at, y + 0.3, unit, 3.6, ink=manner.label_ink) + 1.4
    sheet.places["birth_date"] = (value * sheet.unit, y * sheet.unit, at * sheet.unit, (y + 6) * sheet.unit)
    y += step
    sheet.label(x, y, "住址", 4.2)
    sheet.value("address", value, y, person.address, 4.0, width=41.0)
    sheet.portrait(65, 9, 94, 47)
    end = sheet.label(x, 53.6, "公民身份号码", 4.2)
    _spread(sheet, "id_number", end + 3.0, 53.0, person.number, 5.0, 0.35 + 0.2 * (order.layout % 2))
    fields = {
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.people,
        "birth_date": born.isoformat(),
        "address": person.address,
        "id_number": person.number,
    }
    return finished(sheet, "id-card", "front", fields)


def id_card_back(order: Order) -> Specimen:
    """The side with the emblem: 签发机关 有效期限."""
    person, manner, rng = order.person, Manner.drawn(order.seed), order.rng(11)
    sheet = Sheet(*_CARD, manner)
    sheet.pattern((190, 130, 140), strength=0.25)
    unit = sheet.unit
    sheet.pen.ellipse((6 * unit, 6 * unit, 24 * unit, 25 * unit), fill=(205, 60, 50))
    sheet.pen.ellipse((10 * unit, 10 * unit, 20 * unit, 20 * unit), outline=(240, 210, 90), width=4)
    sheet.text(30, 6.5, "中华人民共和国", 6.4, bold=True, spacing=0.15)
    sheet.text(29, 17.5, "居民身份证", 8.6, bold=True, spacing=0.3)
    age = (order.day - person.born).days // 365
    length = 5 if age < 16 else 10 if age < 26 else 20 if age < 46 else 0
    begins = order.day - timedelta(days=int(rng.integers(30, 365 * (length or 12))))
    until = some_years(begins, length) if length else None
    issuer = (
        f"上海市公安局{person.district.removesuffix('区').removesuffix('新')}分局"
        if person.local
        else f"{person.address[3:6]}公安局{person.address[6:9].removesuffix('区')}分局"
    )
    x, y = 18.0 + order.layout, 46.0
    end = sheet.label(x, y, "签发机关", 4.2)
    sheet.value("issuer", max(end + 2.5, 38), y, issuer, 4.2)
    end = sheet.label(x, y + 8, "有效期限", 4.2)
    dash = "-—"[order.layout % 2]
    sheet.value(
        "valid_until", max(end + 2.5, 38), y + 8, f"{dotted(begins)}{dash}{dotted(until) if until else '长期'}", 4.2
    )
    fields = {"issuer": issuer, "valid_from": begins.isoformat(), "valid_until": until.isoformat() if until else "长期"}
    return finished(sheet, "id-card", "back", fields)


def residence_permit_front(order: Order) -> Specimen:
    """上海市居住证, the side with the person."""
    person, manner = order.person, Manner.drawn(order.seed)
    sheet = Sheet(*_CARD, manner)
    sheet.pattern((120, 190, 150), strength=0.25)
    sheet.text(24 + 2 * order.layout, 4, "上海市居住证", 7.4, bold=True, ink=(30, 80, 60), spacing=0.2)
    left, x = (6.0, 36.0) if order.layout % 2 else (66.0, 6.0)
    sheet.portrait(left, 15, left + 26, 49)
    y, step = 16.0, 7.6
    end = sheet.label(x, y, "姓名", 3.8)
    sheet.value("name", end + 2, y, person.name, 4.0)
    y += step
    end = sheet.label(x, y, "性别", 3.8)
    end = sheet.text(end + 2, y, person.sex, 3.8, bold=manner.value_bold, ink=manner.ink)
    end = sheet.label(end + 6, y, "民族", 3.8)
    sheet.value("ethnicity", end + 2, y, person.people, 3.8)
    y += step
    end = sheet.label(x, y, "出生日期", 3.8)
    sheet.value("birth_date", end + 2, y, f"{person.born:%Y年%m月%d日}", 3.8)
    y += step
    end = sheet.label(x, y, "户籍地址", 3.8)
    sheet.value("address", end + 2, y, person.address, 3.6, width=38.0)
    end = sheet.label(6, 54, "公民身份号码", 3.8)
    _spread(sheet, "id_number", end + 3, 53.4, person.number, 4.6, 0.3)
    fields = {
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.people,
        "birth_date": person.born.isoformat(),
        "address": person.address,
        "id_number": person.number,
    }
    return finished(sheet, "residence-permit", "front", fields)


def residence_permit_back(order: Order) -> Specimen:
    """The other side: where the person lives now, who issued it, how long the endorsement holds."""
    from onetrip.reading.specimens.people import address

    manner, rng = Manner.drawn(order.seed), order.rng(13)
    sheet = Sheet(*_CARD, manner)
    sheet.pattern((120, 190, 150), strength=0.2)
    home = address(rng, local=True)
    district = home[3 : home.index("区") + 1]
    begins = order.day - timedelta(days=int(rng.integers(5, 360)))
    until = some_years(begins, 1)
    x, y = 8.0, 8.0 + order.layout
    end = sheet.label(x, y, "居住地址", 4.0)
    sheet.value("residence_address", end + 2, y, home, 4.0, width=58.0)
    end = sheet.label(x, y + 15, "签发机关", 4.0)
    issuer = f"上海市公安局{district.removesuffix('区').removesuffix('新')}分局"
    sheet.value("issuer", end + 2, y + 15, issuer, 4.0)
    end = sheet.label(x, y + 23, "签发日期", 4.0)
    sheet.value("issued_on", end + 2, y + 23, dotted(begins), 4.0)
    end = sheet.label(x, y + 31, "有效期至" if order.layout % 2 else "签注有效期至", 4.0)
    sheet.value("valid_until", end + 2, y + 31, dotted(until), 4.0)
    sheet.text(x, 54, "本证仅供持证人在本市使用，请按时办理签注。", 2.8, ink=(90, 90, 90))
    fields = {
        "residence_address": home,
        "issuer": issuer,
        "issued_on": begins.isoformat(),
        "valid_until": until.isoformat(),
    }
    return finished(sheet, "residence-permit", "back", fields)


def bank_card(order: Order) -> Specimen:
    """The side with the number. The number begins with 620000, which no bank uses, and its check digit fits."""
    manner, rng = Manner.drawn(order.seed), order.rng(17)
    grounds = ((30, 60, 120), (150, 30, 40), (20, 100, 90), (40, 40, 46), (190, 170, 110))
    ground = grounds[int(rng.integers(len(grounds)))]
    light = sum(ground) > 380
    sheet = Sheet(*_CARD, manner)
    sheet.pen.rectangle((0, 0, *_CARD), fill=ground)
    ink = (30, 26, 20) if light else (240, 240, 235)
    bank = str(rng.choice(_BANKS))
    sheet.text(7, 5, bank, 5.6, bold=True, ink=ink)
    sheet.text(70, 6, ("借记卡", "储蓄卡", "DEBIT CARD")[order.layout % 3], 3.6, ink=ink)
    sheet.pen.rounded_rectangle((80, 190, 210, 285), 14, fill=(214, 190, 120))
    body = "620000" + "".join(str(digit) for digit in rng.integers(0, 10, 12 if order.layout == 1 else 9))
    number = next(body + str(last) for last in range(10) if luhn_holds(body + str(last)))
    groups = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    sheet.places["card_number"] = (8 * sheet.unit, 33 * sheet.unit, 92 * sheet.unit, 42 * sheet.unit)
    sheet.text(8, 33, groups, 6.4, bold=manner.value_bold, ink=ink, spacing=0)
    ends = order.day + timedelta(days=int(rng.integers(-200, 3000)))
    end = sheet.text(30, 46, ("VALID THRU", "有效期至", "月/年 MONTH/YEAR")[order.layout % 3], 2.4, ink=ink)
    sheet.text(max(end + 2, 50), 45, f"{ends:%m/%y}", 4.6, bold=manner.value_bold, ink=ink, spacing=0)
    sheet.text(78, 52, "UnionPay", 4.0, bold=True, ink=ink)
    sheet.text(82, 57, "银联", 3.6, bold=True, ink=ink)
    return finished(sheet, "bank-card", "front", {"bank": bank, "card_number": number, "valid_until": f"{ends:%Y-%m}"})


def _spread(sheet: Sheet, name: str, x: float, y: float, words: str, size: float, gap: float) -> None:
    """Write signs set apart, as ID numbers are."""
    at = x
    for sign in words:
        at = sheet.text(at, y, sign, size, bold=sheet.manner.value_bold, ink=sheet.manner.ink, spacing=0) + gap - 0.35
    sheet.places[name] = (x * sheet.unit, y * sheet.unit, at * sheet.unit, (y + size * 1.4) * sheet.unit)
