"""The text of a condition, before it is a tree and after: which signs may stand in it, and how a tree is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from onetrip.rules import complaints
from onetrip.rules.expressions import AmountOf, And, Bound, Compare, Expr, Holds, Literal, OneOf, Or, Subject, Truth
from onetrip.rules.text import Text

MOST_CHARACTERS = 4000
_MOST_BRACKETS = 20
_MOST_OPERATIONS = 100

_QUOTED = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
_NESTING = re.compile(r"[-+*]|\bif\b|\bnot\b(?!\s+in\b)|\)\s*\(")
_GLUED = re.compile(r"(?<![A-Za-z0-9_])[0-9][0-9_.]*[A-Za-z]")
_STRANGE = re.compile(r"&&?|\|\|?|!(?!=)|<>|=[<>]|\.(?=\s*[A-Za-z_])|[０-９]|[^\w\s.,()=!<>+\-*\"'#]")
_SLIPS = re.compile(r"(?P<assign>(?<![=!<>])=(?!=))|\b(?P<shout>AND|OR|NOT|IN)\b")
_INSTEAD = {
    "&": "and", "&&": "and", "|": "or", "||": "or", "!": "not", "！": "not", "<>": "!=", "≠": "!=",
    "=<": "<=", "≤": "<=", "＜": "<", "=>": ">=", "≥": ">=", "＞": ">", "＝": "==",
    "（": "(", "[": "(", "{": "(", "）": ")", "]": ")", "}": ")", "，": ",", "、": ",",
    "“": '"', "”": '"', "‘": '"', "’": '"', "＂": '"', "「": '"', "」": '"', "×": "*", "－": "-",
}  # fmt: skip


def misplaced(source: str) -> Iterator[tuple[int, Text]]:
    """Signs that cannot stand in a condition, each with its position and what to write instead.

    What passes is harmless to the parser: no comment, no escape, no attribute, and shallow.
    """
    code = _QUOTED.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', source)
    for found in re.finditer(r"[^\S\n\r\t ]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\\]", source):
        yield found.start(), complaints.character(found[0], "")
    for found in _STRANGE.finditer(code):
        sign = found[0]
        if sign != "\\" and sign.isprintable():
            yield (
                found.start(),
                complaints.character(sign, str(int(sign)) if sign.isdecimal() else _INSTEAD.get(sign, "")),
            )
    if (hash_sign := code.find("#")) >= 0:
        yield hash_sign, complaints.comment()
    for found in _GLUED.finditer(code):
        yield found.start(), complaints.glued_number()
    if len(_NESTING.findall(code)) > _MOST_OPERATIONS or _bracket_depth(code) > _MOST_BRACKETS:
        yield 0, complaints.too_deep()


def slips(source: str) -> Iterator[tuple[int, Text]]:
    """Likely reasons why a text could not be parsed: one = for two, words in capitals."""
    code = _QUOTED.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', source)
    for found in _SLIPS.finditer(code):
        if found["shout"]:
            yield found.start(), complaints.character(found[0], found[0].lower())
        elif not re.search(r"[(,]\s*\w+\s*$", code[: found.start()]):
            yield found.start(), complaints.character("=", "==")


def _bracket_depth(code: str) -> int:
    depth = deepest = 0
    for sign in code:
        if sign == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif sign == ")":
            depth -= 1
    return deepest


def unparse(expr: Expr) -> str:
    """The condition as text; `parse` makes the same tree of it again."""
    match expr:
        case Or(parts):
            return " or ".join(map(unparse, parts))
        case And(parts):
            return " and ".join(f"({unparse(part)})" if isinstance(part, Or) else unparse(part) for part in parts)
        case Truth(value):
            return str(value)
        case Holds(subject, yes):
            return subject if yes else f"not {subject}"
        case OneOf(subject, (only,), inside):
            return f"{_subject(subject)} {'==' if inside else '!='} {_literal(only)}"
        case OneOf(subject, values, inside):
            return f"{_subject(subject)} {'in' if inside else 'not in'} ({', '.join(map(_literal, values))})"
        case Compare(subject, op, bound):
            return f"{_subject(subject)} {op.sign} {_bound(bound)}"


def _subject(subject: Subject) -> str:
    return subject if isinstance(subject, str) else f"months_until(age={subject.age})"


def _literal(value: Literal) -> str:
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    return f'"{value}"' if isinstance(value, str) else _number(Decimal(str(value)))


def _bound(bound: Bound) -> str:
    if not isinstance(bound, AmountOf):
        return _literal(bound)
    times = "" if bound.times == 1 else f"{_number(bound.times)} * "
    sign = "-" if bound.plus < 0 else "+"
    plus = f" {sign} {_number(abs(bound.plus))}" if bound.plus else ""
    return f'{times}amount("{bound.id}"){plus}'


def _number(value: Decimal) -> str:
    return format(value, "f")
