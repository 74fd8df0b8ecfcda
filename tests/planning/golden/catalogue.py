"""The fixed catalogue and residents behind the kept digests. Not to be edited: add nothing, change nothing."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TypeVar

from onetrip.planning import (
    Book,
    Effort,
    Fee,
    Forerunner,
    Limit,
    Limits,
    MatterTerms,
    MinorGap,
    OneOf,
    Paper,
    PaperAsk,
    ProxyRule,
    Season,
    Situation,
)
from onetrip.rules import Constraint, Expr, Fact, FactType, Known, Origin, Schedule, Text, Value, Vocabulary, parse

DAY = date(2026, 11, 24)
RESIDENTS = 200

T = TypeVar("T")


def _both(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def _yes_or_no(name: str, zh: str, en: str, order: int) -> Fact:
    return Fact(id=name, type=FactType.BOOL, label=_both(zh, en), question=_both(f"{zh}？", f"{en}?"), order=order)


VOCABULARY = Vocabulary(
    {
        each.id: each
        for each in (
            Fact(id="birth_date", type=FactType.DATE, label=_both("出生日期", "date of birth"), question=_both("生日？", "Birth?"), order=10),
            Fact(id="age", type=FactType.INT, label=_both("年龄", "age"), question=_both("几岁？", "How old?"), least=0, most=130, order=11),
            Fact(
                id="hukou",
                type=FactType.CHOICE,
                label=_both("户籍", "registration"),
                question=_both("户口在哪里？", "Registered where?"),
                choices={"here": _both("本市", "here"), "elsewhere": _both("外地", "elsewhere")},
                order=20,
            ),
            _yes_or_no("retired", "退休", "retired", 30),
            _yes_or_no("certificate", "光荣证", "certificate", 40),
            _yes_or_no("lost", "遗失", "lost", 50),
            _yes_or_no("by_proxy", "代办", "somebody else comes", 60),
            Fact(id="income", type=FactType.NUMBER, label=_both("收入", "income"), question=_both("收入多少？", "Income?"), least=0, sensitive=True, order=90),
        )
    },
    {"line": Schedule("line", _both("标准", "the line"), ((date(2020, 1, 1), 1000), (date(2027, 7, 1), 1500)))},
)  # fmt: skip


def _when(source: str) -> Expr:
    return parse(source, VOCABULARY)


_PAPERS = {
    paper.id: paper
    for paper in (
        Paper("id-card", _both("身份证", "ID card"), gloss=_both("本人的。", "Your own.")),
        Paper("booklet", _both("户口簿", "booklet"), exempt=_when('hukou == "here"'), exempt_why=_both("本市有。", "Held here.")),
        Paper("form", _both("申请表", "form"), provided=True, provided_as="printed"),
        Paper("certificate", _both("证书", "certificate"), where=_both("找居委会。", "Ask the committee.")),
        Paper("wedding", _both("结婚证", "marriage certificate"), usual=True),
        Paper("divorce", _both("离婚证", "divorce certificate"), obtain=Effort(minutes=60, trips=1)),
        Paper("photo", _both("照片", "photo")),
        Paper("letter", _both("委托书", "letter of authority")),
    )
}  # fmt: skip


def _matter(name: str, zh: str, en: str, entitled: str, **more: object) -> MatterTerms:
    settings: dict[str, object] = {"kind": "apply", "offer": "always", "area": "direct", "seal": "办", **more}
    return MatterTerms(id=name, name=_both(zh, en), category="c", entitled=_when(entitled), **settings)  # type: ignore[arg-type]


BOOK = Book(
    VOCABULARY,
    (
        _matter(
            "card", "乘车卡", "travel card", 'hukou == "here" and months_until(age=65) <= 1',
            papers=(PaperAsk("id-card", 1, check=(_both("在有效期内", "Still valid"),)), PaperAsk("form")),
            proxy=ProxyRule("anyone", papers=(PaperAsk("letter", 1),), note=_both("监护人不用委托书。", "No letter for guardians.")),
            limits=Limits(decide=Limit(30, "working_days")), leads_to=("allowance",), channels=("window", "kiosk"),
            slip=_both("早一个月就能来。", "Come a month before."), result=_both("卡", "The card"), minutes=8,
        ),
        _matter("allowance", "津贴", "allowance", 'hukou == "here" and age >= 65', automatic=True, channels=(),
                fees=(Fee(pays=False, item=_both("津贴", "allowance"), amount=75, unit=_both("元/月", "yuan a month"), since=date(2016, 5, 1)),)),
        _matter(
            "reward", "退休奖励", "reward", "retired and certificate",
            papers=(PaperAsk("id-card", 1), PaperAsk("booklet", 1), PaperAsk("certificate", 1, 1),
                    OneOf((PaperAsk("wedding", 1), PaperAsk("divorce", 1)))),
            needs_first=(Forerunner("reissue"),), area=None, fees=(Fee(pays=False, item=_both("奖励", "reward"), amount=5000),),
        ),
        _matter("reissue", "补证", "reissue", "certificate and lost", offer="asked", area="none", decided_by="household",
                papers=(PaperAsk("id-card", 1, 1), PaperAsk("photo", main=False, copies=2)), minor_gap=MinorGap(allowed=True, days=10),
                proxy=ProxyRule("nobody"), unverified=True),
        _matter("june", "六月保障", "June plan", "retired", season=Season((6, 1), (6, 30)), papers=(PaperAsk("id-card"),)),
        _matter("aid", "救助", "aid", 'income < amount("line")', offer="asked", area="split", papers_complete=False,
                papers=(PaperAsk("id-card", 1), PaperAsk("booklet", 1, 1)),
                situations=(Situation("old", _both("年老", "old"), _when("age >= 60"), (PaperAsk("photo", 2),)),
                            Situation("lost", _both("遗失", "lost"), _when("lost"), (), papers_complete=False))),
        _matter("print", "打印", "print", "age >= 6", kind="print", offer="asked",
                channels=("kiosk",), limits=Limits(on_the_spot=True), papers=(PaperAsk("id-card", 1),)),
        _matter("points", "积分", "points", 'hukou == "elsewhere"', kind="not_here", offer="asked", channels=(),
                go_to=_both("找人才中心。", "Ask the talent centre.")),
        _matter("file", "查档案", "file", "age >= 18", offer="asked", papers_known=False, channels=("window", "online")),
    ),
    _PAPERS,
    version="golden",
    constraints=(Constraint("retired-young", _when("retired and age < 30"), _both("退休要满 30 岁。", "Nobody retires before 30.")),),
)  # fmt: skip
"""Nine matters, which together have everything that a plan can speak of."""


def _lot(number: int, what: str, among: int) -> int:
    """A lot that is the same with every Python: from SHA-256 and not from `random`."""
    return int.from_bytes(hashlib.sha256(f"{number} {what}".encode()).digest()[:8], "big") % among


def _some(number: int, what: str, each: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(one for one in each if _lot(number, f"{what} {one}", 2))


def resident(number: int) -> tuple[dict[str, Known], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What is known of a resident, what they want, skip and decline; of everybody something is left open."""
    values: dict[str, Value] = {
        "birth_date": date(1935, 1, 1) + timedelta(days=_lot(number, "birth", 30_000)),
        "hukou": ("here", "elsewhere")[_lot(number, "hukou", 2)],
        "income": (0, 999, 1000, 1500.5)[_lot(number, "income", 4)],
        **{name: bool(_lot(number, name, 2)) for name in ("retired", "certificate", "lost", "by_proxy")},
    }
    known = {name: Known(value, Origin.SAID) for name, value in values.items() if _lot(number, f"know {name}", 5)}
    matters = tuple(terms.id for terms in BOOK.matters)
    wanted = _some(number, "want", matters)
    skipped = tuple(name for name in VOCABULARY.facts if name not in known and _lot(number, f"skip {name}", 2))
    declined = tuple(each for each in _some(number, "decline", matters) if each not in wanted)
    return known, wanted, skipped, declined
