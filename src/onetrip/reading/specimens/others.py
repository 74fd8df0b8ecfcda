"""Papers that nobody asked for: a leaflet of a shop, a slip of a till, a form not filled in."""

from __future__ import annotations

from onetrip.reading.specimens.papers import Order, Specimen, finished
from onetrip.reading.specimens.sheets import Manner, Sheet

_GOODS = ("土鸡蛋", "大米", "食用油", "西瓜", "酸奶", "牛肉", "青菜", "洗衣液", "卷纸", "月饼")


def leaflet(order: Order) -> Specimen:
    """A supermarket's offers of the week."""
    rng = order.rng(41)
    sheet = Sheet(1000, 1300, Manner.drawn(order.seed))
    sheet.pen.rectangle((0, 0, 1000, 220), fill=(200, 40, 40))
    sheet.text(12, 5, "周末大优惠", 9, bold=True, ink=(255, 240, 200))
    for number in range(8):
        left, top = 8 + number % 2 * 45, 27 + number // 2 * 23
        sheet.frame(left, top, left + 40, top + 20)
        sheet.text(left + 2, top + 2, str(rng.choice(_GOODS)), 5, bold=True)
        sheet.text(
            left + 2,
            top + 10,
            f"{rng.uniform(2, 90):.1f}元/{rng.choice(['斤', '盒', '袋', '瓶'])}",
            5,
            ink=(200, 30, 30),
        )
    sheet.text(8, 121, "地址：上海市样本路88号　营业时间 8:00-21:00", 2.6)
    return finished(sheet, "unknown", "", {})


def till_slip(order: Order) -> Specimen:
    """The receipt of a shop."""
    rng = order.rng(42)
    sheet = Sheet(560, 1000, Manner.drawn(order.seed))
    sheet.text(20, 4, "示例便利店", 8, bold=True)
    sheet.text(6, 18, f"日期：{order.day:%Y-%m-%d}  收银员：08", 4.4)
    y, total = 28.0, 0.0
    for _ in range(9):
        price = float(rng.uniform(3, 60))
        total += price
        sheet.text(6, y, str(rng.choice(_GOODS)), 5)
        sheet.text(68, y, f"{price:.2f}", 5)
        y += 10
    sheet.text(6, y + 4, f"合计 {total:.2f}  微信支付", 6, bold=True)
    sheet.text(6, y + 18, f"流水号 {int(rng.integers(10**15)):016}", 4.2)
    return finished(sheet, "unknown", "", {})


def empty_form(order: Order) -> Specimen:
    """A form of a property company, with labels that official papers have too, and nothing filled in."""
    sheet = Sheet(1000, 1300, Manner.drawn(order.seed))
    sheet.text(30, 5, "访客登记表", 5.5, bold=True)
    for number, label in enumerate(("姓名", "联系电话", "来访事由", "车牌号", "到访时间", "离开时间", "备注")):
        sheet.rule(8, 18 + number * 12, 92)
        sheet.text(10, 21 + number * 12, label, 3.4)
    return finished(sheet, "unknown", "", {})
