"""Finding a slip again by its number and the last four characters of the ID number.

Five wrong tries close a number for a quarter of an hour. Numbers that were never given are counted and closed in the
same way and answered with the same sentence, so that nobody learns here which slips exist or whose they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import connection

from onetrip.advice import elsewhere
from onetrip.advice.models import LookupBrake, Slip
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.crypto import index_hash, is_hash_of
from onetrip.walls.scope import everywhere

TRIES = 5
PAUSE = timedelta(minutes=15)

_NUMBER = re.compile(r"[A-Z]{2,6}[0-9]{8,10}")
_LAST_FOUR_OF_A_SLIP = "slip-last-four"
_LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
_ID_NUMBER = re.compile(r"[0-9]{15,18}X?")
_SLIP_ADDRESS = re.compile(r"/s/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_COUNT = """
INSERT INTO advice_lookupbrake AS brake (number, failures, locked_until) VALUES (%(number)s, 1, NULL)
ON CONFLICT (number) DO UPDATE SET
    failures = (CASE WHEN brake.failures >= %(tries)s THEN 0 ELSE brake.failures END) + 1,
    locked_until = CASE WHEN brake.failures + 1 = %(tries)s THEN %(until)s ELSE brake.locked_until END
"""


def read_slip_number(raw: str) -> str:
    """A slip number as people type or say it: lf 1125-0386 becomes LF11250386. Raises Malformed (field "number")."""
    number = re.sub(r"[\s\-—_.·]", "", unicodedata.normalize("NFKC", raw[:40])).upper()
    if not _NUMBER.fullmatch(number):
        raise Malformed(
            "slip-number-form",
            "小贴士号是两个字母加八位数字，例如 LF 1125 0386。请照单子再看一遍。",
            "A slip number is two letters and eight digits, such as LF 1125 0386. Please compare it with the slip.",
            field="number",
        )
    return number


def read_last_four(raw: str) -> str:
    """The last four characters of an ID number. Raises Malformed (field "last_four")."""
    last_four = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw[:20])).upper()
    if not _LAST_FOUR.fullmatch(last_four):
        raise Malformed(
            "last-four-form",
            "请填身份证号的后四位，最后一位可以是 X。",
            "Please give the last four characters of the ID number; the last may be X.",
            field="last_four",
        )
    return last_four


def hash_last_four(number: str, last_four: str) -> bytes:
    """What is kept of the last four characters, different for every slip number."""
    return index_hash(_LAST_FOUR_OF_A_SLIP, f"{number} {last_four}")


def _fits(kept: bytes | memoryview, number: str, last_four: str) -> bool:
    return is_hash_of(kept, _LAST_FOUR_OF_A_SLIP, f"{number} {last_four}")


def find_slip(*, number: str, last_four: str, now: datetime) -> Slip:
    """The newest slip of that number that was issued with these last four characters.

    Asked of the city where no slip with that number is here. Raises Malformed for input of the wrong form, NotFound when
    number and characters do not belong together (whichever of the two is wrong), Refused (429) for PAUSE after TRIES wrong
    tries, also for the right characters, and Refused (503), which is no wrong try, when the city cannot be asked.
    """
    number, last_four = read_slip_number(number), read_last_four(last_four)
    brake = LookupBrake.objects.filter(number=number).first()
    if brake and brake.locked_until and brake.locked_until > now:
        raise _closed()
    slip = _newest(number)
    if slip is None and elsewhere.ask(number=number):
        slip = _newest(number)
    if slip is not None and slip.last_four_hash is not None and _fits(slip.last_four_hash, number, last_four):
        if brake:
            brake.delete()
        return slip
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"number": number, "tries": TRIES, "until": now + PAUSE})
    if brake and brake.failures + 1 == TRIES:
        raise _closed()
    raise NotFound(
        "slip-unknown",
        "没有找到。请再看一遍小贴士号和身份证后四位；单子上没留后四位的，查不到，可以到前台报号。",
        "Nothing was found. Please check the slip number and the last four characters. A slip issued without them cannot "
        "be found here; say its number at the front desk.",
    )


def _newest(number: str) -> Slip | None:
    with everywhere("a slip is found by its number, whichever centre issued it"):
        return Slip.objects.select_related("catalogue", "resident").filter(number=number).order_by("-day").first()


def _closed() -> Refused:
    minutes = int(PAUSE.total_seconds() // 60)
    return Refused(
        "slip-lookup-closed",
        f"这个号试错了 {TRIES} 次，先停 {minutes} 分钟。急用可以到任何中心前台报号，或打 12345。",
        f"This number was tried wrongly {TRIES} times and pauses for {minutes} minutes. In a hurry, say it at the front "
        "desk of any centre or call 12345.",
        status=429,
    )


@dataclass(frozen=True)
class Said:
    """What stands in the one field of the desk when it is not words: an ID number, a slip's token or its number."""

    kind: Literal["id-number", "token", "slip-number"]
    value: str


def read_said(raw: str) -> Said | None:
    """Tell what a card reader, a scanner or a hand put into the field; None for words to search with."""
    text = unicodedata.normalize("NFKC", raw[:300]).strip()
    if address := _SLIP_ADDRESS.search(text):
        return Said("token", address[1])
    plain = re.sub(r"[\s\-—.·]", "", text).upper()
    if _NUMBER.fullmatch(plain):
        return Said("slip-number", plain)
    if _ID_NUMBER.fullmatch(plain):
        return Said("id-number", plain)
    return None
