"""What the director asks: the questions, their few fields, and reading them from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rules import Text


@dataclass(frozen=True)
class Question:
    """One page: its address, what is asked, in how many words, and which fields it has beside the day."""

    code: str
    title: Text
    about: Text
    fields: frozenset[str]


QUESTIONS = {
    each.code: each
    for each in (
        Question(
            "windows",
            Text("每半小时要开几个窗口？", "How many windows at which half hour?"),
            Text(
                "重新开门的星期一，或者哪一天：排出来，打印，交给值班长",
                "The re-opening Monday, or any day: plan it, print it",
            ),
            frozenset({"times", "promised", "share"}),
        ),
        Question(
            "bookings",
            Text("放多少个预约？", "How many appointments to give out?"),
            Text(
                "照平常的窗口，放几成预约，大家等得最短",
                "With the usual windows: which share of bookings shortens the wait",
            ),
            frozenset({"times", "promised", "share"}),
        ),
        Question(
            "quota",
            Text("预约放多少，来多少人守得住？", "Which quota holds for how many people?"),
            Text(
                "来的人多一成两成，预约放几成：一张表看哪里守得住",
                "More people than expected × more by appointment: where the promise holds, in one table",
            ),
            frozenset({"times", "promised", "share", "number"}),
        ),
        Question(
            "ill",
            Text("两个人病了怎么办？", "What if two are ill?"),
            Text("少开几个窗口，大家多等几分钟", "Fewer windows: how many minutes longer people wait"),
            frozenset({"times", "promised", "number"}),
        ),
        Question(
            "backlog",
            Text("积压到三倍怎么办？", "What if the backlog is three times?"),
            Text(
                "来的人是平常的几倍，平常的窗口撑不撑得住",
                "Several times as many people: whether the usual windows hold",
            ),
            frozenset({"times", "promised", "share"}),
        ),
        Question(
            "days-on-end",
            Text("积压几天能消化完？", "How many days until it is over?"),
            Text(
                "没办成的第二天再来：一天接一天演下去，到哪天恢复正常",
                "Whoever goes home unserved comes again: day after day, until all is as usual",
            ),
            frozenset({"times", "promised", "share", "number"}),
        ),
        Question(
            "training",
            Text("先培训哪一项，等候缩短最多？", "Which training would shorten the wait most?"),
            Text("慢的同事办到平常的速度，大家少等多少", "If those who are slower reached the usual pace"),
            frozenset({"times", "promised"}),
        ),
        Question(
            "one-more",
            Text("多开一个窗口，值不值？", "What does one more window buy?"),
            Text(
                "从早到晚多一个窗口，少等几分钟，少走几个人",
                "One more all day: minutes of waiting, and people who do not leave",
            ),
            frozenset({"times", "promised", "number"}),
        ),
    )
}


@dataclass(frozen=True)
class Asked:
    """What is asked for a `day`: `times` as many people as expected; `promised` minutes within which `share` per cent are
    to be called; `number` of windows or people. `seed` draws the simulated people: the same seed, the same people.
    """

    question: str
    day: date
    reopening: bool = False
    times: float = 1.0
    promised: int = 20
    share: int = 90
    number: int = 1
    seed: int = 86

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Asked:
        """From what was kept."""
        return cls(**(dict(kept) | {"day": date.fromisoformat(kept["day"])}))


def question(code: str) -> Question:
    """The question of that address. Raises NotFound."""
    found = QUESTIONS.get(code)
    if found is None:
        raise NotFound("question-unknown", "没有这个问题。", "There is no such question.")
    return found


def usual(code: str, next_monday: date) -> Asked:
    """What is asked where nobody has said anything else."""
    asked = Asked(code, next_monday, reopening=code in ("windows", "days-on-end"), number=0 if code == "quota" else 1)
    return (
        replace(asked, times=3.0)
        if code == "backlog"
        else replace(asked, number=2)
        if code in ("ill", "days-on-end")
        else asked
    )


def read(code: str, sent: Mapping[str, str], next_monday: date) -> Asked:
    """What an address asks; what it leaves out is as usual. Raises Malformed for what cannot be read or is out of bounds."""
    base = usual(code, next_monday)
    if not sent.get("day"):
        return base
    return Asked(
        code,
        _day(sent["day"]),
        reopening=sent.get("reopening") == "1",
        times=_number(sent, "times", base.times, 0.1, 10.0),
        promised=int(_number(sent, "promised", base.promised, 1, 120, whole=True)),
        share=int(_number(sent, "share", base.share, 50, 99, whole=True)),
        number=int(_number(sent, "number", base.number, min(base.number, 1), 30, whole=True)),
        seed=int(_number(sent, "seed", base.seed, 0, 2**31, whole=True)),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            "day-unreadable", "日期看不懂，请写成 2026-11-30 这样。", "This is no day; write 2026-11-30.", field="day"
        ) from error


def _number(
    sent: Mapping[str, str], field: str, otherwise: float, least: float, most: float, *, whole: bool = False
) -> float:
    text = sent.get(field, "").strip()
    if not text:
        return otherwise
    readable = len(text) <= 12 and text.isascii() and text.replace(".", "" if not whole else "x", 1).isdigit()
    value = float(text) if readable else float("nan")
    if not least <= value <= most:
        raise Malformed(
            "number-out-of-bounds",
            f"请填 {least:g} 到 {most:g} 的数。",
            f"Write a number from {least:g} to {most:g}.",
            field=field,
        )
    return value
