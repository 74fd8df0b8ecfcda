"""The sentences about visits, in both languages: when, by whom, by which way, and why not all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from onetrip.planning.plan import Place
from onetrip.planning.terms import Channel, Comer, Limit
from onetrip.planning.words import named, on_day
from onetrip.rules import Text

FROM_TODAY = Text(zh="今天起", en="From today")
HOLIDAYS_NOT_ANNOUNCED = Text(zh="节假日安排公布后可能有变化", en="may change once the public holidays are announced")

WAYS: dict[Channel, Text] = {
    "window": Text(zh="窗口", en="a window"),
    "kiosk": Text(zh="自助机", en="a kiosk"),
    "online": Text(zh="网上", en="online"),
    "app": Text(zh="手机上", en="on a mobile phone"),
    "phone": Text(zh="电话", en="by telephone"),
    "bank": Text(zh="银行", en="a bank"),
}
_WINDOWS: dict[Place, Text] = {
    Place.ANY: Text(zh="任何一个中心的任一窗口", en="at any window of any centre"),
    Place.ANY_SENT_ON: Text(zh="任何一个中心的任一窗口", en="at any window of any centre"),
    Place.HOUSEHOLD: Text(zh="指定中心的窗口", en="at a window of the centre that handles it"),
    Place.UNKNOWN: Text(zh="中心窗口", en="at a window of the centre"),
}


_COMERS: dict[Comer, tuple[str, str]] = {
    "resident": ("本人来，", "you come yourself, "),
    "proxy": ("代办人来，", "somebody else comes, "),
}
OVER_BY_THEN = Text(
    zh="等前面那件的结果出来，您可能已经不符合条件了。来之前先问前台或打 12345。",
    en="By the day its result is there you may no longer meet the condition. Ask the desk or call 12345 before you come.",
)
_PLACES_TO_GO = frozenset({"window", "kiosk", "bank"})


def way(channel: Channel, place: Place) -> Text:
    """By which way something is done, as part of a sentence."""
    if channel == "window":
        return _WINDOWS[place]
    at = "at " if channel in _PLACES_TO_GO else ""
    return Text(zh=WAYS[channel].zh, en=f"{at}{WAYS[channel].en}")


def from_then(day: date, today: date, *, certain: bool) -> Text:
    """From which day on."""
    said = on_day(day, today)
    if certain:
        return Text(zh=f"{said.zh}起", en=f"From {said.en}")
    note = HOLIDAYS_NOT_ANNOUNCED
    return Text(zh=f"大约 {said.zh}起（{note.zh}）", en=f"From about {said.en} ({note.en})")


def once_done(firsts: Sequence[Text], limit: Limit) -> Text:
    """From when on, where no calendar says which day that is."""
    said, takes = named(firsts), length(limit)
    return Text(zh=f"{said.zh}交了以后，大约 {takes.zh}", en=f"About {takes.en} after you apply for {said.en}")


def once_there(firsts: Sequence[Text], not_before: Text | None) -> Text:
    """From when on, where nobody can say how long it takes."""
    said = named(firsts)
    if not_before is None:
        return Text(zh=f"{said.zh}的结果出来以后", en=f"Once the result of {said.en} is there")
    return Text(
        zh=f"{said.zh}的结果出来以后，不早于 {not_before.zh}",
        en=f"Once the result of {said.en} is there, not before {not_before.en}",
    )


def length(limit: Limit) -> Text:
    """30 个工作日, 30 working days."""
    one = "" if limit.days == 1 else "s"
    if limit.unit == "working_days":
        return Text(zh=f"{limit.days} 个工作日", en=f"{limit.days} working day{one}")
    return Text(zh=f"{limit.days} 天", en=f"{limit.days} day{one}")


def result_first(firsts: Sequence[Text], thens: Sequence[Text], *, comes: bool) -> Text:
    """Why something is done later: it needs the result of something else."""
    first, then = named(firsts), named(thens)
    if not comes:
        return Text(
            zh=f"先办{first.zh}，有了结果再办{then.zh}。", en=f"First {first.en}; then {then.en}, with its result."
        )
    return Text(
        zh=f"先办{first.zh}，拿到结果再来办{then.zh}。",
        en=f"First {first.en}; come again for {then.en} when you have its result.",
    )


def counted_from_today(first: Text, limit: Limit) -> Text:
    """What the day of a later visit rests on."""
    takes = length(limit)
    return Text(
        zh=f"按今天就办“{first.zh}”、{takes.zh}内办好算的。",
        en=f"Counted from “{first.en}” being applied for today and done within {takes.en}.",
    )


def not_before(names: Sequence[Text], day: date, today: date) -> Text:
    """Why something is done later: its day is still to come."""
    said, then = named(names), on_day(day, today)
    return Text(zh=f"{said.zh}{then.zh}起才能办。", en=f"{said.en}: not possible before {then.en}.")


def until(day: date, today: date) -> Text:
    """The last day of a season."""
    said = on_day(day, today)
    return Text(zh=f"办到 {said.zh}为止。", en=f"Open until {said.en}.")


def also_by(channels: Sequence[Channel], *, comes: bool) -> Text | None:
    """Other ways in which all of a visit can be done."""
    away = [WAYS[each] for each in channels if each not in _PLACES_TO_GO]
    here = [WAYS[each] for each in channels if each in _PLACES_TO_GO]
    told: list[Text] = []
    if here:
        zh, en = "、".join(each.zh for each in here), " or ".join(each.en for each in here)
        told.append(Text(zh=f"{zh}也能办。", en=f"Also at {en}."))
    if away:
        zh, en = "、".join(each.zh for each in away), " or ".join(each.en for each in away)
        spared_zh, spared_en = ("，不用来", ", without coming") if comes else ("", "")
        told.append(Text(zh=f"{zh}也能办{spared_zh}。", en=f"Also {en}{spared_en}."))
    if not told:
        return None
    return Text(zh="".join(each.zh for each in told), en=" ".join(each.en for each in told))


def visit(who: Comer, ways: Mapping[Channel | None, Sequence[Text]], place: Place, *, split: bool) -> Text:
    """Where and what in a sentence, way by way. `split`: at some visits the resident comes, at others somebody else."""
    parts = [_by_one_way(channel, names, place) for channel, names in ways.items()]
    comes = split and any(channel in _PLACES_TO_GO for channel in ways)
    who_zh, who_en = _COMERS[who] if comes else ("", "")
    zh, en = "，".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    en = f"{who_en}{en}"
    return Text(zh=f"{who_zh}{zh}。", en=f"{en[:1].upper()}{en[1:]}.")


def _by_one_way(channel: Channel | None, names: Sequence[Text], place: Place) -> Text:
    done = named(names, most=len(names))
    if channel is None:
        return Text(zh=f"先办{done.zh}，这件不在中心办", en=f"first {done.en}, which the centre does not handle")
    by = way(channel, place)
    return Text(zh=f"{by.zh}办{done.zh}", en=f"{by.en}: {done.en}")


def do_first(name: Text, *, sure: bool, same_visit: bool, here: bool) -> Text:
    """What has to be done before a matter."""
    if not sure:
        return Text(zh=f"还没办过“{name.zh}”的，要先办它。", en=f"“{name.en}” comes first if you have not done it.")
    if not here:
        return Text(
            zh=f"要先办好“{name.zh}”，那件不在中心办。", en=f"“{name.en}” comes first; the centre does not handle it."
        )
    if same_visit:
        return Text(zh=f"同一趟里先办“{name.zh}”。", en=f"“{name.en}” comes first, on the same visit.")
    return Text(
        zh=f"要先办“{name.zh}”，拿到结果再办这件。", en=f"“{name.en}” comes first; then this one, with its result."
    )


def depends_on_result(names: Sequence[Text]) -> Text:
    """A matter that may become possible by the result of another."""
    said = named(names)
    return Text(
        zh=f"先办{said.zh}，结果出来再看能不能办这件。",
        en=f"First {said.en}; its result decides whether you can have this.",
    )


def opened_by(names: Sequence[Text], *, at_once: bool) -> Text:
    """A matter that becomes possible once another is done."""
    said = named(names)
    if at_once:
        return Text(zh=f"先办{said.zh}，当场就好，接着办这件。", en=f"First {said.en}, done at once; then this one.")
    return Text(
        zh=f"先办{said.zh}，结果出来就能办这件。", en=f"First {said.en}; once its result is there, this can be done."
    )


def in_a_circle(names: Sequence[Text]) -> Text:
    """Matters that the catalogue makes wait for one another."""
    said = named([*names, names[0]], most=len(names) + 1)
    zh = "、".join(f"“{name.zh}”" for name in names)
    return Text(
        zh=f"规则里{zh}互相要先办，没法照做，我们会改。来之前先问前台或打 12345。",
        en=f"By the rules {said.en} each come before the next, which cannot be; we will correct it. Ask the desk or call 12345 before you come.",
    )
