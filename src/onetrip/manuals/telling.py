"""Conditions, papers, limits and money of a matter as notes: what both the guide and the work manual say of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS, ENDED, PROVIDED, PROXIES
from onetrip.catalogue.telling import NOT_NEEDED, Telling, bare, day_in_words, figures_told, has_ended, limit_in_words
from onetrip.planning import Ask, Fee, MatterTerms, OneOf, PaperAsk, ProxyRule, Situation
from onetrip.prints.chapters import Block, Note, Notes, PaperEntry, Papers, Row, Rows
from onetrip.rules import Expr, Outline, Text, unparse

NOT_KNOWN = Text("还没有核对到。", "Not yet known.")
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
    "needs_device": Text("自助机上要有什么", "what a kiosk needs"),
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
    "slip": Text("小贴士", "good to know"),
    "asked_often": Text("常问", "often asked"),
    "form": Text("表格", "form"),
    "at_kiosk": Text("自助办理", "at the kiosk"),
    "life_events": Text("人生大事", "life events"),
    "decided_by": Text("谁决定", "who decides"),
    "basis": Text("依据", "basis"),
    "private": Text("消息里不写名称", "not named in messages"),
    "changes": Text("会变的情况", "what it changes"),
}
"""The fields of a matter's file in words; a field that is not among them is told by its own name."""


def note(zh: str, en: str) -> Note:
    """A sentence of the house's own."""
    return Note(text=Text(zh, en))


def unknown(zh: str = NOT_KNOWN.zh, en: str = NOT_KNOWN.en) -> Note:
    """What nobody has found out, in words."""
    return Note(text=Text(zh, en), mark="open")


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


def time_limits(terms: MatterTerms, *, for_staff: bool) -> tuple[Note, ...]:
    """What is promised and what the law allows; nothing where nobody knows."""
    limits, told = terms.limits, []
    if limits.on_the_spot:
        told.append(note("当场办好（即办件）。" if for_staff else "当场办好。", "Done while you wait."))
    elif limits.decide is not None:
        length = limit_in_words(limits.decide)
        told.append(note(f"承诺 {length.zh}内办好。", f"Promised within {length.en}."))
    if limits.legal is not None:
        length = limit_in_words(limits.legal)
        told.append(note(f"法定时限 {length.zh}。", f"Legal limit {length.en}."))
    return tuple(told)


