"""A matter as the public guide tells it: every field in sentences, what nobody has verified beside what it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onetrip.catalogue.book import Catalogue, LifeEvent, Matter, OpenPoint
from onetrip.catalogue.telling import (
    NOT_NEEDED,
    UNCONDITIONAL,
    Telling,
    figures_told,
    has_ended,
    limit_in_words,
    open_to_everybody,
    season_in_words,
)
from onetrip.planning import Ask, Fee, OneOf, PaperAsk, ProvidedAs
from onetrip.rules import Expr, Outline, Text
from onetrip.rules.wording import bracketed

CHANNELS = {
    "window": Text("窗口", "a window"),
    "kiosk": Text("自助机", "a kiosk"),
    "online": Text("网上", "online"),
    "app": Text("手机应用", "the app"),
    "bank": Text("银行", "a bank"),
    "phone": Text("电话", "by telephone"),
}
AREAS = {
    "direct": Text("全市任何一个街镇中心都受理。", "Any centre in the city accepts it."),
    "split": Text(
        "全市任何一个街镇中心都收材料，转到户口或居住证所在的中心受理。",
        "Any centre takes the papers and sends them to the one of your registered address, which accepts.",
    ),
    "none": Text(
        "不是每个街镇中心都办，要到指定的那一个。", "Not every centre handles it; it has to be a certain one."
    ),
}
_CENTRE_OF = {
    "household": Text("户口所在的街镇中心", "the centre of your household registration"),
    "residence": Text("居住地的街镇中心", "the centre of where you live"),
}
DECIDERS = {
    "household": Text("由户口所在的区决定。", "The district of your household registration decides."),
    "residence": Text("由居住地所在的区决定。", "The district you live in decides."),
}
PROVIDED: dict[ProvidedAs | None, Text] = {
    "handed_out": Text("窗口当场给", "Handed out there"),
    "printed": Text("窗口打印", "Printed there"),
    "self_service": Text("自助机上出", "From the kiosk"),
    None: Text("不用准备", "Nothing to prepare"),
}
"""How a paper is had that nobody needs to bring; under None where no source says how."""

ENDED = Text(
    "已经到期，现在还有没有、多少，还没有核对到。",
    "It has ended; whether it goes on, and how much, is not yet known.",
)
"""Of a figure that held until a day before today."""

PROXIES = {
    "anyone": Text("谁都可以代办。", "Anybody may come for you."),
    "family": Text("家人可以代办。", "A relative may come for you."),
    "listed": Text("规定的几种人可以代办。", "Certain people may come for you."),
    "nobody": Text("要本人来。", "You have to come yourself."),
}


@dataclass(frozen=True)
class PaperShown:
    """One paper of a matter: how many, and in sentences when it is asked for, what it looks like, what else would do.

    `originals` None: the source does not say; it is shown as 1 and marked. `provided`: how it is had without bringing
    it, or that nobody needs to bring it; None: it is brought.
    """

    name: Text
    originals: int | None
    copies: int
    provided: Text | None
    told: Text


@dataclass(frozen=True)
class PaperGroup:
    """Papers asked for together: always, or in one situation of the matter; `complete` False: perhaps others too."""

    name: Text | None
    when: Outline | None
    papers: tuple[PaperShown, ...]
    complete: bool = True


@dataclass(frozen=True)
class FeeShown:
    """Money, and in a sentence for whom; None: for everybody."""

    fee: Fee
    when: Text | None


@dataclass(frozen=True)
class ForerunnerShown:
    """A matter that has to be done first, and in a sentence for whom; None: for whoever has not done it."""

    matter: Matter
    when: Text | None


@dataclass(frozen=True)
class GuidePage:
    """Everything the public guide says about a matter."""

    matter: Matter
    category: Text
    department: Text | None
    decided_by: Text | None
    condition: Outline | None
    channels: tuple[Text, ...]
    area: Text | None
    groups: tuple[PaperGroup, ...]
    proxy: Text | None
    proxy_papers: tuple[PaperShown, ...]
    decide: Text | None
    legal: Text | None
    season: Text | None
    fees: tuple[FeeShown, ...]
    life_events: tuple[LifeEvent, ...]
    leads_to: tuple[Matter, ...]
    needs_first: tuple[ForerunnerShown, ...]

    @property
    def open_entitled(self) -> tuple[OpenPoint, ...]:
        """What nobody has verified about who may have it, and when."""
        fields = ("entitled", "season", "needs_first")
        return self._open(*fields) if self.matter.terms.kind == "not_here" else self._open(*fields, "go_to")

    @property
    def open_papers(self) -> tuple[OpenPoint, ...]:
        """The same about the papers."""
        return self._open("papers", "situations")

    @property
    def open_proxy(self) -> tuple[OpenPoint, ...]:
        """The same about who may come instead."""
        return self._open("proxy")

    @property
    def open_how(self) -> tuple[OpenPoint, ...]:
        """The same about steps, places and limits."""
        return self._open("steps", "limits", "channels", "area", "result")

    @property
    def open_fees(self) -> tuple[OpenPoint, ...]:
        """The same about money."""
        return self._open("fees")

    @property
    def open_go_to(self) -> tuple[OpenPoint, ...]:
        """The same about where to go instead."""
        return self._open("go_to")

    @property
    def open_rest(self) -> tuple[OpenPoint, ...]:
        """Every other open point, so that none is left out of the page."""
        shown = (self.open_entitled, self.open_go_to, self.open_papers, self.open_proxy, self.open_how)
        told = [point for points in shown for point in points] + list(self.open_fees if self.matter.terms.fees else ())
        return tuple(point for point in self.matter.shown_open if point not in told)

    def _open(self, *fields: str) -> tuple[OpenPoint, ...]:
        return tuple(point for point in self.matter.shown_open if point.of in fields)


def area_in_words(matter: Matter) -> Text | None:
    """At which centres a matter is handled; by name where it is known whose district decides. None: not known."""
    area, centre = matter.terms.area, _CENTRE_OF.get(matter.decided_by or "")
    if area is None or area == "direct" or centre is None:
        return AREAS[area] if area else None
    if area == "split":
        return Text(
            f"全市任何一个街镇中心都收材料，转到{centre.zh}受理。",
            f"Any centre takes the papers and sends them to {centre.en}, which accepts.",
        )
    return Text(f"只在{centre.zh}办。", f"Only {centre.en} handles it.")


def guide_page(catalogue: Catalogue, matter: Matter, day: date) -> GuidePage:
    """The guide's page of a matter as of `day`, on which dated amounts are told."""
    terms = matter.terms
    telling = Telling(catalogue, day)
    papers = _Papers(telling, matter)
    groups = [PaperGroup(None, None, papers.shown(terms.papers))] if terms.papers else []
    groups += [
        PaperGroup(
            situation.name,
            None if telling.is_its_name(situation) else telling.outline(situation.when),
            papers.shown(situation.papers, situation.when),
            situation.papers_complete,
        )
        for situation in terms.situations
    ]
    said_otherwise = open_to_everybody(terms) or not terms.entitled_known or terms.kind == "not_here"
    unconditional = None if said_otherwise else Outline(UNCONDITIONAL)
    return GuidePage(
        matter=matter,
        category=catalogue.categories[terms.category].name,
        department=catalogue.departments[matter.department].name if matter.department else None,
        decided_by=DECIDERS[matter.decided_by] if matter.decided_by else None,
        condition=telling.outline(terms.entitled) or unconditional,
        channels=tuple(CHANNELS[channel] for channel in terms.channels),
        area=area_in_words(matter),
        groups=tuple(groups),
        proxy=_proxy(matter, telling),
        proxy_papers=papers.shown(terms.proxy.papers, terms.proxy.when) if terms.proxy else (),
        decide=limit_in_words(terms.limits.decide) if terms.limits.decide else None,
        legal=limit_in_words(terms.limits.legal) if terms.limits.legal else None,
        season=season_in_words(terms.season) if terms.season else None,
        fees=tuple(FeeShown(_told(fee, day), telling.condition(fee.when)) for fee in figures_told(terms.fees, day)),
        life_events=tuple(catalogue.life_events[event] for event in matter.life_events),
        leads_to=tuple(catalogue.matters[other] for other in terms.leads_to),
        needs_first=tuple(
            ForerunnerShown(catalogue.matters[each.matter], _unstopped(telling.condition(each.when)))
            for each in terms.needs_first
        ),
    )


