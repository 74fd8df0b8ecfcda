"""Which questions a test asks. Pure, and the same for the same seed.

Every high-frequency matter is asked, the most frequent first; then the others in turn. Of one matter the kinds take turns.
Among questions of one kind the maker's order counts: it puts those that sit on a boundary first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from onetrip.training.items.shapes import Item

_OF_THE_FIRST = 4
"""So many questions of a kind are taken as equally good, and the seed chooses among them: two tests are not the same."""


def choose(
    by_matter: Mapping[str, Sequence[Item]],
    *,
    a_year: Mapping[str, int],
    high_above: int,
    wanted: int,
    seed: str,
    without: frozenset[str] = frozenset(),
) -> list[Item]:
    """The questions in the order they are asked: `wanted`, or one for each high-frequency matter where those are more, or
    as many as there are. `without`: ids that are not asked again."""
    left = {
        matter: [item for item in items if item.id not in without]
        for matter, items in sorted(by_matter.items())
        if any(item.id not in without for item in items)
    }
    high = [matter for matter in left if a_year.get(matter, 0) > high_above]
    high.sort(key=lambda matter: (-a_year[matter], matter))
    others = sorted((matter for matter in left if matter not in high), key=lambda matter: _draw(seed, matter))
    asked: list[Item] = []
    kinds: Counter[str] = Counter()
    turn = [*high, *others]
    most = max(wanted, len(high))
    while len(asked) < most and any(left.values()):
        for matter in turn:
            if len(asked) == most:
                break
            if left[matter]:
                item = _one_of(left[matter], kinds, seed)
                left[matter].remove(item)
                kinds[item.kind] += 1
                asked.append(item)
    return asked


def _one_of(items: Sequence[Item], kinds: Mapping[str, int], seed: str) -> Item:
    rarest = min(kinds.get(item.kind, 0) for item in items)
    fitting = [item for item in items if kinds.get(item.kind, 0) == rarest]
    kind = min({item.kind for item in fitting}, key=lambda one: _draw(seed, one))
    first = [item for item in fitting if item.kind == kind][:_OF_THE_FIRST]
    return min(first, key=lambda item: _draw(seed, item.id))


def _draw(seed: str, name: str) -> bytes:
    """A lot that is the same whenever and wherever it is drawn."""
    return hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest()


def has_passed(right: int, counted: int, pass_percent: int) -> bool:
    """Whether so many right answers of those that count are enough; nothing that counts is never a pass."""
    return counted > 0 and right * 100 >= pass_percent * counted
