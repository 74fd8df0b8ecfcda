"""Who is on duty, and what they may do."""

from __future__ import annotations

from datetime import datetime, time

from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Duty, Window
from onetrip.centres.opening import is_open
from onetrip.centres.queries import duties_now
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.rules import Text
from onetrip.staff.queries import Qualified, at_work_since, qualified_on

_PEOPLE = Text("人", "People")


def windows(at: Moment) -> Found:
    """Who sits at which window now and what they are qualified for; who never left it yesterday sits nowhere."""
    code, zone = at.place.centre.code, at.place.centre.zone
    duties = duties_now(code)
    here = [duty for duty in duties if duty.began.astimezone(zone).date() == at.day]
    gone = [duty for duty in duties if duty not in here]
    number = Window.objects.filter(centre_id=code).count()
    details = tuple(_at_window(duty, at) for duty in here)
    if gone:
        return mind(
            Text(
                f"{len(here)} 个窗口今天有人到岗；{_numbers(gone, '、')} 号从前几天起就没离岗，人多半不在。",
                f"{len(here)} windows have somebody since this morning; window {_numbers(gone, ', ')} was never left on a "
                "day before, and is likely empty.",
            ),
            Text(
                "看一眼窗口：人不在，在值班台让他离岗；在，请他离岗再上岗。",
                "Look at the window: relieve it on the duty desk, or ask whoever is there to leave and take it again.",
            ),
            *details,
        )
    if here:
        return well(
            f"{number} 个窗口，{len(here)} 个有人。", f"{len(here)} of {number} windows have somebody.", *details
        )
    said = Text("窗口还没有人到岗。", "Nobody is at a window yet.")
    to_do = Text("请窗口人员登录，选自己的窗口。", "Ask the clerks to sign in and take their windows.")
    opened = is_open(at.place.hours, at.place.calendar, at.place.centre.local(at.now))
    return wrong(said, to_do) if opened else mind(said, to_do)


def desk(at: Moment) -> Found:
    """Whether a guide and a supervisor are at work: whoever signed in today, or did something."""
    morning = datetime.combine(at.day, time(), tzinfo=at.place.centre.zone)
    guides = at_work_since(morning, role="guide", centre=at.place.centre.code)
    supervisors = at_work_since(morning, role="supervisor", centre=at.place.centre.code)
    details = (
        *(Text(f"导办：{one.name}", f"Guide: {one.name_en or one.name}") for one in guides),
        *(Text(f"值班长：{one.name}", f"Supervisor: {one.name_en or one.name}") for one in supervisors),
    )
    if guides and supervisors:
        return well("导办、值班长都在。", "A guide and a supervisor are at work.", *details)
    missing = [
        name
        for name, there in ((Text("导办", "guide"), guides), (Text("值班长", "supervisor"), supervisors))
        if not there
    ]
    return mind(
        Text(
            f"今天还没有{'、'.join(one.zh for one in missing)}登录。",
            f"No {' and no '.join(one.en for one in missing)} has signed in today.",
        ),
        Text("请他们登录；没人来，先指定一位。", "Ask them to sign in, or name somebody who stands in."),
        *details,
    )


def _at_window(duty: Duty, at: Moment) -> Text:
    may = _may_do(qualified_on(at.day).get(duty.account_id))
    return Text(
        f"{duty.window.number} 号窗口：{duty.account.name}，{may.zh}",
        f"Window {duty.window.number}: {duty.account.name_en or duty.account.name}, {may.en}",
    )


def _may_do(qualified: Qualified | None) -> Text:
    """What somebody is qualified for, by name; None: training has said nothing yet, and everything is theirs."""
    if qualified is None:
        return Text("什么都能办", "qualified for everything")
    catalogue = catalogues.current()
    names = [one.name for code, one in catalogue.categories.items() if code in qualified.categories]
    names += [one.name for code, one in catalogue.matters.items() if code in qualified.matters]
    if not names:
        return Text("今天什么都没有资格办", "qualified for nothing today")
    return Text(f"能办{'、'.join(one.zh for one in names)}", f"qualified for {', '.join(one.en for one in names)}")


def _numbers(duties: list[Duty], between: str) -> str:
    return between.join(str(duty.window.number) for duty in duties)


CHECKS = (
    Check("windows", _PEOPLE, Text("窗口到岗", "At the windows"), windows),
    Check("desk", _PEOPLE, Text("导办和值班长", "Guides and supervisor"), desk),
)