def _unstopped(text: Text | None) -> Text | None:
    """A sentence as part of another one."""
    return None if text is None else Text(text.zh.rstrip("。"), text.en.rstrip("."))


def _told(fee: Fee, day: date) -> Fee:
    """A figure, with what has become of it in its note."""
    if not has_ended(fee, day):
        return fee
    note = fee.note or Text("", "")
    return replace(fee, note=Text(f"{ENDED.zh}{note.zh}", f"{ENDED.en} {note.en}".rstrip()))


class _Papers:
    """The papers of a matter as they are shown to whoever may have it."""

    def __init__(self, telling: Telling, matter: Matter) -> None:
        self._telling = telling
        self._matter = matter

    def shown(self, asks: Iterable[Ask], when: Expr | None = None) -> tuple[PaperShown, ...]:
        """Papers asked for where `when` holds."""
        return tuple(self._paper(ask, when) for ask in asks)

    def _paper(self, ask: Ask, when: Expr | None) -> PaperShown:
        """A paper, or the first of several of which any one will do."""
        telling, gap = self._telling, self._matter.terms.minor_gap
        first, *others = ask.options if isinstance(ask, OneOf) else (ask,)
        text = telling.catalogue.papers[first.paper]
        exempt = telling.exemption(first, (self._matter.terms.entitled, when))
        if exempt.always:
            why = (*telling.why_not_needed(first, exempt), first.note)
            return PaperShown(text.name, None, 0, NOT_NEEDED, _joined(*why))
        may_follow = Text("可以后补。", "May follow later.")
        minor = may_follow if gap is not None and gap.allowed else Text("次要材料。", "A minor paper.")
        return PaperShown(
            name=text.name,
            originals=first.originals,
            copies=first.copies,
            provided=PROVIDED[text.provided_as] if text.provided else None,
            told=_joined(
                _labelled("什么时候要：", "When: ", telling.condition(first.when)),
                text.gloss,
                _instead([_name(telling, other) for other in others]),
                _labelled("可以不带：", "Not needed if: ", telling.condition(exempt.general)),
                _labelled("这件事可以不带：", "Not needed here if: ", telling.condition(exempt.here)),
                first.note,
                *(_ended(check) for check in first.check),
                text.where,
                telling.obtained(first.paper),
                minor if first.main is False else None,
            ),
        )


