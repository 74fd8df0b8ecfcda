"""How an errand stands, in words for the one who began it: on the screen, on paper, behind the code. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime

from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.kiosk.models import Errand
from onetrip.rules import Text


@dataclass(frozen=True)
class Standing:
    """`head` says what happened, `then` what follows, `tag` the state in a word, `kind` its shape."""

    head: Text
    then: tuple[Text, ...]
    tag: Text
    kind: str


def standing(
    errand: Errand,
    now: datetime,
    *,
    telephone: str,
    case: Case | None = None,
    until: date | None = None,
    minutes: int = 0,
    somebody_looks: bool = True,
    takes_papers: bool = True,
) -> Standing:
    """The state of a submitted errand; times in the zone of `now`.

    `case`: what it became once it was accepted. `until`: the last day on which it waits for its person. `minutes`: how long
    the review of a print takes, and whether `somebody_looks` now. `takes_papers`: whether this house writes its rows.
    """
    if case is not None:
        return _of_case(case, now, telephone)
    state = errand.state
    if state == Errand.State.REVIEW and errand.kind == "print":
        return Standing(
            Text("收到了，先由人审一下。", "Received. A person looks at it first."),
            (when_ready(errand.ready_from, now, minutes=minutes, somebody_looks=somebody_looks), _COME_BACK),
            Text("在审", "under review"),
            "wait",
        )
    if state == Errand.State.REVIEW:
        return Standing(
            Text("交好了。不用再跑。", "Submitted. No need to come again."),
            (
                Text(
                    "工作人员会看材料，上班时间内处理。缺什么，会写在这张回执的码里。",
                    "The staff look at your papers in working hours. If anything is missing, it stands behind this code.",
                ),
                _ask(telephone),
            ),
            Text("在审", "under review"),
            "wait",
        )
    if state == Errand.State.ASKED:
        return Standing(
            Text("还要补一点。", "Something is still needed."),
            (
                _ADD_HERE if takes_papers else _add_there(telephone),
                *_until(
                    until,
                    Text(
                        "没补来就关掉，照片删掉。", "If nothing comes, it is then closed and its pictures are deleted."
                    ),
                ),
            ),
            Text("等您补", "waiting for you"),
            "wait",
        )
    if state in (Errand.State.READY, Errand.State.PRINTED):
        printed = state == Errand.State.PRINTED
        return Standing(
            Text("打好了。", "Printed.") if printed else Text("可以打印了。", "Ready to print."),
            () if printed else (_COME_BACK, *_until(until, Text("没来打就关掉。", "After that it is closed."))),
            Text("已打印", "printed") if printed else Text("能打印了", "ready to print"),
            "kept",
        )
    if state == Errand.State.LAPSED:
        return Standing(
            Text("过了日子没有来打，关掉了。", "Nobody came for it in time; it is closed.")
            if errand.kind == "print"
            else Text("过了日子没有补来，关掉了。", "Nothing was added in time; it is closed."),
            (
                Text(
                    "拍的照片都删了。要办，什么时候重新来都行，窗口也行。",
                    "Its pictures are deleted. You may begin again at any time, also at a window.",
                ),
                _ask(telephone),
            ),
            Text("关了", "closed"),
            "broken",
        )
    return Standing(
        Text("这件没有受理。", "This was not accepted."),
        (Text("到窗口可以再问，带上这张回执。", "You may ask at a window; bring this receipt."), _ask(telephone)),
        Text("没有受理", "not accepted"),
        "broken",
    )


def _of_case(case: Case, now: datetime, telephone: str) -> Standing:
    """What the errand has become, on the day of `now`."""
    tag = CASE.states[case.state]
    if case.state == Case.State.ACCEPTED:
        return Standing(Text("受理了。", "Accepted."), (_limit(case, now), _ask(telephone)), tag, "kept")
    if case.state in (Case.State.RECEIVED, Case.State.LACKING):
        then = Text(
            "材料送到受理的中心，受理那天起算期限。",
            "The papers go to the centre that accepts; the limit counts from then.",
        )
        head = Text("收下了，还没受理。", "Taken, not yet accepted.")
        return Standing(head, (then, _ask(telephone)), tag, "wait")
    if case.state == Case.State.REFUSED:
        return Standing(Text("没有受理。", "Not accepted."), (_ask(telephone),), tag, "broken")
    if case.state == Case.State.SUPPLEMENT:
        then = Text(
            "在等一样材料，期限先停着。收到就接着算。",
            "A paper is awaited; the limit stands still until it is here.",
        )
        return Standing(
            Text("受理了，还等一样材料。", "Accepted; a paper is awaited."), (then, _ask(telephone)), tag, "wait"
        )
    if case.state == Case.State.PROCEDURE:
        then = Text(
            "在走特别程序，这段时间不算在期限里。结束了就接着算。",
            "A special procedure is under way; its time is not counted in the limit.",
        )
        return Standing(
            Text("受理了，在走特别程序。", "Accepted; a special procedure is under way."),
            (then, _ask(telephone)),
            tag,
            "wait",
        )
    if case.state == Case.State.WITHDRAWN:
        return Standing(Text("这件已经撤回。", "This was withdrawn."), (_ask(telephone),), tag, "broken")
    if case.state == Case.State.TERMINATED:
        head = Text("这件终止了：要补的材料没有来。", "This was ended: a paper that was wanted did not come.")
        return Standing(head, (_ask(telephone),), tag, "broken")
    if case.granted is False:
        head = Text("有决定了：没有批准。", "Decided: not granted.")
        return Standing(head, (_ask(telephone),), tag, "broken")
    if case.state == Case.State.DECIDED or case.completed_at is None:
        return Standing(Text("有决定了，还在办。", "Decided; still being completed."), (_ask(telephone),), tag, "kept")
    at_once = case.completed_at == case.accepted_at
    then = (
        Text("当场办好的。", "Done at once.") if at_once else _done_on(case.completed_at.astimezone(now.tzinfo).date())
    )
    return Standing(Text("办好了。", "Done."), (then, _ask(telephone)), tag, "kept")


def _done_on(day: date) -> Text:
    return Text(f"{day.month} 月 {day.day} 日办好的。", f"Done on {day.day} {day:%B}.")


def _limit(case: Case, now: datetime) -> Text:
    """From when the limit counts and when it ends; said also once it has passed."""
    began, due = (case.accepted_at or case.received_at).astimezone(now.tzinfo).date(), case.due_on
    zh, en = f"{began.month} 月 {began.day} 日受理", f"Accepted on {began.day} {began:%B}"
    if due is None:
        return Text(f"{zh}。多久办好，资料里没有核对到。", f"{en}. How long it takes has not been verified.")
    if due < now.date():
        return Text(
            f"{zh}，说好 {due.month} 月 {due.day} 日前办好，日子过了。请打电话问。",
            f"{en}, to be done by {due.day} {due:%B}; that day has passed. Please call.",
        )
    return Text(
        f"{zh}，期限从第二天算起，{due.month} 月 {due.day} 日前办好。",
        f"{en}; the limit counts from the day after: done by {due.day} {due:%B}.",
    )


_COME_BACK = Text(
    "什么时候来打都行，夜里也行：在自助机上扫这张回执，再放身份证。",
    "Come for it whenever you like, also at night: scan this receipt at a kiosk and lay down the ID card.",
)


def when_ready(at: datetime | None, now: datetime, *, minutes: int, somebody_looks: bool) -> Text:
    """When the print is likely ready, said honestly at every hour: in minutes only where the review goes on without a break."""
    if at is None:
        return Text(
            "什么时候审好还不知道，请打 12345 问。", "It is not known when this will be ready; please call 12345."
        )
    local = at.astimezone(now.tzinfo)
    if local <= now:
        return Text("比说好的晚了，还在审。", "It takes longer than was said; it is still under review.")
    clock = f"{local.hour}:{local:%M}"
    days = (local.date() - now.date()).days
    left = math.ceil((local - now).total_seconds() / 60)
    if somebody_looks and left <= minutes:
        return Text(f"大约 {left} 分钟，{clock} 前后能打。", f"About {left} minutes; ready around {clock}.")
    day = _day(local.date(), days)
    if somebody_looks:
        return Text(
            f"这次下班以前审不完，接着再审，大约{day.zh} {clock} 能打。",
            f"It is not finished before the desk closes. It goes on afterwards; ready {day.en} around {clock}.",
        )
    return Text(
        f"现在没有人审，{day.zh}上班以后审，大约 {clock} 能打。",
        f"Nobody reviews now. It is looked at {day.en}, and ready around {clock}.",
    )


def _day(day: date, ahead: int) -> Text:
    if ahead == 0:
        return Text("今天", "today")
    if ahead == 1:
        return Text("明天", "tomorrow")
    return Text(f"{day.month} 月 {day.day} 日", f"on {day.day} {day:%B}")


def _until(last: date | None, otherwise: Text) -> tuple[Text, ...]:
    if last is None:
        return ()
    return (
        Text(
            f"等到 {last.month} 月 {last.day} 日，{otherwise.zh}",
            f"It waits until {last.day} {last:%B}. {otherwise.en}",
        ),
    )


_ADD_HERE = Text("可以用手机在这里补，不用再跑。", "You can add it here with your phone; no need to come again.")


def _add_there(telephone: str) -> Text:
    """Where the papers lie at the centre's own node, which a phone elsewhere does not reach."""
    return Text(
        f"这份材料由中心自己的系统收，这一页传不了。先打 {telephone} 说一声，他们告诉您怎么补最省事。",
        f"The centre takes these papers in a system of its own, so this page cannot send them. Please call {telephone} first: "
        "they tell you the easiest way to add them.",
    )


def _ask(telephone: str) -> Text:
    return Text(f"有事问 {telephone}，报回执号。", f"Questions: call {telephone} and give the number of the receipt.")
