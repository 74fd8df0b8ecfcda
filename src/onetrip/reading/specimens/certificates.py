"""Certificates on one sheet: the birth certificate, the title deed."""

from __future__ import annotations

from datetime import timedelta

from onetrip.reading.specimens.papers import Order, Specimen, finished, written
from onetrip.reading.specimens.people import address, person
from onetrip.reading.specimens.sheets import Manner, Sheet

_HOSPITALS = ("上海市示例妇婴保健院", "上海市样本区中心医院", "示例大学附属妇产科医院", "上海市样本区妇幼保健院")
_USES = ("居住", "住宅", "办公", "店铺")


def birth_certificate(order: Order) -> Specimen:
    """出生医学证明: the child, the mother, the father, the issuing hospital."""
    manner, rng = Manner.drawn(order.seed), order.rng(31)
    mother = person(rng, order.day, ages=(22, 42), sex="女")
    father = person(rng, order.day, ages=(23, 48), sex="男")
    child_name = father.name[:1] + order.person.name[-2:]
    sex = str(rng.choice(["男", "女"]))
    born = order.day - timedelta(days=int(rng.integers(20, 5000)))
    issued = born + timedelta(days=int(rng.integers(3, 60)))
    hospital = str(rng.choice(_HOSPITALS))
    number = f"{'QRSTUV'[int(rng.integers(6))]}31{int(rng.integers(10_000_000)):07}"
    sheet = Sheet(*((1240, 1000) if order.layout != 2 else (1100, 1300)), manner)
    sheet.pattern((150, 180, 210), strength=0.2)
    size = 2.6
    sheet.text(36, 4, "出生医学证明", 4.6, bold=True, spacing=0.15)
    sheet.text(38, 10.5, "Birth Certificate", 2.2)
    rows: list[list[tuple[str, str, str, float]]] = [
        [("新生儿姓名", "name", child_name, 7), ("性别", "sex", sex, 46), ("出生孕周", "", f"{int(rng.integers(36, 42))}周", 66)],
        [("出生时间", "birth_date", f"{written(born, manner.date_form % 2)}{int(rng.integers(24))}时{int(rng.integers(60))}分", 7)],
        [("出生体重", "", f"{int(rng.integers(2500, 4200))}克", 7), ("出生身长", "", f"{int(rng.integers(46, 54))}厘米", 50)],
        [("出生地点" if order.layout != 1 else "出生地", "", f"上海市{rng.choice(['静安区', '徐汇区', '杨浦区'])}", 7)],
        [("医疗机构名称" if order.layout != 1 else "医疗机构", "hospital", hospital, 7)],
        [("母亲姓名", "mother_name", mother.name, 7), ("年龄", "", f"{(born - mother.born).days // 365}岁", 42), ("国籍", "", "中国", 59), ("民族", "", mother.people, 77)],
        [("有效身份证件号码" if order.layout != 1 else "身份证号", "mother_id_number", mother.number, 7)],
        [("住址", "", address(rng, local=True), 7)],
        [("父亲姓名", "father_name", father.name, 7), ("年龄", "", f"{(born - father.born).days // 365}岁", 42), ("国籍", "", "中国", 59), ("民族", "", father.people, 77)],
        [("有效身份证件号码" if order.layout != 1 else "身份证号", "father_id_number", father.number, 7)],
    ]  # fmt: skip
    y, step = 17.0, 5.2
    for row in rows:
        for label, name, value, x in row:
            end = sheet.label(x, y, label, size)
            sheet.value(name or f"_{label}{y}", end + 1.5, y, value, size)
        y += step
    y += 1.0
    end = sheet.label(7, y, "签发机构", size)
    sheet.value("issuer", end + 1.5, y, hospital, size)
    end = sheet.label(58, y, "签发日期", size)
    sheet.value("issued_on", end + 1.5, y, written(issued, manner.date_form), size)
    sheet.seal(48, y + 3, 4.4, "出生证专用章")
    end = sheet.label(58, y - 0.2 + step * 1.1, "编号" if order.layout != 1 else "出生证编号", size)
    sheet.value("certificate_number", end + 1.5, y + step * 1.1, number, size)
    fields = {
        "name": child_name, "sex": sex, "birth_date": born.isoformat(), "hospital": hospital, "mother_name": mother.name,
        "mother_id_number": mother.number, "father_name": father.name, "father_id_number": father.number,
        "issued_on": issued.isoformat(), "certificate_number": number,
    }  # fmt: skip
    return finished(sheet, "infant-birth-certificate", "front", fields)


def title_deed(order: Order) -> Specimen:
    """不动产权证书, the page with the table: number, owner, shares, place, unit, right, use, area, term."""
    owner, manner, rng = order.person, Manner.drawn(order.seed), order.rng(32)
    year, serial = int(rng.integers(2016, order.day.year + 1)), int(rng.integers(1, 99999))
    district = str(rng.choice(["静", "徐", "浦", "杨", "宝", "闵"]))
    number = f"沪（{year}）{district}字不动产权第{serial:06}号"
    home = address(rng, local=True)
    unit = f"310106 {int(rng.integers(1, 99)):03}{int(rng.integers(1, 99)):03} GB{int(rng.integers(1, 99999)):05} F{int(rng.integers(1, 9999)):08}"
    use = str(rng.choice(_USES))
    area = f"{rng.uniform(28, 190):.2f}"
    together = "单独所有" if rng.random() < 0.6 else "共同共有"
    owners = owner.name if together == "单独所有" else f"{owner.name}、{person(rng, order.day).name}"
    sheet = Sheet(*((1000, 1400) if order.layout != 2 else (1300, 1200)), manner)
    sheet.pattern((200, 170, 140), strength=0.15)
    end = sheet.text(10, 5, "沪", 3.0)
    end = sheet.text(end + 1, 5, f"（{year}）", 3.0)
    end = sheet.text(end + 1, 5, district, 3.0)
    end = sheet.text(end + 1, 5, "字不动产权第", 3.0)
    end = sheet.text(end + 1, 5, f"{serial:06}", 3.0)
    sheet.text(end + 1, 5, "号", 3.0)
    rows = [
        ("权利人", "owner", owners),
        ("共有情况", "ownership", together),
        ("坐落", "location", home),
        ("不动产单元号", "unit_number", unit),
        ("权利类型", "", "国有建设用地使用权/房屋所有权"),
        ("权利性质", "", "出让/市场化商品房" if order.layout != 1 else "出让"),
        ("用途", "use", use),
        ("面积", "area", f"{area}平方米" if order.layout == 1 else f"建筑面积{area}㎡"),
        ("使用期限", "", "2010年1月1日起2079年12月31日止"),
        ("权利其他状况", "", "房屋结构：钢混　总层数：18"),
    ]
    y, step = 12.0, 7.6 if order.layout != 2 else 6.0
    sheet.frame(8, y, 92, y + step * len(rows))
    split = 27.0
    sheet.post(split, y, y + step * len(rows))
    for label, name, value in rows:
        sheet.label(10, y + step / 2 - 2.0, label, 2.6)
        sheet.value(name or f"_{label}", split + 1.5, y + step / 2 - 2.0, value, 2.5, width=61)
        y += step
        sheet.rule(8, y, 92)
    fields = {
        "certificate_number": number,
        "owner": owners,
        "ownership": together,
        "location": home,
        "unit_number": unit.replace(" ", ""),
        "use": use,
        "area": area,
    }
    return finished(sheet, "title-deed", "inside", fields)
