"""What each record says, in both languages. Pure: an act and its case in, the words of its record out.

The words are kept as they are made here, so that a paper of last year says what it said last year whatever is written
here since.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from onetrip.cases.models import Case, Gap
from onetrip.cases.records.appeals import Appeal
from onetrip.planning import Limit
from onetrip.prints.voice import Voice
from onetrip.rules import Text

_ZH, _EN = Voice("zh"), Voice("en")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a record says beyond whose it is and who gives it; the fields are those of a `RecordSheet`."""

    heading: Text
    says: tuple[Text, ...]
    lines: tuple[tuple[Text, Text], ...] = ()
    listed_as: Text | None = None
    listed: tuple[Text, ...] = ()
    then: tuple[Text, ...] = ()
    appeal: tuple[tuple[Text, Text], ...] = ()
    signs: tuple[Text, ...] = ()
    small: tuple[Text, ...] = ()


def acceptance(case: Case, day: date, *, accepted: date, unanswered: int | None = None) -> Words:
    """受理通知书. `accepted` is the day from which the limit counts; `unanswered`: nobody said anything for so many working
    days, so that it counts as accepted."""
    says = Text("您申请的这件事，我们受理了。", "Your application has been accepted.")
    if unanswered is not None:
        says = Text(
            f"收下材料 {unanswered} 个工作日没有人答复您，按规定从收下那天起就算受理。",
            f"Nobody answered you within {unanswered} working days of taking your papers, so it counts as accepted from the "
            "day they were taken.",
        )
    return Words(
        heading=Text("受理通知书", "Notice of acceptance"),
        says=(says,),
        lines=(_number(case), (Text("受理", "Accepted"), _full(accepted)), *_limits(case, day)),
        listed_as=Text("收下的材料", "Papers taken"),
        listed=_taken(case.papers),
        then=(_FOLLOW,),
    )


def is_promised(paper: dict[str, Any]) -> bool:
    """Whether the resident promised to bring this paper; one that is looked for among the licences is nobody's to bring."""
    return bool(paper.get("follows") and not paper.get("lookup"))


def promise(case: Case, day: date) -> Words:
    """容缺受理承诺书: what the resident promises to bring, signed by them."""
    return Words(
        heading=Text("容缺受理承诺书", "Promise to bring minor papers"),
        says=(
            Text(
                "主要材料齐了，先收下。下面这些我来补。",
                "The main papers are here, so it goes ahead. I will bring these:",
            ),
        ),
        lines=(_number(case),),
        listed_as=Text("我承诺补来", "I promise to bring"),
        listed=tuple(
            _by(_name(paper["name"]), paper["by"] and date.fromisoformat(paper["by"]), day)
            for paper in case.papers
            if is_promised(paper)
        ),
        then=(_WITHOUT_IT,),
        signs=(
            Text("承诺人", "Promised by"),
            Text("日期", "Day"),
            Text("经办人", "Clerk"),
            Text("电话", "Telephone"),
        ),
    )


def follow_up(case: Case, day: date, *, brought: Gap | None, owed: Sequence[Gap]) -> Words:
    """容缺补正通知书: what of the promise came just now (`brought`), and what is still `owed`."""
    says = []
    if brought is not None:
        name = _name(brought.name)
        says.append(Text(f"收到了：{name.zh}。", f"Received: {name.en}."))
    if not owed:
        says.append(Text("答应后补的都齐了。", "Everything promised is here."))
    else:
        says.append(Text("答应后补的还没齐。", "Not everything promised is here yet."))
    return Words(
        heading=Text("容缺补正通知书", "Minor papers: how it stands"),
        says=tuple(says),
        lines=(_number(case),),
        listed_as=Text("还要补", "Still to bring") if owed else None,
        listed=tuple(_by(_name(gap.name), gap.promised_by, day) for gap in owed),
        then=(_WITHOUT_IT,) if owed else (_FOLLOW,),
    )


