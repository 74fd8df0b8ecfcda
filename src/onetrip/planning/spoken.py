"""The phrases of a plan read aloud: what a matter, a paper or an amount of money sounds like, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onetrip.planning import words
from onetrip.planning.plan import Bring, Charge, Item, Place, Plan, ProxyChance, Standing, Use
from onetrip.planning.terms import Channel
from onetrip.rules import Text

NOTHING_TO_BRING = Text("什么都不用带，人来就行。", "Nothing to bring but yourself.")
NO_COPIES = Text("复印件都不用。", "No copies are needed.")
PAPERS_NOT_KNOWN = Text(
    "要带什么，还没核对到。来之前先打 12345，或问前台。",
    "Which papers it takes is not verified. Please call 12345 or ask the desk before you come.",
)
PAPERS_NOT_COMPLETE = Text(
    "写着的一定要；还要不要别的，没核对到。来之前先打 12345，或问前台。",
    "What is listed is sure; whether it takes more is not verified. Please call 12345 or ask the desk before you come.",
)
UNVERIFIED = Text("有的内容还没核对到。", "Some of it is not verified yet.")
UNASKED = Text("您没问，也能办。", "You did not ask, but you can have it.")
BY_PROXY = Text("这次由别人替您来。", "This time somebody else comes for you.")
ONE_ASSUMED = Text("原件几份，没有写明，先按一份。", "How many originals is not stated; one is assumed.")
PROMISED = Text("照这个带齐，任何窗口都收。", "Bring what was said, and any window takes it.")
PARTLY_PROMISED = Text(
    "说好的，照着带齐，任何窗口都收；“还要看”“可能要”“没核对到”的，到窗口再确认。",
    "What is sure is promised: bring it, and any window takes it. What was said to be open, possible or not verified "
    "is confirmed at the window.",
)

_BY: dict[Channel, Text] = {
    "window": Text("到窗口办。", "At a window."),
    "kiosk": Text("在自助机上就能办，不用取号。", "At a kiosk, without a ticket."),
    "online": Text("在网上办。", "Online."),
    "app": Text("在手机应用上办。", "In the app."),
    "bank": Text("到银行办。", "At a bank."),
    "phone": Text("打电话就能办。", "By telephone."),
}
_ALSO_BY: dict[Channel, Text] = {
    "window": Text("窗口", "at a window"),
    "kiosk": Text("自助机", "at a kiosk"),
    "online": Text("网上", "online"),
    "app": Text("手机应用", "in the app"),
    "bank": Text("银行", "at a bank"),
    "phone": Text("电话", "by telephone"),
}
_PLACES = {
    Place.ANY: words.ANY_CENTRE,
    Place.ANY_SENT_ON: words.ANY_CENTRE_SENT_ON,
    Place.HOUSEHOLD: words.CERTAIN_CENTRE,
    Place.UNKNOWN: Text("是不是任何中心都办，还没核对到。", "Whether every centre handles it is not verified."),
}
_PROXIES = {
    ProxyChance.YES: Text("别人可以代办。", "Somebody else may come for you."),
    ProxyChance.FAMILY: Text("家人可以代办。", "A relative may come for you."),
    ProxyChance.LISTED: Text("只有规定的几种人可以代办。", "Only the people whom the rules name may come for you."),
    ProxyChance.NO: Text("要本人来。", "You have to come yourself."),
    ProxyChance.UNKNOWN: Text("能不能代办，还没核对到。", "Whether somebody else may come is not verified."),
}


def each_named(names: Sequence[Text]) -> Text:
    """Every name, quoted: “A”、“B”; “A”, “B”."""
    return Text("、".join(f"“{name.zh}”" for name in names), ", ".join(f"“{name.en}”" for name in names))


def full_day(day: date) -> Text:
    """A day with its year."""
    return words.on_day(day, date.min)


def counted(originals: int, copies: int) -> Text:
    """How many of a paper: 原件 1 份，复印件 2 份."""
    zh, en = [], []
    if originals or not copies:
        zh.append(f"原件 {originals} 份")
        en.append(f"{originals} original{'s' if originals != 1 else ''}")
    if copies:
        zh.append(f"复印件 {copies} 份")
        en.append(f"{copies} {'copies' if copies != 1 else 'copy'}")
    return Text("，".join(zh), ", ".join(en))


def standing(item: Item) -> Text:
    """How a matter stands, in a word or two. Of what is not possible or comes later its reason is said behind it."""
    match item.standing:
        case Standing.NOW if item.in_person:
            return Text("能办，要您本人来。", "It can be done; you have to come yourself.")
        case Standing.NOW if item.promised:
            return Text("能办。", "It can be done.")
        case Standing.NOW:
            return Text("能办，有的要到窗口确认。", "It can be done; something of it is confirmed at the window.")
        case Standing.UNDECIDED:
            return Text("能不能办，还定不下来。", "Whether it can be done is not decided yet.")
        case Standing.LATER:
            return Text("以后能办。", "It can be done later.")
        case Standing.AUTOMATIC:
            return Text("不用跑。", "No trip needed.")
        case Standing.NOT_HERE:
            return Text("不在中心办。", "It is not handled at the centre.")
        case Standing.NOT_ENTITLED:
            return Text("现在不能办。", "It is not possible now.")


def case_of(situations: Sequence[Text]) -> Text | None:
    """Which cases of a matter it is."""
    if not situations:
        return None
    said = each_named(situations)
    return Text(f"属于{said.zh}的情形。", f"It is the case {said.en}.")


def depends_on(labels: Sequence[Text]) -> Text | None:
    """What is still open about a matter."""
    if not labels:
        return None
    said = words.nouns(labels)
    return Text(f"还要看：{said.zh}。", f"It still depends on: {said.en}.")


def how(item: Item) -> Text | None:
    """By which way a matter is handled, the best first."""
    if item.channel is None:
        return None
    others = [_ALSO_BY[channel] for channel in item.channels if channel != item.channel]
    if not others:
        return _BY[item.channel]
    also = words.nouns(others)
    return words.joined((_BY[item.channel], Text(f"{also.zh}也行。", f"Also {also.en}.")))


def where(item: Item, plan: Plan) -> Text | None:
    """Where a matter is handled, when that is another place than the plan's."""
    return None if item.place == plan.place else _PLACES[item.place]


