"""Lines of text on a page, and the pieces they fall into where labels stand: everything that is parsed is made of these.

Positions in pixels of the upright page. No OCR is needed here: a test gives lines as text with boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onetrip.reading.formats import plain

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as the recogniser gives it. `box`: left, top, right, bottom."""

    text: str
    confidence: float
    box: Box

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A label with what follows it on its line (`text` may be empty), or text without a label (`label` None).

    `name` is the field the label stands for; `start` is where the text begins, for lines below that go on.
    """

    label: str | None
    name: str | None
    text: str
    confidence: float
    box: Box
    start: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.box[1] + self.box[3]) / 2


def joined(lines: Sequence[Line], labels: Iterable[str]) -> list[Line]:
    """The lines from top to bottom, with a label that was found in two pieces (出 | 生1980年) put together again."""
    known = tuple(labels)
    rest = sorted(lines, key=lambda line: (line.middle, line.box[0]))
    out: list[Line] = []
    while rest:
        line = rest.pop(0)
        if len(plain(line.text)) <= 2:
            for other in rest:
                together = plain(line.text) + plain(other.text)
                if _beside(line, other) and any(
                    together.startswith(label) and len(plain(line.text)) < len(label) for label in known
                ):
                    rest.remove(other)
                    line = _together(line, other)
                    break
        out.append(line)
    return out


def _beside(left: Line, right: Line) -> bool:
    """Whether the second stands in the row of the first, to its right, no further than three times their height."""
    overlap = min(left.box[3], right.box[3]) - max(left.box[1], right.box[1])
    return overlap > 0.5 * min(left.height, right.height) and -0.5 * left.height < right.box[0] - left.box[2] < 3 * max(
        left.height, right.height
    )


def _together(left: Line, right: Line) -> Line:
    box = (
        min(left.box[0], right.box[0]),
        min(left.box[1], right.box[1]),
        max(left.box[2], right.box[2]),
        max(left.box[3], right.box[3]),
    )
    return Line(left.text + right.text, min(left.confidence, right.confidence), box)


def pieces(lines: Sequence[Line], labels: Mapping[str, str | None]) -> list[Piece]:
    """Every line cut where labels begin. `labels`: the field each label stands for, None for a label nobody reads."""
    whole = joined(lines, labels)
    exact = [(line, _marks(plain(line.text), labels)) for line in whole]
    there = {label for _, marks in exact for _, label, _ in marks}
    lost = {label: name for label, name in labels.items() if label not in there}
    margins = [line.box[0] for line, marks in exact if marks]
    found: list[Piece] = []
    for line, marks in exact:
        found += _cut(line, marks or _misread(line, lost, margins), labels)
    return found


def _cut(line: Line, marks: Sequence[tuple[int, str, int]], labels: Mapping[str, str | None]) -> list[Piece]:
    text = plain(line.text)
    if not text:
        return []
    if not marks:
        return [Piece(None, None, text, line.confidence, line.box, line.box[0])]
    cut: list[Piece] = []
    widths = [_width(sign) for sign in text]
    share = (line.box[2] - line.box[0]) / max(sum(widths), 0.5)

    def at(place: int) -> float:
        return line.box[0] + sum(widths[:place]) * share

    if marks[0][0] > 0:
        before = text[: marks[0][0]].strip("：:·.,|-_ ")
        if before:
            cut.append(
                Piece(
                    None,
                    None,
                    before,
                    line.confidence,
                    (line.box[0], line.box[1], at(marks[0][0]), line.box[3]),
                    line.box[0],
                )
            )
    for number, (begin, label, size) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        value = text[begin + size : end]
        trimmed = value.lstrip("：:;；.,·|_ ")
        start = at(begin + size + len(value) - len(trimmed))
        box = (at(begin), line.box[1], at(end), line.box[3])
        cut.append(Piece(label, labels[label], trimmed.rstrip("|_ "), line.confidence, box, start))
    return cut


def _width(sign: str) -> float:
    return 0.55 if sign.isascii() else 1.0


def _marks(text: str, labels: Mapping[str, str | None]) -> list[tuple[int, str, int]]:
    """Where labels stand in a text: begin, label, length. The longest wins; none overlaps another."""
    found: list[tuple[int, str, int]] = []
    taken = [False] * len(text)
    for label in sorted(labels, key=len, reverse=True):
        at = text.find(label)
        while at >= 0:
            if not any(taken[at : at + len(label)]) and _may_begin(text, at, label):
                found.append((at, label, len(label)))
                taken[at : at + len(label)] = [True] * len(label)
            at = text.find(label, at + 1)
    return sorted(found)


_SHORT = 2


def _may_begin(text: str, at: int, label: str) -> bool:
    """A short label inside a line counts only where something may have ended before it, or a sign divides them.

    住址 may stand inside 本市其他住址, 民族 inside 少数民族区: what stands right before it then is no value.
    """
    if at == 0 or len(label) > _SHORT:
        return True
    return not text[:at].endswith(("其他", "何", "少数", "各", "籍", "居", "曾用", "父亲", "母亲", "户主", "新生儿"))


def _misread(line: Line, lost: Mapping[str, str | None], margins: Sequence[float]) -> list[tuple[int, str, int]]:
    """A label at the beginning of a line with one sign misread (two of eight and more), if one alone comes nearest.

    Only among labels that stand nowhere else on the page. A label of two or three signs must stand alone, or before a
    colon, or in line with other labels: so short a word is easily something else.
    """
    text = plain(line.text)
    in_line = any(abs(line.box[0] - margin) < 0.8 * line.height for margin in margins)
    scored: list[tuple[float, str]] = []
    for label in lost:
        size = len(label)
        if len(text) < size:
            if len(text) == 1 and size == _SHORT and text == label[0] and in_line:
                scored.append((0.5, label))
            continue
        wrong = sum(a != b for a, b in zip(label, text[:size], strict=True))
        sure = size >= 4 or (in_line and len(text) == size) or text[size : size + 1] in (":", ";")
        if wrong <= (2 if size >= 8 else 1) and sure:
            scored.append((wrong / size, label))
    if not scored:
        return []
    scored.sort()
    if len(scored) > 1 and scored[1][0] == scored[0][0] and lost[scored[1][1]] != lost[scored[0][1]]:
        return []
    return [(0, scored[0][1], min(len(scored[0][1]), len(text)))]


@dataclass(frozen=True, slots=True)
class Found:
    """The value of a label, put together from the pieces it stands in. `label_box` is the label's own place."""

    name: str
    text: str
    confidence: float
    box: Box
    label_box: Box