def supplement(case: Case, day: date, *, wanted: str, stops: bool) -> Words:
    """补正告知书: everything that is wanted, at once, a line for each part between semicolons; `stops`: the case was
    accepted, and its clock stops meanwhile."""
    if stops:
        says = Text(
            "还要补材料，一次说全。期限从今天停，收到就接着算。",
            "Papers are still wanted, all told here. The limit stops today and goes on when they are here.",
        )
    else:
        says = Text(
            "受理前还要补材料，一次说全。补齐了就受理。",
            "Papers are wanted before it is accepted, all told here. With them it is accepted.",
        )
    return Words(
        heading=Text("补正告知书", "Papers wanted"),
        says=(says,),
        lines=(_number(case), (Text("告知", "Told"), _full(day))),
        listed_as=Text("要补的", "What is wanted"),
        listed=tuple(Text(one, one) for one in re.split(r"\s*[；;]\s*", wanted) if one),
        then=(
            Text(
                "交到收件的中心，或者受理的中心，都可以。",
                "Bring it to the centre that took the papers or to the one that accepts.",
            ),
        ),
    )


def procedure(case: Case, day: date, *, name: Text, reason: str, expected: date | None) -> Words:
    """特别程序告知书: its time is not counted in the limit."""
    until = _day(expected, day) if expected else Text("还不知道", "not yet known")
    return Words(
        heading=Text("特别程序告知书", "A special procedure begins"),
        says=(
            Text(
                f"这件要走特别程序：{name.zh}。这段时间不算在期限里。",
                f"A special procedure is needed: {name.en.lower()}. Its time is not counted in the limit.",
            ),
        ),
        lines=(
            _number(case),
            (Text("为什么", "Why"), Text(reason, reason)),
            (Text("开始", "From"), _full(day)),
            (Text("预计结束", "Over by"), until),
        ),
        then=(_FOLLOW,),
    )


def refusal(case: Case, day: date, *, reason: str, how: Appeal) -> Words:
    """不予受理通知书: with the reason, and how to object."""
    words = refusal_without_case(day, reason=reason, how=how)
    return replace(words, lines=(_number(case), *words.lines))


def refusal_without_case(day: date, *, reason: str, how: Appeal) -> Words:
    """不予受理通知书 of what was asked for at a window or handed in at a kiosk, of which there is no case."""
    return Words(
        heading=Text("不予受理通知书", "Notice: not accepted"),
        says=(Text("您申请的这件事，我们不能受理。", "Your application cannot be accepted."),),
        lines=((Text("理由", "Reason"), Text(reason, reason)), (Text("作出日期", "Decided on"), _full(day))),
        appeal=how.ways,
        small=how.small,
    )


def decision(case: Case, day: date, *, granted: bool, note: str, how: Appeal) -> Words:
    """准予批准决定书, or 不予批准决定书 with the reason and how to object (of a licence: 不予许可决定书)."""
    lines = (_number(case), (Text("决定日期", "Decided on"), _full(day)))
    if granted:
        more = ((Text("说明", "Note"), Text(note, note)),) if note else ()
        return Words(
            heading=Text("准予批准决定书", "Decision: granted"),
            says=(Text("您申请的这件事，批准了。", "Your application is granted."),),
            lines=(*lines, *more),
            then=(
                Text(
                    "结果做好了就可以取，办到哪一步可以随时查。",
                    "You can collect the result once it is ready; you can look up at any time how far it is.",
                ),
            ),
        )
    return Words(
        heading=Text("不予批准决定书", "Decision: not granted"),
        says=(Text("您申请的这件事，没有批准。", "Your application is not granted."),),
        lines=(*lines, (Text("理由", "Reason"), Text(note, note))),
        appeal=how.ways,
        small=how.small,
    )


def ending(case: Case, day: date, *, reason: str, how: Appeal) -> Words:
    """终止办理通知书: it ends without a decision."""
    return Words(
        heading=Text("终止办理通知书", "Notice: the case has ended"),
        says=(Text("这件终止了，没有作出决定。", "The case has ended without a decision."),),
        lines=(
            _number(case),
            (Text("理由", "Reason"), Text(reason, reason)),
            (Text("终止日期", "Ended on"), _full(day)),
        ),
        then=(Text("要办，可以重新申请。", "You may apply again."),),
        appeal=how.ways,
        small=how.small,
    )


def withdrawal(case: Case, day: date, *, reason: str) -> Words:
    """撤回确认书: the application was taken back."""
    return Words(
        heading=Text("撤回确认书", "The application was withdrawn"),
        says=(Text("这件申请撤回了，不再办。", "The application was withdrawn and goes no further."),),
        lines=(
            _number(case),
            (Text("为什么", "Why"), Text(reason, reason)),
            (Text("撤回日期", "Withdrawn on"), _full(day)),
        ),
        then=(Text("要办，可以重新申请。", "You may apply again."),),
    )


