"""The files every matter refers to: facts, amounts, departments, categories, licences, papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, get_args

from onetrip.catalogue.book import (
    Category,
    Department,
    Licence,
    LicenceOf,
    LifeEvent,
    OpenPoint,
    PaperText,
    Proves,
    Source,
)
from onetrip.catalogue.files import Listing, Node, Scalar, Table
from onetrip.catalogue.schema.fields import Reader
from onetrip.planning import Effort, Paper, ProvidedAs
from onetrip.rules import Fact, FactType, Schedule, Text, Vocabulary, Where

T = TypeVar("T")

FILES = ("facts.yaml", "papers.yaml", "licences.yaml", "departments.yaml", "categories.yaml", "amounts.yaml")
OPTIONAL_FILES = ("life_events.yaml", "consistency.yaml")
"""Files that a small catalogue may do without."""
FOLDERS = {"facts/": "facts.yaml", "papers/": "papers.yaml"}
"""Folders whose files continue a reference file, so that a large catalogue keeps its facts and papers by topic."""

CONFIDENCE = ("high", "medium", "low")

_FACT_NAME = re.compile("[a-z][a-z0-9_]*")
_KNOWN_FROM = ("id_number", "licence", "register")
_FACT_FIELDS = (
    "choices",
    "question",
    "hint",
    "unit",
    "least",
    "most",
    "yes",
    "no",
    "known_from",
    "sensitive",
    "hard_to_know",
    "together",
    "order",
    "past",
    "lasting_days",
)
_PAPER_FIELDS = (
    "gloss",
    "where",
    "licence",
    "licence_of",
    "proves",
    "exempt",
    "exempt_why",
    "provided",
    "provided_as",
    "obtain",
    "usual",
    "sources",
)


@dataclass(slots=True)
class Reference:
    """What the reference files say, with the place of everything that somebody may have to find again."""

    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    departments: dict[str, Department] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    licences: dict[str, Licence] = field(default_factory=dict)
    life_events: dict[str, LifeEvent] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    paper_texts: dict[str, PaperText] = field(default_factory=dict)
    places: dict[str, dict[str, Where]] = field(default_factory=dict)

    def declared(self, file: str) -> Collection[str]:
        """The ids that a file, with its folder, declares; also those whose content is wrong: each mistake is told once, where it is."""
        return self.places.get(file, {})


def read_reference(reader: Reader, trees: Mapping[str, Node], unreadable: set[str]) -> Reference:
    """Everything but the matters. A file in `unreadable` has its problem already and is not called missing."""
    found = Reference()
    for name in FILES:
        if name not in trees and name not in unreadable:
            reader.error(Where(name, 1), f"缺少文件 {name}。", f"The file {name} is missing.")
    facts = entries(reader, trees, "facts.yaml", _fact, found.places)
    amounts = entries(reader, trees, "amounts.yaml", _amount, found.places)
    reader.broken_facts = set(found.declared("facts.yaml")) - set(facts)
    found.vocabulary = reader.vocabulary = Vocabulary(facts, amounts)
    found.departments = entries(reader, trees, "departments.yaml", _department, found.places)
    found.categories = entries(reader, trees, "categories.yaml", _category, found.places)
    _each_seal_once(reader, found)
    found.licences = entries(reader, trees, "licences.yaml", _licence, found.places)
    found.life_events = entries(reader, trees, "life_events.yaml", _life_event, found.places)
    both = entries(
        reader,
        trees,
        "papers.yaml",
        lambda reader, key, node: _paper(reader, key, node, found.declared("licences.yaml")),
        found.places,
    )
    found.papers = {key: terms for key, (terms, _) in both.items()}
    found.paper_texts = {key: text for key, (_, text) in both.items()}
    return found


def read_sources(reader: Reader, node: Node | None, fields: Mapping[str, object] | None) -> tuple[Source, ...]:
    """The sources of a file; `fields` are the names that `of` may hold, None where it says nothing to name them."""

    def one(item: Node) -> Source | None:
        table = reader.table(item, ("what", "confidence"), ("of", "as_of", "url"))
        if table is None:
            return None
        vouched = reader.each(table.entries.get("of"), lambda each: _field_name(reader, each, fields))
        what = _source_name(reader, table.entries.get("what"))
        confidence = reader.choice(table.entries.get("confidence"), CONFIDENCE)
        if what is None or confidence is None:
            return None
        as_of = reader.string(table.entries.get("as_of"))
        return Source(vouched, what, as_of, confidence, reader.string(table.entries.get("url")))

    return reader.each(node, one)


def read_open(reader: Reader, node: Node | None, fields: Mapping[str, object]) -> tuple[OpenPoint, ...]:
    """What nobody has verified, by the field it concerns."""

    def one(item: Node) -> OpenPoint | None:
        table = reader.table(item, ("of", "zh", "en"), ("shown", "incomplete"))
        if table is None:
            return None
        said = {name: inner for name, inner in table.entries.items() if name in ("zh", "en")}
        places = {name: table.places[name] for name in said}
        text = reader.text(Table(said, places, table.where)) if len(said) == 2 else None
        of = _field_name(reader, table.entries["of"], fields) if "of" in table.entries else None
        shown = reader.boolean(table.entries.get("shown"), fallback=True)
        incomplete = reader.boolean(table.entries.get("incomplete"))
        if incomplete and of not in (None, "papers", "situations"):
            reader.error(
                table.places["incomplete"],
                "incomplete 说的是材料清单不全，只能写在 of: papers 或 of: situations 下。",
                "incomplete says that a list of papers may lack some; it belongs to of: papers or of: situations.",
            )
        return OpenPoint(of, text, shown, incomplete) if of and text else None

    return reader.each(node, one)


def _field_name(reader: Reader, node: Node, fields: Mapping[str, object] | None) -> str | None:
    if fields is None:
        return reader.string(node)
    return reader.reference(node, fields, "字段", "field")


def _source_name(reader: Reader, node: Node | None) -> Text | None:
    """A source may be named in one language, as its own title is."""
    if isinstance(node, Scalar):
        name = reader.string(node)
        return Text(zh=name, en=name) if name else None
    return reader.text(node)


def entries(
    reader: Reader,
    trees: Mapping[str, Node],
    file: str,
    read: Callable[[Reader, str, Node], T | None],
    places: dict[str, dict[str, Where]],
) -> dict[str, T]:
    """The entries of a reference file and of the files that continue it, in their order."""
    folders = [folder for folder, continued in FOLDERS.items() if continued == file]
    nodes = [trees[file]] if file in trees else []
    nodes += [tree for name, tree in sorted(trees.items()) if name.startswith(tuple(folders))]
    declared = places.setdefault(file, {})
    found: dict[str, T] = {}
    for node in nodes:
        if not isinstance(node, Table):
            zh = "这个文件要写成“编号: 内容”的形式。"
            reader.error(node.where, zh, 'This file holds "id: content" entries.')
            continue
        for key, inner in node.entries.items():
            if key in declared:
                zh, en = f"“{key}”在 {declared[key]} 已经写过。", f'"{key}" stands at {declared[key]} already.'
                reader.error(node.places[key], zh, en)
                continue
            declared[key] = node.places[key]
            entry = read(reader, key, inner)
            if entry is not None:
                found[key] = entry
    return found


def _fact(reader: Reader, key: str, node: Node) -> Fact | None:
    table = reader.table(node, ("type", "label"), _FACT_FIELDS)
    if table is None:
        return None
    get = table.entries.get
    if not _FACT_NAME.fullmatch(key):
        zh = f"“{key}”不能作情况的编号：只用小写字母、数字和下划线，字母开头。"
        reader.error(
            node.where, zh, f'"{key}" cannot name a fact: use small letters, digits and underscores, a letter first.'
        )
    known_from = reader.each(get("known_from"), lambda each: reader.choice(each, _KNOWN_FROM))
    question = reader.text(get("question"))
    if question is None and "question" not in table.entries and "id_number" not in known_from:
        reader.error(
            node.where,
            "缺少“question”：这一项不问就无从知道。",
            '"question" is missing: nothing else can tell this fact.',
        )
    kind = reader.choice(get("type"), [each.value for each in FactType])
    label = reader.text(get("label"))
    least, most = reader.number(get("least")), reader.number(get("most"))
    choices = _choices(reader, get("choices"))
    if kind is None or label is None:
        return None
    try:
        return Fact(
            id=key,
            type=FactType(kind),
            label=label,
            question=question,
            hint=reader.text(get("hint")),
            choices=choices,
            unit=reader.text(get("unit")),
            least=least,
            most=most,
            yes=reader.text(get("yes")),
            no=reader.text(get("no")),
            known_from=known_from,
            sensitive=reader.boolean(get("sensitive")),
            hard_to_know=reader.boolean(get("hard_to_know")),
            together=reader.string(get("together")),
            order=reader.integer(get("order"), least=0) or 0 if "order" in table.entries else 1000,
            past=reader.boolean(get("past")),
            lasting_days=reader.integer(get("lasting_days"), least=0),
        )
    except ValueError as error:
        reader.error(node.where, f"这一项自相矛盾（{error}）。", f"This fact contradicts itself ({error}).")
        return None


def _choices(reader: Reader, node: Node | None) -> dict[str, Text]:
    if node is None:
        return {}
    if not isinstance(node, Table):
        reader.error(node.where, "choices 要写成“值: {zh: …, en: …}”。", 'Write choices as "value: {zh: …, en: …}".')
        return {}
    read = {value: reader.text(inner) for value, inner in node.entries.items()}
    return {value: text for value, text in read.items() if text is not None}


def _amount(reader: Reader, key: str, node: Node) -> Schedule | None:
    table = reader.table(node, ("label", "values"), ("unit",))
    if table is None:
        return None
    label = reader.text(table.entries.get("label"))
    values: list[tuple[date, int | float]] = []
    for row in reader.rows(table.entries.get("values")):
        inner = reader.table(row, ("from", "value", "confidence"), ("what", "url"))
        if inner is None:
            continue
        since = reader.day(inner.entries.get("from"))
        value = reader.number(inner.entries.get("value"), least=0)
        reader.choice(inner.entries.get("confidence"), CONFIDENCE)
        _source_name(reader, inner.entries.get("what"))
        if since is None or value is None:
            continue
        if values and since <= values[-1][0]:
            reader.error(row.where, "生效日期要一行比一行晚。", "Each day must be later than the one before.")
            continue
        values.append((since, value))
    if label is None or not values:
        if isinstance(table.entries.get("values"), Listing) and not values:
            reader.error(table.where, "至少写一个数。", "Give at least one value.")
        return None
    return Schedule(key, label, tuple(values), reader.text(table.entries.get("unit")))


def _department(reader: Reader, key: str, node: Node) -> Department | None:
    table = reader.table(node, ("name",))
    name = reader.text(table.entries.get("name")) if table else None
    return Department(key, name) if name else None


def _category(reader: Reader, key: str, node: Node) -> Category | None:
    table = reader.table(node, ("name", "seal"), ("private",))
    if table is None:
        return None
    private = reader.boolean(table.entries.get("private"))
    name, seal = reader.text(table.entries.get("name")), reader.string(table.entries.get("seal"))
    if seal is not None and len(seal) != 1:
        reader.error(table.entries["seal"].where, "印章只用一个字。", "A seal is one character.")
    return Category(key, name, seal, private) if name and seal else None


def _life_event(reader: Reader, key: str, node: Node) -> LifeEvent | None:
    table = reader.table(node, ("name",))
    name = reader.text(table.entries.get("name")) if table else None
    return LifeEvent(key, name) if name else None


def _each_seal_once(reader: Reader, found: Reference) -> None:
    first: dict[str, str] = {}
    for category in found.categories.values():
        if category.seal in first:
            where = found.places["categories.yaml"][category.id]
            reader.error(
                where,
                f"印章“{category.seal}”已经给了“{first[category.seal]}”。",
                f'The seal "{category.seal}" belongs to "{first[category.seal]}" already.',
            )
        first.setdefault(category.seal, category.id)


def _licence(reader: Reader, code: str, node: Node) -> Licence | None:
    if not re.fullmatch("[0-9]{15}", code):
        reader.error(
            node.where, f"证照编码要 15 位数字，这里是“{code}”。", f'A licence code has 15 digits, not "{code}".'
        )
    table = reader.table(node, ("name",))
    name = reader.text(table.entries.get("name")) if table else None
    return Licence(code, name) if name else None


def _paper(reader: Reader, key: str, node: Node, licences: Collection[str]) -> tuple[Paper, PaperText] | None:
    table = reader.table(node, ("name",), _PAPER_FIELDS)
    if table is None:
        return None
    get = table.entries.get
    name, gloss, where = reader.text(get("name")), reader.text(get("gloss")), reader.text(get("where"))
    why = reader.text(get("exempt_why"))
    exempt = reader.condition(get("exempt"))
    if "exempt" in table.entries and "exempt_why" not in table.entries:
        reader.error(
            table.places["exempt"],
            "写了 exempt，也要写 exempt_why，居民会问为什么。",
            "exempt needs exempt_why: the resident will ask.",
        )
    licence = reader.reference(get("licence"), licences, "证照", "licence")
    licence_of = reader.choice(get("licence_of"), get_args(LicenceOf))
    if licence_of is not None and "licence" not in table.entries:
        reader.error(
            table.places["licence_of"],
            "写了 licence_of，也要写 licence。",
            "licence_of says whose licence it is; write licence as well.",
        )
    provided = reader.boolean(get("provided"))
    provided_as = reader.choice(get("provided_as"), get_args(ProvidedAs))
    if provided_as is not None and not provided:
        reader.error(
            table.places["provided_as"],
            "写了 provided_as，也要写 provided: true。",
            "provided_as says how a paper is provided; write provided: true as well.",
        )
    sources = read_sources(reader, get("sources"), None)
    obtain, usual = _effort(reader, get("obtain"), sources), reader.boolean(get("usual"))
    _had_in_one_way(reader, table, sources, provided=provided)
    if name is None:
        return None
    terms = Paper(key, name, gloss, where, exempt, why, provided, provided_as, obtain, usual)
    proves = reader.choice(get("proves"), get_args(Proves))
    return terms, PaperText(
        key, name, gloss, where, licence, why, provided, provided_as, sources, licence_of or "resident", proves
    )


def _effort(reader: Reader, node: Node | None, sources: Sequence[Source]) -> Effort | None:
    """What it takes to obtain a paper. It is an estimate unless a source vouches for it that is better than low."""
    table = reader.table(node, (), ("minutes", "money", "trips")) if node is not None else None
    if table is None:
        return None
    get = table.entries.get
    minutes, money = reader.integer(get("minutes"), least=0), reader.number(get("money"), least=0)
    trips = reader.integer(get("trips"), least=0)
    if not table.entries:
        reader.error(
            table.where,
            "obtain 至少写一样：minutes、money 或 trips。",
            "obtain needs at least one of minutes, money and trips.",
        )
    vouched = any("obtain" in source.of and source.confidence != "low" for source in sources)
    return Effort(minutes, money, trips, estimated=not vouched)


def _had_in_one_way(reader: Reader, table: Table, sources: Sequence[Source], *, provided: bool) -> None:
    """A paper that is had when one applies is not obtained; and who says how one is obtained says on what that rests."""
    vouched = {name for source in sources for name in source.of}
    for field_name in ("obtain", "usual"):
        if field_name not in table.entries:
            continue
        where = table.places[field_name]
        if provided:
            reader.error(
                where,
                f"办的时候会有的材料（provided）不用另外去拿，不要写 {field_name}。",
                f"A provided paper need not be obtained: leave out {field_name}.",
            )
        elif field_name not in vouched:
            reader.warn(
                where,
                f"sources 里没有写 {field_name} 是从哪里来的；是自己估计的也要写，confidence 写 low。",
                f"No source says where {field_name} is from; an estimate of your own is a source too, of confidence low.",
            )