def values(found: Sequence[Piece], *, several_lines: frozenset[str], below: bool = True) -> list[Found]:
    """For each label that stands for a field its value: behind it, else to its right, else under it.

    `several_lines`: the fields whose value may go on in the lines below. From top to bottom; a label without any value is
    left out. No piece is taken twice.
    """
    free = [piece for piece in found if piece.label is None]
    out: list[Found] = []
    for piece in sorted((each for each in found if each.name), key=lambda each: (each.middle, each.box[0])):
        parts: list[Piece] = []
        if piece.text:
            behind = (piece.start, piece.box[1], piece.box[2], piece.box[3])
            parts.append(replace(piece, label=None, box=behind))
        else:
            first = _to_the_right(piece, free, found) or (_under(piece, free, found) if below else None)
            if first is None:
                continue
            free.remove(first)
            parts.append(first)
        parts += _rest_of_row(parts[-1], free)
        if piece.name in several_lines:
            parts += _going_on(piece, parts, free, found)
        out.append(_value_of(piece, parts))
    return out


def _value_of(piece: Piece, parts: Sequence[Piece]) -> Found:
    boxes = [part.box for part in parts]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Found(
        piece.name or "", "".join(part.text for part in parts), min(part.confidence for part in parts), box, piece.box
    )


def _same_row(one: Piece, other: Piece, least: float = 0.35) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return overlap > least * min(one.height, other.height)


