"""The papers a matter asks for: single ones, and groups of which any one will do."""

from __future__ import annotations

from collections.abc import Iterator

from onetrip.catalogue.files import Node, Table
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.reference import Reference
from onetrip.planning import Ask, MatterTerms, OneOf, PaperAsk
from onetrip.rules import Expr

_FIELDS = ("originals", "copies", "main", "when", "exempt", "check", "note")


def read_asks(reader: Reader, node: Node | None, reference: Reference) -> tuple[Ask, ...]:
    """The papers of a list, in its order."""
    return reader.each(node, lambda item: _ask(reader, item, reference))


def _ask(reader: Reader, node: Node, reference: Reference) -> Ask | None:
    if not isinstance(node, Table) or "one_of" not in node.entries:
        return _paper(reader, node, reference)
    reader.table(node, ("one_of",))
    options = reader.each(node.entries["one_of"], lambda item: _paper(reader, item, reference))
    if len(options) < 2:
        reader.error(node.places["one_of"], "“几样选一样”至少要写两样。", "one_of needs at least two papers.")
    return OneOf(options) if options else None


def _paper(reader: Reader, node: Node, reference: Reference) -> PaperAsk | None:
    table = reader.table(node, ("paper",), _FIELDS)
    if table is None:
        return None
    get = table.entries.get
    paper = reader.reference(get("paper"), reference.declared("papers.yaml"), "材料", "paper")
    originals = reader.integer(get("originals"), least=0)
    copies = reader.integer(get("copies"), least=0)
    if originals == 0 and not copies:
        reader.error(
            table.places["originals"],
            "原件 0、复印件 0，就等于不要这份材料。",
            "No original and no copy means the paper is not asked for.",
        )
    ask = PaperAsk(
        paper=paper or "",
        originals=originals,
        copies=copies or 0,
        main=reader.optional_boolean(get("main")),
        when=reader.condition(get("when")),
        exempt=reader.condition(get("exempt")),
        check=reader.each(get("check"), reader.text),
        note=reader.text(get("note")),
    )
    return ask if paper else None


def papers_of(terms: MatterTerms) -> Iterator[str]:
    """The ids of the papers a matter may ask for."""
    for _, ask in asks_of(terms):
        for option in ask.options if isinstance(ask, OneOf) else (ask,):
            yield option.paper


def asks_of(terms: MatterTerms) -> Iterator[tuple[Expr | None, Ask]]:
    """Everything a matter may ask for, with the condition around it."""
    yield from ((None, ask) for ask in terms.papers)
    for situation in terms.situations:
        yield from ((situation.when, ask) for ask in situation.papers)
    if terms.proxy is not None:
        yield from ((terms.proxy.when, ask) for ask in terms.proxy.papers)
