"""From the text of a condition to its tree, reporting everything that is wrong with it at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar

from onetrip.rules import complaints
from onetrip.rules.checking import Listing, Operand, check_comparison
from onetrip.rules.expressions import AmountOf, Expr, Holds, Literal, MonthsUntil, Op, Truth, every, negate, some
from onetrip.rules.facts import BIRTH_DATE, OLDEST, Fact, FactType, Vocabulary
from onetrip.rules.problems import ConditionError, Problem, Where
from onetrip.rules.source import MOST_CHARACTERS, misplaced, slips
from onetrip.rules.text import Text

S = TypeVar("S")
T = TypeVar("T")

_Found: TypeAlias = list[tuple[int, Text]]
"""Problems, each at its position in the source."""

_UNPLACED = Where(file="<condition>", line=1)
_LARGEST = 10**12

_COMPARISONS: dict[type[ast.cmpop], Op] = {
    ast.Eq: Op.EQ,
    ast.NotEq: Op.NE,
    ast.Lt: Op.LT,
    ast.LtE: Op.LE,
    ast.Gt: Op.GT,
    ast.GtE: Op.GE,
}
_EXAMPLES = {"amount": 'amount("…")', "date": "date(2024, 9, 1)", "months_until": "months_until(age=65)"}
_CONSTRUCTS: dict[type[ast.expr], Text] = {
    ast.IfExp: Text(zh="“如果……否则”（if … else）", en="an if … else"),
    ast.Attribute: Text(zh="点号", en="a dot"),
    ast.Starred: Text(zh="星号", en="a star"),
    ast.JoinedStr: Text(zh="带 f 的文字", en="a text with f"),
    ast.GeneratorExp: Text(zh="循环（for）", en="a loop (for)"),
    ast.Tuple: Text(zh="没有 in 的一列值", en="a list of values without in"),
    ast.Constant: Text(zh="单独的一个值", en="a value alone"),
    ast.BinOp: Text(zh="单独的运算", en="arithmetic alone"),
}
_OTHERWISE = Text(zh="这种写法", en="this construct")


class _Wrong(Exception):
    """A part of a condition cannot be used."""

    def __init__(self, found: _Found) -> None:
        super().__init__()
        self.found = found


def parse(source: object, vocabulary: Vocabulary, where: Where = _UNPLACED) -> Expr:
    """The condition that `source` says.

    `source` is the text, or a bool as YAML reads `true`; `where` is the place of its first line. ConditionError: it
    is not a condition over this vocabulary; the error holds every problem with file and line, whatever the text.
    """
    if isinstance(source, bool):
        return Truth(source)
    if not isinstance(source, str):
        raise ConditionError(_problems("", where, [(0, complaints.not_text())]))
    try:
        _look_over(source)
        return _Reader(source, vocabulary).condition(_tree(source))
    except _Wrong as wrong:
        raise ConditionError(_problems(source, where, wrong.found)) from None


def _look_over(source: str) -> None:
    """Refuse a text that no parser needs to see."""
    if len(source) > MOST_CHARACTERS:
        raise _Wrong([(0, complaints.too_long(MOST_CHARACTERS))])
    if not source.strip():
        raise _Wrong([(0, complaints.empty())])
    if found := sorted(misplaced(source), key=lambda placed: placed[0]):
        raise _Wrong(found)


def _tree(source: str) -> ast.expr:
    """The syntax tree of `source` as one line, so that positions in it count from the start of `source`."""
    line = source.translate({ord("\n"): " ", ord("\r"): " ", ord("\t"): " "})
    margin = len(line) - len(line.lstrip())
    try:
        # The parser would take a margin for an indented block.
        return ast.parse(line[margin:], mode="eval").body
    except SyntaxError as error:
        # The parser gives no position, or the one behind the end, where the text just stops.
        at = margin + error.offset - 1 if error.offset else len(line)
        unread = (min(at, len(source) - 1), complaints.syntax(line[at:].strip()))
        raise _Wrong(list(slips(source)) or [unread]) from None
    except (ValueError, MemoryError, RecursionError):
        # `misplaced` lets nothing deep through; how deep a parser goes differs between versions all the same.
        raise _Wrong([(0, complaints.too_deep())]) from None


def _problems(source: str, where: Where, found: _Found) -> list[Problem]:
    """The problems at their lines, each said once a line."""
    lines = ((where.line + source.count("\n", 0, at), text) for at, text in found)
    return list(dict.fromkeys(Problem(Where(where.file, line), text.zh, text.en) for line, text in lines))


def _each(parts: Iterable[S], read: Callable[[S], T]) -> list[T]:
    """Read all parts, so that the problems of all of them are found."""
    done: list[T] = []
    found: _Found = []
    for part in parts:
        try:
            done.append(read(part))
        except _Wrong as wrong:
            found += wrong.found
    if found:
        raise _Wrong(found)
    return done


class _Reader:
    """Reads one syntax tree against the vocabulary. _Wrong: something in it cannot be used."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._labels = {fact.label.zh: fact.id for fact in vocabulary.facts.values()}

    def condition(self, node: ast.expr) -> Expr:
        """The condition that stands alone."""
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            return Truth(node.value)
        return self._part(node)

    def _part(self, node: ast.expr) -> Expr:
        match node:
            case ast.BoolOp(op=op, values=nodes):
                parts = _each(nodes, self._part)
                return every(*parts) if isinstance(op, ast.And) else some(*parts)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return negate(self._part(inner))
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                return every(*_each(range(len(ops)), lambda at: self._comparison(sides[at], ops[at], sides[at + 1])))
            case ast.Name(id=name):
                fact = self._fact(node, name)
                if fact.type is not FactType.BOOL:
                    raise self._wrong(node, complaints.needs_comparison(fact))
                return Holds(fact.id)
            case ast.Constant(value=bool() as value):
                raise self._wrong(node, complaints.idle_constant(value=value))
            case ast.Call():
                self._call(node)
                raise self._wrong(node, complaints.two_values())
            case _:
                raise self._refused(node)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expr:
        """One comparison; `18 <= age < 60` is two."""
        if isinstance(op, ast.Is | ast.IsNot):
            raise self._wrong(left, complaints.refused(Text(zh=" is", en='"is"')))
        operands = _each([left, right], self._operand)
        inside = not isinstance(op, ast.NotIn)
        atom = check_comparison(operands[0], _COMPARISONS.get(type(op)), operands[1], inside=inside)
        if isinstance(atom, Text):
            raise self._wrong(left, atom)
        return atom

    def _operand(self, node: ast.expr) -> Operand:
        """What stands on one side of a comparison."""
        match node:
            case ast.Name(id=name):
                return self._fact(node, name)
            case ast.Call():
                return self._call(node)
            case ast.Tuple(elts=[]):
                raise self._wrong(node, complaints.list_expected())
            case ast.Tuple(elts=nodes):
                return Listing(tuple(_each(nodes, self._listed)))
            case ast.Constant(value=bool() | str() as value):
                return value
            case ast.Constant(value=int() | float()) | ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return self._number(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Constant():
                raise self._wrong(node, complaints.refused(_OTHERWISE))
            case _:
                raise self._refused(node)

    def _listed(self, node: ast.expr) -> Literal:
        value = self._operand(node)
        if isinstance(value, bool) or not isinstance(value, int | float | str | date):
            raise self._wrong(node, complaints.list_expected())
        return value

    def _fact(self, node: ast.expr, name: str) -> Fact:
        fact = self._vocabulary.fact(name)
        if fact is None:
            raise self._wrong(node, complaints.unknown_fact(name, self._vocabulary.names(), self._labels))
        return fact

    def _call(self, node: ast.Call) -> MonthsUntil | AmountOf | date:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        match name, node.args, node.keywords:
            case "amount", [ast.Constant(value=str() as amount)], []:
                if amount not in self._vocabulary.amounts:
                    raise self._wrong(node, complaints.unknown_amount(amount, self._vocabulary.amounts))
                return AmountOf(amount)
            case "months_until", [], [ast.keyword(arg="age", value=ast.Constant(value=int() as age))]:
                # The months depend on the birth date, so it must be a fact that somebody can be asked.
                self._fact(node, BIRTH_DATE)
                if isinstance(age, bool) or not 0 < age <= OLDEST:
                    raise self._wrong(node, complaints.arguments(name, _EXAMPLES[name]))
                return MonthsUntil(age)
            case "date", [ast.Constant(value=int() as year), ast.Constant(value=int() as month), last], []:
                return self._date(node, year, month, last)
        if name in _EXAMPLES:
            raise self._wrong(node, complaints.arguments(name, _EXAMPLES[name]))
        raise self._wrong(node, complaints.unknown_function(name, _EXAMPLES))

    def _date(self, node: ast.Call, year: int, month: int, last: ast.expr) -> date:
        if isinstance(last, ast.Constant) and isinstance(last.value, int) and 1900 <= year < 2200:
            try:
                return date(year, month, last.value)
            except (ValueError, OverflowError):
                pass
        raise self._wrong(node, complaints.no_such_day())

    def _number(self, node: ast.expr) -> int | float:
        """A number, perhaps with a sign before it."""
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as inner):
                return -self._number(inner)
            case ast.UnaryOp(op=ast.UAdd(), operand=ast.Constant() as inner):
                return self._number(inner)
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                if value > _LARGEST:
                    raise self._wrong(node, complaints.number_too_large())
                return value
        raise self._wrong(node, complaints.amount_arithmetic())

    def _arithmetic(self, node: ast.BinOp) -> AmountOf:
        """An amount times, plus or minus a number."""
        left, right = _each([node.left, node.right], self._operand)
        if isinstance(right, AmountOf) and not isinstance(node.op, ast.Sub):
            left, right = right, left
        if isinstance(left, AmountOf) and isinstance(right, int | float) and not isinstance(right, bool):
            number = Decimal(str(right))
            match node.op:
                case ast.Add():
                    return AmountOf(left.id, left.times, left.plus + number)
                case ast.Sub():
                    return AmountOf(left.id, left.times, left.plus - number)
                case ast.Mult() if number > 0:
                    return AmountOf(left.id, left.times * number, left.plus * number)
        raise self._wrong(node, complaints.amount_arithmetic())

    def _refused(self, node: ast.expr) -> _Wrong:
        return self._wrong(node, complaints.refused(_CONSTRUCTS.get(type(node), _OTHERWISE)))

    def _wrong(self, node: ast.expr, text: Text) -> _Wrong:
        """A problem at the place of `node`, whose position counts bytes."""
        read = self._source.lstrip()
        before = read.encode()[: node.col_offset].decode(errors="ignore")
        return _Wrong([(len(self._source) - len(read) + len(before), text)])
