"""Things that wait for one another in a circle, so that none of them can come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def circles_in(waits_for: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The circles that a walk from each thing to what it waits for runs into, each beginning with its first in the order given.

    Of a tangle not every circle is named, but at least one is while there is any.
    """
    order = {name: place for place, name in enumerate(waits_for)}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    done: set[str] = set()
    for start in waits_for:
        path: list[str] = []
        walks = [iter((start,))]
        while walks:
            each = next(walks[-1], None)
            if each is None:
                walks.pop()
                if path:
                    done.add(path.pop())
            elif each in path:
                circle = path[path.index(each) :]
                turn = min(range(len(circle)), key=lambda place: order.get(circle[place], 0))
                found.setdefault(frozenset(circle), (*circle[turn:], *circle[:turn]))
            elif each not in done:
                path.append(each)
                walks.append(iter(tuple(waits_for.get(each, ()))))
    return list(found.values())


def without_circles(
    waits_for: Mapping[str, Sequence[str]],
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """What waits for what, without the steps of any circle; and the circles they made."""
    left = {name: tuple(others) for name, others in waits_for.items()}
    found: list[tuple[str, ...]] = []
    while circles := circles_in(left):
        for circle in circles:
            found.append(circle)
            for name, other in zip(circle, (*circle[1:], circle[0]), strict=True):
                left[name] = tuple(each for each in left[name] if each != other)
    return left, tuple(found)