def _name(telling: Telling, ask: PaperAsk) -> Text:
    """An alternative by its name, with the condition under which it will do."""
    name, when = telling.catalogue.papers[ask.paper].name, telling.condition(ask.when)
    if when is None:
        return name
    in_brackets = bracketed(Text(when.zh.rstrip("。"), when.en.rstrip(".")))
    return Text(f"{name.zh}{in_brackets.zh}", f"{name.en} {in_brackets.en}")


def _labelled(zh: str, en: str, said: Text | None) -> Text | None:
    return None if said is None else Text(zh + said.zh, en + said.en)


def _instead(names: Sequence[Text]) -> Text | None:
    if not names:
        return None
    return Text("、".join(name.zh for name in names) + "也行。", f"Or {' or '.join(name.en for name in names)}.")


def _joined(*texts: Text | None) -> Text:
    """Sentences one after another, those that are not there left out."""
    said = [text for text in texts if text is not None]
    return Text("".join(text.zh for text in said), " ".join(text.en for text in said))


def _ended(text: Text) -> Text:
    """What a window looks at is written without a full stop."""
    return Text(text.zh.rstrip("。") + "。", text.en.rstrip(".") + ".")


def _proxy(matter: Matter, telling: Telling) -> Text | None:
    rule = matter.terms.proxy
    if rule is None:
        return None
    said = PROXIES[rule.who]
    when = telling.condition(rule.when)
    if when is not None:
        said = Text(f"{said.zh}条件：{when.zh}", f"{said.en} Condition: {when.en}")
    if rule.note is not None:
        said = Text(f"{said.zh}{rule.note.zh}", f"{said.en} {rule.note.en}")
    return said
