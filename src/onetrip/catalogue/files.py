"""The files of a catalogue: from a folder to texts, from a text to a tree in which everything knows its line.

Catalogue files are small and plain. What makes YAML dangerous or surprising is refused in words: anchors and aliases
(a few lines that unfold to gigabytes), tags (which name program objects), several documents, duplicate keys, deep
nesting, huge files. The tree is built from the parser's stream of events, so nothing is unfolded before it is looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from onetrip.catalogue.problems import Problem
from onetrip.rules import Text, Where

MOST_BYTES = 256 * 1024
MOST_DEPTH = 16
MOST_FILES = 2_000

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads and rewrites alike: the two of PyYAML do not take quite the same texts, as "{en: Why?}"."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it was written. `plain` is False where it stood in quotes and is therefore certainly a text."""

    text: str
    plain: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    items: "tuple[Node, ...]"
    where: Where


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, with the place of each key."""

    entries: "dict[str, Node]"
    places: dict[str, Where]
    where: Where


Node = Scalar | Listing | Table


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not been read yet."""

    where: Where
    is_table: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Where] = field(default_factory=dict)
    key: Scalar | None = None


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_folder(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The texts of all `.yaml` files under `path`, by their name relative to it, and what could not be read."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    if not path.is_dir():
        return texts, [_problem(Where(str(path), 1), f"没有这个文件夹：{path}。", f"There is no folder {path}.")]
    for found in sorted(path.rglob("*.y*ml")):
        name = found.relative_to(path).as_posix()
        if len(texts) >= MOST_FILES:
            problems.append(
                _problem(
                    Where(name, 1),
                    f"文件超过 {MOST_FILES} 个，其余没有读。",
                    f"More than {MOST_FILES} files; the rest was not read.",
                )
            )
            break
        if found.suffix != ".yaml":
            problems.append(
                _problem(
                    Where(name, 1),
                    "文件名要以 .yaml 结尾，否则不会被读。",
                    "The file name must end in .yaml, or it is not read.",
                )
            )
            continue
        try:
            if found.stat().st_size > MOST_BYTES:
                problems.append(_too_big(name))
                continue
            texts[name] = found.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(_problem(Where(name, 1), "文件不是 UTF-8 编码。", "The file is not UTF-8."))
        except OSError as error:
            reason = error.strerror or "?"
            problems.append(
                _problem(Where(name, 1), f"文件打不开：{reason}。", f"The file cannot be opened: {reason}.")
            )
    return texts, problems


def parse_all(texts: Mapping[str, str]) -> tuple[dict[str, Node], list[Problem]]:
    """Each text as a tree, and everything that kept a text from becoming one."""
    trees: dict[str, Node] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        # What every matter refers to is read again and again while somebody edits; the matters are many and change.
        tree, found = parse(name, text) if name.startswith("matters/") else _parse_kept(name, text)
        problems.extend(found)
        if tree is not None:
            trees[name] = tree
    return trees, problems


def parse(name: str, text: str) -> tuple[Node | None, list[Problem]]:
    """One YAML text as a tree with line numbers; None where the text is not such a file."""
    problems: list[Problem] = []
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return None, [_too_big(name)]
    try:
        tree = _build(name, yaml.parse(text, Loader=LOADER), problems)
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = error.problem or "?"
        problem = _problem(
            Where(name, line),
            f"这里不符合 YAML 写法（{said}）。常见原因：缩进不齐、冒号后没有空格、引号没有成对。",
            f"This is not YAML ({said}). Usual causes: uneven indentation, no space after a colon, an unpaired quote.",
        )
        return None, [*problems, problem]
    except yaml.YAMLError:
        sentence = (
            "文件里有不能用的字符（例如控制字符）。",
            "The file holds a character that is not allowed, such as a control character.",
        )
        return None, [*problems, _problem(Where(name, 1), *sentence)]
    if tree is None:
        return None, [*problems, _problem(Where(name, 1), "文件是空的。", "The file is empty.")]
    return tree, problems


@lru_cache(maxsize=64)
def _parse_kept(name: str, text: str) -> tuple[Node | None, list[Problem]]:
    return parse(name, text)


def _build(name: str, events: Iterator[yaml.Event], problems: list[Problem]) -> Node | None:
    """The tree of one document. Duplicate keys go to `problems`; what is dangerous stops the reading."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    for event in events:
        where = Where(name, event.start_mark.line + 1 if event.start_mark else 1)
        _refuse_the_dangerous(event, where)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(
                    _problem(
                        where, "一个文件只写一份内容，去掉“---”。", 'One file holds one document; remove the "---".'
                    )
                )
            continue
        finished: Node
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) >= MOST_DEPTH:
                raise _Refused(
                    _problem(where, f"嵌套超过 {MOST_DEPTH} 层。", f"Nested more than {MOST_DEPTH} levels deep.")
                )
            stack.append(_Open(where, is_table=isinstance(event, yaml.MappingStartEvent)))
            continue
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop()
            finished = (
                Table(done.entries, done.places, done.where)
                if done.is_table
                else Listing(tuple(done.items), done.where)
            )
        elif isinstance(event, yaml.ScalarEvent):
            finished = Scalar(event.value, plain=event.style in (None, ""), where=where)
        else:
            continue
        if stack:
            _place(stack[-1], finished, problems)
        else:
            root = finished
    return root


def _place(parent: _Open, node: Node, problems: list[Problem]) -> None:
    """Put a finished node where it belongs in what is still open."""
    if not parent.is_table:
        parent.items.append(node)
        return
    if parent.key is None:
        if not isinstance(node, Scalar):
            raise _Refused(_problem(node.where, "键只能是一个词。", "A key must be a single word."))
        parent.key = node
        return
    key, parent.key = parent.key, None
    if key.text in parent.entries:
        first = parent.places[key.text].line
        problems.append(
            _problem(
                key.where,
                f"“{key.text}”写了两次，第一次在第 {first} 行。",
                f'"{key.text}" stands here twice; first in line {first}.',
            )
        )
        return
    parent.entries[key.text] = node
    parent.places[key.text] = key.where


def _refuse_the_dangerous(event: yaml.Event, where: Where) -> None:
    if getattr(event, "anchor", None):
        raise _Refused(
            _problem(
                where,
                "不能用锚点和引用（& 和 *），请把内容写全。",
                "Anchors and aliases (& and *) are not allowed; write it out.",
            )
        )
    tag = getattr(event, "tag", None)
    if tag:
        raise _Refused(_problem(where, f"不能用标签（{tag}）。", f"Tags are not allowed ({tag})."))


def _too_big(name: str) -> Problem:
    return _problem(
        Where(name, 1),
        f"文件超过 {MOST_BYTES // 1024} KB，没有读。",
        f"The file is larger than {MOST_BYTES // 1024} KB and was not read.",
    )


def _problem(where: Where, zh: str, en: str) -> Problem:
    return Problem(where, Text(zh=zh, en=en))
