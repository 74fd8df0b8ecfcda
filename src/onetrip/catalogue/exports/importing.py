"""Reading a matter package back: from bytes that may come from anybody to the files of a catalogue, or to why not.

Everything is read and checked before anything is written; what is wrong is told all at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import yaml

from onetrip.catalogue.exports.exchange import task
from onetrip.catalogue.exports.national import FORMAT, VERSION
from onetrip.catalogue.files import MOST_DEPTH, MOST_FILES
from onetrip.catalogue.problems import CatalogueInvalid, Problem, nearest
from onetrip.catalogue.schema import read
from onetrip.catalogue.telling import Telling
from onetrip.ledger.refusals import Refused
from onetrip.rules import Text, Where

MOST_PACKAGE_BYTES = 32 * 1024 * 1024
"""Eight times the package of a city with 240 matters."""

_FIELDS = ("format", "format_version", "city", "catalogue_version", "as_of", "note", "reference", "matter")
_REFERENCE_FILE = re.compile(r"[a-z][a-z_]*\.yaml|(facts|papers)/[a-z0-9][a-z0-9_-]*\.yaml")
_MATTER_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_LOWEST_DEPTH = 3
"""A file's content begins this deep in a package."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class PackageRefused(Refused):
    """The bytes are no matter package; nothing was imported."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__("package-refused", f"没有导入：{zh}", f"Nothing was imported: {en}", status=422)


@dataclass(frozen=True, slots=True)
class _Package:
    as_of: date
    reference: dict[str, Any]
    tasks: dict[str, Any]
    definitions: dict[str, Any]


def texts_of(content: bytes) -> dict[str, str]:
    """The files of the catalogue in a package. Raises PackageRefused, or CatalogueInvalid when it is no sound catalogue."""
    package = _package(_document(content))
    texts = {name: _yaml(tree) for name, tree in package.reference.items()}
    texts |= {f"matters/{matter}.yaml": _yaml(tree) for matter, tree in package.definitions.items()}
    reading = read(texts)
    if reading.catalogue is None:
        raise CatalogueInvalid(_with_their_lines(reading.problems, texts))
    telling = Telling(reading.catalogue, package.as_of)
    for matter in reading.catalogue.matters.values():
        stated, computed = package.tasks[matter.id], task(matter, telling)
        if stated is not None and stated != computed:
            field = _first_difference(stated, computed)
            _refuse(
                f"事项“{matter.id}”的 task.{field} 和 definition 对不上。改事项请改 definition，task 可以整个删掉。",
                f'task.{field} of "{matter.id}" disagrees with its definition. Change the definition; task may be left out.',
            )
    return texts


def _document(content: bytes) -> Any:
    """The JSON value, when it is one document of bearable size in which nothing is said twice."""
    if len(content) > MOST_PACKAGE_BYTES:
        most = MOST_PACKAGE_BYTES // 1024 // 1024
        _refuse(f"文件超过 {most} MB。", f"the file is larger than {most} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(
            f"文件不是 UTF-8 编码（第 {error.start + 1} 个字节）。",
            f"the file is not UTF-8 (byte {error.start + 1}).",
        )
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _refuse(
            f"不是 JSON：第 {error.lineno} 行第 {error.colno} 个字（{error.msg}）。",
            f"this is not JSON: line {error.lineno}, column {error.colno} ({error.msg}).",
        )
    except RecursionError:
        _refuse("嵌套太深。", "it is nested too deeply.")
    except ValueError:
        _refuse("里面有长得没有道理的数。", "it holds a number of senseless length.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        _refuse(f"“{twice}”在同一处写了两次。", f'"{twice}" stands twice in one place.')
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse(f"{name} 不是数。", f"{name} is not a number.")


def _package(document: Any) -> _Package:
    """The parts of a package, each of the right form. What stands inside the definitions is checked as files are."""
    fields = _table(document, "", _FIELDS, ("format", "format_version", "as_of", "reference", "matter"))
    if fields["format"] != FORMAT:
        _refuse(f"format 要是“{FORMAT}”。", f'format has to be "{FORMAT}".')
    if str(fields["format_version"]).split(".")[0] != VERSION.split(".")[0]:
        _refuse(
            f"只认识第 {VERSION} 版的包，这是“{fields['format_version']}”。",
            f'this house reads packages of version {VERSION}, not "{fields["format_version"]}".',
        )
    reference = _table(fields["reference"], "reference", None, ())
    for name in reference:
        if not _REFERENCE_FILE.fullmatch(name):
            _refuse(f"reference 里的“{name}”不是目录的文件名。", f'"{name}" under reference is no file of a catalogue.')
    rows = fields["matter"]
    if not isinstance(rows, list) or len(rows) + len(reference) > MOST_FILES:
        _refuse(f"matter 要是一列，最多 {MOST_FILES} 件。", f"matter has to be a list of at most {MOST_FILES}.")
    package = _Package(_day(fields["as_of"]), reference, {}, {})
    for number, row in enumerate(rows):
        parts = _table(row, f"matter[{number}]", ("task", "definition"), ("definition",))
        matter = parts["definition"].get("id") if isinstance(parts["definition"], dict) else None
        if not isinstance(matter, str) or not _MATTER_ID.fullmatch(matter):
            _refuse(f"matter[{number}].definition 没有像样的 id。", f"matter[{number}].definition has no proper id.")
        if matter in package.definitions:
            _refuse(f"事项“{matter}”写了两次。", f'the matter "{matter}" stands twice.')
        package.definitions[matter] = parts["definition"]
        package.tasks[matter] = parts.get("task")
    return package


def _table(value: Any, name: str, allowed: tuple[str, ...] | None, required: Iterable[str]) -> dict[str, Any]:
    where = name or "最外层"
    if not isinstance(value, dict):
        _refuse(f"{where}要是一个对象。", f"{name or 'the document'} has to be an object.")
    for key in value:
        if allowed is not None and key not in allowed:
            hint = nearest(key, allowed)
            _refuse(
                f"{where}里不认识“{key}”。{hint.zh}", f'unknown field "{key}" in {name or "the document"}.{hint.en}'
            )
    for key in required:
        if key not in value:
            _refuse(f"{where}缺少“{key}”。", f'"{key}" is missing in {name or "the document"}.')
    found: dict[str, Any] = value
    return found


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse("as_of 要写成 2026-11-24 这样。", "write as_of like 2026-11-24.")


def _yaml(tree: Any) -> str:
    """A file's content as YAML, the numbers and truths as they stand, every other text in quotes where it needs them."""
    _look_over(tree, 0)
    return str(yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120))


