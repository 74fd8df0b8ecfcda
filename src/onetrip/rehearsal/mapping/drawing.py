"""The map as a picture: the same ways give the same picture, and what many go is thick. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import sqrt

from onetrip.rehearsal.mapping.places import BY_KEY, PLACES, Place
from onetrip.rehearsal.mapping.ways import Edge, Ways
from onetrip.rules import Text

WIDTH, ROW = 880.0, 104.0
BOX_WIDTH, BOX_HEIGHT = 136.0, 46.0
_COLUMNS = (150.0, 440.0, 730.0)
_TOP = 34.0
_THICKEST, _THINNEST = 18.0, 1.5
_LEAST_SHARE = 0.005
"""Ways that fewer than one of two hundred go stand in the table only."""


@dataclass(frozen=True)
class Box:
    """A place on the map, with how often it was come to; `x`, `y` are its middle."""

    key: str
    name: Text
    x: float
    y: float
    count: int

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - BOX_WIDTH / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - BOX_HEIGHT / 2

    @property
    def name_y(self) -> float:
        """The base line of its name."""
        return self.y - 3

    @property
    def count_y(self) -> float:
        """The base line of the figure under the name."""
        return self.y + 15


@dataclass(frozen=True)
class Arrow:
    """A way between two boxes: `path` is the line, `head` its tip, `thick` its width; the figures stand at `x`, `y`."""

    edge: Edge
    path: str
    head: str
    thick: float
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """What is drawn, in units of the picture. `hidden`: ways too rare to be drawn."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    hidden: int


def picture_of(ways: Ways) -> Picture:
    """The picture of these ways; places nobody came to are not in it, and the rows close up."""
    there = [place for place in PLACES if ways.places.get(place.key)]
    rows = {row: number for number, row in enumerate(sorted({place.row for place in there}))}
    centres = {place.key: (_COLUMNS[place.column], _TOP + rows[place.row] * ROW) for place in there}
    least = _LEAST_SHARE * ways.people
    shown = [edge for edge in ways.edges if edge.count >= least]
    most = max((edge.count for edge in shown), default=1)
    both = {(edge.source, edge.target) for edge in shown}
    stands = {(place.column, place.row) for place in there}
    arrows = [
        _arrow(edge, centres, _thick(edge.count, most), stands, has_back=(edge.target, edge.source) in both)
        for edge in shown
    ]
    boxes = [Box(place.key, place.name, *centres[place.key], ways.places[place.key]) for place in there]
    apart = _apart(arrows, boxes)
    lowest = max([_TOP + max(len(rows) - 1, 0) * ROW + BOX_HEIGHT / 2, *(arrow.y for arrow in apart)])
    return Picture(WIDTH, lowest + 20, tuple(boxes), tuple(apart), len(ways.edges) - len(shown))


def _thick(count: int, most: int) -> float:
    """By the root of the count: the eye compares areas, and a rare way is still to be seen."""
    return round(_THINNEST + (_THICKEST - _THINNEST) * sqrt(count / most), 1)


def _arrow(
    edge: Edge,
    centres: dict[str, tuple[float, float]],
    thick: float,
    stands: set[tuple[int, int]],
    *,
    has_back: bool,
) -> Arrow:
    start, end = centres[edge.source], centres[edge.target]
    if edge.source == edge.target:
        return _loop(edge, start, thick)
    source, target = BY_KEY[edge.source], BY_KEY[edge.target]
    down = end[1] > start[1]
    bow = _bow(source, target, stands, has_back=has_back)
    if start[1] == end[1]:
        return _sideways(edge, start, end, thick, 26 if has_back else 0)
    # Down from the foot of one box to the top of the other; back up along the side.
    if down:
        x1, y1, x2, y2 = start[0], start[1] + BOX_HEIGHT / 2, end[0], end[1] - BOX_HEIGHT / 2
        reach = (y2 - y1) * 0.5
        points = ((x1 + bow, y1), (x1 + bow * 2.4, y1 + reach), (x2 + bow * 2.4, y2 - reach), (x2 + bow, y2))
        head = _tip(points[3], 0, 1, thick)
    else:
        side = -1.0 if start[0] <= end[0] else 1.0
        x1, y1, x2, y2 = start[0] + side * BOX_WIDTH / 2, start[1], end[0] + side * BOX_WIDTH / 2, end[1]
        wide = min(46.0 + 14 * abs(source.row - target.row), 100.0)
        points = ((x1, y1), (x1 + side * wide, y1), (x2 + side * wide, y2), (x2, y2))
        head = _tip(points[3], -side, 0, thick)
    return _curve(edge, points, head, thick)


