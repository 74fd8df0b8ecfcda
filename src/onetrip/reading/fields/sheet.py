"""What the readers of all pages share: the page cut at its labels, and each sort of value taken from a piece of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.reading import formats
from onetrip.reading.lines import Box, Found, Line, Piece, pieces, values

PEOPLES = frozenset(
    [
        "汉",
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "乌孜别克",
        "俄罗斯",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "塔塔尔",
        "独龙",
        "鄂伦春",
        "赫哲",
        "门巴",
        "珞巴",
        "基诺",
    ]
)
"""The 56 ethnic groups (GB/T 3304-1991)."""
_OLD_FORMS = str.maketrans("漢滿壯維爾傣黎佤羌東鄉納", "汉满壮维尔傣黎佤羌东乡纳")
"""Forms the recogniser gives for signs of these names although they are printed in their simple form."""
_CHINESE = r"\u3400-\u9fff\U00020000-\U0003ffff"


@dataclass(frozen=True, slots=True)
class Read:
    """A field as read. `box` in pixels of the upright page."""

    name: str
    value: str
    confidence: float
    box: Box | None = None
    repaired: bool = False


class Cut:
    """A page cut at its labels."""

    def __init__(
        self, lines: Sequence[Line], labels: Mapping[str, str | None], *, several_lines: frozenset[str] = frozenset()
    ) -> None:
        self.lines = list(lines)
        self.pieces: list[Piece] = pieces(lines, labels)
        self.found: list[Found] = values(self.pieces, several_lines=several_lines)

    def all(self, name: str) -> list[Found]:
        """Every value found for a label, from top to bottom."""
        return [found for found in self.found if found.name == name]

    def first(self, name: str) -> Found | None:
        """The first of them."""
        return next(iter(self.all(name)), None)

    def take(
        self, name: str, clean: Callable[[str], str | None], *, label: str | None = None, closed: bool = False
    ) -> list[Read]:
        """The field `name` from the first value of its label that `clean` accepts: one or none.

        `closed`: there are only so many values, and one of them was read; half the doubt goes.
        """
        for found in self.all(label or name):
            value = clean(found.text)
            if value:
                sure = 1 - (1 - found.confidence) / 2 if closed else found.confidence
                return [Read(name, value, sure, found.box)]
        return []


# --- Sorts of values -----------------------------------------------------------------------------------------------


def name(text: str) -> str | None:
    """A person's name: Chinese characters with a point between parts, or a name in Latin letters. Never corrected."""
    text = re.sub(r"[•・‧∙●.]", "·", formats.plain(text))
    chinese = re.sub(rf"[^{_CHINESE}·]", "", text).strip("·")
    if 2 <= len(chinese) <= 20:
        return chinese
    return text if re.fullmatch(r"[A-Za-z·,'-]{3,40}", text) else None


def sex(text: str) -> str | None:
    """男 or 女."""
    found = {sign for sign in text if sign in "男女"}
    return found.pop() if len(found) == 1 else None


def people(text: str) -> str | None:
    """An ethnic group without 族; the list is closed, so that what is not on it was misread."""
    chinese = re.sub(rf"[^{_CHINESE}]", "", text).translate(_OLD_FORMS).removesuffix("族")
    if chinese in PEOPLES:
        return chinese
    begins = [people for people in PEOPLES if chinese.startswith(people)]
    return max(begins, key=len) if begins else None


def day(text: str) -> str | None:
    """A date as 2020-01-02."""
    found = formats.read_date(text)
    return found.isoformat() if found else None


def words(text: str) -> str | None:
    """Any text, without the rubbish of a border at its ends."""
    text = formats.plain(text).strip("：:|_-·.,。，'\"`~^*")
    return text or None


def chinese(text: str) -> str | None:
    """Text of Chinese characters, digits and the signs of addresses; stray Latin letters (of a mark in the paper) go."""
    text = formats.plain(text)
    kept = re.sub(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9-])", "", text)
    return words(re.sub(r"[\[\]{}<>~^`|_*'\"]", "", kept))


