"""How a matter goes (DB31/T 544-2024, 5.6): application, acceptance, review and decision, change and renewal."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import AREAS, CHANNELS
from onetrip.manuals.points import Points
from onetrip.manuals.telling import Telling, joined, labelled, note, unknown
from onetrip.planning import OneOf
from onetrip.prints.chapters import Block, Note, Notes, Part, Row, Rows, Steps
from onetrip.rules import Text


def flow(catalogue: Catalogue, matter: Matter, telling: Telling, points: Points) -> tuple[Part, ...]:
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
        told = Notes(notes=(come, *points.about("channels", "papers", "situations", "proxy", "steps")))
        return (Part(id="flow", name=Text("怎么来", "How it comes"), blocks=(told, *steps)),)
    return (
        _application(matter, telling, points),
        _proxy(matter, telling, points),
        _acceptance(catalogue, matter),
        _decision(matter, points),
    )


def _elsewhere(matter: Matter, points: Points) -> Part:
    go_to = (Note(text=matter.terms.go_to),) if matter.terms.go_to is not None else (unknown(),)
    told: list[Block] = [
        Notes(notes=(*go_to, *points.about("go_to", "channels", "papers", "situations", "proxy", "steps")))
    ]
    if matter.steps:
        told.append(Steps(steps=matter.steps))
    return Part(id="elsewhere", name=Text("不在这里，去哪里", "Not here: where to go"), blocks=tuple(told))


def _application(matter: Matter, telling: Telling, points: Points) -> Part:
    terms = matter.terms
    channels = (Note(text=joined(CHANNELS[channel] for channel in terms.channels)),) if terms.channels else (unknown(),)
    area = (
        (Note(text=AREAS[terms.area]),)
        if terms.area is not None
        else (unknown("通办范围没有查到。", "Where it is accepted is not known."),)
    )
    rows = Rows(
        rows=(
            Row(term=Text("哪里办", "Channels"), notes=(*channels, *points.about("channels"))),
            Row(term=Text("通办范围", "Area"), notes=area),
        )
    )
    papers: list[Block] = []
    if terms.papers:
        papers.append(telling.papers(terms.papers, name=Text("都要的材料", "Papers always asked for")))
    for situation in terms.situations:
        name = labelled("情形：", "Situation: ", situation.name)
        papers.append(telling.papers(situation.papers, name=name, when=situation.when))
    if not papers:
        papers.append(
            Notes(
                notes=(
                    unknown(
                        "要什么材料，没有查到。先问清楚再收件，不要让人白跑。",
                        "Its papers are not known. Find out before taking any, so that nobody comes in vain.",
                    ),
                )
            )
        )
    if not terms.papers_known:
        papers.append(
            Notes(
                notes=(
                    unknown(
                        "材料没有核对过，不能承诺“带齐就收”。",
                        "Its papers have not been checked: promise nobody that they are enough.",
                    ),
                )
            )
        )
    elif not terms.papers_complete:
        papers.append(
            Notes(
                notes=(
                    unknown(
                        "写着的一定要；还要不要别的，没有核对过，不能承诺“带齐就收”。",
                        "Those listed for sure; whether more are asked for has not been checked: promise nobody that they are enough.",
                    ),
                )
            )
        )
    if open_points := points.about("papers", "situations"):
        papers.append(Notes(notes=open_points))
    return Part(id="application", name=Text("申请（收件）", "Application (receipt)"), blocks=(rows, *papers))


def _proxy(matter: Matter, telling: Telling, points: Points) -> Part:
    rule = matter.terms.proxy
    if rule is None:
        told: tuple[Note, ...] = (unknown("能不能代办，没有查到。", "Whether somebody else may come is not known."),)
    else:
        told = telling.proxy(rule)
    blocks: list[Block] = [Notes(notes=(*told, *points.about("proxy")))]
    if rule is not None and rule.papers:
        blocks.append(telling.papers(rule.papers, name=Text("代办人另外带", "What the proxy brings as well")))
    return Part(id="proxy", name=Text("代办", "Proxy"), blocks=tuple(blocks))


def _acceptance(catalogue: Catalogue, matter: Matter) -> Part:
    """What the window looks at on each paper, and what becomes of the papers."""
    looked_at, not_known = _checks(catalogue, matter)
    rows = [Row(term=name, notes=tuple(Note(text=check) for check in checks)) for name, checks in looked_at.items()]
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
    blocks: list[Block] = []
    if matter.steps:
        blocks.append(Steps(steps=matter.steps))
    else:
        blocks.append(
            Notes(notes=(unknown("受理以后怎么走，没有查到。", "What happens after acceptance is not known."),))
        )
    renewal = unknown("没有查到。", "Not known.")
    blocks.append(Rows(rows=(Row(term=Text("变更、延续", "Change, renewal"), notes=(renewal,)),)))
    if open_points := points.about("steps"):
        blocks.append(Notes(notes=open_points))
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
