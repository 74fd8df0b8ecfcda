"""Who is on duty."""

from __future__ import annotations

from onetrip.centres.models import Window
from onetrip.centres.opening import is_open
from onetrip.centres.queries import duties_now
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.rules import Text


def windows(at: Moment) -> Found:
    """Who sits at which window now."""
    centre = at.place.centre
    duties = duties_now(centre.code)
    number = Window.objects.filter(centre=centre).count()
    details = tuple(
        Text(
            f"{duty.window.number} 号窗口：{duty.account.name}",
            f"Window {duty.window.number}: {duty.account.name_en or duty.account.name}",
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


CHECKS = (Check("windows", Text("人", "People"), Text("窗口到岗", "At the windows"), windows),)