def address(text: str) -> str | None:
    """An address: the text, of which digits are read as digits where letters stand between Chinese signs."""
    text = chinese(text) or ""
    text = re.sub(r"(?<=[弄路号楼幢组村\d])[oOQ](?=[弄号室\d])", "0", text)
    text = re.sub(r"(?<=[弄路号楼幢组村\d])[lI|](?=[弄号室\d])", "1", text)
    return text if len(text) >= 4 else None


def capital(text: str) -> str | None:
    """A number of a certificate in capitals, digits and dashes."""
    text = formats.plain(text).upper()
    match = re.search(r"[A-Z]?[0-9OIL][0-9A-Z\-—–一]{5,}", text)
    return match.group().strip("-") if match else None


# --- ID numbers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbered:
    """An ID number with where it stands."""

    read: formats.ReadNumber
    confidence: float
    box: Box

    def as_field(self, field: str) -> Read:
        """As a field: sure where its check fits, to be looked at where it was repaired or does not hold."""
        if self.read.valid and not self.read.repaired:
            sure = max(self.confidence, 0.98)
        else:
            sure = 0.6 if self.read.valid else min(self.confidence, 0.4)
        return Read(field, self.read.number, sure, self.box, self.read.repaired)


def id_numbers(lines: Sequence[Line], born: date | None = None) -> list[Numbered]:
    """Every ID number on the page, from top to bottom; one that was found in two pieces is put together."""
    found: list[Numbered] = []
    ordered = sorted(lines, key=lambda line: (line.middle, line.box[0]))
    used: set[int] = set()
    for place, line in enumerate(ordered):
        if place in used:
            continue
        read = formats.read_id_number(_after_label(line.text), born=born)
        if read is not None:
            found.append(Numbered(read, line.confidence, line.box))
            continue
        if sum(sign.isdigit() for sign in line.text) < 4:
            continue
        for other_place in range(len(ordered)):
            other = ordered[other_place]
            if other_place == place or other_place in used or other.box[0] < line.box[0]:
                continue
            if min(line.box[3], other.box[3]) - max(line.box[1], other.box[1]) < 0.5 * min(line.height, other.height):
                continue
            if other.box[0] - line.box[2] > 2.5 * line.height:
                continue
            read = formats.read_id_number(_after_label(line.text) + other.text, born=born)
            if read is not None:
                used.add(other_place)
                box = (line.box[0], min(line.box[1], other.box[1]), other.box[2], max(line.box[3], other.box[3]))
                found.append(Numbered(read, min(line.confidence, other.confidence), box))
                break
    return found


def _after_label(text: str) -> str:
    """The text from its first digit on: labels before a number are no part of it."""
    text = formats.plain(text)
    match = re.search(r"[0-9OIl|]", text)
    return re.sub(rf"[{_CHINESE}].*$", "", text[match.start() :]) if match else text


def best_number(numbers: Sequence[Numbered]) -> Numbered | None:
    """The one that holds, if any does."""
    return min(numbers, key=lambda each: (not each.read.valid, each.read.repaired), default=None)


def settled_sex(found: list[Read], number: Numbered | None) -> list[Read]:
    """The sex, made good by the ID number where it was not read; to be looked at where the number was worked out itself."""
    if number is None or not number.read.valid or any(each.name == "sex" for each in found):
        return found
    sure = 0.6 if number.read.repaired else 0.9
    return [*found, Read("sex", formats.sex_by(number.read.number), sure, number.box)]


def settled_birth(found: list[Read], number: Numbered | None, field: str = "birth_date") -> list[Read]:
    """The birth date that the paper prints, made good by the one inside an ID number that holds.

    The number checks itself and the printed date does not: where the date was not read the number says it, and where
    they differ both stay as read and a person looks (see `comparing`).
    """
    if number is None or not number.read.valid or number.read.repaired:
        return found
    born = formats.born_by(number.read.number)
    if born is None:
        return found
    if any(each.name == field for each in found):
        return [
            Read(
                each.name,
                each.value,
                max(each.confidence, 0.97) if each.value == born.isoformat() else min(each.confidence, 0.5),
                each.box,
            )
            if each.name == field
            else each
            for each in found
        ]
    return [*found, Read(field, born.isoformat(), 0.9, number.box)]


def address_part(text: str) -> str | None:
    """A place without house and street, such as 上海市: Chinese signs alone."""
    kept = re.sub(rf"[^{_CHINESE}]", "", text)
    return kept or None
