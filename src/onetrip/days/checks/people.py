"""Who is on duty."""

from __future__ import annotations

from onetrip.centres.models import Window
from onetrip.centres.opening import is_open
from onetrip.centres.queries import duties_now
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.lobby import skills
from onetrip.rules import Text


def windows(at: Moment) -> Found:
    """Who sits at which window now."""
    centre = at.place.centre
    duties = duties_now(centre.code)
    lacking = skills.lacking(at.day)
    number = Window.objects.filter(centre=centre).count()
    details = tuple(
        Text(
            f"{duty.window.number} 号窗口：{duty.account.name}，{_may_do(lacking.get(duty.account_id), 'zh')}",
            f"Window {duty.window.number}: {duty.account.name_en or duty.account.name}, "
            f"{_may_do(lacking.get(duty.account_id), 'en')}",
        )
        for duty in duties
    )
    if duties:
        return well(
            f"{number} 个窗口，{len(duties)} 个有人。", f"{len(duties)} of {number} windows have somebody.", *details
        )
    said = Text("窗口还没有人到岗。", "Nobody is at a window yet.")
    to_do = Text("请窗口人员登录，选自己的窗口。", "Ask the clerks to sign in and take their windows.")
    return wrong(said, to_do) if is_open(at.place.hours, at.place.calendar, centre.local(at.now)) else mind(said, to_do)


def _may_do(lacks: frozenset[str] | None, language: str) -> str:
    """What somebody is qualified for, by what they lack."""
    if not lacks:
        return "什么都能办" if language == "zh" else "qualified for everything"
    return f"有 {len(lacks)} 样还没有资格" if language == "zh" else f"not yet qualified for {len(lacks)}"


CHECKS = (Check("windows", Text("人", "People"), Text("窗口到岗", "At the windows"), windows),)
