"""The whole of a catalogue: its reference files, then its matters, then how they fit together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.files import Node, parse_all
from onetrip.catalogue.problems import Problem, in_order, nearest
from onetrip.catalogue.schema.consistency import read_constraints
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.matters import declared_matters, read_matter
from onetrip.catalogue.schema.reference import FILES, FOLDERS, OPTIONAL_FILES, Reference, read_reference
from onetrip.catalogue.schema.together import check_together
from onetrip.planning import Book
from onetrip.rules import Constraint, Where

MATTERS = "matters/"


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalogue and what is to be said about it; None as long as there are errors among the problems."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]


def read(texts: Mapping[str, str], number: int = 0) -> Reading:
    """Read the texts of a catalogue, by file name; `number` is that of the version they were published as.

    The texts read last are not read again: whoever publishes a catalogue takes it into use right after.
    """
    digest = digest_of(texts)
    whole = _LAST.get(digest) or _read_whole(texts)
    _keep(digest, whole)
    if any(problem.is_error for problem in whole.problems):
        return Reading(None, whole.problems)
    return Reading(_catalogue(whole.reference, whole.matters, whole.constraints, digest, number), whole.problems)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the texts say, whatever their number."""

    reference: Reference
    matters: Mapping[str, Matter]
    constraints: tuple[Constraint, ...]
    problems: tuple[Problem, ...]


_LAST: dict[str, _Whole] = {}
_MOST_KEPT = 2


def _keep(digest: str, whole: _Whole) -> None:
    """The last ones; another thread may take one out first."""
    _LAST.pop(digest, None)
    _LAST[digest] = whole
    for earlier in list(_LAST)[:-_MOST_KEPT]:
        _LAST.pop(earlier, None)


def _read_whole(texts: Mapping[str, str]) -> _Whole:
    trees, problems = parse_all(texts)
    reader = Reader()
    reader.problems += problems
    _expect_known_files(reader, texts)
    reference = read_reference(reader, trees, unreadable=texts.keys() - trees.keys())
    constraints = read_constraints(reader, trees)
    files = {name: tree for name, tree in sorted(trees.items()) if name.startswith(MATTERS)}
    matters = _read_matters(reader, files, reference)
    check_together(reader, reference, matters, files)
    return _Whole(reference, matters, constraints, tuple(in_order(reader.problems)))


def digest_of(texts: Mapping[str, str]) -> str:
    """SHA-256 over names and texts, the same for the same content in whatever order."""
    canonical = json.dumps(sorted(texts.items()), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _expect_known_files(reader: Reader, texts: Mapping[str, str]) -> None:
    for name in texts:
        known = (*FILES, *OPTIONAL_FILES)
        if name in known or (name.startswith((MATTERS, *FOLDERS)) and name.count("/") == 1):
            continue
        hint = nearest(name, known)
        zh = f"不认识这个文件。{hint.zh}事项放在 matters/ 里，情况和材料可以分放在 facts/、papers/ 里。"
        en = f"Unknown file.{hint.en} Matters stand in matters/; facts and papers may stand in facts/ and papers/."
        reader.error(Where(name, 1), zh, en)


def _read_matters(reader: Reader, files: Mapping[str, Node], reference: Reference) -> dict[str, Matter]:
    declared = declared_matters(reader, files)
    if not files:
        reader.error(Where("matters", 1), "还没有任何事项。", "There is no matter yet.")
    read_ones = (read_matter(reader, tree, reference, declared) for tree in files.values())
    return {matter.id: matter for matter in read_ones if matter is not None}


def _catalogue(
    reference: Reference, matters: Mapping[str, Matter], constraints: tuple[Constraint, ...], digest: str, number: int
) -> Catalogue:
    """In order of category, then as the files stand."""
    categories = list(reference.categories)
    ordered = dict(sorted(matters.items(), key=lambda entry: categories.index(entry[1].terms.category)))
    terms = tuple(matter.terms for matter in ordered.values())
    return Catalogue(
        matters=ordered,
        papers=reference.paper_texts,
        departments=reference.departments,
        categories=reference.categories,
        licences=reference.licences,
        life_events=reference.life_events,
        book=Book(
            reference.vocabulary,
            terms,
            reference.papers,
            version=str(number) if number else digest[:12],
            constraints=constraints,
        ),
        digest=digest,
        number=number,
    )
