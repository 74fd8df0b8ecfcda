"""Words for how a visit ended, and for what a step of it was."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from onetrip.simulation.logs.reading.log import Fate

_OUTCOMES = (
    (Fate.MISSED, r"过号|未到|缺席|no.?show|miss|absent|skip|nicht.?erschienen|no.?present|recall"),
    (Fate.LEFT, r"弃号|弃|离开|离场|放弃|取消|作废|hang|abandon|left|leave|renege|walk.?out|balk|cancel|abbruch|gegangen|lwbs|drop|gave.?up|delet"),
    (Fate.OPEN, r"等候|等待|排队|办理中|正在|wait|queue|open|pending|progress|serving|in.?service|hold|warte|phantom"),
    (Fate.SERVED, r"办结|已办|办理完|完成|办完|结束|成功|已叫|served|serve|done|complet|finish|success|closed|end|agent|answer|handled|discharg|admit|transferred|erledigt|bedient|atendid|ok|fertig"),
)  # fmt: skip
_COMPILED = [(fate, re.compile(form, re.IGNORECASE)) for fate, form in _OUTCOMES]
_LONGEST_WORD = 120
_YES, _NO = frozenset({"1", "true", "yes", "y", "是", "有", "t"}), frozenset({"0", "false", "no", "n", "否", "无", "f"})


@lru_cache(maxsize=4096)
def fate_of(word: str, column: str) -> Fate | None:
    """What an outcome means, "yes" and "no" by the name of their column; None for words nobody knows."""
    word = word[:_LONGEST_WORD].strip().lower()
    if word in _YES or word in _NO:
        asked = next((fate for fate, form in _COMPILED if form.search(column)), None)
        if asked in (Fate.LEFT, Fate.MISSED, Fate.SERVED):
            return asked if word in _YES else (Fate.LEFT if asked is Fate.SERVED else Fate.SERVED)
        return None
    if re.match(r"(not|un|未|没)[ -_]?(served|attended|answered|办|成功|完成)", word):
        return Fate.LEFT
    return next((fate for fate, form in _COMPILED if form.search(word)), None)


class Mark(Enum):
    """What a step says of the visit that it belongs to."""

    ARRIVE = "arrive"
    CALL = "call"
    BEGIN = "begin"
    END = "end"
    LEAVE = "leave"
    MISS = "miss"
    WAIT = "wait"
    OTHER = "other"


_STEPS = (
    (Mark.MISS, r"过号|未到|no.?show|\bmiss(ed|ing)?\b|absent"),
    (Mark.LEAVE, r"弃号|放弃|离开|离场|作废|hang.?up|abandon|\bleft\b|\bleaves?\b|renege|cancel|lwbs|walk.?out"),
    (Mark.WAIT, r"^(等候中?|等待中?|排队中?|wait(ing)?|queue(ing|d)?|in queue)$"),
    (Mark.ARRIVE, r"取号|领号|出票|到达|到厅|签到|抽号|发号|arriv|check.?in|(draw|take|issue|print|create)\w*[ _-]*(a )?(ticket|number|token)?$|(ticket|token|number)[ _-]*(issued|drawn|taken|created|printed)|enqueue|enter|door|registration|admission|received$|^draw$"),
    (Mark.CALL, r"叫号|呼叫|唤号|\bcall(ed|s|ing)?\b|aufruf"),
    (Mark.BEGIN, r"开始|接待|\b(start|begin|began)\w*|serving|being served|beginn"),
    (Mark.END, r"结束|办结|办完|办毕|完成|\b(finish|end|complete|done|close|served|discharge|release)\w*|ende$|erledigt"),
)  # fmt: skip
_STEPS_COMPILED = [(mark, re.compile(form, re.IGNORECASE)) for mark, form in _STEPS]


@lru_cache(maxsize=4096)
def mark_of(activity: str, lifecycle: str) -> Mark:
    """What a step means by its name and by its place in the life of an activity (schedule, start, complete)."""
    phase, activity = lifecycle.strip().lower(), activity[:_LONGEST_WORD].strip()
    named = next((mark for mark, form in _STEPS_COMPILED if form.search(activity)), Mark.OTHER)
    if named is Mark.WAIT:
        return Mark.CALL if phase in ("complete", "end", "finish", "结束", "完成") else Mark.ARRIVE
    if named in (Mark.MISS, Mark.LEAVE):
        return named
    if phase in ("schedule", "assign", "enqueue", "enabled", "reassign"):
        return Mark.ARRIVE if named in (Mark.OTHER, Mark.ARRIVE) else named
    if phase in ("start", "begin", "resume", "开始") and named is not Mark.ARRIVE:
        return Mark.BEGIN
    return named
