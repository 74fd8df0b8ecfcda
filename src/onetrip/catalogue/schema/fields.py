"""Reading single fields: each method takes a node of the tree and gives a typed value, or notes what is wrong with it.

Nothing here stops at the first mistake. A field that cannot be read becomes None and a problem; the reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from onetrip.catalogue.files import Listing, Node, Scalar, Table
from onetrip.catalogue.problems import Problem, nearest
from onetrip.rules import ConditionError, Expr, Text, Truth, Vocabulary, Where, can_hold, parse

T = TypeVar("T")

_HAN = "[\u3400-\u9fff]"
_HALF_WIDTH = re.compile(f"{_HAN}[,;:?!.]|{_HAN}\\s*\\([^)]*\\)|\\([^)]*{_HAN}")
_IDENTIFIER = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Reader:
    """Reads nodes and gathers `problems`. `vocabulary` and `broken_facts` are set once the facts have been read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.vocabulary = Vocabulary({})
        self.broken_facts: set[str] = set()

    def error(self, where: Where, zh: str, en: str) -> None:
        """Note what keeps the catalogue from being published."""
        self.problems.append(Problem(where, Text(zh=zh, en=en)))

    def warn(self, where: Where, zh: str, en: str) -> None:
        """Note what an editor should look at."""
        self.problems.append(Problem(where, Text(zh=zh, en=en), "warning"))

    def table(self, node: Node, required: Iterable[str], optional: Iterable[str] = ()) -> Table | None:
        """A mapping with these keys; each unknown or missing key is a problem, the rest is still read."""
        if not isinstance(node, Table):
            self.error(node.where, "这里要写成“键: 值”的形式。", 'Write "key: value" pairs here.')
            return None
        must, allowed = list(required), [*required, *optional]
        for key, where in node.places.items():
            if key not in allowed:
                hint = nearest(key, allowed)
                self.error(where, f"不认识“{key}”。{hint.zh}", f'Unknown key "{key}".{hint.en}')
        for key in must:
            if key not in node.entries:
                self.error(node.where, f"缺少“{key}”。", f'"{key}" is missing.')
        return node

    def rows(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; nothing where the field is left out."""
        if node is None or self._is_empty(node):
            return ()
        if not isinstance(node, Listing):
            self.error(
                node.where,
                "这里要写成一列，每项前加“-”，或写在方括号里。",
                'Write a list here: a "-" before each item, or square brackets.',
            )
            return ()
        return node.items

    def each(self, node: Node | None, read: Callable[[Node], T | None]) -> tuple[T, ...]:
        """Every item of a list that `read` can read."""
        found = (read(item) for item in self.rows(node))
        return tuple(item for item in found if item is not None)

    def string(self, node: Node | None) -> str | None:
        """A text in one language, or a name; None where it is left out."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.error(node.where, "这里要写一段文字。", "Write a text here.")
            return None
        if not node.text.strip() or (node.plain and node.text in ("null", "~")):
            self.error(
                node.where,
                "这里是空的。不知道就整行不写，并列在 open 里。",
                "This is empty. Leave out what is not known, and list it under open.",
            )
            return None
        return node.text.strip()

    def text(self, node: Node | None) -> Text | None:
        """A sentence in both languages: `{zh: …, en: …}`."""
        if node is None:
            return None
        if isinstance(node, Scalar):
            self.error(node.where, "要写两种语言：{zh: …, en: …}。", "Write both languages: {zh: …, en: …}.")
            return None
        table = self.table(node, ("zh", "en"))
        if table is None:
            return None
        zh, en = self.string(table.entries.get("zh")), self.string(table.entries.get("en"))
        if zh and (found := _HALF_WIDTH.search(zh)):
            self.warn(
                table.places["zh"],
                f"中文里用了半角标点：“{found.group()}”。请改成全角。",
                f'Half-width punctuation inside Chinese: "{found.group()}". Use full-width signs.',
            )
        return Text(zh=zh, en=en) if zh and en else None

    def identifier(self, node: Node | None) -> str | None:
        """A name for references: small letters, digits and hyphens."""
        found = self.string(node)
        if found is None or node is None:
            return None
        if not _IDENTIFIER.fullmatch(found):
            self.error(
                node.where,
                f"“{found}”不能作编号：只用小写字母、数字和连字符。",
                f'"{found}" cannot be an id: use small letters, digits and hyphens.',
            )
            return None
        return found

    def reference(self, node: Node | None, names: Collection[str], zh: str, en: str) -> str | None:
        """The id of something that exists; `zh` and `en` say what it is."""
        found = self.string(node)
        if found is None or node is None:
            return None
        if found not in names:
            hint = nearest(found, names)
            self.error(node.where, f"没有这个{zh}：“{found}”。{hint.zh}", f'No such {en}: "{found}".{hint.en}')
            return None
        return found

    def choice(self, node: Node | None, allowed: Collection[str], fallback: str | None = None) -> Any:
        """One of a few words; `fallback` where it is left out. Any, because the caller's type is a Literal of them."""
        if node is None:
            return fallback
        found = self.string(node)
        if found is None:
            return fallback
        if found not in allowed:
            listed = "、".join(allowed)
            self.error(
                node.where,
                f"“{found}”不行，只能是：{listed}。",
                f'"{found}" is not possible here; use one of: {", ".join(allowed)}.',
            )
            return fallback
        return found

    def boolean(self, node: Node | None, *, fallback: bool = False) -> bool:
        """`true` or `false`, nothing else (YAML's yes, no, on and off are taken as texts)."""
        found = self.optional_boolean(node)
        return fallback if found is None else found

    def optional_boolean(self, node: Node | None) -> bool | None:
        """As `boolean`, and None where it is left out."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        self.error(node.where, "只能写 true 或 false。", "Write true or false.")
        return None

    def number(self, node: Node | None, *, least: float | None = None) -> int | float | None:
        """A number, not below `least`."""
        if node is None:
            return None
        found: int | float
        try:
            if not isinstance(node, Scalar) or not re.fullmatch(r"-?\d+(\.\d+)?", node.text):
                raise ValueError
            found = float(node.text) if "." in node.text else int(node.text)
        except ValueError:
            self.error(node.where, "这里要写一个数，不带单位。", "Write a number here, without a unit.")
            return None
        if least is not None and found < least:
            self.error(node.where, f"不能小于 {least:g}。", f"This cannot be less than {least:g}.")
            return None
        return found

    def integer(self, node: Node | None, *, least: int | None = None) -> int | None:
        """A whole number, not below `least`."""
        found = self.number(node, least=least)
        if isinstance(found, float) and node is not None:
            self.error(node.where, "这里要写整数。", "Write a whole number here.")
            return None
        return found if isinstance(found, int) else None

    def day(self, node: Node | None) -> date | None:
        """A day as 2025-07-01."""
        if node is None:
            return None
        try:
            if not isinstance(node, Scalar) or not re.fullmatch(r"\d{4}-\d\d-\d\d", node.text):
                raise ValueError
            return date.fromisoformat(node.text)
        except ValueError:
            self.error(node.where, "日期要写成 2025-07-01 这样。", "Write the day like 2025-07-01.")
            return None

    def condition(self, node: Node | None) -> Expr | None:
        """A condition over the facts; None where it is left out."""
        source = self.string(node)
        if source is None or node is None:
            return None
        if source in ("true", "false"):
            return Truth(source == "true")
        if self.broken_facts & set(re.findall(r"\w+", source)):
            return None  # the fact has its own problem already, and a second sentence about it would mislead
        try:
            expr = parse(source, self.vocabulary, where=node.where)
        except ConditionError as error:
            for problem in error.problems:
                self.error(problem.where or node.where, problem.zh, problem.en)
            return None
        if not can_hold(expr, self.vocabulary):
            self.error(node.where, "这个条件谁也满足不了。", "Nobody can ever meet this condition.")
        return expr

    @staticmethod
    def _is_empty(node: Node) -> bool:
        return isinstance(node, Scalar) and node.plain and node.text in ("", "null", "~")
