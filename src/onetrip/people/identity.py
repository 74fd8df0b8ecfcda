"""The ID number: what it says, whether it can be right, how it is shown. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from onetrip.ledger.refusals import Malformed


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

    The region code is not compared with a list: numbers given under counties that no longer exist stay valid.
    Raises Malformed, which never repeats the number.
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
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except (ValidationError, ValueError) as error:
        raise Malformed(
            "id-number-check",
            "身份证号对不上校验位，多半有一位打错了。请对着证件再看一遍。",
            "The ID number fails its check: most likely one digit is wrong. Please compare it with the card.",
            field="id_number",
        ) from error
    if not date(1900, 1, 1) <= born <= day:
        raise Malformed(
            "id-number-birth-date",
            "身份证号里的出生日期不对。请对着证件再看一遍。",
            "The birth date in the ID number cannot be right. Please compare it with the card.",
            field="id_number",
        )
    return Identity(number, born, "male" if int(number[16]) % 2 else "female")


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