def how_long(item: Item) -> Text | None:
    """How long a matter takes."""
    if item.on_the_spot:
        return Text("当场办好。", "Done while you wait.")
    if item.deadline is None:
        return None
    days = item.deadline.days
    if item.deadline.unit == "working_days":
        return Text(f"{days} 个工作日内办好。", f"Done within {days} working days.")
    return Text(f"{days} 天内办好。", f"Done within {days} days.")


def at_the_window(item: Item) -> Text | None:
    """How many minutes the window takes."""
    if item.minutes is None:
        return None
    return Text(f"在窗口大约 {item.minutes} 分钟。", f"About {item.minutes} minutes at the window.")


def until(item: Item) -> Text | None:
    """The last day of the season of a matter."""
    if item.until_day is None:
        return None
    day = full_day(item.until_day)
    return Text(f"办到 {day.zh}为止。", f"Open until {day.en}.")


def money(charge: Charge) -> Text:
    """What the resident pays or receives."""
    item, note = charge.item, charge.note
    if charge.pays and charge.amount == 0:
        return words.joined((Text(f"{item.zh}不收费。", f"There is no charge for {item.en}."), _ended(note)))
    if charge.amount is None:
        zh, en = f"{item.zh}，多少没有写明", f"{item.en}, how much is not stated"
    else:
        unit = charge.unit or Text("", "")
        zh, en = f"{item.zh} {charge.amount} {unit.zh}".rstrip(), f"{item.en} {charge.amount} {unit.en}".rstrip()
    said = Text(f"要付：{zh}。", f"You pay: {en}.") if charge.pays else Text(f"能领：{zh}。", f"You receive: {en}.")
    return words.joined((said, _ended(note)))


