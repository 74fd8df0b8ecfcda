"""业务手册: a matter as those who handle it need it, from the same definition as everything else. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.catalogue.book import Catalogue, Confidence, Matter, Source
from onetrip.catalogue.words import is_han
from onetrip.manuals.elements import elements
from onetrip.manuals.flow import flow
from onetrip.manuals.missing import Missing
from onetrip.manuals.money import money
from onetrip.manuals.names import called, sound
from onetrip.manuals.points import Points
from onetrip.manuals.telling import TellingInNotes, field_in_words, joined, when_due
from onetrip.planning import Kind
from onetrip.prints.chapters import Block, Chapter, Note, Notes, Part, Row, Rows
from onetrip.rules import Text
from onetrip.rules.wording import quoted

CONFIDENCES: dict[Confidence, Text] = {
    "high": Text("把握大", "well founded"),
    "medium": Text("把握一般", "one or two secondary sources"),
    "low": Text("把握小", "weak"),
}
_ORDER: tuple[Kind, ...] = ("apply", "register", "print", "query", "not_here")
"""What takes a clerk's time comes first in a category."""


def in_order(catalogue: Catalogue, category: str) -> tuple[Matter, ...]:
    """The matters of a category as their chapters stand, in both languages: by kind, then by the sound of the name."""
    return tuple(
        sorted(
            catalogue.in_category(category),
            key=lambda matter: (_ORDER.index(matter.terms.kind), sound(matter.name.zh), matter.id),
        )
    )


def numbers(catalogue: Catalogue) -> dict[str, str]:
    """The number of each matter's chapter: of its category, and in it ("3.07")."""
    return {
        matter.id: f"{part}.{place:02}"
        for part, category in enumerate(catalogue.categories, start=1)
        for place, matter in enumerate(in_order(catalogue, category), start=1)
    }


def manual_chapter(
    catalogue: Catalogue, matter: Matter, number: str, day: date, *, with_expressions: bool = False
) -> Chapter:
    """Everything that is known of a matter, and in words what is not; amounts are those of `day`.

    `with_expressions`: each condition also as the system computes it, for a screen; in print it is in nobody's way.
    """
    telling = TellingInNotes(catalogue, matter, day, for_staff=True, with_expressions=with_expressions)
    points, missing = Points(matter), Missing()
    rows = elements(catalogue, matter, telling, points, missing, day)
    figures, about_money = money(matter, telling, points, missing)
    done, flowing = flow(catalogue, matter, telling, points, missing)
    not_known = missing.told()
    closing: tuple[Block, ...] = (Notes(notes=not_known),) if not_known else ()
    parts = [
        Part(id="elements", name=Text("要素", "Elements"), blocks=(Rows(rows=(*rows, *figures, *done)), *closing)),
        *about_money,
        *flowing,
        _asked(catalogue, matter, points),
        _related(catalogue, matter, telling, points),
        _sources(matter, points),
    ]
    rest = points.rest()
    if rest:
        parts.append(Part(id="open", name=Text("别的待核对", "Also to be verified"), blocks=(Notes(notes=rest),)))
    category = catalogue.categories[matter.terms.category]
    return Chapter(
        id=matter.id,
        number=number,
        name=matter.name,
        seal=category.seal,
        category=category.name,
        lead=(Note(text=matter.terms.slip),) if matter.terms.slip is not None else (),
        parts=tuple(part for part in parts if part.blocks),
    )


def _asked(catalogue: Catalogue, matter: Matter, points: Points) -> Part:
    """What people ask, with the answers there are, what they call it, and what brings them."""
    rows = []
    names = _either(Text("、".join(called(matter, "zh")), ", ".join(called(matter, "en"))))
    if names.zh:
        rows.append(Row(term=Text("居民叫它", "People call it"), notes=(Note(text=names),)))
    if matter.said:
        said = [(words, quoted(Text(words, words))) for words in matter.said]
        zh = "".join(text.zh for words, text in said if is_han(words))
        en = ", ".join(text.en for words, text in said if not is_han(words))
        rows.append(Row(term=Text("居民这样问", "People ask"), notes=(Note(text=_either(Text(zh, en))),)))
    if matter.life_events:
        events = joined(catalogue.life_events[event].name for event in matter.life_events)
        rows.append(Row(term=Text("人生大事", "Life events"), notes=(Note(text=events),)))
    answers = tuple(Row(term=asked.question, notes=(Note(text=asked.answer),)) for asked in matter.asked_often)
    blocks = tuple(block for block in (Rows(rows=answers, wide=True), Rows(rows=tuple(rows))) if block.rows)
    open_points = points.about("asked_often", "slip", "life_events")
    notes = (Notes(notes=open_points),) if open_points else ()
    name = Text("大家常问", "Often asked") if answers else Text("居民怎么说", "What people say")
    return Part(id="asked", name=name, blocks=(*blocks, *notes))


def _either(names: Text) -> Text:
    """The names of each language on its own page; where a language has none, those of the other."""
    return Text(names.zh or names.en, names.en or names.zh)


def _related(catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    terms = matter.terms
    leading = [other.id for other in catalogue.matters.values() if matter.id in other.terms.leads_to]
    waiting = [other.id for other in catalogue.matters.values() if matter.id in other.terms.forerunners]
    found = [
        (Text("先要办好", "First"), terms.forerunners),
        (Text("哪些事等着它", "What waits for it"), waiting),
        (Text("办好以后自己会来", "Follows by itself"), terms.leads_to),
        (Text("跟着哪件事来", "Comes after"), leading),
    ]
    rows = [
        Row(term=term, notes=tuple(Note(text=catalogue.matters[other].name, matter=other) for other in others))
        for term, others in found
        if others
    ]
    if due := when_due(catalogue, terms, telling):
        rows.append(Row(term=Text("什么时候要先办", "When it comes first"), notes=tuple(due)))
    if open_points := points.about("needs_first", "leads_to"):
        rows.append(Row(term=Text("待核对", "To be verified"), notes=open_points))
    blocks = (Rows(rows=tuple(rows)),) if rows else ()
    return Part(id="related", name=Text("相关的事", "Related matters"), blocks=blocks)


def _sources(matter: Matter, points: Points) -> Part:
    notes = (*(source_note(source) for source in matter.sources), *points.about("sources"))
    return Part(id="sources", name=Text("来源", "Sources"), blocks=(Notes(notes=notes, small=True),) if notes else ())


def source_note(source: Source) -> Note:
    """Where it was read, of when it is, how certain it is, and what it vouches for."""
    founded, fields = CONFIDENCES[source.confidence], joined(field_in_words(field) for field in source.of)
    as_of = Text("没有写年份", "no date given")
    if source.as_of is not None:
        as_of = Text(f"{source.as_of} 年" if source.as_of.isdigit() else source.as_of, source.as_of)
    return Note(
        text=Text(
            f"{source.what.zh}（{as_of.zh}，{founded.zh}；管：{fields.zh}）",
            f"{source.what.en} ({as_of.en}, {founded.en}; for {fields.en})",
        ),
        address=source.url,
    )
