"""How an errand stands, in words for the one who began it: on the screen, on paper, behind the code. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onetrip.kiosk.models import Errand
from onetrip.rules import Text


@dataclass(frozen=True)
class Standing:
    """`head` says what happened, `then` what follows, `tag` the state in a word, `kind` its shape."""

    head: Text
    then: tuple[Text, ...]
    tag: Text
    kind: str


def standing(errand: Errand, now: datetime, *, telephone: str, takes_papers: bool = True) -> Standing:
    """The state of a submitted errand; times in the zone of `now`. `takes_papers`: whether this house writes its rows."""
    state = errand.state
    if state == Errand.State.REVIEW and errand.kind == "print":
        return Standing(
            Text("收到了，先由人审一下。", "Received. A person looks at it first."),
            (when_ready(errand.ready_from, now), _COME_BACK),
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
            (_ADD_HERE if takes_papers else _add_there(telephone),),
            Text("等您补", "waiting for you"),
            "wait",
        )
    if state == Errand.State.ACCEPTED:
        return Standing(
            Text("受理了。期限从明天算起。", "Accepted. The time limit counts from tomorrow."),
            (_ask(telephone),),
            Text("已受理", "accepted"),
            "kept",
        )
    if state in (Errand.State.READY, Errand.State.PRINTED):
        printed = state == Errand.State.PRINTED
        return Standing(
            Text("打好了。", "Printed.") if printed else Text("可以打印了。", "Ready to print."),
            () if printed else (_COME_BACK,),
            Text("已打印", "printed") if printed else Text("能打印了", "ready to print"),
            "kept",
        )
    return Standing(
        Text("这件没有受理。", "This was not accepted."),
        (Text("到窗口可以再问，带上这张回执。", "You may ask at a window; bring this receipt."), _ask(telephone)),
        Text("没有受理", "not accepted"),
        "broken",
    )


_COME_BACK = Text(
    "什么时候来打都行，夜里也行：在自助机上扫这张回执，再放身份证。",
    "Come for it whenever you like, also at night: scan this receipt at a kiosk and lay down the ID card.",
)


def when_ready(at: datetime | None, now: datetime) -> Text:
    """When the print is likely ready, said honestly at every hour."""
    if at is None:
        return Text(
            "什么时候审好还不知道，请打 12345 问。", "It is not known when this will be ready; please call 12345."
        )
    local = at.astimezone(now.tzinfo)
    if local <= now:
        return Text("比说好的晚了，还在审。", "It takes longer than was said; it is still under review.")
    clock = f"{local.hour}:{local:%M}"
    days = (local.date() - now.date()).days
    if days == 0:
        minutes = round((local - now).total_seconds() / 60)
        return Text(f"大约 {minutes} 分钟，{clock} 前后能打。", f"About {minutes} minutes; ready around {clock}.")
    day = _day(local.date(), days)
    return Text(
        f"现在没有人审，{day.zh}开门以后审，大约 {clock} 能打。",
        f"Nobody reviews now. It is looked at {day.en}, and ready around {clock}.",
    )


def _day(day: date, ahead: int) -> Text:
    if ahead == 1:
        return Text("明天", "tomorrow")
    return Text(f"{day.month} 月 {day.day} 日", f"on {day.day} {day:%B}")


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
