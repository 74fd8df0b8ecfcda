"""No full ID number goes on paper: sheets are searched for one before anything is printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

_EIGHTEEN = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_BORN_IN_IT = re.compile(r"(?=([1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]))")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.\-‐-―·]+(?=[\dXx])")


class FullNumberOnPaper(ValueError):
    """A full ID number was about to be printed. Names the field and never repeats the number."""

    def __init__(self, where: str) -> None:
        super().__init__(f"a full ID number in {where}: mask it before it is printed")
        self.where = where


def refuse_full_numbers(sheet: object) -> None:
    """Raise FullNumberOnPaper if any text of the sheet holds a full ID number.

    Refused are 18 digits in a row (the last may be X), whatever they mean; and anything that passes for an ID number by
    its birth date and check digit, also inside a longer number or written in groups.
    """
    for where, text in _texts(sheet, type(sheet).__name__):
        if holds_full_number(text):
            raise FullNumberOnPaper(where)


def holds_full_number(text: str) -> bool:
    """Whether a full ID number can be read from this text."""
    plain = unicodedata.normalize("NFKC", text)
    if _EIGHTEEN.search(plain):
        return True
    if "://" in plain:  # the random part of an address is no number written in groups
        return False
    return any(_checks(found) for found in _BORN_IN_IT.findall(_BETWEEN_DIGITS.sub("", plain)))


def _checks(number: str) -> bool:
    try:
        mod_11_2.validate(number.upper())
    except ValidationError:
        return False
    return True


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every string inside a sheet, with the path to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for index, each in enumerate(value, start=1):
            yield from _texts(each, f"{where}[{index}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{where}.{field.name}")
