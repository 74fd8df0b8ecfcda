"""How a matter goes (DB31/T 544-2024, 5.6): application, acceptance, review and decision, change and renewal."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import AREAS
from onetrip.manuals.points import Points
from onetrip.manuals.telling import (
    PROXY_UNKNOWN,
    TellingInNotes,
    capital,
    channels_told,
    labelled,
    note,
    self_service,
    unknown,
)
from onetrip.planning import MatterTerms, OneOf
from onetrip.prints.chapters import Block, Note, Notes, Part, Row, Rows, Steps
from onetrip.rules import Text


def flow(catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points) -> tuple[Part, ...]:
    """The parts of the flow; of a matter that is not handled here, only where to go instead."""
    terms = matter.terms
    if terms.kind == "not_here":
        return (_elsewhere(matter, points),)
    if terms.automatic:
        come = note(
            "不用申请，也不用带材料。来问的人，告诉他会自己来。",
            "Nothing to apply for and nothing to bring. Tell whoever asks that it comes by itself.",
        )
        steps: tuple[Block, ...] = (Steps(steps=matter.steps),) if matter.steps else ()
        told = Notes(notes=(come, *points.about("channels", "area", "papers", "situations", "proxy", "steps")))
        return (Part(id="flow", name=Text("怎么来", "How it comes"), blocks=(told, *steps)),)
    if self_service(terms):
        return (_at_the_kiosk(matter, telling, points),)
    accepted = (_acceptance(catalogue, matter),) if "window" in terms.channels else ()
    return (
        _application(matter, telling, points),
        _proxy(matter, telling, points),
        *accepted,
        _decision(matter, points),
    )


def _elsewhere(matter: Matter, points: Points) -> Part:
    go_to = (Note(text=matter.terms.go_to),) if matter.terms.go_to is not None else ()
    told: list[Block] = [
        Notes(
            notes=(
                *(go_to or points.about("go_to") or (unknown(),)),
                *points.about("go_to", "channels", "area", "papers", "situations", "proxy", "steps"),
            )
        )
    ]
    if matter.steps:
        told.append(Steps(steps=matter.steps))
    return Part(id="elsewhere", name=Text("不在这里，去哪里", "Not here: where to go"), blocks=tuple(told))


def _at_the_kiosk(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    """What helps somebody at the machine: what to press, what to have ready, whether it can be done for somebody else."""
    terms = matter.terms
    steps: list[Block] = [Steps(steps=matter.steps)] if matter.steps else []
    not_steps = () if matter.steps else (unknown("在机器上怎么点，没有查到。", "What to press is not known."),)
    if about_steps := points.about("steps") or not_steps:
        steps.append(Notes(notes=about_steps))
    listed = bool(terms.papers or terms.situations)
    papers = (*_perhaps_more(terms), *points.about("papers", "situations"))
    if not listed and terms.papers_known:
        papers = (note("不用带材料。", "No papers."), *papers)
    proxy = (telling.proxy(terms.proxy) if terms.proxy is not None else ()) + points.about("proxy")
    rows = [
        Row(
            term=Text("哪里办", "Channels"),
            notes=(
                *channels_told(terms),
                *points.about("channels", "area", "go_to"),
            ),
        ),
        Row(
            term=Text("替别人办", "For somebody else"),
            notes=proxy or (unknown("能不能替别人办，没有查到。", "Whether it can be done for another is not known."),),
        ),
    ]
    bring = Row(term=Text("带什么", "What to bring"), notes=papers)
    blocks: list[Block] = [*steps, Rows(rows=(rows[0], *((bring,) if papers and not listed else ()), rows[1]))]
    blocks += _asked_for(matter, telling)
    if papers and listed:
        blocks.append(Notes(notes=papers))
    return Part(id="kiosk", name=Text("怎么在机器上帮人办", "How to help at the kiosk"), blocks=tuple(blocks))


def _application(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    terms = matter.terms
    area = (Note(text=AREAS[terms.area]),) if terms.area is not None else ()
    rows = Rows(
        rows=(
            Row(
                term=Text("哪里办", "Channels"),
                notes=(*channels_told(terms), *points.about("channels")) or (unknown(),),
            ),
            Row(
                term=Text("通办范围", "Area"),
                notes=(*area, *points.about("area")) or (unknown(),),
            ),
        )
    )
    papers = _asked_for(matter, telling)
    about_papers = (*_perhaps_more(terms), *points.about("papers", "situations"))
    if not papers and not about_papers:
        about_papers = (
            unknown(
                "要什么材料，没有查到。先问清楚再收件，不要让人白跑。",
                "Its papers are not known. Find out before taking any, so that nobody comes in vain.",
            ),
        )
    if about_papers:
        papers.append(Notes(notes=about_papers))
    return Part(id="application", name=Text("申请（收件）", "Application (receipt)"), blocks=(rows, *papers))


def _perhaps_more(terms: MatterTerms) -> tuple[Note, ...]:
    if terms.papers_complete:
        return ()
    return (
        unknown(
            "写着的一定要；还要不要别的，没有核对过，不能承诺“带齐就收”。",
            "Those listed for sure; whether more are asked for has not been checked: promise nobody that they are enough.",
        ),
    )


def _asked_for(matter: Matter, telling: TellingInNotes) -> list[Block]:
    """The papers always asked for, then those of each situation."""
    terms = matter.terms
    papers: list[Block] = []
    if terms.papers:
        papers.append(telling.papers(terms.papers, name=Text("都要的材料", "Papers always asked for")))
    for situation in terms.situations:
        name = labelled("情形：", "Situation: ", situation.name)
        papers.append(telling.papers(situation.papers, name=name, when=situation.when))
    return papers


def _proxy(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    rule = matter.terms.proxy
    told = (telling.proxy(rule) if rule is not None else ()) + points.about("proxy")
    blocks: list[Block] = [Notes(notes=told or (PROXY_UNKNOWN,))]
    if rule is not None and rule.papers:
        blocks.append(telling.papers(rule.papers, name=Text("代办人另外带", "What the proxy brings as well")))
    return Part(id="proxy", name=Text("代办", "Proxy"), blocks=tuple(blocks))


def _acceptance(catalogue: Catalogue, matter: Matter) -> Part:
    """What the window looks at on each paper, and what becomes of the papers."""
    looked_at, not_known = _checks(catalogue, matter)
    rows = [
        Row(term=Text(name.zh, capital(name.en)), notes=tuple(Note(text=check) for check in checks))
        for name, checks in looked_at.items()
    ]
    if not_known or not rows:
        rows.append(
            Row(
                term=Text("别的材料", "Other papers") if rows else Text("窗口看什么", "What the window looks at"),
                notes=(unknown(),),
            )
        )
    if matter.terms.area == "split":
        sent = note(
            "转给户口或居住证所在的中心，由那里受理；纸质材料留在收件的中心。",
            "Sent to the centre of the registered address, which accepts; the papers themselves stay where they were received.",
        )
        rows.append(Row(term=Text("收下以后", "Once received"), notes=(sent,)))
    return Part(
        id="acceptance",
        name=Text("受理：窗口看什么", "Acceptance: what the window looks at"),
        blocks=(Rows(rows=tuple(rows)),),
    )


def _decision(matter: Matter, points: Points) -> Part:
    blocks: list[Block] = [Steps(steps=matter.steps)] if matter.steps else []
    not_steps = unknown("受理以后怎么走，没有查到。", "What happens after acceptance is not known.")
    if about_steps := points.about("steps") or (() if matter.steps else (not_steps,)):
        blocks.append(Notes(notes=about_steps))
    if matter.terms.kind in ("apply", "register"):
        renewal = unknown("没有查到。", "Not known.")
        blocks.append(Rows(rows=(Row(term=Text("变更、延续", "Change, renewal"), notes=(renewal,)),)))
    return Part(id="decision", name=Text("审查和决定", "Review and decision"), blocks=tuple(blocks))


def _checks(catalogue: Catalogue, matter: Matter) -> tuple[dict[Text, tuple[Text, ...]], bool]:
    """What is looked at, by paper; and whether there are papers that must be brought of which nobody knows it."""
    terms = matter.terms
    proxy = terms.proxy.papers if terms.proxy is not None else ()
    asks = [*terms.papers, *(ask for situation in terms.situations for ask in situation.papers), *proxy]
    options = [option for ask in asks for option in (ask.options if isinstance(ask, OneOf) else (ask,))]
    brought = [option for option in options if not catalogue.papers[option.paper].provided]
    found: dict[Text, tuple[Text, ...]] = {}
    for option in brought:
        if option.check:
            name = catalogue.papers[option.paper].name
            found[name] = (*found.get(name, ()), *(check for check in option.check if check not in found.get(name, ())))
    return found, any(catalogue.papers[option.paper].name not in found for option in brought)
