"""How a plan is put before people: the words beside each matter and paper, the same on phone, desk and paper. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from onetrip.advice.papers import PaperShown, paper_shown
from onetrip.centres.opening import Hours, SpecialDay, special_on
from onetrip.planning import Item, Label, Plan, Standing
from onetrip.planning.spoken import how_long
from onetrip.planning.visiting import VisitShown, not_proven, things_done, visits_shown
from onetrip.planning.words import joined, on_day
from onetrip.rules import Text


@dataclass(frozen=True)
class Tag:
    """A state in words; `kind` is its shape: kept, wait, broken, plain, or "" for later."""

    words: Text
    kind: str


@dataclass(frozen=True)
class MatterLine:
    """One matter as it is shown: its standing in words, why it stands so, and what a good colleague would add.

    `brief` is for a screen where the tag beside it already says from when on, or that it comes by itself.
    """

    item: Item
    tag: Tag
    why: Text
    advice: tuple[Text, ...]
    brief: Text
    unasked: bool

    @property
    def told(self) -> Text:
        """Everything about it, in sentences."""
        return joined((self.why, *self.advice))

    @property
    def is_later(self) -> bool:
        """Whether nothing is to be done about it on this trip."""
        return self.item.standing not in (Standing.NOW, Standing.UNDECIDED)


@dataclass(frozen=True)
class ContradictionShown:
    """Answers that do not go together, in words, and those that can be changed."""

    why: Text
    certain: bool
    answers: tuple[Label, ...]


@dataclass(frozen=True)
class PlanShown:
    """A plan in the parts in which it is shown. `now` is what a trip is made for, in the order to do it.

    `visits` are given where there is more than one; `things` is how many matters they are sure to do.
    """

    plan: Plan
    now: tuple[MatterLine, ...]
    undecided: tuple[MatterLine, ...]
    automatic: tuple[MatterLine, ...]
    later: tuple[MatterLine, ...]
    not_here: tuple[MatterLine, ...]
    refused: tuple[MatterLine, ...]
    bring: tuple[PaperShown, ...]
    copies: int
    minutes: int | None
    visits: tuple[VisitShown, ...]
    things: int
    not_proven: Text | None
    contradictions: tuple[ContradictionShown, ...] = ()

    @property
    def can_be_issued(self) -> bool:
        """Whether a slip can be made of it: it tells something, and the answers behind it can all be true."""
        return self.is_worth_printing and not self.plan.contradicts_itself

    @property
    def lines(self) -> tuple[MatterLine, ...]:
        """Every matter, what can be done first."""
        return (*self.now, *self.undecided, *self.later, *self.automatic, *self.not_here, *self.refused)

    @property
    def things_in_all(self) -> int:
        """How many matters the visits do, those to be confirmed at the window included."""
        return self.things + len(self.undecided)

    @property
    def come_for(self) -> tuple[MatterLine, ...]:
        """What somebody comes to the centre for: sure, or to be confirmed at the window."""
        return (*self.now, *self.undecided)

    @property
    def papers_not_known(self) -> tuple[MatterLine, ...]:
        """The matters to come for of which nobody has found out which papers they take."""
        return tuple(line for line in self.come_for if not line.item.papers_known)

    @property
    def papers_not_complete(self) -> tuple[MatterLine, ...]:
        """The matters to come for that need what is listed, and of which nobody has verified that they need no more."""
        return tuple(line for line in self.come_for if line.item.papers_known and not line.item.papers_complete)

    @property
    def papers_open(self) -> tuple[MatterLine, ...]:
        """Both: the matters to come for whose list of papers promises nothing as a whole."""
        return (*self.papers_not_known, *self.papers_not_complete)

    @property
    def is_partly_open(self) -> bool:
        """Whether something on it is not promised: what is undecided, what may be needed, a list nobody verified."""
        return bool(self.undecided or self.plan.perhaps or self.papers_open)

    @property
    def no_copies(self) -> bool:
        """Whether it is known that no copy is asked for."""
        return bool(self.now) and not self.copies and not self.papers_open

    @property
    def nothing_to_bring(self) -> bool:
        """Whether it is known that no paper is needed; False also while it is not known."""
        open_yet = self.bring or self.plan.perhaps or self.papers_open
        return not open_yet and (bool(self.now) or not self.come_for)

    @property
    def refused_with_a_place(self) -> tuple[MatterLine, ...]:
        """What cannot be had here, where another place is known to go to."""
        return tuple(line for line in self.refused if line.item.go_to is not None)

    @property
    def is_worth_printing(self) -> bool:
        """Whether the plan tells the resident something to do, or that nothing has to be done."""
        return bool(
            self.now or self.undecided or self.automatic or self.later or self.not_here or self.refused_with_a_place
        )


def shown(plan: Plan) -> PlanShown:
    """The plan in its parts."""

    def lines(standing: Standing) -> tuple[MatterLine, ...]:
        return tuple(_line(item, plan) for item in plan.standing(standing))

    now = plan.standing(Standing.NOW)
    known = [item.minutes for item in now if item.minutes is not None]
    return PlanShown(
        plan=plan,
        now=lines(Standing.NOW),
        undecided=lines(Standing.UNDECIDED),
        automatic=lines(Standing.AUTOMATIC),
        later=lines(Standing.LATER),
        not_here=lines(Standing.NOT_HERE),
        refused=lines(Standing.NOT_ENTITLED),
        bring=tuple(paper_shown(paper, plan) for paper in plan.bring),
        copies=sum(paper.copies for paper in plan.bring),
        minutes=sum(known) if known and len(known) == len(now) else None,
        visits=visits_shown(plan),
        things=max(things_done(plan), len(now)),
        not_proven=not_proven(plan),
        contradictions=tuple(
            ContradictionShown(
                why=each.why,
                certain=each.certain,
                answers=tuple(Label(fact, plan.label(fact) or Text(fact, fact)) for fact in each.again),
            )
            for each in plan.contradictions
        ),
    )


_WITHOUT_A_TRIP = {
    Standing.AUTOMATIC: Tag(Text("自动来", "Comes by itself"), ""),
    Standing.NOT_HERE: Tag(Text("不在这里办", "Not here"), "plain"),
    Standing.NOT_ENTITLED: Tag(Text("现在不能办", "Not possible now"), "plain"),
}


def tag_of(item: Item, plan: Plan) -> Tag:
    """The standing of a matter in a word or two."""
    if plan.contradicts_itself and not item.promised and item.standing not in (Standing.UNDECIDED, Standing.NOT_HERE):
        return Tag(Text("先把答案对一下", "Answers to put right first"), "wait")
    match item.standing:
        case Standing.NOW:
            return _tag_of_now(item, plan)
        case Standing.UNDECIDED:
            return _tag_of_open(item, plan)
        case Standing.LATER:
            return Tag(from_day(item.from_day, plan.day), "")
        case Standing.AUTOMATIC | Standing.NOT_HERE | Standing.NOT_ENTITLED:
            return _WITHOUT_A_TRIP[item.standing]


def _tag_of_now(item: Item, plan: Plan) -> Tag:
    if item.in_person:
        return Tag(Text("要本人来", "In person"), "wait")
    if (number := _later_visit(item, plan)) is not None:
        return Tag(Text(f"第 {number} 趟", f"Trip {number}"), "")
    if not item.papers_known:
        return Tag(Text("能办，材料没核对到", "Can be done, papers not verified"), "wait")
    if not item.papers_complete and not item.needs:
        return Tag(Text("能办，材料也许不止这些", "Can be done, perhaps with more papers"), "wait")
    if item.promised:
        return Tag(Text("能办", "Can be done"), "kept")
    return _tag_of_open(item, plan)


def _later_visit(item: Item, plan: Plan) -> int | None:
    """The number of the visit at which a matter is done that is not done at the first."""
    number = next((visit.number for visit in plan.schedule if item.matter in visit.matters), None)
    return number if number is not None and number > 1 else None


def from_day(first: date | None, day: date) -> Text:
    """From when on, seen from `day`: without the year while it is this one."""
    if first is None:
        return Text("以后", "Later")
    in_english = f"{first.day} {first:%B}"
    if first.year == day.year:
        return Text(f"{first.month} 月 {first.day} 日起", f"From {in_english}")
    if first.year == day.year + 1:
        return Text(f"明年 {first.month} 月 {first.day} 日起", f"From {in_english} {first.year}")
    return Text(f"{first.year} 年 {first.month} 月 {first.day} 日起", f"From {in_english} {first.year}")


DAYS_AHEAD = 14
"""Days within which a resident is told, beside the usual hours, that the doors will not be open as usual."""


def hours_in_words(hours: Sequence[Hours], from_day: date | None = None) -> tuple[Text, ...]:
    """When a centre is open: a line for working days, one for days off, and one for each day of the two weeks from
    `from_day` on that will not be as its week says (None: those are told elsewhere)."""
    lines = []
    for on_working_days, zh, en in (
        (True, "周一至周五", "Monday to Friday"),
        (False, "周末、节假日", "Weekends and public holidays"),
    ):
        stretches = _stretches([(one.opens, one.closes) for one in hours if one.on_working_days is on_working_days])
        if stretches.zh:
            lines.append(Text(f"{zh} {stretches.zh}", f"{en} {stretches.en}"))
    ahead = [] if from_day is None else [from_day + timedelta(days=offset) for offset in range(DAYS_AHEAD)]
    different = [special for day in ahead if (special := special_on(hours, day)) is not None]
    return (*lines, *(_different(special, ahead[0]) for special in different))


def _different(special: SpecialDay, today: date) -> Text:
    day, why = on_day(special.day, today), special.reason
    if special.is_closed:
        return Text(f"{day.zh} 不开门（{why.zh}）", f"{day.en} closed ({why.en})")
    open_then = _stretches(special.stretches)
    return Text(f"{day.zh} 开 {open_then.zh}（{why.zh}）", f"{day.en} open {open_then.en} ({why.en})")


def _stretches(stretches: Iterable[tuple[time, time]]) -> Text:
    said = [f"{opens.hour}:{opens:%M}–{closes.hour}:{closes:%M}" for opens, closes in sorted(stretches)]
    return Text("、".join(said), ", ".join(said))


def _tag_of_open(item: Item, plan: Plan) -> Tag:
    """Questions that are still to come, or, when they were skipped, the window that will ask them."""
    coming = [fact for fact in item.needs if fact not in plan.skipped]
    if not coming:
        return Tag(Text("到窗口确认", "To be confirmed at the window"), "wait")
    if len(coming) == 1:
        return Tag(Text("差 1 问", "One question left"), "wait")
    return Tag(Text(f"最多差 {len(coming)} 问", f"Up to {len(coming)} questions left"), "wait")


def _line(item: Item, plan: Plan) -> MatterLine:
    here = item.standing in (Standing.NOW, Standing.UNDECIDED)
    coming = item.standing in (Standing.LATER, Standing.AUTOMATIC)
    how = tuple(text for text in (_by_whom(item, plan), _where(item)) if text is not None) if here else ()
    before = _before(item, plan)
    when = how_long(item) if here else _until(item)
    tip = item.slip if here or coming else None
    if item.standing is Standing.NOT_ENTITLED and item.go_to is not None:
        # Who may not have it here is not sent away without a word where to go.
        how = (Text(f"可以去：{item.go_to.zh}", f"Where to go instead: {item.go_to.en}"),)
    # Of a matter that is not handled here, `why` is the place to go to, and there is no more to say.
    return MatterLine(
        item=item,
        tag=tag_of(item, plan),
        why=item.why,
        advice=(*how, *before, *(text for text in (when, tip) if text is not None)),
        brief=(tip or item.why) if coming else joined((item.why, *how, *before)),
        unasked=not item.wanted and not item.first_for and item.standing is Standing.NOW,
    )


def _before(item: Item, plan: Plan) -> tuple[Text, ...]:
    """What has to be done first, and for what this one is done first."""
    # Of what stands so because of what comes first, the reason says it already.
    told = [] if item.standing in (Standing.NOT_ENTITLED, Standing.LATER) else [first.told for first in item.first]
    names = [found.name for matter in item.first_for if (found := plan.item(matter)) is not None]
    if names and not item.wanted:
        zh, en = "".join(f"“{name.zh}”" for name in names), ", ".join(f"“{name.en}”" for name in names)
        told.append(Text(f"办{zh}要先有它的结果。", f"Its result is needed for {en}."))
    return tuple(told)


def _until(item: Item) -> Text | None:
    if item.standing is not Standing.LATER or item.until_day is None:
        return None
    until = item.until_day
    return Text(f"办到 {until.month} 月 {until.day} 日为止。", f"Open until {until.day} {until:%B}.")


def _by_whom(item: Item, plan: Plan) -> Text | None:
    if plan.by_proxy and item.in_person:
        return Text("这一件要本人来，别人代办不了。", "This one needs the resident in person.")
    return None


def _where(item: Item) -> Text | None:
    if item.channel == "kiosk":
        return Text("在自助机上就能办，不用取号。", "Done at a kiosk, without a ticket.")
    return None
