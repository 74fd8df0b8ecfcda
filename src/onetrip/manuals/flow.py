"""How a matter goes (DB31/T 544-2024, 5.6): application, acceptance, review and decision, change and renewal."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS, area_in_words
from onetrip.manuals.missing import Missing
from onetrip.manuals.points import Points
from onetrip.manuals.telling import TellingInNotes, capital, channels_told, labelled, note, self_service, unknown
from onetrip.planning import Ask, MatterTerms, OneOf
from onetrip.prints.chapters import Block, Note, Notes, Part, Row, Rows, Steps
from onetrip.rules import Expr, Text

PAPERS = Text("材料", "Papers")
PROXY = Text("代办", "Proxy")
WHERE = Text("哪里办", "Where")
AT_THE_MACHINE = Text("在机器上怎么办", "At the machine")

_IN_THIS_CASE = unknown(
    "这种情形还要什么材料，还没有核对到，不能承诺。",
    "What else this case takes is not yet known: promise nothing.",
)
_FEW_STEPS = 1
"""Steps at a machine that still read well in a row of the elements; mostly they repeat the name of the matter."""


def flow(
    catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points, missing: Missing
) -> tuple[tuple[Row, ...], tuple[Part, ...]]:
    """The rows that the elements gain, and the parts of the flow; of what is not handled here, only where to go instead."""
    terms = matter.terms
    if terms.kind == "not_here":
        return (), (_elsewhere(matter, points),)
    if terms.automatic:
        return (), (_by_itself(matter, points),)
    if self_service(terms):
        return _at_the_kiosk(matter, telling, points, missing)
    application = Part(
        id="application",
        name=Text("申请（收件）", "Application (receipt)")
        if "window" in terms.channels
        else Text("申请", "Application"),
        blocks=(*_places(matter, points, missing), *_papers(matter, telling, points)),
    )
    proxy = _proxy(matter, telling, points, missing)
    accepted = (_acceptance(catalogue, matter, telling, missing),) if "window" in terms.channels else ()
    return (), (application, proxy, *accepted, _decision(matter, points, missing))


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


def _by_itself(matter: Matter, points: Points) -> Part:
    come = note(
        "不用申请，也不用带材料。来问的人，告诉他会自己来。",
        "Nothing to apply for and nothing to bring. Tell whoever asks that it comes by itself.",
    )
    steps: tuple[Block, ...] = (Steps(steps=matter.steps),) if matter.steps else ()
    told = Notes(notes=(come, *points.about("channels", "area", "papers", "situations", "proxy", "steps")))
    return Part(id="flow", name=Text("怎么来", "How it comes"), blocks=(told, *steps))


def _at_the_kiosk(
    matter: Matter, telling: TellingInNotes, points: Points, missing: Missing
) -> tuple[tuple[Row, ...], tuple[Part, ...]]:
    """What helps somebody at the machine. With more than one step it has a part of its own, else it is in the elements."""
    terms = matter.terms
    listed = bool(terms.papers or terms.situations)
    about_papers = _about_papers(terms, points)
    if not listed and terms.papers_known:
        about_papers = (note("不用带材料。", "No papers."), *about_papers)
    proxy = (telling.proxy(terms.proxy) if terms.proxy is not None else ()) + points.about("proxy")
    if not proxy:
        missing.add("能不能替别人办", "whether it can be done for somebody else")
    of_papers = Row(term=PAPERS, notes=() if listed else about_papers)
    of_proxy = Row(term=PROXY, notes=proxy)
    table: tuple[Block, ...] = _asked_for(matter, telling)
    if listed and about_papers:
        table = (*table, Notes(notes=about_papers))
    if len(matter.steps) > _FEW_STEPS:
        steps: tuple[Block, ...] = (Steps(steps=matter.steps),)
        if about_steps := points.about("steps"):
            steps = (*steps, Notes(notes=about_steps))
        place = Row(term=WHERE, notes=(*channels_told(terms), *points.about("channels", "area", "go_to")))
        rows = tuple(row for row in (place, of_papers, of_proxy) if row.notes)
        name = Text("怎么在机器上帮人办", "How to help at the kiosk")
        return (), (Part(id="kiosk", name=name, blocks=(*steps, Rows(rows=rows), *table)),)
    place = Row(term=WHERE, notes=(*_in_a_step(matter, points, missing), *points.about("area", "go_to")))
    rows = tuple(row for row in (place, of_papers, of_proxy) if row.notes)
    return rows, (Part(id="papers", name=PAPERS, blocks=table),)


def _in_a_step(matter: Matter, points: Points, missing: Missing) -> tuple[Note, ...]:
    """The place and the one step there is, which mostly names the place itself."""
    terms, place = matter.terms, channels_told(matter.terms)
    if len(terms.channels) == 1 and any(CHANNELS[terms.channels[0]].zh in step.zh for step in matter.steps):
        place = ()
    steps = tuple(Note(text=Text(step.zh, capital(step.en))) for step in matter.steps) + points.about("steps")
    if not steps:
        missing.add("在机器上怎么点", "what to press")
    return (*place, *steps, *points.about("channels"))


def _places(matter: Matter, points: Points, missing: Missing) -> tuple[Block, ...]:
    """Where it is handled and which centres accept it; where no window does, also the one step there is."""
    terms = matter.terms
    if "window" not in terms.channels and terms.channels and len(matter.steps) <= _FEW_STEPS:
        channels = _in_a_step(matter, points, missing)
    else:
        channels = (*channels_told(terms), *points.about("channels"))
    where = area_in_words(matter)
    area = ((Note(text=where),) if where is not None else ()) + points.about("area")
    if not channels:
        missing.add("哪里办", "where it is handled")
    if not area:
        missing.add("通办范围", "area")
    found = (Row(term=WHERE, notes=channels), Row(term=Text("通办范围", "Area"), notes=area))
    rows = tuple(row for row in found if row.notes)
    return (Rows(rows=rows),) if rows else ()


def _papers(matter: Matter, telling: TellingInNotes, points: Points) -> tuple[Block, ...]:
    papers = _asked_for(matter, telling)
    about_papers = _about_papers(matter.terms, points)
    if not papers and not about_papers:
        about_papers = (
            unknown(
                "要什么材料，还没有核对到。先问清楚再收件，不要让人白跑。",
                "Its papers are not yet known. Find out before taking any, so that nobody comes in vain.",
            ),
        )
    return (*papers, *((Notes(notes=about_papers),) if about_papers else ()))


def _about_papers(terms: MatterTerms, points: Points) -> tuple[Note, ...]:
    """What is open about the papers, and what follows from it where the list may lack some."""
    told = points.about("papers", "situations")
    if terms.papers_complete:
        return told
    if told:
        return (*told, note("所以不能承诺“带齐就收”。", "So promise nobody that those listed are enough."))
    return (
        unknown(
            "还要不要别的材料，还没有核对到，不能承诺“带齐就收”。",
            "Whether more papers are asked for is not yet known: promise nobody that those listed are enough.",
        ),
    )


def _asked_for(matter: Matter, telling: TellingInNotes) -> tuple[Block, ...]:
    """The papers always asked for, then those of each situation."""
    terms = matter.terms
    papers: list[Block] = []
    if terms.papers:
        papers.append(telling.papers(terms.papers, name=Text("都要的材料", "Papers always asked for")))
    for situation in terms.situations:
        name = labelled("情形：", "Situation: ", situation.name)
        papers += telling.situation(situation, name, _IN_THIS_CASE)
    return tuple(papers)


def _proxy(matter: Matter, telling: TellingInNotes, points: Points, missing: Missing) -> Part:
    rule = matter.terms.proxy
    told = (telling.proxy(rule) if rule is not None else ()) + points.about("proxy")
    blocks: list[Block] = [Notes(notes=told)] if told else []
    if not told:
        missing.add("能不能代办", "whether somebody else may come")
    if rule is not None and rule.papers:
        name = Text("代办人另外带", "What the proxy brings as well")
        blocks.append(telling.papers(rule.papers, name=name, around=rule.when))
    return Part(id="proxy", name=PROXY, blocks=tuple(blocks))


def _acceptance(catalogue: Catalogue, matter: Matter, telling: TellingInNotes, missing: Missing) -> Part:
    """What the window looks at on each paper, and what becomes of the papers."""
    looked_at, not_known = _checks(catalogue, matter, telling)
    rows = [
        Row(term=Text(name.zh, capital(name.en)), notes=tuple(Note(text=check) for check in checks))
        for name, checks in looked_at.items()
    ]
    if not rows:
        missing.add("窗口看什么", "what the window looks at")
    elif not_known:
        missing.add("别的材料窗口看什么", "what the window looks at on the other papers")
    if matter.terms.area == "split":
        sent = note(
            "转给受理的中心，由那里受理；纸质材料留在收件的中心。",
            "Sent to the centre that accepts; the papers themselves stay where they were received.",
        )
        rows.append(Row(term=Text("收下以后", "Once received"), notes=(sent,)))
    return Part(
        id="acceptance",
        name=Text("受理：窗口看什么", "Acceptance: what the window looks at"),
        blocks=(Rows(rows=tuple(rows)),) if rows else (),
    )


def _decision(matter: Matter, points: Points, missing: Missing) -> Part:
    """What comes after acceptance; where no window accepts it, what is done at the machine, in more than one step."""
    terms = matter.terms
    accepted = "window" in terms.channels or not terms.channels
    told = accepted or len(matter.steps) > _FEW_STEPS
    blocks: list[Block] = [Steps(steps=matter.steps)] if matter.steps and told else []
    if about_steps := points.about("steps"):
        blocks.append(Notes(notes=about_steps))
    if not blocks and told:
        missing.add("怎么一步一步办", "the steps")
    if terms.kind in ("apply", "register"):
        missing.add("变更和延续", "change and renewal")
    at_the_machine = AT_THE_MACHINE if "kiosk" in terms.channels else Text("怎么办", "How it is done")
    name = Text("审查和决定", "Review and decision") if accepted else at_the_machine
    return Part(id="decision", name=name, blocks=tuple(blocks))


def _checks(catalogue: Catalogue, matter: Matter, telling: TellingInNotes) -> tuple[dict[Text, tuple[Text, ...]], bool]:
    """What is looked at, by paper; and whether there are papers that must be brought of which nobody knows it."""
    terms = matter.terms
    asked: list[tuple[Ask, Expr | None]] = [(ask, None) for ask in terms.papers]
    asked += [(ask, situation.when) for situation in terms.situations for ask in situation.papers]
    if terms.proxy is not None:
        asked += [(ask, terms.proxy.when) for ask in terms.proxy.papers]
    brought = [
        option
        for ask, around in asked
        for option in (ask.options if isinstance(ask, OneOf) else (ask,))
        if not catalogue.papers[option.paper].provided and not telling.not_needed(option, around)
    ]
    found: dict[Text, tuple[Text, ...]] = {}
    for option in brought:
        if option.check:
            name = catalogue.papers[option.paper].name
            found[name] = (*found.get(name, ()), *(check for check in option.check if check not in found.get(name, ())))
    return found, any(catalogue.papers[option.paper].name not in found for option in brought)