def delivery(case: Case, day: date, *, how: Text, note: str) -> Words:
    """送达回证: the result was handed over; `how` says by which way. Signed by whoever receives it."""
    more = ((Text("备注", "Note"), Text(note, note)),) if note else ()
    return Words(
        heading=Text("送达回证", "Receipt of the result"),
        says=(Text("办理结果交到了收件人手里。", "The result is in the hands of whoever receives it."),),
        lines=(
            _number(case),
            (Text("方式", "How"), how),
            (Text("送达", "Handed over"), _full(day)),
            *more,
        ),
        signs=(
            Text("收件人", "Received by"),
            Text("和申请人的关系", "Relation"),
            Text("日期", "Day"),
            Text("送达人", "Handed over by"),
        ),
    )


AT_A_WINDOW = Text("窗口领取", "collected at a window")

_FOLLOW = Text(
    "办到哪一步，扫受理回执上的码看，或者打电话报办件号。",
    "To see how far it is, scan the code on your receipt, or call and give the case number.",
)
_WITHOUT_IT = Text(
    "补到之前不会批准；到了日子不补，这件可能终止。",
    "It is not granted before they are here; if they do not come in time, the case may be ended.",
)


def _number(case: Case) -> tuple[Text, Text]:
    return Text("办件号", "Case number"), Text(case.number, case.number)


def _limits(case: Case, day: date) -> tuple[tuple[Text, Text], ...]:
    """By when it is done, as far as anybody knows."""
    if case.due_on is None:
        return ((Text("办结期限", "Time limit"), Text("待核对", "not yet checked")),)
    due, length = _day(case.due_on, day), _length(case.limit)
    about, by = ("", "by") if case.due_certain else ("预计 ", "about")
    doubt = (
        Text("", "")
        if case.due_certain
        else Text(
            "；那时的放假安排还没公布，可能差几天", "; the holidays of that time are not announced yet, so it may shift"
        )
    )
    promised = Text(f"{about}{due.zh}前（{length.zh}{doubt.zh}）", f"{by} {due.en} ({length.en}{doubt.en})")
    if case.legal_due_on is None or case.legal_due_on == case.due_on:
        return ((Text("办结期限", "Done by"), promised),)
    legal = _day(case.legal_due_on, day)
    return (
        (Text("办结期限", "Done by"), promised),
        (Text("法定期限", "By law"), Text(f"{legal.zh}前", f"by {legal.en}")),
    )


def _length(limit: dict[str, Any] | None) -> Text:
    if limit is None:
        return Text("按规定", "as the rules say")
    said = Limit(limit["days"], limit["unit"])
    return Text(_ZH.length(said), _EN.length(said))


def _taken(papers: Sequence[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(_counted(paper) for paper in papers if not paper.get("follows"))


def _counted(paper: dict[str, Any]) -> Text:
    name = _name(paper["name"])
    if paper.get("licence"):
        return Text(f"{name.zh}（电子证照）", f"{name.en[:1].upper()}{name.en[1:]} (e-licence)")
    originals, copies = paper["originals"], paper["copies"]
    zh = [f"{word} {count}" for word, count in (("看原件", originals), ("留复印件", copies)) if count]
    en = [f"{word} {count}" for word, count in (("originals seen", originals), ("copies kept", copies)) if count]
    return Text("，".join([name.zh, *zh]), ", ".join([name.en[:1].upper() + name.en[1:], *en]))


def _by(name: Text, by: date | None, day: date) -> Text:
    english = name.en[:1].upper() + name.en[1:]
    if by is None:
        return Text(name.zh, english)
    said = _day(by, day)
    return Text(f"{name.zh}，{said.zh}前", f"{english}, by {said.en}")


def _name(stored: dict[str, str]) -> Text:
    return Text(stored["zh"], stored["en"])


def _day(on: date, seen_from: date) -> Text:
    return Text(_ZH.day(on, seen_from=seen_from), _EN.day(on, seen_from=seen_from))


def _full(on: date) -> Text:
    """The day of an act, with its year: a paper is read years later."""
    return _day(on, date.min)
