"""Formats that check themselves: ID numbers, dates, bank card numbers. Pure text in, pure text out.

A recogniser mistakes one sign for another that looks alike. Where a format knows better (a digit must stand here, the check
digit must fit) the reading is corrected, and only where exactly one correction fits. A name has no format and is never
corrected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
CHECKS = "10X98765432"
"""GB 11643-1999 with ISO 7064 MOD 11-2: the weighted sum of the first 17 digits chooses the last sign from this row."""

LOOKS_LIKE = str.maketrans("OoQDUIlі|!ZzSsBbGq?Aa", "000001111122558869744")
"""Letters a recogniser reads where digits stand. Only used where nothing but digits can stand."""

_ALIKE = {
    "0": "689",
    "1": "74",
    "2": "7",
    "3": "89",
    "4": "19",
    "5": "6389",
    "6": "580",
    "7": "12",
    "8": "36095",
    "9": "4830",
    "X": "",
}
"""Digits that a blurred digit may have been."""

EARLIEST_BIRTH = 1900
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def plain(text: str) -> str:
    """Full width made half width and blanks taken out: the form in which text is compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def digits_of(text: str) -> str:
    """The text with every letter that looks like a digit turned into it, everything else but digits taken out."""
    return re.sub(r"[^0-9]", "", plain(text).translate(LOOKS_LIKE))


# --- ID numbers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """An ID number as read. `valid`: the check fits. `repaired`: one digit was changed to make it fit."""

    number: str
    valid: bool
    repaired: bool = False


def check_sign(first17: str) -> str:
    """The 18th sign of an ID number."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def number_holds(number: str) -> bool:
    """Whether 18 signs are an ID number: form, check sign, and a birth date that exists."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return False
    return check_sign(number[:17]) == number[17] and born_by(number) is not None


def born_by(number: str) -> date | None:
    """The birth date inside an ID number; None where there is no such day."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= EARLIEST_BIRTH else None


def sex_by(number: str) -> str:
    """男 or 女 as the ID number says: its 17th digit is odd for men."""
    return "男" if int(number[16]) % 2 else "女"


def read_id_number(text: str, *, born: date | None = None) -> ReadNumber | None:
    """The ID number in a piece of text, with letters among its digits read as digits; None where there is none.

    Where the check does not fit, one digit is exchanged for one it is easily mistaken for, if exactly one such exchange
    fits (the check alone lets one in eleven through, so the birth date on the paper, `born`, must agree where it is
    known). A number that still does not fit is given as it was read and marked as not valid.
    """
    signs = plain(text).replace("l", "1").upper().replace("×", "X").replace("*", "X")
    signs = re.sub(r"[^0-9A-Z|!?]", "", signs)
    best: str | None = None
    for start in range(len(signs) - 17):
        window = signs[start : start + 18]
        if sum(sign.isdigit() for sign in window) < 13:
            continue
        digits = window[:17].translate(LOOKS_LIKE)
        last = "X" if window[17] in "XKY" else window[17].translate(LOOKS_LIKE)
        if not re.fullmatch(r"[1-9][0-9]{16}", digits) or not re.fullmatch(r"[0-9X]", last):
            continue
        if number_holds(digits + last):
            return ReadNumber(digits + last, valid=True)
        best = best or digits + last
    if best is None:
        return None
    fitting = _repairs(best, born)
    return ReadNumber(fitting[0], valid=True, repaired=True) if len(fitting) == 1 else ReadNumber(best, valid=False)


def _repairs(number: str, born: date | None) -> list[str]:
    """Every number that holds and differs from this one in one digit that looks alike."""
    found = []
    for place, sign in enumerate(number):
        for other in _ALIKE[sign]:
            candidate = number[:place] + other + number[place + 1 :]
            if number_holds(candidate) and (born is None or born_by(candidate) == born):
                found.append(candidate)
    return found


# --- Dates ---------------------------------------------------------------------------------------------------------

_DATE = re.compile(
    r"([0-9]{4})\D{0,2}?(?:年|[.\-/,，。·:])\D{0,2}?([0-9]{1,2})\D{0,2}?(?:月|[.\-/,，。·:])\D{0,2}?([0-9]{1,2})"
)
_SOLID = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_MONTHS_LIKE = str.maketrans("OoIl|!ZSB", "001111258")


def read_dates(text: str) -> list[date]:
    """Every date in a piece of text, in order: 2020年1月2日, 2020.01.02, 2020-1-2, 20200102, 二〇二〇年一月二日."""
    signs = _chinese_to_digits(plain(text)).translate(_MONTHS_LIKE)
    found: list[tuple[int, date]] = []
    for pattern in (_DATE, _SOLID):
        for match in pattern.finditer(signs):
            try:
                found.append((match.start(), date(*(int(part) for part in match.groups()))))
            except ValueError:
                continue
    return [each for _, each in sorted(found)]


def read_date(text: str) -> date | None:
    """The first date in a piece of text, or None."""
    return next(iter(read_dates(text)), None)


def _chinese_to_digits(text: str) -> str:
    """二〇二〇年十二月三十一日 as 2020年12月31日; text without such a year stays."""
    if not re.search(r"[〇零○一二三四五六七八九]{4}年", text):
        return text

    def number(match: re.Match[str]) -> str:
        tens, ones = match.group(1), match.group(2)
        ten = int(tens.translate(CHINESE_DIGITS)) if tens else 1
        return str(ten * 10 + (int(ones.translate(CHINESE_DIGITS)) if ones else 0))

    text = re.sub(r"([一二三])?十([一二三四五六七八九])?", number, text)
    return text.translate(CHINESE_DIGITS)


# --- Bank cards ----------------------------------------------------------------------------------------------------


def luhn_holds(number: str) -> bool:
    """Whether the digits of a bank card add up (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def read_card_number(text: str) -> ReadNumber | None:
    """The number of a bank card, 16 to 19 digits; None where no run of digits is long enough.

    The check lets one in ten through and most digits have a double, so a repair is hardly ever unique: it is tried only
    on letters, never on digits.
    """
    signs = re.sub(r"[^0-9A-Za-z|!?]", "", plain(text)).translate(LOOKS_LIKE)
    runs = [run for run in re.findall(r"[0-9]+", signs) if 16 <= len(run) <= 19]
    if not runs:
        return None
    sound = [run for run in runs if luhn_holds(run)]
    return ReadNumber(sound[0], valid=True) if sound else ReadNumber(max(runs, key=len), valid=False)