def _look_over(value: Any, depth: int) -> None:
    if depth > MOST_DEPTH:
        _refuse(f"嵌套超过 {MOST_DEPTH} 层。", f"it is nested more than {MOST_DEPTH} levels deep.")
    if isinstance(value, dict):
        for key, inner in value.items():
            _look_over(key, depth + 1)
            _look_over(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _look_over(inner, depth + 1)
    elif isinstance(value, str) and (unpaired := _UNPAIRED.search(value)):
        _refuse("里面有不成字的编码。", f"it holds half a character (U+{ord(unpaired[0]):04X}).")


def _with_their_lines(problems: Iterable[Problem], texts: dict[str, str]) -> list[Problem]:
    """The problems with the line each is about: its file has not been written, so nobody could look it up."""
    found = []
    for problem in problems:
        lines = texts.get(problem.where.file, "").splitlines()
        line = lines[problem.where.line - 1].strip() if 0 < problem.where.line <= len(lines) else ""
        shown = f"  ‹{line[:80]}›" if line else ""
        text = Text(problem.text.zh + shown, problem.text.en + shown)
        found.append(Problem(Where(problem.where.file, problem.where.line), text, problem.level))
    return found


def _first_difference(stated: Any, computed: dict[str, Any]) -> str:
    if not isinstance(stated, dict):
        return "*"
    names = [*computed, *(name for name in stated if name not in computed)]
    return str(next(name for name in names if stated.get(name) != computed.get(name)))


def _refuse(zh: str, en: str) -> NoReturn:
    raise PackageRefused(zh, en)
