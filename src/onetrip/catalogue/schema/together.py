"""How the parts of a catalogue fit together: what no single file can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onetrip.catalogue.book import Matter
from onetrip.catalogue.files import Listing, Node, Scalar, Table
from onetrip.catalogue.schema.asks import asks_of, papers_of
from onetrip.catalogue.schema.circles import no_circles
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.forerunners import forerunners_are_sound
from onetrip.catalogue.schema.reference import Reference
from onetrip.catalogue.words import fold, tight
from onetrip.planning import OneOf
from onetrip.rules import AGE, BIRTH_DATE, Expr, Where, can_hold, every, facts_of


def check_together(
    reader: Reader, reference: Reference, matters: Mapping[str, Matter], files: Mapping[str, Node]
) -> None:
    """Circles, phrases that belong to two matters, and what nothing refers to."""
    no_circles(reader, matters, files)
    _phrases_apart(reader, matters, files)
    _followers_come_by_themselves(reader, matters)
    _situations_possible(reader, reference, matters)
    _papers_possible(reader, reference, matters)
    forerunners_are_sound(reader, reference, matters, files)
    if not any(problem.is_error for problem in reader.problems):
        # What a file with a mistake uses would be called unused.
        _all_papers_asked_for(reader, reference, matters)
        _all_facts_used(reader, reference, matters)


def _phrases_apart(reader: Reader, matters: Mapping[str, Matter], files: Mapping[str, Node]) -> None:
    """A phrase under two matters finds only one of them first, and so may mislead."""
    first: dict[str, tuple[str, Where]] = {}
    for matter in matters.values():
        for phrase, where in _phrases(matter, files.get(matter.file)):
            owner, place = first.setdefault(tight(fold(phrase)), (matter.id, where))
            if owner != matter.id:
                reader.warn(
                    where,
                    f"“{phrase}”也是“{owner}”的叫法（{place}），会搜错。",
                    f'"{phrase}" also means "{owner}" ({place}); a search may mislead.',
                )


def _phrases(matter: Matter, tree: Node | None) -> Iterator[tuple[str, Where]]:
    """The names of a matter and what people call it, with their places."""
    whole = Where(matter.file, 1)
    yield matter.name.zh, whole
    yield matter.name.en, whole
    also = tree.entries.get("also") if isinstance(tree, Table) else None
    if isinstance(also, Listing):
        for item in also.items:
            if isinstance(item, Scalar):
                yield item.text, item.where


def _followers_come_by_themselves(reader: Reader, matters: Mapping[str, Matter]) -> None:
    for matter in matters.values():
        for follower in matter.terms.leads_to:
            if follower in matters and not matters[follower].terms.automatic:
                reader.error(
                    Where(matter.file, 1),
                    f"leads_to 里的“{follower}”要申请，不会自己来；给它写 automatic: true，或者不要写在这里。",
                    f'"{follower}" under leads_to does not come by itself: give it automatic: true, or leave it out.',
                )


def _situations_possible(reader: Reader, reference: Reference, matters: Mapping[str, Matter]) -> None:
    """A paper under conditions that nobody entitled can meet would never be asked for."""
    for matter in matters.values():
        for situation in matter.terms.situations:
            parts = [matter.terms.entitled, *([situation.when] if situation.when is not None else [])]
            if not can_hold(every(*parts), reference.vocabulary):
                reader.warn(
                    Where(matter.file, 1),
                    f"能办这件事的人，谁也不会是“{situation.name.zh}”这种情形。",
                    f'Nobody who is entitled can be in the situation "{situation.name.en}".',
                )


def _papers_possible(reader: Reader, reference: Reference, matters: Mapping[str, Matter]) -> None:
    """A paper whose own condition contradicts those around it would never be asked for either."""
    for matter in matters.values():
        for around, ask in asks_of(matter.terms):
            for option in ask.options if isinstance(ask, OneOf) else (ask,):
                parts = [matter.terms.entitled, *(expr for expr in (around, option.when) if expr is not None)]
                if option.when is not None and not can_hold(every(*parts), reference.vocabulary):
                    name = reference.papers[option.paper].name
                    reader.warn(
                        Where(matter.file, 1),
                        f"能办这件事的人，谁也用不到“{name.zh}”：它的条件和别的条件冲突。",
                        f'Nobody who is entitled is ever asked for "{name.en}": its condition contradicts the others.',
                    )


def _all_papers_asked_for(reader: Reader, reference: Reference, matters: Mapping[str, Matter]) -> None:
    asked = {paper for matter in matters.values() for paper in papers_of(matter.terms)}
    for paper in reference.papers:
        if paper not in asked:
            where = reference.places["papers.yaml"][paper]
            reader.warn(where, f"没有事项要“{paper}”。", f'No matter asks for "{paper}".')


def _all_facts_used(reader: Reader, reference: Reference, matters: Mapping[str, Matter]) -> None:
    used: set[str] = set()
    for expr in _conditions(reference, matters):
        used |= facts_of(expr)
    if AGE in used or BIRTH_DATE in used:
        used |= {AGE, BIRTH_DATE}
    for fact in reference.vocabulary.facts:
        if fact not in used and fact != "by_proxy":
            where = reference.places["facts.yaml"][fact]
            reader.warn(where, f"没有条件用到“{fact}”。", f'No condition uses "{fact}".')


def _conditions(reference: Reference, matters: Mapping[str, Matter]) -> Iterator[Expr]:
    """Every condition of the catalogue."""
    yield from (paper.exempt for paper in reference.papers.values() if paper.exempt is not None)
    for matter in matters.values():
        yield matter.terms.entitled
        for situation in matter.terms.situations:
            if situation.when is not None:
                yield situation.when
        if matter.terms.proxy is not None and matter.terms.proxy.when is not None:
            yield matter.terms.proxy.when
        yield from (fee.when for fee in matter.terms.fees if fee.when is not None)
        yield from (each.when for each in matter.terms.needs_first if each.when is not None)
        for _, ask in asks_of(matter.terms):
            for option in ask.options if isinstance(ask, OneOf) else (ask,):
                yield from (expr for expr in (option.when, option.exempt) if expr is not None)