class TellingInNotes:
    """What the terms of a matter say as notes, as of a day on which dated amounts are told.

    `for_staff`: a paper is followed by the code of its electronic licence. `with_expressions`: a condition is followed by
    its expression, as the editor wrote it.
    """

    def __init__(
        self, catalogue: Catalogue, matter: Matter, day: date, *, for_staff: bool, with_expressions: bool = False
    ) -> None:
        self._catalogue = catalogue
        self._terms = matter.terms
        self._day = day
        self._telling = Telling(catalogue, day)
        self._for_staff = for_staff
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

    def papers(self, asks: Iterable[Ask], *, name: Text | None = None, around: Expr | None = None) -> Papers:
        """Papers asked for together, of whoever may have the matter where `around` holds."""
        return Papers(papers=tuple(entry for ask in asks for entry in self._entries(ask, around)), name=name)

    def situation(self, situation: Situation, name: Text, open_paper: Note) -> tuple[Block, ...]:
        """What one case asks for beside the rest; where nobody knows all of it that stands as `open_paper`."""
        complete = situation.papers_complete and self._terms.papers_known and self._terms.papers_complete
        when = () if self._telling.is_its_name(situation) else self.condition(situation.when, "什么情形：", "When: ")
        if not situation.papers and not complete:
            return (Rows(rows=(Row(term=name, notes=(*when, open_paper)),)),)
        papers = self.papers(situation.papers, name=name, around=situation.when)
        more = () if situation.papers_complete else (Notes(notes=(open_paper,)),)
        return (replace(papers, when=when), *more)

    def not_needed(self, ask: PaperAsk, around: Expr | None) -> bool:
        """Whether everybody is exempt who could be asked for a paper."""
        return self._telling.exemption(ask, (self._terms.entitled, around)).always

    def proxy(self, rule: ProxyRule) -> tuple[Note, ...]:
        """Who may come for the resident, and under which condition."""
        who = PROXIES[rule.who]
        if rule.who == "anyone" and self_service(self._terms):
            who = Text("谁都可以来操作。", "Anybody may do it at the machine.")
        told = [Note(text=who), *self.condition(rule.when, "条件：", "Condition: ")]
        if rule.note is not None:
            told.append(Note(text=rule.note))
        elif rule.who == "listed" and rule.when is None:
            told.append(unknown("是哪几种人，还没有核对到。", "Who they are is not yet known."))
        return tuple(told)

    def figures(self, fees: Iterable[Fee]) -> tuple[Fee, ...]:
        """The figures in force, those to come, and the last one of what has ended."""
        return figures_told(fees, self._day)

    def fee(self, fee: Fee, *, named: bool, without: Text | None = None) -> tuple[Note, ...]:
        """How much, from when until when, for whom; `named`: after what it is for. A note that is `without` is left out."""
        told = [_amount(fee, self._day, named=named)]
        whom = self.condition(fee.when, "适用：", "For whom: ")
        if len(whom) == 1 and not whom[0].points and told[0].mark is None:
            amount, condition = told[0].text, whom[0].text
            told, whom = [note(f"{amount.zh}{condition.zh}", f"{amount.en} {condition.en}")], ()
        if has_ended(fee, self._day):
            told.append(Note(text=ENDED, mark="open"))
        told += whom
        if fee.note is not None and fee.note != without:
            told.append(Note(text=fee.note))
        return tuple(told)

    def _entries(self, ask: Ask, around: Expr | None) -> tuple[PaperEntry, ...]:
        options = ask.options if isinstance(ask, OneOf) else (ask,)
        return tuple(self._entry(option, around, instead=index > 0) for index, option in enumerate(options))

    def _entry(self, ask: PaperAsk, around: Expr | None, *, instead: bool) -> PaperEntry:
        text = self._catalogue.papers[ask.paper]
        exempt = self._telling.exemption(ask, (self._terms.entitled, around))
        name = Text(text.name.zh, capital(text.name.en))
        if exempt.always:
            why = [Note(text=reason) for reason in self._telling.why_not_needed(ask, exempt)]
            why += [Note(text=ask.note)] if ask.note is not None else []
            return PaperEntry(
                name=name,
                counts=(Note(text=NOT_NEEDED),),
                told=(*why, *self._licence(text.licence)),
                instead=instead,
            )
        told = list(self.condition(ask.when, "什么时候要：", "When: "))
        told += [Note(text=each) for each in (text.gloss, ask.note) if each is not None]
        told += self.condition(exempt.general, "可以不带：", "Not needed if: ")
        exempt_why = self._catalogue.book.papers[ask.paper].exempt_why
        if exempt.general is not None and exempt_why is not None:
            told.append(Note(text=labelled("理由：", "Reason: ", exempt_why)))
        told += self.condition(exempt.here, "这件事可以不带：", "Not needed here if: ")
        if text.where is not None:
            told.append(Note(text=labelled("哪里拿：", "", text.where)))
        if (obtained := self._telling.obtained(ask.paper)) is not None:
            told.append(Note(text=obtained))
        if ask.main is False:
            told.append(self._minor())
        told += self._licence(text.licence)
        counts = (Note(text=PROVIDED[text.provided_as]),) if text.provided else _counts(ask)
        return PaperEntry(name=name, counts=counts, told=_once(told, counts), instead=instead)

    def _minor(self) -> Note:
        """A paper that is not a main one; that it may follow is said only where minor-gap acceptance is allowed."""
        gap = self._terms.minor_gap
        if gap is not None and gap.allowed:
            return note("次要材料，可以后补。", "A minor paper; it may follow later.")
        return note("次要材料。", "A minor paper.")

    def _licence(self, code: str | None) -> tuple[Note, ...]:
        if code is None or not self._for_staff:
            return ()
        return (Note(text=Text(f"电子证照目录 {code}", f"e-licence {code}"), mark="code"),)


def _once(told: Iterable[Note], counts: Iterable[Note]) -> tuple[Note, ...]:
    """The notes without those that say again what the number says, or a note before."""
    found: dict[Text, Note | None] = {bare(each.text): None for each in counts}
    for each in told:
        found.setdefault(bare(each.text), each)
    return tuple(each for each in found.values() if each is not None)


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


def _amount(fee: Fee, day: date, *, named: bool) -> Note:
    before = Text(f"{fee.item.zh}：", f"{capital(fee.item.en)}: ") if named else Text("", "")
    if fee.amount is None:
        return unknown(f"{before.zh}多少，还没有核对到。", capital(f"{before.en}how much is not yet known."))
    dates, unit = _dates(fee, day), fee.unit or Text("", "")
    much = Text(f"{fee.amount:,} {unit.zh}".strip(), f"{fee.amount:,} {unit.en}".strip())
    if fee.amount == 0:
        much = Text("不收钱", "free of charge")
    return note(f"{before.zh}{much.zh}{dates.zh}。", capital(f"{before.en}{much.en}{dates.en}."))


def _dates(fee: Fee, day: date) -> Text:
    zh, en = "", ""
    if fee.since is not None:
        since = day_in_words(fee.since)
        zh, en = f"，从 {since.zh}起", f", {'from' if fee.since > day else 'since'} {since.en}"
    if fee.until is not None:
        until = day_in_words(fee.until)
        zh, en = f"{zh}，到 {until.zh}为止", f"{en}, until {until.en}"
    return Text(zh, en)


def capital(words: str) -> str:
    """English words as the beginning of a line."""
    return words[:1].upper() + words[1:]


def when_due(catalogue: Catalogue, terms: MatterTerms, telling: TellingInNotes) -> list[Note]:
    """Of what has to be done first: when it has to, where that is not always."""
    notes: list[Note] = []
    for each in terms.needs_first:
        name = catalogue.matters[each.matter].name
        notes += telling.condition(
            each.when, f"只有这样才要先办“{name.zh}”：", f"“{name.en}” comes first only where this holds: "
        )
    return notes