def _bow(source: Place, target: Place, stands: set[tuple[int, int]], *, has_back: bool) -> float:
    """How far a way bends aside, so that it neither runs through the boxes between nor over the way back."""
    if source.column != target.column:
        return 0.0
    if any((source.column, row) in stands for row in range(source.row + 1, target.row)):
        return 45.0 if source.column == 2 else -45.0
    return -16.0 if has_back else 0.0


def _sideways(edge: Edge, start: tuple[float, float], end: tuple[float, float], thick: float, lift: float) -> Arrow:
    side = 1.0 if end[0] > start[0] else -1.0
    shift = -lift / 2 if side > 0 else lift / 2
    x1, x2 = start[0] + side * BOX_WIDTH / 2, end[0] - side * BOX_WIDTH / 2
    y = start[1] + shift
    points = ((x1, y), (x1 + (x2 - x1) / 3, y), (x2 - (x2 - x1) / 3, y), (x2, y))
    return _curve(edge, points, _tip(points[3], side, 0, thick), thick)


def _loop(edge: Edge, centre: tuple[float, float], thick: float) -> Arrow:
    x, y = centre[0] + BOX_WIDTH / 2, centre[1]
    points = ((x, y - 12), (x + 54, y - 34), (x + 54, y + 34), (x, y + 12))
    return _curve(edge, points, _tip(points[3], -1, 0, thick), thick)


Points = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


def _curve(edge: Edge, points: Points, head: str, thick: float) -> Arrow:
    """A cubic curve through four points, with its figures at the middle of it."""
    path = f"M{_p(points[0])}C{' '.join(_p(point) for point in points[1:])}"
    x, y = (
        points[0][axis] / 8 + 3 * points[1][axis] / 8 + 3 * points[2][axis] / 8 + points[3][axis] / 8 for axis in (0, 1)
    )
    return Arrow(edge, path, head, thick, round(x, 1), round(y, 1))


def _tip(at: tuple[float, float], dx: float, dy: float, thick: float) -> str:
    """A triangle that points to `at` in the direction (dx, dy)."""
    half = max(thick * 0.75, 5)
    back = (at[0] - dx * half * 1.3, at[1] - dy * half * 1.3)
    return (
        f"M{_p(at)}L{_p((back[0] - dy * half, back[1] + dx * half))}L{_p((back[0] + dy * half, back[1] - dx * half))}Z"
    )


def _p(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


_LABEL_WIDTH, _LABEL_HEIGHT = 116.0, 20.0


def _apart(arrows: Sequence[Arrow], boxes: Sequence[Box]) -> list[Arrow]:
    """The same arrows with figures that stand neither on a box nor on each other: later ones, which fewer go, give way."""
    placed: list[Arrow] = []
    for arrow in arrows:
        x, y = next(spot for spot in _around(arrow.x, arrow.y) if not _is_taken(*spot, placed, boxes))
        placed.append(replace(arrow, x=x, y=y))
    return placed


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """Spots nearer and farther from one, within the picture; straight below there is room without end."""
    yield x, y
    for far in count(6, 6):
        aside = [(x - far, y), (x + far, y)] if far <= BOX_WIDTH else []
        above = [(x, y - far)] if y - far > 0 else []
        near = (_LABEL_WIDTH / 2, WIDTH - _LABEL_WIDTH / 2)
        yield from (
            (round(u, 1), round(v, 1)) for u, v in (*aside, (x, y + far), *above) if near[0] <= u <= near[1] or u == x
        )


def _is_taken(x: float, y: float, placed: Sequence[Arrow], boxes: Sequence[Box]) -> bool:
    return any(abs(one.x - x) < _LABEL_WIDTH and abs(one.y - y) < _LABEL_HEIGHT for one in placed) or any(
        abs(box.x - x) < (BOX_WIDTH + _LABEL_WIDTH) / 2 and abs(box.y - y) < (BOX_HEIGHT + _LABEL_HEIGHT) / 2
        for box in boxes
    )
