"""Conditions, papers, limits and money of a matter as notes: what both the guide and the work manual say of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.guide import CHANNELS, PROVIDED, PROXIES
from onetrip.catalogue.telling import Telling, day_in_words, limit_in_words
from onetrip.manuals.points import Points
from onetrip.planning import Ask, Fee, MatterTerms, OneOf, PaperAsk, ProxyRule
from onetrip.prints.chapters import Note, PaperEntry, Papers
from onetrip.rules import Expr, Outline, Text, unparse

NOT_FOUND = Text("没有查到。", "Not known.")
"""What stands where no source says anything."""

FIELDS = {
    "name": Text("名称", "name"),
    "also": Text("叫法", "other names"),
    "said": Text("问法", "how it is asked"),
    "category": Text("类别", "category"),
    "department": Text("部门", "department"),
    "kind": Text("性质", "kind"),
    "offer": Text("告诉谁", "whom to tell"),
    "entitled": Text("条件", "conditions"),
    "codes": Text("编码", "codes"),
    "channels": Text("渠道", "channels"),
    "area": Text("通办范围", "area"),
    "go_to": Text("去哪里", "where to go"),
    "situations": Text("情形", "situations"),
    "papers": Text("材料", "papers"),
    "proxy": Text("代办", "proxy"),
    "minor_gap": Text("容缺受理", "minor gaps"),
    "steps": Text("步骤", "steps"),
    "limits": Text("时限", "time limits"),
    "fees": Text("钱", "money"),
    "season": Text("办理时段", "period"),
    "minutes": Text("窗口用时", "minutes"),
    "result": Text("结果", "result"),
    "automatic": Text("自己会来", "coming by itself"),
    "leads_to": Text("随后的事", "what follows"),
    "needs_first": Text("先办的事", "what comes first"),
    "slip": Text("小贴士", "the good colleague's sentence"),
    "asked_often": Text("常问", "often asked"),
    "life_events": Text("人生大事", "life events"),
    "decided_by": Text("谁决定", "who decides"),
    "basis": Text("依据", "basis"),
    "changes": Text("会变的情况", "what it changes"),
}
"""The fields of a matter's file in words; a field that is not among them is told by its own name."""


def note(zh: str, en: str) -> Note:
    """A sentence of the house's own."""
    return Note(text=Text(zh, en))


def unknown(zh: str = NOT_FOUND.zh, en: str = NOT_FOUND.en) -> Note:
    """What nobody has found out, in words."""
    return Note(text=Text(zh, en), mark="open")


PROXY_UNKNOWN = unknown("能不能代办，没有查到。", "Whether somebody else may come is not known.")


def labelled(zh: str, en: str, text: Text) -> Text:
    """A text after a word that says what it is."""
    return Text(zh + text.zh, en + text.en)


def field_in_words(field: str) -> Text:
    """材料; papers."""
    return FIELDS.get(field) or Text(field, field)


def joined(names: Iterable[Text]) -> Text:
    """Names one after another."""
    listed = tuple(names)
    return Text("、".join(name.zh for name in listed), ", ".join(name.en for name in listed))


def self_service(terms: MatterTerms) -> bool:
    """Whether residents print it or look it up themselves, so that no window accepts anything."""
    return terms.kind in ("print", "query") and bool(terms.channels) and "window" not in terms.channels


def channels_told(terms: MatterTerms) -> tuple[Note, ...]:
    """Where it is handled, in a line; nothing where nobody knows."""
    named = joined(CHANNELS[channel] for channel in terms.channels)
    return (Note(text=Text(named.zh, capital(named.en))),) if terms.channels else ()


def time_limits(terms: MatterTerms, points: Points, *, for_staff: bool) -> tuple[Note, ...]:
    """What is promised and what the law allows, with what is open about it; where that is nothing, that nobody knows.

    Staff are also told where the legal limit is not known, and how long it takes at the window.
    """
    limits, told = terms.limits, []
    if limits.on_the_spot:
        told.append(note("当场办好（即办件）。" if for_staff else "当场办好。", "Done while you wait."))
    elif limits.decide is not None:
        length = limit_in_words(limits.decide)
        told.append(note(f"承诺 {length.zh}内办好。", f"Promised within {length.en}."))
    if limits.legal is not None:
        length = limit_in_words(limits.legal)
        told.append(note(f"法定时限 {length.zh}。", f"Legal limit {length.en}."))
    elif told and for_staff:
        told.append(unknown("法定时限没有查到。", "The legal limit is not known."))
    told += points.about("limits")
    if not told:
        told.append(unknown("多久办好，没有查到。", "How long it takes is not known."))
    if for_staff and terms.minutes is not None:
        minutes = terms.minutes
        told.append(note(f"在窗口约 {minutes} 分钟（示例值）。", f"About {minutes} minutes at the window (example)."))
    return tuple(told)