def result(item: Item) -> Text | None:
    """What one gets in the end."""
    return None if item.result is None else Text(f"办好给您：{item.result.zh}。", f"You get: {item.result.en}.")


def who_may_come(item: Item) -> Text:
    """Whether somebody else may come for a matter, and what its rule adds."""
    return words.joined((_PROXIES[item.proxy], item.proxy_note))


def gap(item: Item) -> Text | None:
    """That a minor paper may follow."""
    if item.minor_gap_days is None:
        return None
    days = item.minor_gap_days
    return Text(
        f"次要材料暂时缺的，可以先收，{days} 天内补。",
        f"It is accepted while a minor paper is missing, which may follow within {days} days.",
    )


def uses(paper: Bring, plan: Plan) -> Text | None:
    """For which matters a paper is brought, how many for each, and what the clerk looks at.

    What a paper's `why` has said is not said again: the one matter that needs it.
    """
    if len(paper.uses) == 1 and not paper.proxy:
        return looked_at(paper.uses[0])
    told = []
    for use in paper.uses:
        name, looked = name_of(use.matter, plan), looked_at(use)
        count = counted(1 if use.originals is None else use.originals, use.copies)
        told.append(words.joined((Text(f"“{name.zh}”要{count.zh}。", f"“{name.en}”: {count.en}."), looked)))
    return words.joined(told)


def looked_at(use: Use) -> Text | None:
    """What the clerk looks at, and what else is to be known of a paper in a matter."""
    said: list[Text | None] = []
    if use.checks:
        zh, en = "；".join(check.zh for check in use.checks), "; ".join(check.en for check in use.checks)
        said.append(Text(f"窗口看：{zh}。", f"The window looks at: {en}."))
    said.append(_ended(use.note))
    return words.joined(said) if any(said) else None


def instead(paper: Bring, plan: Plan) -> Text | None:
    """What else would do: for which matters, where not for all, with how many copies, and what it takes to get."""
    said: list[Text] = []
    for other in paper.instead:
        only = [matter for matter in other.for_matters if matter in paper.for_matters]
        notes = []
        if only and len(only) < len(paper.for_matters):
            names = each_named([name_of(matter, plan) for matter in only])
            notes.append(Text(f"只办{names.zh}时", f"only for {names.en}"))
        if other.copies:
            notes.append(Text(f"复印件 {other.copies} 份", f"copies: {other.copies}"))
        zh = f"（{'，'.join(note.zh for note in notes)}）" if notes else ""
        en = f" ({', '.join(note.en for note in notes)})" if notes else ""
        said.append(Text(f"{other.name.zh}也行{zh}。", f"Or bring {other.name.en}{en}."))
        said += [other.obtain] if other.obtain is not None else []
    return words.joined(said) if said else None


def saved_by(labels: Sequence[Text]) -> Text | None:
    """The facts by which a paper may turn out not to be needed."""
    if not labels:
        return None
    said = words.nouns(labels)
    return Text(f"知道了{said.zh}，也许就不用带。", f"Once {said.en} is known, it may not be needed.")


def name_of(matter: str, plan: Plan) -> Text:
    """The name of a matter of the plan."""
    item = plan.item(matter)
    return item.name if item is not None else Text(matter, matter)


def _ended(text: Text | None) -> Text | None:
    """The text as a sentence."""
    if text is None:
        return None
    zh = text.zh if text.zh.endswith(("。", "！", "？", "”")) else f"{text.zh}。"
    en = text.en if text.en.endswith((".", "!", "?", "”")) else f"{text.en}."
    return Text(zh, en)
