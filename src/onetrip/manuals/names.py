"""What a matter is called, in print: one spelling for each sound. A search has to find 病例本 as well as 病历本; a book has to spell. Pure."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin

from onetrip.catalogue.book import Matter
from onetrip.catalogue.words import is_han
from onetrip.prints.sheets import Language

_HEARD_AS = {"长护": "常护", "长三角": "常三角", "重名": "虫名", "重置": "虫置"}
"""Words whose first character has two readings, of which pinyin without a sentence takes the wrong one."""

_MISREAD = [
    "租凭",
    "缴纯",
    "环款",
    "因境",
    "意处",
    "生肓",
    "资科",
    "房产说",
    "完说",
    "独身子女",
    "床铺费",
    "从名",
    "同日出身",
    "明办",
    "残及",
    "资格正",
    "养老经",
    "评订",
    "局保",
    "给负",
    "公基",
    "农转飞",
]
"""Misspellings that look like the right word, or sound like it in Shanghai alone, so that no pinyin tells them. For print."""


def called(matter: Matter, language: Language) -> tuple[str, ...]:
    """What people call it in a language, without the official name, in the order of the file.

    Of names that sound the same one stands: the one closest to the spelling of the official name, else the first.
    """
    official = matter.name.in_language(language)
    spelt: dict[str, list[str]] = {}
    for name in (official, *matter.also):
        printed = is_han(name) == (language == "zh") and not any(wrong in name for wrong in _MISREAD)
        if name == official or printed:
            spelt.setdefault(sound(name), []).append(name)
    own = sound(official)
    return tuple(max(names, key=lambda name: _shared(name, official)) for heard, names in spelt.items() if heard != own)


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """The pinyin of a name without tones, by words; of a name in Latin letters the small letters."""
    for written, heard in _HEARD_AS.items():
        name = name.replace(written, heard)
    return " ".join(lazy_pinyin(name)).casefold()


def _shared(name: str, official: str) -> int:
    return sum(character in official for character in name)
