"""Residents who do not exist: what stands on their papers. The same seed gives the same person.

ID numbers begin with 310000, a code under which no number was or will be issued (see `onetrip.synthetic.identity`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from onetrip.reading.formats import check_sign

REGION = "310000"

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫")
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂香玲红建国华文志海燕春梅雪琴云飞鹏宇浩然子涵欣怡梓萱一诺雨晨思远佳琪博文俊熙婷婉清嘉懿骏晖琦琳瑜璐珊颖蕾薇翔瑞祥福康宁安泰祺昊晟煜烨彦哲睿渊泓淼鑫"
_PEOPLES = ("汉",) * 14 + ("回", "满", "土家", "苗", "壮", "蒙古", "朝鲜", "维吾尔")
_DISTRICTS = (
    "黄浦区",
    "徐汇区",
    "长宁区",
    "静安区",
    "普陀区",
    "虹口区",
    "杨浦区",
    "浦东新区",
    "闵行区",
    "宝山区",
    "嘉定区",
    "金山区",
    "松江区",
    "青浦区",
    "奉贤区",
    "崇明区",
)
_ROADS = (
    "梧桐",
    "望江",
    "青石",
    "临川",
    "银杏",
    "海棠",
    "听雨",
    "东湖",
    "永和",
    "长河",
    "平安",
    "福寿",
    "明月",
    "松鹤",
    "春申",
    "芦潮",
    "百花",
    "金桂",
)
_ELSEWHERE = (
    "江苏省盐城市亭湖区",
    "安徽省六安市金安区",
    "浙江省台州市椒江区",
    "河南省信阳市浉河区",
    "四川省南充市顺庆区",
    "江西省上饶市信州区",
    "湖北省黄冈市黄州区",
    "黑龙江省绥化市北林区",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `sex` is 男 or 女; `people` the ethnic group without 族; `local`: hukou in Shanghai."""

    name: str
    sex: str
    people: str
    born: date
    address: str
    number: str
    local: bool

    @property
    def district(self) -> str:
        """The district of the address, without the city or province before it."""
        below = self.address[3:]
        return below[: below.index("区") + 1]


def person(
    rng: np.random.Generator,
    day: date,
    *,
    ages: tuple[int, int] = (18, 90),
    sex: str = "",
    surname: str = "",
    local: bool | None = None,
) -> Person:
    """Draw a person of an age between the two, both counted at `day`."""
    sex = sex or str(rng.choice(["男", "女"]))
    born = day - timedelta(days=int(rng.integers(ages[0] * 365 + 5, ages[1] * 365 + 300)))
    first17 = f"{REGION}{born:%Y%m%d}{int(rng.integers(0, 500)) * 2 + (sex == '男'):03}"
    here = bool(rng.random() < 0.7) if local is None else local
    return Person(
        name=name(rng, surname),
        sex=sex,
        people=str(rng.choice(_PEOPLES)),
        born=born,
        address=address(rng, local=here),
        number=first17 + check_sign(first17),
        local=here,
    )


def name(rng: np.random.Generator, surname: str = "") -> str:
    """A name of two, three or four characters."""
    if not surname:
        surname = str(rng.choice(_DOUBLE)) if rng.random() < 0.04 else _SURNAMES[int(rng.integers(len(_SURNAMES)))]
    signs = 1 if rng.random() < 0.25 else 2
    return surname + "".join(_GIVEN[int(place)] for place in rng.integers(0, len(_GIVEN), signs))


def address(rng: np.random.Generator, *, local: bool) -> str:
    """An address that nobody lives at: the roads are made up."""
    road, house, room = (
        str(rng.choice(_ROADS)),
        int(rng.integers(1, 2000)),
        int(rng.integers(1, 25)) * 100 + int(rng.integers(1, 9)),
    )
    if not local:
        return f"{rng.choice(_ELSEWHERE)}{road}镇{rng.choice(_ROADS)}村{house % 30 + 1}组{house}号"
    return f"上海市{rng.choice(_DISTRICTS)}{road}路{house}弄{int(rng.integers(1, 120))}号{room}室"
