"""The ID number: what it says, whether it can be right, how it is shown. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from onetrip.ledger.refusals import Malformed
from onetrip.rules import age_on

REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""The provinces, municipalities and regions that a number begins with (GB/T 2260), with 83 for permits of residents from
Taiwan. Numbers of foreigners with permanent residence begin with 9 instead."""

OLDEST = 120
"""Completed years that nobody who shows an ID card has passed: whoever seems older has a digit wrong."""


@dataclass(frozen=True)
class Identity:
    """A checked ID number and what follows from it (GB 11643-1999: region 6, birth date 8, serial 3, check 1)."""

    number: str
    birth_date: date
    sex: str  # "female" | "male": the serial is even for women, odd for men

    @property
    def last_four(self) -> str:
        """What a resident gives, beside the slip's number, to find a slip again."""
        return self.number[-4:]


def read_number(raw: str, *, day: date) -> Identity:
    """Read an 18-digit ID number as people type it (spaces, full-width digits, small x).

    Of the region only the province is looked at: numbers given under counties that no longer exist stay valid.
    Raises Malformed, which says what is wrong and never repeats the number.
    """
    number = re.sub(r"[\s\-—]", "", unicodedata.normalize("NFKC", raw[:64])).upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise Malformed(
            "id-number-form",
            "身份证号是 18 位，最后一位可以是 X。请对着证件再看一遍。",
            "An ID number has 18 characters; the last may be X. Please compare it with the card.",
            field="id_number",
        )
    try:
        mod_11_2.validate(number)
    except ValidationError as error:
        raise Malformed(
            "id-number-check",
            "身份证号对不上校验位，多半有一位打错了。请对着证件再看一遍。",
            "The ID number fails its check: most likely one digit is wrong. Please compare it with the card.",
            field="id_number",
        ) from error
    if number[:2] not in REGIONS and number[0] != "9":
        raise Malformed(
            "id-number-region",
            "身份证号开头两位不是哪个省市的代码。请对着证件再看一遍。",
            "The first two digits of the ID number belong to no province. Please compare it with the card.",
            field="id_number",
        )
    born = _birth_date(number, day)
    return Identity(number, born, "male" if int(number[16]) % 2 else "female")


def _birth_date(number: str, day: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise _no_birth_date("没有这一天", "there is no such day") from error
    if born > day:
        raise _no_birth_date("在今天以后", "it lies after today")
    if age_on(born, day) > OLDEST:
        raise _no_birth_date(f"算下来超过 {OLDEST} 岁", f"it makes more than {OLDEST} years")
    return born


def _no_birth_date(zh: str, en: str) -> Malformed:
    return Malformed(
        "id-number-birth-date",
        f"身份证号里的出生日期不对：{zh}。请对着证件再看一遍。",
        f"The birth date in the ID number cannot be right: {en}. Please compare it with the card.",
        field="id_number",
    )


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: spaces, the dot within a name, capitals and full-width letters do not count."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s·・•.]", "", unicodedata.normalize("NFKC", name)).casefold()


def mask_number(number: str) -> str:
    """310***********0000: the first three and the last four characters."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 7 else "*" * len(number)


def mask_name(name: str) -> str:
    """王＊＊: the first character of a Chinese name, the first letter of each other word."""
    name = name.strip()
    if not name:
        return ""
    if name[0].isascii():
        return " ".join(word[0] + "***" for word in name.split())
    return name[0] + "＊" * max(1, min(len(name) - 1, 3))
