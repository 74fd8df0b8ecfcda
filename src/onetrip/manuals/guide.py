"""办事指南 on paper: a matter in the resident's words, with the elements that GB/T 36114 asks of a guide. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import DECIDERS, area_in_words
from onetrip.catalogue.telling import EVERYBODY, UNCONDITIONAL, open_to_everybody, season_in_words
from onetrip.manuals.manual import source_note
from onetrip.manuals.money import in_a_row
from onetrip.manuals.points import Points
from onetrip.manuals.telling import (
    TellingInNotes,
    channels_told,
    joined,
    labelled,
    note,
    self_service,
    time_limits,
    unknown,
    when_due,
)
from onetrip.prints.chapters import Block, Chapter, Note, Notes, Part, Row, Rows, Steps
from onetrip.rules import Text

_NOT_IN_IT = note(
    "指南通常还写：数量限制、您的权利和义务、投诉渠道。这份目录里还没有，请问 12345。",
    "A guide usually also names number limits, your rights and duties, and where to complain. This catalogue does not yet; please ask 12345.",
)
_DEMONSTRATION = note(
    "这是演示用的目录，数字标着日期，不是官方公布。办事前以窗口为准。",
    "This catalogue is a demonstration with dated figures, not an official publication. What the window says decides.",
)

_IN_THIS_CASE = unknown(
    "这种情形还要带什么，还没有核对到，来之前先问 12345。",
    "What else this case takes is not yet known; please ask 12345 before you come.",
)
_PROXY_UNKNOWN = unknown("能不能代办，还没有核对到。", "Whether somebody else may come is not yet known.")


def guide_chapter(catalogue: Catalogue, matter: Matter, number: str, day: date) -> Chapter:
    """What a resident needs to know; what is for the editor alone is not in it. Amounts are those of `day`."""
    terms = matter.terms
    telling = TellingInNotes(catalogue, matter, day, for_staff=False)
    points = Points(matter)
    parts = [_who(catalogue, matter, telling, points)]
    if terms.kind != "not_here" and not terms.automatic:
        parts += [_bring(matter, telling, points), _cannot_come(matter, telling, points)]
    parts += [
        _how(catalogue, matter, points),
        _money(matter, telling, points),
        _asked(matter, points),
        _grounds(matter, points),
    ]
    category = catalogue.categories[terms.category]
    lead: list[Note] = []
    if terms.go_to is not None and terms.kind == "not_here":
        lead.append(Note(text=labelled("这件事不在中心办。", "The centre does not handle this. ", terms.go_to)))
        lead += points.about("go_to")
    if terms.slip is not None:
        lead += (Note(text=terms.slip), *points.about("slip"))
    return Chapter(
        id=matter.id,
        number=number,
        name=matter.name,
        seal=category.seal,
        category=category.name,
        lead=tuple(lead),
        parts=tuple(part for part in parts if part.blocks),
    )


def _who(catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    terms = matter.terms
    told = list(telling.condition(terms.entitled))
    if not terms.entitled_known:
        told.append(unknown("谁能办，还没有核对到。", "Who may have it is not yet known."))
    elif not told and terms.kind != "not_here":
        told.append(Note(text=EVERYBODY if open_to_everybody(terms) else UNCONDITIONAL))
    if terms.automatic:
        told.append(note("不用申请，自己会来。", "It comes by itself; there is nothing to apply for."))
    if terms.season is not None:
        told.append(Note(text=labelled("什么时候办：", "When: ", season_in_words(terms.season))))
    if terms.needs_first:
        names = joined(catalogue.matters[other].name for other in terms.forerunners)
        told.append(Note(text=labelled("先要办好：", "First: ", names)))
        told += when_due(catalogue, terms, telling)
    if terms.leads_to:
        names = joined(catalogue.matters[other].name for other in terms.leads_to)
        told.append(Note(text=labelled("办好以后自己会来：", "Follows by itself: ", names)))
    if terms.go_to is not None and terms.kind != "not_here":
        told.append(Note(text=labelled("不符合的，可以去：", "Who may not have it here can go to: ", terms.go_to)))
        told += points.about("go_to")
    told += points.about("entitled", "season", "needs_first", "leads_to")
    return Part(id="who", name=Text("谁能办", "Who may have it"), blocks=(Notes(notes=tuple(told)),) if told else ())


def _bring(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    terms = matter.terms
    blocks: list[Block] = [telling.papers(terms.papers)] if terms.papers else []
    for situation in terms.situations:
        blocks += telling.situation(situation, situation.name, _IN_THIS_CASE)
    about_papers = points.about("papers", "situations", "minor_gap")
    if not blocks and about_papers:
        about_papers = (*about_papers, note("请先问 12345。", "Please ask 12345 first."))
    elif not terms.papers_complete:
        more = unknown(
            "这些一定要；还要不要别的，没有核对过，来之前先问 12345。",
            "These for sure; whether more are asked for is not verified, so please ask 12345 before you come.",
        )
        about_papers = (more, *about_papers)
    elif not blocks and self_service(terms):
        about_papers = (note("不用带材料。", "No papers."),)
    elif not blocks:
        ask = "要带什么，还没有核对到，请先问 12345。", "Its papers are not yet known; please ask 12345 first."
        about_papers = (unknown(*ask),)
    if about_papers:
        blocks.append(Notes(notes=about_papers))
    return Part(id="bring", name=Text("带什么", "What to bring"), blocks=tuple(blocks))


def _cannot_come(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    rule = matter.terms.proxy
    told = (telling.proxy(rule) if rule is not None else ()) + points.about("proxy")
    blocks: list[Block] = [Notes(notes=told or (_PROXY_UNKNOWN,))]
    if rule is not None and rule.papers:
        name = Text("代办人另外带", "What that person brings as well")
        blocks.append(telling.papers(rule.papers, name=name, around=rule.when))
    return Part(id="proxy", name=Text("自己来不了", "If you cannot come"), blocks=tuple(blocks))


def _how(catalogue: Catalogue, matter: Matter, points: Points) -> Part:
    terms = matter.terms
    rows = []
    if terms.kind != "not_here":
        where = (*channels_told(terms), *points.about("channels")) or (unknown(),)
        at = area_in_words(matter)
        area = ((Note(text=at),) if at is not None else ()) + points.about("area")
        if not area and not self_service(terms):
            area = (unknown("是不是全市都受理，还没有核对到。", "Whether every centre accepts it is not yet known."),)
        rows.append(Row(term=Text("在哪里", "Where"), notes=(*where, *area)))
        limits = (*time_limits(terms, for_staff=False), *points.about("limits"))
        if not limits:
            limits = (unknown("多久办好，还没有核对到。", "How long it takes is not yet known."),)
        rows.append(Row(term=Text("多久", "How long"), notes=(*limits, *points.about("minutes"))))
    named = (Note(text=catalogue.departments[matter.department].name),) if matter.department is not None else ()
    department = (*named, *points.about("department")) or (
        unknown("哪个部门，还没有核对到。", "Which department is not yet known."),
    )
    decider = (Note(text=DECIDERS[matter.decided_by]),) if matter.decided_by is not None else ()
    rows.append(Row(term=Text("归谁管", "In charge"), notes=(*department, *decider, *points.about("decided_by"))))
    if terms.result is not None:
        rows.append(
            Row(term=Text("拿到什么", "What you get"), notes=(Note(text=terms.result), *points.about("result")))
        )
    for code in matter.codes.get("basic", ()):
        rows.append(Row(term=Text("基本编码", "Basic code"), notes=(Note(text=Text(code, code), mark="code"),)))
    blocks: list[Block] = [Rows(rows=tuple(rows))]
    if matter.steps:
        blocks.append(Steps(steps=matter.steps))
    if open_points := points.about("steps"):
        blocks.append(Notes(notes=open_points))
    return Part(id="how", name=Text("怎么办，多久", "How, and how long"), blocks=tuple(blocks))


def _money(matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    figures = telling.figures(matter.terms.fees)
    paid, received = (in_a_row([fee for fee in figures if fee.pays is pays], telling) for pays in (True, False))
    found = [(Text("要付", "You pay"), paid), (Text("能领", "You receive"), received)]
    if open_points := points.about("fees"):
        found.append((Text("待核对", "To be verified"), open_points))
    rows = tuple(Row(term=term, notes=notes) for term, notes in found if notes)
    return Part(id="money", name=Text("钱", "Money"), blocks=(Rows(rows=rows),) if rows else ())


def _asked(matter: Matter, points: Points) -> Part:
    rows = tuple(Row(term=asked.question, notes=(Note(text=asked.answer),)) for asked in matter.asked_often)
    blocks: list[Block] = [Rows(rows=rows, wide=True)] if rows else []
    if open_points := points.about("asked_often"):
        blocks.append(Notes(notes=open_points))
    return Part(id="asked", name=Text("大家常问", "What people ask"), blocks=tuple(blocks))


def _grounds(matter: Matter, points: Points) -> Part:
    """The law, what it was read in, and whatever else nobody has verified."""
    notes = (
        *(Note(text=law) for law in matter.basis),
        *(source_note(source) for source in matter.sources),
        *points.rest(),
        _NOT_IN_IT,
        _DEMONSTRATION,
    )
    return Part(id="sources", name=Text("依据", "Sources"), blocks=(Notes(notes=notes),))
