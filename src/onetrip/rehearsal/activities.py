"""What events are called in a log and on the map of ways, in both languages."""

from __future__ import annotations

from onetrip.rules import Text

_NAMES = {
    ("appointment", "book"): Text("预约", "book"),
    ("appointment", "change"): Text("改约", "change booking"),
    ("appointment", "cancel"): Text("取消预约", "cancel booking"),
    ("appointment", "check-in"): Text("预约签到", "check in"),
    ("appointment", "miss"): Text("预约未到", "miss booking"),
    ("appointment", "say-late"): Text("说会晚到", "say late"),
    ("ticket", "draw"): Text("取号", "draw number"),
    ("ticket", "issue"): Text("拿到号", "number handed over"),
    ("ticket", "call"): Text("叫号", "call"),
    ("ticket", "call-again"): Text("再叫", "call again"),
    ("ticket", "start"): Text("开始办", "start service"),
    ("ticket", "finish"): Text("办完", "finish service"),
    ("ticket", "miss"): Text("过号", "miss call"),
    ("ticket", "restore"): Text("过号回来", "back after missed call"),
    ("ticket", "leave"): Text("离开", "leave"),
    ("ticket", "put-back"): Text("放回队里", "put back in line"),
    ("ticket", "hold"): Text("挂起", "put on hold"),
    ("ticket", "resume"): Text("接着办", "resume service"),
    ("ticket", "release"): Text("放回等候", "release to line"),
    ("ticket", "redirect"): Text("改排别的队", "redirect"),
    ("ticket", "transfer"): Text("转窗口", "transfer to window"),
    ("ticket", "prioritise"): Text("给优先", "give priority"),
    ("ticket", "correct"): Text("更正", "correct number"),
    ("case", "accept"): Text("受理", "accept case"),
    ("case", "receive"): Text("收件", "receive papers"),
    ("case", "ask-supplement"): Text("要求补正", "ask for supplement"),
    ("case", "supplement"): Text("补正", "supplement"),
    ("case", "ask-papers"): Text("受理前要补正", "ask for papers"),
    ("case", "papers-brought"): Text("补来材料", "papers brought"),
    ("case", "deem-accepted"): Text("视为受理", "deem accepted"),
    ("case", "refuse"): Text("不予受理", "refuse case"),
    ("case", "begin-procedure"): Text("开始特别程序", "begin procedure"),
    ("case", "end-procedure"): Text("结束特别程序", "end procedure"),
    ("case", "decide"): Text("决定", "decide"),
    ("case", "complete"): Text("办结", "complete case"),
    ("case", "deliver"): Text("送达", "deliver"),
    ("case", "withdraw"): Text("撤回", "withdraw"),
    ("case", "terminate"): Text("终止", "terminate"),
    ("refusal", "refuse"): Text("窗口没有收", "refused at window"),
    ("kiosk-stay", "begin"): Text("用自助机", "begin at kiosk"),
    ("kiosk-stay", "step"): Text("自助机下一步", "kiosk step"),
    ("kiosk-stay", "end"): Text("离开自助机", "end at kiosk"),
    ("errand", "begin"): Text("自助办件开始", "begin errand"),
    ("errand", "step"): Text("自助办件下一步", "errand step"),
    ("errand", "submit"): Text("自助提交", "submit errand"),
    ("errand", "accept"): Text("自助受理", "accept errand"),
    ("errand", "refuse"): Text("自助不受理", "refuse errand"),
    ("errand", "ask-again"): Text("自助要求重补", "ask errand again"),
    ("errand", "print"): Text("自助打印", "print"),
    ("errand", "give-up"): Text("自助放弃", "give up errand"),
}


def activity(thing: str, verb: str) -> Text:
    """The name of an event; one that nobody has named yet goes by its thing and its verb."""
    plain = f"{thing} {verb}"
    return _NAMES.get((thing, verb), Text(plain, plain))
