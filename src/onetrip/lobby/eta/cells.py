"""How files write a called number, a count, or minutes. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_KEPT = 1 << 14
"""Cells that are not worked out again: a file of a city and a quarter holds few different ones, millions of times."""

_NOBODY = """none null nil nan na n/a no brak nikt closed zamkniete kein keine keiner niemand geschlossen ninguno aucun personne
nessuno nothing nobody empty idle waiting break 无 暂无 没有 未叫号 空 停止 休息 关闭 暂停"""
NOBODY = frozenset(_NOBODY.split())
"""Words in the place of a number that mean that none is called."""

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_WINDOW_BEHIND = re.compile(
    r"(?:到|请到|->|→|=>|@|\b(?:at|to|in|window|counter|desk|schalter|platz|okno|okienko|stanowisko)\b).*",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^(?:请|no|nr|nº|n°|№|ticket|number|numer|nummer)(?=[\s.:#-]*[a-z]?[\s.:#-]*\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(.*?)(\d{1,9})(?:\.0+)?([^\d.]*)")
_AMOUNT = re.compile(
    r"[>≥~≈约+]?\s*(\d{1,3}(?:[ \u00a0'’]\d{3})+|\d+)(?:[.,](\d+))?\s*\+?\s*[^\W\d_]{0,12}\.?(?:\s*(?:/|of|von|z)\s*\d+)?",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\d+(?:\s*[,;/|、]\s*\d+){2,}|\d+(?:\s*[;|、]\s*\d+)")
_CLOCK = re.compile(r"(\d+):(\d{2})(?::(\d{2}))?")
_PERIOD = re.compile(r"PT(?:(\d+)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)


@lru_cache(maxsize=MOST_KEPT)
def number_of(text: str) -> tuple[str, int] | None:
    """A called number as its series and its figure: A087 is ("A", 87), B2-015 is ("B2", 15); None when it is none."""
    text = _ASIDE.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    if text.startswith("-") and text[1:].strip().isdigit():
        return None  # a sentinel such as -1
    text = _BEFORE.sub("", _WINDOW_BEHIND.sub("", text) or text)
    match = _NUMBER.fullmatch(text.replace("号", ""))
    if match is None:
        return None
    series = "".join(sign for sign in match[1] + match[3] if sign.isalnum())
    return series.upper(), int(match[2])


@lru_cache(maxsize=MOST_KEPT)
def is_nobody(text: str) -> bool:
    """Whether a cell without a number says in some way that nobody is called; -1 and dashes are such ways."""
    plain = unicodedata.normalize("NFKD", text).replace("ł", "l").casefold().strip(" -–—?.#*/_()")
    word = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return not word or word in NOBODY or (text.strip().startswith("-") and word.isdigit())


@lru_cache(maxsize=MOST_KEPT)
def amount_of(text: str) -> float | None:
    """A count or minutes: 12, 12.5, 12,5, "12 min", "5 os.", ">20", 1 234, 3/9 (three of nine), PT12M, 0:12:30.

    None when the cell says none, and for less than none.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        return hours * 60 + minutes + seconds / 60
    if text[:2].upper() == "PT" and (period := _PERIOD.fullmatch(text)):
        hour, minute, second = (float(part or 0) for part in period.groups())
        return hour * 60 + minute + second / 60
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    return float(re.sub(r"\D", "", match[1]) + (f".{match[2]}" if match[2] else ""))


def count_of(text: str) -> float | None:
    """An amount; or, where the things counted are listed (1,2,5 or 1;2), how many there are."""
    if _LISTED.fullmatch(text.strip()):
        return float(len(re.findall(r"\d+", text)))
    return amount_of(text)