def _to_the_right(label: Piece, free: Sequence[Piece], all_pieces: Sequence[Piece]) -> Piece | None:
    """The nearest text to the right of a label, unless another label stands between."""
    right = [piece for piece in free if piece.box[0] > label.box[2] - 0.6 * label.height and _same_row(label, piece)]
    if not right:
        return _upper_line_of_cell(label, free, all_pieces)
    nearest = min(right, key=lambda piece: (piece.box[0], abs(piece.middle - label.middle)))
    if _label_between(label, nearest, all_pieces):
        return None
    beside = [piece for piece in right if abs(piece.box[0] - nearest.box[0]) < nearest.height]
    return min(beside, key=lambda piece: piece.box[1])


def _upper_line_of_cell(label: Piece, free: Sequence[Piece], all_pieces: Sequence[Piece]) -> Piece | None:
    """In a table: the first of two lines whose middle, not whose top, is the label's."""
    near = [
        piece
        for piece in free
        if piece.box[0] > label.box[2] - 0.6 * label.height
        and label.box[1] - 1.3 * piece.height < piece.middle < label.middle
        and not _label_between(label, piece, all_pieces)
    ]
    return min(near, key=lambda piece: (piece.box[0], piece.middle)) if near else None


def _label_between(label: Piece, value: Piece, all_pieces: Sequence[Piece]) -> bool:
    return any(
        other.label is not None
        and other is not label
        and _same_row(label, other)
        and label.box[0] < other.box[0] < value.box[0] + 0.2 * value.height
        for other in all_pieces
    )


def _under(label: Piece, free: Sequence[Piece], all_pieces: Sequence[Piece]) -> Piece | None:
    """The text right under a label, where labels stand above their values: nothing else stands in the label's row then."""
    if any(
        other.label is None and other is not label and _same_row(label, other) and other.box[0] > label.box[2]
        for other in all_pieces
    ):
        return None
    under = [
        piece
        for piece in free
        if 0 < piece.middle - label.middle < 2.2 * label.height
        and min(piece.box[2], label.box[2]) - max(piece.box[0], label.box[0]) > 0.3 * (label.box[2] - label.box[0])
    ]
    return min(under, key=lambda piece: piece.middle) if under else None


def _rest_of_row(last: Piece, free: list[Piece]) -> list[Piece]:
    """What was found apart but belongs to the same value: right behind it, in its row."""
    rest: list[Piece] = []
    while True:
        near = [
            piece
            for piece in free
            if _same_row(last, piece, 0.6) and -0.4 * last.height < piece.box[0] - last.box[2] < 1.1 * last.height
        ]
        if not near:
            return rest
        last = min(near, key=lambda piece: piece.box[0])
        free.remove(last)
        rest.append(last)


def _owns_row(label: Piece, piece: Piece) -> bool:
    """Whether a label stands before a piece of text, in the middle of its row."""
    return (
        label.label is not None
        and label.box[0] < piece.box[0]
        and abs(label.middle - piece.middle) < 0.55 * max(label.height, piece.height)
    )


def _going_on(label: Piece, parts: Sequence[Piece], free: list[Piece], all_pieces: Sequence[Piece]) -> list[Piece]:
    """Further lines of a value: close under it, beginning where it begins, in no other label's row."""
    first, last = parts[0], parts[-1]
    rest: list[Piece] = []
    while True:
        near = [
            piece
            for piece in free
            if 0.45 * last.height < piece.middle - last.middle < 1.9 * max(last.height, piece.height)
            and abs(piece.box[0] - first.box[0]) < 1.6 * first.height
            and 0.6 < piece.height / max(first.height, 1) < 1.6
            and not any(_owns_row(other, piece) for other in all_pieces if other is not label)
        ]
        if not near:
            return rest
        last = min(near, key=lambda piece: piece.middle)
        free.remove(last)
        rest.append(last)