class TellingInNotes:
    """What the terms of a catalogue say as notes, as of a day on which dated amounts are told.

    `with_expressions`: a condition is followed by its expression, as the editor wrote it.
    """

    def __init__(self, catalogue: Catalogue, day: date, *, with_expressions: bool) -> None:
        self._catalogue = catalogue
        self._telling = Telling(catalogue, day)
        self._with_expressions = with_expressions

    def condition(self, expr: Expr | None, zh: str = "", en: str = "") -> tuple[Note, ...]:
        """A condition after the words given, as a list where it is nested; nothing where it always holds."""
        outline = self._telling.outline(expr)
        if expr is None or outline is None:
            return ()
        told = [Note(text=labelled(zh, en, outline.text), points=_points(outline))]
        if self._with_expressions:
            source = unparse(expr)
            told.append(Note(text=Text(source, source), mark="code"))
        return tuple(told)

    def papers(self, asks: Iterable[Ask], *, name: Text | None = None, when: Expr | None = None) -> Papers:
        """Papers asked for together."""
        entries = tuple(entry for ask in asks for entry in self._entries(ask))
        return Papers(papers=entries, name=name, when=self.condition(when, "什么情形：", "When: "))

    def proxy(self, rule: ProxyRule) -> tuple[Note, ...]:
        """Who may come for the resident, and under which condition."""
        told = [Note(text=PROXIES[rule.who]), *self.condition(rule.when, "条件：", "Condition: ")]
        if rule.note is not None:
            told.append(Note(text=rule.note))
        return tuple(told)

    def fee(self, fee: Fee) -> tuple[Note, ...]:
        """What it is for, how much, from when until when, for whom."""
        told = [_amount(fee), *self.condition(fee.when, "适用：", "For whom: ")]
        if fee.note is not None:
            told.append(Note(text=fee.note))
        return tuple(told)

    def _entries(self, ask: Ask) -> tuple[PaperEntry, ...]:
        options = ask.options if isinstance(ask, OneOf) else (ask,)
        return tuple(self._entry(option, instead=index > 0) for index, option in enumerate(options))

    def _entry(self, ask: PaperAsk, *, instead: bool) -> PaperEntry:
        text, terms = self._catalogue.papers[ask.paper], self._catalogue.book.papers[ask.paper]
        told = list(self.condition(ask.when, "什么时候要：", "When: "))
        told += [Note(text=each) for each in (text.gloss, ask.note) if each is not None]
        told += self.condition(terms.exempt, "可以不带：", "Not needed if: ")
        if terms.exempt is not None and terms.exempt_why is not None:
            told.append(Note(text=labelled("理由：", "Reason: ", terms.exempt_why)))
        told += self.condition(ask.exempt, "这件事可以不带：", "Not needed here if: ")
        if text.where is not None:
            told.append(Note(text=text.where))
        if ask.main is False:
            told.append(note("次要材料，可以后补。", "A minor paper; it may follow later."))
        if self._with_expressions and text.licence is not None:
            licence = Text(f"电子证照目录 {text.licence}", f"e-licence {text.licence}")
            told.append(Note(text=licence, mark="code"))
        counts = (Note(text=PROVIDED[text.provided_as]),) if text.provided else _counts(ask)
        return PaperEntry(
            name=Text(text.name.zh, capital(text.name.en)), counts=counts, told=tuple(told), instead=instead
        )


def _points(outline: Outline) -> tuple[Note, ...]:
    return tuple(Note(text=point.text, points=_points(point)) for point in outline.points)


def _counts(ask: PaperAsk) -> tuple[Note, ...]:
    """How many: a number that no source gives is told as open and never guessed."""
    told = []
    if ask.originals is None:
        told.append(unknown("份数", "number"))
    elif ask.originals:
        told.append(note(f"原件 {ask.originals}", f"{ask.originals} original{'' if ask.originals == 1 else 's'}"))
    if ask.copies:
        told.append(note(f"复印件 {ask.copies}", f"{ask.copies} cop{'y' if ask.copies == 1 else 'ies'}"))
    return tuple(told)


def _amount(fee: Fee) -> Note:
    item = fee.item
    if fee.amount is None:
        return unknown(f"{item.zh}：多少，没有查到。", f"{capital(item.en)}: how much is not known.")
    if fee.amount == 0:
        return note(f"{item.zh}：不收钱{_dates(fee).zh}。", f"{capital(item.en)}: free of charge{_dates(fee).en}.")
    unit, figure = fee.unit or Text("", ""), f"{fee.amount:,}"
    return note(
        f"{item.zh}：{figure} {unit.zh}{_dates(fee).zh}。",
        f"{capital(item.en)}: {figure} {unit.en}{_dates(fee).en}.",
    )


def _dates(fee: Fee) -> Text:
    zh, en = "", ""
    if fee.since is not None:
        since = day_in_words(fee.since)
        zh, en = f"，从 {since.zh}起", f", since {since.en}"
    if fee.until is not None:
        until = day_in_words(fee.until)
        zh, en = f"{zh}，到 {until.zh}为止", f"{en}, until {until.en}"
    return Text(zh, en)


def capital(words: str) -> str:
    """English words as the beginning of a line."""
    return words[:1].upper() + words[1:]
